package redis_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// A lossy is a way to a server that can swallow the answer to the next
// script, and break the connection instead.
type lossy struct {
	listener net.Listener
	server   string
	address  string // of the store, straight there
	armed    atomic.Bool
	lost     atomic.Int64
	wait     sync.WaitGroup
}

func (l *lossy) serve() {
	for {
		client, err := l.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", l.server)
		if err != nil {
			client.Close()
			continue
		}
		var swallow atomic.Bool
		l.wait.Go(func() { l.ask(client, server, &swallow) })
		l.wait.Go(func() { l.answer(server, client, &swallow) })
	}
}

// ask passes on what a client asks, and notes whose answer is to be lost.
func (l *lossy) ask(client, server net.Conn, swallow *atomic.Bool) {
	defer server.Close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := client.Read(buffer)
		if bytes.Contains(bytes.ToLower(buffer[:n]), []byte("evalsha")) && l.armed.CompareAndSwap(true, false) {
			swallow.Store(true)
		}
		if _, werr := server.Write(buffer[:n]); err != nil || werr != nil {
			return
		}
	}
}

// answer passes on what the server answers, until an answer is to be lost.
func (l *lossy) answer(server, client net.Conn, swallow *atomic.Bool) {
	defer client.Close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := server.Read(buffer)
		if swallow.Load() && n > 0 {
			l.lost.Add(1)
			return
		}
		if _, werr := client.Write(buffer[:n]); err != nil || werr != nil {
			return
		}
	}
}

// openLossy opens a store by a lossy way, its scripts loaded by a first use.
func openLossy(t *testing.T, log io.Writer) (*lossy, store.Store) {
	t.Helper()
	address := storetest.Redis(t).Address()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	l := &lossy{server: u.Host, address: address}
	if l.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	l.wait.Go(l.serve)
	t.Cleanup(l.wait.Wait)
	t.Cleanup(func() { l.listener.Close() })
	u.Host = l.listener.Addr().String()
	s := open(t, u.String(), store.Config{Logger: slog.New(slog.NewTextHandler(log, nil))})
	t.Cleanup(func() { s.Close() })
	first := news.Claim{Keys: []string{"first"}, Article: news.Article{ID: "first"}}
	if _, err := s.Claim(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Begin(t.Context(), 4711, 0); err != nil {
		t.Fatal(err)
	}
	return l, s
}

// TestLostAnswerChangesNothing breaks connections after the server has done
// what it was asked, so that the client has to ask again.
func TestLostAnswerChangesNothing(t *testing.T) {
	l, s := openLossy(t, io.Discard)
	l.armed.Store(true)
	c := news.Claim{Keys: []string{"k"}, Article: news.Article{ID: "a"}, Matches: []news.Match{{Topic: "terror"}}}
	if v, err := s.Claim(t.Context(), c); v != news.New || err != nil {
		t.Errorf("Claim whose answer was lost = %v, %v, want New", v, err)
	}
	if v, err := s.Claim(t.Context(), c); v != news.Duplicate || err != nil {
		t.Errorf("Claim of the same again = %v, %v, want Duplicate", v, err)
	}
	if err := s.Enqueue(t.Context(), "k", news.Delivery{Recipient: news.Recipient{Chat: 1}, Text: "x"}); err != nil {
		t.Fatal(err)
	}
	ds, err := s.Reserve(t.Context(), 1)
	if err != nil || len(ds) != 1 {
		t.Fatalf("Reserve = %v, %v, want one", ds, err)
	}
	l.armed.Store(true)
	if start, err := s.Begin(t.Context(), ds[0].ID, 0); start != news.Go || err != nil {
		t.Errorf("Begin whose answer was lost = %v, %v, want Go", start, err)
	}
	if ds, err = s.Reserve(t.Context(), 1); err != nil || len(ds) != 1 || ds[0].Attempts != 1 {
		t.Errorf("Reserve = %+v, %v, want one attempt", ds, err)
	}
	if start, err := s.Begin(t.Context(), ds[0].ID, 0); start != news.InDoubt || err != nil {
		t.Errorf("Begin of the same again = %v, %v, want InDoubt", start, err)
	}
	if got := l.lost.Load(); got != 2 {
		t.Errorf("%d answers were lost, want 2", got)
	}
}

// TestALossIsToldThoughTheAnswerIsLost deletes the record of what comes after a
// delivery, and breaks the connection over the answer that says so: the log tells all
// the same, and once.
func TestALossIsToldThoughTheAnswerIsLost(t *testing.T) {
	var log bytes.Buffer
	l, s := openLossy(t, &log)
	ids := alert(t, s, 1, "a0", "a1")
	if _, err := s.Reserve(t.Context(), 1); err != nil { // which loads its script
		t.Fatal(err)
	}
	if _, err := s.Begin(t.Context(), ids[0], 0); err != nil {
		t.Fatal(err)
	}
	do(t, admin(t, l.address), fmt.Sprint("DEL ", tag(t, l.address), "delivery:", ids[1]))
	if err := s.Finish(t.Context(), ids[0], 1); err != nil {
		t.Fatal(err)
	}
	l.armed.Store(true)
	for range 3 {
		if _, err := s.Reserve(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
	}
	if told := strings.Count(log.String(), fmt.Sprint("deliveries=[", ids[1], "]")); told != 1 || l.lost.Load() != 1 {
		t.Errorf("log = %s (%d answers were lost), want delivery %d told once", &log, l.lost.Load(), ids[1])
	}
}
