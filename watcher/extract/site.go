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
// gives for it, and better the more of them it has read, as paragraphs that
// stand on most of its pages are no part of any article. After the same pages,
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
	r := p.finish(a, s.own(body))
	r.Missed, r.Dropped = missed(s.rules, p.chosen), dropped
	if r.Type == TypeArticle {
		s.learn(a.Title, body)
	}
	return r, nil
}

// own returns the blocks of a body that are not the site's.
func (s *Site) own(body []block) []block {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.memory.without(body)
}

func (s *Site) learn(title string, body []block) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.memory.learn(title, body)
}
