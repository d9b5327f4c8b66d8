package redis

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Each move of a store to a place begins a new epoch there, whose name stands in
// the key epoch. Every script is called with the epoch that its caller knows, and
// does nothing in another: a process that slept through a move, or a move that
// another has overtaken, spoils nothing.

// ErrMoved is what all calls that change something get once another store moves
// to the place of the one that is open.
var ErrMoved = errors.New("another store moves, or has moved, to the place of the one that this process has open: start it anew")

// errOvertaken is what a move gets when another one to the same place has begun.
var errOvertaken = errors.New("another rasad migrate has begun to move a store to the same place, and this one writes nothing more: " +
	"let that one end, and then see by rasad migrate what is there")

// overtaken returns an error as a mover should read it.
func overtaken(err error) error {
	if errors.Is(err, ErrMoved) {
		return errOvertaken
	}
	return err
}

// look returns the version of what is at the place, empty if there is none, and
// remembers the epoch in which it is. Both are of one moment.
func (e *Engine) look(ctx context.Context) (version string, err error) {
	var text, epoch *redis.StringCmd
	_, err = e.client.TxPipelined(ctx, func(p redis.Pipeliner) error {
		text, epoch = p.Get(ctx, e.prefix+"version"), p.Get(ctx, e.prefix+"epoch")
		return nil
	})
	for _, err := range []error{err, text.Err(), epoch.Err()} {
		if err != nil && !errors.Is(err, redis.Nil) {
			return "", err
		}
	}
	e.epoch = cmp.Or(epoch.Val(), e.prefix)
	return text.Val(), nil
}

// alone fails if another move has begun.
func (t *Target) alone(ctx context.Context) error {
	_, err := t.runInt(ctx, "alone")
	return err
}

// fenced sends plain commands in one transaction, if the place is still in the
// epoch that is known. They must change nothing the second time: they are
// repeated after what passes by itself.
func (e *Engine) fenced(ctx context.Context, commands func(redis.Pipeliner) error) error {
	began, pause := time.Now(), 10*time.Millisecond
	for {
		err := e.client.Watch(ctx, func(t *redis.Tx) error {
			epoch, err := t.Get(ctx, e.prefix+"epoch").Result()
			if errors.Is(err, redis.Nil) {
				epoch, err = e.prefix, nil
			}
			if err == nil && epoch != e.epoch {
				err = ErrMoved
			}
			if err == nil {
				var sent []redis.Cmder
				sent, err = t.TxPipelined(ctx, commands)
				err = refusal(sent, err)
			}
			return err
		}, e.prefix+"epoch")
		switch {
		case errors.Is(err, ErrMoved):
			return err
		case errors.Is(err, redis.TxFailedErr): // it begins at this moment
		case err == nil || !passes(err) || time.Since(began) > patience:
			return e.explain(err)
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
		pause = min(2*pause, 500*time.Millisecond)
	}
}

// A refused is why a server refused a transaction at its end.
type refused string

func (r refused) Error() string { return string(r) }

// RedisError marks it as an answer of the server.
func (refused) RedisError() {}

// refusal returns why a transaction did not come about: of one that the server
// discards it names no reason but that of a command before, or says it behind a colon.
func refusal(sent []redis.Cmder, err error) error {
	if !redis.IsExecAbortError(err) {
		return err
	}
	for _, c := range sent {
		if why := c.Err(); why != nil && !redis.IsExecAbortError(why) {
			return why
		}
	}
	if _, why, found := strings.Cut(err.Error(), "discarded because of: "); found {
		return refused(why)
	}
	return err
}
