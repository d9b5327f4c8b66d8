package sqlite_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// TestNotesAreNoSettingsAnyMore opens a file in which notes were settings still.
func TestNotesAreNoSettingsAnyMore(t *testing.T) {
	var before []string
	for _, step := range steps(t) {
		if strings.Contains(step, "CREATE TABLE notes") {
			break
		}
		before = append(before, step)
	}
	path := filepath.Join(t.TempDir(), "rasad.db")
	query(t, path, strings.Join(before, ";\n")+fmt.Sprintf(`;
		INSERT INTO settings (key, value) VALUES ('kept:abc', 'words'), ('channels:77', '[-100]'), ('channels:78', ''), ('paused', 'yes');
		PRAGMA user_version = %d; PRAGMA application_id = 0x72617364`, len(before)))
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for key, want := range map[string]string{"kept:abc": "", "channels:77": "", "paused": "yes"} {
		if got, err := s.Setting(t.Context(), key); got != want || err != nil {
			t.Errorf("Setting(%q) = %q, %v, want %q", key, got, err, want)
		}
	}
	want := news.Note{Name: "channels:77", Chat: 77, Text: "[-100]"}
	if got, found, err := s.Note(t.Context(), want.Name); got != want || !found || err != nil {
		t.Errorf("Note = %+v, %v, %v, want %+v", got, found, err, want)
	}
	if _, found, err := s.Note(t.Context(), "channels:78"); found || err != nil {
		t.Errorf("Note of nothing = %v, %v", found, err)
	}
}
