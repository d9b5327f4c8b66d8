package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const savedArticle = `<html lang="en"><head><title>Bridge opens | The Harbour</title></head><body><h1>Bridge opens</h1>
<p>The new bridge over the river was opened on Monday after two years of work.</p>
<p>Traffic will be free for the first month, the harbour board said in a statement.</p></body></html>`

// TestExtractList wants one line a page, in the order of the list, with an
// error only for the page that isn't there.
func TestExtractList(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "plain.html"), []byte(savedArticle))
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	if _, err := z.Write([]byte(savedArticle)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "zipped.html.gz"), zipped.Bytes())
	write(t, filepath.Join(dir, "junk.html"), []byte("\x00\xff<<<>>>&&&"))
	list := "plain.html\thttps://harbour.example/1\nzipped.html.gz\thttps://harbour.example/2\nabsent.html\thttps://harbour.example/3\njunk.html\thttps://harbour.example/4\n"
	write(t, filepath.Join(dir, "list.tsv"), []byte(list))

	out, err := runExtract("--list", filepath.Join(dir, "list.tsv"))
	var zippedList bytes.Buffer
	z = gzip.NewWriter(&zippedList)
	if _, err := z.Write([]byte(list)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "list.tsv.gz"), zippedList.Bytes())
	if again, _ := runExtract("--list", filepath.Join(dir, "list.tsv.gz")); again != out {
		t.Errorf("the zipped list gives %q, want what the plain one gives", again)
	}
	if err == nil {
		t.Error("an absent page went unnoticed")
	}
	var lines []extracted
	for line := range strings.Lines(out) {
		var e extracted
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		lines = append(lines, e)
	}
	if len(lines) != 4 {
		t.Fatalf("%d lines, want 4: %s", len(lines), out)
	}
	for i, e := range lines[:2] {
		if e.Type != "article" || e.Title != "Bridge opens" || !strings.HasPrefix(e.Text, "The new bridge") || e.Language != "en" {
			t.Errorf("line %d = %+v", i, e)
		}
	}
	if lines[0].Text != lines[1].Text || lines[1].URL != "https://harbour.example/2" {
		t.Errorf("the zipped page differs: %+v", lines[1])
	}
	if lines[2].Error == "" || lines[3].Error != "" || lines[3].Type == "article" || lines[3].Reason == "" {
		t.Errorf("absent and junk = %+v, %+v", lines[2], lines[3])
	}
}

func TestExtractWantsPages(t *testing.T) {
	if _, err := runExtract(); err == nil {
		t.Error("no pages and no error")
	}
}

// TestExtractWantsAnAddress wants what isn't one to be called wrong use.
func TestExtractWantsAnAddress(t *testing.T) {
	file := filepath.Join(t.TempDir(), "page.html")
	write(t, file, []byte(savedArticle))
	for _, address := range []string{"not a url", "harbour.example/1", "/n/1", "https://", "https:///n/1", "mailto:desk@harbour.example", "http://[::1/n"} {
		if code := execute(context.Background(), []string{"extract", "--url", address, file}); code != exitUsage {
			t.Errorf("extract --url %q = %d, want %d", address, code, exitUsage)
		}
	}
	if _, err := runExtract("--url", "https://harbour.example/n/1?a=b", file); err != nil {
		t.Errorf("a good address: %v", err)
	}
}

// TestExtractForgivesAList wants a list read that an editor or a person wrote.
func TestExtractForgivesAList(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.html"), []byte(savedArticle))
	list := filepath.Join(dir, "list.tsv")
	write(t, list, []byte("\uFEFFa.html\thttps://harbour.example/1\r\n   \n# pages of May\n\na.html\na.html\tharbour.example/3\n"))
	out, err := runExtract("--list", list, "--url", "https://harbour.example/2")
	if err == nil || strings.Count(out, "\n") != 3 || strings.Count(out, `"type":"article"`) != 2 ||
		!strings.Contains(out, `"url":"https://harbour.example/2"`) || !strings.Contains(out, "not the address of a page") {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err := runExtract(dir); err == nil || !strings.Contains(out, "is a folder: name its files") {
		t.Errorf("a folder: %v\n%s", err, out)
	}
}

// TestExtractReadsStandardInputOnce wants it refused to be two pages, or a page
// and a list.
func TestExtractReadsStandardInputOnce(t *testing.T) {
	for _, args := range [][]string{{"-", "-"}, {"-", "--list", "-"}} {
		if _, err := runExtract(args...); err == nil || !strings.Contains(err.Error(), "can be read once") {
			t.Errorf("extract %q: %v", args, err)
		}
	}
}

// TestExtractByTheRulesOfASource wants the rules of a source tried over many
// pages.
func TestExtractByTheRulesOfASource(t *testing.T) {
	dir := t.TempDir()
	page, config := filepath.Join(dir, "a.html"), filepath.Join(dir, "config.yaml")
	write(t, page, []byte(tryPageText))
	write(t, config, []byte(tryConfigText))
	run := func(source string) (string, error) {
		var out bytes.Buffer
		root := rootCommand()
		root.SetOut(&out)
		root.SetArgs([]string{"extract", "--config", config, "--source", source, page})
		err := root.ExecuteContext(t.Context())
		return out.String(), err
	}
	if out, err := run("harbour"); err != nil || !strings.Contains(out, `"text":"The new bridge`) || strings.Contains(out, "ferry") {
		t.Errorf("%v\n%s", err, out)
	}
	if _, err := run("harbor"); err == nil || !strings.Contains(err.Error(), `did you mean "harbour"`) {
		t.Errorf("a source that is not there: %v", err)
	}
}

func runExtract(args ...string) (string, error) {
	var out bytes.Buffer
	c := extractCommand()
	c.SetArgs(args)
	c.SetOut(&out)
	c.SilenceUsage, c.SilenceErrors = true, true
	err := c.ExecuteContext(context.Background())
	return out.String(), err
}

func write(t *testing.T, name string, text []byte) {
	t.Helper()
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
}
