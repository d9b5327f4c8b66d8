package sitetest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"html"
	"net/http"
	"strings"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// ServeHTTP serves the front page, the outlets and the faults.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, rest, isFolder := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	o := s.outlet(id)
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
	case r.URL.Path == "/":
		s.serveDirectory(w)
	case id == "faults":
		s.serveFault(w, r, rest)
	case o == nil || !isFolder:
		http.NotFound(w, r)
	case rest == "":
		s.serveFront(w, r, o)
	case rest == o.Feed:
		s.serveFeed(w, r, o)
	default:
		s.serveArticle(w, r, o)
	}
}

// serveDirectory lists the outlets, for people with a browser.
func (s *Site) serveDirectory(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, "<!doctype html><title>The bundled news site</title><h1>The bundled news site</h1><ul>")
	for _, o := range s.outlets {
		fmt.Fprintf(w, "<li><a href=\"/%s/\">%s</a> (%s), <a href=\"/%s/%s\">%s</a>\n",
			o.ID, html.EscapeString(o.Name), o.Lang, o.ID, o.Feed, o.Feed)
	}
	fmt.Fprint(w, `</ul><p>And some that misbehave: <a href="/faults/">faults</a>.`)
}

// serveArticle serves the page of a published article.
func (s *Site) serveArticle(w http.ResponseWriter, r *http.Request, o *outlet) {
	a, at, out := s.standing(r)
	if !out {
		http.NotFound(w, r)
		return
	}
	if s.fails(a.Path, a.Fails) {
		http.Error(w, "the newsroom's database is away", http.StatusInternalServerError)
		return
	}
	if a.Slow && !s.pause(r) {
		return
	}
	c := a.Content
	c.Published = at
	c.URL = base(r) + a.Path
	page, err := s.render("article", o, c, s.listed(o.ID))
	s.write(w, r, o, "text/html", []byte(page), at, err)
}

// standing returns the published article at a request's address, and since
// when it stands there. The path may need its query, as in show.asp?id=7;
// parameters that it doesn't need are ignored.
func (s *Site) standing(r *http.Request) (a *Article, since time.Time, out bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begin()
	a = s.byPath[r.URL.Path+"?"+r.URL.RawQuery]
	if a == nil {
		a = s.byPath[r.URL.Path]
	}
	if a != nil {
		since, out = s.published[a.ID]
	}
	return a, since, out
}

// serveFront serves an outlet's front page.
func (s *Site) serveFront(w http.ResponseWriter, r *http.Request, o *outlet) {
	list := s.listed(o.ID)
	page, err := s.render("front", o, Content{Title: o.Name}, list)
	s.write(w, r, o, "text/html", []byte(page), newest(list), err)
}

// serveFeed serves an outlet's feed.
func (s *Site) serveFeed(w http.ResponseWriter, r *http.Request, o *outlet) {
	if s.fails(r.URL.Path, o.Fails) {
		http.Error(w, "the feed is being rebuilt", http.StatusInternalServerError)
		return
	}
	list := s.listed(o.ID)
	feed, contentType := rss, "application/rss+xml"
	if o.Feed == "atom" {
		feed, contentType = atom, "application/atom+xml"
	}
	body, err := feed(base(r), o, list)
	if o.Broken {
		body = breakOff(body)
	}
	header := xml.Header
	if o.Charset != "" {
		header = strings.Replace(header, "UTF-8", o.Charset, 1)
	}
	s.write(w, r, o, contentType, append([]byte(header), body...), newest(list), err)
}

// oldLetters are what an outlet writes whose code page has no Persian ye and
// no Persian digits.
var oldLetters = strings.NewReplacer("ی", "ي",
	"۰", "0", "۱", "1", "۲", "2", "۳", "3", "۴", "4", "۵", "5", "۶", "6", "۷", "7", "۸", "8", "۹", "9")

// write sends a document in the outlet's charset, with the validators that
// conditional requests ask for (RFC 9110, section 13). An outlet with a
// charset of its own names it in its documents alone, not in its headers.
func (s *Site) write(w http.ResponseWriter, r *http.Request, o *outlet, contentType string, body []byte, modified time.Time, err error) {
	if err == nil && o.Charset == "windows-1256" {
		encoder := encoding.HTMLEscapeUnsupported(charmap.Windows1256.NewEncoder())
		body, err = encoder.Bytes([]byte(oldLetters.Replace(string(body))))
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if o.Charset == "" {
		contentType += "; charset=utf-8"
	}
	sum := sha256.Sum256(body)
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
	http.ServeContent(w, r, "", modified, bytes.NewReader(body))
}

// fails counts a request and tells whether it is one of the first n, which
// fail unless the site is healed.
func (s *Site) fails(path string, n int) bool {
	if s.Config.Healed {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests[path]++
	return s.requests[path] <= n
}

// pause waits for Config.Slow. It returns false if the reader left before.
func (s *Site) pause(r *http.Request) bool {
	slow := s.Config.Slow
	if slow == 0 {
		slow = 3 * time.Second
	}
	timer := time.NewTimer(slow)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// base returns the address that the reader used, such as
// "http://127.0.0.1:8080".
func base(r *http.Request) string { return "http://" + r.Host }

func newest(list []Article) time.Time {
	if len(list) == 0 {
		return time.Time{}
	}
	return list[0].Published
}
