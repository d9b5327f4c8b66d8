package redis_test

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestOldLayoutIsBroughtUp opens a store as layout 1 left it: without classes,
// with all open lanes in one set, and with notes among the settings.
func TestOldLayoutIsBroughtUp(t *testing.T) {
	ctx, address := t.Context(), storetest.Redis(t).Address()
	s, err := store.Open(ctx, address, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	d := news.Delivery{Recipient: news.Recipient{Chat: 1}, Text: "old"}
	if err := s.Enqueue(ctx, "old", d); err != nil {
		t.Fatal(err)
	}
	s.Close()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	prefix := "{" + u.Query().Get("prefix") + "}:"
	do(t, admin(t, address), fmt.Sprintf("RENAME %[1]sready:0 %[1]sready", prefix))
	do(t, admin(t, address), fmt.Sprintf("SET %sversion 1", prefix))
	for _, setting := range []string{"kept:abc words", "channels:77 [-100]", "paused yes"} {
		do(t, admin(t, address), fmt.Sprintf("HSET %ssettings %s", prefix, setting))
	}
	for range 2 {
		s, err := store.Open(ctx, address, store.Config{})
		if err != nil {
			t.Fatal(err)
		}
		if ds, err := s.Reserve(ctx, 5); err != nil || len(ds) != 1 || ds[0].Text != "old" {
			t.Errorf("Reserve = %+v, %v, want what waited", ds, err)
		}
		for key, want := range map[string]string{"kept:abc": "", "channels:77": "", "paused": "yes"} {
			if got, err := s.Setting(ctx, key); got != want || err != nil {
				t.Errorf("Setting(%q) = %q, %v, want %q", key, got, err, want)
			}
		}
		want := news.Note{Name: "channels:77", Chat: 77, Text: "[-100]"}
		if got, found, err := s.Note(ctx, want.Name); got != want || !found || err != nil {
			t.Errorf("Note = %+v, %v, %v, want %+v", got, found, err, want)
		}
		s.Close()
	}
}
