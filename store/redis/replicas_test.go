package redis_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// wantDisbelieved claims an article and checks that this is not taken for done
// before the clock says that whoever has left is dead.
func wantDisbelieved(t *testing.T, s store.Store, clock *storetest.Clock, id string) {
	t.Helper()
	hasty, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if v, err := s.Claim(hasty, claimOf(id)); err == nil {
		t.Errorf("Claim = %v, want an error", v)
	}
	clock.Advance(time.Minute)
	if _, err := s.Claim(t.Context(), claimOf(id)); err != nil {
		t.Errorf("Claim a minute later = %v", err)
	}
}

// TestAFreshProcessKnowsWhoLeaves makes masters of both replicas, one after the
// other, each before a process has written anything.
func TestAFreshProcessKnowsWhoLeaves(t *testing.T) {
	master, clock := storetest.StartRedis(t), storetest.NewClock()
	replicas := []*storetest.Server{storetest.StartReplica(t, master), storetest.StartReplica(t, master)}
	master.AwaitReplicas(t, 2)
	for i, chosen := range replicas {
		s := open(t, master.URL(), store.Config{Clock: clock.Now})
		defer s.Close()
		chosen.Do(t, "REPLICAOF", "NO", "ONE")
		master.AwaitReplicas(t, 1-i)
		wantDisbelieved(t, s, clock, fmt.Sprint("of replica ", i))
	}
}

// TestANewMasterIsGivenTimeToBeFollowed kills a master, whose replica becomes one
// that nobody follows yet.
func TestANewMasterIsGivenTimeToBeFollowed(t *testing.T) {
	master, clock := storetest.StartRedis(t), storetest.NewClock()
	chosen := storetest.StartReplica(t, master)
	way := storetest.StartProxy(t, master.Host())
	s := open(t, way.Before(t, master.URL()), store.Config{Clock: clock.Now})
	defer s.Close()
	if _, err := s.Claim(t.Context(), claimOf("before")); err != nil {
		t.Fatal(err)
	}
	master.Kill()
	chosen.Do(t, "REPLICAOF", "NO", "ONE")
	way.Aim(chosen.Host())
	wantDisbelieved(t, s, clock, "after")
}

// A gate is a way to a server on which something can happen right before it is
// asked for the replicas that it has.
type gate struct {
	listener net.Listener
	mu       sync.Mutex
	passes   int    // how often it is asked before something happens
	happens  func() // nil if nothing does
	wait     sync.WaitGroup
}

// openGate starts a way to a server.
func openGate(t *testing.T, server string) *gate {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{listener: l}
	t.Cleanup(func() { l.Close(); g.wait.Wait() })
	g.wait.Go(func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			to, err := net.Dial("tcp", server)
			if err != nil {
				client.Close()
				continue
			}
			g.wait.Go(func() { g.ask(to, client) })
			g.wait.Go(func() { io.Copy(client, to); client.Close() })
		}
	})
	return g
}

// ask passes on what a client asks.
func (g *gate) ask(server, client net.Conn) {
	defer server.Close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := client.Read(buffer)
		text := buffer[:n]
		if at := bytes.Index(text, []byte("*2\r\n$4\r\ninfo\r\n")); at >= 0 {
			server.Write(text[:at])
			text = text[at:]
			g.pass()
		}
		if _, werr := server.Write(text); err != nil || werr != nil {
			return
		}
	}
}

// pass has happen what is to happen, once.
func (g *gate) pass() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.happens == nil {
		return
	}
	if g.passes--; g.passes < 0 {
		g.happens()
		g.happens = nil
	}
}

// before has something happen before the server is asked once more after some times.
func (g *gate) before(passes int, happens func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.passes, g.happens = passes, happens
}

// TestADemotedServerConfirmsNothing makes a replica of a server that has none,
// between what is written and its confirmation.
func TestADemotedServerConfirmsNothing(t *testing.T) {
	server := storetest.StartRedis(t)
	g := openGate(t, server.Host())
	s := open(t, "redis://"+g.listener.Addr().String()+"/0", store.Config{})
	defer s.Close()
	if _, err := s.Claim(t.Context(), claimOf("before")); err != nil {
		t.Fatal(err)
	}
	g.before(0, func() { server.Do(t, "REPLICAOF", "127.0.0.1", "1") })
	hasty, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if v, err := s.Claim(hasty, claimOf("after")); err == nil {
		t.Errorf("Claim of a server that was demoted = %v, want an error", v)
	}
	server.Do(t, "REPLICAOF", "NO", "ONE")
	if v, err := s.Claim(t.Context(), claimOf("after")); v == news.New && err == nil {
		t.Error("the claim was not written before: nothing was proven")
	}
}

// TestWhoLeavesWithinABatchIsKnown has a process write for the first time since the
// server began a new history, and one of its two replicas leave meanwhile.
func TestWhoLeavesWithinABatchIsKnown(t *testing.T) {
	master, clock := storetest.StartRedis(t, "enable-debug-command yes"), storetest.NewClock()
	g := openGate(t, master.Host())
	s := open(t, "redis://"+g.listener.Addr().String()+"/0", store.Config{Clock: clock.Now})
	defer s.Close()
	if _, err := s.Claim(t.Context(), claimOf("before")); err != nil {
		t.Fatal(err)
	}
	chosen := storetest.StartReplica(t, master)
	storetest.StartReplica(t, master)
	master.Do(t, "DEBUG", "CHANGE-REPL-ID")
	master.AwaitReplicas(t, 2)
	g.before(1, func() {
		chosen.Do(t, "REPLICAOF", "NO", "ONE")
		master.AwaitReplicas(t, 1)
	})
	wantDisbelieved(t, s, clock, "after")
}
