package sqlite

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// days are the days on which keys are looked up, as the file has them. One ends
// with the first lookup after 24 hours, however much later that comes: a time in
// which nobody looks anything up does not count, nor how far a clock leaps.
type days struct {
	mu    sync.Mutex
	known bool // what follows has been read
	day   int64
	since int64 // when it began
}

// today returns the number of the present day, and begins it if it is another
// than at the last lookup.
func (e *Engine) today(ctx context.Context) (int64, error) {
	d := &e.days
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.known {
		err := e.reads.QueryRowContext(ctx, `SELECT day, since FROM days`).Scan(&d.day, &d.since)
		if err != nil {
			return 0, fmt.Errorf("read which day it is: %w", e.reading(err))
		}
		d.known = true
	}
	day, now := d.day, e.now()
	switch passed := now - d.since; {
	case passed >= (24 * time.Hour).Microseconds():
		day++
	case passed >= 0:
		return day, nil
	} // else the clock was set back, and the day begins again
	err := e.write(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE days SET day = ?, since = ?`, day, now)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("begin a day: %w", err)
	}
	d.day, d.since = day, now
	return day, nil
}
