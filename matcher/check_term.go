package matcher

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news/text"
)

// operator warns of words that were probably meant as operators.
func (l *linter) operator(t *query.Term) {
	if t.Exact || t.Form != query.Whole {
		return
	}
	lower := strings.ToLower(t.Text)
	switch {
	case slices.Contains([]string{"and", "or", "not", "near", "sentence", "paragraph"}, t.Text) && len(t.Text) < 4,
		slices.Contains([]string{"And", "Or", "Not"}, t.Text):
		l.warn(t.Start, "%s is a word to be found here: the operator is %s", t.Text, strings.ToUpper(t.Text))
	case strings.Contains(lower, " or "):
		l.warn(t.Start, "%q is a phrase of all these words: to find either, write OR", t.Text)
	case strings.Contains(t.Text, "*") || strings.Contains(t.Text, "?") && strings.Contains(t.Text, " "):
		l.warn(t.Start, "a * or ? within quotation marks has no meaning: a star after them is of the last word, as in \"suicide bomb\"*")
	case t.Text[0] == '\'' || strings.HasPrefix(t.Text, "‘"):
		l.warn(t.Start, "%s is no quotation mark here: a phrase stands between \" and \"", t.Text[:1])
	}
}

// ordinary are English words that are also written in capitals as a name.
var ordinary = []string{"is", "us", "un", "it", "who", "aid", "arm", "or", "and", "am", "as", "in", "so", "may", "cop", "act"}

// term warns of what a term probably does not mean.
func (l *linter) term(t *query.Term) {
	folded := text.Fold(t.Text)
	upper := t.Text == strings.ToUpper(t.Text) && t.Text != strings.ToLower(t.Text)
	signs := unheard(t.Text)
	switch {
	case t.Form == query.Whole && signs != "":
		l.warn(t.Start, "%s finds %q as well: its signs %s are not looked at", t.Text, folded, signs)
	case upper && !t.Exact && slices.Contains(ordinary, folded):
		l.warn(t.Start, "%s finds the word %q too: =%s finds it in capitals alone", t.Text, folded, t.Text)
	case utf8.RuneCountInString(folded) == 1 && !unicode.IsDigit([]rune(folded)[0]):
		l.warn(t.Start, "%q is a single letter and will be found nearly everywhere", t.Text)
	}
	l.broad(t, folded)
	if mixed(t.Text) {
		l.warn(t.Start, "%q mixes letters of two scripts in one word", t.Text)
	}
	if arabicAmongPersian(t.Text) {
		if l.foreigners++; l.foreign == nil {
			p := l.problem(t.Start, "%s is written with an Arabic ك, ي or ى among Persian letters: it is found all the same, as both are folded", t.Text)
			l.foreign = &p
		}
	}
}

// mixed tells whether letters of two scripts stand side by side in a word,
// which no text is likely to hold.
func mixed(s string) bool {
	var before *unicode.RangeTable
	for _, r := range s {
		var script *unicode.RangeTable
		for _, t := range []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Arabic, unicode.Greek} {
			if unicode.Is(t, r) {
				script = t
			}
		}
		switch {
		case unicode.Is(unicode.M, r):
			continue
		case before != nil && script != nil && script != before:
			return true
		}
		before = script
	}
	return false
}

// unheard returns the signs at an edge of a term that tell it apart and are not
// looked at: those of C++ and .NET.
func unheard(s string) string {
	if core := strings.TrimRight(s, "+#&$%"); core != "" && core != s {
		return s[len(core):]
	}
	core := strings.TrimLeft(s, ".$&%")
	if r, _ := utf8.DecodeRuneInString(core); core != s && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return s[:len(s)-len(core)]
	}
	return ""
}

// arabicAmongPersian tells whether a term was typed on an Arabic keyboard
// though it is Persian. A ي beside Persian letters alone does not tell: that is
// how Pashto is written.
func arabicAmongPersian(s string) bool {
	if strings.ContainsAny(s, "ټډړږښڼځڅېۍګ") {
		return false
	}
	return strings.Contains(s, "ك") && strings.ContainsAny(s, "پچژگکی") || strings.ContainsAny(s, "يى") && strings.ContainsAny(s, "گ")
}
