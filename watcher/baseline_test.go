package watcher_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// dated returns an item of that number; a zero time gives it no date.
func dated(n int, at time.Time) string {
	date := ""
	if !at.IsZero() {
		date = "<pubDate>" + at.UTC().Format(http.TimeFormat) + "</pubDate>"
	}
	return fmt.Sprintf("<item><title>Item %d</title><link>http://news.example/%d</link>%s</item>", n, n, date)
}

// showing answers with a feed of those items, and with articles elsewhere.
func showing(items ...string) func(fetch.Request) (*fetch.Response, error) {
	return documents("<rss><channel>" + strings.Join(items, "") + "</channel></rss>")
}

// documents answers with a document as it is, and with articles elsewhere.
func documents(document string) func(fetch.Request) (*fetch.Response, error) {
	return func(r fetch.Request) (*fetch.Response, error) {
		if r.URL == place {
			return &fetch.Response{Status: 200, URL: place, Body: []byte(document)}, nil
		}
		return feeding()(r)
	}
}

// page is the title of the page of an item.
func page(n int) string { return "Page of " + lettered(fmt.Sprintf("http://news.example/%d", n)) }

// TestAnEmptyBaselineIsNoFlood holds that what a source shows soon after an
// empty first document is old if it is dated well before it, and else news.
func TestAnEmptyBaselineIsNoFlood(t *testing.T) {
	w := &world{answer: showing()}
	bubble(t, w, newMemory(), func(h *watcher.Watcher, d *scribe) {
		began := time.Now()
		long := began.AddDate(-6, 0, 0)
		w.set(showing(dated(1, long), dated(2, began.Add(-49*time.Hour)), dated(3, began.Add(-20*time.Hour)), dated(4, time.Time{}), dated(5, began)))
		time.Sleep(2 * time.Hour)
		want := []string{page(3), page(4), page(5)}
		if got := slices.Sorted(slices.Values(d.heard())); !slices.Equal(got, want) {
			t.Errorf("told %q, want %q", got, want)
		}
		time.Sleep(24 * time.Hour)
		w.set(showing(dated(1, long), dated(6, long)))
		time.Sleep(2 * time.Hour)
		want = append(want, page(6))
		if got := slices.Sorted(slices.Values(d.heard())); !slices.Equal(got, want) {
			t.Errorf("a day later told %q, want %q: an old date proves nothing then", got, want)
		}
	})
}

// TestATornFirstDocumentIsNoBaseline holds that what a torn first document
// lacks is not news once it is whole, and that a document which stays torn
// counts in the end.
func TestATornFirstDocumentIsNoBaseline(t *testing.T) {
	torn := "<rss><channel>" + dated(1, time.Time{}) + "<item><ti"
	w := &world{answer: documents(torn)}
	bubble(t, w, newMemory(), func(h *watcher.Watcher, d *scribe) {
		w.set(showing(dated(1, time.Time{}), dated(2, time.Time{})))
		time.Sleep(time.Minute) // it is asked again at once
		w.set(showing(dated(1, time.Time{}), dated(2, time.Time{}), dated(3, time.Time{})))
		time.Sleep(2 * time.Hour)
		if got, want := d.heard(), []string{page(3)}; !slices.Equal(got, want) {
			t.Errorf("told %q, want %q", got, want)
		}
	})
	w = &world{answer: documents(torn)}
	bubble(t, w, newMemory(), func(h *watcher.Watcher, d *scribe) {
		time.Sleep(time.Hour)
		w.set(documents("<rss><channel>" + dated(4, time.Time{}) + dated(1, time.Time{}) + "<item><ti"))
		time.Sleep(2 * time.Hour)
		if got, want := d.heard(), []string{page(4)}; !slices.Equal(got, want) {
			t.Errorf("of a source that stays torn: told %q, want %q", got, want)
		}
	})
}

// TestOldItemsOfAYoungSourceStayOldAfterARestart holds that they are marked as
// seen, not merely passed over.
func TestOldItemsOfAYoungSourceStayOldAfterARestart(t *testing.T) {
	w, m := &world{answer: showing()}, newMemory()
	bubble(t, w, m, func(*watcher.Watcher, *scribe) {
		w.set(showing(dated(1, time.Now().AddDate(-1, 0, 0))))
		time.Sleep(90 * time.Minute)
	})
	state := m.states["s"]
	state.BasedAt, state.BodyHash = state.BasedAt.AddDate(0, 0, -7), ""
	m.states["s"] = state
	bubble(t, w, m, func(_ *watcher.Watcher, d *scribe) {
		time.Sleep(5 * time.Hour)
		if got := d.heard(); len(got) != 0 {
			t.Errorf("told %q, want nothing", got)
		}
	})
}

// TestWhatASourceShowedBeforeItWasAwayIsOld takes a source out of reach for so
// long that the store forgets what stood there: what the last document held stays
// old, and so does what is dated before it; the rest is news.
func TestWhatASourceShowedBeforeItWasAwayIsOld(t *testing.T) {
	for _, days := range []int{31, 400} {
		w, m := &world{answer: showing(dated(1, time.Time{}), dated(2, time.Time{}))}, newMemory()
		bubble(t, w, m, func(_ *watcher.Watcher, d *scribe) {
			time.Sleep(90 * time.Minute)
			began := time.Now()
			w.set(func(fetch.Request) (*fetch.Response, error) { return nil, errors.New("out of reach") })
			time.Sleep(time.Duration(days) * 24 * time.Hour)
			m.mu.Lock()
			clear(m.seen)
			m.mu.Unlock()
			w.set(showing(dated(1, time.Time{}), dated(2, time.Time{}), dated(3, began.Add(-72*time.Hour)), dated(4, began.Add(time.Hour)), dated(5, time.Time{})))
			time.Sleep(7 * 24 * time.Hour)
			want := []string{page(4), page(5)}
			if got := slices.Sorted(slices.Values(d.heard())); !slices.Equal(got, want) {
				t.Errorf("after %d days told %q, want %q", days, got, want)
			}
		})
	}
}

// TestWordsAloneAreNotAnItem holds that an item is news though it says word for
// word what one of the last document said, after an absence however long: a
// bulletin has the same headline each day. What has kept its address, or its guid,
// is the same item.
func TestWordsAloneAreNotAnItem(t *testing.T) {
	for _, days := range []int{20, 31, 70} {
		w := &world{answer: showing(entry("g1", "1", "Evening bulletin", ""), entry("", "2", "Weather", ""), entry("g3", "3", "Story", ""), entry("g4", "4", "Other", ""))}
		bubble(t, w, newMemory(), func(_ *watcher.Watcher, d *scribe) {
			time.Sleep(90 * time.Minute)
			w.set(failing(500, 0))
			time.Sleep(time.Duration(days) * day)
			w.set(showing(entry("g11", "11", "Evening bulletin", ""), entry("", "12", "Weather", ""), entry("g3", "3", "Story", ""), entry("g4", "14", "Other", "")))
			time.Sleep(48 * time.Hour)
			want := []string{page(11), page(12)}
			if got := slices.Sorted(slices.Values(d.heard())); !slices.Equal(got, want) {
				t.Errorf("after %d days told %q, want %q", days, got, want)
			}
		})
	}
}
