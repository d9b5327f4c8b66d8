package message

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/calendar"
)

// TimeOfDay writes a time of day, in minutes after midnight, in the language's
// digits.
func (l *Locale) TimeOfDay(minutes int) string {
	return calendar.Digits(fmt.Sprintf("%02d:%02d", minutes/60, minutes%60), l.lang)
}

// MomentIn writes a moment by the reader's calendar and the clocks of a zone.
func (l *Locale) MomentIn(t time.Time, zone *time.Location) string {
	t = t.In(zone)
	return l.Label(MomentAt, "Date", HTML(calendar.Format(t, l.lang)), "Time", HTML(l.TimeOfDay(t.Hour()*60+t.Minute())))
}

// Decimal writes a number as the language does, with as many decimals as it
// has.
func (l *Locale) Decimal(f float64) string {
	number := strconv.FormatFloat(f, 'f', -1, 64)
	if l.RTL() {
		number = strings.ReplaceAll(number, ".", "٫")
	}
	return calendar.Digits(number, l.lang)
}

// LanguageOf returns the name of any language in the words of this one.
func (l *Locale) LanguageOf(code string) string {
	if code == "prs" {
		code = "fa-AF" // by which the names of languages know Dari
	}
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	if name := display.Languages(language.Make(l.lang)).Name(tag); name != "" {
		return name
	}
	return code
}

// SeverityLabel returns a severity with its sign, for a button.
func SeverityLabel(l *Locale, s news.Severity) string {
	return marker(s) + " " + l.Label(severityKey(s))
}
