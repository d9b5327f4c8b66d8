package sitetest

import (
	"fmt"
	"html"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
)

// A fault is a page or feed that misbehaves.
type fault struct {
	about string
	serve func(s *Site, w http.ResponseWriter, r *http.Request)
}

// faults are the pages and feeds that misbehave, by their name under
// /faults/. Those of wireFaults stand there too.
var faults = map[string]fault{
	"500":       {"an error of the server", serve500},
	"slow":      {"a page that comes after Config.Slow", serveSlow},
	"endless":   {"a page that never ends", serveEndless},
	"junk":      {"a megabyte of noise that calls itself HTML", serveJunk},
	"empty":     {"a feed without items", serveEmpty},
	"nothing":   {"an answer of no bytes at all", serveNothing},
	"cut":       {"a page that promises more bytes than it sends", serveCut},
	"charset":   {"a page in UTF-8 whose header says ISO-8859-1", serveCharset},
	"html-feed": {"an HTML page that calls itself a feed", serveHTMLFeed},
	"loop":      {"a redirect to itself", serveLoop},
	"gone":      {"a page that is gone for good", serveGone},
}

func (s *Site) serveFault(w http.ResponseWriter, r *http.Request, name string) {
	for _, list := range []map[string]fault{faults, wireFaults} {
		if fault, ok := list[name]; ok {
			fault.serve(s, w, r)
			return
		}
	}
	if name != "" {
		http.NotFound(w, r)
		return
	}
	all := maps.Clone(faults)
	maps.Copy(all, wireFaults)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, "<!doctype html><title>Faults</title><h1>Faults</h1><ul>")
	for _, name := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(w, "<li><a href=\"/faults/%s\">%s</a>: %s\n", name, name, html.EscapeString(all[name].about))
	}
	fmt.Fprint(w, "</ul>")
}

func serve500(_ *Site, w http.ResponseWriter, _ *http.Request) {
	http.Error(w, "nothing works here", http.StatusInternalServerError)
}

func serveSlow(s *Site, w http.ResponseWriter, r *http.Request) {
	if s.pause(r) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<!doctype html><title>Late</title><p>Here it is at last.")
	}
}

// serveEndless writes until its reader has enough.
func serveEndless(_ *Site, w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	block := strings.Repeat("<div><p>And so on, and so on, and so on.</p>\n", 1000)
	for r.Context().Err() == nil {
		if _, err := io.WriteString(w, block); err != nil {
			return
		}
	}
}

func serveJunk(_ *Site, w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	noise := rand.New(rand.NewPCG(1, 2))
	junk := make([]byte, 1<<20)
	for i := range junk {
		junk[i] = byte(noise.Uint32())
	}
	_, _ = w.Write(junk) // a reader that left misses nothing
}

func serveEmpty(_ *Site, w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
	fmt.Fprint(w, emptyFeed)
}

const emptyFeed = `<?xml version="1.0"?><rss version="2.0"><channel><title>Silence</title><link>/</link><description/></channel></rss>`

func serveNothing(_ *Site, w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html")
}

func serveCut(_ *Site, w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", "100000")
	fmt.Fprint(w, "<!doctype html><title>Cut</title><p>The line broke he")
}

// serveCharset serves what the first outlet has newest, in UTF-8 under a
// header that is wrong.
func serveCharset(s *Site, w http.ResponseWriter, _ *http.Request) {
	o := s.outlets[0]
	var c Content
	if list := s.listed(o.ID); len(list) > 0 {
		c = list[0].Content
		c.Published = list[0].Published
	}
	page, err := s.render("article", o, c, nil)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
	fmt.Fprint(w, page)
}

func serveHTMLFeed(_ *Site, w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
	fmt.Fprint(w, "<!doctype html><html><head><title>Maintenance</title></head><body><p>We are back soon.</body></html>")
}

func serveLoop(_ *Site, w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, r.URL.Path, http.StatusFound)
}

func serveGone(_ *Site, w http.ResponseWriter, _ *http.Request) {
	http.Error(w, "this page will not come back", http.StatusGone)
}
