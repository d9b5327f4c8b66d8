package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

const watchedConfig = "sources: [{id: a, name: A, url: https://a.example/feed}]\n" +
	"concepts: [%s]\ntopics: [{id: bombs, name: {en: Bombs}, any: [bomb]}]\n"

// watched returns a service over a store, with its configuration file and its
// log.
func watched(t testing.TB, books store.Store, concepts string) (s *service, path string, log *bytes.Buffer) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, fmt.Appendf(nil, watchedConfig, concepts), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := loadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	log = &bytes.Buffer{}
	s, err = newService(cfg, books, serviceOptions{Roles: []string{roleWatch}, Logger: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return s, path, log
}

func openBooks(t testing.TB, address string) store.Store {
	t.Helper()
	books, err := store.Open(context.Background(), address, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { books.Close() })
	return books
}

func sqliteAddress(t testing.TB) string {
	return "sqlite:" + filepath.Join(t.TempDir(), "rasad.db")
}

// save saves a watch of a chat.
func save(t testing.TB, books store.Store, id string, chat int64, query string) {
	t.Helper()
	w := news.Watch{ID: id, Recipient: news.Recipient{Chat: chat}, Query: query}
	if err := books.PutWatch(context.Background(), w); err != nil {
		t.Fatal(err)
	}
}

// wantFinds checks which topics an article of some rivers meets.
func wantFinds(t testing.TB, s *service, want ...string) {
	t.Helper()
	got := s.live.Find(&news.Article{Lang: "en", Body: "Of the Danube, the Rhine, the Nile and the Volga."}, nil)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("Find = %v, want %v", got, want)
	}
}

// TestAWatchIsToldToItsChatAlone takes articles from a saved watch to its
// delivery: at once when it is saved, edited and deleted in the process.
func TestAWatchIsToldToItsChatAlone(t *testing.T) {
	ctx := t.Context()
	s, _, _ := watched(t, openBooks(t, sqliteAddress(t)), "")
	books, told := s.botBooks(), 0
	want := func(body string, want ...string) {
		t.Helper()
		told++
		a := news.Article{URL: fmt.Sprint("https://a.example/", told), Lang: "en", Body: body}
		if _, err := s.desk.Handle(ctx, a, nil); err != nil {
			t.Fatal(err)
		}
		if err := s.desk.Drain(ctx); err != nil {
			t.Fatal(err)
		}
		ds, err := s.store.Reserve(ctx, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range ds {
			got = append(got, fmt.Sprintf("%d%v", d.Chat, d.Topics))
			if err := s.store.Finish(ctx, d.ID, 1); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q is told to %v, want %v", body, got, want)
		}
	}
	subscription := news.Subscription{Recipient: news.Recipient{Chat: 3}, Topic: "bombs"}
	if err := books.PutSubscription(ctx, subscription); err != nil {
		t.Fatal(err)
	}
	save(t, books, "w1", 1, "Danube")
	save(t, books, "w2", 2, "Rhine")
	want("A bomb in the Danube.", "1[watch:w1]", "3[bombs]")
	save(t, books, "w1", 1, "Volga")
	want("Of the Danube, and the Rhine.", "2[watch:w2]")
	want("Of the Volga.", "1[watch:w1]")
	if _, err := books.DeleteWatch(ctx, 1, "w1"); err != nil {
		t.Fatal(err)
	}
	if err := books.Forget(ctx, 2); err != nil {
		t.Fatal(err)
	}
	want("Of the Volga, and the Rhine.")
}

// TestWatchesOfOtherProcessesAreFollowed has a process whose list runs and
// watches that come to the store past it.
func TestWatchesOfOtherProcessesAreFollowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		books, err := store.Open(context.Background(), sqliteAddress(t), store.Config{})
		if err != nil {
			t.Fatal(err)
		}
		defer books.Close()
		for i := range 100 {
			save(t, books, fmt.Sprint("old", i), 1, "Thames")
		}
		s, _, _ := watched(t, books, "")
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			if err := s.watches.run(ctx); err != nil {
				t.Error(err)
			}
		})
		defer wg.Wait()
		defer cancel()
		step := func(want ...string) {
			t.Helper()
			time.Sleep(time.Second)
			synctest.Wait()
			wantFinds(t, s, want...)
		}
		save(t, books, "w1", 1, "Danube")
		save(t, books, "old7", 1, "Rhine")
		step("watch:old7", "watch:w1")
		if _, err := books.DeleteWatch(ctx, 1, "old7"); err != nil {
			t.Fatal(err)
		}
		save(t, books, "w1", 1, "Nile")
		step("watch:w1")
		save(t, books, "w1", 1, "Thames")
		step()
	})
}

// TestTwoProcessesShareTheirWatches saves in one what the other matches, over
// one server.
func TestTwoProcessesShareTheirWatches(t *testing.T) {
	address := storetest.Redis(t).Address()
	one, _, _ := watched(t, openBooks(t, address), "")
	other, _, _ := watched(t, openBooks(t, address), "")
	save(t, one.botBooks(), "w1", 1, "Danube")
	save(t, other.botBooks(), "w2", 2, "Rhine")
	for _, s := range []*service{one, other} {
		if err := s.watches.catchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantFinds(t, s, "watch:w1", "watch:w2")
	}
}

// TestAnUnreadableWatchHarmsNoOther holds that it is left out, told of once,
// and back when its query can be read.
func TestAnUnreadableWatchHarmsNoOther(t *testing.T) {
	for _, many := range []int{0, 100} { // few and many are added in different ways
		t.Run(fmt.Sprint(many), func(t *testing.T) {
			books := openBooks(t, sqliteAddress(t))
			save(t, books, "good", 1, "Danube")
			save(t, books, "bad", 2, `Rhine AND (`)
			save(t, books, "concept", 3, "@river")
			for i := range many {
				save(t, books, fmt.Sprint("other", i), 4, "Thames")
			}
			s, path, log := watched(t, books, "")
			catchUp := func() {
				t.Helper()
				if err := s.watches.catchUp(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			catchUp()
			wantFinds(t, s, "watch:good")
			if got := strings.Count(log.String(), "a watch is left out"); got != 2 || !strings.Contains(log.String(), "watch=bad chat=2") {
				t.Errorf("the log tells %s, want both that are left out", log)
			}
			save(t, books, "good", 1, `Danube AND (`)
			catchUp()
			wantFinds(t, s)
			save(t, books, "good", 1, "Nile")
			save(t, books, "bad", 2, "Rhine")
			catchUp()
			wantFinds(t, s, "watch:bad", "watch:good")
			log.Reset()
			for range 2 {
				if err := os.WriteFile(path, fmt.Appendf(nil, watchedConfig, "{id: river, aliases: [Volga]}"), 0o600); err != nil {
					t.Fatal(err)
				}
				if _, err := s.reload(path); err != nil {
					t.Fatal(err)
				}
				wantFinds(t, s, "watch:bad", "watch:concept", "watch:good")
			}
			if strings.Contains(log.String(), "left out") {
				t.Errorf("the log tells %s, want nothing", log)
			}
		})
	}
}

// TestAStartKnowsAllWatches holds what a process finds that starts with
// thousands of watches against what one finds that was told of each.
func TestAStartKnowsAllWatches(t *testing.T) {
	const watches = 500
	books := openBooks(t, sqliteAddress(t))
	told, _, _ := watched(t, books, "")
	saveMany(t, told.botBooks(), watches)
	started, _, _ := watched(t, books, "")
	if err := started.watches.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	found := 0
	for i := range 50 {
		a := &news.Article{Lang: "en", Body: textOf(i)}
		want, got := told.live.Find(a, nil), started.live.Find(a, nil)
		slices.Sort(want)
		slices.Sort(got)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("Find = %v, want %v", got, want)
		}
		found += len(got)
	}
	if found == 0 {
		t.Error("no watch was found: the articles prove nothing")
	}
}

// saveMany saves watches of different queries, each of another chat.
func saveMany(t testing.TB, books store.Store, n int) {
	const writers = 64
	var wg sync.WaitGroup
	for first := range writers {
		wg.Go(func() {
			for i := first; i < n; i += writers {
				w := news.Watch{ID: fmt.Sprint("w", i), Recipient: news.Recipient{Chat: int64(i + 1)}}
				w.Query = fmt.Sprintf("(%s OR %s) AND %s", word(i*31), word(i*17+5), word(i*7))
				if err := books.PutWatch(context.Background(), w); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// word returns one of twenty thousand words.
func word(i int) string {
	const letters = "bcdfghjklmnpqrstvwxz"
	i %= 20000
	return string([]byte{letters[i%20], 'a', letters[i/20%20], 'o', letters[i/400%20], 'u', letters[i/8000%20]})
}

// textOf returns a text of many words.
func textOf(seed int) string {
	var b strings.Builder
	for i := range 400 {
		b.WriteString(word(seed*977+i*i) + " ")
	}
	return b.String()
}
