package redis

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// A store has an epoch from its beginning, and a new one begins with each move of
// another store to its place and with each new layout. Its name, which is drawn by
// lot, stands in the key epoch. Every script is called with the epoch that its
// caller knows, and does nothing in another, nor where there is none: a process
// that slept through a move, or whose server lost what it held, or a move that
// another has overtaken, spoils nothing. What only reads goes on, and returns what
// is there now.

// What begins an epoch stands in its name.
const (
	withStore  = "begun"  // a new, empty store
	withMove   = "move"   // a move to here
	withLayout = "layout" // a newer program, which brought the store to its layout
)

// unnamed stands for the epoch of a store that is there, but has lost its name.
const unnamed = "unnamed"

// newEpoch returns the name of a new one.
func (e *Engine) newEpoch(by string) string { return e.prefix + "epoch:" + by + ":" + nonce() }

var (
	// ErrMoved is what all calls that change something get once another store moves
	// to the place of the one that is open.
	ErrMoved = errors.New("another store moves, or has moved, to the place of the one that this process has open: start it anew")

	// ErrLost is what they get once the server no longer holds the store that is
	// open, but nothing, or one that was begun since.
	ErrLost = errors.New("the server no longer holds what it held: it was emptied, or has come back without its files, or another one is in its place; " +
		"stop every rasad there and bring back what the server held (its append-only folder, a snapshot, a replica), " +
		"or start rasad anew with an empty store, without chats, subscriptions and what waits to be sent")

	// ErrUpgraded is what they get once a newer program has brought the store that
	// is open to a layout that this one does not know.
	ErrUpgraded = errors.New("a newer rasad has taken the store over and brought it to its own version: run that one here, too")
)

// A lost is why a store is lost of which more is left than nothing, and what to do.
type lost string

func (l lost) Error() string { return string(l) }

// Is tells that it is ErrLost, too.
func (lost) Is(target error) bool { return target == ErrLost }

const (
	// errUnnamed is what calls that change something get in a store without an epoch.
	errUnnamed = lost("the store is there, but has lost the name (the key epoch) by which this process knows that it is the one that it has open, " +
		"as in a failover right after a start: start rasad anew")

	// errRemains is what Open gets where a store lacks what it begins with.
	errRemains = lost("something is left of a store, but not what says of which version it is: stop every rasad there " +
		"and bring back what the server held (its append-only folder, a snapshot, a replica), or, if nothing of it is wanted, " +
		"empty the prefix (docs/stores.md has the command) and start anew, or give another prefix")
)

// isGone tells whether an error is one after which no call changes anything any more.
func isGone(err error) bool {
	return errors.Is(err, ErrMoved) || errors.Is(err, ErrLost) || errors.Is(err, ErrUpgraded)
}

// goneTo tells what became of the store that is open, by the epoch that there is
// now: empty if there is none, and unnamed if all else is there.
func (e *Engine) goneTo(epoch string) error {
	by, _, _ := strings.Cut(strings.TrimPrefix(epoch, e.prefix+"epoch:"), ":")
	err := ErrMoved
	switch {
	case epoch == unnamed:
		err = errUnnamed
	case epoch == "" || by == withStore:
		err = ErrLost
	case by == withLayout:
		err = ErrUpgraded
	}
	return fmt.Errorf("redis at %s: %w", e.place(), err)
}

var (
	// errOvertaken is what a move gets when another one to the same place has begun.
	errOvertaken = errors.New("another rasad migrate has begun to move a store to the same place, and this one writes nothing more: " +
		"let that one end, and then see by rasad migrate what is there")

	// ErrEmptied is what a move gets when what it wrote is gone.
	ErrEmptied = errors.New("the server no longer holds what has moved there so far: it was emptied, or has come back without its files; " +
		"see that it keeps what it is told (docs/redis.md), and run rasad migrate again")

	// errChanged is what a move gets that has found something else than there is.
	errChanged = errors.New("something has happened at the place since this move looked at it: " +
		"another rasad migrate has begun or ended there, or a rasad was started; nothing was written: run rasad migrate again")
)

// overtaken returns an error as a mover should read it.
func overtaken(err error) error {
	switch {
	case errors.Is(err, ErrMoved):
		return errOvertaken
	case errors.Is(err, ErrLost):
		return ErrEmptied
	case begins(err, "CHANGED"):
		return errChanged
	}
	return err
}

// look returns the version of what is at the place, empty if there is none, and
// remembers the epoch in which it is. Both are of one moment.
func (e *Engine) look(ctx context.Context) (version string, err error) {
	c := &call{script: e.scripts["look"]} // not a transaction, which a full server refuses
	e.writer.server.send(ctx, []*call{c}, false)
	both, _ := c.answer.([]any)
	if c.err != nil || len(both) != 2 {
		return "", cmp.Or(c.err, fmt.Errorf("look at the place: %v is no answer", c.answer))
	}
	version, _ = both[0].(string)
	e.epoch, _ = both[1].(string)
	return version, nil
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
				var there int64
				if there, err = t.Exists(ctx, e.prefix+"version").Result(); there > 0 {
					epoch = unnamed
				}
			}
			if err == nil && epoch != e.epoch {
				return e.goneTo(epoch)
			}
			if err == nil {
				var sent []redis.Cmder
				sent, err = t.TxPipelined(ctx, commands)
				err = refusal(sent, err)
			}
			return err
		}, e.prefix+"epoch")
		switch {
		case isGone(err):
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
