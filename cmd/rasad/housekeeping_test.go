package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// booksAt opens a store in a file.
func booksAt(t *testing.T, path string) store.Store {
	t.Helper()
	books, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return books
}

// archive claims an article of now.
func archive(t *testing.T, books store.Store, id string) {
	t.Helper()
	if _, err := books.Claim(t.Context(), news.Claim{Keys: []string{id}, Article: news.Article{ID: id, Title: id}}); err != nil {
		t.Fatal(err)
	}
}

func articles(t *testing.T, books store.Store) int64 {
	t.Helper()
	c, err := books.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c.Articles
}

// keepFor runs a housekeeper for some time.
func keepFor(t *testing.T, h *housekeeper, span time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), span)
	defer cancel()
	if err := h.run(ctx); err != nil && ctx.Err() == nil {
		t.Fatal(err)
	}
}

func tenDays(books store.Store, holder string) *housekeeper {
	h := newHousekeeper(books, holder, slog.New(slog.DiscardHandler))
	h.set(news.Keep{Articles: 10 * everyDay})
	h.indexed = true
	return h
}

// lastOf returns what a housekeeper knows of the last time.
func lastOf(t *testing.T, h *housekeeper) message.Housekeeping {
	t.Helper()
	last, err := h.last(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return last
}

// TestHousekeepingIsDoneOnceADay keeps house for weeks, with a restart and a time
// in which the service is down.
func TestHousekeepingIsDoneOnceADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "rasad.db")
		books := booksAt(t, path)
		archive(t, books, "a1")
		keepFor(t, tenDays(books, "one"), 9*everyDay+time.Hour)
		if n := articles(t, books); n != 1 {
			t.Errorf("%d articles on the ninth day, want 1", n)
		}
		last := lastOf(t, tenDays(books, "one"))
		if ago := time.Since(last.At); ago > everyDay || last.Err != "" {
			t.Errorf("the last time was %v ago, %q", ago, last.Err)
		}
		books.Close()
		time.Sleep(3 * everyDay) // down when the job is due
		books = booksAt(t, path)
		defer books.Close()
		keepFor(t, tenDays(books, "one"), 2*lookForJobs)
		if n := articles(t, books); n != 0 {
			t.Errorf("%d articles after the restart, want none", n)
		}
		last = lastOf(t, tenDays(books, "one"))
		if last.Purged.Articles != 1 || time.Since(last.At) > time.Hour {
			t.Errorf("last = %+v, want one article, now", last)
		}
	})
}

// TestAClockSetFarAheadRemovesNothing sets the clock ahead by more than a year
// while the service is down, and back again; then it is down as long. What is old
// in truth goes a day after it has started.
func TestAClockSetFarAheadRemovesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const leap = 400 * everyDay
		path := filepath.Join(t.TempDir(), "rasad.db")
		books := booksAt(t, path)
		archive(t, books, "a1")
		keepFor(t, tenDays(books, "one"), 2*everyDay)
		// By a clock that is right again, what was done then lies ahead.
		if err := tenDays(books, "one").remember(t.Context(), message.Housekeeping{At: time.Now().Add(leap)}); err != nil {
			t.Fatal(err)
		}
		keepFor(t, tenDays(books, "one"), 2*everyDay)
		if n := articles(t, books); n != 1 {
			t.Errorf("%d articles once the clock is right again, want 1", n)
		}
		books.Close()
		time.Sleep(leap) // as a clock that leaps: the job is overdue
		books = booksAt(t, path)
		defer books.Close()
		var log strings.Builder
		h := tenDays(books, "one")
		h.log = slog.New(slog.NewTextHandler(&log, nil))
		keepFor(t, h, everyDay-time.Hour)
		if n := articles(t, books); n != 1 {
			t.Errorf("%d articles on the first day, want 1", n)
		}
		if !strings.Contains(log.String(), "long ago by this clock") {
			t.Errorf("the log is %q, want that nothing was removed and why", log.String())
		}
		keepFor(t, h, 2*time.Hour)
		if n := articles(t, books); n != 0 {
			t.Errorf("%d articles a day later, want none", n)
		}
	})
}

// TestAClockThatLeapsIsDoubtedForADay sets the clock far ahead, twice, in a service
// one of whose chores fails at first: however often it is tried again, what is old
// by that clock goes a day after the last leap.
func TestAClockThatLeapsIsDoubtedForADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const leap = 400 * everyDay
		path := filepath.Join(t.TempDir(), "rasad.db")
		books := booksAt(t, path)
		archive(t, books, "a1")
		keepFor(t, tenDays(books, "one"), 2*everyDay)
		for range 2 {
			books.Close()
			time.Sleep(leap)
			books = booksAt(t, path)
			h := tenDays(books, "one")
			fails := 5
			h.chores = append(h.chores, chore{"test", func(context.Context, *message.Housekeeping) error {
				if fails--; fails >= 0 {
					return errors.New("no luck")
				}
				return nil
			}})
			keepFor(t, h, everyDay-2*time.Hour)
			if n := articles(t, books); n != 1 || fails >= 0 {
				t.Errorf("%d articles within a day of a leap, %d failures are left, want 1 and none", n, fails)
			}
		}
		defer books.Close()
		keepFor(t, tenDays(books, "one"), everyDay)
		if n := articles(t, books); n != 0 {
			t.Errorf("%d articles a day later, want none", n)
		}
	})
}

// TestAStoreThatIsRunSeldomIsPurged runs a service for some hours every eighth day,
// and every thirtieth.
func TestAStoreThatIsRunSeldomIsPurged(t *testing.T) {
	for _, away := range []time.Duration{8 * everyDay, 30 * everyDay} {
		synctest.Test(t, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "rasad.db")
			for run := range 6 {
				books := booksAt(t, path)
				archive(t, books, fmt.Sprint("a", run))
				keepFor(t, tenDays(books, "one"), 8*time.Hour)
				if n := articles(t, books); run >= 3 && n > 2 {
					t.Errorf("%d articles are kept for ten days, though one came every %v", n, away)
				}
				books.Close()
				time.Sleep(away)
			}
		})
	}
}

// TestHousekeepingIsDoneByOne runs two housekeepers over one store, of which the
// first dies at its work: the second takes over once the lease has run out.
func TestHousekeepingIsDoneByOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		books := booksAt(t, filepath.Join(t.TempDir(), "rasad.db"))
		defer books.Close()
		var mu sync.Mutex
		var log []string
		logged := func() []string { mu.Lock(); defer mu.Unlock(); return slices.Clone(log) }
		keeper := func(name string, work func(context.Context) error) *housekeeper {
			h := tenDays(books, name)
			h.chores = []chore{{"test", func(ctx context.Context, _ *message.Housekeeping) error {
				mu.Lock()
				log = append(log, name)
				mu.Unlock()
				return work(ctx)
			}}}
			return h
		}
		if err := books.Schedule(t.Context(), news.Job{Key: housekeeping, Due: time.Now()}); err != nil {
			t.Fatal(err)
		}
		// A process that dies neither renews nor releases its lease.
		dead := keeper("first", nil)
		if _, ok, err := books.Acquire(t.Context(), housekeeping, dead.holder, housekeepLease); !ok || err != nil {
			t.Fatalf("Acquire = %v, %v", ok, err)
		}
		second := keeper("second", func(ctx context.Context) error {
			time.Sleep(20 * time.Minute) // the lease is kept meanwhile
			return ctx.Err()
		})
		third := keeper("third", func(context.Context) error { return nil })
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		for _, h := range []*housekeeper{second, third} {
			go func() { ended <- h.run(ctx) }()
			time.Sleep(time.Second)
		}
		time.Sleep(housekeepLease / 2)
		if log := logged(); len(log) > 0 {
			t.Errorf("%q work while the lease is held", log)
		}
		time.Sleep(time.Hour)
		cancel()
		for range 2 {
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
		if got := strings.Join(logged(), " "); got != "second" && got != "third" {
			t.Errorf("%q have worked, want one", got)
		}
	})
}

// TestFailedHousekeepingIsTriedAgain fails once, and tells of it.
func TestFailedHousekeepingIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		books := booksAt(t, filepath.Join(t.TempDir(), "rasad.db"))
		defer books.Close()
		h := tenDays(books, "one")
		times := 0
		h.chores = []chore{{"test", func(context.Context, *message.Housekeeping) error {
			if times++; times == 1 {
				return errors.New("no luck")
			}
			return nil
		}}}
		keepFor(t, h, afterStart+2*lookForJobs)
		if last := lastOf(t, h); last.Err != "test: no luck" || times != 1 {
			t.Errorf("last = %+v after %d times, want its failure", last, times)
		}
		if text := (message.Status{Now: time.Now(), Kept: lastOf(t, h)}).HTML("en", news.Counts{}, true); !strings.Contains(text, "no luck") {
			t.Errorf("the status is %q, want the failure", text)
		}
		keepFor(t, h, afterFailure+2*lookForJobs)
		if last := lastOf(t, h); last.Err != "" || times != 2 {
			t.Errorf("last = %+v after %d times, want success at the second", last, times)
		}
	})
}

// TestKeepIsHeldAgainstWhatItMayBe reads what a configuration keeps.
func TestKeepIsHeldAgainstWhatItMayBe(t *testing.T) {
	for _, row := range []struct{ keep, want string }{
		{"{articles: 400d, deliveries: 90d, size: 20GB}", "9600h0m0s 2160h0m0s 20000000000"},
		{"{articles: 52w, deliveries: forever, size: 1.5TB}", "8736h0m0s 0s 1500000000000"},
		{"{articles: forever, size: any}", "0s 2160h0m0s 0"},
		{"{}", "9600h0m0s 2160h0m0s 20000000000"},
		{"{articles: 400}", `1:18: "articles" must be text: write "400" in quotes`},
		{`{articles: "400"}`, `1:18: "articles": write days or weeks, such as 400d or 52w, or forever, not "400"`},
		{"{articles: 1d}", `1:18: "articles" must be 7d at least`},
		{"{articles: 0d}", `1:18: "articles": "0d" is out of range; for no bound write forever`},
		{"{articles: 999999w}", `1:18: "articles": "999999w" is out of range; for no bound write forever`},
		{"{deliveries: 30d}", `1:20: "deliveries" must be 62d at least, as what a message brought must be known so long`},
		{"{deliveries: -90d}", `1:20: "deliveries": write days`},
		{"{size: 20}", `1:14: "size" must be text`},
		{"{size: 20gb}", `1:14: "size": write megabytes or gigabytes, such as 500MB or 20GB, or any, not "20gb"`},
		{"{size: 1MB}", `1:14: "size" must be 100MB at least`},
		{"{size: 0GB}", `1:14: "size" is out of range: "0GB"; for no bound write any`},
		{"{artcles: 400d}", `1:8: unknown key "artcles" in "keep" (did you mean "articles"?)`},
		{"400d", `1:7: "keep" must be keys with values, not "400d"`},
	} {
		source := "keep: " + row.keep + "\n"
		faults := strings.Join(faultsOf(t, source), "\n")
		if faults == "" {
			cfg, err := parseConfig("test.yaml", []byte(source))
			if err != nil {
				t.Fatal(err)
			}
			k := cfg.Keep.keep()
			faults = fmt.Sprint(k.Articles, k.Deliveries, k.Size)
		}
		if !strings.HasPrefix(faults, row.want) {
			t.Errorf("keep: %s = %q, want %q", row.keep, faults, row.want)
		}
	}
}
