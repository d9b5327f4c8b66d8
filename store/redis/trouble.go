package redis

import (
	"context"
	"errors"
	"net"
	"os"
	"sync/atomic"

	"github.com/redis/go-redis/v9"
)

// A trouble is what went wrong with the servers last, until something goes well.
// Whoever gives up a wait is told of it: that time was up says nothing of what
// was waited for, which the client library or a batch met on the way.
type trouble struct{ last atomic.Pointer[error] }

// note notes how something went. That it was given up tells nothing new.
func (t *trouble) note(err error) {
	switch {
	case err == nil, errors.Is(err, redis.Nil):
		t.last.Store(nil)
	case !givenUp(err):
		t.last.Store(&err)
	}
}

// behind returns what is behind an error that only says that a wait took too long,
// or nil.
func (t *trouble) behind(err error) error {
	if last := t.last.Load(); last != nil && givenUp(err) && !errors.Is(err, context.Canceled) {
		return *last
	}
	return nil
}

// givenUp tells whether an error says that somebody waits no longer.
func givenUp(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || errors.Is(err, os.ErrDeadlineExceeded)
}

// watch notes the connections of a client that fail: the library tries several
// times before it says so.
func (t *trouble) watch(c redis.UniversalClient) {
	if cluster, is := c.(*redis.ClusterClient); is {
		cluster.OnNewNode(func(node *redis.Client) { node.AddHook(dialing{t}) })
		return
	}
	c.AddHook(dialing{t})
}

// dialing is a hook of the client library that notes which connections cannot be
// made.
type dialing struct{ *trouble }

// DialHook implements redis.Hook.
func (d dialing) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := next(ctx, network, address)
		if err != nil {
			err = atSentinels(err)
			d.note(err)
		}
		return conn, err
	}
}

// ProcessHook implements redis.Hook, and does nothing.
func (dialing) ProcessHook(next redis.ProcessHook) redis.ProcessHook { return next }

// ProcessPipelineHook implements redis.Hook, and does nothing.
func (dialing) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}
