package message

import (
	"cmp"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/news"
)

// MaxDigest is how many alerts fit into one digest, whatever they hold.
const MaxDigest = 20

// The measures of a digest. Its headlines get the longest of these lengths
// with which it fits, in units; the last one always does.
var digestTitles = [...]int{200, 140, 100, 70, 45}

const (
	digestOutlet = 30   // units
	digestTopic  = 40   // units
	digestURL    = 600  // bytes; a longer address is left out
	digestUnits  = 4000 // in all, of MaxUnits
)

// A Digest is several alerts as one message: by topic, the gravest first,
// and in each the newest first.
type Digest struct {
	Alerts []Alert // MaxDigest at most; what is beyond is left out

	Reason DigestReason

	// Repeat tells that an earlier attempt may have reached the reader.
	Repeat bool
}

// Silent reports whether the digest should arrive without a sound: it rings if
// one of its alerts would have.
func (d Digest) Silent() bool {
	return !slices.ContainsFunc(d.Alerts, func(a Alert) bool { return !a.Silent() })
}

// HTML returns the digest as Telegram HTML for a reader of a language. It is
// always within Telegram's limits.
func (d Digest) HTML(lang string) string {
	text := ""
	for _, limit := range digestTitles {
		text = d.write(In(lang), style{open: "<b>", close: "</b>", escape: escape}, true, limit)
		if Units(text) <= digestUnits {
			break
		}
	}
	return text
}

// Plain returns the digest as plain text, with the addresses of the articles.
// It may be longer than a message.
func (d Digest) Plain(lang string) string {
	s := style{escape: func(s string) string { return s }}
	return marks.Replace(d.write(In(lang), s, false, digestTitles[0]))
}

func (d Digest) write(l *Locale, s style, markup bool, limit int) string {
	alerts := d.sorted()
	var lines []string
	if d.Repeat {
		lines = append(lines, l.line("⚠️ "+s.italic(l.Label(Repeat), markup)))
	}
	title := l.Label(d.Reason.title(), "Count", len(alerts))
	lines = append(lines, l.line("🗂 "+s.open+s.escape(title)+s.close))
	topic := ""
	for i, a := range alerts {
		t := a.gravest()
		if i == 0 || t.ID != topic {
			topic = t.ID
			name := cmp.Or(shorten(t.Label(l.Lang()), digestTopic), "?")
			lines = append(lines, "", l.line(marker(t.Severity)+" "+isolate(s.open+s.escape(name)+s.close)))
		}
		lines = append(lines, a.entry(l, s, markup, limit)...)
	}
	return strings.Join(lines, "\n")
}

// A DigestReason says why alerts come in one message. It gives a digest its
// title.
type DigestReason int

// The reasons for a digest.
const (
	DigestBacklog DigestReason = iota // the alerts had to wait
	DigestHourly                      // the reader wants them by the hour
	DigestDaily                       // the reader wants them once a day
	DigestQuiet                       // the reader's quiet hours are over
)

// title returns the text of a digest's title.
func (r DigestReason) title() Key {
	switch r {
	case DigestHourly:
		return DigestTitleHourly
	case DigestDaily:
		return DigestTitleDaily
	case DigestQuiet:
		return DigestTitleQuiet
	}
	return DigestTitle
}

// sorted returns the alerts in the order in which they are shown.
func (d Digest) sorted() []Alert {
	alerts := slices.Clone(d.Alerts[:min(len(d.Alerts), MaxDigest)])
	slices.SortStableFunc(alerts, func(a, b Alert) int {
		x, y := a.gravest(), b.gravest()
		return cmp.Or(cmp.Compare(y.Severity.Rank(), x.Severity.Rank()), cmp.Compare(x.ID, y.ID),
			b.Article.Time().Compare(a.Article.Time()))
	})
	return alerts
}

// gravest returns the topic under which a digest shows an alert.
func (a Alert) gravest() news.Topic {
	if len(a.Topics) == 0 {
		return news.Topic{}
	}
	return slices.MaxFunc(a.Topics, func(x, y news.Topic) int {
		return cmp.Or(cmp.Compare(x.Severity.Rank(), y.Severity.Rank()), cmp.Compare(y.ID, x.ID))
	})
}

// entry is an alert's line in a digest: headline, outlet, time.
func (a Alert) entry(l *Locale, s style, markup bool, limit int) []string {
	link := a.link()
	if markup && len(escape(link)) > digestURL {
		link = ""
	}
	plain := style{escape: s.escape} // Telegram counts entities
	text := "• " + a.headline(l, plain, link, markup, limit)
	if name := shorten(cmp.Or(a.Source.Name, a.Source.ID), digestOutlet); name != "" {
		text += " — " + isolate(s.escape(name))
	}
	if when := a.Article.Time(); !when.IsZero() {
		text += " · " + l.clock(when)
	}
	lines := []string{l.line(text)}
	if !markup && link != "" {
		lines = append(lines, link)
	}
	return lines
}
