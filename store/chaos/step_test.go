//go:build unix

package chaos_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// The steps of the protocol, from an article to its sent message: a worker can
// die before each and after it.
const (
	stepClaim       = "Claim"
	stepOutbox      = "Outbox"
	stepSubscribers = "Subscribers"
	stepFanOut      = "FanOut"
	stepFanOutRest  = "FanOut of a second chunk"
	stepAcquire     = "Acquire"
	stepRenew       = "Renew"
	stepReserve     = "Reserve"
	stepBegin       = "Begin"
	stepPost        = "post"
	stepFinish      = "Finish"

	// Those that not every alert meets.
	stepRetry   = "Retry"
	stepPark    = "Park"
	stepBury    = "Bury"
	stepShorten = "Shorten"
	stepJoin    = "Join"
	stepHold    = "Hold"
	stepDrop    = "Drop"
)

// steps are those of the way of every alert.
var steps = []string{stepClaim, stepOutbox, stepSubscribers, stepFanOut, stepFanOutRest,
	stepAcquire, stepRenew, stepReserve, stepBegin, stepPost, stepFinish}

// A fuse ends the process at a step, such as "after Begin", when it is reached
// for the nth time. Its zero value never does.
type fuse struct {
	at    string
	left  atomic.Int64
	blows func()
}

// around does a step, and blows before or after it if the time has come.
func (f *fuse) around(step string, do func()) {
	f.reach("before " + step)
	do()
	f.reach("after " + step)
}

func (f *fuse) reach(moment string) {
	if f.at == moment && f.left.Add(-1) == 0 {
		f.blows()
	}
}

// fragile is a store with a fuse.
type fragile struct {
	store.Store
	leases   store.Leases
	fuse     *fuse
	trusting bool // say that a lease is held, without asking
}

func (s fragile) Claim(ctx context.Context, c news.Claim) (v news.Verdict, err error) {
	s.fuse.around(stepClaim, func() { v, err = s.Store.Claim(ctx, c) })
	return v, err
}

func (s fragile) Outbox(ctx context.Context, limit int) (e []news.Entry, err error) {
	s.fuse.around(stepOutbox, func() { e, err = s.Store.Outbox(ctx, limit) })
	return e, err
}

func (s fragile) Subscribers(ctx context.Context, topics []string, after news.Recipient, limit int) (found []news.Subscriber, err error) {
	s.fuse.around(stepSubscribers, func() { found, err = s.Store.Subscribers(ctx, topics, after, limit) })
	return found, err
}

func (s fragile) FanOut(ctx context.Context, c news.Chunk) (moved bool, err error) {
	step := stepFanOut
	if c.Number > 0 {
		step = stepFanOutRest
	}
	s.fuse.around(step, func() { moved, err = s.Store.FanOut(ctx, c) })
	return moved, err
}

func (s fragile) Acquire(ctx context.Context, name, holder string, ttl time.Duration) (l news.Lease, ok bool, err error) {
	s.fuse.around(stepAcquire, func() { l, ok, err = s.leases.Acquire(ctx, name, holder, ttl) })
	return l, ok, err
}

func (s fragile) Renew(ctx context.Context, l news.Lease, ttl time.Duration) (ok bool, err error) {
	if s.trusting {
		return true, nil
	}
	s.fuse.around(stepRenew, func() { ok, err = s.leases.Renew(ctx, l, ttl) })
	return ok, err
}

func (s fragile) Release(ctx context.Context, l news.Lease) error { return s.leases.Release(ctx, l) }

func (s fragile) Reserve(ctx context.Context, limit int) (d []news.Delivery, err error) {
	s.fuse.around(stepReserve, func() { d, err = s.Store.Reserve(ctx, limit) })
	return d, err
}

func (s fragile) Begin(ctx context.Context, id, token int64) (start news.Start, err error) {
	s.fuse.around(stepBegin, func() { start, err = s.Store.Begin(ctx, id, token) })
	return start, err
}

func (s fragile) Finish(ctx context.Context, id int64, message int) (err error) {
	s.fuse.around(stepFinish, func() { err = s.Store.Finish(ctx, id, message) })
	return err
}

func (s fragile) Retry(ctx context.Context, id, token int64, notBefore time.Time, inDoubt bool, why string) (err error) {
	s.fuse.around(stepRetry, func() { err = s.Store.Retry(ctx, id, token, notBefore, inDoubt, why) })
	return err
}

func (s fragile) Park(ctx context.Context, chat int64, until time.Time) (err error) {
	s.fuse.around(stepPark, func() { err = s.Store.Park(ctx, chat, until) })
	return err
}

func (s fragile) Bury(ctx context.Context, id, token int64, why string) (err error) {
	s.fuse.around(stepBury, func() { err = s.Store.Bury(ctx, id, token, why) })
	return err
}

func (s fragile) Shorten(ctx context.Context, id, token int64, text string) (err error) {
	s.fuse.around(stepShorten, func() { err = s.Store.Shorten(ctx, id, token, text) })
	return err
}

func (s fragile) Join(ctx context.Context, id, token int64, ids []int64) (err error) {
	s.fuse.around(stepJoin, func() { err = s.Store.Join(ctx, id, token, ids) })
	return err
}

func (s fragile) Hold(ctx context.Context, id, token int64, until time.Time) (err error) {
	s.fuse.around(stepHold, func() { err = s.Store.Hold(ctx, id, token, until) })
	return err
}

func (s fragile) Drop(ctx context.Context, id, token int64, why string) (err error) {
	s.fuse.around(stepDrop, func() { err = s.Store.Drop(ctx, id, token, why) })
	return err
}

// A fragileLine is a way to Telegram with a fuse.
type fragileLine struct {
	http.RoundTripper
	fuse *fuse
}

func (l fragileLine) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	if !strings.HasSuffix(r.URL.Path, "/sendMessage") {
		return l.RoundTripper.RoundTrip(r)
	}
	l.fuse.around(stepPost, func() { resp, err = l.RoundTripper.RoundTrip(r) })
	return resp, err
}
