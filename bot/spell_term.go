package bot

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A term is how long something holds.
type term struct {
	length  time.Duration
	forever bool
	end     func(now time.Time) time.Time // what the calendar or the clock says, nil if the length does
}

// until returns when a term ends that begins now, zero for never.
func (t term) until(now time.Time, zone *time.Location) time.Time {
	switch {
	case t.forever:
		return time.Time{}
	case t.end != nil:
		return t.end(now.In(zone))
	}
	return now.Add(t.length)
}

// clockOn returns when a day's clocks show so many minutes after midnight, a
// number of days after today.
func clockOn(today time.Time, days, minutes int) time.Time {
	return time.Date(today.Year(), today.Month(), today.Day()+days, 0, minutes, 0, 0, today.Location())
}

// tomorrow is tomorrow morning.
func tomorrow(now time.Time) time.Time { return clockOn(now, 1, usualDaily) }

// nextClock is the next time that clocks show so many minutes after midnight.
func nextClock(minutes int) func(time.Time) time.Time {
	return func(now time.Time) time.Time {
		if at := clockOn(now, 0, minutes); at.After(now) {
			return at
		}
		return clockOn(now, 1, minutes)
	}
}

// nextDay is the morning of the next day of the week that is called so.
func nextDay(day time.Weekday) func(time.Time) time.Time {
	return func(now time.Time) time.Time {
		const week = 7
		return clockOn(now, (int(day-now.Weekday())+week-1)%week+1, usualDaily)
	}
}

// longestTerm bounds how long one can say; what shall last longer shall last
// until it is ended.
const longestTerm = 366 * 24 * time.Hour

// termNamed reads how long: 2h, «یک ساعت و نیم», tomorrow, until 18:00, forever.
func termNamed(s string) (term, bool) {
	words := spokenWords(s)
	all := strings.Join(words, " ")
	if _, ok := spelled(tomorrowWords, all); ok {
		return term{end: tomorrow}, true
	}
	if _, ok := spelled(foreverWords, all); ok {
		return term{forever: true}, true
	}
	until, bare, led := prefixed(termLeads, words)
	till, bare, followed := suffixed(termEnds, bare)
	until = until || till
	length, counted, ok := lengthNamed(bare)
	if ok && (counted || led || followed) { // for an hour, in languages that leave out the "an"
		return term{length: length}, length > 0 && length <= longestTerm
	}
	if !until {
		return term{}, false
	}
	end := strings.Join(bare, " ")
	if day, ok := spelled(weekdayWords, end); ok {
		return term{end: nextDay(day)}, true
	}
	if at, ok := spelled(morningWords, end); ok {
		return term{end: nextClock(at)}, true
	}
	at, ok := minuteOf(end)
	return term{end: nextClock(at)}, ok
}

// lengthNamed reads numbers of units that make up a length: «۲ ساعت و ۳۰ دقیقه»,
// an hour and a half. It is not counted if it is a unit alone.
func lengthNamed(words []string) (length time.Duration, counted, ok bool) {
	if whole, ok := spelled(wholeWords, strings.Join(words, " ")); ok {
		return whole, true, true
	}
	for len(words) > 0 {
		if _, ok := spelled(andWords, words[0]); ok && length > 0 {
			words = words[1:]
		}
		n, rest, known := numberOf(words)
		switch {
		case !known && length > 0:
			return 0, false, false
		case !known:
			n = 1
		}
		unit, ok := spelled(unitWords, first(rest)) // one word: «ساعت و» is not «ساعتو»
		if !ok {
			return 0, false, false
		}
		rest = rest[1:]
		if _, behind, ok := prefixed(halfWords, rest); ok { // two hours and a half
			n, rest, known = n+.5, behind, true
		}
		length += time.Duration(n * float64(unit))
		counted = counted || known
		words = rest
	}
	return length, counted, length > 0
}

var numberForm = regexp.MustCompile(`^\d{1,4}(\.\d{1,2})?$`)

// numberOf reads the number with which words begin.
func numberOf(words []string) (n float64, rest []string, ok bool) {
	n, rest, ok = prefixed(numberWords, words)
	if !ok {
		n, rest, ok = prefixed(articles, words)
	}
	if !ok && len(words) > 0 && numberForm.MatchString(words[0]) {
		n, _ = strconv.ParseFloat(words[0], 64)
		rest, ok = words[1:], true
	}
	if _, behind, half := prefixed(halfWords, rest); ok && half {
		return n + .5, behind, true // two and a half hours
	}
	return n, rest, ok
}

// timely tells whether a word belongs to what is said of time: a number, a unit,
// or what leads to one.
func timely(word string) bool {
	words := spokenWords(word)
	if len(words) == 0 {
		return false
	}
	_, _, number := numberOf(words)
	_, unit := spelled(unitWords, words[0])
	_, lead := spelled(termLeads, word)
	return number || unit || lead || clockForm.MatchString(words[0])
}

// mostTermWords are the most words in which somebody says how long.
const mostTermWords = 8

// cutTerm parts what is said from how long, which stands at its end. What is
// known by its name stays whole, though the name may end like a time.
func cutTerm(s string, known func(what string) bool) (what string, t term, ok bool) {
	words := strings.Fields(s)
	what = strings.Join(words, " ")
	if what != "" && known(what) {
		return what, term{}, false
	}
	for n := 1; n <= min(mostTermWords, len(words)); n++ {
		at := len(words) - n
		said, is := termNamed(strings.Join(words[at:], " "))
		if !is {
			continue
		}
		what, t, ok = strings.Join(words[:at], " "), said, true
		if known(what) {
			break
		}
	}
	return what, t, ok
}
