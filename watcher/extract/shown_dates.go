package extract

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// shownDates are the texts on the page that may say when it was published:
// time elements that say so, those near the headline, what stands alone at the
// foot of the text, and, less sure, short lines that are named as dates.
func (p *page) shownDates(at place) (shown, lines []string) {
	var sure, likely []string
	for _, n := range find(p.doc, 2000, func(n *html.Node) bool { return n.Data == "time" || attr(n, "itemprop") == "datePublished" }) {
		s := firstOf(attr(n, "datetime"), attr(n, "content"), shortTextOf(n, longestTitle))
		own := attr(n, "itemprop") == "datePublished"
		named := own || hasAttr(n, "pubdate") || strings.Contains(attr(n, "class"), "publish")
		switch {
		case p.inFurniture(n) || !own && !at.holds(p, n):
		case named:
			sure = append(sure, s)
		case attr(n, "itemprop") != "dateModified" && !strings.Contains(attr(n, "class"), "updated"):
			likely = append(likely, s)
		}
	}
	before, behind := p.datedElements()
	for _, n := range append(behind, before...) {
		if s := shortTextOf(n, 200); s != "" && !p.inFurniture(n) && at.holds(p, n) && !changedFirst(s) {
			lines = append(lines, s)
		}
	}
	if worded := p.lineDates(dateLine); len(worded) > 0 {
		sure = append(sure, worded[0])
	}
	return slices.Concat(sure, likely, p.nearHeadline(at), p.footDate(at)), lines
}

// datedElements are the elements that are named as dates, before the headline
// and behind it, where an article's own stands as a rule.
func (p *page) datedElements() (before, behind []*html.Node) {
	var headline *html.Node
	if p.titled >= 0 {
		headline = p.boxes[p.blocks[p.titled].box].node
	}
	dated, passed := &before, false
	for _, n := range find(p.doc, 4000, func(n *html.Node) bool { return n == headline || datedName(n) }) {
		if passed = passed || n == headline; passed {
			dated = &behind
		}
		if n != headline {
			*dated = append(*dated, n)
		}
	}
	return before, behind
}

// lineDates are what short lines of the page say behind the words of a pattern,
// but for those beside headlines that lead elsewhere.
func (p *page) lineDates(worded *regexp.Regexp) []string {
	var texts []string
	for _, b := range p.blocks[:min(len(p.blocks), manyBlocks)] {
		if b.chars > 250 {
			continue
		}
		if m := worded.FindStringSubmatch(b.text); m != nil && !p.besideTeaser(b.box) {
			texts = append(texts, m[1])
		}
	}
	return texts
}

// nearHeadline are the short lines around the headline that say a date and
// hardly more: those behind it, the nearest first, then those before it in the
// article's box, as the clock of the site's masthead is no date of the article.
func (p *page) nearHeadline(at place) []string {
	var lines []string
	note := func(i int) {
		if i < 0 || i >= len(p.blocks) || !at.holdsBlock(p, i) {
			return
		}
		if b := p.blocks[i]; b.chars < 100 && !isHeading(b.tag) && !teaser(b) && !masthead.MatchString(b.text) && !changedFirst(b.text) && mostlyDate(b.text) {
			lines = append(lines, b.text)
		}
	}
	if p.titled < 0 {
		return nil
	}
	for i, text := 1, 0; i <= near && p.titled+i < len(p.blocks) && text < 2; i++ {
		note(p.titled + i)
		if strong(&p.blocks[p.titled+i]) {
			text++ // behind the lead and the first paragraph it is too late
		}
	}
	for i := 1; i <= near; i++ {
		note(p.titled - i)
	}
	return lines
}

// near is how many blocks from the headline a line that is a date is taken
// for the article's.
const near = 8

// footDate is the line right behind the text, in one box with it, if it is a date
// and nothing else.
func (p *page) footDate(at place) []string {
	if at.end <= at.begin || at.end >= len(p.blocks) {
		return nil
	}
	last, b := p.blocks[at.end-1], p.blocks[at.end]
	beside := b.box == last.box || p.boxes[b.box].parent == p.boxes[last.box].parent
	if !beside || b.linked > 0 || b.chars > 60 || !mostlyDate(b.text) || p.besideTeaser(b.box) {
		return nil
	}
	return []string{b.text}
}

// A place is where the article stands on its page: its text in blocks[begin:end],
// all of it inside a box, which is 0 if that holds the whole page.
type place struct{ begin, end, box int }

// placeOf returns where a body stands. A body that is not on the page may stand
// anywhere.
func (p *page) placeOf(body []block) place {
	at := place{end: len(p.blocks)}
	if len(body) == 0 {
		return at
	}
	first, last := body[0].at, body[len(body)-1].at
	if last >= len(p.blocks) || p.blocks[last].text != body[len(body)-1].text || first > last {
		return at
	}
	at.begin, at.end = first, last+1
	from := first
	if p.titled >= 0 {
		from = min(from, p.titled)
	}
	box := p.blocks[from].box
	for box > 0 && (p.boxes[box].from > from || p.boxes[box].to <= first) {
		box = p.boxes[box].parent
	}
	if tag := p.boxes[box].node.Data; tag != "body" && tag != "html" {
		at.box = box
	}
	return at
}

// holds tells whether an element stands where an article's date does.
func (at place) holds(p *page, n *html.Node) bool {
	box := p.boxAround(n)
	b := p.boxes[box]
	switch {
	case p.titled >= 0 && b.from < p.titled && b.to <= p.titled && !at.around(p, box):
		return false
	case b.from > at.end && b.from < len(p.blocks):
		return false // beyond what stands at the foot of the text
	}
	return !p.besideTeaser(box)
}

// holdsBlock tells the same of a block.
func (at place) holdsBlock(p *page, i int) bool {
	box := p.blocks[i].box
	if i < p.titled && !at.around(p, box) || i >= at.end {
		return false
	}
	return !p.besideTeaser(box)
}

// around tells whether a box stands in that of the article.
func (at place) around(p *page, box int) bool {
	return at.box > 0 && p.boxes[at.box].from <= p.boxes[box].from && p.boxes[box].to <= p.boxes[at.box].to
}

// boxAround returns the innermost box around an element.
func (p *page) boxAround(n *html.Node) int {
	if p.boxOf == nil {
		p.boxOf = make(map[*html.Node]int, len(p.boxes))
		for i := range p.boxes {
			p.boxOf[p.boxes[i].node] = i
		}
	}
	for ; n != nil; n = n.Parent {
		if i, found := p.boxOf[n]; found {
			return i
		}
	}
	return 0
}

// besideTeaser tells whether a box, or a small one around it, holds a headline
// that leads elsewhere, and the page's own does not stand there.
func (p *page) besideTeaser(box int) bool {
	for range 3 {
		b := p.boxes[box]
		if box == 0 || b.to-b.from > 6 || b.from <= p.titled && p.titled < b.to {
			return false
		}
		for _, c := range p.blocks[b.from:b.to] {
			if c.linked >= 20 && 3*c.linked > c.chars && strings.Count(c.text, " ") >= 4 && p.leads(box) {
				return true
			}
		}
		box = b.parent
	}
	return false
}

// leads tells whether a link of several words in a box leads elsewhere: authors
// and sections have shorter names.
func (p *page) leads(box int) bool {
	if leads, known := p.leading[box]; known {
		return leads
	}
	if p.leading == nil {
		p.leading = make(map[int]bool)
	}
	p.leading[box] = false
	for _, a := range find(p.boxes[box].node, 10, func(n *html.Node) bool { return n.Data == "a" && leadsAway(n) }) {
		p.leading[box] = p.leading[box] || strings.Count(shortTextOf(a, longestTitle), " ") >= 3
	}
	return p.leading[box]
}

// masthead begins a line that gives today's date.
var masthead = regexp.MustCompile(`(?i)^[^\p{L}\p{N}]*(?:امروز|نن|today|اليوم|сегодня|آج)(?:[^\p{L}\p{N}]|$)`)

// datedName tells whether an element is named as one that shows a date.
func datedName(n *html.Node) bool {
	for _, name := range append(strings.Fields(attr(n, "class")), attr(n, "id")) {
		words := nameWords(name)
		if slices.Contains(words, "today") || slices.Contains(words, "now") {
			return false
		}
		for _, w := range words {
			switch w {
			case "date", "time", "datetime", "timestamp", "pubdate", "published", "publishdate", "tarikh", "newsdate", "pdate":
				return true
			}
		}
	}
	return false
}
