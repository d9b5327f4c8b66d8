package extract

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"github.com/rasadnews/rasad/news"
)

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
	if p.toldAsArticle(a) {
		return ""
	}
	c := p.boxes[p.main]
	inside := p.teasers(c.from, c.to)
	all := p.teasers(0, len(p.blocks))
	opening := p.opening()
	if p.titled >= 0 && inside.turns > 0 && inside.numbered >= inside.turns { // an article that counts its parts
		return ""
	}
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
	return p.saidListing(m, all.links)
}

// saidListing tells why a page is none of an article's by what it calls itself,
// by its address, or by its links that lead from summaries to articles.
func (p *page) saidListing(m size, links int) string {
	kind := strings.ToLower(p.head.first("og:type"))
	if kind == "profile" || kind == "product" || strings.HasPrefix(kind, "product.") {
		return fmt.Sprintf("it calls itself a %s", kind)
	}
	further := p.readOnLinks()
	if further >= 3 && m.chars < longPiece*further {
		return fmt.Sprintf("%d of its pieces go on elsewhere", further)
	}
	if folder := listingFolder(p.base.Path); folder != "" && max(links, further) >= 3 {
		return fmt.Sprintf("its address is that of a list: %s", folder)
	}
	return ""
}

// listingFolder returns the part of an address that names a list, with no more
// than the list's own name and number behind it, or "".
func listingFolder(path string) string {
	parts := strings.FieldsFunc(strings.ToLower(path), func(r rune) bool { return r == '/' })
	for i, s := range parts {
		if listingFolders[s] && (len(parts)-i == 2 || len(parts)-i == 4 && parts[i+2] == "page") {
			return s
		}
	}
	return ""
}

// readOnLinks counts the links in the article's box that say nothing but that a
// text goes on behind them.
func (p *page) readOnLinks() int {
	targets := make(map[string]bool)
	for _, a := range find(p.boxes[p.main].node, 2000, func(n *html.Node) bool { return n.Data == "a" && leadsAway(n) }) {
		if readOn[key(textOf(a))] {
			targets[attr(a, "href")] = true
		}
	}
	return len(targets)
}

// longOpening is how many characters under a headline show that an article
// begins there, rather than the description of a section.
const longOpening = 200

// longPiece is how many characters under each of its subheadings make an
// article of a text, though they are links.
const longPiece = 500

// opening counts the characters of text between the page's headline and the
// first headline that leads elsewhere, and those of a flash.
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
		case b.at == p.titled+1 && p.flash():
			chars += b.chars
		case b.chars < 40 && !isHeading(b.tag):
		case endsSentence(b.text):
			chars += b.chars
		}
	}
	return chars
}

// aFlash is how many letters make a line that tells something.
const aFlash = 30

// flash tells whether right behind the headline a line stands that tells
// something, though it ends without a stop, as urgent news does. It stands in
// one box with the headline, and no headline of others does; and the headline
// is more than a section's name.
func (p *page) flash() bool {
	if p.titled < 0 || p.titled+1 >= len(p.blocks) || strings.Count(p.blocks[p.titled].text, " ") < 2 {
		return false
	}
	if b := p.blocks[p.titled+1]; b.lost || b.linked > 0 || b.chars < aFlash || isHeading(b.tag) {
		return false
	}
	box := p.blocks[p.titled].box
	for box > 0 && p.boxes[box].to <= p.titled+1 {
		box = p.boxes[box].parent
	}
	for _, b := range p.blocks[p.titled+1 : p.boxes[box].to] {
		if teaser(b) && !b.lost {
			return false
		}
	}
	return true
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
	links    int // headlines that are links
	numbered int // of them, those that count themselves: 1, 2, 3 …
	turns    int // pieces of text that each stand under such a headline
	longest  int // characters of the longest piece
}

// teasers looks for linked headlines among blocks[from:to].
func (p *page) teasers(from, to int) teaserRow {
	var t teaserRow
	piece, headed := 0, false
	for _, b := range p.blocks[from:to] {
		switch {
		case teaser(b):
			t.links++
			if strings.HasPrefix(strings.Map(foldDigit, b.text), strconv.Itoa(t.numbered+1)) {
				t.numbered++
			}
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
