package message

import (
	"strings"
	"time"

	"github.com/rasadnews/rasad/news"
)

// Status is what /status tells. Its zero value tells little and works.
type Status struct {
	Since   time.Time // when the service began
	Now     time.Time
	Sources int       // how many are watched
	Failing []Failing // those whose last poll failed

	Found int64              // items found since then
	Ended map[news.End]int64 // and how they ended

	Kept Housekeeping
}

// Housekeeping is what was last done to keep the store in order. Its zero value
// says that nothing was yet.
type Housekeeping struct {
	At     time.Time
	Purged news.Purged
	Err    string // why it failed, empty if it did not
}

// line tells of it in a language.
func (h Housekeeping) line(l *Locale, now time.Time) string {
	when := l.Duration(max(0, now.Sub(h.At)))
	if h.Err != "" {
		return l.line(l.Say(StatusKeepFailed, "Ago", HTML(when), "Reason", shorten(h.Err, 120)))
	}
	return l.line(l.Say(StatusKept, "Ago", HTML(when), "Articles", h.Purged.Articles, "Deliveries", h.Purged.Deliveries))
}

// Failing is a source that does not answer as it should.
type Failing struct {
	Name   string
	Times  int // polls that failed in a row
	Reason string
}

// maxFailing bounds the list of failing sources in one message.
const maxFailing = 15

// HTML returns the status in a language as Telegram HTML; admins see the
// store's counts too.
func (s Status) HTML(lang string, counts news.Counts, admin bool) string {
	l := In(lang)
	lines := []string{l.Say(StatusTitle)}
	if !s.Since.IsZero() {
		lines = append(lines, l.line(l.Say(StatusUptime, "Uptime", HTML(l.Duration(s.Now.Sub(s.Since))))))
	}
	lines = append(lines, l.line(l.Say(StatusSources,
		"Count", s.Sources, "OK", max(0, s.Sources-len(s.Failing)), "Failing", len(s.Failing))))
	for i, f := range s.Failing {
		if i == maxFailing {
			lines = append(lines, l.line("  • "+l.Say(AndMore, "Count", len(s.Failing)-i)))
			break
		}
		lines = append(lines, l.line("  • "+l.Say(StatusFailing,
			"Name", shorten(f.Name, 60), "Times", f.Times, "Reason", shorten(f.Reason, 120))))
	}
	lines = append(lines, s.items(l)...)
	lines = append(lines, l.line(l.Say(StatusQueue, "Waiting", counts.Pending+counts.Attempting, "Sent", counts.Sent)))
	if admin {
		lines = append(lines, l.line(l.Say(StatusStore, "Articles", counts.Articles,
			"Chats", counts.Chats, "Subscriptions", counts.Subscriptions, "Buried", counts.Buried)))
		if !s.Kept.At.IsZero() {
			lines = append(lines, s.Kept.line(l, s.Now))
		}
	}
	return strings.Join(lines, "\n")
}

// items tells how the items ended. What has not ended yet is under way, so
// that the counts add up.
func (s Status) items(l *Locale) []string {
	lines := []string{l.line(l.Say(StatusItems, "Count", int(s.Found)))}
	rest := s.Found
	for _, end := range news.Ends() {
		n := s.Ended[end]
		rest -= n
		if n > 0 {
			lines = append(lines, l.line("  • "+l.Say(endKey(end))+": "+l.Number(n)))
		}
	}
	if rest > 0 {
		lines = append(lines, l.line("  • "+l.Say(EndUnderWay)+": "+l.Number(rest)))
	}
	return lines
}

func endKey(e news.End) Key {
	switch e {
	case news.Alerted:
		return EndAlerted
	case news.NoMatch:
		return EndNoMatch
	case news.Repeated:
		return EndRepeated
	case news.NotArticle:
		return EndNotArticle
	case news.Failed:
		return EndFailed
	}
	return EndDropped
}
