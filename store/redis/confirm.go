package redis

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// errUnconfirmed tells that what was written is on one server alone, although
// it has replicas.
var errUnconfirmed = errors.New("no replica confirms what is written: should the master be lost now, so were this; " +
	"see to the replicas, or detach those that are gone for good")

// errReplaced tells that the server that wrote something is the master no more.
var errReplaced = errors.New("another server has become the master")

// confirmation is for how long a replica is waited for.
const confirmation = 2 * time.Second

// rolledBack tells that the server has lost what a replica confirmed.
const rolledBack = "the server has lost what was confirmed: the one that is the master now was behind when it was chosen, or was emptied; " +
	"articles and alerts of the last moments may be missing or come twice"

// confirm returns when a replica has what was written before info was read, if
// there are replicas. A later write is confirmed in its place: a replica takes
// all in one order. That it was the same server all the time is told by the
// name of its history, which no other server has. As long as a replica may have
// become the master, there is no confirmation. The later write counts
// confirmations: a count that has fallen is told to the log.
func (s *server) confirm(ctx context.Context, node *redis.Client, info *redis.StringCmd) error {
	text, err := info.Result()
	if redis.IsPermissionError(err) {
		return nil // which check has warned of
	}
	if err != nil {
		return err
	}
	before := fields(text)
	switch deserted := s.replicas.note(before, s.clock()); {
	case before["role"] != "master":
		return errReplaced
	case deserted:
		return errDeserted
	case before["connected_slaves"] == "0":
		return nil
	}
	known := s.confirmed.Load()
	var count, got *redis.Cmd
	var again *redis.StringCmd
	for _, run := range []scripting{s.counting.EvalSha, s.counting.Eval} {
		_, err = node.Pipelined(ctx, func(p redis.Pipeliner) error {
			count = run(ctx, p, []string{s.prefix})
			again = p.Info(ctx, "replication")
			got = p.Do(ctx, "WAIT", 1, confirmation.Milliseconds())
			return nil
		})
		if !unknown(err) {
			break
		}
	}
	if err != nil {
		return err
	}
	now, err := count.Int64()
	if err != nil {
		return err
	}
	after := fields(again.Val())
	switch {
	case after["role"] != "master" || after["master_replid"] != before["master_replid"]:
		return errReplaced
	case got.Val() == int64(0) && after["connected_slaves"] != "0":
		return errUnconfirmed
	case s.replicas.note(after, s.clock()):
		return errDeserted
	}
	s.count(ctx, known, now)
	return nil
}

// scripting is a way to run a script: by its hash or by its text.
type scripting func(ctx context.Context, c redis.Scripter, keys []string, args ...any) *redis.Cmd

// count notes a count that was read after the one that is known.
func (s *server) count(ctx context.Context, known, now int64) {
	if now <= known {
		if s.confirmed.CompareAndSwap(known, now) { // the first to see it
			s.log.ErrorContext(ctx, rolledBack, "confirmed", known, "left", now-1)
		}
		return
	}
	for known < now && !s.confirmed.CompareAndSwap(known, now) {
		known = s.confirmed.Load()
	}
}

// fields takes a section of INFO apart.
func fields(text string) map[string]string {
	found := map[string]string{}
	for line := range strings.Lines(text) {
		if key, value, ok := strings.Cut(strings.TrimRight(line, "\r\n"), ":"); ok {
			found[key] = value
		}
	}
	return found
}
