package main

import (
	"context"
	"errors"
	"time"

	"github.com/rasadnews/rasad/store"
)

// awaitStore opens the store, and waits for one that is away: its server may
// start after this process, or fail over just now. What waiting does not mend,
// such as a wrong password, is an error at once. If ctx ends first there is no
// store, and no error.
func awaitStore(ctx context.Context, address string, c store.Config) (store.Store, error) {
	const first, longest = 500 * time.Millisecond, 15 * time.Second
	for pause := first; ; pause = min(2*pause, longest) {
		s, err := store.Open(ctx, address, c)
		if !errors.Is(err, store.ErrAway) {
			if err != nil && ctx.Err() != nil {
				return nil, nil
			}
			return s, err
		}
		c.Logger.Warn("waiting for the store", "again", pause, "err", err)
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil, nil
		}
	}
}
