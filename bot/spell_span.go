package bot

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rasadnews/rasad/news/calendar"
)

// A period is the time that a table or a chart is of.
type period struct{ since, before time.Time }

// What stands around a number of days up to now, and around the days of a
// period.
var (
	spanLeads = spell(meaning[bool]{"last, the last, past, the past, for the last, for, تېره, تېرې, تیره, په تېرو, آخر, خلال آخر, پچھلا, پچھلے, گزشتہ, за, за последние, последние", true})
	spanEnds  = spell(meaning[bool]{"گذشته, اخیر, گذشته را, الأخيرة, الماضية", true})
	fromLeads = spell(meaning[bool]{"from, since, between, از, از تاریخ, له, د, من, منذ, с, со, سے", true})
	fromEnds  = spell(meaning[bool]{"څخه, نه, سے", true})
	toLeads   = spell(meaning[bool]{"to, till, until, and, تا, الی, تر, إلى, الى, حتى, до, по", true})
	toEnds    = spell(meaning[bool]{"پورې, تک", true})
)

// daysNamed reads a number of days up to now, as somebody or a button says it:
// 7, 7d, a week, «۷ روز», «۷ روز گذشته».
func daysNamed(s string) (int, bool) {
	if signed(s) {
		return 0, false
	}
	if n, ok := wholeNumber(s); ok {
		return n, n > 0
	}
	_, words, _ := prefixed(spanLeads, spokenWords(s))
	_, words, _ = suffixed(spanEnds, words)
	length, _, ok := lengthNamed(words)
	const day = 24 * time.Hour
	return int(length / day), ok && length >= day && length%day == 0
}

// signed tells whether what is said begins with a sign, such as a minus, which
// would mean something else without it.
func signed(s string) bool {
	s = strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.In(first, unicode.Pd, unicode.Sm)
}

// mostPeriodWords are the most words in which somebody says from when to when.
const mostPeriodWords = 20

// readPeriod reads a number of days up to now, a first day, or a first and a
// last one, as the bot writes days and as people do.
func readPeriod(args string, now time.Time) (period, bool) {
	if n, ok := daysNamed(args); ok {
		return lastDays(n, now), n <= exportDays
	}
	said := strings.NewReplacer("–", " - ", "—", " - ", "−", " - ").Replace(args)
	if signed(args) || len(strings.Fields(said)) > mostPeriodWords {
		return period{}, false
	}
	for at, r := range said {
		if r != '-' && !unicode.IsSpace(r) {
			continue
		}
		to, ok := dayNamed(said[at:], now, "", toLeads, toEnds)
		if !ok {
			continue
		}
		from, ok := dayNamed(said[:at], now, yearOf(to, said[at:]), fromLeads, fromEnds)
		if !ok {
			continue
		}
		return period{from, to.AddDate(0, 0, 1)}, !to.Before(from)
	}
	from, ok := dayNamed(said, now, "", fromLeads, fromEnds)
	return period{from, now}, ok && from.Before(now)
}

// lastDays is the time of the last days, today among them.
func lastDays(n int, now time.Time) period {
	return period{dayOf(now, now).AddDate(0, 0, 1-n), now}
}

// dayOf returns when the day of a time begins, by now's clock. The zone in
// which the day was written does not matter.
func dayOf(at, now time.Time) time.Time {
	return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, now.Location())
}

// dayNamed reads a day with nothing around it but what leads to it and ends it.
// Of one without a year it is the last that there was, unless a year is given.
func dayNamed(s string, now time.Time, year string, leads, ends vocabulary[bool]) (time.Time, bool) {
	words := strings.Fields(strings.Trim(s, "- \t\n,،"))
	_, words, _ = prefixed(leads, words)
	_, words, _ = suffixed(ends, words)
	_, words, _ = prefixed(weekdayWords, words)
	if at, ok := calendar.Parse(strings.Join(words, " "), now); ok {
		return dayOf(at, now), tight(words, at, now)
	}
	if !strings.ContainsFunc(strings.Join(words, ""), unicode.IsLetter) {
		return time.Time{}, false
	}
	years := []string{year}
	if year == "" {
		last := now.AddDate(-1, 0, 0)
		years = []string{yearIn("fa", now), yearIn("en", now), yearIn("fa", last), yearIn("en", last)}
	}
	for _, y := range years {
		whole := append(words[:len(words):len(words)], y)
		if at, ok := calendar.Parse(strings.Join(whole, " "), now); ok && (year != "" || !dayOf(at, now).After(now)) {
			return dayOf(at, now), tight(whole, at, now)
		}
	}
	return time.Time{}, false
}

// tight tells whether a day is not said without the first word, or the last:
// what stands around it would mean something else.
func tight(words []string, at, now time.Time) bool {
	for _, fewer := range [][]string{words[1:], words[:len(words)-1]} {
		if less, ok := calendar.Parse(strings.Join(fewer, " "), now); ok && less.Equal(at) {
			return false
		}
	}
	return true
}

// yearOf returns the year of a day as it was written, empty if it was not.
func yearOf(day time.Time, said string) string {
	for _, lang := range []string{"fa", "en"} {
		if year := yearIn(lang, day); strings.Contains(westernDigits(said), westernDigits(year)) {
			return year
		}
	}
	return ""
}

// yearIn returns the year of a day by the calendar of a language.
func yearIn(lang string, day time.Time) string {
	words := strings.Fields(calendar.Format(day, lang))
	return words[len(words)-1]
}
