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

	Processes []Process // that share the work, if there are several
}

// Housekeeping is what was last done to keep the store in order. Its zero value
// says that nothing was yet.
type Housekeeping struct {
	At     time.Time
	Purged news.Purged
	Err    string // why it failed, empty if it did not

	Away    time.Duration // since the time before, by the clock
	Doubted time.Time     // since when the clock is doubted, so that nothing is purged; zero if it is not
}

// line tells of it in a language.
func (h Housekeeping) line(l *Locale, now time.Time) string {
	when := l.Duration(max(0, now.Sub(h.At)))
	if h.Err != "" {
		return l.line(l.Say(StatusKeepFailed, "Ago", HTML(when), "Reason", shorten(h.Err, 120)))
	}
	return l.line(l.Say(StatusKept, "Ago", HTML(when),
		"Articles", HTML(l.Label(OldArticles, "Count", int(h.Purged.Articles))),
		"Deliveries", HTML(l.Label(OldDeliveries, "Count", int(h.Purged.Deliveries)))))
}

// Process is one of those that share the work.
type Process struct {
	Name  string // where it runs
	Roles []string
	Since time.Time // when it began
}

// Failing is a source that does not answer as it should.
type Failing struct {
	Name   string
	Times  int // polls that failed in a row
	Reason string
}

// maxProcesses bounds the list of processes in one message.
const maxProcesses = 20

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
	if s.Sources > 0 {
		lines = append(lines, l.line(l.Say(StatusSources, "All", s.Sources, "OK", max(0, s.Sources-len(s.Failing)))))
	}
	for i, f := range s.Failing {
		if i == maxFailing {
			lines = append(lines, l.line("  • "+l.Say(AndMore, "Count", len(s.Failing)-i)))
			break
		}
		lines = append(lines, l.line("  • "+l.Say(StatusFailing,
			"Name", shorten(f.Name, 60), "Times", HTML(l.Label(WhyTimes, "Count", f.Times)), "Reason", shorten(f.Reason, 120))))
	}
	lines = append(lines, s.items(l)...)
	lines = append(lines, l.line(l.Say(StatusQueue, "Waiting", counts.Pending+counts.Attempting, "Sent", counts.Sent)))
	if admin {
		lines = append(lines, l.line(l.Say(StatusStore, "Articles", counts.Articles,
			"Chats", counts.Chats, "Subscriptions", counts.Subscriptions)))
		if !s.Kept.At.IsZero() {
			lines = append(lines, s.Kept.line(l, s.Now))
		}
		lines = append(lines, s.processes(l)...)
	}
	return strings.Join(lines, "\n")
}

// processes tells who shares the work, if it is more than one.
func (s Status) processes(l *Locale) []string {
	if len(s.Processes) < 2 {
		return nil
	}
	lines := []string{l.line(l.Say(StatusProcesses, "Number", len(s.Processes)))}
	for i, p := range s.Processes {
		if i == maxProcesses {
			return append(lines, l.line("  • "+l.Say(AndMore, "Count", len(s.Processes)-i)))
		}
		lines = append(lines, l.line("  • "+l.Say(StatusProcess,
			"Name", shorten(p.Name, 60), "Roles", strings.Join(p.Roles, ", "), "Uptime", HTML(l.Duration(s.Now.Sub(p.Since))))))
	}
	return lines
}

// items tells how the items ended. What has not ended yet is under way, so
// that the counts add up.
func (s Status) items(l *Locale) []string {
	lines := []string{l.line(l.Say(StatusItems, "Number", s.Found))}
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
