package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/move"
	"github.com/rasadnews/rasad/store/redis"
)

// ErrOlder is what Migrate returns if a file is older than what has moved from it, or
// from the store of which it is a backup.
var ErrOlder = errors.New("the file is older than the store that moved there from it, as a backup is, and what came since would be lost: " +
	"move the newer file, or throw away what is there with --replace")

// allowed tells whether what has moved to the place may be thrown away.
func (m *migrator) allowed(ctx context.Context, there redis.Move) error {
	switch {
	case there.Source == m.name && there.Ended && !there.Used && !m.Replace:
		return m.older(ctx)
	case there.Source == "" || there.Source == m.name && !there.Used:
		return nil
	case there.Source == m.name && !m.Replace:
		return ErrUsed
	case there.Source != m.name && there.Ended:
		return fmt.Errorf("the store of sqlite:%s is there: %w", there.From, ErrForeign)
	case there.Source != m.name && !m.Replace:
		return fmt.Errorf("the store of sqlite:%s was moved there, and the move has not ended: end that one, or throw it away with --replace", there.From)
	}
	return nil
}

// An age holds what only grows in a store that is in use.
type age struct {
	counters map[string]int64 // by their names, as move.Counters has them
	polled   time.Time        // when a source was last
}

// older returns an ErrOlder if the file is behind what has moved from it.
func (m *migrator) older(ctx context.Context) error {
	file, err := ageOf(ctx, m.source, m.Clock())
	if err != nil {
		return err
	}
	server, err := ageOf(ctx, m.target, m.Clock())
	if err != nil {
		return err
	}
	for _, what := range slices.Sorted(maps.Keys(server.counters)) {
		if have, had := file.counters[what], server.counters[what]; have < had {
			return fmt.Errorf("%w (its number of %s is %d, and there %d)", ErrOlder, what, have, had)
		}
	}
	if file.polled.Before(server.polled) {
		return fmt.Errorf("%w (it was last in use at %s, and that one at %s)", ErrOlder,
			file.polled.UTC().Format(time.RFC3339), server.polled.UTC().Format(time.RFC3339))
	}
	return nil
}

// ageOf reads the age of a store.
func ageOf(ctx context.Context, s exporter, at time.Time) (age, error) {
	a := age{counters: map[string]int64{}}
	err := s.Export(ctx, move.Counters, at, func(rows []move.Row) (err error) {
		for _, r := range rows {
			n, wrong := strconv.ParseInt(r[1], 10, 64)
			a.counters[r[0]] = n
			err = errors.Join(err, wrong)
		}
		return err
	})
	if err != nil {
		return a, err
	}
	err = s.Export(ctx, move.Sources, at, func(rows []move.Row) error {
		for _, r := range rows {
			var state news.SourceState
			if json.Unmarshal([]byte(r[1]), &state) == nil && state.PolledAt.After(a.polled) { // one that is broken tells nothing
				a.polled = state.PolledAt
			}
		}
		return nil
	})
	return a, err
}
