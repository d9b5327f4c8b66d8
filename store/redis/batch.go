package redis

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// A writer sends what many callers want written to the server in batches: what
// comes while batches are under way goes together in the next one, over one
// connection, and is confirmed by a replica together.
type writer struct {
	server *server

	mu       sync.Mutex
	waiting  []*call
	underWay int // batches
	closed   bool
	wait     sync.WaitGroup
}

// A call is a script with its arguments, on its way.
type call struct {
	script *redis.Script
	args   []any
	epoch  string // of the place, as the caller knows it; empty if it does not matter
	whole  bool   // the server does not know the script: send its text

	batch  *batch // once it is in one
	done   chan struct{}
	answer any
	err    error
}

// A batch is calls that go together. It ends early when none of its callers is
// left.
type batch struct {
	calls  []*call
	left   atomic.Int32
	cancel context.CancelFunc
}

const (
	// most is how many calls a batch holds at most.
	most = 64
	// lanes is how many batches are under way at most: while the server works
	// on one, the next is written.
	lanes = 3
)

// write runs a script and returns when its answer is here and, if there are
// replicas, confirmed by one. When ctx ends before, the script may yet run.
func (w *writer) write(ctx context.Context, c *call) (any, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c.done = make(chan struct{})
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return nil, redis.ErrClosed
	}
	w.waiting = append(w.waiting, c)
	if w.underWay < lanes {
		w.underWay++
		w.wait.Go(w.work)
	}
	w.mu.Unlock()
	select {
	case <-c.done:
		return c.answer, c.err
	case <-ctx.Done():
		w.leave(c)
		return nil, ctx.Err()
	}
}

// leave takes a call back whose caller waits no longer.
func (w *writer) leave(c *call) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c.batch == nil {
		w.waiting = slices.DeleteFunc(w.waiting, func(other *call) bool { return other == c })
		return
	}
	if c.batch.left.Add(-1) == 0 {
		c.batch.cancel()
	}
}

// work sends batches as long as calls wait.
func (w *writer) work() {
	for {
		ctx, cancel := context.WithCancel(context.Background())
		b := w.next(cancel)
		if b == nil {
			cancel()
			return
		}
		w.server.send(ctx, b.calls, true)
		for _, c := range b.calls {
			close(c.done)
		}
		cancel()
	}
}

// next makes a batch of what waits, or returns nil if nothing does.
func (w *writer) next(cancel context.CancelFunc) *batch {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := min(len(w.waiting), most)
	if n == 0 {
		w.underWay--
		return nil
	}
	b := &batch{calls: slices.Clone(w.waiting[:n]), cancel: cancel}
	w.waiting = slices.Delete(w.waiting, 0, n)
	b.left.Store(int32(n))
	for _, c := range b.calls {
		c.batch = b
	}
	return b
}

// close waits for the batches under way, and takes no more calls.
func (w *writer) close() {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	w.wait.Wait()
}

// A server is where our slot is, through all failovers.
type server struct {
	client    redis.UniversalClient
	prefix    string
	log       *slog.Logger
	clock     func() time.Time
	counting  *redis.Script // confirmed.lua
	confirmed atomic.Int64  // the highest count of confirmations that was read
	replicas  replicas
	trouble   trouble
}

// node returns the client of the one server that holds our keys. Scripts go
// there and not through a cluster's client, which would follow a slot on the
// move: a script at the new place would not find the keys that are still at
// the old one. The script's only key does not exist, so that the old place
// turns away every script until the move is over.
func (s *server) node(ctx context.Context) (*redis.Client, error) {
	switch c := s.client.(type) {
	case *redis.ClusterClient:
		return c.MasterForKey(ctx, s.prefix)
	case *redis.Client:
		return c, nil
	}
	return nil, errors.New("unknown kind of client")
}

// refresh has a cluster's client look anew who holds what.
func (s *server) refresh(ctx context.Context) {
	if c, ok := s.client.(*redis.ClusterClient); ok {
		c.ReloadState(ctx)
	}
}

// patience is for how long a call is repeated while the server is in a state
// that passes, such as a failover, before its caller is told.
const patience = 2 * time.Second

// patienceWith is for how long these calls are repeated: what is written but not
// believed yet is waited for to the end.
func patienceWith(calls []*call) time.Duration {
	if slices.ContainsFunc(calls, func(c *call) bool { return errors.Is(c.err, errDeserted) }) {
		return patience + desertion
	}
	return patience
}

// send runs calls until each has its answer, or an error that does not pass by
// itself, or patience is over. Repeating is safe: every script tells by what it
// finds, or by the call's nonce, that it ran before.
func (s *server) send(ctx context.Context, calls []*call, confirmed bool) {
	pause := 10 * time.Millisecond
	for began := time.Now(); ; pause = min(2*pause, 500*time.Millisecond) {
		calls = s.exchange(ctx, calls, confirmed)
		if len(calls) == 0 || ctx.Err() != nil {
			return
		}
		if !slices.ContainsFunc(calls, func(c *call) bool { return !unknown(c.err) }) {
			continue // with their texts, however late a new master came
		}
		if time.Since(began) > patienceWith(calls) {
			return
		}
		s.refresh(ctx)
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return
		}
	}
}

// exchange sends calls once, and returns those that are to be sent again.
func (s *server) exchange(ctx context.Context, calls []*call, confirmed bool) []*call {
	node, err := s.node(ctx)
	if err != nil {
		s.trouble.note(err)
		fail(calls, err)
		return calls
	}
	answers := make([]*redis.Cmd, len(calls))
	var info *redis.StringCmd
	all, err := node.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, c := range calls {
			keys := []string{s.prefix}
			if c.epoch != "" {
				keys = append(keys, c.epoch)
			}
			if c.whole {
				answers[i] = c.script.Eval(ctx, p, keys, c.args...)
			} else {
				answers[i] = c.script.EvalSha(ctx, p, keys, c.args...)
			}
		}
		if confirmed {
			info = p.Info(ctx, "replication")
		}
		return nil
	})
	// Each answer has its error, unless the server refused the connection in words.
	if err != nil && !slices.ContainsFunc(all, func(c redis.Cmder) bool { return c.Err() != nil }) {
		fail(calls, err)
		if passes(err) {
			return calls
		}
		return nil
	}
	var again, done []*call
	for i, c := range calls {
		c.answer, c.err = answers[i].Result()
		switch {
		case c.err == nil || errors.Is(c.err, redis.Nil):
			done = append(done, c)
		case unknown(c.err) && !c.whole:
			c.whole = true
			again = append(again, c)
			continue
		case passes(c.err):
			again = append(again, c)
		}
		if c.err != nil || confirmed { // a read that goes well tells nothing of writes
			s.trouble.note(c.err)
		}
	}
	if confirmed && len(done) > 0 {
		if err := s.confirm(ctx, node, info); err != nil {
			s.trouble.note(err)
			fail(done, err)
			if passes(err) {
				again = append(again, done...)
			}
		}
	}
	return again
}

// unknown tells whether the server does not know a script by its hash.
func unknown(err error) bool { return redis.HasErrorPrefix(err, "NOSCRIPT") }

func fail(calls []*call, err error) {
	for _, c := range calls {
		c.err = err
	}
}
