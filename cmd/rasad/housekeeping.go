package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

const (
	// housekeeping names the job, the lease under which it is done, and the
	// setting that holds what came of it.
	housekeeping = "housekeeping"

	everyDay       = 24 * time.Hour
	afterStart     = 10 * time.Minute // the first time, in a new store
	afterFailure   = time.Hour
	lookForJobs    = time.Minute
	housekeepLease = 2 * time.Minute

	// trusted is how long after the last time the clock is believed, so that what
	// it says is old may be removed, and seldom for how long at most a service that
	// was away for long before. Once it is doubted, it is for doubtful: until the
	// next day, by whosever clock that comes a little early.
	trusted  = 7 * everyDay
	seldom   = 60 * everyDay
	doubtful = everyDay - time.Hour
)

// A housekeeper keeps the store in order once a day: a job that stands in the
// store, so that it is done though the service was down when it came due, and by
// one process at a time, under a lease. If that one dies, another takes over.
type housekeeper struct {
	store   store.Store
	holder  string
	log     *slog.Logger
	keep    atomic.Pointer[news.Keep]
	indexed bool // this process answers searches, and has an index to check
	chores  []chore
}

// A chore is one part of the job. Those that follow are done also if it fails.
type chore struct {
	name string
	do   func(context.Context, *message.Housekeeping) error
}

func newHousekeeper(books store.Store, holder string, log *slog.Logger) *housekeeper {
	h := &housekeeper{store: books, holder: holder, log: log}
	h.keep.Store(&news.Keep{})
	h.chores = []chore{{"purge", h.purge}, {"index", h.checkIndex}}
	return h
}

// set changes what is kept.
func (h *housekeeper) set(k news.Keep) { h.keep.Store(&k) }

// run does the job whenever it is due, until ctx ends.
func (h *housekeeper) run(ctx context.Context) error {
	tick := time.NewTicker(lookForJobs)
	defer tick.Stop()
	for {
		if err := h.look(ctx); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// look does the job if it is due and no other process does it.
func (h *housekeeper) look(ctx context.Context) error {
	job, known, err := h.store.Scheduled(ctx, housekeeping)
	if err != nil {
		return err
	}
	now := time.Now()
	if !known || job.Due.Sub(now) > everyDay+time.Minute { // the clock was set back
		return h.schedule(ctx, now.Add(afterStart))
	}
	due, err := h.due(ctx)
	if err != nil || !due {
		return err
	}
	lease, ok, err := h.store.Acquire(ctx, housekeeping, h.holder, housekeepLease)
	if err != nil || !ok {
		return err
	}
	if due, err = h.due(ctx); err == nil && due { // else another process has just done it
		err = h.work(ctx, lease)
	}
	return errors.Join(err, h.store.Release(context.WithoutCancel(ctx), lease))
}

func (h *housekeeper) due(ctx context.Context) (bool, error) {
	const most = 100
	jobs, err := h.store.Due(ctx, most)
	for _, j := range jobs {
		if j.Key == housekeeping {
			return true, nil
		}
	}
	return false, err
}

func (h *housekeeper) schedule(ctx context.Context, due time.Time) error {
	return h.store.Schedule(ctx, news.Job{Key: housekeeping, Due: due, Work: housekeeping})
}

// work does all chores, as long as the lease is held, remembers what came of
// them, and schedules the job anew.
func (h *housekeeper) work(ctx context.Context, lease news.Lease) error {
	last, err := h.last(ctx)
	if err != nil {
		return err
	}
	within, stop := context.WithCancel(ctx)
	held := make(chan error, 1)
	go func() { held <- h.hold(within, stop, lease) }()
	begun := time.Now()
	done := begin(last, begun)
	if done.Doubted.Equal(begun) && !last.At.IsZero() {
		h.log.Warn("housekeeping was last done long ago by this clock; if the clock is right, what is too old is removed a day later",
			"last", last.At, "now", begun, "next", begun.Add(everyDay))
	}
	var errs []error
	for _, c := range h.chores {
		if err := c.do(within, &done); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", c.name, err))
		}
	}
	stop()
	lost := <-held
	if ctx.Err() != nil || lost != nil {
		return lost // the job stays due
	}
	next := begun.Add(everyDay)
	if err := errors.Join(errs...); err != nil {
		done.Err, next = err.Error(), begun.Add(afterFailure)
		h.log.Error("housekeeping failed; it is tried again", "at", next, "err", err)
	} else {
		h.log.Info("housekeeping", "took", time.Since(begun).Round(time.Millisecond), "articles", done.Purged.Articles,
			"deliveries", done.Purged.Deliveries, "votes", done.Purged.Votes, "bytes", done.Purged.Bytes)
	}
	if err := h.remember(ctx, done); err != nil {
		return err
	}
	return h.schedule(ctx, next)
}

// hold keeps the lease until ctx ends, and stops the work if it is lost.
func (h *housekeeper) hold(ctx context.Context, stop func(), lease news.Lease) error {
	defer stop()
	tick := time.NewTicker(housekeepLease / 4)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		ok, err := h.store.Renew(ctx, lease, housekeepLease)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			return err
		case !ok:
			return errors.New("housekeeping: another process has taken the lease")
		}
	}
}

// begin returns what is to be remembered of a time that begins after the last one.
// The clock is doubted if it has gone on for longer than it is trusted since then:
// that is a service that stood still, or a clock that was set far ahead, by which
// all would be old. But a service that is run now and then is believed when it was
// away for about as long as the time before.
func begin(last message.Housekeeping, now time.Time) message.Housekeeping {
	done := message.Housekeeping{At: now, Away: now.Sub(last.At)}
	switch {
	case last.At.IsZero():
		done.Away, done.Doubted = 0, now
	case done.Away > max(trusted, min(2*last.Away, seldom)):
		done.Doubted = now
	case !now.Before(last.Doubted) && now.Sub(last.Doubted) < doubtful: // another try
		done.Away, done.Doubted = last.Away, last.Doubted
	}
	return done
}

// purge removes what is too old, unless the clock is doubted.
func (h *housekeeper) purge(ctx context.Context, done *message.Housekeeping) (err error) {
	if !done.Doubted.IsZero() {
		return nil
	}
	done.Purged, err = h.store.Purge(ctx, *h.keep.Load())
	return err
}

// checkIndex holds the number of articles in the search index against that in the
// archive. What the index has not taken in yet, or not forgotten yet, is no fault.
func (h *housekeeper) checkIndex(ctx context.Context, _ *message.Housekeeping) error {
	if !h.indexed {
		return nil
	}
	found, err := h.store.Search(ctx, news.Search{})
	if err != nil || found.Left > 0 {
		return err
	}
	days, err := h.store.Days(ctx, nil, time.Time{}, time.Time{}, 0)
	if err != nil {
		return err
	}
	counts, err := h.store.Counts(ctx)
	if err != nil {
		return err
	}
	indexed := int64(0)
	for _, d := range days {
		indexed += int64(d.Articles)
	}
	const slack = 1000 // that come and go meanwhile
	if diff := counts.Articles - indexed; diff > slack || diff < -slack {
		h.log.Warn("the search index differs from the archive; if it stays so, delete its file, and it is made anew",
			"articles", counts.Articles, "indexed", indexed)
	}
	return nil
}

// remember writes down what came of the job.
func (h *housekeeper) remember(ctx context.Context, done message.Housekeeping) error {
	text, err := json.Marshal(done)
	if err != nil {
		return err
	}
	return h.store.PutSetting(ctx, housekeeping, string(text))
}

// last returns what came of the job the last time, whichever process did it.
func (h *housekeeper) last(ctx context.Context) (done message.Housekeeping, err error) {
	text, err := h.store.Setting(ctx, housekeeping)
	if err != nil || text == "" {
		return done, err
	}
	_ = json.Unmarshal([]byte(text), &done) // what cannot be read tells nothing
	return done, nil
}
