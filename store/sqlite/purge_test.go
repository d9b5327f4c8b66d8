package sqlite_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestPurgedFileGetsSmaller purges most of a file, which has less to take from
// the disk then.
func TestPurgedFileGetsSmaller(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rasad.db")
	size := func() int64 {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	s := openAt(t, path)
	press := storetest.NewPress(3)
	for i := range 400 {
		if _, err := s.Claim(t.Context(), press.Claim(i, time.Now().Add(time.Duration(i-400)*time.Hour))); err != nil {
			t.Fatal(err)
		}
	}
	s.Close() // which brings all of it into the file
	before := size()
	s = openAt(t, path)
	done, err := s.Purge(t.Context(), news.Keep{Articles: 48 * time.Hour})
	if err != nil || done.Articles < 300 || done.Bytes < before/2 {
		t.Errorf("Purge = %+v, %v, want most of %d bytes", done, err, before)
	}
	s.Close()
	if after := size(); after > before/2 {
		t.Errorf("the file takes %d bytes after the purge, %d before", after, before)
	}
}

// TestPurgeNeedsNoIndex purges where the search index is damaged, and where it
// cannot be: what is too old goes all the same.
func TestPurgeNeedsNoIndex(t *testing.T) {
	const old = 450
	for name, c := range map[string]struct {
		harm func(t *testing.T, index string)
		told string // by the error of Purge
	}{
		"damaged": {harm: func(t *testing.T, index string) {
			for _, row := range rowsOf(t, index, `SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_articles_1'`) {
				spoil(t, index, (int(row[0].(int64))-1)*4096, 4096)
			}
		}},
		"a folder": {told: "search index", harm: func(t *testing.T, index string) {
			if err := errors.Join(os.Remove(index), os.MkdirAll(filepath.Join(index, "inside"), 0o700)); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "rasad.db")
			archiveOld(t, path, old)
			c.harm(t, path+".search")
			s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			done, err := s.Purge(t.Context(), news.Keep{Articles: 30 * 24 * time.Hour})
			if done.Articles != old {
				t.Errorf("Purge = %+v, %v, want %d articles", done, err, old)
			}
			if (c.told == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), c.told) {
				t.Errorf("Purge says %v, want something of %q", err, c.told)
			}
		})
	}
}

// archiveOld makes a store with so many old articles and a new one, all of which
// are in its search index.
func archiveOld(t *testing.T, path string, old int) {
	t.Helper()
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := range old + 1 {
		c := claimOf(fmt.Sprint("b", i))
		c.Matches, c.Article.Published = nil, time.Now()
		if i < old {
			c.Article.Published = time.Now().AddDate(0, 0, -100)
		}
		if _, err := s.Claim(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	for left := int64(1); left > 0; {
		found, err := s.Search(t.Context(), news.Search{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		left = found.Left
	}
}

// TestForgottenKeysLeaveTheFile marks more keys than a step of a purge looks at,
// of which one in a hundred is looked up again.
func TestForgottenKeysLeaveTheFile(t *testing.T) {
	const n = 12_000
	clock := storetest.NewClock()
	path := filepath.Join(t.TempDir(), "rasad.db")
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{Clock: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var keys, some []string
	for i := range n {
		keys = append(keys, fmt.Sprint("https://outlet.example/news/", i))
		if i%100 == 0 {
			some = append(some, keys[i])
		}
	}
	if err := s.MarkSeen(t.Context(), keys); err != nil {
		t.Fatal(err)
	}
	spend(t, s, clock.Advance, 40)
	wantSeen(t, s, some, len(some))
	spend(t, s, clock.Advance, 40)
	done, err := s.Purge(t.Context(), news.Keep{})
	if err != nil || done.Bytes < 20*n {
		t.Errorf("Purge = %+v, %v, want 20 bytes a key", done, err)
	}
	wantSeen(t, s, keys, len(some))
	wantSeen(t, s, some, len(some))
	if c, err := s.Counts(t.Context()); c.Seen != int64(len(some)) || err != nil {
		t.Errorf("Counts = %+v, %v, want %d seen", c, err, len(some))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if wrong, err := store.Check(t.Context(), "sqlite:"+path); err != nil || wrong != nil {
		t.Errorf("Check = %q, %v", wrong, err)
	}
}

// spend lets days go by, on each of which something else is looked up.
func spend(t *testing.T, s store.Store, advance func(time.Duration), days int) {
	t.Helper()
	for range days {
		advance(24 * time.Hour)
		wantSeen(t, s, []string{"something else"}, 0)
	}
}

// wantSeen checks how many of some keys have been seen.
func wantSeen(t *testing.T, s store.Store, keys []string, want int) {
	t.Helper()
	seen, err := s.Seen(t.Context(), keys)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, yes := range seen {
		if yes {
			n++
		}
	}
	if n != want {
		t.Errorf("%d of %d keys have been seen, want %d", n, len(keys), want)
	}
}
