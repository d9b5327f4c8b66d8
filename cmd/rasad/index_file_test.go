package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/store/storetest"
)

// TestTheIndexStandsByItsStore names one store by many addresses, whose index is
// one file, and others beside it, which have their own.
func TestTheIndexStandsByItsStore(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", os.Getenv("XDG_CACHE_HOME"))
	log := newLogger("error")
	files := map[string]string{} // by the first address of a store
	for _, same := range [][]string{
		{"redis://a/0", "redis://a:6379", "redis://user:old@a:6379/0", "redis://user:new@a:6379/0?read_timeout=1s", "rediss://a"},
		{"redis://a/1"},
		{"redis://a/0?prefix=other", "redis://:secret@a/0?prefix=other"},
		{"redis://a:6380/0"},
		{"redis+sentinel://a,b/m/0", "redis+sentinel://b:26379,a/m?sentinel_password=x"},
		{"redis+sentinel://a,b/other/0"},
		{"redis+cluster://a,b", "redis+cluster://:secret@b,a"},
	} {
		for _, address := range same {
			file := indexFile(address, []string{roleSend}, log)
			if first, known := files[same[0]]; known && file != first || file == "" {
				t.Errorf("the index of %s is %q, that of %s %q", address, file, same[0], first)
			}
			files[same[0]] = file
		}
	}
	distinct := map[string]bool{}
	for _, file := range files {
		distinct[file] = true
	}
	if len(distinct) != len(files) {
		t.Errorf("%d stores share %d indexes: %q", len(files), len(distinct), files)
	}
	for _, address := range []string{"sqlite:a.db", "redis://a:99999"} {
		if file := indexFile(address, []string{roleSend}, log); file != "" {
			t.Errorf("the index of %s is %q, want none", address, file)
		}
	}
	if file := indexFile("redis://a", []string{roleWatch}, log); file != "" {
		t.Errorf("the index of a process that only watches is %q, want none", file)
	}
}

// TestAMissingCacheIsSaid starts a sender without a folder for its index: it says
// so, and runs.
func TestAMissingCacheIsSaid(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.Redis(t).Address())
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, nil)
	environment := append(withToken(w.telegram.Token(), filepath.Join(file, "cache")), "HOME="+file)
	p := startIn(t, environment, "run", "--roles", "send", "--config", w.config)
	w.await("the start", p, func() bool { return strings.Contains(p.output(), "msg=started") })
	if !strings.Contains(p.output(), "there is no folder for the search index") {
		t.Errorf("the service said:\n%s", p.output())
	}
}
