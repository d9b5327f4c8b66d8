package extract

import (
	"regexp"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news/calendar"
)

// body returns the blocks of the article, in order.
func (p *page) body(title string) []block {
	if len(p.blocks) == 0 {
		return nil
	}
	p.main = p.container()
	from, to := p.span(p.main)
	from = p.start(from, to)
	return p.trim(withoutPullQuotes(p.keep(p.blocks[from:p.end(from, to)], key(title))))
}

// enough is how many characters of text must stand before a line that ends
// articles for the article to end there.
const enough = 300

// start returns the block where the article among blocks[from:to] begins: the
// headline, if most of the text stands behind it.
func (p *page) start(from, to int) int {
	if p.titled < from || p.titled >= to {
		return from
	}
	before, behind := 0.0, 0.0
	for i, b := range p.blocks[from:to] {
		switch {
		case b.lost:
		case from+i < p.titled:
			before += max(b.weight, 0)
		default:
			behind += max(b.weight, 0)
		}
	}
	if before > behind {
		return from
	}
	return p.titled
}

// keep takes the blocks of a container that are no furniture and do not
// repeat the title.
func (p *page) keep(blocks []block, title string) []block {
	var kept []block
	section := false // inside what a line such as "Read also" opened
	for _, b := range blocks {
		if b.lost || b.tag == "h1" && !(len(kept) > 0 && p.titled >= 0 && p.readsOn(b.at, false)) {
			section = section || p.opensEntries(&b, len(kept) > 0)
			continue
		}
		if section = section && (!strong(&b) || p.home(b.at) < 0); section {
			p.blocks[b.at].lost = true
			continue
		}
		if k := key(b.text); k == "" || k == title {
			continue
		}
		if len(kept) > 0 && b.broken && kept[len(kept)-1].at == b.at-1 && !isCaption(b.text) {
			kept = append(kept, b) // a line of a paragraph, were it all a link
			continue
		}
		if isHeading(b.tag) && b.linked > 0 && p.readsOn(b.at, false) && !p.leadsHome(p.boxes[b.box].node) {
			kept = append(kept, b) // an entry of the article's own
			continue
		}
		density := float64(b.linked) / float64(b.chars)
		if density > 0.8 && (b.tag != "p" || !endsSentence(b.text) || inLink(p.boxes[b.box].node)) || isCaption(b.text) || isDateLine(&b) {
			continue
		}
		kept = append(kept, b)
	}
	return kept
}

// strong tells whether a block reads as a paragraph of an article rather than
// an entry of a list of others.
func strong(b *block) bool {
	return b.chars >= 80 && endsSentence(b.text) && 3*b.linked < b.chars && b.tag != "li"
}

// trim cuts what stands before the first and behind the last block that reads
// as an article's text, and headings with nothing under them.
func (p *page) trim(blocks []block) []block {
	for len(blocks) > 0 && weak(blocks[0]) && !opensPart(blocks) {
		blocks = blocks[1:]
	}
	to := len(blocks)
	for to > 0 && weak(blocks[to-1]) {
		to--
	}
	if to == 0 {
		return nil
	}
	return blocks[:to+p.announced(blocks[to-1:])]
}

// weak tells whether a block at the article's edge is unlikely to be of it.
func weak(b block) bool {
	return isHeading(b.tag) || b.weight < 0 && !endsSentence(b.text) && !strings.HasSuffix(b.text, "،")
}

// opensPart tells whether blocks begin with a heading of the article's first
// part: others like it stand above further ones.
func opensPart(blocks []block) bool {
	if !isHeading(blocks[0].tag) || len(blocks) < 2 || weak(blocks[1]) {
		return false
	}
	for _, b := range blocks[2:] {
		if b.tag == blocks[0].tag {
			return true
		}
	}
	return false
}

// announced counts the short lines behind an article's last sentence, blocks[0],
// that are of the article: what that sentence announces, as names behind a
// colon, or the last words of a talk. They stand where it stands.
func (p *page) announced(blocks []block) int {
	n := 1
	for n < len(blocks) && !isHeading(blocks[n].tag) && blocks[n].linked == 0 && blocks[n].at == blocks[n-1].at+1 && p.home(blocks[n].at) == p.home(blocks[0].at) {
		n++
	}
	if strings.HasSuffix(blocks[0].text, ":") {
		return n - 1
	}
	last := 1
	for last < n && blocks[last].tag == blocks[0].tag && blocks[last].chars >= 12 {
		last++
	}
	return last - 1
}

// isCaption tells whether a line is a picture's caption by how it credits the
// picture: "(Image: …)" at its end, "©" or "Photo:" at its beginning.
func isCaption(s string) bool {
	return len(s) < 400 && (strings.HasPrefix(s, "©") || captionEnd.MatchString(s) || creditLine.MatchString(s) && !endsSentence(s))
}

// creditLine is a line that says nothing but whose a picture or a text is.
var creditLine = regexp.MustCompile(`(?i)^(?:photos?|images?|pictures?|source|фото|источник|عکس|تصویر|منبع(?:\s*(?:عکس|خبر))?|الصور[هة]?|المصدر)\s*[:：]\s*.{2,40}$`)

var captionEnd = regexp.MustCompile(`(?i)^[^.!?]*\((?:image|photo|picture|pic|credit|file photo|фото|عکس|تصویر|الصورة)\s*(?:credit|by)?\s*:[^)]*\)\s*$`)

// clockAlone is a time of day and nothing else.
var clockAlone = regexp.MustCompile(`^\d{1,2}[:.]\d{2}$`)

// isDateLine tells whether a block is hardly more than a date and, perhaps, a
// name: what stands over an article, not in it. What is told of a date is of
// the article.
func isDateLine(b *block) bool {
	if b.chars > 60 || endsSentence(b.text) || isHeading(b.tag) || b.tag == "blockquote" {
		return false
	}
	text := strings.Map(foldDigit, b.text)
	if clockAlone.MatchString(text) {
		return true
	}
	if entry := b.tag == "li" || b.tag == "td" || b.tag == "dd"; b.tag == "tr" || entry && len(wordOnly.FindAllString(text, 5)) > 3 || timeline.MatchString(text) {
		return false
	}
	_, ok := calendar.Parse(b.text, longAgo(time.UTC))
	return ok
}

// wordOnly is a word of a text; timeline is what is said of a date, as a timeline
// does.
var (
	wordOnly = regexp.MustCompile(`\p{L}[\p{L}\p{M}\x{200c}]*`)
	timeline = regexp.MustCompile(`\d\s*[:：–—]\s*\p{L}\S*\s+\p{L}\S*\s+\p{L}`)
)

// join writes blocks as a text of paragraphs. Lines of one paragraph stay
// together.
func join(blocks []block) string {
	var s strings.Builder
	for i, b := range blocks {
		switch {
		case i == 0:
		case b.broken && b.at == blocks[i-1].at+1:
			s.WriteByte('\n')
		default:
			s.WriteString("\n\n")
		}
		s.WriteString(b.text)
	}
	return s.String()
}
