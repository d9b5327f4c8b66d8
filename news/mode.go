package news

import (
	"fmt"
	"time"
)

// A Mode says when a subscription tells what it has: at once, or gathered in a
// digest.
type Mode string

// The modes. Empty means ModeInstant.
const (
	ModeInstant Mode = "instant"
	ModeHourly  Mode = "hourly" // at each full hour
	ModeDaily   Mode = "daily"  // once a day, at the subscription's At
)

// Validate tells what is wrong with a mode.
func (m Mode) Validate() error {
	switch m {
	case "", ModeInstant, ModeHourly, ModeDaily:
		return nil
	}
	return fmt.Errorf("mode %q: it is instant, hourly or daily", m)
}

// Due returns when an alert is to be told that was written at a time: then, or
// with the next digest after it. The clocks of the zone say when that is: the
// next full hour, or the next time that they show so many minutes after
// midnight (at), once a day however they are set.
//
// It is counted from when the alert was written, not from now, so that an
// alert whose time has come is due and not put off to the digest after.
func (m Mode) Due(written time.Time, at int, zone *time.Location) time.Time {
	switch m {
	case ModeHourly:
		shown := wall(written.In(zone))
		return written.Add(shown.Truncate(time.Hour).Add(time.Hour).Sub(shown))
	case ModeDaily:
		// Clocks may be set back over midnight, and over a whole day.
		for day := -1; ; day++ {
			if due := clockTime(written, day, at, zone); due.After(written) {
				return due
			}
		}
	}
	return written
}
