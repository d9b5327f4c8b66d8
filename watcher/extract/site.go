package extract

import (
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/PuerkitoBio/goquery"

	"github.com/rasadnews/rasad/news"
)

// A Site reads the pages of one outlet: by the rules that the configuration
// gives for it, and better the more of them it has read, as lines that stand
// on most of its pages are no part of any article. After the same pages,
// the same page gives the same article. It is safe for concurrent use.
type Site struct {
	rules []rule
	drop  goquery.Matcher
	zone  *time.Location

	mu     sync.Mutex
	memory memory
}

// NewSite returns a Site that has read nothing yet. The zone is where the clocks
// of the outlet are set, for times that name none; if it is nil, the language of
// a page says where they are meant. The error names the first selector that is
// none.
func NewSite(parts news.Parts, zone *time.Location) (*Site, error) {
	rules, drop, err := compile(parts)
	if err != nil {
		return nil, err
	}
	return &Site{rules: rules, drop: drop, zone: zone}, nil
}

// Page extracts the article of one of the site's pages, as the function Page
// does. A page may date its article by the time at which it was fetched, as in
// "2 hours ago"; if that is zero, such words say nothing.
func (s *Site) Page(text, pageURL string, fetched time.Time) (Result, error) {
	if len(text) > MaxSize {
		return Result{}, fmt.Errorf("%w: %d bytes, the limit is %d", ErrTooLarge, len(text), MaxSize)
	}
	base, err := url.Parse(pageURL)
	if err != nil {
		return Result{}, fmt.Errorf("page address %q: %w", pageURL, err)
	}
	if why := Noise(text); why != "" {
		return Result{Article: news.Article{URL: pageURL}, Type: TypeEmpty, Reason: why}, nil
	}
	doc, err := parse(text)
	if err != nil {
		return Result{}, fmt.Errorf("parse page: %w", err)
	}
	found, dropped := choose(doc, s.rules, s.drop)
	p := read(doc, base)
	p.chosen, p.fetched, p.zone = found, fetched, s.zone
	a, body := p.begin(pageURL)
	if why := foreign(text, a.Title); why != "" {
		return Result{Article: news.Article{URL: pageURL}, Type: TypeEmpty, Reason: why}, nil
	}
	own, left := body, []block(nil)
	if len(p.chosen["body"]) == 0 { // what a rule finds is the article's
		own, left = s.part(body)
	}
	r := p.finish(a, own)
	r.Missed, r.Dropped, r.Left = missed(s.rules, p.chosen), dropped, texts(left)
	if r.Type == TypeArticle {
		s.learn(firstOf(a.Canonical, pageURL), a.Title, body)
	}
	return r, nil
}

// part divides a body into the article's blocks and the site's.
func (s *Site) part(body []block) (own, site []block) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.memory.part(body)
}

func (s *Site) learn(url, title string, body []block) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.memory.learn(url, title, body)
}

// texts returns what blocks say.
func texts(blocks []block) []string {
	var all []string
	for _, b := range blocks {
		all = append(all, b.text)
	}
	return all
}
