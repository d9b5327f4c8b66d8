//go:build unix

package chaos_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// storm claims article after article from several callers for ever, each until
// its claim has returned, and prints the ID of each then.
func storm(o orders) error {
	ctx := context.Background()
	s, err := store.Open(ctx, o.Store, store.Config{})
	if err != nil {
		return err
	}
	var mu sync.Mutex
	var callers sync.WaitGroup
	for caller := range 8 {
		callers.Go(func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%d-%d-%d", os.Getpid(), caller, i)
				for _, err := s.Claim(ctx, claimOf(id)); err != nil; _, err = s.Claim(ctx, claimOf(id)) {
					time.Sleep(10 * time.Millisecond)
				}
				mu.Lock()
				fmt.Println(id)
				mu.Unlock()
			}
		})
	}
	callers.Wait()
	return nil
}

func claimOf(id string) news.Claim {
	return news.Claim{
		Keys:    []string{id},
		Article: news.Article{ID: id, Body: strings.Repeat(id, 50)},
		Matches: []news.Match{{Topic: topic}},
	}
}

// acknowledged is what storms were told is durable.
type acknowledged struct {
	mu      sync.Mutex
	changed chan struct{} // closed, and made anew, with every claim
	all     []claimed
}

type claimed struct {
	id string
	at time.Time
}

func newAcknowledged() *acknowledged { return &acknowledged{changed: make(chan struct{})} }

// follow reads what a storm prints. What follows the last newline was cut off
// by a kill.
func (a *acknowledged) follow(out io.Reader) {
	for lines := bufio.NewReader(out); ; {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		a.mu.Lock()
		a.all = append(a.all, claimed{strings.TrimSpace(line), time.Now()})
		close(a.changed)
		a.changed = make(chan struct{})
		a.mu.Unlock()
	}
}

// await waits for n more, and returns how many there are.
func (a *acknowledged) await(t testing.TB, n int) int {
	t.Helper()
	late := time.After(patience)
	for goal := -1; ; {
		a.mu.Lock()
		got, changed := len(a.all), a.changed
		a.mu.Unlock()
		if goal < 0 {
			goal = got + n
		}
		if got >= goal {
			return got
		}
		select {
		case <-changed:
		case <-late:
			t.Fatalf("only %d claims, not %d, within %v", got, goal, patience)
		}
	}
}

// gap returns the longest time between two of them.
func (a *acknowledged) gap() time.Duration {
	longest := time.Duration(0)
	for i := range max(0, len(a.all)-1) {
		longest = max(longest, a.all[i+1].at.Sub(a.all[i].at))
	}
	return longest
}

// lost counts those, from one on, that a store does not know, and checks that
// what it knows is whole.
func (a *acknowledged) lost(t testing.TB, s store.Store, from int) int {
	t.Helper()
	lost := 0
	for _, c := range a.all[from:] {
		switch _, found, err := s.Archived(t.Context(), c.id); {
		case err != nil:
			t.Fatal(err)
		case !found:
			lost++
		}
	}
	c, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if c.Seen != c.Articles || c.Outbox != c.Articles {
		t.Errorf("Counts = %+v, want as many seen, archived and in the outbox", c)
	}
	return lost
}

// rage starts a storm over a store. What it is told comes to a.
func rage(t testing.TB, address string, a *acknowledged) *process {
	t.Helper()
	out, in := io.Pipe()
	go a.follow(out)
	p := launch(t, orders{Storm: true, Store: address}, in)
	go func() {
		<-p.end
		in.Close()
	}()
	return p
}

// TestKilledFile kills the process that claims in a file.
func TestKilledFile(t *testing.T) {
	t.Parallel()
	address := "sqlite:" + filepath.Join(t.TempDir(), "rasad.db")
	a, kills := newAcknowledged(), times(5, 200)
	checked := 0
	for kill := range kills {
		p := rage(t, address, a)
		a.await(t, 1+kill*37%400)
		p.kill()
		s := openWell(t, address)
		a.mu.Lock()
		if n := a.lost(t, s, checked); n > 0 {
			t.Errorf("%d lost by one kill", n)
		}
		checked = len(a.all)
		a.mu.Unlock()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	s := openWell(t, address)
	defer s.Close()
	table.add(t, row{fault: "process killed while it claims", engine: "SQLite", times: kills,
		counted: len(a.all), what: "claims", lost: a.lost(t, s, 0), gap: a.gap()})
}

func openWell(t testing.TB, address string) store.Store {
	t.Helper()
	s, err := store.Open(context.WithoutCancel(t.Context()), address, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestKilledServer kills the server under a worker and under a storm, in both
// ways in which a server writes its file through.
func TestKilledServer(t *testing.T) {
	t.Parallel()
	for _, fsync := range []string{"always", "everysec"} {
		t.Run(fsync, func(t *testing.T) {
			t.Parallel()
			server := storetest.StartRedis(t, "appendfsync "+fsync)
			w := newWorld(t, "Redis, "+fsync, server.Address())
			w.besiege("server killed", server.Address(), times(2, 20), func() {
				server.Kill()
				server.Restart(t)
			})
		})
	}
}

// besiege has a worker and a storm go on, each over a store of its own, while
// something strikes their server so often.
func (w *world) besiege(fault, storms string, strikes int, strike func()) {
	w.Helper()
	a := newAcknowledged()
	p, s := w.start(orders{}), rage(w.T, storms, a)
	var struck []time.Time
	for range strikes {
		a.await(w.T, 200)
		w.arrive(p, 3*readers)
		struck = append(struck, time.Now())
		strike()
	}
	a.await(w.T, 200)
	s.kill()
	w.finish(p, 10)
	books := openWell(w.T, storms)
	defer books.Close()
	a.mu.Lock()
	defer a.mu.Unlock()
	lost := a.lost(w.T, books, 0)
	late := strings.HasSuffix(w.engine, "everysec") && lost > 0 && a.lostLate(w.T, books, struck)
	table.add(w.T, row{fault: fault + " under many claims", engine: w.engine, times: strikes,
		counted: len(a.all), what: "claims", lost: lost, late: late, gap: a.gap()})
	if late {
		w.Log("the disk was too slow for the server: what came of the alerts says nothing")
		return
	}
	w.report(fault+" under a worker", strikes, strikes*readers)
}

// lostLate reports whether all that is lost was acknowledged in the last moment
// before a strike. A server that writes through every second lets its answers
// go ahead of its file for two seconds while the disk is busy.
func (a *acknowledged) lostLate(t testing.TB, s store.Store, struck []time.Time) bool {
	t.Helper()
	const moment = 3 * time.Second
	for _, c := range a.all {
		_, found, err := s.Archived(t.Context(), c.id)
		if err != nil {
			t.Fatal(err)
		}
		late := func(at time.Time) bool { return c.at.After(at.Add(-moment)) && c.at.Before(at.Add(moment)) }
		if !found && !slices.ContainsFunc(struck, late) {
			return false
		}
	}
	return true
}
