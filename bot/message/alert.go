package message

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/rasadnews/rasad/news"
)

// The most that an alert shows. Together they stay below Telegram's 4096
// units whatever an article holds.
const (
	maxTopics   = 8
	maxTitle    = 400 // units
	maxPassages = 3
	maxPassage  = 420 // units
	maxWords    = 10
	maxURL      = 2048 // bytes; they count in the raw length only
)

// An Alert is what a reader is told of one article.
type Alert struct {
	Article news.Article
	Source  news.Source
	Topics  []news.Topic // the reader's topics that the article met
	Hits    []news.Hit   // of those topics

	// Repeat tells that an earlier attempt may have reached the reader.
	Repeat bool

	Format news.Format // how much the reader wants to be told
}

// NewAlert returns the alert of an archived article for a reader of some of
// the topics it met; no topics means all of them.
func NewAlert(c *news.Catalog, a news.Archived, topics []string) Alert {
	alert := Alert{Article: a.Article, Source: c.Source(a.Article.Source)}
	for _, m := range a.Matches {
		if len(topics) > 0 && !slices.Contains(topics, m.Topic) {
			continue
		}
		t, _ := c.Topic(m.Topic)
		alert.Topics = append(alert.Topics, t)
		alert.Hits = append(alert.Hits, m.Hits...)
	}
	return alert
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

// HTML returns the alert as Telegram HTML for a reader of a language. It is
// never empty and always within Telegram's limits.
func (a Alert) HTML(lang string) string {
	return a.write(In(lang), style{open: "<b>", close: "</b>", escape: escape}, true)
}

// Plain returns the alert as plain text, in a terminal's bold if ansi.
func (a Alert) Plain(lang string, ansi bool) string {
	s := style{escape: func(s string) string { return s }}
	if ansi {
		s.open, s.close = "\x1b[1m", "\x1b[22m"
	}
	return marks.Replace(a.write(In(lang), s, false))
}

// marks takes the direction marks out of a text for a terminal, most of which
// show them as boxes.
var marks = strings.NewReplacer(fsi, "", pdi, "", rlm, "")

// write composes the alert: topics, headline, outlet, time, passages, words.
func (a Alert) write(l *Locale, s style, markup bool) string {
	var lines []string
	if a.Repeat {
		lines = append(lines, l.line("⚠️ "+s.italic(l.Label(Repeat), markup)))
	}
	lines = append(lines, l.line(a.topics(l, s)), l.line(a.headline(l, s, a.link(), markup, maxTitle)))
	if !markup && a.link() != "" {
		lines = append(lines, a.link())
	}
	lines = append(lines, "", l.line(a.outlet(l, s)))
	if when := a.when(l); when != "" {
		lines = append(lines, l.line("🕒 "+when))
	}
	if p := a.passages(l, s, markup); len(p) > 0 {
		lines = append(lines, "")
		lines = append(lines, p...)
	}
	if words := a.words(); len(words) > 0 {
		list := l.list(words, maxWords, s.escape)
		lines = append(lines, "", l.line("🔎 "+l.Label(Matched, "Words", HTML(list))))
	}
	return strings.Join(lines, "\n")
}

func (s style) italic(text string, markup bool) string {
	if !markup {
		return text
	}
	return "<i>" + s.escape(text) + "</i>"
}

// topics names the topics, each with the marker of its severity.
func (a Alert) topics(l *Locale, s style) string {
	var parts []string
	for i, t := range a.Topics {
		if i == maxTopics {
			parts = append(parts, l.Label(AndMore, "Count", len(a.Topics)-i))
			break
		}
		name := shorten(t.Label(l.Lang()), 60)
		if name == "" {
			name = "?"
		}
		parts = append(parts, marker(t.Severity)+" "+isolate(s.open+s.escape(name)+s.close))
	}
	if len(parts) == 0 {
		parts = []string{marker(news.SeverityLow)}
	}
	return strings.Join(parts, " · ") + " — " + l.Label(severityKey(a.severity()))
}

// marker is the sign of a severity.
func marker(s news.Severity) string {
	switch s {
	case news.SeverityCritical:
		return "🚨"
	case news.SeverityHigh:
		return "🔴"
	case news.SeverityNormal:
		return "🟡"
	}
	return "⚪"
}

func severityKey(s news.Severity) Key {
	switch s {
	case news.SeverityCritical:
		return SeverityCritical
	case news.SeverityHigh:
		return SeverityHigh
	case news.SeverityNormal:
		return SeverityNormal
	}
	return SeverityLow
}

// headline is the title in at most limit units, with the matched words in
// bold, as a link if there is one.
func (a Alert) headline(l *Locale, s style, link string, markup bool, limit int) string {
	p := news.Headline(&a.Article, a.Hits)
	text := s.mark(p.Text, p.Bold, limit)
	if shorten(p.Text, limit) == "" {
		text = s.escape(a.untitled(l))
	}
	if markup && link != "" {
		text = `<a href="` + escape(link) + `">` + text + "</a>"
	}
	return isolate(text)
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

// outlet names the source, its country and its grade.
func (a Alert) outlet(l *Locale, s style) string {
	name := shorten(a.Source.Name, 80)
	if name == "" {
		name = shorten(a.Source.ID, 80)
	}
	parts := []string{isolate(s.escape(name))}
	sign := "📰"
	if flag, country := Country(a.Source.Country, l.Lang()); country != "" {
		sign = flag
		parts = append(parts, country)
	}
	if a.Source.Grade != "" {
		parts = append(parts, s.escape(l.Label(Graded, "Grade", string(a.Source.Grade))))
	}
	return sign + " " + strings.Join(parts, " · ")
}

// Country returns the flag and the name of a country in a language, by its
// ISO 3166-1 code. Both are empty for a code that is none.
func Country(code, lang string) (flag, name string) {
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() || len(region.String()) != 2 {
		return "", ""
	}
	for _, letter := range region.String() {
		flag += string(letter - 'A' + 0x1F1E6)
	}
	return flag, display.Regions(language.Make(Language(lang))).Name(region)
}

// when tells when the article was published, or else when it was first seen.
func (a Alert) when(l *Locale) string {
	if !a.Article.Published.IsZero() {
		return l.Moment(a.Article.Published)
	}
	if a.Article.FoundAt.IsZero() {
		return ""
	}
	return l.Label(Seen, "Moment", HTML(l.Moment(a.Article.FoundAt)))
}

// passages shows where the words stand, or how the article begins if they
// stand in its title alone.
func (a Alert) passages(l *Locale, s style, markup bool) []string {
	found := news.Passages(&a.Article, a.Hits, maxPassages)
	if len(found) == 0 {
		return a.beginning(l, s, markup)
	}
	var lines []string
	for _, p := range found {
		text := s.mark(p.Text, p.Bold, maxPassage)
		if p.Head {
			text = "… " + text
		}
		if p.Tail && !strings.HasSuffix(text, "…") {
			text += " …"
		}
		lines = append(lines, quote(l.line(isolate(text)), markup))
	}
	return lines
}

// beginning is the lead, or the first words of the body.
func (a Alert) beginning(l *Locale, s style, markup bool) []string {
	for _, text := range []string{a.Article.Lead, a.Article.Body} {
		if text = shorten(text, maxPassage/2); text != "" {
			return []string{quote(l.line(isolate(s.escape(text))), markup)}
		}
	}
	return nil
}

func quote(s string, markup bool) string {
	if !markup {
		return "  ❝ " + s
	}
	return "<blockquote>" + s + "</blockquote>"
}
