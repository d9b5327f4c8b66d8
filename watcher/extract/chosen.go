package extract

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/rasadnews/rasad/news"
)

// A chosen holds the elements that the rules of a site found on a page, by
// part, as far as they say something of the kind.
type chosen map[string][]*html.Node

// longestPart is how many characters a part may have: what a rule finds beyond
// that is more of the page than was meant.
var longestPart = map[string]int{
	"title": 300, "lead": 1500, "author": 200, "section": 100, "code": 100, "published": 200, "modified": 200,
}

// valued returns those of the elements that hold a value for their part. A body's
// is known only once the page is laid out.
func valued(part string, nodes []*html.Node) []*html.Node {
	if part == "body" {
		return nodes
	}
	return slices.DeleteFunc(nodes, func(n *html.Node) bool {
		text := said(n)
		if part == "title" {
			text = textOf(n)
		}
		if most, bound := longestPart[part]; bound && length(text) > most {
			return true
		}
		switch part {
		case "published", "modified":
			return firstDate([]string{text, textOf(n)}, time.Now(), new(page).plausible).IsZero()
		case "tags":
			return len(splitTags(textOf(n))) == 0
		case "image":
			return pictured(n) == ""
		case "code":
			return codeOf(text) == ""
		}
		return text == ""
	})
}

// first returns the text of the first element of a part that has some.
func (c chosen) first(part string) string {
	for _, n := range c[part] {
		if s := textOf(n); s != "" {
			return s
		}
	}
	return ""
}

// text returns the text of a part, its elements joined by blanks.
func (c chosen) text(part string) string {
	var all []string
	for _, n := range c[part] {
		if s := said(n); s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, " ")
}

// said returns what an element says: what it says for machines, else its text.
func said(n *html.Node) string {
	for _, key := range []string{"datetime", "content"} {
		if s := oneLine(attr(n, key)); s != "" {
			return s
		}
	}
	return textOf(n)
}

// chosenBody returns the blocks of the chosen body. All of it is the article's but
// the headline, captions, lists of links, and lines of furniture that say nothing
// of their own or lead elsewhere. Without any, the rule has found nothing.
func (p *page) chosenBody(title string) []block {
	inside := p.insideBody()
	if p.main < 0 { // it stands in what is never read, such as a template
		p.main = 0
		return nil
	}
	var blocks []block
	for _, b := range p.blocks {
		idle := b.lost && (b.linked > 0 || !slices.Contains(b.line.words, "*"))
		if k := key(b.text); inside[b.box] && !p.boxes[b.box].lost && !idle && k != "" && k != key(title) && !linkLine(&b) {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// insideBody tells of each box whether it stands in the chosen body, the first
// of whose boxes becomes the main one; without any that is -1.
func (p *page) insideBody() []bool {
	own := make(map[*html.Node]bool)
	for _, n := range p.chosen["body"] {
		own[n] = true
	}
	inside := make([]bool, len(p.boxes))
	p.main = -1
	for i := range p.boxes {
		b := &p.boxes[i]
		inside[i] = own[b.node] || i > 0 && inside[b.parent]
		if inside[i] && p.main < 0 {
			p.main = i
		}
	}
	return inside
}

// linkLine tells whether a block is a link to elsewhere rather than a sentence.
func linkLine(b *block) bool {
	return b.linked*10 > b.chars*8 && (b.tag != "p" || !endsSentence(b.text))
}

// dropCaptions marks what stands under pictures, which no name needs to tell.
func (p *page) dropCaptions() {
	for i := range p.boxes {
		if p.boxes[i].node.Data == "figcaption" {
			p.boxes[i].lost = true
		}
	}
	p.spread()
}

// overrule sets the facts that the rules of a site give.
func (p *page) overrule(a *news.Article) {
	set := func(field *string, value string) {
		if value != "" {
			*field = value
		}
	}
	set(&a.Author, p.chosen.text("author"))
	set(&a.Section, p.chosen.text("section"))
	set(&a.Code, codeOf(p.chosen.text("code")))
	for _, n := range p.chosen["image"] {
		if link := absolute(p.base, pictured(n)); link != "" {
			a.Image = link
			return
		}
	}
}

// pictured returns the address of the picture that an element shows or names.
func pictured(n *html.Node) string {
	for _, key := range []string{"content", "data-src", "src", "href"} {
		if link := strings.TrimSpace(attr(n, key)); link != "" && !strings.HasPrefix(link, "data:") {
			return link
		}
	}
	return ""
}

// codeLabel is what outlets write before the code of an article.
var codeLabel = regexp.MustCompile(`(?i)^(?:news\s*)?(?:کد|شناسه|شماره|رقم|رمز|كود|کوډ|code|id|no\.?|код|номер|№|#)` +
	`(?:[\s\x{200C}]*(?:خبر|مطلب|محتوا|نوشته|الخبر|новости))?[\s:：]+`)

// codeOf returns the code in a text: what stands behind its label, as it is but
// for its digits, which are written in ASCII.
func codeOf(s string) string {
	s = strings.Map(foldDigit, strings.TrimSpace(s))
	if _, behind, found := strings.Cut(s, ":"); found {
		s = behind
	}
	s = codeLabel.ReplaceAllString(s, "")
	return strings.Trim(s, " :：#|-")
}
