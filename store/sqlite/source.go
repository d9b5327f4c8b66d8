package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/rasadnews/rasad/store/move"
)

// A Source is a store in a file that is about to move elsewhere: nobody else has
// it as long as it is open, and nothing is changed of what it keeps. But the file is
// brought up to the present version, as by Open, and may get its name.
type Source struct{ engine *Engine }

// OpenSource opens the file at path, which must be there, be whole, and in no
// other process's use. One of an older version is brought up to the present one,
// as Open does.
func OpenSource(ctx context.Context, path string, clock func() time.Time) (*Source, error) {
	e, err := openSource(ctx, path, clock)
	if err != nil {
		return nil, fmt.Errorf("sqlite:%s: %w", path, err)
	}
	return &Source{e}, nil
}

func openSource(ctx context.Context, path string, clock func() time.Time) (*Engine, error) {
	full, err := fullPath(path)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(full); errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("there is no such file")
	}
	lock, err := own(full)
	if errors.Is(err, errInUse) {
		return nil, errors.New("another process uses this database: stop it first, and leave it stopped until the store has moved")
	}
	if err != nil {
		return nil, err
	}
	wrong, err := Check(ctx, full)
	if damages := damages(wrong); err == nil && len(damages) > 0 {
		err = fmt.Errorf("the file is not sound, restore a backup: %s", strings.Join(damages[:min(3, len(damages))], "; "))
	}
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	e := &Engine{path: full, clock: clock, lock: lock}
	if err := e.connect(ctx, full); err != nil {
		return nil, errors.Join(explain(err), e.shut())
	}
	return e, nil
}

// Name returns the name by which the store is known from others, however often
// its file was copied or moved.
func (s *Source) Name(ctx context.Context) (string, error) {
	name, err := claimed{s.engine}.Name(ctx)
	if err != nil {
		return "", fmt.Errorf("read the name of the store: %w", err)
	}
	return name, nil
}

// Export implements store.Mover's.
func (s *Source) Export(ctx context.Context, k move.Kind, at time.Time, use func([]move.Row) error) error {
	return s.engine.Export(ctx, k, at, use)
}

// Close gives the file back.
func (s *Source) Close() error { return s.engine.shut() }
