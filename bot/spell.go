package bot

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news"
)

// westernDigits returns a text with the digits and signs of all our languages
// as ASCII has them, in lower case, on one line.
func westernDigits(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r == '：':
			return ':'
		case r == '٫':
			return '.'
		case r == '–', r == '—', r == '−', r == '‑', r == '‐':
			return '-'
		case r == '\u200c', r == '\u200e', r == '\u200f', r == '\u2068', r == '\u2069':
			return ' '
		case r == 'ي':
			return 'ی'
		case r == 'ك':
			return 'ک'
		}
		return r
	}, s)
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}

var timeForm = regexp.MustCompile(`^(?:(?:at|ساعت|الساعة|بجې|в) )?(\d{1,2})(?:[:.](\d{2}))?(?: ?(?:بجے|بجې|часов|ч))?(?: ?([^\d:.]+))?$`)

// minuteOf reads a time of day, such as 23:30, 7 or «۹ شب», as minutes after
// midnight.
func minuteOf(s string) (int, bool) {
	m := timeForm.FindStringSubmatch(westernDigits(s))
	if m == nil {
		return 0, false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	if hour > 24 || minute > 59 || hour == 24 && minute > 0 {
		return 0, false
	}
	if m[3] == "" {
		return hour%24*60 + minute, true
	}
	part, ok := spelled(dayWords, m[3])
	if !ok || hour == 0 || hour > 12 {
		return 0, false
	}
	hour %= 12
	if part == afterNoon || part == atNight && hour >= 6 {
		hour += 12
	}
	return hour*60 + minute, true
}

var quietForm = regexp.MustCompile(`^(?:from |از |له |د |من |с )?(.+?)(?: څخه| نه)? ?(?:-| to | until | till | تا | الی | تر | إلى | الى | حتى | حتی | سے | до ) ?(.+?)(?: پورې| تک)?$`)

// quietNamed reads quiet hours, such as 23:00-07:00 or «۲۳ تا ۷».
func quietNamed(s string) (news.Quiet, bool) {
	m := quietForm.FindStringSubmatch(westernDigits(s))
	if m == nil {
		return news.Quiet{}, false
	}
	from, ok := minuteOf(m[1])
	to, too := minuteOf(m[2])
	return news.Quiet{From: from, To: to}, ok && too && from != to
}

// offName tells whether a word means that something shall not be.
func offName(s string) bool { off, _ := spelled(offWords, s); return off }

// nowName tells whether a word means at once.
func nowName(s string) bool { now, _ := spelled(nowWords, s); return now }

// modeNamed returns the mode that a word means.
func modeNamed(word string) (news.Mode, bool) { return spelled(modeWords, word) }

// usualDaily is when a daily digest comes if nothing else was said.
const usualDaily = 8 * 60

// rhythmNamed reads a mode of one to three words and, for the daily one, its
// time.
func rhythmNamed(s string) (mode news.Mode, at int, ok bool) {
	words := strings.Fields(westernDigits(s))
	n := min(3, len(words))
	for ; n > 0 && !ok; n-- {
		mode, ok = modeNamed(strings.Join(words[:n], " "))
	}
	if !ok {
		return "", 0, false
	}
	rest := strings.Join(words[n+1:], " ")
	switch {
	case mode != news.ModeDaily:
		return mode, 0, rest == ""
	case rest == "":
		return mode, usualDaily, true
	}
	at, ok = minuteOf(strings.TrimPrefix(rest, "در "))
	return mode, at, ok
}

// severityNamed returns the severity that a word means.
func severityNamed(word string) (news.Severity, bool) { return spelled(severityWords, word) }

// A term is how long something holds.
type term struct {
	length  time.Duration
	morning bool // until tomorrow morning
	forever bool
}

// until returns when a term ends that begins now, zero for never.
func (t term) until(now time.Time, zone *time.Location) time.Time {
	switch {
	case t.forever:
		return time.Time{}
	case t.morning:
		today := now.In(zone)
		return time.Date(today.Year(), today.Month(), today.Day()+1, 0, usualDaily, 0, 0, zone)
	}
	return now.Add(t.length)
}

// longestTerm bounds how long one can say; what shall last longer shall last
// until it is ended.
const longestTerm = 366 * 24 * time.Hour

var termForm = regexp.MustCompile(`^(\d{1,4}) ?(\D+)$`)

// termNamed reads how long: 2h, «۳ روز», tomorrow, forever.
func termNamed(s string) (term, bool) {
	s = westernDigits(s)
	if _, ok := spelled(tomorrowWords, s); ok {
		return term{morning: true}, true
	}
	if _, ok := spelled(foreverWords, s); ok {
		return term{forever: true}, true
	}
	bare := s
	for _, before := range beforeTerm {
		bare = strings.TrimPrefix(bare, before)
	}
	for _, behind := range behindTerm {
		bare = strings.TrimSuffix(bare, behind)
	}
	length, ok := lengthNamed(bare)
	if !ok && bare != s { // for an hour, in languages that leave out the "an"
		length, ok = spelled(unitWords, bare)
	}
	return term{length: length}, ok && length > 0 && length <= longestTerm
}

// lengthNamed reads a number of units.
func lengthNamed(s string) (time.Duration, bool) {
	if m := termForm.FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[1])
		unit, ok := spelled(unitWords, m[2])
		return time.Duration(n) * unit, ok
	}
	if whole, ok := spelled(wholeWords, s); ok {
		return whole, true
	}
	at := strings.LastIndex(s, " ")
	if at < 0 {
		return 0, false
	}
	n, known := spelled(numberWords, s[:at])
	unit, ok := spelled(unitWords, s[at+1:])
	return time.Duration(n * float64(unit)), known && ok
}

// cutTerm parts what is said from how long, which stands at its end.
func cutTerm(s string) (what string, t term, ok bool) {
	words := strings.Fields(s)
	for n := min(4, len(words)); n > 0; n-- {
		at := len(words) - n
		if t, ok = termNamed(strings.Join(words[at:], " ")); ok {
			return strings.Join(words[:at], " "), t, true
		}
	}
	return strings.Join(words, " "), term{}, false
}
