package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rasadnews/rasad/news"
)

// The lease lasts for leaseTime unless it is renewed. Whoever could not renew
// it for leaseTrust ends all that is under way, so that nothing of it is left
// when another process begins.
const (
	leaseTime  = 12 * time.Second
	leaseTrust = 7 * time.Second
	leaseTick  = 1500 * time.Millisecond

	longestGrace = leaseTime - leaseTrust - time.Second

	// A store that fails over is back in seconds: it is asked again soon, and
	// less and less often.
	leaseAgain   = 250 * time.Millisecond
	longestAgain = 4 * time.Second
)

// Why the loops end when the lease does.
var (
	errLost     = errors.New("the lease to send is over")
	errReplaced = fmt.Errorf("%w: another process sends now", errLost)
	errUnsure   = fmt.Errorf("%w: it could not be renewed in time, and another process may send now", errLost)
)

// lead runs the loops until ctx ends or the lease is lost.
func (b *Bot) lead(ctx context.Context, lease news.Lease, asked time.Time) {
	inner, cancel := context.WithCancelCause(ctx)
	replaced := func() { cancel(errReplaced) }
	var loops sync.WaitGroup
	var t trust
	t.last(asked.Add(leaseTrust))
	loops.Go(func() { b.send(inner, lease.Token, &t, replaced) })
	if b.config.Webhook.URL == "" {
		loops.Go(func() { b.poll(inner) })
	} else {
		loops.Go(func() { b.listen(inner) })
	}
	loops.Go(func() { b.keepChannels(inner) })
	loops.Go(func() { b.keepDrawn(inner) })
	loops.Go(func() { b.keepChores(inner) })
	cancel(b.keepLease(inner, lease, asked, &t))
	if why := context.Cause(inner); errors.Is(why, errLost) {
		b.log.Warn("sending stops", "why", why)
	}
	loops.Wait()
	b.presenting.Wait()
	end, done := context.WithTimeout(context.WithoutCancel(ctx), leaseTick)
	defer done()
	if err := b.store.Release(end, lease); err != nil {
		b.log.Warn("the lease to send could not be given back", "err", err)
	}
}

// A trust says until when a lease is surely held.
type trust struct{ until atomic.Pointer[time.Time] }

func (t *trust) last(until time.Time) { t.until.Store(&until) }

// holds reports whether it is. A process that was stopped for a while finds out
// so: the system's clock has gone on, and so has the time of day, which counts
// too as the clock stands still while a machine sleeps.
func (t *trust) holds() bool {
	now, until := time.Now(), *t.until.Load()
	return now.Before(until) && now.Round(0).Before(until.Round(0))
}

// keepLease renews the lease, which was asked for at that time, until ctx
// ends. When the lease is lost, or could soon be, it returns why.
func (b *Bot) keepLease(ctx context.Context, lease news.Lease, asked time.Time, t *trust) error {
	trusted := asked.Add(leaseTrust)
	for sleep(ctx, min(leaseTick, time.Until(trusted))) && t.holds() {
		asked := time.Now()
		limited, cancel := context.WithTimeout(ctx, min(leaseTick, trusted.Sub(asked)))
		held, err := b.store.Renew(limited, lease, leaseTime)
		cancel()
		b.trouble.note(ctx, leaseUnsure, err)
		switch {
		case err != nil:
		case held:
			trusted = asked.Add(leaseTrust)
			t.last(trusted)
		default:
			return errReplaced
		}
	}
	return cmp.Or(ctx.Err(), errUnsure)
}
