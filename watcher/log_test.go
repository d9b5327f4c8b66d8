package watcher_test

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// counted checks how many lines of a log hold each text.
func counted(t *testing.T, log *journal, want map[string]int) {
	t.Helper()
	for line, n := range want {
		if got := log.count(line); got != n {
			t.Errorf("%d lines with %q, want %d; log:\n%s", got, line, n, log)
		}
	}
}

// upTo returns the numbers from 1 to n.
func upTo(n int) []int {
	numbers := make([]int, n)
	for i := range numbers {
		numbers[i] = i + 1
	}
	return numbers
}

// TestOneLineForOneTrouble holds that pages of a source which fail in the same
// way cost one line, and one more when they are read again.
func TestOneLineForOneTrouble(t *testing.T) {
	w, log := &world{answer: feeding()}, &journal{}
	config := watcher.Config{Logger: slog.New(slog.NewTextHandler(log, nil))}
	watching(t, w, newMemory(), config, []news.Source{{ID: "s", URL: place, Every: time.Hour}}, func(h *watcher.Watcher, d *scribe) {
		w.set(func(r fetch.Request) (*fetch.Response, error) {
			if r.URL == place {
				return feedOf(upTo(40)...), nil
			}
			return nil, &fetch.StatusError{Status: 500}
		})
		time.Sleep(67 * time.Minute)
		counted(t, log, map[string]int{"level=WARN": 1, `msg="page failed; it is tried again" source=s`: 1})
		w.set(feeding(upTo(40)...))
		time.Sleep(2 * time.Hour)
		counted(t, log, map[string]int{
			"level=WARN": 1, `level=INFO msg="pages are read again" source=s trouble="HTTP 500 Internal Server Error" pages=40`: 1,
		})
		if n := len(d.heard()); n != 40 {
			t.Errorf("%d articles, want 40", n)
		}
		w.set(func(r fetch.Request) (*fetch.Response, error) {
			if r.URL == place {
				return feedOf(slices.Concat(upTo(40), []int{50, 51, 52})...), nil
			}
			return nil, &fetch.StatusError{Status: 404}
		})
		time.Sleep(3 * time.Hour)
		counted(t, log, map[string]int{"level=WARN": 3, `msg="item dropped"`: 1})
	})
}

// TestOneLineForAStoreThatIsDown holds that trouble with our own store, which
// strikes all sources at once, is told once, and once when it is over.
func TestOneLineForAStoreThatIsDown(t *testing.T) {
	w, m, log := &world{}, newMemory(), &journal{}
	item := 1
	w.answer = func(r fetch.Request) (*fetch.Response, error) {
		if strings.HasPrefix(r.URL, place) {
			return feedOf(upTo(item)...), nil // asked for with the world locked
		}
		return feeding()(r)
	}
	var sources []news.Source
	for i := range 72 {
		sources = append(sources, news.Source{ID: fmt.Sprintf("s%d", i), URL: fmt.Sprintf("%s?%d", place, i), Every: time.Hour})
	}
	config := watcher.Config{Logger: slog.New(slog.NewTextHandler(log, nil))}
	broken := func(err error) {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.broken = err
	}
	watching(t, w, m, config, sources, func(h *watcher.Watcher, d *scribe) {
		w.mu.Lock()
		item = 2
		w.mu.Unlock()
		broken(errors.New("the disk is full"))
		time.Sleep(6 * time.Hour)
		counted(t, log, map[string]int{"level=ERROR": 1, "level=WARN": 0, `msg="store unreachable; what needs it waits"`: 1})
		broken(nil)
		time.Sleep(3 * time.Hour)
		counted(t, log, map[string]int{"level=ERROR": 1, `level=INFO msg="store back"`: 1})
		if got := d.heard(); len(got) == 0 {
			t.Error("the item that came meanwhile is lost")
		}
		for _, s := range h.Health() {
			if s.Failures != 0 {
				t.Errorf("%s counts %d failures, though it did nothing wrong", s.Source.ID, s.Failures)
			}
		}
	})
}

// TestASourceThatRunsDryIsNamed holds that a source which had items and now
// shows none is named once, and when it shows some again, also over a restart.
func TestASourceThatRunsDryIsNamed(t *testing.T) {
	w, m, log := &world{answer: feeding(1, 2)}, newMemory(), &journal{}
	config := watcher.Config{Logger: slog.New(slog.NewTextHandler(log, nil))}
	sources := []news.Source{{ID: "s", URL: place, Every: time.Hour}}
	watching(t, w, m, config, sources, func(*watcher.Watcher, *scribe) {
		counted(t, log, map[string]int{"source=s": 0})
	})
	watching(t, w, m, config, sources, func(h *watcher.Watcher, _ *scribe) {
		w.set(feeding())
		time.Sleep(5 * time.Hour)
		counted(t, log, map[string]int{`level=WARN msg="source fails" source=s err="the document holds no items any more`: 1})
		if s := h.Health()[0]; s.Err == "" || s.Failures == 0 {
			t.Errorf("Health = %+v, which tells nothing", s)
		}
		if gaps := w.gaps(place); !about(gaps[len(gaps)-1], time.Hour) {
			t.Errorf("polled with gaps of %v, want an hour", gaps)
		}
	})
	watching(t, w, m, config, sources, func(h *watcher.Watcher, _ *scribe) {
		time.Sleep(8 * time.Hour)
		w.set(failing(500, 0))
		time.Sleep(2 * time.Hour)
		w.set(feeding())
		time.Sleep(12 * time.Hour)
		counted(t, log, map[string]int{"level=WARN": 2, `msg="source recovered"`: 0})
		if s := h.Health()[0]; !strings.Contains(s.Err, "no items any more") {
			t.Errorf("after a failure in between, Health = %+v", s)
		}
	})
	watching(t, w, m, config, sources, func(h *watcher.Watcher, d *scribe) {
		time.Sleep(30 * time.Hour) // its clock begins where the first one's began
		w.set(feeding(2, 3))
		time.Sleep(3 * time.Hour)
		counted(t, log, map[string]int{"level=WARN": 2, `level=INFO msg="source recovered" source=s`: 1})
		if s := h.Health()[0]; s.Err != "" || s.Failures != 0 || len(d.heard()) != 1 {
			t.Errorf("Health = %+v, told %v", s, d.heard())
		}
	})
	first := &journal{}
	config.Logger = slog.New(slog.NewTextHandler(first, nil))
	watching(t, &world{answer: feeding()}, newMemory(), config, sources, func(h *watcher.Watcher, _ *scribe) {
		time.Sleep(5 * time.Hour)
		counted(t, first, map[string]int{"source=s": 1, `msg="first poll found no items`: 1})
		if s := h.Health()[0]; s.Err != "" {
			t.Errorf("Health = %+v, though an empty start is no fault", s)
		}
	})
}

// TestUnreadableDocumentsSayWhatCame holds that a source in which nothing can
// be found says where, what came instead, and what to do.
func TestUnreadableDocumentsSayWhatCame(t *testing.T) {
	for _, c := range []struct {
		source      news.Source
		contentType string
		body        string
		want        []string
	}{
		{news.Source{}, "text/html", "", []string{"0 bytes"}},
		{news.Source{Kind: news.KindPage}, "text/html", " \n ", []string{"3 bytes", "nothing to read"}},
		{news.Source{}, "text/html", strings.Repeat("\x00\x01\x02junk", 100), []string{"not text"}},
		{news.Source{}, "text/html", "<p>Nothing yet</p>", []string{"18 bytes of text/html", "`select:`", "feed"}},
		{news.Source{Select: news.Selectors{Item: ".it"}}, "", "<p>Nothing yet</p>", []string{"`select:` still fits"}},
		{news.Source{Kind: news.KindFeed}, "text/html", "<!doctype html><p>Nothing", []string{"not a feed", "`kind: page`"}},
		{news.Source{Kind: news.KindFeed}, "text/xml", "", []string{"not a feed", "0 bytes"}},
	} {
		w := &world{answer: func(r fetch.Request) (*fetch.Response, error) {
			return &fetch.Response{Status: 200, URL: r.URL, ContentType: c.contentType, Body: []byte(c.body)}, nil
		}}
		c.source.ID, c.source.URL, c.source.Every = "s", place, time.Hour
		watching(t, w, newMemory(), watcher.Config{}, []news.Source{c.source}, func(h *watcher.Watcher, _ *scribe) {
			for _, want := range append(c.want, place) {
				if err := h.Health()[0].Err; !strings.Contains(err, want) {
					t.Errorf("%q from %+v: %q, want it to say %q", c.body, c.source, err, want)
				}
			}
		})
	}
}
