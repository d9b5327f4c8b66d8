package sqlite_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// claimer names the variable that makes the test binary claim for ever at the
// store of its value, instead of testing.
const claimer = "RASAD_TEST_CLAIMER"

func TestMain(m *testing.M) {
	if address := os.Getenv(claimer); address != "" {
		if err := claimForEver(address); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// claimForEver claims article after article from several callers, and prints
// the ID of each once its claim has returned.
func claimForEver(address string) error {
	s, err := store.Open(context.Background(), address, store.Config{})
	if err != nil {
		return err
	}
	failed := make(chan error)
	var mu sync.Mutex
	for caller := range 8 {
		go func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%d-%d-%d", os.Getpid(), caller, i)
				if v, err := s.Claim(context.Background(), claimOf(id)); err != nil || v != news.New {
					failed <- fmt.Errorf("claim %s: %v, %w", id, v, err)
				}
				mu.Lock()
				fmt.Println(id)
				mu.Unlock()
			}
		}()
	}
	return <-failed
}

func claimOf(id string) news.Claim {
	return news.Claim{
		Keys:    []string{id},
		Article: news.Article{ID: id, Body: strings.Repeat(id, 50)},
		Matches: []news.Match{{Topic: "terror"}},
	}
}

func TestKilledProcessLosesNothing(t *testing.T) {
	address := "sqlite:" + filepath.Join(t.TempDir(), "rasad.db")
	var acknowledged []string
	const rounds = 4
	for round := range rounds {
		acknowledged = append(acknowledged, killAfter(t, address, 100+150*round)...)
		s, err := store.Open(t.Context(), address, store.Config{})
		if err != nil {
			t.Fatalf("open after kill -9: %v", err)
		}
		for _, id := range acknowledged {
			if a, found, err := s.Archived(t.Context(), id); err != nil || !found || a.Article.ID != id {
				t.Fatalf("Archived(%s) = %v, %v, want what was acknowledged", id, found, err)
			}
		}
		c, err := s.Counts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if c.Seen != c.Articles || c.Outbox != c.Articles || int(c.Articles) < len(acknowledged) {
			t.Errorf("Counts = %+v, want as many seen, archived and in the outbox, at least %d", c, len(acknowledged))
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d kills, %d acknowledged claims, none lost", rounds, len(acknowledged))
}

// killAfter runs a claimer, kills it when it has acknowledged n claims, and
// returns all that it acknowledged.
func killAfter(t *testing.T, address string, n int) []string {
	t.Helper()
	return killWhen(t, address, func(acknowledged []string) bool { return len(acknowledged) >= n })
}

// killWhen runs a claimer, kills it once enough says so of what it has
// acknowledged, and returns all that it acknowledged.
func killWhen(t testing.TB, address string, enough func(acknowledged []string) bool) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), claimer+"="+address)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var ids []string
	killed := false
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // what follows the last newline was cut off by the kill
		}
		ids = append(ids, strings.TrimSpace(line))
		if !killed && enough(ids) {
			killed = true
			cmd.Process.Kill()
		}
	}
	cmd.Wait()
	if !killed {
		t.Fatalf("the claimer ended by itself after %d claims", len(ids))
	}
	return ids
}

// TestOneProcessAtATime opens what a live process holds.
func TestOneProcessAtATime(t *testing.T) {
	address := "sqlite:" + filepath.Join(t.TempDir(), "rasad.db")
	s, err := store.Open(t.Context(), address, store.Config{Clock: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), claimer+"="+address)
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "another process uses this database") {
		t.Errorf("a second process ended with %v and said %q, want that another process uses the database", err, out)
	}
}
