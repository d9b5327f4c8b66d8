package watcher_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// dawn is when the clock of a bubble begins.
var dawn = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// streaming answers at each address with a feed that has a new item every so
// often. What extra says stands in the feeds. The pages are gone: it is the
// polls that count.
func streaming(began time.Time, extra string, every map[string]time.Duration) func(fetch.Request) (*fetch.Response, error) {
	return func(r fetch.Request) (*fetch.Response, error) {
		pace, ok := every[r.URL]
		if !ok {
			return nil, &fetch.StatusError{Status: http.StatusGone}
		}
		n := int64(time.Since(began) / pace)
		var s strings.Builder
		for i := n; i > max(n-10, -5); i-- {
			at := began.Add(time.Duration(i) * pace)
			fmt.Fprintf(&s, "<item><title>Item %d</title><link>%s/%d</link><pubDate>%s</pubDate></item>", i, r.URL, i, at.UTC().Format(http.TimeFormat))
		}
		return &fetch.Response{Status: 200, URL: r.URL, Body: []byte("<rss><channel>" + extra + s.String() + "</channel></rss>")}, nil
	}
}

// mean returns the mean of the gaps between the requests for a URL, and
// forgets them.
func (w *world) mean(url string) time.Duration {
	gaps := w.gaps(url)
	sum := time.Duration(0)
	for _, g := range gaps {
		sum += g
	}
	return sum / time.Duration(max(len(gaps), 1))
}

const (
	busyPlace = "http://busy.example/rss"
	calmPlace = "http://calm.example/rss"
)

// TestBusySourcesAreAskedOftener holds that sources without an interval of
// their own share what polls there are by their rhythm, and that one with an
// interval keeps it; and that a restart keeps what was learned.
func TestBusySourcesAreAskedOftener(t *testing.T) {
	m := newMemory()
	sources := []news.Source{
		{ID: "busy", URL: busyPlace}, {ID: "calm", URL: calmPlace}, {ID: "fixed", URL: place, Every: 20 * time.Minute},
	}
	paces := map[string]time.Duration{busyPlace: 10 * time.Minute, calmPlace: 20 * time.Hour, place: 10 * time.Minute}
	w := &world{answer: streaming(dawn, "", paces)}
	c := watcher.Config{Every: 20 * time.Minute}
	watching(t, w, m, c, sources, func(*watcher.Watcher, *scribe) {
		time.Sleep(2 * 24 * time.Hour)
		for u := range paces {
			w.gaps(u)
		}
		time.Sleep(24 * time.Hour)
		busy, calm, fixed := w.mean(busyPlace), w.mean(calmPlace), w.mean(place)
		if busy*3 > calm || busy > 18*time.Minute || calm > 2*time.Hour+10*time.Minute {
			t.Errorf("the busy source is asked every %v, the calm one every %v", busy, calm)
		}
		polls := float64(time.Hour)/float64(busy) + float64(time.Hour)/float64(calm)
		if polls < 4 || polls > 8 {
			t.Errorf("both are asked %.1f times an hour, want about 6", polls)
		}
		if !about(fixed, 20*time.Minute) {
			t.Errorf("the source with an interval of its own is asked every %v, want 20m", fixed)
		}
	})
	if r := m.states["busy"].Rhythm; r.Base[0] < 100 {
		t.Errorf("after three days %v items are remembered of the busy source", r.Base[0])
	}
}

// TestHintsAreHeededUpToAPoint holds that what a publisher says of when to ask
// makes us wait, but no longer than the schedule's own bounds.
func TestHintsAreHeededUpToAPoint(t *testing.T) {
	const every = 20 * time.Minute
	for _, c := range []struct {
		name, extra string
		maxAge      time.Duration
		least, most time.Duration // of the mean gap
	}{
		{"nothing said", "", 0, 2 * time.Minute, 16 * time.Minute},
		{"a ttl of 18 minutes", "<ttl>18</ttl>", 0, 18 * time.Minute, every + 2*time.Minute},
		{"a ttl of a week", "<ttl>10080</ttl>", 0, every, every + 2*time.Minute},
		{"Cache-Control of a year", "", 365 * 24 * time.Hour, every, every + 2*time.Minute},
		{"all hours to be skipped", "<skipHours>" + hours(0, 24) + "</skipHours>", 0, 6 * every, 6*every + 12*time.Minute},
		{"all days to be skipped", "<skipDays>" + days + "</skipDays>", 0, 6 * every, 6*every + 12*time.Minute},
	} {
		busy := streaming(dawn, c.extra, map[string]time.Duration{busyPlace: 8 * time.Minute})
		calm := streaming(dawn, "", map[string]time.Duration{calmPlace: 100 * time.Hour})
		w := &world{answer: func(r fetch.Request) (*fetch.Response, error) {
			if r.URL == calmPlace {
				return calm(r)
			}
			res, err := busy(r)
			if err == nil {
				res.MaxAge = c.maxAge
			}
			return res, err
		}}
		sources := []news.Source{{ID: "busy", URL: busyPlace}, {ID: "calm", URL: calmPlace}}
		watching(t, w, newMemory(), watcher.Config{Every: every}, sources, func(*watcher.Watcher, *scribe) {
			time.Sleep(12 * time.Hour)
			w.gaps(busyPlace)
			time.Sleep(12 * time.Hour)
			if got := w.mean(busyPlace); got < c.least || got > c.most {
				t.Errorf("%s: asked every %v, want %v to %v", c.name, got, c.least, c.most)
			}
		})
	}
}

const days = "<day>Monday</day><day>Tuesday</day><day>Wednesday</day><day>Thursday</day><day>Friday</day><day>Saturday</day><day>Sunday</day>"

func hours(from, to int) string {
	var s strings.Builder
	for h := from; h < to; h++ {
		fmt.Fprintf(&s, "<hour>%d</hour>", h)
	}
	return s.String()
}

// TestAFullWindowIsNotOverrun holds that a source whose document holds few
// items is asked before they are pushed out of it.
func TestAFullWindowIsNotOverrun(t *testing.T) {
	w := &world{answer: streaming(dawn, "", map[string]time.Duration{busyPlace: 10 * time.Minute})}
	sources := []news.Source{{ID: "busy", URL: busyPlace}}
	watching(t, w, newMemory(), watcher.Config{Every: 6 * time.Hour}, sources, func(h *watcher.Watcher, _ *scribe) {
		time.Sleep(24 * time.Hour)
		before := h.Tally().Ended(news.Dropped)
		time.Sleep(24 * time.Hour)
		if got := h.Tally().Ended(news.Dropped) - before; got < 138 || got > 150 {
			t.Errorf("%d items in a day, want 144", got)
		}
	})
}
