package extract

import (
	"errors"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A Result is what a page turned out to be. Article is whole only if the page
// is of use by itself; for other types it holds what was found. Reason says in
// plain words why the page is no article.
type Result struct {
	Article news.Article // what was found
	Type    Type         // what the page is
	Reason  string       // empty for an article
	Next    string       // where the article goes on, if it is cut into several pages
	Twin    string       // where the page stands as AMP, if this one shows no text
	Missed  []string     // the parts that a rule of the site was to find, and didn't
	Dropped Dropped      // what its rules took out
	Left    []string     // the paragraphs left out as they stand on most pages of the site
}

// A Type is the kind of a page.
type Type string

// The types of page. What goes on of each, Use says.
const (
	TypeArticle Type = "article"
	TypeLive    Type = "live"    // a live blog, read as one article of many entries
	TypeListing Type = "listing" // a front page, a section, search results
	TypeMedia   Type = "media"   // a video or gallery with hardly any text
	TypeWall    Type = "wall"    // a paywall, a consent page, a bot check
	TypeEmpty   Type = "empty"   // no text to speak of, or bytes that never were text
	TypeError   Type = "error"   // the server's own trouble: a fault, a refusal, maintenance
	TypeSoft404 Type = "soft404" // what was asked for is not there, though the answer was 200 OK
)

// A Use is what goes on to the desk of an item, by what its page is.
type Use int

// The uses of pages.
const (
	UsePage    Use = iota // the text of the page
	UseItem               // what the item says by itself, if it says enough: the page adds nothing
	UseNothing            // nothing: the page is not the one that was asked for
)

// Use decides what goes on to the desk for a type of page. Articles do, and so
// do live blogs: what they tell is news. Walls, videos, listings and pages
// without text stand where an article is announced, so what was announced counts.
// An error is the server's, and what is not there any more was taken back: of
// such an item nothing is told, unless another try finds its article.
func (t Type) Use() Use {
	switch t {
	case TypeArticle, TypeLive:
		return UsePage
	case TypeError, TypeSoft404:
		return UseNothing
	}
	return UseItem
}

// ErrTooLarge is returned for a page that is refused before it is parsed.
var ErrTooLarge = errors.New("page is too large to extract")

// MaxSize is the size in bytes past which a page is refused.
const MaxSize = 15 << 20

// Page extracts the article of a page. The text is decoded to UTF-8 already;
// pageURL is where it was read and makes relative links absolute. It knows
// nothing of the page's site; a Site does.
//
// A page that holds no article is no error: its Type says what it is. An error
// means that nothing could be read at all.
func Page(text, pageURL string) (Result, error) {
	return new(Site).Page(text, pageURL, time.Time{})
}

// begin finds what the page says of its article, and the body with all that
// the page alone can tell.
func (p *page) begin(pageURL string) (news.Article, []block) {
	a := news.Article{URL: pageURL}
	p.ownLD()
	a.Site = p.site()
	a.Title = firstOf(p.chosen.first("title"), p.title(&a))
	a.Site = firstOf(a.Site, p.titleSite(a.Title))
	p.weigh(a.Title)
	p.fillFacts(&a)
	p.overrule(&a)
	if len(p.chosen["body"]) > 0 {
		if body := p.chosenBody(a.Title); len(body) > 0 {
			return a, body
		}
		delete(p.chosen, "body")
		p.weigh(a.Title)
	}
	return a, p.orGiven(p.body(a.Title))
}

// finish makes an article of what was found, and tells whether it is one.
func (p *page) finish(a news.Article, body []block) Result {
	if a.Lead = p.chosen.text("lead"); a.Lead != "" {
		body = without(body, key(a.Lead))
	} else {
		a.Lead, body = p.lead(a.Title, body)
	}
	a.Body = join(body)
	a.Lang = language(a.Lang, a.Title+"\n"+a.Lead+"\n"+a.Body)
	at := p.placeOf(body)
	a.Tags = p.tags(&a)
	a.Image = firstOf(a.Image, p.picture(at))
	p.fillDates(&a, at)
	r := Result{Article: a}
	switch r.Type, r.Reason = p.judge(&a, body); r.Type {
	case TypeArticle:
		r.Next = p.next()
	case TypeEmpty:
		r.Twin = absolute(p.base, p.head.twin)
	}
	return r
}
