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
	switch {
	case upper && !t.Exact && slices.Contains(ordinary, folded):
		l.warn(t.Start, "%s finds the word %q too: =%s finds it in capitals alone", t.Text, folded, t.Text)
	case utf8.RuneCountInString(folded) == 1 && !unicode.IsDigit([]rune(folded)[0]):
		l.warn(t.Start, "%q is a single letter and will be found nearly everywhere", t.Text)
	}
	l.broad(t, folded)
	l.mixed(t)
	if arabicAmongPersian(t.Text) {
		if l.foreigners++; l.foreign == nil {
			p := l.problem(t.Start, "%s is written with an Arabic ك, ي or ى among Persian letters: it is found all the same, as both are folded", t.Text)
			l.foreign = &p
		}
	}
}

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

// mixed warns of letters of two scripts in one word, which no text is likely
// to hold.
func (l *linter) mixed(t *query.Term) {
	if t.Form == query.Wild {
		return
	}
	var scanned text.Text
	scanned.Scan(t.Text)
	for i, k := range scanned.Tokens {
		if i > 0 && k.Gap == text.Glued && k.Script != text.Digits && scanned.Tokens[i-1].Script != text.Digits {
			l.warn(t.Start, "%q mixes letters of two scripts in one word", t.Text)
			return
		}
	}
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
