package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	ptime "github.com/yaa110/go-persian-calendar"
)

// Format writes the day of t, in t's own location, for a reader of lang:
// «سه‌شنبه ۳ آذر ۱۴۰۵» for fa, with Afghan months for prs and ps, Gregorian
// for all others, in English if lang is none of this package's languages.
func Format(t time.Time, lang string) string {
	if months, ok := jalaliMonths[lang]; ok {
		if j := ptime.New(t); !j.IsZero() {
			day := strconv.Itoa(j.Day())
			return weekday(t, lang) + " " + Digits(day, lang) + " " +
				months[j.Month()-1] + " " + Digits(strconv.Itoa(j.Year()), lang)
		}
	}
	months, ok := gregorianMonths[lang]
	if !ok {
		lang, months = "en", gregorianMonths["en"]
	}
	y, m, d := t.Date()
	s := fmt.Sprintf("%d %s %d", d, months[m-1], y)
	if lang == "ru" {
		return weekday(t, lang) + ", " + s
	}
	return weekday(t, lang) + " " + s
}

// DayMonth writes the day of t as Format does, but only its day and month, and
// the month short in English: «۳ آذر», "24 Nov".
func DayMonth(t time.Time, lang string) string {
	if months, ok := jalaliMonths[lang]; ok {
		if day := solarDay(t, months); day != "" {
			return Digits(day, lang)
		}
	}
	if months, ok := gregorianMonths[lang]; ok && lang != "en" {
		return strconv.Itoa(t.Day()) + " " + months[t.Month()-1]
	}
	return t.Format("2 Jan")
}

// Solar writes the day and month of t by the Jalali calendar for a reader of a
// language whose dates Format writes by the Gregorian one: "3 Azar", «3 آذر».
// It is empty for those who read Jalali dates already, and for times that the
// calendar does not know.
func Solar(t time.Time, lang string) string {
	if _, ok := jalaliMonths[lang]; ok {
		return ""
	}
	months, ok := solarMonths[lang]
	if !ok {
		months = solarMonths["en"]
	}
	return solarDay(t, months)
}

// solarDay writes the day and month of t by the Jalali calendar, nothing if it
// does not know t.
func solarDay(t time.Time, months [12]string) string {
	j := ptime.New(t)
	if j.IsZero() {
		return ""
	}
	return strconv.Itoa(j.Day()) + " " + months[j.Month()-1]
}

// weekday names the day of the week of t in lang.
func weekday(t time.Time, lang string) string { return weekdays[lang][t.Weekday()] }

// Digits returns s with its ASCII digits written as readers of lang write
// them: ۰–۹ for fa, prs and ps, unchanged for all others.
func Digits(s, lang string) string {
	if _, ok := jalaliMonths[lang]; !ok {
		return s
	}
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r - '0' + '۰'
		}
		return r
	}, s)
}
