package news

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A window is a passage in the making: a byte range of a field's text, with
// its hits.
type window struct {
	field      Field
	start, end int
	hits       []Hit
	paragraph  [2]int
	head, tail bool // cut in the middle of a sentence
	words      []string
}

// cutWindows returns the windows around the hits in a field, in order.
func cutWindows(text string, f Field, hits []Hit) []window {
	var windows []window
	paragraphs := paragraphsOf(text)
	for _, h := range telling(text, f, hits) {
		for paragraphs[0][1] < h.Start {
			paragraphs = paragraphs[1:]
		}
		w := around(text, f, h, paragraphs[0])
		if n := len(windows); n > 0 && windows[n-1].takes(w) {
			last := &windows[n-1]
			last.hits = append(last.hits, h)
			if w.end > last.end && w.end-last.start <= passageLimit {
				last.end, last.tail = w.end, w.tail
			}
			continue
		}
		if n := len(windows); n > 0 {
			if last := windows[n-1]; w.start < last.end { // apart, as the merge was too long
				w.start, w.head = last.end, true
			}
		}
		if w.start <= h.Start {
			windows = append(windows, w)
		}
	}
	for i := range windows {
		windows[i].words = strings.Fields(text[windows[i].start:windows[i].end])
	}
	return windows
}

// telling returns the hits in a field that are worth showing, in order: the
// first ones of each term.
func telling(text string, f Field, hits []Hit) []Hit {
	var own []Hit
	for _, h := range hits {
		if h.Field == f && fits(text, h) {
			own = append(own, h)
		}
	}
	slices.SortStableFunc(own, func(a, b Hit) int { return a.Start - b.Start })
	times := map[string]int{}
	return slices.DeleteFunc(own, func(h Hit) bool {
		times[h.Term]++
		return times[h.Term] > passageHits
	})
}

// takes reports whether the next window should become a part of w.
func (w window) takes(next window) bool {
	if w.paragraph != next.paragraph || next.start-w.end > passageMerge {
		return false
	}
	hit := next.hits[0]
	return hit.End <= w.end || next.end-w.start <= passageLimit
}

func fits(text string, h Hit) bool {
	return h.Start >= 0 && h.Start < h.End && h.End <= len(text) &&
		utf8.RuneStart(text[h.Start]) && (h.End == len(text) || utf8.RuneStart(text[h.End]))
}

// around returns the window around one hit: its context, cut at words, within
// its paragraph. Of a hit that is longer than any passage it is the beginning.
func around(text string, f Field, h Hit, paragraph [2]int) window {
	w := window{field: f, start: paragraph[0], end: max(paragraph[1], h.End), hits: []Hit{h}, paragraph: paragraph}
	start, end := wholeBefore(text, h.Start), wholeAfter(text, h.End)
	if end-start > passageLimit {
		_, n := utf8.DecodeRuneInString(text[start:])
		end = wordBefore(text, start+passageLimit, wholeAfter(text, start+n))
		w.end, w.tail = end, true
	}
	if far := back(text, w.start, start, passageReach); far > w.start {
		w.start = wordAfter(text, far, start)
		if at := sentenceAfter(text, far, start); at >= 0 {
			w.start = at
		}
		w.head = w.start > w.paragraph[0] && !endsSentence(text[:w.start])
	}
	if far := forth(text, end, w.end, passageReach); far < w.end {
		w.end = wordBefore(text, far, end)
		if at := sentenceBefore(text, end, far); at >= 0 {
			w.end = at
		}
		w.tail = w.end < w.paragraph[1] && !endsSentence(text[:w.end])
	}
	return w
}
