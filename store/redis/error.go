package redis

import (
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// explain adds to an error of the server which one it was and what the
// operator can do about it.
func (e *Engine) explain(err error) error {
	switch {
	case err == nil:
		return nil
	case redis.IsAuthError(err):
		return fmt.Errorf("redis at %s refuses the user or password: check those in the store's address: %w", e.server, err)
	case redis.IsPermissionError(err):
		return fmt.Errorf("redis at %s forbids it to this user: allow the keys %s* and the commands that rasad uses: %w", e.server, e.prefix, err)
	case redis.IsLoadingError(err):
		return fmt.Errorf("redis at %s is loading its data: try again in a moment: %w", e.server, err)
	case redis.IsReadOnlyError(err):
		return fmt.Errorf("redis at %s is a read-only replica: give the address of its master: %w", e.server, err)
	case redis.IsOOMError(err):
		return fmt.Errorf("redis at %s is out of memory: raise its maxmemory: %w", e.server, err)
	case redis.HasErrorPrefix(err, "MISCONF"):
		return fmt.Errorf("redis at %s cannot write to its disk: free some space, see its log: %w", e.server, err)
	case errors.Is(err, redis.ErrClosed):
		return errors.New("the store is closed")
	}
	return fmt.Errorf("redis at %s: %w", e.server, err)
}
