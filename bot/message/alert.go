package message

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/news"
)

// The most that an alert shows. Together they stay below Telegram's 4096
// units whatever an article holds.
const (
	maxTopics   = 8
	maxTitle    = 400 // units
	maxPassages = 5
	maxPassage  = 380 // units
	maxWords    = 10
	maxURL      = 2048 // bytes; they count in the raw length only
)

// An Alert is what a reader is told of one article.
type Alert struct {
	Article news.Article
	Source  news.Source
	Topics  []news.Topic // the reader's topics that the article met
	Hits    []news.Hit   // of those topics

	// Format says how much the alert tells. Empty means news.FormatFull.
	Format news.Format

	// Repeat tells that an earlier attempt may have reached the reader.
	Repeat bool
}

// NewAlert returns the alert of an archived article for a reader of some of
// the topics it met, whose watches it calls by their names. No topics means all
// but the watches of others, which are nobody else's business.
func NewAlert(c *news.Catalog, a news.Archived, topics []string, watches ...news.Watch) Alert {
	alert := Alert{Article: a.Article, Source: c.Source(a.Article.Source)}
	for _, m := range a.Matches {
		t, own := topicOf(c, m.Topic, watches)
		if len(topics) > 0 {
			own = slices.Contains(topics, m.Topic)
		}
		if own {
			alert.Topics = append(alert.Topics, t)
			alert.Hits = append(alert.Hits, m.Hits...)
		}
	}
	return alert
}

// topicOf returns the topic or watch of an ID as it is shown, and whether it
// may be shown to a reader who has these watches.
func topicOf(c *news.Catalog, id string, watches []news.Watch) (news.Topic, bool) {
	watch, ok := news.WatchOf(id)
	if !ok {
		t, _ := c.Topic(id)
		return t, true
	}
	for _, w := range watches {
		if w.ID == watch {
			return WatchTopic(w), true
		}
	}
	return news.Topic{ID: id, Severity: c.Severity(id)}, false
}

// WatchTopic returns a watch as a topic that is called by the watch's name, or
// by its query if it has none.
func WatchTopic(w news.Watch) news.Topic {
	t := w.Topic()
	t.Name = map[string]string{"en": cmp.Or(strings.TrimSpace(w.Name), w.Query)} // in every language
	return t
}

// Silent reports whether the alert should arrive without a sound: only those
// of a topic of high severity ring.
func (a Alert) Silent() bool { return !a.severity().Rings() }

func (a Alert) severity() news.Severity {
	top := news.SeverityLow
	for _, t := range a.Topics {
		if t.Severity.Rank() > top.Rank() {
			top = t.Severity
		}
	}
	return top
}

// HTML returns the alert as Telegram HTML. It is never empty and always within
// Telegram's limits.
func (a Alert) HTML(l *Locale) string {
	return strings.Join(a.write(l, asHTML, maxPassages), "\n")
}

// Plain returns the alert as plain text, in a terminal's bold if ansi.
func (a Alert) Plain(l *Locale, ansi bool) string {
	s := asPlain
	if ansi {
		s = asANSI
	}
	return marks.Replace(strings.Join(a.write(l, s, maxPassages), "\n"))
}

// marks takes the direction marks out of a text for a terminal, most of which
// show them as boxes.
var marks = strings.NewReplacer(fsi, "", pdi, "", rlm, "", lrm, "")

// headline is the title in at most limit units, with the matched words in
// bold, as a link to an address if there is one.
func (a Alert) headline(l *Locale, s style, address string, limit int) string {
	p := news.Headline(&a.Article, a.Hits)
	text := s.mark(p.Text, p.Bold, limit)
	if shorten(p.Text, limit) == "" {
		text = s.escape(a.untitled(l))
	}
	return isolate(s.link(address, text))
}

// untitled is what stands for a title that is missing.
func (a Alert) untitled(l *Locale) string {
	for _, text := range []string{a.Article.Lead, a.Article.Body} {
		if s := shorten(text, 100); s != "" {
			return s
		}
	}
	return l.Label(Untitled)
}

// link is the article's address if it is one that a reader can open.
func (a Alert) link() string {
	for _, s := range []string{a.Article.URL, a.Article.Canonical} {
		u, err := url.Parse(s)
		if err != nil || len(s) > maxURL || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			continue
		}
		u.User = nil
		return u.String()
	}
	return ""
}
