package matcher

import (
	"math"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news/text"
)

// broad warns of a wildcard that leaves little to be found.
func (l *linter) broad(t *query.Term, folded string) {
	given := utf8.RuneCountInString(strings.ReplaceAll(folded, " ", ""))
	open := strings.Count(t.Text, "?")
	switch {
	case (t.Form == query.Prefix || t.Form == query.Suffix) && given == 3:
		l.warn(t.Start, "%s leaves only three letters, with which many other words begin or end: give one more, or list the words", t)
	case t.Form == query.Wild && 2*open > utf8.RuneCountInString(t.Text):
		l.warn(t.Start, "%s leaves more letters open than it gives", t)
	case t.Form == query.Fuzzy && given == 5:
		l.warn(t.Start, "%s is one letter away from many words of five letters: list the spellings that are meant", t)
	}
}

// In about how many of a thousand articles a word stands that says nothing by
// itself, and one that a wildcard should not find by the way.
const (
	inMost = 500
	inMany = 250
)

// alone warns of terms that are found in most articles, where one of them is
// enough to meet a query. Beside other words they do no harm.
func (l *linter) alone(n query.Node) {
	switch n := n.(type) {
	case *query.Term:
		l.common(n)
	case *query.Or, *query.In, *query.First:
		for _, k := range query.Children(n) {
			l.alone(k)
		}
	}
}

func (l *linter) common(t *query.Term) {
	folded := text.Fold(t.Text)
	letters := utf8.RuneCountInString(folded)
	number := strings.IndexFunc(folded, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
	switch upper := t.Text == strings.ToUpper(t.Text) && t.Text != strings.ToLower(t.Text); {
	case t.Form == query.Prefix || t.Form == query.Suffix:
		l.byTheWay(t, folded)
	case t.Form != query.Whole || upper:
	case number && letters <= 2:
		l.warn(t.Start, "the number %s stands in most articles: say what it is a number of", t.Text)
	case letters > 1 && familiar[uint32(text.Hash(units(folded)))] >= inMost:
		l.warn(t.Start, "%s stands in most articles: write it beside a word that tells more", t.Text)
	}
}

// byTheWay warns of a wildcard that finds a common word of which it is only a
// part.
func (l *linter) byTheWay(t *query.Term, folded string) {
	for _, k := range familiarWords {
		if k.articles < inMany {
			continue
		}
		for word := range strings.FieldsSeq(k.words) {
			w := text.Fold(word)
			found := t.Form == query.Prefix && strings.HasPrefix(w, folded) || t.Form == query.Suffix && strings.HasSuffix(w, folded)
			if found && utf8.RuneCountInString(w) >= utf8.RuneCountInString(folded)+3 {
				l.warn(t.Start, "%s finds %s, too, which stands in about one of %v articles", t, word, math.Round(1000/k.articles))
				return
			}
		}
	}
}

// regex warns of an expression that runs on without end, or that gives little
// and takes whatever else stands in the word.
func (l *linter) regex(r *query.Regex) {
	tree, err := syntax.Parse(r.Source, syntax.Perl)
	if err != nil {
		return
	}
	short := slices.ContainsFunc(r.Literals(), func(s string) bool { return utf8.RuneCountInString(s) <= 3 })
	switch {
	case endless(tree):
		l.warn(r.Start, "%s runs on over any text: bound it, as in .{0,20}, or write NEAR", r)
	case short && frayed(tree):
		l.warn(r.Start, "%s leaves only three letters, with which many other words begin or end: give one more, or list the words", r)
	}
}

// endless tells whether an expression repeats without end, or often, what
// nearly any sign meets: .* or [^x]{0,50}.
func endless(r *syntax.Regexp) bool {
	return repeats(r, 20, 1000) || slices.ContainsFunc(r.Sub, endless)
}

// frayed tells whether an expression begins or ends with any number of letters.
func frayed(r *syntax.Regexp) bool {
	switch r.Op {
	case syntax.OpConcat:
		return frayed(r.Sub[0]) || frayed(r.Sub[len(r.Sub)-1])
	case syntax.OpCapture:
		return frayed(r.Sub[0])
	}
	return repeats(r, 2, 26)
}

// repeats tells whether an expression repeats more than a number of times what
// at least so many signs meet.
func repeats(r *syntax.Regexp, times, wide int) bool {
	switch {
	case r.Op == syntax.OpStar, r.Op == syntax.OpPlus, r.Op == syntax.OpRepeat && (r.Max < 0 || r.Max > times):
		return width(r.Sub[0]) >= wide
	}
	return false
}

// width returns how many signs meet a class.
func width(r *syntax.Regexp) int {
	n := 0
	switch r.Op {
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return math.MaxInt
	case syntax.OpCharClass:
		for i := 0; i+1 < len(r.Rune); i += 2 {
			n += int(r.Rune[i+1]-r.Rune[i]) + 1
		}
	case syntax.OpCapture, syntax.OpAlternate:
		for _, sub := range r.Sub {
			n = max(n, width(sub))
		}
	}
	return n
}
