package message

import (
	"strings"

	"github.com/rasadnews/rasad/news"
)

// The measures of a page of articles: five of them fit into one message.
const (
	pageTitle  = 140 // units of a headline
	pageTopics = 2
)

// inPage is a style whose articles share one message, and so its entities.
var inPage = style{markup: true, open: "<b>", close: "</b>", most: 5}

// A Page is a page of articles, such as what a search found.
type Page struct {
	Title  string // Telegram HTML, in one or more lines
	First  int    // the number of the first article, from 1
	Alerts []Alert
	Empty  Key      // what is said if there are none
	Notes  []string // what there is to say below, as Telegram HTML
}

// HTML returns the page as Telegram HTML: of each article the headline as a
// link, its outlet and time, and a passage with the words in bold. Of five
// articles it is always within Telegram's limits.
func (p Page) HTML(l *Locale) string {
	parts := []string{l.lines(p.Title)}
	for i, a := range p.Alerts {
		parts = append(parts, strings.Join(a.item(l, p.First+i), "\n"))
	}
	if len(p.Alerts) == 0 {
		parts = append(parts, l.line(l.Say(p.Empty)))
	}
	var notes []string
	for _, n := range p.Notes {
		notes = append(notes, l.line("<i>"+n+"</i>"))
	}
	if len(notes) > 0 {
		parts = append(parts, strings.Join(notes, "\n"))
	}
	return strings.Join(parts, "\n\n")
}

// item is an article of a page.
func (a Alert) item(l *Locale, n int) []string {
	lines := []string{
		l.line(l.Number(int64(n)) + ". " + a.headline(l, inPage, a.link(), pageTitle)),
		l.line(a.outlet(l, inPage) + a.brief(l)),
	}
	var names []string
	for _, t := range a.Topics[:min(len(a.Topics), pageTopics)] {
		names = append(names, isolate(escape(topicName(l, t, 30))))
	}
	if len(names) > 0 {
		lines = append(lines, l.line("🏷 "+l.enumerate(names, len(a.Topics)-len(names))))
	}
	return append(lines, a.passages(l, inPage, 1)...)
}

// Found returns the alert of an article that a query found, with the places
// where it did.
func Found(c *news.Catalog, f news.Finding) Alert {
	return Alert{Article: f.Article, Source: c.Source(f.Article.Source), Hits: f.Met.Hits}
}

// Query returns a query as Telegram HTML, in at most so many units.
func Query(query string, most int) HTML {
	return HTML(isolate("<code>" + escape(shorten(query, most)) + "</code>"))
}
