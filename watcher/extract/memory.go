package extract

import (
	"hash/fnv"
	"math/bits"
	"slices"
	"strings"
)

// A memory is what a site's last articles had in common. A paragraph that
// stands in most of them is none of theirs: an invitation, a slogan, a box that
// is on every page. Paragraphs that only some articles share, as agencies
// repeat what led to an event, stay.
//
// It holds the paragraphs of 16 articles, some kilobytes at most, and forgets
// those that have not been seen since.
type memory struct {
	titles []uint32 // of the last articles, the newest first
	lines  []line
}

// A line is a paragraph by its hash. The lowest bit of seen is the last
// article, the next one that before it, and so on.
type line struct {
	hash uint32
	seen uint16
}

const (
	memoryPages = 16  // articles that are remembered
	memoryLines = 320 // and their paragraphs, at most
	often       = 4   // articles in which furniture has been seen, at least
)

// without returns the blocks of a body but those known as furniture, unless
// nothing else is left.
func (m *memory) without(body []block) []block {
	var kept []block
	for i, b := range body {
		if begins(body, i) || !m.furniture(hashOf(b.text)) {
			kept = append(kept, b)
		}
	}
	if len(kept) == 0 {
		return body
	}
	return kept
}

// furniture tells whether a paragraph stands in half of the articles or more
// since it was first seen.
func (m *memory) furniture(hash uint32) bool {
	for _, l := range m.lines {
		if l.hash == hash {
			n := bits.OnesCount16(l.seen)
			return n >= often && 2*n >= bits.Len16(l.seen)
		}
	}
	return false
}

// learn remembers the paragraphs of another article, as they were before any
// was left out. An article that was read before teaches nothing.
func (m *memory) learn(title string, body []block) {
	hash := sum(key(title))
	if slices.Contains(m.titles, hash) {
		return
	}
	m.titles = append([]uint32{hash}, m.titles[:min(len(m.titles), memoryPages-1)]...)
	kept := m.lines[:0]
	for _, l := range m.lines {
		if l.seen <<= 1; l.seen != 0 {
			kept = append(kept, l)
		}
	}
	m.lines = kept
	for i, b := range body {
		if !begins(body, i) {
			m.note(hashOf(b.text))
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

// hashOf returns the hash of a text's letters. Digits count only where there
// is little else: "read 12 times" is the same line on every page.
func hashOf(s string) uint32 {
	k := key(s)
	if letters := strings.Trim(k, "0123456789"); len(letters) >= 16 {
		k = strings.Map(func(r rune) rune {
			if '0' <= r && r <= '9' {
				return -1
			}
			return r
		}, k)
	}
	return sum(k)
}

func sum(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}
