package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const tryPageText = `<html lang="en"><head><link rel="next" href="?page=2"><title>Bridge opens | The Harbour</title></head><body><h1>Bridge opens</h1>
<div class="sidebar">The new bridge over the river was opened on Monday after two years of work.<br><br><i class="ad">Buy a boat!</i>Traffic will be free for the first month, the harbour board said in a statement.</div>
<p>The ferry, which is another story, was sold to the neighbouring town for a song, the board said, and nobody mourned it.</p></body></html>`

const tryConfigText = `
fetch: {allow_networks: [127.0.0.0/8], host_delay: 0s}
families:
  - {id: harbour, article: {body: .sidebar, author: .signed, drop: .ad}}
sources:
  - {id: harbour, url: "http://127.0.0.1:1/rss", family: harbour}
  - {id: open, url: "http://127.0.0.1:1/rss2", family: harbour, robots: ignore}
  - {id: proxied, url: "http://127.0.0.1:1/rss3", proxy: "http://127.0.0.1:1"}
topics:
  - {id: roads, weighted: [{term: bridge, weight: 2}, {term: traffic, weight: 1.5}, {term: ferry, weight: 5}], threshold: 3}
  - {id: fish, any: [sardine]}
`

// tryOut runs rasad try and returns what it prints.
func tryOut(t *testing.T, args ...string) (string, error) {
	t.Helper()
	config := filepath.Join(t.TempDir(), "config.yaml")
	write(t, config, []byte(tryConfigText))
	var out bytes.Buffer
	root := rootCommand()
	root.SetOut(&out)
	root.SetArgs(append([]string{"try", "--config", config}, args...))
	err := root.ExecuteContext(t.Context())
	return out.String(), err
}

// TestTryExplainsAPage fetches a page and wants each stage told: the rules that
// counted and the one that found nothing, the article, and how its score came
// about.
func TestTryExplainsAPage(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte(tryPageText))
	}))
	defer server.Close()
	out, err := tryOut(t, server.URL+"/n/1")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"200, text/html", "harbour  (rules for body, author, drop)", "type       article", "goes on    " + server.URL + "/n/1?page=2", "Bridge opens", "(the rule found nothing)",
		"2 paragraph(s)", "(by the rule)", "drop       1 element(s), 11 characters", "roads: 3.5 points of the 3 it takes", "+2  bridge, found 2 times", "+1.5  traffic, found once", "The new [bridge] over", "outcome    alerted",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in:\n%s", want, out)
		}
	}
	if strings.Contains(out, "ferry") || strings.Contains(out, "boat") || strings.Contains(out, "fish") {
		t.Errorf("what the rules leave out is there:\n%s", out)
	}
}

// TestTrySavedPage wants the same of a file, as JSON, by the rules of the
// source that is named and by none.
func TestTrySavedPage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(tryPageText), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := tryOut(t, file, "--source", "harbour", "--json")
	if err != nil {
		t.Fatal(err)
	}
	var r tryReport
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	if r.Source != "harbour" || r.Article.Type != "article" || !slices.Equal(r.Missed, []string{"author"}) || len(r.Matches) != 1 || r.Matches[0].Score != 3.5 {
		t.Errorf("report = %s", out)
	}
	out, err = tryOut(t, file)
	if err != nil || !strings.Contains(out, "none of the configuration") {
		t.Errorf("without a source: %v\n%s", err, out)
	}
	if _, err = tryOut(t, file, "--source", "harbor"); err == nil || !strings.Contains(err.Error(), `did you mean "harbour"`) {
		t.Errorf("a source that is not there: %v", err)
	}
}

// TestTryTellsWhyAPageIsNoArticle wants the type and the reason, and no match.
func TestTryTellsWhyAPageIsNoArticle(t *testing.T) {
	file := filepath.Join(t.TempDir(), "page.html")
	write(t, file, []byte("<title>Page not found</title><h1>Page not found</h1><p>The bridge and its traffic are not here.</p>"))
	out, err := tryOut(t, file)
	if err != nil || !strings.Contains(out, "soft404") || !strings.Contains(out, "does not go on") || !strings.Contains(out, "outcome    it is tried again 2 times, then dropped") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestTryDoesAsTheServiceDoes wants a page fetched by the rules of its source,
// and told what becomes of one that can't be read.
func TestTryDoesAsTheServiceDoes(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			io.WriteString(w, "User-agent: *\nDisallow: /closed\n")
		case "/closed":
			io.WriteString(w, tryPageText)
		case "/fault":
			w.WriteHeader(http.StatusInternalServerError)
		case "/refused":
			w.WriteHeader(http.StatusForbidden)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	for _, c := range []struct{ path, source, want string }{
		{"/closed", "harbour", "it is not tried again"},
		{"/closed", "open", "outcome    alerted"},
		{"/none", "harbour", "tried again 2 times, then dropped"},
		{"/fault", "harbour", "tried again 7 times"},
		{"/refused", "harbour", "what its source says of it goes on"},
		{"/none", "proxied", "not read: "},
	} {
		out, err := tryOut(t, server.URL+c.path, "--source", c.source)
		if !strings.Contains(out, c.want) || (err == nil) != strings.Contains(c.want, "alerted") {
			t.Errorf("%s by %s: %v, want %q in:\n%s", c.path, c.source, err, c.want, out)
		}
		if err != nil && strings.Count(err.Error(), server.URL) > 1 {
			t.Errorf("%s: the error says it twice: %v", c.path, err)
		}
		if proxied := c.source == "proxied"; proxied && (err == nil || strings.Contains(err.Error(), "404")) {
			t.Errorf("the proxy of the source was passed by: %v", err)
		}
	}
}

// TestTryWantsAnAddress wants what isn't one, and one too many, called wrong use.
func TestTryWantsAnAddress(t *testing.T) {
	file := filepath.Join(t.TempDir(), "page.html")
	write(t, file, []byte(tryPageText))
	for _, args := range [][]string{{"--url", "foo", file}, {"--url", "https://harbour.example/n/1", "https://harbour.example/n/1"}} {
		if code := execute(t.Context(), append([]string{"try"}, args...)); code != exitUsage {
			t.Errorf("try %q = %d, want %d", args, code, exitUsage)
		}
	}
}

// TestTryTellsOfALivePage wants the topics looked for in a live page, as its text
// goes on.
func TestTryTellsOfALivePage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "page.html")
	entry := "<section><div>1%d:05</div><p>The bridge is closed, and traffic goes by the road of ward %d, which is narrow.</p></section>"
	page := "<title>Flood</title><h1>Flood</h1><div class=live-blog>"
	for i := range 6 {
		page += fmt.Sprintf(entry, i, i)
	}
	write(t, file, []byte(page+"</div>"))
	out, err := tryOut(t, file)
	if err != nil || !strings.Contains(out, "type       live") || !strings.Contains(out, "outcome    alerted") {
		t.Errorf("%v\n%s", err, out)
	}
}
