package redis_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

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

// TestPeriodsOfTheCalendarStaySeen opens a store as layout 3 left it two months
// ago: with seen keys in two periods of the calendar, which end by themselves.
func TestPeriodsOfTheCalendarStaySeen(t *testing.T) {
	ctx, address, clock := t.Context(), storetest.Redis(t).Address(), storetest.NewClock()
	reopen := func() store.Store { return open(t, address, store.Config{Clock: clock.Now}) }
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	a, prefix := admin(t, address), "{"+u.Query().Get("prefix")+"}:"
	period := clock.Now().Unix() / (30 * 24 * 3600)
	keys := []string{"late", "early"}
	for i, key := range keys {
		s := reopen()
		if err := s.MarkSeen(ctx, []string{key}); err != nil {
			t.Fatal(err)
		}
		s.Close()
		for _, name := range namesOf(t, a, prefix+"seen:1*") {
			old := strings.Replace(name, "seen:1", fmt.Sprint("seen:", period-int64(i)), 1)
			do(t, a, "RENAME "+name+" "+old)
			do(t, a, "EXPIRE "+old+" 5356800")
		}
		do(t, a, "DEL "+prefix+"seen:present")
		do(t, a, "HSET "+prefix+"seen:present period 1") // so that the next is of that name, too
	}
	do(t, a, "DEL "+prefix+"seen:present")
	do(t, a, "SET "+prefix+"version 3")
	clock.Advance(61 * 24 * time.Hour)
	for range 2 {
		s := reopen()
		if c, err := s.Counts(ctx); c.Seen != 2 || err != nil {
			t.Errorf("Counts = %+v, %v, want 2 seen", c, err)
		}
		if seen, err := s.Seen(ctx, keys); err != nil || !seen[0] || !seen[1] {
			t.Errorf("Seen(%q) = %v, %v, want true", keys, seen, err)
		}
		s.Close()
	}
	for _, name := range namesOf(t, a, prefix+"seen:*") {
		if left, err := a.TTL(ctx, name).Result(); left >= 0 || err != nil {
			t.Errorf("%s ends in %v, %v, want that it stays", name, left, err)
		}
	}
}

// namesOf returns the names of keys.
func namesOf(t *testing.T, a *redis.Client, pattern string) []string {
	t.Helper()
	names, err := a.Keys(t.Context(), pattern).Result()
	if err != nil || len(names) < 2 {
		t.Fatalf("Keys(%q) = %q, %v, want some", pattern, names, err)
	}
	return names
}
