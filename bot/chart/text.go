package chart

import (
	"slices"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// A face is a size and weight of text.
type face struct {
	size float32 // pixels
	bold bool
}

// A line is shaped text: its runs from left to right, as they are drawn.
type line struct {
	runs  []shaping.Output
	width float32
	size  float32
	cut   bool // it ends in an ellipsis
}

// A typesetter shapes the texts of one chart.
type typesetter struct {
	lang          language.Language
	regular, bold *faces
	bidi          bidi.Paragraph
	segments      shaping.Segmenter
	shaper        shaping.HarfbuzzShaper
	graphemes     segmenter.Segmenter
}

func newTypesetter(lang string) *typesetter {
	if lang == "prs" {
		lang = "fa" // Dari is written as Persian is, and fonts know it by that name
	}
	f := fonts()
	return &typesetter{
		lang:    language.NewLanguage(lang),
		regular: newFaces(f.regular),
		bold:    newFaces(f.bold),
	}
}

// line shapes a text for a place of max pixels. A text that is wider is cut
// between graphemes and ends in an ellipsis. The base direction is that of
// its first letter if it is Neutral.
func (t *typesetter) line(s string, f face, base bidi.Direction, max float32) line {
	runes, more := clean(s, t.faces(f).draws)
	if !more {
		if l := t.shape(runes, f, base); l.width <= max {
			return l
		}
	}
	const narrow = 0.2 // no row of letters is narrower by the letter, in parts of its size
	ends := t.ends(runes)
	var best line
	for low, high := 0, min(len(ends), int(max/(f.size*narrow))); low < high; {
		middle := (low + high) / 2
		l := t.shape(ellipsis(runes[:ends[middle]]), f, base)
		if l.width <= max {
			best, low = l, middle+1
		} else {
			high = middle
		}
	}
	best.cut = true
	return best
}

// ends returns where the graphemes of a text end, the empty beginning first.
func (t *typesetter) ends(runes []rune) []int {
	ends := []int{0}
	t.graphemes.Init(runes)
	for it := t.graphemes.GraphemeIterator(); it.Next(); {
		g := it.Grapheme()
		ends = append(ends, g.Offset+len(g.Text))
	}
	return ends
}

// ellipsis marks a text as cut, without what parts its last word from more.
func ellipsis(runes []rune) []rune {
	return []rune(strings.TrimRight(string(runes), " -–—|·•,،:«(“[") + "…")
}

func (t *typesetter) faces(f face) *faces {
	if f.bold {
		return t.bold
	}
	return t.regular
}

// shape sets a text: into runs of one direction, of those into runs of one
// script and font, each of which becomes glyphs, joined and placed.
func (t *typesetter) shape(runes []rune, f face, base bidi.Direction) line {
	l := line{size: f.size}
	var levels []bidi.Level
	for _, r := range t.levels(runes, base) {
		inputs := t.segments.Split(shaping.Input{
			Text: runes, RunStart: r.Start, RunEnd: r.End,
			Direction: direction(r), Size: fixed.Int26_6(f.size * 64), Language: t.lang,
		}, t.faces(f))
		for _, in := range inputs {
			out := t.shaper.ShapeNoExtents(in)
			l.runs = append(l.runs, out)
			l.width += pixels(out.Advance)
			levels = append(levels, r.Level)
		}
	}
	reorder(l.runs, levels)
	return l
}

// levels returns the runs of one embedding level (UAX #9) in logical order.
//
// The library runs adjacent even levels together. Without embeddings that is
// the case of a number after right-to-left words in a left-to-right text,
// level 2, before more left-to-right words, level 0: they are parted again.
func (t *typesetter) levels(runes []rune, base bidi.Direction) []bidi.Run {
	runs := t.bidi.Segment(runes, base)
	if runs.NumRuns() == 0 {
		return nil
	}
	rightToLeft := base == bidi.RightToLeft || base == bidi.Neutral && runs.Run(0).Level > 0
	var all []bidi.Run
	for i := range runs.NumRuns() {
		r := runs.Run(i)
		end := numbersEnd(runes, r)
		if r.Level != 2 || rightToLeft || end == r.End {
			all = append(all, r)
			continue
		}
		all = append(all, bidi.Run{Start: r.Start, End: end, Level: 2},
			bidi.Run{Start: end, End: r.End, Level: 0})
	}
	return all
}

// numbersEnd returns where the numbers that begin a run end, which is where it
// ends itself if no word follows them.
func numbersEnd(runes []rune, r bidi.Run) int {
	end := r.End
	for i := r.Start; i < r.End; i++ {
		switch {
		case unicode.IsLetter(runes[i]):
			return end
		case unicode.IsNumber(runes[i]), strings.ContainsRune("%٪٫٬", runes[i]):
			end = i + 1
		}
	}
	return r.End
}

func direction(r bidi.Run) di.Direction {
	if r.IsLeftToRight() {
		return di.DirectionLTR
	}
	return di.DirectionRTL
}

// reorder brings runs from logical into visual order: rule L2 of UAX #9.
func reorder(runs []shaping.Output, levels []bidi.Level) {
	for level := bidi.Level(2); level > 0; level-- {
		for i := 0; i < len(runs); i++ {
			start := i
			for i < len(runs) && levels[i] >= level {
				i++
			}
			if i > start {
				slices.Reverse(runs[start:i])
				slices.Reverse(levels[start:i])
			}
		}
	}
}

func pixels(f fixed.Int26_6) float32 { return float32(f) / 64 }
