package sqlite_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestOldKeysAreKeptUntilTheyCouldBeLookedUp opens a file of a version whose
// lookups left no trace, with keys of long ago: none is forgotten before it has
// had sixty days to be looked up, however long the service stands still.
func TestOldKeysAreKeptUntilTheyCouldBeLookedUp(t *testing.T) {
	const day = 24 * time.Hour
	path := filepath.Join(t.TempDir(), "rasad.db")
	query(t, path, strings.Join(steps(t)[:12], ";\n")+`;
		INSERT INTO seen (key, at) VALUES
			(substr(x'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb', 1, 16), 1), -- a
			(substr(x'3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d', 1, 16), 1); -- b
		UPDATE counts SET n = 2 WHERE what = 'seen';
		PRAGMA user_version = 12; PRAGMA application_id = 0x72617364`)
	clock := storetest.NewClock()
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{Clock: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, step := range []struct {
		stop time.Duration
		days int // on which something is looked up, then
		keys int64
	}{{0, 0, 2}, {100 * day, 30, 2}, {0, 28, 2}, {100 * day, 5, 1}, {0, 30, 1}} {
		clock.Advance(step.stop)
		spend(t, s, clock.Advance, step.days)
		if _, err := s.Purge(t.Context(), news.Keep{}); err != nil {
			t.Fatal(err)
		}
		if c, err := s.Counts(t.Context()); c.Seen != step.keys || err != nil {
			t.Errorf("%d days later: Counts = %+v, %v, want %d seen", step.days, c, err, step.keys)
		}
		wantSeen(t, s, []string{"a"}, 1)
	}
	wantSeen(t, s, []string{"b"}, 0)
}
