package calendar

import (
	"strings"
	"time"
)

// relative reads a span that lies behind now, such as «۳ ساعت پیش»,
// "منذ ساعتين" or "2 hours ago", and the words for today and yesterday before
// a time of day. What was months ago names no day and is not read.
func relative(s string, now time.Time) (time.Time, bool) {
	words := word.FindAllString(s, -1)
	if len(words) > 8 {
		return time.Time{}, false
	}
	ago := false
	for _, w := range words {
		ago = ago || agoWords[w]
	}
	if !ago {
		return dayWord(s, now)
	}
	for i, w := range words {
		if minutes, ok := duals[w]; ok {
			return back(now, minutes), true
		}
		for _, u := range units {
			if !strings.HasPrefix(w, u.prefix) {
				continue
			}
			return back(now, counted(words, i-1)*u.minutes), true
		}
	}
	return time.Time{}, false
}

// counted returns the number that words[i] names, in digits or in words, 1 if
// it names none.
func counted(words []string, i int) int {
	if n := number(words, i); n >= 0 {
		return n
	}
	if i >= 0 {
		return max(numberWords[words[i]], 1)
	}
	return 1
}

// back returns the moment some minutes before now, without seconds: the words
// are no sharper than that.
func back(now time.Time, minutes int) time.Time {
	return now.Add(-time.Duration(minutes) * time.Minute).Truncate(time.Minute)
}

// dayWords name a day by its distance from today.
var dayWords = map[string]int{
	"امروز": 0, "دیروز": -1, "پریروز": -2, "نن": 0, "پرون": -1, "الیوم": 0, "امس": -1,
	"today": 0, "yesterday": -1, "сегодня": 0, "вчера": -1,
}

// dayWord reads «امروز ۱۲:۳۴» and its like. The day word must stand alone or
// beside a time of day, since it is an ordinary word of any sentence.
func dayWord(s string, now time.Time) (time.Time, bool) {
	rest, c := cutClock(s)
	words := word.FindAllString(rest, -1)
	if len(words) == 0 || len(words) > 2 {
		return time.Time{}, false
	}
	days, ok := dayWords[words[0]]
	if !ok {
		return time.Time{}, false
	}
	loc := now.Location()
	if c.zone != nil {
		loc = c.zone
	}
	y, m, d := now.In(loc).AddDate(0, 0, days).Date()
	return time.Date(y, m, d, c.hour, c.minute, c.second, 0, loc), true
}
