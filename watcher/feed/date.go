package feed

import (
	"strconv"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news/calendar"
)

// parseDate reads a date as feeds write it, in UTC: ISO 8601 and RFC 3339
// with whatever is left out or run together, RFC 822 and 2822 in any order
// and with any of their zones, asctime; else what outlets write for people,
// Jalali too. A date without a zone is in UTC.
func parseDate(s string) (time.Time, bool) { return parseDateIn(s, time.UTC) }

// parseDateIn is parseDate for dates that mean a zone where they name none.
func parseDateIn(s string, zone *time.Location) (time.Time, bool) {
	const longest = 200
	if s = strings.TrimSpace(s); s == "" || len(s) > longest {
		return time.Time{}, false
	}
	t, ok := isoDate(s)
	if !ok {
		t, ok = mailDate(s)
	}
	if !ok {
		t, ok = calendar.Parse(s, time.Now().UTC())
	}
	if !ok || t.Year() < 1970 || t.Year() > 2100 {
		return time.Time{}, false
	}
	return t.UTC(), true
}

// isoDate reads YYYY-MM-DDThh:mm:ss.fff±hh:mm, and shorter.
func isoDate(s string) (time.Time, bool) {
	d := digits{s: s}
	year, ok := d.number(4)
	if !ok || year < 1900 { // what is less is a year of another calendar
		return time.Time{}, false
	}
	month, day := 1, 1
	dashed := d.skip('-')
	if rest := d.run(); !dashed && rest != 0 && rest != 4 && rest != 2 {
		return time.Time{}, false
	} else if dashed && rest == 3 { // the day of the year
		n, _ := d.number(3)
		day = n
		return d.clock(year, 1, day)
	}
	if m, ok := d.number(2); ok {
		month = m
		if d.skip('-') || d.run() == 2 {
			if day, ok = d.number(2); !ok && d.s != "" {
				if day, ok = d.number(1); !ok {
					return time.Time{}, false
				}
			}
		}
	} else if dashed && d.s != "" {
		return time.Time{}, false
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return time.Time{}, false
	}
	return d.clock(year, month, day)
}

// digits reads numbers of known length from the front of s.
type digits struct{ s string }

// run returns how many digits stand at the front.
func (d *digits) run() int {
	n := 0
	for n < len(d.s) && '0' <= d.s[n] && d.s[n] <= '9' {
		n++
	}
	return n
}

func (d *digits) number(n int) (int, bool) {
	if d.run() < n {
		return 0, false
	}
	v, err := strconv.Atoi(d.s[:n])
	d.s = d.s[n:]
	return v, err == nil
}

func (d *digits) skip(c byte) bool {
	if d.s == "" || d.s[0] != c {
		return false
	}
	d.s = d.s[1:]
	return true
}

// clock reads the time of day and the zone that follow a date, if they do.
func (d *digits) clock(year, month, day int) (time.Time, bool) {
	date := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	rest := strings.TrimSpace(d.s)
	if rest == "" {
		return date, true
	}
	if rest[0] == 'T' || rest[0] == 't' {
		rest = strings.TrimSpace(rest[1:])
	}
	at, rest, ok := clockTime(rest)
	if !ok {
		return time.Time{}, false
	}
	offset, ok := zone(strings.TrimSpace(rest))
	if !ok {
		return time.Time{}, false
	}
	return date.Add(at - offset), true
}

// clockTime reads hh:mm, hh:mm:ss, hh:mm:ss.fff, hh, hhmm or hhmmss.
func clockTime(s string) (at time.Duration, rest string, ok bool) {
	d := digits{s: s}
	part := [3]int{}
	for i := range part {
		if d.run() == 1 {
			part[i], ok = d.number(1)
		} else {
			part[i], ok = d.number(2)
		}
		if !ok {
			return 0, s, false
		}
		if i == 2 || !d.skip(':') && d.run() < 2 {
			break
		}
	}
	if d.skip('.') || d.skip(',') {
		d.s = d.s[d.run():]
	}
	if part[0] > 24 || part[1] > 59 || part[2] > 60 {
		return 0, s, false
	}
	at = time.Duration(part[0])*time.Hour + time.Duration(part[1])*time.Minute + time.Duration(part[2])*time.Second
	return at, d.s, true
}

// zones are the names that RFC 822 knows and those that feeds use beside
// them, in minutes east of Greenwich.
var zones = map[string]int{
	"": 0, "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0,
	"est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
	"ast": -240, "adt": -180, "akst": -540, "akdt": -480, "hst": -600,
	"bst": 60, "west": 60, "cet": 60, "met": 60, "cest": 120, "mest": 120, "eet": 120, "sast": 120, "eest": 180, "msk": 180, "trt": 180,
	"irst": 210, "irdt": 270, "gst": 240, "aft": 270, "pkt": 300, "uzt": 300, "tjt": 300, "ist": 330,
	"sgt": 480, "hkt": 480, "awst": 480, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
	"et": -300, "ct": -360, "mt": -420, "pt": -480,
}

// zone reads a zone's name or offset.
func zone(s string) (time.Duration, bool) {
	if i := strings.IndexByte(s, '('); i >= 0 {
		s = strings.TrimSpace(s[:i])
	}
	name := lower(s)
	if m, ok := zones[name]; ok {
		return time.Duration(m) * time.Minute, true
	}
	for _, prefix := range []string{"gmt", "utc", "z"} {
		name = strings.TrimPrefix(name, prefix)
	}
	if name == "" || name[0] != '+' && name[0] != '-' {
		return 0, false
	}
	h, m := name[1:], ""
	if i := strings.IndexByte(h, ':'); i >= 0 {
		h, m = h[:i], h[i+1:]
	} else if len(h) > 2 {
		h, m = h[:len(h)-2], h[len(h)-2:]
	}
	hours, err := strconv.Atoi(h)
	minutes := 0
	if err == nil && m != "" {
		minutes, err = strconv.Atoi(m)
	}
	if err != nil || hours > 15 || minutes > 59 {
		return 0, false
	}
	offset := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if name[0] == '-' {
		offset = -offset
	}
	return offset, true
}

var months = map[string]time.Month{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

// mailDate reads the dates of RFC 822 and its kin: a day, a month's name, a
// year, a time of day and a zone, in whatever order. Names of weekdays are
// passed over, also wrong ones.
func mailDate(s string) (time.Time, bool) {
	fields := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' || r == '/' })
	if len(fields) > 1 && strings.Count(fields[0], "-") == 2 || len(fields) > 2 && strings.Count(fields[1], "-") == 2 { // 01-Jan-04
		fields = strings.FieldsFunc(strings.Replace(s, "-", " ", 2), func(r rune) bool { return r == ' ' || r == ',' })
	}
	var d mailParts
	for i, f := range fields {
		if !d.take(f, i == 0) {
			return time.Time{}, false
		}
	}
	return d.date()
}

// mailParts are what is known of a date so far; zero is not known.
type mailParts struct {
	day, year  int
	month      time.Month
	at, offset time.Duration
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
			d.offset = o
		}
		d.at = at
	case len(name) >= 3 && months[name[:3]] != 0 && d.month == 0:
		d.month = months[name[:3]]
	case number && d.day == 0 && n >= 1 && n <= 31 && len(f) <= 4:
		d.day = n
	case number && d.year == 0 && d.day != 0:
		d.year = n
	case name == "pm" && d.at < 12*time.Hour:
		d.at += 12 * time.Hour
	case name == "am" && d.at >= 12*time.Hour:
		d.at -= 12 * time.Hour
	case !first:
		if o, ok := zone(f); ok {
			d.offset = o
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
