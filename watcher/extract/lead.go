package extract

import "strings"

// lead finds the article's lead and returns it with the body that is left.
// It is a visible paragraph that is marked as one, or that repeats the page's
// description, and stands before the body. A lead that the body repeats is
// left to the body, which stays whole.
func (p *page) lead(title string, body []block) (string, []block) {
	if len(body) == 0 {
		return "", body
	}
	titleKey := key(title)
	whole := key(join(body))
	for _, b := range p.blocks {
		k := key(b.text)
		if b.chars < 30 || b.chars > 1000 || k == titleKey || isFurniture(b.text) || !p.isLead(&b, k) {
			continue
		}
		if key(body[0].text) == k && len(body) > 1 && strings.Count(whole, k) == 1 && p.leadBox(&b) {
			return b.text, body[1:]
		}
		if strings.Contains(whole, k) {
			return "", body
		}
		return b.text, body
	}
	return "", body
}

// isLead tells whether a block is marked as a lead or says what the head
// gives as the page's description.
func (p *page) isLead(b *block, k string) bool {
	if b.linked*2 > b.chars {
		return false
	}
	if p.leadBox(b) {
		return true
	}
	for _, name := range []string{"og:description", "description", "twitter:description"} {
		if d := key(p.head.first(name)); len(d) > 30 && d == k {
			return true
		}
	}
	return false
}

// leadBox tells whether a block stands in a box that is named a lead.
func (p *page) leadBox(b *block) bool {
	for i := b.box; i > 0; i = p.boxes[i].parent {
		if p.boxes[i].lost {
			return false
		}
		if p.boxes[i].hint == lead {
			return p.boxes[i].to-p.boxes[i].from <= 3
		}
	}
	return false
}
