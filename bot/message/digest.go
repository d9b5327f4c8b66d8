package message

import (
	"slices"
	"strings"
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

// title returns the text of a digest's title, and the sign before it.
func (r DigestReason) title() (Key, string) {
	switch r {
	case DigestHourly:
		return DigestTitleHourly, "🕐"
	case DigestDaily:
		return DigestTitleDaily, "📅"
	case DigestQuiet:
		return DigestTitleQuiet, "🌅"
	}
	return DigestTitle, "🗂"
}

// A Digest is alerts as one message: by topic, the gravest first, in each by
// story, the newest first, and each story with all outlets that tell it.
type Digest struct {
	Alerts []Alert // MaxDigest at most; of those beyond, only the number is told
	Reason DigestReason

	// Repeat tells that an earlier attempt may have reached the reader.
	Repeat bool
}

// Silent reports whether the digest should arrive without a sound: it rings if
// one of its alerts would have.
func (d Digest) Silent() bool {
	return !slices.ContainsFunc(d.Alerts, func(a Alert) bool { return !a.Silent() })
}

// HTML returns the digest as Telegram HTML. It is within Telegram's limits but
// for the weight of its links, by which Split parts it if they are very long.
func (d Digest) HTML(l *Locale) string {
	all, text := d.stories(), ""
	for _, limit := range digestTitles {
		text = d.write(l, inDigest, all, limit)
		if Units(text) <= digestUnits {
			break
		}
	}
	return text
}

// Plain returns the digest as plain text, with the addresses of the articles.
// It may be longer than a message.
func (d Digest) Plain(l *Locale) string {
	return marks.Replace(d.write(l, asPlain, d.stories(), digestTitles[0]))
}

func (d Digest) stories() []story { return stories(d.Alerts[:min(len(d.Alerts), MaxDigest)]) }

func (d Digest) write(l *Locale, s style, all []story, limit int) string {
	var lines []string
	if d.Repeat {
		lines = append(lines, l.line("⚠️ "+s.italic(l.Label(Repeat))))
	}
	title, sign := d.Reason.title()
	lines = append(lines, l.line(sign+" "+s.bold(s.escape(l.Label(title, "Count", len(d.Alerts))))))
	topic := ""
	for i, story := range all {
		t := story.topic()
		if i == 0 || t.ID != topic {
			topic = t.ID
			lines = append(lines, "", l.line(marker(t.Severity)+" "+isolate(s.bold(s.escape(topicName(l, t, digestTopic))))))
		}
		lines = append(lines, story.write(l, s, limit)...)
	}
	if more := len(d.Alerts) - MaxDigest; more > 0 {
		lines = append(lines, "", l.line(l.Label(AndMore, "Count", more)))
	}
	return strings.Join(lines, "\n")
}

// write is a story's place in a digest: the newest headline with its outlet
// and time, then the other outlets.
func (s story) write(l *Locale, as style, limit int) []string {
	a := s[0]
	lines := []string{l.line("• " + a.headline(l, as, a.digestLink(as), limit) + a.credit(l, as))}
	lines = append(lines, a.address(as)...)
	var outlets []string
	for _, o := range s[1:] {
		name := as.escape(o.outletName(digestOutlet))
		if name == "" {
			name = "—"
		}
		if told := isolate(as.link(o.digestLink(as), name)); !slices.Contains(outlets, told) {
			outlets = append(outlets, told)
		}
	}
	if len(outlets) > 0 {
		lines = append(lines, l.line("  ↳ "+l.Label(AlsoTold, "Outlets", HTML(l.enumerate(outlets, 0)))))
	}
	for _, o := range s[1:] {
		lines = append(lines, o.address(as)...)
	}
	return lines
}

// digestLink is the article's address if it is short enough for a digest.
func (a Alert) digestLink(s style) string {
	if link := a.link(); len(s.escape(link)) <= digestURL {
		return link
	}
	return ""
}
