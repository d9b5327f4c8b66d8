package matcher

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news/text"
)

// query reads all nodes of a query.
func (l *linter) query(n query.Node) {
	query.Walk(n, func(n query.Node) bool {
		switch n := n.(type) {
		case *query.Term:
			l.term(n)
			l.operator(n)
		case *query.Concept:
			l.used[n.ID] = true
		case *query.Regex:
			l.regex(n)
		case *query.Or:
			l.alternatives(n.Nodes)
		case *query.And:
			l.beside(n.Nodes)
			l.contradiction(n, n.Nodes)
		case *query.Within:
			l.contradiction(n, n.Nodes)
		case *query.Of:
			if n.Least == 1 {
				l.warn(n.Start, "1 OF a list is the same as OR between its parts")
			}
		case *query.First:
			l.first(n)
		}
		return true
	})
}

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

// regex warns of an expression that runs on without end.
func (l *linter) regex(r *query.Regex) {
	tree, err := syntax.Parse(r.Source, syntax.Perl)
	if err == nil && endless(tree) {
		l.warn(r.Start, "%s runs on over any text: bound it, as in .{0,20}, or write NEAR", r)
	}
}

// endless tells whether an expression holds .* or .+.
func endless(r *syntax.Regexp) bool {
	if r.Op == syntax.OpStar || r.Op == syntax.OpPlus || r.Op == syntax.OpRepeat && r.Max < 0 {
		switch r.Sub[0].Op {
		case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
			return true
		}
	}
	return slices.ContainsFunc(r.Sub, endless)
}

// alternatives warns of terms in an Or that another one covers.
func (l *linter) alternatives(nodes []query.Node) {
	var entries []entry
	for _, n := range nodes {
		entries = append(entries, entry{l.path, n.String(), n})
	}
	l.covered(entries)
}

// beside warns of a word left and right of NEAR that is not a part of it.
func (l *linter) beside(nodes []query.Node) {
	for i := range len(nodes) - 1 {
		left, right := nodes[i], nodes[i+1]
		if right.Place().Start != left.Place().End+1 {
			continue // more than a blank stands between
		}
		near, ok := right.(*query.Near)
		word := lastWord(left)
		if !ok {
			near, ok = left.(*query.Near)
			word = firstWord(right)
		}
		if ok && word != nil {
			l.warn(word.Start, "%s is not a part of what stands beside it, %s: put a phrase into quotation marks", word, near)
		}
	}
}

func lastWord(n query.Node) *query.Term {
	switch n := n.(type) {
	case *query.Term:
		return n
	case *query.Words:
		return n.Terms[len(n.Terms)-1]
	}
	return nil
}

func firstWord(n query.Node) *query.Term {
	switch n := n.(type) {
	case *query.Term:
		return n
	case *query.Words:
		return n.Terms[0]
	}
	return nil
}

// contradiction warns of parts that never are met together.
func (l *linter) contradiction(n query.Node, nodes []query.Node) {
	values := map[string]string{} // of filters that have one value at a time
	known := map[string]bool{}
	for _, k := range nodes {
		known[k.String()] = true
		f, ok := k.(*query.Filter)
		if !ok || f.Name == "tag" {
			continue
		}
		if other := values[f.Name]; other != "" && other != f.Value {
			l.warn(k.Place().Start, "an article has one %s: %s:%s and %s are never met together", f.Name, f.Name, other, f)
		}
		values[f.Name] = f.Value
	}
	for _, k := range nodes {
		if not, ok := k.(*query.Not); ok && known[not.Node.String()] {
			l.warn(k.Place().Start, "%s and %s are never met together", not.Node, not)
		}
	}
	l.letters(nodes, values["lang"])
}

// letters warns of terms in letters that texts of the language don't use.
func (l *linter) letters(nodes []query.Node, lang string) {
	if lang == "" {
		return
	}
	for _, k := range nodes {
		t, ok := k.(*query.Term)
		if !ok {
			continue
		}
		arabic := strings.ContainsFunc(t.Text, func(r rune) bool { return unicode.Is(unicode.Arabic, r) })
		cyrillic := strings.ContainsFunc(t.Text, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
		if arabic && (lang == "en" || lang == "ru") || cyrillic && lang != "ru" {
			l.warn(t.Start, "%s is written in letters that no text of lang:%s has", t, lang)
		}
	}
}

// first warns of a phrase that is longer than the words it must stand in.
func (l *linter) first(n *query.First) {
	query.Walk(n.Node, func(k query.Node) bool {
		if t, ok := k.(*query.Term); ok && strings.Count(t.Text, " ") >= n.Words {
			l.warn(t.Start, "%s can never be met: the phrase has more words than first/%d: allows", t, n.Words)
		}
		return true
	})
}
