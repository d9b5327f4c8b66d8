package search_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/sqlite/search"
)

// A spoilt archive is one of whose methods one meets damage of the archive's own file.
type spoilt struct {
	*archive
	method string
	why    error
	met    atomic.Int64
}

func (s *spoilt) meet(method string) error {
	if s.method != method {
		return nil
	}
	s.met.Add(1)
	return s.why
}

func (s *spoilt) Name(ctx context.Context) (string, error) {
	name, err := s.archive.Name(ctx)
	return name, errors.Join(err, s.meet("Name"))
}

func (s *spoilt) LastClaim(ctx context.Context) (int64, error) {
	last, err := s.archive.LastClaim(ctx)
	return last, errors.Join(err, s.meet("LastClaim"))
}

func (s *spoilt) Claimed(ctx context.Context, after int64, limit int) ([]search.Claimed, int64, error) {
	articles, reached, err := s.archive.Claimed(ctx, after, limit)
	return articles, reached, errors.Join(err, s.meet("Claimed"))
}

func (s *spoilt) Purges(ctx context.Context) (int64, error) {
	n, err := s.archive.Purges(ctx)
	return n, errors.Join(err, s.meet("Purges"))
}

func (s *spoilt) Missing(ctx context.Context, ids []string) ([]string, error) {
	missing, err := s.archive.Missing(ctx, ids)
	return missing, errors.Join(err, s.meet("Missing"))
}

func (s *spoilt) All(ctx context.Context, ids []string) ([]news.Archived, error) {
	articles, err := s.archive.All(ctx, ids)
	return articles, errors.Join(err, s.meet("All"))
}

// TestDamageOfTheArchiveIsNotTheIndexs has an archive meet damage of its own file:
// the index, which is sound, stays as it is, and the damage is told.
func TestDamageOfTheArchiveIsNotTheIndexs(t *testing.T) {
	why := notADatabase(t)
	for _, method := range []string{"Name", "LastClaim", "Claimed", "Purges", "Missing", "All"} {
		t.Run(method, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "x.search")
				a := &archive{name: "one"}
				a.claim("a", "b")
				x := open(t, path, a)
				found(t, x, "blast")
				if err := x.Close(); err != nil {
					t.Fatal(err)
				}
				before := epochOf(t, look(t, path))
				if method != "All" { // which a follower does not ask
					a.claim("c")
				}
				a.purges++
				if method == "Purges" || method == "Missing" {
					takeIn(t, path, a)
				}
				s := &spoilt{archive: a, method: method, why: why}
				x = search.New(path, s, 0)
				defer x.Close()
				x.Kick()
				time.Sleep(time.Minute)
				_, err := x.Search(t.Context(), news.Search{Limit: 9})
				if method == "Missing" {
					err = x.Forget(t.Context(), []string{"a"})
				}
				if method != "Purges" && !errors.Is(err, why) {
					t.Errorf("the damage is told as %v, want %v", err, why)
				}
				if n := s.met.Load(); n == 0 || n > 9 {
					t.Errorf("%s was asked %d times, want a few", method, n)
				}
				if after := epochOf(t, look(t, path)); after != before {
					t.Error("the index was made anew")
				}
			})
		})
	}
}

// takeIn brings an index up to date, without what was purged.
func takeIn(t *testing.T, path string, a *archive) {
	t.Helper()
	x := search.New(path, a, 0)
	found(t, x, "blast")
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}

// notADatabase returns what SQLite says of a file that is none.
func notADatabase(t *testing.T) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "junk.db")
	if err := os.WriteFile(path, make([]byte, 4096), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.ExecContext(t.Context(), `CREATE TABLE a (b)`)
	if err == nil {
		t.Fatal("a file of zeros is a database")
	}
	return err
}
