package search_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/sqlite/search"
)

// A growing archive is one in which somebody claims whenever one search asks for the
// last claim, after which something else is done.
type growing struct {
	*archive
	search atomic.Value // its context
	then   func()
}

func (g *growing) LastClaim(ctx context.Context) (int64, error) {
	last, err := g.archive.LastClaim(ctx)
	if ctx == g.search.Load() { // and not the follower
		g.claim("more")
		g.then()
	}
	return last, err
}

// TestABrokenOffSearchLeavesTheFile ends searches while they take in what was just
// claimed, by their context or by a panic that whoever asks recovers from: the next
// search goes well, and Close waits for nobody.
func TestABrokenOffSearchLeavesTheFile(t *testing.T) {
	g := &growing{archive: &archive{name: "one"}}
	g.claim("a")
	x := search.New(filepath.Join(t.TempDir(), "x.search"), g, 0)
	found(t, x, "blast")
	for call := range 3 {
		for _, panics := range []bool{false, true} {
			ctx, cancel := context.WithCancel(t.Context())
			calls := 0
			g.then = func() {
				switch calls++; {
				case calls <= call:
				case panics:
					panic(errBroken)
				default:
					cancel()
				}
			}
			g.search.Store(ctx)
			err := ask(ctx, x)
			cancel()
			if calls > call && err == nil {
				t.Errorf("Search that was broken off in call %d went well", call)
			}
			found(t, x, "blast")
		}
	}
	if err := x.Close(); err != nil {
		t.Error(err)
	}
}

var errBroken = errors.New("broken off")

// ask searches, and returns a panic as an error.
func ask(ctx context.Context, x *search.Index) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = p.(error)
		}
	}()
	_, err = x.Search(ctx, news.Search{Words: [][]string{{"blast"}}, Limit: 9})
	return err
}
