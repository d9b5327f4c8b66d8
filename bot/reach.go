package bot

import (
	"context"
	"sync"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
)

// An outage begins when Telegram gives no clear answer to something that was
// sent. It lasts until Telegram answers anything: a harmless call is made again
// and again, and nothing is sent before, so that an outage costs no message an
// attempt. Its zero value is ready.
type outage struct {
	mu    sync.Mutex
	down  bool
	tries int
	next  time.Time
}

// The time between two questions whether Telegram is back, and the time that
// it has for its answer.
const (
	longestProbe = 30 * time.Second
	probeTime    = 10 * time.Second
)

// began notes that no clear answer came.
func (o *outage) began(now time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.down {
		o.down, o.tries, o.next = true, 0, now
	}
}

// over notes that Telegram answered, and tells whether that is new.
func (o *outage) over() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	was := o.down
	o.down = false
	return was
}

// wait tells whether there is an outage, and when to ask again.
func (o *outage) wait(now time.Time) (down bool, wait time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	wait = max(0, o.next.Sub(now))
	if wait > longestProbe { // the clock has been set back
		wait = 0
	}
	return o.down, wait
}

// goesOn notes that a question had no answer, and returns how long to wait
// before the next.
func (o *outage) goesOn(now time.Time) time.Duration {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.tries++
	wait := min(backoff(o.tries), longestProbe)
	o.next = now.Add(wait)
	return wait
}

// reach returns zero if Telegram can be reached, as far as is known, else how
// long to wait before the next try.
func (b *Bot) reach(ctx context.Context) time.Duration {
	down, wait := b.outage.wait(b.now())
	switch {
	case !down:
		return 0
	case wait > 0:
		return wait
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	_, err := b.api.GetMe(ctx)
	if telegram.Is(err, telegram.KindGateway) || telegram.Is(err, telegram.KindNetwork) {
		return b.outage.goesOn(b.now())
	}
	if b.outage.over() {
		b.log.Info("telegram answers again")
	}
	return 0
}
