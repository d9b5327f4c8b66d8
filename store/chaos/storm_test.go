//go:build unix

package chaos_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
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

// awaitFor waits until there are claims for so long.
func (a *acknowledged) awaitFor(t testing.TB, d time.Duration) {
	t.Helper()
	for begun := time.Now(); time.Since(begun) < d; {
		a.await(t, 1)
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

// lost returns the places of those, from one on, that a store does not know, and
// checks that what it knows is whole.
func (a *acknowledged) lost(t testing.TB, s store.Store, from int) []int {
	t.Helper()
	var lost []int
	for i, c := range a.all[from:] {
		switch _, found, err := s.Archived(t.Context(), c.id); {
		case err != nil:
			t.Fatal(err)
		case !found:
			lost = append(lost, from+i)
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
		if lost := a.lost(t, s, checked); len(lost) > 0 {
			t.Errorf("%d lost by one kill", len(lost))
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
		counted: len(a.all), what: "claims", lost: len(a.lost(t, s, 0)), gap: a.gap()})
}

func openWell(t testing.TB, address string) store.Store {
	t.Helper()
	s, err := store.Open(context.WithoutCancel(t.Context()), address, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
