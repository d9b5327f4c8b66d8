package matcher

import (
	"slices"
	"strings"

	"github.com/rasadnews/rasad/news/text"
)

// An inflection is the rules of all tongues of a script, laid out so that they
// are quickly applied to a word: a hundred thousand queries have more words
// than a language.
type inflection struct {
	cuts     []cutting
	rules    []ruling
	doubling ruleSet // the rules that double a letter
}

// A cutting is an end that the rules of a tongue drop.
type cutting struct {
	tongue tongue
	end    []uint16
}

// A ruling is a rule in the letters that words are made of.
type ruling struct {
	tongue        tongue
	letters       int
	after, unless []ending
	drop, add     []uint16
	double        bool
	endings       [][]uint16
}

// An ending is how a word may end; the whole word, if it says so. A capital
// letter stands for a class of letters.
type ending struct {
	letters []uint16
	whole   bool
}

// A ruleSet is a set of rules of a script, by their index.
type ruleSet [mostRules / 64]uint64

// The bounds of a table: rules of a script, and letters that a stem may lack.
const (
	mostRules  = 128
	longestCut = 4
)

func (s *ruleSet) add(i int) { s[i/64] |= 1 << (i % 64) }

func (s *ruleSet) overlaps(t *ruleSet) bool { return s[0]&t[0]|s[1]&t[1] != 0 }

// inflections are all rules, by script. A table that does not fit is a fault
// of the program, and seen as soon as it starts.
var inflections = func() map[text.Script]*inflection {
	all := map[text.Script]*inflection{}
	for t := range grammars {
		g := &grammars[t]
		x := all[g.script]
		if x == nil {
			x = &inflection{}
			all[g.script] = x
		}
		for _, c := range g.cut {
			x.cuts = append(x.cuts, cutting{tongue(t), units(c)})
		}
		for _, r := range g.rules {
			if r.double {
				x.doubling.add(len(x.rules))
			}
			x.rules = append(x.rules, r.ruling(tongue(t)))
		}
		if len(x.rules) > mostRules || slices.ContainsFunc(x.cuts, func(c cutting) bool { return len(c.end) > longestCut }) {
			panic("matcher: a table of inflection is out of bounds")
		}
	}
	return all
}()

// listed are the words that some grammar guards, or has forms of.
var listed = func() set {
	s := set{}
	for i := range grammars {
		for _, words := range []map[string][]string{grammars[i].guards, grammars[i].forms} {
			for w := range words {
				s[text.Hash(units(w))] = struct{}{}
			}
		}
	}
	return s
}()

// ruling lays a rule out.
func (r *rule) ruling(of tongue) ruling {
	all := words(r.endings)
	for i, e := range all {
		if slices.Equal(e, units(none)) {
			all[i] = nil
		}
	}
	return ruling{
		tongue: of, letters: r.letters, double: r.double, drop: units(r.drop), add: units(r.add),
		after: endingsOf(r.after), unless: endingsOf(r.unless),
		endings: all,
	}
}

func endingsOf(list string) []ending {
	var all []ending
	for e := range strings.FieldsSeq(list) {
		e, whole := strings.CutPrefix(e, "^")
		all = append(all, ending{units(e), whole})
	}
	return all
}

// cut returns how many letters the stem of a word lacks: those of the first
// end of which some rule drops all or a part.
func (x *inflection) cut(word []uint16) int {
	for i := range x.cuts {
		c := &x.cuts[i]
		if len(word) < leastCut || !endsIn(word, c.end) {
			continue
		}
		for k := range x.rules {
			r := &x.rules[k]
			if r.tongue == c.tongue && len(r.drop) > 0 && endsIn(c.end, r.drop) && r.applies(word) {
				return len(c.end)
			}
		}
	}
	return 0
}

// apply returns the rules that apply to a word, whose stem lacks so many
// letters, and calls found for each of them, if it is set.
func (x *inflection) apply(word []uint16, cut int, found func(*ruling)) (s ruleSet) {
	for i := range x.rules {
		r := &x.rules[i]
		if len(r.drop) > cut || !endsIn(word, r.drop) || !r.applies(word) {
			continue
		}
		s.add(i)
		if found != nil {
			found(r)
		}
	}
	return s
}

// applies tells whether a rule concerns a word.
func (r *ruling) applies(word []uint16) bool {
	fits := func(e ending) bool { return e.fits(word) }
	return len(word) >= r.letters && (len(r.after) == 0 || slices.ContainsFunc(r.after, fits)) && !slices.ContainsFunc(r.unless, fits)
}

func endsIn(word, end []uint16) bool {
	return len(word) >= len(end) && slices.Equal(word[len(word)-len(end):], end)
}

// fits tells whether a word ends so.
func (e ending) fits(word []uint16) bool {
	if len(word) < len(e.letters) || e.whole && len(word) != len(e.letters) {
		return false
	}
	word = word[len(word)-len(e.letters):]
	for i, l := range e.letters {
		if !stands(l, word[i]) {
			return false
		}
	}
	return true
}

// stands tells whether a letter of an ending stands for one of a word: V for a
// vowel, C for any other letter, D for one of these that doubles.
func stands(sign, letter uint16) bool {
	switch sign {
	case 'V':
		return vowel(letter)
	case 'C':
		return !vowel(letter)
	case 'D':
		return !vowel(letter) && !slices.Contains(undoubled, letter)
	}
	return sign == letter
}

func vowel(l uint16) bool {
	switch l {
	case 'a', 'e', 'i', 'o', 'u', 'а', 'е', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я':
		return true
	}
	return false
}

// undoubled are the consonants that are never doubled.
var undoubled = units("chwxy")
