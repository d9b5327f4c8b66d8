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
// and with all open lanes in one set.
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
	for range 2 {
		s, err := store.Open(ctx, address, store.Config{})
		if err != nil {
			t.Fatal(err)
		}
		if ds, err := s.Reserve(ctx, 5); err != nil || len(ds) != 1 || ds[0].Text != "old" {
			t.Errorf("Reserve = %+v, %v, want what waited", ds, err)
		}
		s.Close()
	}
}
