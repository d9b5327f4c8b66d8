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

var timeForm = regexp.MustCompile(`^(?:ساعت )?(\d{1,2})(?:[:.](\d{2}))?(?: ?(am|pm|صبح|ظهر|بعد از ظهر|بعدازظهر|عصر|شب))?$`)

// minuteOf reads a time of day, such as 23:30, 7 or «۹ شب», as minutes after
// midnight.
func minuteOf(s string) (int, bool) {
	m := timeForm.FindStringSubmatch(westernDigits(s))
	if m == nil {
		return 0, false
	}
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	if hour > 24 || minute > 59 || hour == 24 && minute > 0 || m[3] != "" && (hour == 0 || hour > 12) {
		return 0, false
	}
	switch m[3] {
	case "":
		hour %= 24
	case "am", "صبح", "شب":
		hour %= 12
		if m[3] == "شب" && hour >= 6 { // nine at night; two at night is of the next day
			hour += 12
		}
	default:
		hour = hour%12 + 12
	}
	return hour*60 + minute, true
}

var quietForm = regexp.MustCompile(`^(?:از |from )?(.+?) ?(?:-| تا | الی | to | until | till ) ?(.+)$`)

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
func offName(s string) bool {
	switch nameKey(s) {
	case "off", "none", "no", "never", "0", nameKey("خاموش"), nameKey("هیچ"), nameKey("نه"), nameKey("لغو"), nameKey("هیچوقت"):
		return true
	}
	return false
}

// modeNamed returns the mode that a word means.
func modeNamed(word string) (news.Mode, bool) {
	switch nameKey(word) {
	case "instant", "now", "atonce", nameKey("بیدرنگ"), nameKey("لحظهای"), nameKey("آنی"):
		return news.ModeInstant, true
	case "hourly", nameKey("ساعتی"), nameKey("هرساعت"):
		return news.ModeHourly, true
	case "daily", nameKey("روزانه"), nameKey("هرروز"):
		return news.ModeDaily, true
	}
	return "", false
}

// usualDaily is when a daily digest comes if nothing else was said.
const usualDaily = 8 * 60

// rhythmNamed reads a mode and, for the daily one, its time.
func rhythmNamed(s string) (mode news.Mode, at int, ok bool) {
	word, rest, _ := strings.Cut(westernDigits(s), " ")
	if mode, ok = modeNamed(word); !ok {
		return "", 0, false
	}
	switch {
	case mode != news.ModeDaily:
		return mode, 0, rest == ""
	case rest == "":
		return mode, usualDaily, true
	}
	for _, before := range []string{"at ", "در "} {
		rest = strings.TrimPrefix(rest, before)
	}
	at, ok = minuteOf(rest)
	return mode, at, ok
}

// severityNamed returns the severity that a word means.
func severityNamed(word string) (news.Severity, bool) {
	switch nameKey(word) {
	case "low", "any", nameKey("کماهمیت"), nameKey("هر"):
		return news.SeverityLow, true
	case "normal", nameKey("عادی"):
		return news.SeverityNormal, true
	case "high", nameKey("مهم"):
		return news.SeverityHigh, true
	case "critical", nameKey("فوری"):
		return news.SeverityCritical, true
	}
	return "", false
}

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

var termForm = regexp.MustCompile(`^(?:for |برای |به مدت |تا )?(\d{1,4}|a|an|one|two|three|یک|دو|سه|نیم)? ?` +
	`(m|min|mins|minutes?|دقیقه|h|hr|hrs|hours?|ساعت|d|days?|روز|w|weeks?|هفته|months?|ماه)(?: دیگر)?$`)

var units = map[string]time.Duration{
	"m": time.Minute, "د": time.Minute, "h": time.Hour, "س": time.Hour, "d": 24 * time.Hour, "ر": 24 * time.Hour,
	"w": 7 * 24 * time.Hour, "ه": 7 * 24 * time.Hour,
}

// termNamed reads how long: 2h, «۳ روز», tomorrow, forever.
func termNamed(s string) (term, bool) {
	s = westernDigits(s)
	switch s {
	case "tomorrow", "until tomorrow", "فردا", "تا فردا":
		return term{morning: true}, true
	case "forever", "always", "همیشه", "برای همیشه":
		return term{forever: true}, true
	}
	m := termForm.FindStringSubmatch(s)
	if m == nil {
		return term{}, false
	}
	unit := units[string([]rune(m[2])[:1])]
	if strings.HasPrefix(m[2], "month") || m[2] == "ماه" {
		unit = 30 * 24 * time.Hour
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		n = map[string]int{"two": 2, "دو": 2, "three": 3, "سه": 3}[m[1]]
	}
	length := time.Duration(max(n, 1)) * unit
	switch {
	case err == nil && n == 0, length > longestTerm:
		return term{}, false
	case m[1] == "نیم":
		length = unit / 2
	case m[1] == "" && len([]rune(m[2])) == 1:
		return term{}, false // a letter alone is no time
	}
	return term{length: length}, true
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
