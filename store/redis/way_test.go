package redis_test

import (
	"net"
	"sync"
	"testing"
)

// A way leads to a server. When it is cut, what is sent goes nowhere, and
// neither end is told.
type way struct {
	listener net.Listener
	server   string
	mu       sync.Mutex
	ends     []net.Conn
	isCut    bool
	wait     sync.WaitGroup
}

// startWay starts a way to a server, which ends with the test.
func startWay(t testing.TB, server string) *way {
	t.Helper()
	w := &way{server: server}
	var err error
	if w.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	w.wait.Go(w.serve)
	t.Cleanup(func() {
		w.listener.Close()
		w.mu.Lock()
		for _, end := range w.ends {
			end.Close()
		}
		w.mu.Unlock()
		w.wait.Wait()
	})
	return w
}

func (w *way) port() string {
	_, port, _ := net.SplitHostPort(w.listener.Addr().String())
	return port
}

// cut makes a black hole of the way, for those on it and those to come.
func (w *way) cut() {
	w.mu.Lock()
	w.isCut = true
	w.mu.Unlock()
}

// heal lets those pass again who come from now on.
func (w *way) heal() {
	w.mu.Lock()
	w.isCut = false
	w.mu.Unlock()
}

func (w *way) serve() {
	for {
		client, err := w.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", w.server)
		if err != nil {
			client.Close()
			continue
		}
		w.mu.Lock()
		w.ends = append(w.ends, client, server)
		w.mu.Unlock()
		w.wait.Go(func() { w.pass(client, server) })
		w.wait.Go(func() { w.pass(server, client) })
	}
}

// pass copies from one end to the other as long as the way is whole, and
// nothing of what is read once it is cut.
func (w *way) pass(from, to net.Conn) {
	defer to.Close()
	buffer := make([]byte, 1<<16)
	lost := false
	for {
		n, err := from.Read(buffer)
		w.mu.Lock()
		lost = lost || w.isCut
		w.mu.Unlock()
		if err != nil {
			return
		}
		if lost {
			continue
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}
