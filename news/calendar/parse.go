package calendar

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	ptime "github.com/yaa110/go-persian-calendar"
)

// longest is how much of a text Parse looks at: a date stands in a short line.
const longest = 400

// Parse reads the first full date in s, and the time of day if there is one:
// Jalali or Gregorian, in words or numbers, in any script's digits, ISO 8601,
// or relative to now. What it reads must name day, month and year without
// doubt: it is false for 03/04/2021, for a day that does not exist and for
// Hijri lunar dates, which in numbers look solar and lie decades ahead.
//
// A date without a zone is taken as Tehran's with Iranian months, as Kabul's
// with Afghan ones, and as one of now's location otherwise.
func Parse(s string, now time.Time) (time.Time, bool) {
	if len(s) > longest {
		s = strings.ToValidUTF8(s[:longest], "")
	}
	s = strings.TrimSpace(fold(s))
	rest, clock := cutClock(s)
	for _, read := range []func(string) (date, bool){readNumbers, readNames} {
		if d, ok := read(rest); ok {
			t, ok := d.at(clock, now.Location())
			return t, ok && (d.system != iranian || t.Before(lunarFrom(now)))
		}
	}
	return relative(s, now)
}

// lunarFrom returns from when on what looks like a solar Hijri date is a lunar
// one, whose years are 42 ahead in this century. A now of the last century
// says that it is not known: then it is when 1440 begins, as the lunar one did
// in 2018.
func lunarFrom(now time.Time) time.Time {
	if now.Year() < 2000 {
		return time.Date(2061, 3, 20, 0, 0, 0, 0, time.UTC)
	}
	return now.AddDate(21, 0, 0)
}

// A date is a day of some calendar.
type date struct {
	system           system
	year, month, day int
}

// at returns the moment of the date at a time of day, and false if there is
// no such day.
func (d date) at(c clock, local *time.Location) (time.Time, bool) {
	loc := c.zone
	if loc == nil {
		loc = local
		switch {
		case d.system == afghan, d.system == iranian && local.String() == Kabul().String():
			loc = Kabul()
		case d.system == iranian:
			loc = Tehran()
		}
	}
	if d.system == gregorian {
		t := time.Date(d.year, time.Month(d.month), d.day, c.hour, c.minute, c.second, 0, loc)
		return t, t.Day() == d.day && 1900 <= d.year && d.year <= 2100
	}
	if d.year < 1300 || d.year > 1500 {
		return time.Time{}, false
	}
	j := ptime.Date(d.year, ptime.Month(d.month), d.day, 12, 0, 0, 0, time.UTC)
	back := ptime.New(j.Time())
	if back.Day() != d.day || int(back.Month()) != d.month {
		return time.Time{}, false
	}
	y, m, day := j.Time().Date()
	return time.Date(y, m, day, c.hour, c.minute, c.second, 0, loc), true
}

var (
	yearFirst = regexp.MustCompile(`(?:^|\D)(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?:\D|$)`)
	yearLast  = regexp.MustCompile(`(?:^|\D)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?[-/.]\s?(\d{4})(?:\D|$)`)
	compact   = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:t|$)`)
)

// readNumbers finds a date written in numbers alone.
func readNumbers(s string) (date, bool) {
	m := yearFirst.FindStringSubmatch(s)
	if m == nil {
		m = compact.FindStringSubmatch(s)
	}
	if m != nil {
		return numbered(atoi(m[1]), atoi(m[2]), atoi(m[3]))
	}
	if m = yearLast.FindStringSubmatch(s); m == nil {
		return date{}, false
	}
	day, mon, year := atoi(m[1]), atoi(m[3]), atoi(m[4])
	if year > 1500 && m[2] != "." && day != mon && day <= 12 {
		if mon <= 12 {
			return date{}, false // the third of April or the fourth of March
		}
		day, mon = mon, day
	}
	return numbered(year, mon, day)
}

// numbered tells a numeric date's calendar by its year.
func numbered(year, month, day int) (date, bool) {
	d := date{system: gregorian, year: year, month: month, day: day}
	if year <= 1500 {
		d.system = iranian
	}
	return d, 1 <= month && month <= 12 && 1 <= day && day <= 31
}

var word = regexp.MustCompile(`\d+|[\p{L}]+`)

// fillers may stand between the parts of a date.
var fillers = map[string]bool{
	"د": true, "of": true, "the": true, "st": true, "nd": true, "rd": true, "th": true,
	"سال": true, "کال": true, "م": true, "عام": true, "سنه": true,
}

// readNames finds a date with its month in words. Of a line that gives a
// lunar date beside another one, it reads the other.
func readNames(s string) (date, bool) {
	var words []string
	for _, w := range word.FindAllString(s, -1) {
		if w = strings.TrimSuffix(w, "ماه"); w != "" && !fillers[w] {
			words = append(words, w)
		}
	}
	for i := range words {
		m, n := monthAt(words, i)
		if n == 0 || m.system == lunar {
			continue
		}
		if again, more := monthAt(words, i+n); more > 0 && again == m { // "تشرين الثاني/نوفمبر"
			n += more
		}
		before, after, later := number(words, i-1), number(words, i+n), number(words, i+n+1)
		d := date{system: m.system, month: m.number}
		switch {
		case isDay(before) && isYear(after):
			d.day, d.year = before, after
		case isDay(after) && isYear(later):
			d.day, d.year = after, later
		case isYear(before) && isDay(after):
			d.day, d.year = after, before
		default:
			continue
		}
		if (d.system == gregorian) == (d.year > 1500) {
			return d, true
		}
	}
	return date{}, false
}

// monthAt returns the month that is named from words[i] on, and how many words
// name it: none behind the last one.
func monthAt(words []string, i int) (month, int) {
	if i >= len(words) {
		return month{}, 0
	}
	if i+1 < len(words) {
		if m, ok := months[words[i]+" "+words[i+1]]; ok {
			return m, 2
		}
	}
	if m, ok := months[words[i]]; ok {
		return m, 1
	}
	return month{}, 0
}

// months finds a month by its folded name.
var months = monthTable()

func monthTable() map[string]month {
	table := make(map[string]month)
	add := func(sys system, number int, name string) {
		if _, taken := table[fold(name)]; !taken {
			table[fold(name)] = month{sys, number + 1}
		}
	}
	for i := range 12 {
		add(iranian, i, jalaliMonths["fa"][i])
		add(afghan, i, jalaliMonths["prs"][i])
		add(afghan, i, jalaliMonths["ps"][i])
		for _, lang := range []string{"en", "ar", "ur", "ru"} {
			add(gregorian, i, gregorianMonths[lang][i])
		}
	}
	for _, sys := range []system{iranian, afghan, gregorian, lunar} {
		for i, names := range spellings[sys] {
			for _, name := range names {
				add(sys, i, name)
			}
		}
	}
	return table
}

// number returns words[i] as a number, or -1.
func number(words []string, i int) int {
	if i < 0 || i >= len(words) || len(words[i]) > 4 {
		return -1
	}
	return atoi(words[i])
}

func isDay(n int) bool  { return 1 <= n && n <= 31 }
func isYear(n int) bool { return 1300 <= n && n <= 2100 }

// atoi returns a number, or -1 for what is none.
func atoi(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return -1
}
