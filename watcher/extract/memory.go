package extract

import (
	"hash/fnv"
	"math/bits"
	"strings"
)

// A memory is what a site's last articles had in common. A line that stands in
// most of them is none of theirs: an invitation, a slogan, a box that is on
// every page. Lines differ if a digit does: reports of the same kind are alike
// but for their figures. Paragraphs that only some articles share, as agencies
// repeat what led to an event, stay.
//
// It holds the paragraphs of 16 articles, some kilobytes at most, and forgets
// those that have not been seen since.
type memory struct {
	pages []known // the last articles, the newest first
	lines []line
}

// A known article is told by its address and by its title: an outlet edits
// either.
type known struct{ url, title uint32 }

// A line is a paragraph by its hash. The lowest bit of seen is the last
// article, the next one that before it, and so on.
type line struct {
	hash uint32
	seen uint16
}

const (
	memoryPages = 16  // articles that are remembered
	memoryLines = 320 // and their paragraphs, at most
	often       = 6   // articles in which a line of furniture has been seen, at least
	always      = 8   // the same for a sentence, with none in between that lacks it
)

// part divides the blocks of a body into the article's own and those known as
// furniture. A sentence is furniture only at the head or foot of the body, and
// entries of lists, rows and headings are none amid it. If nothing else is
// left, all is the article's.
func (m *memory) part(body []block) (own, site []block) {
	from, to := 0, len(body)
	for from < to && !begins(body, from) && m.furniture(&body[from]) {
		from++
	}
	for from < to && !begins(body, to-1) && m.furniture(&body[to-1]) {
		to--
	}
	for i := range body {
		b := &body[i]
		inside := from <= i && i < to
		if inside && (begins(body, i) || endsSentence(b.text) || counts(b.tag) || !m.furniture(b)) {
			own = append(own, *b)
		} else {
			site = append(site, *b)
		}
	}
	if len(own) == 0 {
		return body, nil
	}
	return own, site
}

// counts tells whether an element orders a text, so that its words may be the
// same in many.
func counts(tag string) bool {
	return isHeading(tag) || tag == "li" || tag == "td" || tag == "tr" || tag == "dt" || tag == "dd"
}

// furniture tells whether a line stands in two of three articles since it was
// first seen, or a sentence in all.
func (m *memory) furniture(b *block) bool {
	hash := sum(key(b.text))
	for _, l := range m.lines {
		if l.hash == hash {
			n, since := bits.OnesCount16(l.seen), bits.Len16(l.seen)
			if endsSentence(b.text) {
				return n >= always && n == since
			}
			return n >= often && 3*n >= 2*since
		}
	}
	return false
}

// learn remembers the paragraphs of another article, as they were before any
// was left out. An article that was read before, under its address or its
// title, teaches nothing.
func (m *memory) learn(url, title string, body []block) {
	page := known{sum(url), sum(key(title))}
	for _, k := range m.pages {
		if k.url == page.url || k.title == page.title {
			return
		}
	}
	m.pages = append([]known{page}, m.pages[:min(len(m.pages), memoryPages-1)]...)
	kept := m.lines[:0]
	for _, l := range m.lines {
		if l.seen <<= 1; l.seen != 0 {
			kept = append(kept, l)
		}
	}
	m.lines = kept
	for i, b := range body {
		if !begins(body, i) {
			m.note(sum(key(b.text)))
		}
	}
}

// note marks a paragraph as seen in the last article.
func (m *memory) note(hash uint32) {
	for i := range m.lines {
		if m.lines[i].hash == hash {
			m.lines[i].seen |= 1
			return
		}
	}
	if len(m.lines) < memoryLines {
		m.lines = append(m.lines, line{hash, 1})
	}
}

// begins tells whether a block is how an article begins, such as "The agency
// reports:" on a line of its own. All articles of a house may begin so.
func begins(body []block, i int) bool {
	return i < 2 && (strings.HasSuffix(body[i].text, ":") || !endsSentence(body[i].text))
}

func sum(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}
