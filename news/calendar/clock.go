package calendar

import (
	"regexp"
	"strings"
	"time"
)

// A clock is a time of day; zone is nil when none is named.
type clock struct {
	hour, minute, second int
	zone                 *time.Location
}

var clockForm = regexp.MustCompile(`(?:^|[^\d:])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?` +
	`(?:\s*(am|pm|a\.m\.?|p\.m\.?|ق\.?ظ|ب\.?ظ|صباحا|مساء|قبل از ظهر|بعد از ظهر))?` +
	`(?:\s*\(?(z|[a-z]{2,4})?\)?\s*([-+−]\d{2}):?(\d{2}))?(?:\s*(z|[a-z]{3,4})\b)?`)

// dotted is a time of day with a dot, which a half of the day or a zone behind it
// tells from a date.
var dotted = regexp.MustCompile(`(^|[^\d.:])(\d{1,2})\.(\d{2})(\s*(?:am|pm|a\.m|p\.m|gmt|utc|bst|ce?st|cet|msk|[ecmp][sd]t)\b)`)

// cutClock finds a time of day in a folded text and returns the text without
// it. 12:34 pm is half past noon.
func cutClock(s string) (string, clock) {
	s = dotted.ReplaceAllString(s, "$1$2:$3$4")
	at := clockForm.FindStringSubmatchIndex(s)
	if at == nil {
		return s, clock{}
	}
	group := func(i int) string {
		if at[2*i] < 0 {
			return ""
		}
		return s[at[2*i]:at[2*i+1]]
	}
	c := clock{hour: atoi(group(1)), minute: atoi(group(2)), second: max(atoi(group(3)), 0)}
	if c.hour > 24 || c.minute > 59 || c.second > 60 {
		return s, clock{}
	}
	switch half := group(4); {
	case half == "":
	case strings.HasPrefix(half, "p"), strings.HasPrefix(half, "ب"), half == "مساء":
		if c.hour < 12 {
			c.hour += 12
		}
	case c.hour == 12:
		c.hour = 0
	}
	switch offset := group(6); {
	case offset != "":
		seconds := (atoi(offset[len(offset)-2:])*60 + atoi(group(7))) * 60
		if !strings.HasPrefix(offset, "+") {
			seconds = -seconds
		}
		c.zone = time.FixedZone("", seconds)
	default:
		c.zone = named(group(8))
	}
	return s[:at[2]] + " " + s[at[1]:], c
}

// zones are the abbreviations that name one offset, in minutes.
var zones = map[string]int{
	"z": 0, "gmt": 0, "utc": 0, "bst": 60, "cet": 60, "cest": 120, "msk": 180, "irst": 210, "aft": 270, "pkt": 300,
	"est": -300, "edt": -240, "et": -300, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}

// named returns the zone of an abbreviation, or nil if it is none.
func named(s string) *time.Location {
	minutes, ok := zones[s]
	switch {
	case !ok:
		return nil
	case minutes == 0:
		return time.UTC
	}
	return time.FixedZone(strings.ToUpper(s), minutes*60)
}
