package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestPurgedFileGetsSmaller purges most of a file, which has less to take from
// the disk then.
func TestPurgedFileGetsSmaller(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rasad.db")
	open := func() store.Store {
		s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	size := func() int64 {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	s := open()
	press := storetest.NewPress(3)
	for i := range 400 {
		if _, err := s.Claim(t.Context(), press.Claim(i, time.Now().Add(time.Duration(i-400)*time.Hour))); err != nil {
			t.Fatal(err)
		}
	}
	s.Close() // which brings all of it into the file
	before := size()
	s = open()
	done, err := s.Purge(t.Context(), news.Keep{Articles: 48 * time.Hour})
	if err != nil || done.Articles < 300 || done.Bytes < before/2 {
		t.Errorf("Purge = %+v, %v, want most of %d bytes", done, err, before)
	}
	s.Close()
	if after := size(); after > before/2 {
		t.Errorf("the file takes %d bytes after the purge, %d before", after, before)
	}
}
