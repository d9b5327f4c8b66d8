package fetch

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// lines are the connections of a client. When there are more than most, those
// that have been quiet longest are hung up. The bound of net/http would not do:
// it holds for HTTP/1, and leaves a connection of HTTP/2 open until its time
// is over.
type lines struct {
	most  int
	quiet time.Duration // after which a line is surely not in use

	mu   sync.Mutex
	open map[*line]struct{}
}

// A line is a connection that knows when it was last used.
type line struct {
	net.Conn
	lines *lines
	used  atomic.Int64 // in Unix nanoseconds
}

func newLines(c Config) *lines {
	return &lines{most: c.IdleConns, quiet: max(c.HeaderTimeout, c.IdleTimeout, c.TLSTimeout), open: make(map[*line]struct{})}
}

type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// over returns dial with its connections among the lines.
func (l *lines) over(dial dialFunc) dialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		n := &line{Conn: conn, lines: l}
		n.use()
		l.add(n)
		return n, nil
	}
}

func (l *lines) add(n *line) {
	l.mu.Lock()
	l.open[n] = struct{}{}
	var quietest *line
	if len(l.open) > l.most {
		least := time.Now().Add(-l.quiet).UnixNano()
		for o := range l.open {
			if used := o.used.Load(); used < least {
				quietest, least = o, used
			}
		}
	}
	l.mu.Unlock()
	if quietest != nil {
		quietest.Close()
	}
}

func (n *line) use() { n.used.Store(time.Now().UnixNano()) }

// Read notes that the line is in use.
func (n *line) Read(b []byte) (int, error) {
	k, err := n.Conn.Read(b)
	n.use()
	return k, err
}

// Write notes that the line is in use.
func (n *line) Write(b []byte) (int, error) {
	n.use()
	return n.Conn.Write(b)
}

// Close hangs up.
func (n *line) Close() error {
	n.lines.mu.Lock()
	delete(n.lines.open, n)
	n.lines.mu.Unlock()
	return n.Conn.Close()
}
