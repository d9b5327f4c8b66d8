package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// TestReloadGivesWatchesTheNewConcepts reloads a configuration under watches
// that name its concepts.
func TestReloadGivesWatchesTheNewConcepts(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "config.yaml")
	write := func(concepts string) {
		t.Helper()
		text := fmt.Sprintf("store: sqlite:%s\nsources: [{id: a, name: A, url: https://a.example/feed}]\n"+
			"concepts: [%s]\ntopics: [{id: bombs, name: {en: Bombs}, any: [bomb]}]\n", filepath.Join(dir, "rasad.db"), concepts)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("{id: river, aliases: [Danube]}, {id: sea, aliases: [Aegean]}")
	cfg, err := loadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	books, err := store.Open(context.Background(), cfg.Store, store.Config{Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	defer books.Close()
	s, err := newService(cfg, books, serviceOptions{Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	for id, q := range map[string]string{"w1": "@river", "w2": "@sea", "w3": "Nile"} {
		if err := s.live.Add(news.Topic{ID: id, Query: q}); err != nil {
			t.Fatal(err)
		}
	}
	finds := func(want ...string) {
		t.Helper()
		got := s.live.Find(&news.Article{Lang: "en", Body: "Of the Danube, the Rhine, the Nile and the Aegean."}, nil)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("Find = %v, want %v", got, want)
		}
	}
	finds("w1", "w2", "w3")
	write("{id: river, aliases: [Volga]}")
	if _, err := s.reload(path); err != nil {
		t.Fatal(err)
	}
	finds("w3")
	if out := log.String(); !strings.Contains(out, "watch=w2") || strings.Contains(out, "watch=w1") {
		t.Errorf("the log tells %s, want that w2 rests, and w2 alone", out)
	}
	write("{id: river, aliases: [Rhine]}, {id: sea, aliases: [Aegean]}")
	if _, err := s.reload(path); err != nil {
		t.Fatal(err)
	}
	finds("w1", "w2", "w3")
}
