package redis

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// passes tells whether an error of the server, or of the way to it, is one that
// may be over in a moment: a failover, a server that starts.
func passes(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, redis.ErrClosed) || errors.Is(err, errUnconfirmed) {
		return false
	}
	for _, prefix := range []string{
		"MOVED", "ASK", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN", "READONLY", "LOADING", "NOREPLICAS", "UNBLOCKED", "max number of clients",
	} {
		if redis.HasErrorPrefix(err, prefix) {
			return true
		}
	}
	var answered redis.Error
	return !errors.As(err, &answered) // the network's
}

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
	case redis.IsNoReplicasError(err):
		return fmt.Errorf("redis at %s takes no writes without replicas that are in step: start them, or lower min-replicas-to-write: %w", e.server, err)
	case redis.IsClusterDownError(err):
		return fmt.Errorf("redis at %s is not whole: see to the nodes that are down (redis-cli cluster info): %w", e.server, err)
	case isAsk(err):
		return fmt.Errorf("redis at %s is moving our keys to another node: rasad goes on when that is done: %w", e.server, err)
	case redis.HasErrorPrefix(err, "DENIED"):
		return fmt.Errorf("redis at %s runs in protected mode, which serves its own machine alone: give it a password and bind it to an address: %w", e.server, err)
	case errors.Is(err, redis.ErrClosed):
		return errors.New("the store is closed")
	}
	return fmt.Errorf("redis at %s: %w", e.server, err)
}

// isAsk tells whether an error says that a slot is on the move.
func isAsk(err error) bool {
	_, asks := redis.IsAskError(err)
	return asks || redis.IsTryAgainError(err)
}
