package bot

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/rasadnews/rasad/news"
)

// A partOfDay is the hours, the first to the last, that somebody can mean who
// says a part of the day. The last may lie in the next day.
type partOfDay struct {
	first, last int
	twelve      bool // it is said of hours from one to twelve alone
}

// hour returns which hour of the day is meant by one of twelve, or of
// twenty-four.
func (p partOfDay) hour(said int) (int, bool) {
	if p.twelve && (said == 0 || said > 12) {
		return 0, false
	}
	could := []int{said}
	if said <= 12 {
		could = []int{said % 12, said%12 + 12}
	}
	for _, hour := range could {
		if p.first <= p.last && hour >= p.first && hour <= p.last || p.first > p.last && (hour >= p.first || hour <= p.last) {
			return hour, true
		}
	}
	return 0, false
}

var clockForm = regexp.MustCompile(`^(\d{1,2})(?:[:.](\d{2}))?$`)

// minuteOf reads a time of day, such as 23:30, 7, noon or «نه و نیم شب», as
// minutes after midnight.
func minuteOf(s string) (int, bool) {
	words := spokenWords(s)
	_, words, _ = prefixed(clockLeads, words)
	if at, rest, ok := prefixed(clockWords, words); ok && len(rest) == 0 {
		return at, true
	}
	part, words, known := prefixed(dayWords, words)
	_, words, _ = prefixed(clockLeads, words)
	hour, minute, words, ok := clockOf(words)
	if !ok {
		return 0, false
	}
	if _, rest, ok := prefixed(clockUnits, words); ok {
		words = rest
	}
	if len(words) > 0 {
		if known {
			return 0, false
		}
		if part, known = spelled(dayWords, strings.Join(words, " ")); !known {
			return 0, false
		}
	}
	if known {
		if hour, ok = part.hour(hour); !ok {
			return 0, false
		}
	}
	return hour%24*60 + minute, true
}

// clockOf reads the hour and the minute with which words begin.
func clockOf(words []string) (hour, minute int, rest []string, ok bool) {
	if len(words) == 0 {
		return 0, 0, nil, false
	}
	if m := clockForm.FindStringSubmatch(words[0]); m != nil {
		hour, _ = strconv.Atoi(m[1])
		minute, _ = strconv.Atoi(m[2])
		rest = words[1:]
	} else {
		var n float64
		if n, rest, ok = prefixed(numberWords, words); !ok || n != float64(int(n)) {
			return 0, 0, nil, false
		}
		hour = int(n)
	}
	if past, behind, ok := prefixed(pastWords, rest); ok && minute == 0 {
		minute, rest = past, behind
	}
	return hour, minute, rest, hour < 24 && minute < 60 || hour == 24 && minute == 0
}

var quietForm = regexp.MustCompile(`^(?:from |از |له |د |من |с )?(.+?) ?(?:-| to | until | till | تا | الی | تر | إلى | الى | حتى | حتی | سے | до ) ?(.+?)(?: پورې| تک)?$`)

// quietNamed reads quiet hours, such as 23:00-07:00 or «۲۳ تا ۷».
func quietNamed(s string) (news.Quiet, bool) {
	m := quietForm.FindStringSubmatch(westernDigits(s))
	if m == nil {
		return news.Quiet{}, false
	}
	from, ok := minuteOf(m[1])
	for _, behind := range []string{" څخه", " نه"} { // which is "from" in Pashto
		if before, cut := strings.CutSuffix(m[1], behind); cut && !ok {
			from, ok = minuteOf(before)
		}
	}
	to, too := minuteOf(m[2])
	return news.Quiet{From: from, To: to}, ok && too && from != to
}

// quietIn reads quiet hours with a time zone behind them, which is empty if
// none is named.
func quietIn(s string) (q news.Quiet, zone string, ok bool) {
	if q, ok = quietNamed(s); ok {
		return q, "", true
	}
	words := strings.Fields(s)
	const most = 5 // words that a zone has
	for n := min(most, len(words)-1); n > 0; n-- {
		at := len(words) - n
		_, named, _ := prefixed(zoneLeads, words[at:])
		zone, known := zoneNamed(strings.Join(named, " "))
		if !known {
			continue
		}
		if q, ok = quietNamed(strings.Join(words[:at], " ")); ok {
			return q, zone, true
		}
	}
	return news.Quiet{}, "", false
}
