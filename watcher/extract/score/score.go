// Package score tells how well an extracted text agrees with the one that
// people marked in its page. It defines the figures as scrapinghub's
// article-extraction-benchmark does, in its evaluate.py
// (https://github.com/scrapinghub/article-extraction-benchmark): texts are cut
// into words and compared by their shingles, which are runs of four words.
package score

import (
	"strings"
	"unicode"
)

// shingle is how many words are compared at once.
const shingle = 4

// An Overlap is what two texts have in common, as shares of all shingles of
// both, so that a long text weighs no more than a short one.
type Overlap struct {
	Both    float64 // in the wanted text and in the one that was extracted
	Extra   float64 // only in the one that was extracted
	Missing float64 // only in the wanted text
}

// Compare returns what an extracted text has in common with the wanted one.
// Shingles are counted as often as they stand there.
func Compare(wanted, extracted string) Overlap {
	w, e := shingles(wanted), shingles(extracted)
	var o Overlap
	for s, n := range e {
		o.Both += float64(min(n, w[s]))
		o.Extra += float64(max(n-w[s], 0))
	}
	for s, n := range w {
		o.Missing += float64(max(n-e[s], 0))
	}
	if sum := o.Both + o.Extra + o.Missing; sum > 0 {
		o.Both, o.Extra, o.Missing = o.Both/sum, o.Extra/sum, o.Missing/sum
	}
	return o
}

// Precision is the share of the extracted text that is wanted, and Recall the
// share of the wanted text that was extracted.
func (o Overlap) Precision() float64 { return share(o.Both, o.Extra, o.Missing) }

// Recall is described with Precision.
func (o Overlap) Recall() float64 { return share(o.Both, o.Missing, o.Extra) }

// F1 is the harmonic mean of Precision and Recall.
func (o Overlap) F1() float64 { return harmonic(o.Precision(), o.Recall()) }

func share(both, other, third float64) float64 {
	switch {
	case other == 0 && third == 0:
		return 1
	case both == 0:
		return 0
	}
	return both / (both + other)
}

// Figures sum up the pages of a set.
type Figures struct {
	F1, Precision, Recall float64
}

// Mean returns the figures of a set: the mean precision of the pages where
// something was extracted, the mean recall of those where something was
// wanted, and the harmonic mean of the two.
func Mean(pages []Overlap) Figures {
	var f Figures
	extracted, wanted := 0.0, 0.0
	for _, o := range pages {
		if o.Both+o.Extra > 0 {
			f.Precision += o.Precision()
			extracted++
		}
		if o.Both+o.Missing > 0 {
			f.Recall += o.Recall()
			wanted++
		}
	}
	f.Precision, f.Recall = f.Precision/max(extracted, 1), f.Recall/max(wanted, 1)
	f.F1 = harmonic(f.Precision, f.Recall)
	return f
}

func harmonic(a, b float64) float64 {
	if a+b == 0 {
		return 0
	}
	return 2 * a * b / (a + b)
}

// shingles counts the shingles of a text. A text with fewer words than a
// shingle is one by itself.
func shingles(s string) map[string]int {
	words := strings.FieldsFunc(s, func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
	counts := make(map[string]int, len(words))
	for i := range max(1, len(words)-shingle+1) {
		if part := words[i:min(i+shingle, len(words))]; len(part) > 0 {
			counts[strings.Join(part, " ")]++
		}
	}
	return counts
}
