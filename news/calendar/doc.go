// Package calendar reads and writes dates as the outlets and readers of the
// region do: in the Jalali calendar with the month names of Iran or of
// Afghanistan, and in the Gregorian one with Arabic, Urdu, Russian and English
// month names.
//
//   - format.go writes a day: «سه‌شنبه ۳ آذر ۱۴۰۵»
//   - parse.go reads what a page says: «۱۸ آبان ۱۴۰۰ - ۱۲:۳۴», ۱۴۰۰/۰۸/۱۸, ISO 8601
//   - relative.go reads «۳ ساعت پیش», "2 hours ago"
//   - names.go holds the tables of months, weekdays and units
//   - fold.go brings spellings together before they are looked up
//
// The zones Asia/Tehran and Asia/Kabul are known even where the machine has no
// time zone database, as the binary carries its own.
package calendar

import (
	"time"
	_ "time/tzdata" // a static binary must know Tehran and Kabul on any machine
)

// Tehran returns the time zone of Iran.
func Tehran() *time.Location { return zone("Asia/Tehran", 3*60+30) }

// Kabul returns the time zone of Afghanistan.
func Kabul() *time.Location { return zone("Asia/Kabul", 4*60+30) }

// zone loads a time zone, or makes one of a fixed offset should the database
// lack it.
func zone(name string, minutes int) *time.Location {
	if loc, err := time.LoadLocation(name); err == nil {
		return loc
	}
	return time.FixedZone(name, minutes*60)
}
