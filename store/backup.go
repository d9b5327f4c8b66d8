package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/rasadnews/rasad/store/redis"
	"github.com/rasadnews/rasad/store/sqlite"
)

// ErrExists is what Backup returns if there is a file where the copy is to be.
var ErrExists = sqlite.ErrExists

// ErrServer is what Backup returns for a store on a server.
var ErrServer = errors.New("a store on a server is backed up by the server's own means: " +
	"copy its append-only file or a snapshot (BGSAVE), or have a replica")

// Backup copies the store at an address, as it is at one moment, into a file,
// which is a store by itself: sqlite: before its path is its address. Without
// replace, a file that is there is left alone and the error is ErrExists. The
// store may be in use, by another process too, and is not held up. There is no
// copy before it is whole, checked and on the disk.
func Backup(ctx context.Context, address, to string, replace bool) error {
	path, err := file(address)
	if err != nil {
		return err
	}
	return sqlite.Backup(ctx, path, to, replace)
}

// A Fault is something that is wrong with a store.
type Fault = sqlite.Fault

// Check reads the whole store at an address and returns what is wrong with it,
// nothing if all is well: in a file, what is damaged or contradicts itself; on a
// server, which looks after its files itself, what contradicts itself. It changes
// nothing, and the store may be in use, by another process too. An error says why it
// could not be checked.
func Check(ctx context.Context, address string) ([]Fault, error) {
	path, err := file(address)
	if !errors.Is(err, ErrServer) {
		if err != nil {
			return nil, err
		}
		return sqlite.Check(ctx, path)
	}
	wrong, err := redis.Inspect(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("check store: %w", err)
	}
	var faults []Fault
	for _, f := range wrong {
		faults = append(faults, Fault(f))
	}
	return faults, nil
}

// Name returns an address without what is secret in it, as reports show it.
func Name(address string) string {
	if !redis.Knows(strings.SplitN(address, ":", 2)[0]) {
		return address
	}
	return "redis at " + redis.Name(address)
}

// file returns the path of the store in a file at an address.
func file(address string) (string, error) {
	if err := CheckAddress(address); err != nil {
		return "", err
	}
	path, is := strings.CutPrefix(address, "sqlite:")
	if !is {
		return "", ErrServer
	}
	return path, nil
}
