package extract

import (
	"net/url"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html"
)

// A page is a parsed page laid out as its reader sees it: text in blocks, in
// the order of the page, inside boxes.
type page struct {
	doc    *html.Node
	base   *url.URL
	head   head
	blocks []block
	boxes  []box // parents before children; boxes[0] is the whole page
	titled int   // the block that is the headline, or -1
	main   int   // the box that holds the article

	strays  map[*html.Node]bool // what inFurniture knows of elements
	boxOf   map[*html.Node]int  // the boxes by their elements, for boxAround
	leading map[int]bool        // what leads knows of boxes

	chosen  chosen         // what the rules of the site found
	fetched time.Time      // when the page was, or zero
	zone    *time.Location // of the outlet's clocks, or nil
}

// A block is one paragraph, heading, list item or table row.
type block struct {
	text   string
	tag    string // of the element it stands in: p, h2, li, td, div …
	box    int    // the innermost box around it
	at     int    // its place in the page
	chars  int
	linked int  // characters inside links
	broken bool // only a line break parts it from the block before

	weight float64 // how much it looks like an article's text
	lost   bool    // it is furniture
	line   pattern // of the tables of furniture, if it meets one
}

// A box is a block element; it covers blocks[from:to].
type box struct {
	node     *html.Node
	parent   int
	from, to int
	hint     hint
	lost     bool
}

// inline are the elements that do not part the text around them. Whatever is
// not listed, also an element that HTML does not know, is taken for a block.
var inline = set("a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q rp rt ruby " +
	"s samp small span strike strong sub sup time tt u var wbr label blink img picture source br " +
	"amp-img o:p st1:place st1:city st1:country-region g")

// unread are the elements whose content is no text for readers.
var unread = set("script style noscript template svg math iframe object embed video audio canvas select option " +
	"textarea button input head map frameset frame nav dialog datalist progress meter " +
	"amp-ad amp-sidebar amp-analytics amp-iframe amp-embed amp-carousel amp-base-carousel amp-list amp-next-page " +
	"amp-consent amp-lightbox amp-user-notification")

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// read lays a page out. Where hardly any text is shown, what is hidden is read
// too if that is much more: a script was to show it, or a dialog stood before it
// when the page was saved.
func read(doc *html.Node, base *url.URL) *page {
	p := lay(doc, base, false)
	if p.chars() < fewChars {
		if all := lay(doc, base, true); all.chars() > 3*p.chars() {
			return all
		}
	}
	return p
}

// fewChars is less text than a page of any use shows.
const fewChars = 150

func lay(doc *html.Node, base *url.URL, all bool) *page {
	p := &page{doc: doc, base: base, head: readHead(doc)}
	l := layouter{page: p, all: all}
	l.open(doc)
	l.walk(doc)
	l.close(0)
	return p
}

// chars counts the characters of the page outside links.
func (p *page) chars() int {
	n := 0
	for _, b := range p.blocks {
		n += b.chars - b.linked
	}
	return n
}

// A layouter collects the text of a page into blocks.
type layouter struct {
	page   *page
	all    bool // hidden elements, too
	box    int
	text   strings.Builder
	chars  int
	linked int
	inLink bool
	breaks int  // line breaks since the last letter
	blank  bool // a blank is due before the next letter
}

func (l *layouter) open(n *html.Node) int {
	p := l.page
	p.boxes = append(p.boxes, box{node: n, parent: l.box, from: len(p.blocks), hint: hintOf(n)})
	l.box = len(p.boxes) - 1
	return l.box
}

func (l *layouter) close(i int) {
	l.flush()
	l.page.boxes[i].to = len(l.page.blocks)
	l.box = l.page.boxes[i].parent
}

func (l *layouter) walk(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode && n.Data == "pre":
			l.writeLines(c.Data)
		case c.Type == html.TextNode:
			l.write(c.Data)
		case c.Type != html.ElementNode || unread[c.Data] || !l.all && hidden(c):
		case c.Data == "br":
			l.lineBreak()
		case c.Data == "hr":
			l.flush()
		case c.Data == "a" && !l.inLink && leadsAway(c):
			l.blank = l.blank || sideBySide(c)
			l.inLink = true
			l.walk(c)
			l.inLink = false
		case inline[c.Data] && !styled(c, "display:block"):
			l.blank = l.blank || sideBySide(c)
			if !furnitureSpan(c) {
				l.walk(c)
			}
		case c.Data == "tr" && plainRow(c):
			l.row(c)
		default:
			l.flush()
			i := l.open(c)
			l.walk(c)
			l.close(i)
		}
	}
}

// row writes a table's row of plain cells as one block.
func (l *layouter) row(tr *html.Node) {
	l.flush()
	i := l.open(tr)
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && !hidden(c) {
			if l.text.Len() > 0 {
				l.write(" | ")
			}
			l.walk(c)
		}
	}
	l.close(i)
}

// plainRow tells whether a table's row holds short cells without blocks of
// their own: a row of data rather than a means of layout.
func plainRow(tr *html.Node) bool {
	cells := 0
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		cells++
		if cells > 30 || !shortText(c, 300) {
			return false
		}
	}
	return cells > 1
}

// shortText tells whether the text under n stays under a number of bytes and
// has no blocks inside but one paragraph.
func shortText(n *html.Node, limit int) bool {
	size, blocks := 0, 0
	var walk func(*html.Node) bool
	walk = func(n *html.Node) bool {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.TextNode {
				size += len(strings.TrimSpace(c.Data))
			} else if c.Type == html.ElementNode && !inline[c.Data] {
				blocks++
			}
			if size > limit || blocks > 1 || !walk(c) {
				return false
			}
		}
		return true
	}
	return walk(n)
}

// lineBreak ends a line: one <br> begins a new line of the same paragraph,
// two part paragraphs.
func (l *layouter) lineBreak() {
	breaks := l.breaks
	if l.endBlock() {
		breaks = 0
	}
	l.breaks = breaks + 1
}

func (l *layouter) write(s string) {
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			l.blank = true
			continue
		case invisible(r):
			continue
		}
		if l.blank && l.text.Len() > 0 {
			l.text.WriteByte(' ')
		}
		l.blank = false
		l.text.WriteRune(r)
		l.chars++
		if l.inLink {
			l.linked++
		}
	}
}

// writeLines writes text whose line ends are its own. Empty lines part
// paragraphs; other ends count where a sentence ends too.
func (l *layouter) writeLines(s string) {
	for i, line := range strings.Split(s, "\n") {
		if text := l.text.String(); i > 0 && (text == "" && l.breaks > 0 || strings.TrimSpace(line) == "" || endsSentence(text)) {
			l.lineBreak()
		}
		l.blank = true
		l.write(line)
	}
}

// flush ends the paragraph under way.
func (l *layouter) flush() {
	l.endBlock()
	l.breaks = 0
}

// endBlock ends the line under way and tells whether there was one.
func (l *layouter) endBlock() bool {
	some := l.chars > 0
	if some {
		l.page.blocks = append(l.page.blocks, block{
			text: l.text.String(), tag: l.page.boxes[l.box].node.Data, box: l.box, at: len(l.page.blocks),
			chars: l.chars, linked: l.linked, broken: l.breaks == 1,
		})
		l.breaks = 0
	}
	l.text.Reset()
	l.chars, l.linked, l.blank = 0, 0, false
	return some
}
