package watcher_test

import (
	"testing"
	"time"

	"github.com/rasadnews/rasad/watcher"
)

// TestIdentities holds that an item is known by its guid and title as well as
// by its address, and that a guid which several items share is none: neither
// when they stand together nor when they come one by one.
func TestIdentities(t *testing.T) {
	item := func(guid, title, url string) string {
		return "<item><guid isPermaLink='false'>" + guid + "</guid><title>" + title + "</title><link>http://news.example" + url + "</link></item>"
	}
	w, m := &world{answer: feeding()}, newMemory()
	bubble(t, w, m, func(_ *watcher.Watcher, d *scribe) {
		for _, step := range []struct {
			document []string
			told     int // so far
		}{
			{[]string{item("a", "X", "/x")}, 1},
			{[]string{item("a", "X", "/x-moved")}, 1},                       // the address has changed
			{[]string{item("a", "X, edited", "/x?utm_source=rss")}, 1},      // the title has
			{[]string{item("b", "X", "/x")}, 1},                             // the guid has
			{[]string{item("same", "Y", "/y"), item("same", "Y", "/z")}, 3}, // the guid says nothing
			{[]string{item("same", "Y", "/v"), item("same", "Y", "/w"), item("same", "Y", "/z")}, 5},
			{[]string{item("const", "One", "/1")}, 6}, // nor does one that never changes
			{[]string{item("const", "Two", "/2")}, 7},
			{[]string{item("const", "", "/3")}, 8},
			{[]string{item("const", "", "/4")}, 9},
		} {
			w.set(showing(step.document...))
			time.Sleep(3 * time.Hour)
			if told := d.heard(); len(told) != step.told {
				t.Errorf("after %v: told %v, want %d", step.document, told, step.told)
			}
		}
	})
	w.set(showing(item("const", "Two", "/moved"), item("other", "Ten", "/10")))
	bubble(t, w, m, func(_ *watcher.Watcher, d *scribe) {
		time.Sleep(48 * time.Hour)
		if told := d.heard(); len(told) != 1 {
			t.Errorf("after a restart: told %v, want the new one", told)
		}
	})
}
