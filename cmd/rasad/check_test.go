package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// TestCheckTellsWarningsBesideErrors wants both in the order of the file, as
// text and as JSON, and only the errors counted.
func TestCheckTellsWarningsBesideErrors(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.yaml")
	write(t, file, []byte("sources: none\ntopics:\n  - {id: a, query: \"bom*\"}\n  - {id: b, query: \"(bomb\"}\n  - {id: c, query: \"bomb -bomb\"}\n"))
	run := func(args ...string) string {
		root := rootCommand()
		var out bytes.Buffer
		root.SetOut(&out)
		root.SetArgs(append([]string{"check", "--config", file}, args...))
		if err := root.Execute(); err == nil || !strings.HasSuffix(err.Error(), "has 2 error(s)") {
			t.Errorf("check %v ends with %v, want two errors", args, err)
		}
		return out.String()
	}
	var told []string
	for line := range strings.Lines(run()) {
		if rest, ok := strings.CutPrefix(line, file+":"); ok {
			told = append(told, strings.TrimSpace(rest))
		}
	}
	want := []string{`1:10: "sources" must be a list`, "3:21: warning: bom* leaves", "4:21: this ( is never closed", "5:26: warning: bomb and NOT bomb are"}
	if len(told) != len(want) {
		t.Fatalf("check tells %q, want %q", told, want)
	}
	for i := range want {
		if !strings.HasPrefix(told[i], want[i]) {
			t.Errorf("check tells %q, want %q", told[i], want[i])
		}
	}
	var report checkReport
	if err := json.Unmarshal([]byte(run("--json")), &report); err != nil || len(report.Problems) != 4 || !report.Problems[1].Warning || report.Problems[2].Warning || report.OK {
		t.Errorf("check --json tells %+v (%v)", report, err)
	}
}

// TestCheckReadsTheStoresAddress refuses an address at which no server can be.
func TestCheckReadsTheStoresAddress(t *testing.T) {
	for _, address := range []string{"redis://:secret@localhost:99999/0", "rediss://:secret@localhost/0?ca=/nowhere.pem", "sqlite://host/rasad.db"} {
		t.Setenv("RASAD_REDIS_URL", address)
		var out bytes.Buffer
		root := rootCommand()
		root.SetOut(&out)
		root.SetArgs([]string{"check", "--config", "../../config.yaml"})
		err := root.Execute()
		if err == nil || !strings.Contains(out.String(), "RASAD_REDIS_URL") || strings.Contains(out.String(), "secret") {
			t.Errorf("check of %s ends with %v: %s", address, err, &out)
		}
	}
}

// TestCheckTellsAllThoughTheStoreCannotBeChecked checks a configuration with a
// warning whose store is not there, and one with an error, whose store is not looked
// at: both are reported, as text and as JSON.
func TestCheckTellsAllThoughTheStoreCannotBeChecked(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "config.yaml")
	source := "store: sqlite:" + filepath.Join(folder, "none.db") + "\nsources: [{id: a, url: \"https://a.example/feed\", lang: fa}]\n"
	for _, test := range []struct{ query, tells, store, end string }{
		{"bom*", "config.yaml is well: 1 sources", "there is no such file", "there is no such file"},
		{"(bomb", "this ( is never closed", "the store is not checked before", "has 1 error(s)"},
	} {
		write(t, file, []byte(source+"topics: [{id: a, query: \"bom*\"}, {id: b, query: \""+test.query+"\"}]\n"))
		out, err := told("check", "--store", "--config", file)
		if all := out + errorText(err); err == nil || !strings.Contains(out, test.tells) || !strings.Contains(all, test.store) || !strings.HasSuffix(err.Error(), test.end) {
			t.Errorf("rasad check --store says %q and ends with %v, want %q, %q and %q", out, err, test.tells, test.store, test.end)
		}
		out, err = told("check", "--store", "--json", "--config", file)
		var report checkReport
		if jsonErr := json.Unmarshal([]byte(out), &report); jsonErr != nil || err == nil || len(report.Problems) == 0 ||
			report.Store == nil || report.Store.OK || !strings.Contains(report.Store.Error, test.store) {
			t.Errorf("rasad check --store --json prints %s and ends with %v, want its problems and %q", out, err, test.store)
		}
	}
}
