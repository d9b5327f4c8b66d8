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
	t, local, ok := isoDate(s)
	if !ok {
		t, ok = unixDate(s)
	}
	if !ok {
		t, local, ok = mailDate(s)
	}
	if ok && local {
		t = time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, zone)
	}
	if !ok {
		t, ok = calendar.Parse(s, time.Now().In(zone))
	}
	if !ok || t.Year() < 1970 || t.Year() > 2100 {
		return time.Time{}, false
	}
	return t.UTC(), true
}

// unixDate reads the seconds or milliseconds since 1970, from 2001 to 2033.
func unixDate(s string) (time.Time, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err != nil || s[0] != '1':
		return time.Time{}, false
	case len(s) == 10:
		return time.Unix(n, 0), true
	case len(s) == 13:
		return time.UnixMilli(n), true
	}
	return time.Time{}, false
}

// isoDate reads YYYY-MM-DDThh:mm:ss.fff±hh:mm, and shorter. A date without a
// zone is local: as if it were in UTC.
func isoDate(s string) (t time.Time, local, ok bool) {
	d := digits{s: s}
	year, ok := d.number(4)
	if !ok || year < 1900 { // what is less is a year of another calendar
		return t, false, false
	}
	month, day := 1, 1
	dashed := d.skip('-')
	if rest := d.run(); !dashed && rest%2 != 0 || rest > 10 {
		return t, false, false
	} else if dashed && rest == 3 { // the day of the year
		n, _ := d.number(3)
		day = n
		return d.clock(year, 1, day)
	}
	if m, ok := d.number(2); ok {
		month = m
		if d.skip('-') || !dashed && d.run() >= 2 {
			if day, ok = d.number(2); !ok && d.s != "" {
				if day, ok = d.number(1); !ok {
					return t, false, false
				}
			}
		}
	} else if dashed && d.s != "" {
		return t, false, false
	}
	if month < 1 || month > 12 || day < 1 || day > time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day() {
		return t, false, false
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
func (d *digits) clock(year, month, day int) (t time.Time, local, ok bool) {
	date := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	rest := strings.TrimSpace(d.s)
	if rest == "" {
		return date, true, true
	}
	if rest[0] == 'T' || rest[0] == 't' {
		rest = strings.TrimSpace(rest[1:])
	}
	at, rest, ok := clockTime(rest)
	if !ok {
		return t, false, false
	}
	rest = strings.TrimSpace(rest)
	offset, ok := zone(rest)
	if !ok {
		return t, false, false
	}
	return date.Add(at - offset), rest == "", true
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
