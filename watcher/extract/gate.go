package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/news"
)

// judge decides what kind of page this is, and why if it is no article.
func (p *page) judge(a *news.Article, body []block) (Type, string) {
	m := measure(body)
	name := firstOf(a.Title, p.head.title)
	titled := func(parts []string) bool {
		return m.chars < 1500 && (titleSays(a.Title, parts, m) || titleSays(p.head.title, parts, m))
	}
	switch {
	case len(p.blocks) == 0 && len(body) == 0:
		return TypeEmpty, "the page shows no text"
	case Noise(a.Body) != "":
		return TypeEmpty, Noise(a.Body)
	case titled(missingTitles) || m.chars < 1500 && slices.Contains(missingNames, key(name)):
		return TypeSoft404, fmt.Sprintf("its title says that there is nothing here: %q", name)
	case titled(errorTitles) || m.chars < 1500 && slices.Contains(errorNames, key(name)):
		return TypeError, fmt.Sprintf("its title is that of an error page: %q", name)
	case titled(wallTitles) || m.chars < 500 && p.says(wallLines):
		return TypeWall, fmt.Sprintf("it asks for something before it shows its text: %q", name)
	case m.chars < 600 && p.says(missingLines):
		return TypeSoft404, fmt.Sprintf("it says that there is nothing here: %q", name)
	case m.chars < 200 && p.says(errorLines):
		return TypeError, fmt.Sprintf("it tells of trouble at the site: %q", name)
	}
	if m.chars < 300 && p.titled >= 0 && p.showsMedia() {
		return TypeMedia, fmt.Sprintf("a video or gallery with %d characters of text", m.chars)
	}
	ruled := len(p.chosen["body"]) > 0 && m.chars > 0 // an article stands where the site has its articles
	if why := p.listing(a, m); why != "" && !ruled {
		return TypeListing, why
	}
	switch {
	case m.chars < 300 && p.showsMedia():
		return TypeMedia, fmt.Sprintf("a video or gallery with %d characters of text", m.chars)
	case m.chars < 40 && !ruled:
		return TypeEmpty, fmt.Sprintf("its text has %d characters", m.chars)
	case m.sentences == 0 && m.chars < 140 && !ruled && (p.titled < 0 || m.chars < 60): // flashes end without a stop
		return TypeEmpty, fmt.Sprintf("no sentence stands in its %d characters", m.chars)
	}
	if why := p.live(); why != "" {
		return TypeLive, why
	}
	return TypeArticle, ""
}

// titleSays tells whether a title has one of the parts: as most of what it says,
// or where there is hardly any text besides.
func titleSays(title string, parts []string, m size) bool {
	k := key(title)
	for _, s := range parts {
		if strings.Contains(k, s) && (m.chars < 300 || 2*len(s) >= len(k)) {
			return true
		}
	}
	return false
}

// A size is how much text a body has.
type size struct{ chars, linked, sentences int }

func measure(body []block) size {
	var m size
	for _, b := range body {
		m.chars += b.chars
		m.linked += b.linked
		if b.chars >= 40 && endsSentence(b.text) {
			m.sentences++
		}
	}
	return m
}

// front is the path of a site's front page, in a language or not.
var front = regexp.MustCompile(`^/?(?:[a-z]{2,3}(?:-[a-z]{2})?/?)?(?:(?:index|default|home|main)(?:\.\w{2,5})?/?)?$`)

// listing tells why a page is made of links to others rather than an article,
// or "" if it is not.
func (p *page) listing(a *news.Article, m size) string {
	if p.base.Host != "" && p.base.RawQuery == "" && front.MatchString(strings.ToLower(p.base.Path)) {
		return "its address is that of a front page"
	}
	if m.linked*2 > m.chars {
		return fmt.Sprintf("%d of the %d characters of its text are links", m.linked, m.chars)
	}
	c := p.boxes[p.main]
	inside := p.teasers(c.from, c.to)
	all := p.teasers(0, len(p.blocks))
	if p.toldAsArticle(a) {
		return ""
	}
	opening := p.opening()
	switch {
	case inside.turns >= 3 && 2*inside.longest < m.chars && m.chars < longPiece*inside.turns && opening < longOpening:
		return fmt.Sprintf("its text comes in %d pieces, each under a headline of its own", inside.turns)
	case all.turns >= 3 && m.chars < 600 && opening == 0:
		return fmt.Sprintf("its text is one of %d pieces, each under a headline that leads elsewhere", all.turns)
	case m.sentences <= 1 && all.links >= 10 && m.chars < 200 && opening == 0:
		return fmt.Sprintf("%d headlines and hardly any text", all.links)
	case p.titled < 0 && all.links >= 20 && m.chars < 2000:
		return fmt.Sprintf("no headline of its own among %d that lead elsewhere", all.links)
	}
	return ""
}

// longOpening is how many characters under a headline show that an article
// begins there, rather than the description of a section.
const longOpening = 200

// longPiece is how many characters under each of its subheadings make an
// article of a text, though they are links.
const longPiece = 500

// opening counts the characters of text between the page's headline and the
// first headline that leads elsewhere.
func (p *page) opening() int {
	chars := 0
	if p.titled < 0 {
		return 0
	}
	for _, b := range p.blocks[p.titled+1:] {
		switch {
		case b.lost:
		case teaser(b):
			return chars
		case b.chars < 40 && !isHeading(b.tag):
		case endsSentence(b.text):
			chars += b.chars
		}
	}
	return chars
}

// teaser tells whether a block is a headline that leads elsewhere.
func teaser(b block) bool {
	return b.linked*10 > b.chars*8 && (b.chars >= 25 || isHeading(b.tag))
}

// toldAsArticle tells whether the page's structured data calls it an article
// of this very headline.
func (p *page) toldAsArticle(a *news.Article) bool {
	for _, ld := range p.head.ld {
		if ld.headline != "" && key(ld.headline) == key(a.Title) {
			return true
		}
	}
	return false
}

// A row of teasers is how linked headlines and text take turns.
type teaserRow struct {
	links   int // headlines that are links
	turns   int // pieces of text that each stand under such a headline
	longest int // characters of the longest piece
}

// teasers looks for linked headlines among blocks[from:to].
func (p *page) teasers(from, to int) teaserRow {
	var t teaserRow
	piece, headed := 0, false
	for _, b := range p.blocks[from:to] {
		switch {
		case teaser(b):
			t.links++
			piece, headed = 0, true
		case b.linked*10 > b.chars*6 && b.chars >= 25: // with a date beside it
			t.links++
		case b.chars >= 40:
			if piece == 0 && headed {
				t.turns++
			}
			piece += b.chars
			t.longest = max(t.longest, piece)
		}
	}
	return t
}

// showsMedia tells whether the page calls itself a video or a gallery.
func (p *page) showsMedia() bool {
	kind := strings.ToLower(p.head.first("og:type"))
	return strings.HasPrefix(kind, "video") || p.head.first("og:video", "og:video:url") != "" ||
		hasAny("/"+strings.ToLower(p.base.Path)+"/", []string{"/video", "/photo", "/gallery", "/galleries", "/film", "/multimedia"})
}

// says tells whether a short line of the page, from its headline on, has one of
// the parts, folded.
func (p *page) says(parts []string) bool {
	for _, b := range p.blocks[max(p.titled, 0):] {
		if b.chars < 200 && hasAny(key(b.text), parts) {
			return true
		}
	}
	return false
}

func hasAny(text string, parts []string) bool {
	for _, s := range parts {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}
