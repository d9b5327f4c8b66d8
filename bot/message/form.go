package message

import (
	"cmp"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/rasadnews/rasad/news"
)

// write composes the alert in its format, line by line: the news first, then
// who tells it and when, what it says, and last why the reader is told. It
// shows at most so many passages.
func (a Alert) write(l *Locale, s style, passages int) []string {
	var lines []string
	if a.Repeat {
		lines = append(lines, l.line("⚠️ "+s.italic(l.Label(Repeat))))
	}
	head := l.line(marker(a.severity()) + " " + a.headline(l, s, a.link(), maxTitle))
	switch a.Format {
	case news.FormatHeadline:
		lines = append(lines, head+a.credit(l, s))
		return append(lines, a.address(s)...)
	case news.FormatCompact:
		lines = append(append(lines, head), a.address(s)...)
		lines = append(lines, l.line(a.outlet(l, s)+a.brief(l)))
		lines = append(lines, a.passages(l, s, 1)...)
		return append(lines, l.line(a.topics(l, s)))
	}
	lines = append(append(lines, head), a.address(s)...)
	lines = append(lines, l.line(a.outlet(l, s)))
	lines = append(lines, a.when(l)...)
	if quotes := a.passages(l, s, passages); len(quotes) > 0 {
		lines = append(append(lines, ""), quotes...)
	}
	lines = append(lines, "", l.line(a.topics(l, s)))
	if words := a.words(); len(words) > 0 {
		list := l.list(words, maxWords, s.escape)
		lines = append(lines, l.line("🔎 "+l.Label(Matched, "Words", HTML(list))))
	}
	return lines
}

// address is the line with the article's address where the headline cannot be
// a link.
func (a Alert) address(s style) []string {
	if link := a.link(); link != "" && !s.markup {
		return []string{link}
	}
	return nil
}

// topics names the topics, and says how grave the gravest is.
func (a Alert) topics(l *Locale, s style) string {
	var names []string
	for _, t := range a.Topics[:min(len(a.Topics), maxTopics)] {
		names = append(names, isolate(s.bold(s.escape(topicName(l, t, 60)))))
	}
	grave := l.Label(severityKey(a.severity()))
	if len(names) == 0 {
		return "🏷 " + grave
	}
	return "🏷 " + l.enumerate(names, len(a.Topics)-len(names)) + " — " + grave
}

// topicName is the name of a topic or watch in at most limit units. A watch
// that is gone has none, and its ID is no name.
func topicName(l *Locale, t news.Topic, limit int) string {
	if _, ok := news.WatchOf(t.ID); ok && len(t.Name) == 0 {
		return l.Label(WatchGone)
	}
	return cmp.Or(shorten(t.Label(l.lang), limit), "?")
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

// outlet names the source, its country and its grade.
func (a Alert) outlet(l *Locale, s style) string {
	parts := []string{isolate(s.escape(a.outletName(80)))}
	sign := "📰"
	if flag, country := Country(a.Source.Country, l.lang); country != "" {
		sign = flag
		parts = append(parts, country)
	}
	if a.Source.Grade != "" {
		parts = append(parts, s.escape(l.Label(Graded, "Grade", string(a.Source.Grade))))
	}
	return sign + " " + strings.Join(parts, " · ")
}

func (a Alert) outletName(limit int) string {
	return cmp.Or(shorten(a.Source.Name, limit), shorten(a.Source.ID, limit))
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
	return flag, display.Regions(tag(Language(lang))).Name(region)
}

// when is the line that tells when the article was published, or else when it
// was first seen.
func (a Alert) when(l *Locale) []string {
	told := a.Article.Time()
	if told.IsZero() {
		return nil
	}
	moment := l.Dated(told)
	if a.Article.Published.IsZero() {
		moment = l.Label(Seen, "Moment", HTML(moment))
	}
	return []string{l.line("🕒 " + l.since(told, moment))}
}

// brief tells the same in a few words, to follow others.
func (a Alert) brief(l *Locale) string {
	told := a.Article.Time()
	if told.IsZero() {
		return ""
	}
	return " · " + l.since(told, l.Brief(told))
}

// credit tells who tells the news, and when, to follow its headline.
func (a Alert) credit(l *Locale, s style) string {
	text := ""
	if name := a.outletName(digestOutlet); name != "" {
		text = " — " + isolate(s.escape(name))
	}
	if told := a.Article.Time(); !told.IsZero() {
		text += " · " + l.Brief(told)
	}
	return text
}

// passages quotes the article where the words stand, or how it begins if they
// stand in its title alone. What goes beyond the first one is folded.
func (a Alert) passages(l *Locale, s style, most int) []string {
	var texts []string
	for _, p := range news.Passages(&a.Article, a.Hits, most) {
		text := s.mark(p.Text, p.Bold, maxPassage)
		if p.Head {
			text = "… " + text
		}
		if p.Tail && !strings.HasSuffix(text, "…") {
			text += " …"
		}
		texts = append(texts, foreignLine(text))
	}
	if len(texts) == 0 {
		if texts = a.beginning(l, s); len(texts) == 0 {
			return nil
		}
	}
	quotes := s.quote(texts[:1], false)
	if len(texts) > 1 {
		quotes = append(quotes, s.quote(texts[1:], true)...)
	}
	return quotes
}

// beginning is the lead, or the first words of the body, unless they stand for
// the headline already.
func (a Alert) beginning(l *Locale, s style) []string {
	for _, text := range []string{a.Article.Lead, a.Article.Body} {
		text = shorten(text, maxPassage/2)
		if text != "" && (a.Article.Title != "" || text != a.untitled(l)) {
			return []string{foreignLine(s.escape(text))}
		}
	}
	return nil
}
