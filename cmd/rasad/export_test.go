package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestBackupBesideTheService copies and checks the store of a service that runs.
func TestBackupBesideTheService(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "sqlite:"+filepath.Join(t.TempDir(), "rasad.db"))
	p := w.start("run")
	w.await("baselines", p, func() bool { return strings.Count(p.output(), "msg=baseline") >= len(w.site.Sources(w.siteURL)) })
	copied := filepath.Join(t.TempDir(), "copy.db")
	for _, test := range []struct {
		args []string
		want string // empty if all is well
	}{
		{[]string{"export", "--backup", copied}, ""},
		{[]string{"export", "--backup", copied}, "left alone; --replace puts"},
		{[]string{"export", "--backup", copied, "--replace"}, ""},
		{[]string{"export", "--backup", filepath.Join(copied, "in a file", "x.db")}, "not a directory"},
		{[]string{"export", "--backup", t.TempDir()}, "no regular file"},
		{[]string{"export", "--backup", filepath.Join(t.TempDir(), "none", "x.db")}, "there is no folder"},
		{[]string{"export"}, "give --backup FILE"},
		{[]string{"check", "--store"}, ""},
	} {
		out, err := told(append(test.args, "--config", w.config)...)
		if said := out + errorText(err); (err == nil) != (test.want == "") || !strings.Contains(said, test.want) {
			t.Errorf("rasad %q says %q, want %q", test.args, said, test.want)
		}
	}
	s, err := store.Open(t.Context(), "sqlite:"+copied, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if c, err := s.Counts(t.Context()); err != nil || c.Seen == 0 {
		t.Errorf("Counts of the copy = %+v, %v, want what was seen", c, err)
	}
	select {
	case <-p.end:
		t.Errorf("the service ended; it said:\n%s", p.output())
	default:
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestDamagedStoreEndsTheService runs on a file half of which is gone: no try mends
// it, so there is none without end.
func TestDamagedStoreEndsTheService(t *testing.T) {
	t.Parallel()
	damaged := filled(t, 50, 500)
	all, err := os.ReadFile(damaged)
	if err != nil {
		t.Fatal(err)
	}
	clear(all[len(all)/2:])
	write(t, damaged, all)
	w := newWorld(t, "sqlite:"+damaged)
	p := w.start("run")
	select {
	case <-p.end:
	case <-time.After(longestAwait):
		t.Fatal("the service goes on on a damaged store; it said:\n", p.output())
	}
	for _, want := range []string{"started", "the file is damaged: restore a backup", "rasad check --store tells more"} {
		if !strings.Contains(p.output(), want) {
			t.Errorf("the service did not say %q, but:\n%s", want, p.output())
		}
	}
}

// TestCheckOfABadStore checks stores that are damaged, missing, or on a server.
func TestCheckOfABadStore(t *testing.T) {
	folder := t.TempDir()
	damaged, file := filled(t, 50, 500), filepath.Join(folder, "config.yaml")
	all, err := os.ReadFile(damaged)
	if err != nil {
		t.Fatal(err)
	}
	clear(all[len(all)/2:])
	write(t, damaged, all)
	for _, test := range []struct {
		store, want string
		checked     bool
	}{
		{"sqlite:" + damaged, "damaged", true},
		{"sqlite:" + filepath.Join(folder, "none.db"), "no such file", false},
		{"redis://rasad:secret@127.0.0.1:1/0", "redis at 127.0.0.1:1", false},
	} {
		write(t, file, []byte("store: \""+test.store+"\"\nsources: [{id: a, url: \"https://a.example/feed\", lang: fa}]\n"))
		out, err := told("check", "--store", "--json", "--config", file)
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(out+err.Error(), "secret") {
			t.Errorf("rasad check --store of %s ends with %v, want %q", test.store, err, test.want)
		}
		var report checkReport
		if test.checked && (json.Unmarshal([]byte(out), &report) != nil || report.Store == nil || report.Store.OK || len(report.Store.Wrong) == 0) {
			t.Errorf("rasad check --store --json of %s prints %s, want what is wrong", test.store, out)
		}
		out, err = told("export", "--backup", filepath.Join(folder, "copy.db"), "--config", file)
		if err == nil || strings.Contains(out+err.Error(), "secret") {
			t.Errorf("rasad export of %s ends with %v: %s", test.store, err, out)
		}
		if _, err := os.Stat(filepath.Join(folder, "copy.db")); err == nil {
			t.Errorf("there is a copy of %s", test.store)
		}
	}
}

// TestCheckOfAServersStore checks a store on a server, which is sound, miscounts, and lacks
// the lane of a chat.
func TestCheckOfAServersStore(t *testing.T) {
	server, file := storetest.StartRedis(t), filepath.Join(t.TempDir(), "config.yaml")
	server.Do(t, "ACL", "SETUSER", "rasad", "on", ">secret", "~*", "+@all")
	address := strings.Replace(server.URL(), "//", "//rasad:secret@", 1)
	write(t, file, []byte("sources: [{id: a, url: \"https://a.example/feed\", lang: fa}]\nstore: \""+address+"\"\n"))
	s, err := store.Open(t.Context(), address, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Enqueue(t.Context(), "x", news.Delivery{Recipient: news.Recipient{Chat: 7}, Text: "x"}); err != nil {
		t.Fatal(err)
	}
	out, err := told("check", "--store", "--config", file)
	if err != nil || !strings.Contains(out, "(prefix rasad) is well") || strings.Contains(out, "secret") {
		t.Errorf("rasad check --store says %q and ends with %v, want that it is well", out, err)
	}
	server.Do(t, "HSET", "{rasad}:counts", "pending", "9")
	out, err = told("check", "--store", "--config", file)
	if err != nil || !strings.Contains(out, "count of pending is 9, but there are 1, which rasad run puts right within a day\n") || !strings.Contains(out, "is well") {
		t.Errorf("rasad check --store says %q and ends with %v, want a count that rasad puts right", out, err)
	}
	server.Do(t, "DEL", "{rasad}:lane:8000000000000007")
	out, err = told("check", "--store", "--config", file)
	if err == nil || !strings.Contains(out, "not at its place in the lane of chat 7") || strings.Contains(out+err.Error(), "secret") {
		t.Errorf("rasad check --store says %q and ends with %v, want that the lane is not there", out, err)
	}
}
