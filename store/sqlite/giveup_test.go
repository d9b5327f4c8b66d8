package sqlite_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/store"
)

// TestWhoGivesUpIsToldWhy gives a call no time on a file that has just been in
// trouble: the error names the trouble, and not the time alone. Once something
// went well, there is no more to tell.
func TestWhoGivesUpIsToldWhy(t *testing.T) {
	path := made(t)
	for _, row := range rowsOf(t, path, `SELECT rootpage FROM sqlite_schema WHERE name = 'seen'`) {
		spoil(t, path, (int(row[0].(int64))-1)*4096, 4096)
	}
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Claim(t.Context(), claimOf("a")); !errors.Is(err, store.ErrDamaged) {
		t.Fatalf("Claim = %v, want ErrDamaged", err)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	err = s.PutSetting(over, "a", "b")
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), path+": the file is damaged") {
		t.Errorf("PutSetting = %v, want that it was canceled and that the file is damaged", err)
	}
	if err := s.PutSetting(t.Context(), "a", "b"); err != nil {
		t.Fatal(err)
	}
	if err := s.PutSetting(over, "a", "b"); !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), "damaged") {
		t.Errorf("PutSetting = %v, want that it was canceled and no more", err)
	}
}
