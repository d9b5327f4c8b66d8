package watcher_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// A bell keeps what an operator is told.
type bell struct {
	mu    sync.Mutex
	rings []string
	deaf  bool
}

func (b *bell) ring(_ context.Context, alarms []watcher.Alarm) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.deaf {
		return errors.New("nobody listens")
	}
	for _, a := range alarms {
		if a.Over {
			b.rings = append(b.rings, a.Source.ID+" is well")
		} else {
			b.rings = append(b.rings, a.Source.ID+": "+a.Reason)
		}
	}
	return nil
}

// took returns what was told since the last time.
func (b *bell) took() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	rings := b.rings
	b.rings = nil
	return rings
}

func (b *bell) stopEars(deaf bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.deaf = deaf
}

// guarded runs f in a bubble with a source of its own interval of an hour.
func guarded(t *testing.T, w *world, m *memory, b *bell, log *journal, country string, f func(*watcher.Watcher)) {
	c := watcher.Config{OnAlarm: b.ring, Logger: slog.New(slog.NewTextHandler(log, nil))}
	watching(t, w, m, c, []news.Source{{ID: "s", URL: place, Every: time.Hour, Country: country}}, func(h *watcher.Watcher, _ *scribe) { f(h) })
}

func wantRings(t *testing.T, b *bell, want ...string) {
	t.Helper()
	if got := b.took(); !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
}

// TestTroubleIsToldOnce holds that the operator is told once of a source that
// fails for longer than a moment, and once that it is well, whatever restarts
// there are in between and even if nobody could be told at first.
func TestTroubleIsToldOnce(t *testing.T) {
	w, m, b, log := &world{answer: feeding(1)}, newMemory(), &bell{}, &journal{}
	const reason = "s: HTTP 500 Internal Server Error"
	guarded(t, w, m, b, log, "", func(h *watcher.Watcher) {
		time.Sleep(90 * time.Minute)
		w.set(failing(500, 0))
		time.Sleep(2 * time.Hour) // once or twice is no matter
		w.set(feeding(1))
		time.Sleep(5 * time.Hour)
		wantRings(t, b)
		w.set(failing(500, 0))
		b.stopEars(true)
		time.Sleep(10 * time.Hour)
		wantRings(t, b)
		b.stopEars(false)
		time.Sleep(10 * time.Hour)
		wantRings(t, b, reason)
		if h := h.Health()[0]; h.Failures < 3 || h.Err == "" {
			t.Errorf("health %+v", h)
		}
	})
	guarded(t, w, m, b, log, "", func(*watcher.Watcher) {
		time.Sleep(40 * time.Hour)
		wantRings(t, b)
		w.set(feeding(1, 2))
		time.Sleep(30 * time.Hour)
		wantRings(t, b, "s is well")
	})
	guarded(t, w, m, b, log, "", func(*watcher.Watcher) {
		time.Sleep(10 * time.Hour)
		wantRings(t, b)
	})
	counted(t, log, map[string]int{`msg="source fails"`: 3, `msg="source recovered"`: 2})
}

// TestASilentSourceIsMissed holds that a source which answers well and has
// nothing new for longer than its rhythm explains is named, with what was to
// be expected, and that it is well with its next item.
func TestASilentSourceIsMissed(t *testing.T) {
	w, m, b, log := &world{}, newMemory(), &bell{}, &journal{}
	w.set(streaming(dawn, "", map[string]time.Duration{place: 30 * time.Minute}))
	stopped := dawn.Add(21 * 24 * time.Hour)
	guarded(t, w, m, b, log, "gb", func(h *watcher.Watcher) {
		time.Sleep(stopped.Sub(dawn))
		wantRings(t, b)
		w.set(streaming(dawn, "", map[string]time.Duration{place: 10000 * time.Hour}))
		time.Sleep(2 * time.Hour)
		wantRings(t, b)
		time.Sleep(3 * 24 * time.Hour)
		rings := b.took()
		if len(rings) != 1 || h.Health()[0].Failures == 0 {
			t.Fatalf("told %q; health %+v", rings, h.Health()[0])
		}
		t.Log(rings[0])
		w.set(streaming(dawn, "", map[string]time.Duration{place: 30 * time.Minute}))
		time.Sleep(2 * time.Hour)
		wantRings(t, b, "s is well")
	})
	counted(t, log, map[string]int{`msg="source silent" source=s`: 1, `msg="source recovered" source=s`: 1, `msg="source fails"`: 0})
}

// TestADrySourceIsNamed holds that a source which shows nothing where it had
// items is named once.
func TestADrySourceIsNamed(t *testing.T) {
	w, b, log := &world{answer: feeding(1, 2)}, &bell{}, &journal{}
	guarded(t, w, newMemory(), b, log, "", func(*watcher.Watcher) {
		time.Sleep(90 * time.Minute)
		w.set(showing())
		time.Sleep(50 * time.Hour)
		wantRings(t, b, "s: the document holds no items any more; see whether the outlet has moved them")
		w.set(feeding(1, 2, 3))
		time.Sleep(2 * time.Hour)
		wantRings(t, b, "s is well")
	})
	counted(t, log, map[string]int{`msg="source fails"`: 1, `msg="source recovered"`: 1})
}

// TestAGoneSourceIsMuted holds that a source which is gone for good by the word
// of its server is named at once, and asked once a day.
func TestAGoneSourceIsMuted(t *testing.T) {
	w, b, log := &world{answer: feeding(1)}, &bell{}, &journal{}
	guarded(t, w, newMemory(), b, log, "", func(*watcher.Watcher) {
		time.Sleep(30 * time.Minute)
		w.set(failing(http.StatusGone, 0))
		time.Sleep(time.Hour)
		wantRings(t, b, "s: HTTP 410 Gone; muted: it is asked once a day")
		w.gaps(place)
		time.Sleep(10 * 24 * time.Hour)
		if n := len(w.gaps(place)) + 1; n < 9 || n > 11 {
			t.Errorf("asked %d times in ten days, want once a day", n)
		}
		wantRings(t, b)
	})
	counted(t, log, map[string]int{`msg="source fails" source=s err="HTTP 410 Gone; muted`: 1, `msg="source fails"`: 1})
}

// TestASourceThatMovedIsAskedThere holds that redirects for good are
// remembered over a restart, and forgotten when nothing is there any more.
func TestASourceThatMovedIsAskedThere(t *testing.T) {
	const there = "http://elsewhere.example/feed"
	w, m, log := &world{}, newMemory(), &journal{}
	numbers := []int{1, 2}
	w.set(func(r fetch.Request) (*fetch.Response, error) {
		switch r.URL {
		case place:
			res := feedOf(numbers...)
			res.URL, res.Moved = there, there
			return res, nil
		case there:
			return feedOf(numbers...), nil
		}
		return feeding()(r)
	})
	guarded(t, w, m, &bell{}, log, "", func(*watcher.Watcher) { time.Sleep(150 * time.Minute) })
	guarded(t, w, m, &bell{}, log, "", func(*watcher.Watcher) { time.Sleep(5 * time.Hour) })
	if n, old := len(w.gaps(there))+1, len(w.gaps(place))+1; n < 3 || old != 1 {
		t.Errorf("asked %d times where it was and %d times where it is", old, n)
	}
	watching(t, w, m, watcher.Config{}, []news.Source{{ID: "s", URL: place, Every: time.Hour}}, func(_ *watcher.Watcher, d *scribe) {
		w.set(func(r fetch.Request) (*fetch.Response, error) {
			switch r.URL {
			case there:
				return nil, &fetch.StatusError{Status: 404}
			case place:
				return feedOf(1, 2, 3), nil
			}
			return feeding()(r)
		})
		time.Sleep(48 * time.Hour)
		if got := d.heard(); !slices.Equal(got, []string{page(3)}) {
			t.Errorf("told %q, want what is new where it is", got)
		}
	})
	counted(t, log, map[string]int{"source moved for good": 1})
}

// TestASourceWhosePagesHoldNoArticlesIsNamed holds that the operator is told once
// when page after page of a source is no article, and once when one is again.
func TestASourceWhosePagesHoldNoArticlesIsNamed(t *testing.T) {
	w, m, b, log := &world{answer: feeding()}, newMemory(), &bell{}, &journal{}
	items := 9
	walled := func(r fetch.Request) (*fetch.Response, error) {
		if r.URL == place {
			return feedOf(upTo(items)...), nil // asked for with the world locked
		}
		return &fetch.Response{Status: 200, URL: r.URL, Body: []byte("<title>Quay</title><h1>Quay</h1><div>Already a subscriber? Log in</div>")}, nil
	}
	guarded(t, w, m, b, log, "", func(h *watcher.Watcher) {
		w.set(walled)
		time.Sleep(20 * time.Hour)
		wantRings(t, b)
		w.mu.Lock()
		items = 12
		w.mu.Unlock()
		time.Sleep(20 * time.Hour)
		wantRings(t, b, `s: its last ten pages, or more, held no article; the last: wall: it asks for something before it shows its text: "Quay"; see what rasad try says of one`)
		if health := h.Health()[0]; health.Pages["wall"] != 12 || health.Failures == 0 {
			t.Errorf("health = %+v", health)
		}
	})
	guarded(t, w, m, b, log, "", func(*watcher.Watcher) {
		w.set(feeding(upTo(13)...))
		time.Sleep(20 * time.Hour)
		wantRings(t, b, "s is well")
	})
	counted(t, log, map[string]int{`msg="pages of the source hold no articles"`: 1, `msg="source recovered"`: 1})
}
