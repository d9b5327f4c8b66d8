package feed

import (
	"strconv"
	"strings"
	"time"
)

var months = map[string]time.Month{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

// mailDate reads the dates of RFC 822 and its kin: a day, a month's name, a
// year, a time of day and a zone, in whatever order. Names of weekdays are
// passed over, also wrong ones.
func mailDate(s string) (t time.Time, local, ok bool) {
	fields := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' || r == '/' })
	if len(fields) > 1 && strings.Count(fields[0], "-") == 2 || len(fields) > 2 && strings.Count(fields[1], "-") == 2 { // 01-Jan-04
		fields = strings.FieldsFunc(strings.Replace(s, "-", " ", 2), func(r rune) bool { return r == ' ' || r == ',' })
	}
	var d mailParts
	for i, f := range fields {
		if !d.take(f, i == 0) {
			return t, false, false
		}
	}
	t, ok = d.date()
	return t, !d.zoned, ok
}

// mailParts are what is known of a date so far; zero is not known.
type mailParts struct {
	day, year  int
	month      time.Month
	odd        bool // it may be a weekday yet: French mar. is Tuesday, and March
	at, offset time.Duration
	zoned      bool // the offset is known
}

// take reads one field. It is false if the field makes the whole no date.
func (d *mailParts) take(f string, first bool) bool {
	name := lower(f)
	n, err := strconv.Atoi(strings.TrimRight(name, "stndrh."))
	number := err == nil && f[0] != '+' && f[0] != '-'
	switch {
	case strings.IndexByte(f, ':') > 0 && '0' <= f[0] && f[0] <= '9':
		at, rest, ok := clockTime(f)
		if !ok {
			return false
		}
		if o, ok := zone(rest); ok && rest != "" {
			d.offset, d.zoned = o, true
		}
		d.at = at
	case len(name) >= 3 && months[name[:3]] != 0 && (d.month == 0 || d.odd):
		d.month, d.odd = months[name[:3]], first
	case number && d.day == 0 && n >= 1 && n <= 31 && len(f) <= 4:
		d.day = n
	case number && d.year == 0 && d.day != 0:
		d.year = n
	case name == "pm" && d.at < 12*time.Hour:
		d.at += 12 * time.Hour
	case name == "am" && d.at >= 12*time.Hour:
		d.at -= 12 * time.Hour
	case !first && f[0] != '(': // a comment, mostly the zone once more
		if o, ok := zone(f); ok {
			d.offset, d.zoned = o, true
		}
	}
	return true
}

// date puts the parts together. Years of two digits are those from 1970 on.
func (d *mailParts) date() (time.Time, bool) {
	year := d.year
	switch {
	case d.month == 0 || d.day == 0 || year == 0:
		return time.Time{}, false
	case year < 70:
		year += 2000
	case year < 100:
		year += 1900
	case year < 1900:
		return time.Time{}, false
	}
	t := time.Date(year, d.month, d.day, 0, 0, 0, 0, time.UTC)
	return t.Add(d.at - d.offset), t.Day() == d.day
}
