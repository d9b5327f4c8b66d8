package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// runMatch runs rasad match and returns what it printed.
func runMatch(t *testing.T, in string, args ...string) (out, diagnostics string, err error) {
	t.Helper()
	c := matchCommand()
	var stdout, stderr bytes.Buffer
	c.SetIn(strings.NewReader(in))
	c.SetOut(&stdout)
	c.SetErr(&stderr)
	c.SilenceErrors, c.SilenceUsage = true, true
	c.SetArgs(args)
	err = c.Execute()
	return stdout.String(), stderr.String(), err
}

func TestMatchAnswersEveryLine(t *testing.T) {
	in := strings.Join([]string{
		`{"id":1,"query":"تروریسم","text":"مبارزه با تروریست\u200cها و تروريسم"}`,
		`{"id":"b","query":"title:Kabul blast","title":"Blast in Kabul","text":"A blast.","lang":"en"}`,
		``,
		`not JSON`,
		`{"id":{"n":3},"query":"(a OR @none","text":"a"}`,
		`{"id":4,"query":"","text":"a"}`,
		`{"id":5,"query":"NOT film","text":"kabul"}`,
		`{"id":6,"query":"امنیت ملی","text":"#امنیتملی","lang":"fa"}`,
		`{"id":7,"query":"\"امنیت ملی\"","text":"ملی و امنیت","lang":"fa"}`,
	}, "\n")
	out, _, err := runMatch(t, in)
	if err != nil {
		t.Errorf("match ends with %v: an error is an answer", err)
	}
	want := strings.Join([]string{
		`{"id":1,"matched":true,"score":1,"hits":[{"field":"text","start":43,"end":57,"term":"تروریسم"}]}`,
		`{"id":"b","matched":true,"score":2,"hits":[{"field":"title","start":0,"end":5,"term":"blast"},{"field":"title","start":9,"end":14,"term":"Kabul"},{"field":"text","start":2,"end":7,"term":"blast"}]}`,
		`{"id":null,"matched":false,"score":0,"hits":[],"error":"line 4: invalid character 'o' in literal null (expecting 'u')"}`,
		`{"id":{"n":3},"matched":false,"score":0,"hits":[],"error":"line 5: query, column 1: this ( is never closed"}`,
		`{"id":4,"matched":false,"score":0,"hits":[],"error":"line 6: the query is empty: a term is expected"}`,
		`{"id":5,"matched":true,"score":0,"hits":[]}`,
		`{"id":6,"matched":true,"score":1,"hits":[{"field":"text","start":1,"end":17,"term":"امنیت ملی"}]}`,
		`{"id":7,"matched":false,"score":0,"hits":[]}`,
	}, "\n") + "\n"
	if out != want {
		t.Errorf("match prints\n%s\nwant\n%s", out, want)
	}
}

func TestMatchGoesOnAfterAnEndlessLine(t *testing.T) {
	in := `{"id":1,"query":"a","text":"` + strings.Repeat("a", longestLine) + "\"}\n" + `{"id":2,"query":"ab","text":"ab"}`
	out, _, err := runMatch(t, in)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "line 1: the line is too long") || !strings.Contains(lines[1], `"id":2,"matched":true`) {
		t.Errorf("match prints %.300s", out)
	}
}

func TestMatchTables(t *testing.T) {
	dir := t.TempDir()
	queries, docs := filepath.Join(dir, "q.tsv.gz"), filepath.Join(dir, "d.tsv")
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write([]byte("k\tکابل\nt\ttitle:طالبان\nbad\ttitle:x (x\nk\tهرات\nnot\tNOT کابل\n"))
	z.Close()
	write(t, queries, zipped.Bytes())
	write(t, docs, []byte("1\tطالبان\tدر كابل\n2\tخبر\tطالبان\n"))
	out, diagnostics, err := runMatch(t, "", "--queries", queries, "--docs", docs)
	if want := "1\tk\n1\tt\n2\tnot\n"; out != want {
		t.Errorf("match prints %q, want %q", out, want)
	}
	for _, want := range []string{"q.tsv.gz:3: query bad, column 9: this ( is never closed\n  title:x (x\n          ^\n", "q.tsv.gz:4: query k stands in line 1 already"} {
		if !strings.Contains(diagnostics, want) {
			t.Errorf("match tells %q, want %q in it", diagnostics, want)
		}
	}
	if err == nil || !strings.Contains(err.Error(), "2 queries") {
		t.Errorf("match ends with %v, want the count of wrong queries", err)
	}
}

func TestMatchRefusesWrongUse(t *testing.T) {
	dir := t.TempDir()
	short := filepath.Join(dir, "short.tsv")
	write(t, short, []byte("only one column\n"))
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--queries", short}, "used together"},
		{[]string{"--queries", short, "--docs", short, "more"}, "more: no other files"},
		{[]string{"--queries", short, "--docs", short}, "1 lines of"},
		{[]string{filepath.Join(dir, "none.jsonl")}, "no such file"},
	} {
		if _, _, err := runMatch(t, "", c.args...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("match %v ends with %v, want %q", c.args, err, c.want)
		}
	}
}

func FuzzMatchLines(f *testing.F) {
	f.Add(`{"id":1,"query":"a","text":"a"}`)
	f.Add("{}\n\n[]\nnull")
	f.Fuzz(func(t *testing.T, in string) {
		var out bytes.Buffer
		if err := newAnswerer(matchCommand()).all(strings.NewReader(in), &out); err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(out.Bytes()) {
			if !json.Valid(line) {
				t.Fatalf("%q is answered by %q", in, line)
			}
		}
	})
}
