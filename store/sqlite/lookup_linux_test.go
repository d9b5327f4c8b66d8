package sqlite_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestALookupNeedsNoRoom looks keys up on a full disk, on a new day, and after a
// month, when it should be noted that they were: it is, by the first lookup once
// there is room. What must be written says what is the matter.
func TestALookupNeedsNoRoom(t *testing.T) {
	onDisk(t, 4<<20, func(disk string) {
		clock := storetest.NewClock()
		s, err := store.Open(t.Context(), "sqlite:"+filepath.Join(disk, "rasad.db"), store.Config{Clock: clock.Now})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if err := s.MarkSeen(t.Context(), []string{"old"}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			spend(t, s, clock.Advance, 32)
			fill(t, disk)
			_, failed := claimAll(t, s, "more", 10_000)
			for id, err := range failed {
				if !strings.Contains(err.Error(), "free some space") {
					t.Errorf("Claim(%s) on a full disk = %v, want that it is full", id, err)
				}
			}
			if len(failed) == 0 {
				t.Fatal("the disk never filled")
			}
			ballast := fill(t, disk) // with what the log has given back
			for range 3 {
				wantLooked(t, s)
				clock.Advance(24 * time.Hour)
			}
			if err := os.Remove(ballast); err != nil {
				t.Fatal(err)
			}
			wantLooked(t, s)
		}
		spend(t, s, clock.Advance, 32)
		wantLooked(t, s)
	})
}

// wantLooked checks that one key has been seen, and another has not.
func wantLooked(t *testing.T, s store.Store) {
	t.Helper()
	if seen, err := s.Seen(t.Context(), []string{"old", "new"}); err != nil || !seen[0] || seen[1] {
		t.Errorf("Seen = %v, %v, want the first alone", seen, err)
	}
}
