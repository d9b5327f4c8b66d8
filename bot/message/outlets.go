package message

import (
	"strings"

	"github.com/rasadnews/rasad/news"
)

// Outlet tells of a source in two lines of Telegram HTML: its name, country and
// grade, and whether it answers.
func Outlet(l *Locale, s news.Source, state news.SourceState) string {
	a := Alert{Source: s}
	return l.line(a.outlet(l, asHTML)) + "\n" + l.line(health(l, state))
}

func health(l *Locale, s news.SourceState) string {
	read := ""
	if !s.ReadAt.IsZero() {
		read = l.since(s.ReadAt, l.Brief(s.ReadAt))
	}
	if s.Failures == 0 && !s.PolledAt.IsZero() {
		read = l.since(s.PolledAt, l.Brief(s.PolledAt))
	}
	switch {
	case s.Failures > 0:
		lines := "⚠️ " + l.Say(OutletFails, "Count", s.Failures, "Reason", shorten(s.Err, 100))
		if read != "" {
			lines += " · " + l.Say(OutletLast, "Moment", HTML(read))
		}
		return lines
	case read == "":
		return "▫️ " + l.Say(OutletNew)
	}
	return "✅ " + l.Say(OutletWell, "Moment", HTML(read))
}

// OutletName returns the name by which readers know a source.
func OutletName(s news.Source) string { return Alert{Source: s}.outletName(40) }

// Matches tells whether what is known of a source holds a word: its name, its
// ID, its language or its country, in the reader's language or by its code.
func (l *Locale) Matches(s news.Source, word string, fold func(string) string) bool {
	_, country := Country(s.Country, l.lang)
	word = fold(word)
	for _, known := range []string{s.Name, s.ID, s.Publisher, country} {
		if strings.Contains(fold(known), word) {
			return true
		}
	}
	return fold(s.Lang) == word || fold(s.Country) == word
}
