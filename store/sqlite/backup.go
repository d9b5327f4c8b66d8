package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrExists is what Backup returns if there is a file where the copy is to be.
var ErrExists = errors.New("the file is there already, and is left alone")

// Backup is the package's Backup of the engine's own file, while it is in use.
func (e *Engine) Backup(ctx context.Context, to string, replace bool) error {
	return Backup(ctx, e.path, to, replace)
}

// Backup copies the store in the file at from, as it is at one moment, into a
// file at to, of whose folder there must be one. The copy is a store by itself,
// without a log beside it, smaller for holding no empty pages, and readable by
// its owner alone, as it holds what chats wrote. Without replace, a file that is
// there is left alone and the error is ErrExists; with it, the copy takes its
// place.
//
// It may be called while another process uses the store, and holds nobody up;
// the write-ahead log grows meanwhile. There is no copy at to before it is whole,
// checked and on the disk: it is written as to.part, which the next call takes
// over if this process dies. What else has that name is a file that is there. A
// store that is damaged is not copied, unless only indexes are, which the copy has
// anew.
//
// The search index is not copied: it is made anew from the copy. To restore a
// copy, stop the service, put it in the place of the store's file, and remove
// the files beside that: -wal, -shm, .search.
func Backup(ctx context.Context, from, to string, replace bool) error {
	full, err := fullPath(from)
	if err != nil {
		return err
	}
	if to, err = filepath.Abs(to); err == nil {
		// As another one that reads the file leaves it, it looks for a moment like one
		// that nobody used.
		const tries = 5
		for i := 0; i == 0 || i < tries && errors.Is(err, errDisturbed); i++ {
			err = backup(ctx, full, to, replace)
		}
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("back up sqlite:%s to %s: %w", full, to, explain(err))
	}
	return nil
}

func backup(ctx context.Context, from, to string, replace bool) error {
	if err := vacant(from, to, replace); err != nil {
		return err
	}
	v, err := look(ctx, from)
	if err != nil {
		return err
	}
	defer v.close()
	if folder := filepath.Dir(to); !there(folder) {
		return fmt.Errorf("there is no folder %s: make it, or name another", folder)
	}
	part := to + partSuffix
	f, err := takePart(part, replace)
	if err != nil {
		return err
	}
	defer f.Close()
	err = write(ctx, v, f, part)
	if err == nil {
		err = publish(part, to, replace)
	}
	if err != nil {
		return errors.Join(err, discard(part))
	}
	return nil
}

// vacant tells whether a copy of a store may be put at a path: not over the
// store, nor what stands beside it, be it there or not; nor into another store's
// files, the log of which would be taken for the copy's.
func vacant(from, to string, replace bool) error {
	for _, path := range []string{to, to + partSuffix} {
		if belongs(path, from) {
			return fmt.Errorf("%s is the store itself, or one of the files beside it: give another path", path)
		}
	}
	for _, suffix := range []string{logSuffix, journalSuffix} {
		if _, err := os.Lstat(to + suffix); err == nil {
			return fmt.Errorf("a store with the log %s is there, in use or not closed: give another path", to+suffix)
		}
	}
	switch there, err := os.Stat(to); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !there.Mode().IsRegular():
		return errors.New("it is no regular file: name a file")
	case !replace:
		return ErrExists
	}
	return nil
}

// publish gives the part its name, for good.
func publish(part, to string, replace bool) error {
	if !replace {
		// A link is never put over a file that has come meanwhile. Not every disk
		// has links.
		switch err := os.Link(part, to); {
		case errors.Is(err, fs.ErrExist):
			return ErrExists
		case err == nil:
			return errors.Join(os.Remove(part), settle(to))
		}
	}
	return errors.Join(os.Rename(part, to), settle(to))
}

// settle writes to the disk that a file is in its folder.
func settle(path string) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}
