package redis

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"github.com/rasadnews/rasad/store/move"
	"github.com/redis/go-redis/v9"
)

// A Target is a place on a server that a store is about to move to. While the
// move is under way, version says "moving" there, which no program takes for a
// store, and the hash move says where the store comes from. Once it has ended,
// move stays, and says whether a service has opened the store since.
type Target struct {
	*Engine
	found Move // what Move has returned
}

// moving is the version of a store that is not whole yet.
const moving = "moving"

// errMoving tells that a store has not moved here as a whole.
var errMoving = errors.New("a store is moving here, and the move has not ended")

// A Move is what a Target knows of the store that moved to it.
type Move struct {
	Source string // the name of that store, empty if none did
	From   string // where it stood
	Ended  bool   // it is here as a whole
	Used   bool   // a service has opened it since
	Held   bool   // there is something else here, which no move brought
}

// OpenTarget connects to the servers at an address, as Open does, but takes
// whatever is there.
func OpenTarget(ctx context.Context, address string, clock func() time.Time, logger *slog.Logger) (*Target, error) {
	e, err := connect(address, clock, logger)
	if err != nil {
		return nil, err
	}
	if _, err := e.look(ctx); err != nil {
		return nil, errors.Join(e.explain(err), e.Close())
	}
	e.check(ctx, logger)
	return &Target{Engine: e}, nil
}

// Move returns what has moved here, and whether there is something else. What a
// newer program wrote is refused. Should something happen to the place from now
// on, the calls of this move fail.
func (t *Target) Move(ctx context.Context) (m Move, err error) {
	version, err := t.look(ctx)
	if err != nil {
		return m, t.explain(err)
	}
	fields, err := t.client.HGetAll(ctx, t.prefix+"move").Result()
	if err != nil {
		return m, t.explain(err)
	}
	m = Move{Source: fields["source"], From: fields["from"], Ended: fields["ended"] != "", Used: fields["used"] != ""}
	if n, wrong := strconv.Atoi(version); version != "" && version != moving && (wrong != nil || n > layout) {
		return m, t.explain(newer(version))
	}
	if m.Source == "" {
		m.Held, err = t.holds(ctx)
	}
	t.found = m
	return m, err
}

// own are the keys that say nothing of what is kept.
var own = map[string]bool{"version": true, "move": true, "epoch": true, "confirmed": true}

// holds tells whether anything is kept here.
func (t *Target) holds(ctx context.Context) (bool, error) {
	errFound := errors.New("found")
	err := t.eachKey(ctx, "", func(keys []string) error {
		for _, key := range keys {
			if !own[key] {
				return errFound
			}
		}
		return nil
	})
	if errors.Is(err, errFound) {
		return true, nil
	}
	return false, err
}

// Begin empties the place for the store of a name. Until End no service opens
// it, and whoever has it open gets ErrMoved. A place that a process uses is
// refused, and so is one that is no longer as Move has found it: to which another
// move has begun, or where a service has been started.
func (t *Target) Begin(ctx context.Context, source, from string) error {
	holder, err := t.user(ctx)
	if err == nil && holder != "" {
		err = fmt.Errorf("the process %s uses it: stop it, and whatever else does, and wait until its lease is over", holder)
	}
	if err == nil {
		epoch := t.newEpoch(withMove)
		_, err = t.runIn(ctx, "", "import_begin", source, from, epoch, t.epoch, mark(t.found.Used), mark(t.found.Ended))
		t.epoch = epoch
	}
	if err != nil {
		return overtaken(err)
	}
	for found := true; found && err == nil; {
		found, err = t.empty(ctx)
	}
	return overtaken(err)
}

// empty removes what is here, and tells whether it found anything. Of a server that
// another takes the place of meanwhile it may miss some.
func (t *Target) empty(ctx context.Context) (found bool, err error) {
	err = t.eachKey(ctx, "", func(keys []string) error {
		var all []any
		for _, key := range keys {
			if !own[key] {
				all = append(all, key)
			}
		}
		if len(all) == 0 {
			return nil
		}
		found = true
		_, err := t.run(ctx, "import_empty", all...)
		return err
	})
	return found, err
}

// Import implements store.Mover. It fails once another move has begun.
func (t *Target) Import(ctx context.Context, k move.Kind, rows []move.Row) error {
	return overtaken(t.Engine.Import(ctx, k, rows))
}

// Export implements store.Mover. It fails if another move has begun.
func (t *Target) Export(ctx context.Context, k move.Kind, at time.Time, use func([]move.Row) error) error {
	err := t.Engine.Export(ctx, k, at, use)
	if err == nil {
		err = t.alone(ctx)
	}
	return overtaken(err)
}

// user returns the holder of a lease that is in force, if there is one.
func (t *Target) user(ctx context.Context) (holder string, err error) {
	err = t.eachKey(ctx, "lease:", func(names []string) error {
		held, err := t.Held(ctx, names)
		for _, l := range held {
			holder = l.Holder
		}
		return err
	})
	return holder, err
}

// End makes a store of what has moved here, once a replica has it, if there is
// one. It fails if another move has begun.
func (t *Target) End(ctx context.Context) error {
	_, err := t.run(ctx, "import_end", layout)
	return overtaken(err)
}

// mark returns yes or no as the hash move holds them.
func mark(is bool) string {
	if is {
		return "1"
	}
	return ""
}

// halfMoved says what to do about a store that has not moved as a whole.
func (e *Engine) halfMoved(ctx context.Context) error {
	from, err := e.client.HGet(ctx, e.prefix+"move", "from").Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return err
	}
	return fmt.Errorf("%w: run rasad migrate again until it says that all of sqlite:%s is here, or use another prefix", errMoving, from)
}
