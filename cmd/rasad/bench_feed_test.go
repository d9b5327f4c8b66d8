package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

func runBenchFeed(t *testing.T, args ...string) ([]feedMeasure, error) {
	t.Helper()
	c := benchCommand()
	var out bytes.Buffer
	c.SetOut(&out)
	c.SilenceErrors, c.SilenceUsage = true, true
	c.SetArgs(append([]string{"feed", "--for", "0s", "--json"}, args...))
	err := c.Execute()
	var measures []feedMeasure
	for line := range strings.Lines(out.String()) {
		var m feedMeasure
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		measures = append(measures, m)
	}
	return measures, err
}

func TestBenchFeedGeneratesFeeds(t *testing.T) {
	measures, err := runBenchFeed(t)
	if err != nil || len(measures) != 2 {
		t.Fatalf("bench feed prints %+v, %v, want two measures", measures, err)
	}
	for _, m := range measures {
		if m.Documents != 1 || m.Entries != 100 || m.Unread != 0 || m.MBPerSecond <= 0 || m.Allocations <= 0 || m.KBPerDoc <= 0 || m.PeakMB <= 0 {
			t.Errorf("bench feed measures %+v", m)
		}
	}
}

func TestBenchFeedReadsFiles(t *testing.T) {
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.xml"), filepath.Join(dir, "bad.xml")
	write(t, good, []byte(cutFeed))
	write(t, bad, []byte("no feed"))
	measures, err := runBenchFeed(t, good, bad, good)
	if err != nil || len(measures) != 1 || measures[0].Documents != 3 || measures[0].Unread != 1 || measures[0].Entries != 4 {
		t.Errorf("bench feed prints %+v, %v", measures, err)
	}
	for _, args := range [][]string{{bad}, {filepath.Join(dir, "absent.xml")}, {"--for", "-1s"}} {
		if _, err := runBenchFeed(t, args...); err == nil {
			t.Errorf("bench feed %v has no error", args)
		}
	}
}
