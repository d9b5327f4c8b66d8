package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func runBench(t *testing.T, args ...string) (string, error) {
	t.Helper()
	c := benchCommand()
	var out bytes.Buffer
	c.SetOut(&out)
	c.SetErr(&out)
	c.SilenceErrors, c.SilenceUsage = true, true
	c.SetArgs(append([]string{"match", "--for", "0s"}, args...))
	err := c.Execute()
	return out.String(), err
}

func TestBenchMatchGeneratesACorpus(t *testing.T) {
	out, err := runBench(t, "--count", "200", "--json")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 4 {
		t.Fatalf("bench prints %d lines, want 4: %s", len(lines), out)
	}
	var pairs []int
	for _, line := range lines {
		var m matchMeasure
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatal(err)
		}
		if m.Queries != 200 || m.Documents != 1000 || m.Pairs == 0 || m.PerSecond <= 0 || m.PeakMB <= 0 {
			t.Errorf("bench measures %+v", m)
		}
		pairs = append(pairs, m.Pairs)
	}
	if pairs[1] <= pairs[0] || pairs[3] <= pairs[2] {
		t.Errorf("%v pairs: terms that inflect are to find more", pairs)
	}
}

func TestBenchMatchReadsTables(t *testing.T) {
	dir := t.TempDir()
	queries, docs := filepath.Join(dir, "q.tsv"), filepath.Join(dir, "d.tsv")
	for name, text := range map[string]string{
		queries: "1\t=blast AND Kabul\n2\t(a\n3\tNOT film\n",
		docs:    "a\tBlasts in Kabul\tText.\nb\tBlast in Kabul\tText.\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := runBench(t, "--queries", queries, "--docs", docs)
	for _, want := range []string{"this ( is never closed", "1 queries of", "as written: 2 queries, 2 documents, 3 pairs", "inflected: 2 queries, 2 documents, 4 pairs"} {
		if err != nil || !strings.Contains(out, want) {
			t.Errorf("bench prints %v %s, want %q", err, out, want)
		}
	}
	out, err = runBench(t, "--queries", queries, "--docs", docs, "--count", "30", "--live")
	for _, want := range []string{"inflected: 30 queries, 2 documents", "distinct terms", "live     all added one by one"} {
		if err != nil || !strings.Contains(out, want) {
			t.Errorf("bench prints %v %s, want %q", err, out, want)
		}
	}
	if _, err := runBench(t, "--queries", queries); err == nil {
		t.Error("bench takes queries without documents")
	}
}
