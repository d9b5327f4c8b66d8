package fetch

import (
	"context"
	"crypto/tls"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// lines are the connections of a client. When there are more than most, those
// that have been quiet longest are hung up. The bound of net/http would not do:
// it closes those of HTTP/1, and of HTTP/2 it only forgets them, so that they
// stay open until their time is over.
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
	heard atomic.Int64 // when something came
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

// lineOf returns the line under a connection of net/http, nil if it is none.
func lineOf(conn net.Conn) *line {
	for {
		switch c := conn.(type) {
		case *line:
			return c
		case *tls.Conn:
			conn = c.NetConn()
		default:
			return nil
		}
	}
}

// suspect hangs a line up on which nothing was heard since. HTTP/2 would go on
// to use one that is dead, as it puts all requests on it.
func (n *line) suspect(since time.Time) {
	if n != nil && n.heard.Load() < since.UnixNano() {
		n.Close()
	}
}

func (n *line) use() { n.used.Store(time.Now().UnixNano()) }

// Read notes that the line is in use.
func (n *line) Read(b []byte) (int, error) {
	k, err := n.Conn.Read(b)
	if n.use(); k > 0 {
		n.heard.Store(n.used.Load())
	}
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
