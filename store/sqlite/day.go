package sqlite

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// A day is one of those on which keys are looked up. It ends with the first lookup
// after 24 hours, however much later that comes: a time in which nobody looks
// anything up does not count, nor how far a clock leaps. One that was set back ends
// no day before it has caught up, or gone on for a day from where it is; else one
// that leaps to and fro would end a day each time.
type day struct {
	number int64
	since  int64 // when it began
	back   int64 // since when the clock is behind that, 0 if it is not
}

// at returns the day on which a lookup is, after the one on which the last was.
func (d day) at(now int64) day {
	const length = int64(24 * time.Hour / time.Microsecond)
	switch {
	case now >= d.since+length:
		return day{number: d.number + 1, since: now}
	case now >= d.since:
		return day{number: d.number, since: d.since}
	case d.back == 0 || now < d.back: // the clock was set back
		d.back = now
	case now >= d.back+length: // for good
		return day{number: d.number, since: now}
	}
	return d
}

// A calendar holds the present day as the file has it.
type calendar struct {
	mu    sync.Mutex
	known bool // it has been read
	day   day
}

// today returns the number of the present day, and begins it if it is another
// than at the last lookup.
func (e *Engine) today(ctx context.Context) (int64, error) {
	c := &e.days
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.known {
		err := e.reads.QueryRowContext(ctx, `SELECT day, since, back FROM days`).Scan(&c.day.number, &c.day.since, &c.day.back)
		if err != nil {
			return 0, fmt.Errorf("read which day it is: %w", e.reading(err))
		}
		c.known = true
	}
	day := c.day.at(e.now())
	if day == c.day {
		return day.number, nil
	}
	err := e.write(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE days SET day = ?, since = ?, back = ?`, day.number, day.since, day.back)
		return err
	})
	switch {
	case err == nil:
		c.day = day
	case !unwritable(err):
		return 0, fmt.Errorf("begin a day: %w", err)
	} // else the next lookup begins it, and until then it is the day before
	return c.day.number, nil
}
