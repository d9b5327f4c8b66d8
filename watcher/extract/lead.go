package extract

import "slices"

// lead finds the article's lead and returns it with the body that is left. It
// is a visible paragraph before or at the head of the body that is marked as a
// lead, repeats the page's description, or stands alone between headline and
// body. What is marked as the lead is taken out of the body, wherever it is
// repeated; a first paragraph that merely repeats the description stays one.
func (p *page) lead(title string, body []block) (string, []block) {
	if len(body) == 0 {
		return "", body
	}
	titleKey, description := key(title), p.descriptionKeys()
	marked, described, between := "", "", ""
	times, headed := 0, false
	for i := range p.blocks[:min(body[0].at+1, len(p.blocks))] {
		b := &p.blocks[i]
		k := key(b.text)
		if k == titleKey {
			headed = true
			continue
		}
		if b.chars < 30 || b.chars > 1000 || b.linked*2 > b.chars || isFurniture(b.text) {
			continue
		}
		switch {
		case marked == "" && p.leadBox(b):
			marked = b.text
		case description[k]:
			described = b.text
			times++
		case headed && !b.lost && (i < body[0].at || ownCell(body) || i < p.boxes[p.main].from) && (b.chars >= 60 && endsSentence(b.text) || p.isDeck(i)):
			between = b.text
		}
	}
	lead := ""
	switch {
	case marked != "":
		lead = marked
	case described != "" && (times > 1 || key(body[0].text) != key(described) || p.apart(body)):
		lead = described
	case described == "" && between != "":
		lead = between
	}
	if rest := without(body, key(lead)); key(rest[0].text) != key(lead) {
		return lead, rest
	}
	return "", body // it is all there is
}

// isDeck tells whether a block is a heading of lower rank right below the
// headline, with none like it below.
func (p *page) isDeck(i int) bool {
	b := &p.blocks[i]
	if i != p.titled+1 || !isHeading(b.tag) || b.linked > 0 || b.tag <= p.blocks[p.titled].tag {
		return false
	}
	for _, other := range p.blocks[i+1:] {
		if other.tag == b.tag && !other.lost && other.linked == 0 {
			return false
		}
	}
	return true
}

// apart tells whether the first block of a body is none of its paragraphs: it
// is another element than they are, or stands in another box with something
// between them.
func (p *page) apart(body []block) bool {
	if len(body) < 2 {
		return false
	}
	first, second := body[0], body[1]
	return first.tag != "p" && second.tag == "p" || second.at-first.at > 1 && p.home(first.at) != p.home(second.at)
}

// ownCell tells whether the first block of a body stands in a table's cell of
// its own, and the rest in another.
func ownCell(body []block) bool {
	return len(body) > 1 && body[0].tag == "td" && body[1].tag == "td" && body[0].box != body[1].box
}

// without takes the repetitions of a lead out of the head of a body.
func without(body []block, lead string) []block {
	head := body[:min(4, len(body))]
	isLead := func(b block) bool { return key(b.text) == lead }
	if !slices.ContainsFunc(head, isLead) {
		return body
	}
	kept := slices.Concat(slices.DeleteFunc(slices.Clone(head), isLead), body[len(head):])
	if len(kept) == 0 {
		return body
	}
	return kept
}

// descriptionKeys are the folded descriptions that the page's head gives.
func (p *page) descriptionKeys() map[string]bool {
	keys := make(map[string]bool)
	for _, name := range []string{"og:description", "description", "twitter:description"} {
		if d := key(p.head.first(name)); len(d) > 30 {
			keys[d] = true
		}
	}
	return keys
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
