// Package sitetest serves the bundled news site: a handful of invented outlets
// in six languages, whose articles come out one after another. Tests and
// `rasad demo` watch it instead of the public network.
//
// The site's data is in testdata/site, described in its README.md. Every
// outlet stands in its own folder of the server:
//
//	/                      who is here
//	/sepidar/              an outlet's front page, newest article first
//	/sepidar/rss           its feed (or /atom), with ETag and Last-Modified
//	/sepidar/fa/news/…     an article's page, once it is published
//	/faults/               pages and feeds that misbehave on purpose
//
// Files, in the order in which they are best read:
//
//	site.go      Site and Article: what is published, and when
//	manifest.go  Load: testdata/site → Site, refusing what doesn't fit
//	serve.go     ServeHTTP: an outlet's pages, feeds and faults
//	page.go      Content and Fill: a text in an outlet's page template
//	feed.go      RSS and Atom
//	faults.go    what stands under /faults/
//	wire.go      of that, what goes wrong in HTTP itself
//	hosts.go     Hosts: the outlets at many virtual hosts; Resolver finds them
//	scraped.go   ParseScraped: a text as a scraper left it → Content
package sitetest

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"sync"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A Site is the bundled news site. It is an http.Handler and safe for
// concurrent use.
type Site struct {
	// Config holds the options. Set it before the site is used.
	Config Config

	outlets   []*outlet
	templates map[string]*template.Template // by "family/page"

	mu        sync.Mutex
	articles  []*Article           // in order of publishing
	byPath    map[string]*Article  // by Article.path
	published map[string]time.Time // by Article.ID
	requests  map[string]int       // by path, where the first ones fail
	begun     bool                 // the baseline articles have their times
}

// Config holds a site's options. Its zero value works.
type Config struct {
	// Now tells the time of publishing. Nil means time.Now.
	Now func() time.Time

	// Slow is how long a slow page keeps its reader waiting. Zero means three
	// seconds.
	Slow time.Duration

	// Healed tells that the site's passing troubles are over: pages and feeds
	// that fail at first answer at once. Set it for a site that takes up where
	// an earlier process left it, as the count of requests is not kept. What is
	// slow or broken for good stays so.
	Healed bool
}

// An Article is one text of the site at one outlet.
type Article struct {
	ID     string // unique on the site
	Outlet string // the ID of its outlet's source
	Lang   string // of its text, such as "fa" or "prs"
	Path   string // of its page, escaped, with its query if it has one

	// Topics are the IDs of the topics that the text meets, none for a trap.
	Topics []string

	// DuplicateOf is the ID of the article that said the same before, so that
	// nobody must be told again.
	DuplicateOf string

	// Trap says what a careless matcher or extractor would stumble over.
	Trap string

	// Baseline articles stand there from the beginning.
	Baseline bool

	Slow  bool // the page answers after Config.Slow
	Fails int  // so many first requests for the page answer 500, unless Config.Healed

	Content

	path string // as a request's URL holds it, unescaped
}

// Alerts tells whether the article must be told to who asked for its topics:
// it meets one, is not old, and is not a repetition.
func (a Article) Alerts() bool {
	return len(a.Topics) > 0 && a.DuplicateOf == "" && !a.Baseline
}

// Articles returns all articles in order of publishing, published or not.
func (s *Site) Articles() []Article {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Article, len(s.articles))
	for i, a := range s.articles {
		all[i] = *a
	}
	return all
}

// Sources returns the outlets as sources for a watcher, for a site that is
// served at base, such as "http://127.0.0.1:8080". Each is polled every
// second.
func (s *Site) Sources(base string) []news.Source {
	var sources []news.Source
	for _, o := range s.outlets {
		sources = append(sources, news.Source{
			ID: o.ID, Name: o.Name, Publisher: o.Publisher,
			Kind: o.Kind, URL: base + o.watched(), Select: o.Select,
			Lang: o.Lang, Country: o.Country, Grade: o.Grade,
			Tags: []string{"demo"}, Every: time.Second,
		})
	}
	return sources
}

// Publish puts an article on its outlet's front page and into its feed, dated
// now. Publishing it again changes nothing.
func (s *Site) Publish(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.ContainsFunc(s.articles, func(a *Article) bool { return a.ID == id }) {
		return fmt.Errorf("publish %q: no such article", id)
	}
	s.publish(id)
	return nil
}

// PublishNext publishes the next article in order and returns it, or false if
// all are out.
func (s *Site) PublishNext() (Article, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begin()
	for _, a := range s.articles {
		if _, out := s.published[a.ID]; !out {
			s.publish(a.ID)
			return *a, true
		}
	}
	return Article{}, false
}

// PublishText publishes a text of the caller's at an outlet, in the outlet's
// own template, and returns it as an article with the given ID.
func (s *Site) PublishText(id, outlet string, c Content) (Article, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if slices.ContainsFunc(s.articles, func(a *Article) bool { return a.ID == id }) {
		return Article{}, fmt.Errorf("publish %q: there is such an article", id)
	}
	o := s.outlet(outlet)
	if o == nil {
		return Article{}, fmt.Errorf("publish %q: no outlet %q", id, outlet)
	}
	c.Code = cmp.Or(c.Code, id)
	a := o.article(id, c)
	if err := s.add(a); err != nil {
		return Article{}, fmt.Errorf("publish %q: %w", id, err)
	}
	s.publish(id)
	return *a, nil
}

// add puts an article behind all others. No two share a path.
func (s *Site) add(a *Article) error {
	if other := s.byPath[a.path]; other != nil {
		return fmt.Errorf("%s stands at its path %s already", other.ID, a.Path)
	}
	s.articles = append(s.articles, a)
	s.byPath[a.path] = a
	return nil
}

// publish dates an article. The caller holds s.mu.
func (s *Site) publish(id string) {
	s.begin()
	if _, out := s.published[id]; !out {
		s.published[id] = s.now()
	}
}

// begin dates the baseline articles, an hour apart, the last of them an hour
// ago. The caller holds s.mu.
func (s *Site) begin() {
	if s.begun {
		return
	}
	s.begun = true
	at := s.now()
	for _, a := range slices.Backward(s.articles) {
		if a.Baseline {
			at = at.Add(-time.Hour)
			s.published[a.ID] = at
		}
	}
}

// listed returns an outlet's published articles with their times, newest
// first.
func (s *Site) listed(outlet string) []Article {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begin()
	var list []Article
	for _, a := range slices.Backward(s.articles) { // of one moment, the later one first
		if at, out := s.published[a.ID]; out && a.Outlet == outlet {
			dated := *a
			dated.Published = at
			list = append(list, dated)
		}
	}
	slices.SortStableFunc(list, func(a, b Article) int { return b.Published.Compare(a.Published) })
	return list
}

func (s *Site) now() time.Time {
	if s.Config.Now == nil {
		return time.Now()
	}
	return s.Config.Now()
}
