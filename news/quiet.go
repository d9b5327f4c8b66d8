package news

import (
	"fmt"
	"time"
)

// Quiet is when a chat wants to sleep, every day: from one wall-clock time to
// another, both in minutes after midnight. To may lie before From, and the
// next morning is meant. The zero value, and any whose ends are equal, is never.
type Quiet struct {
	From int `json:"from,omitempty"`
	To   int `json:"to,omitempty"`
}

// minutesADay is how many there are between midnights, the one to the next
// day not counted.
const minutesADay = 24 * 60

// Validate tells what is wrong with the quiet hours.
func (q Quiet) Validate() error {
	if !aMinute(q.From) || !aMinute(q.To) {
		return fmt.Errorf("quiet from minute %d to minute %d: both are from 0 to %d after midnight", q.From, q.To, minutesADay-1)
	}
	return nil
}

func aMinute(m int) bool { return m >= 0 && m < minutesADay }

// Covers tells whether the clocks show so many minutes after midnight in the
// quiet hours.
func (q Quiet) Covers(minute int) bool {
	if q.From <= q.To {
		return q.From <= minute && minute < q.To
	}
	return minute >= q.From || minute < q.To
}

// Until returns when the quiet hours end that a moment lies in, or the zero
// time if it lies in none. The end is not in them.
//
// When clocks change, a time that does not exist is the moment at which they
// pass it, and one that comes twice is meant the first time: no quiet hours
// are begun twice in a night, or last the longer for ending twice.
func (q Quiet) Until(now time.Time, zone *time.Location) time.Time {
	if q.From == q.To {
		return time.Time{}
	}
	next := 0 // days from the one that it begins on to the one that it ends on
	if q.To < q.From {
		next = 1
	}
	today := now.In(zone)
	// The clocks may be set back over midnight: then tomorrow has begun before.
	for day := -1; day <= 1; day++ {
		from, to := clockTime(today, day, q.From, zone), clockTime(today, day+next, q.To, zone)
		if !now.Before(from) && now.Before(to) {
			return to
		}
	}
	return time.Time{}
}

// clockTime returns the first moment of a day, so many after that of a time,
// at which the clocks of a zone show so many minutes after midnight, or jump
// over them.
func clockTime(of time.Time, days, minutes int, zone *time.Location) time.Time {
	year, month, day := of.In(zone).Date()
	want := time.Date(year, month, day+days, 0, minutes, 0, 0, time.UTC)
	got := time.Date(year, month, day+days, 0, minutes, 0, 0, zone)
	start, end := got.ZoneBounds()
	switch shown := wall(got); {
	case shown.After(want): // by the clocks as they were before they jumped
		return start
	case shown.Before(want): // by the clocks as they are afterwards
		return end
	case start.IsZero():
		return got
	}
	_, before := start.Add(-1).Zone()
	if first := want.Add(-time.Duration(before) * time.Second); first.Before(start) {
		return first.In(zone)
	}
	return got
}

// wall returns what clocks show at a time, as if they stood in UTC.
func wall(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}
