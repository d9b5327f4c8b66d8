package watcher_test

import (
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// TestArticlesAreReadByTheRulesOfTheirSource wants each part of an article
// from where its source says that it stands, and one line in the log for a
// rule that finds nothing.
func TestArticlesAreReadByTheRulesOfTheirSource(t *testing.T) {
	o := newOutlet(t)
	s := open(t, filepath.Join(t.TempDir(), "rasad.db"))
	defer s.Close()
	config, baselines := based()
	src := rss(o, "ruled")
	src.Article = news.Parts{Body: ".sidebar", Author: ".signed", Lead: ".none", Drop: ".advert"}
	h := watch(t, s, config, fetch.Config{}, src)
	<-baselines
	for _, path := range []string{"/news/1", "/news/2"} {
		o.handle(path, func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, `<html lang="en"><title>A bomb was found at `+path+`</title><h1>A bomb was found at `+path+`</h1><b class="signed">N. Writer</b>
				<div class="sidebar">It lay under the bridge, the police said.<br><br><span class="advert">Buy a boat!</span>Nobody was hurt.</div>`+
				strings.Repeat("<p>The council met on Monday and spoke at length, which is another story and none of ours.</p>", 9))
		})
		o.announce(path, "bomb "+path, "")
		a := h.alert(t)
		if want := "It lay under the bridge, the police said.\n\nNobody was hurt."; a.Body != want || a.Author != "N. Writer" {
			t.Errorf("%s: body = %q, author = %q, want %q and N. Writer", path, a.Body, a.Author, want)
		}
	}
	h.stop()
	if n := h.log.count("article rule finds nothing"); n != 1 {
		t.Errorf("the log has %d lines on the rule that finds nothing, want 1:\n%s", n, h.log)
	}
}

// TestArticlesAreReadInAllTheirParts wants an article that is cut into several
// pages told with the text of all, though the word stands in the last.
func TestArticlesAreReadInAllTheirParts(t *testing.T) {
	o := newOutlet(t)
	s := open(t, filepath.Join(t.TempDir(), "rasad.db"))
	defer s.Close()
	config, baselines := based()
	h := watch(t, s, config, fetch.Config{}, rss(o, "parts"))
	<-baselines
	texts := []string{
		"The council met on Monday and spoke at length about the bridge over the river, which is old.",
		"Engineers said that the work would take two summers, and that the crossing stays open.",
		"In the end they said what had set it all off: a bomb of the last war was found in a pier.",
	}
	for i, text := range texts {
		path, next := "/news/7/"+string(rune('1'+i)), ""
		if i == 0 {
			path = "/news/7"
		}
		if i+1 < len(texts) {
			next = `<link rel="next" href="/news/7/` + string(rune('2'+i)) + `">`
		}
		o.handle(path, func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, `<html lang="en"><title>The bridge</title>`+next+`<h1>The bridge</h1><div><p>`+text+`</p><p>`+strings.ToUpper(text)+`</p></div>`)
		})
	}
	o.announce("/news/7", "The bridge", "")
	a := h.alert(t)
	var want []string
	for _, text := range texts {
		want = append(want, text, strings.ToUpper(text))
	}
	if a.Body != strings.Join(want, "\n\n") {
		t.Errorf("body = %q, want %q", a.Body, want)
	}
}

// TestScriptedArticlesAreReadAsAMP wants the text of an article whose page is
// drawn by a script from its AMP twin, under the address of the page.
func TestScriptedArticlesAreReadAsAMP(t *testing.T) {
	o := newOutlet(t)
	s := open(t, filepath.Join(t.TempDir(), "rasad.db"))
	defer s.Close()
	config, baselines := based()
	h := watch(t, s, config, fetch.Config{}, rss(o, "scripted"))
	<-baselines
	o.handle("/news/8", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `<html lang="en"><title>The bomb</title><link rel="amphtml" href="/amp/8"><div id="app"></div><script src="/app.js"></script>`)
	})
	o.handle("/amp/8", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, strings.Replace(article("The bomb"), "<head>", `<head><link rel="canonical" href="/news/8">`, 1))
	})
	o.announce("/news/8", "The bomb", "")
	if a := h.alert(t); !strings.Contains(a.Body, "two summers") || !strings.HasSuffix(a.Canonical, "/news/8") || !strings.HasSuffix(a.URL, "/news/8") {
		t.Errorf("body = %q, URL = %q, canonical = %q", a.Body, a.URL, a.Canonical)
	}
}
