package storetest

import (
	"net"
	"net/url"
	"sync"
	"testing"
	"time"
)

// A Proxy is a way to a server on which everything can go wrong that a network
// does: it is slow, it breaks off, it swallows what it is given. For these three,
// Shopify/toxiproxy would do as well, and bring some fifteen modules with it.
type Proxy struct {
	listener net.Listener

	mu      sync.Mutex
	target  string
	latency time.Duration // on the way there, and on the way back
	hole    bool
	opened  chan struct{} // closed when the hole is, or with the proxy
	conns   map[net.Conn]bool
	closed  bool

	wait sync.WaitGroup
}

// StartProxy listens on loopback, as a way to a host and port, until the test
// ends.
func StartProxy(t testing.TB, target string) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &Proxy{listener: l, target: target, opened: make(chan struct{}), conns: map[net.Conn]bool{}}
	p.wait.Go(p.serve)
	t.Cleanup(p.close)
	return p
}

// Addr returns the host and port where the proxy listens.
func (p *Proxy) Addr() string { return p.listener.Addr().String() }

// Before returns an URL by which its server is reached through the proxy.
func (p *Proxy) Before(t testing.TB, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.Host = p.Addr()
	return u.String()
}

// Aim makes another host and port the target of the connections to come, and
// breaks off those that are there.
func (p *Proxy) Aim(target string) {
	p.mu.Lock()
	p.target = target
	p.mu.Unlock()
	p.Reset()
}

// Delay makes everything take so long on the way there, and again on the way
// back.
func (p *Proxy) Delay(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.latency = d
}

// Reset breaks all connections off, with a reset rather than an end.
func (p *Proxy) Reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		if t, ok := c.(*net.TCPConn); ok {
			_ = t.SetLinger(0)
		}
		c.Close()
	}
}

// Hole makes the proxy a black hole: connections are taken, and nothing comes
// or goes on them, until Mend.
func (p *Proxy) Hole() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hole = true
}

// Mend ends the hole and the delay. What was swallowed stays so: connections
// that were there break off.
func (p *Proxy) Mend() {
	p.mu.Lock()
	p.latency, p.hole = 0, false
	close(p.opened)
	p.opened = make(chan struct{})
	p.mu.Unlock()
	p.Reset()
}

func (p *Proxy) close() {
	p.mu.Lock()
	p.closed = true
	close(p.opened)
	p.mu.Unlock()
	p.listener.Close()
	p.Reset()
	p.wait.Wait()
}

// serve takes connections until the proxy is closed.
func (p *Proxy) serve() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.wait.Go(func() { p.join(client) })
	}
}

// join joins a client with the server, until either breaks off.
func (p *Proxy) join(client net.Conn) {
	defer client.Close()
	if !p.keep(client) || !p.pause() {
		return
	}
	defer p.drop(client)
	p.mu.Lock()
	target := p.target
	p.mu.Unlock()
	server, err := net.Dial("tcp", target)
	if err != nil || !p.keep(server) {
		return
	}
	defer p.drop(server)
	defer server.Close()
	var back sync.WaitGroup
	back.Go(func() { p.pass(client, server) })
	p.pass(server, client)
	back.Wait()
}

// pass passes on what comes one way.
func (p *Proxy) pass(to, from net.Conn) {
	defer to.Close()
	defer from.Close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := from.Read(buffer)
		if !p.pause() {
			return
		}
		if _, failed := to.Write(buffer[:n]); err != nil || failed != nil {
			return
		}
	}
}

// pause waits for the delay. It is false where what was to be passed on is
// swallowed: there it returns once the hole is mended.
func (p *Proxy) pause() bool {
	p.mu.Lock()
	latency, hole, opened := p.latency, p.hole, p.opened
	p.mu.Unlock()
	if hole {
		<-opened
		return false
	}
	select {
	case <-time.After(latency):
		return true
	case <-opened:
		return false
	}
}

// keep notes a connection, unless the proxy is closed.
func (p *Proxy) keep(c net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.conns[c] = true
	return true
}

func (p *Proxy) drop(c net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, c)
}
