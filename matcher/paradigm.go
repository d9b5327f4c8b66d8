package matcher

import (
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/rasadnews/rasad/news/text"
)

// A paradigm is what may follow the stem of a word, by tongue: the word itself
// first. A tongue of another script has nothing. Many words share one.
type paradigm struct {
	endings [tongues][][]uint16
}

// Paradigms are what some words need, each once.
type paradigms struct {
	all []*paradigm // the first is that of words that do not inflect
	ids map[pattern]uint16
}

// A pattern is all of a word that decides how it inflects.
type pattern struct {
	script text.Script
	rules  ruleSet            // that apply
	end    [longestCut]uint16 // what the stem lacks of the word
	last   uint16             // its last letter, if a rule doubles it
	itself string             // the word, if a grammar names it
}

func newParadigms() *paradigms {
	return &paradigms{all: []*paradigm{{}}, ids: map[pattern]uint16{}}
}

// of returns how many letters the stem of a folded word lacks, and the
// paradigm of the word.
func (p *paradigms) of(letters []uint16, script text.Script) (cut int, id uint16) {
	x := inflections[script]
	if x == nil {
		return 0, 0
	}
	cut = x.cut(letters)
	k := pattern{script: script, rules: x.apply(letters, cut, nil)}
	copy(k.end[:], letters[len(letters)-cut:])
	if k.rules.overlaps(&x.doubling) {
		k.last = letters[len(letters)-1]
	}
	if _, ok := listed[text.Hash(letters)]; ok {
		k.itself = string(utf16.Decode(letters))
	}
	id, ok := p.ids[k]
	if !ok && len(p.all) < 1<<16 {
		id = uint16(len(p.all))
		p.all = append(p.all, x.paradigm(letters, cut))
		p.ids[k] = id
	}
	return cut, id
}

// paradigm lists what may follow the stem of a word.
func (x *inflection) paradigm(letters []uint16, cut int) *paradigm {
	p := &paradigm{}
	end := letters[len(letters)-cut:]
	for i := range grammars {
		if inflections[grammars[i].script] == x {
			p.endings[i] = [][]uint16{end}
		}
	}
	word := string(utf16.Decode(letters))
	x.apply(letters, cut, func(r *ruling) {
		rest := slices.Concat(end[:len(end)-len(r.drop)], r.add)
		if r.double {
			rest = append(rest, letters[len(letters)-1])
		}
		for _, e := range r.endings {
			e = slices.Concat(rest, e)
			form := string(utf16.Decode(slices.Concat(letters[:len(letters)-cut], e)))
			if form != word && !grammars[r.tongue].guarded(word, form) {
				p.endings[r.tongue] = append(p.endings[r.tongue], e)
			}
		}
	})
	stem := string(utf16.Decode(letters[:len(letters)-cut]))
	for i := range grammars {
		for _, form := range grammars[i].forms[word] {
			if rest, ok := strings.CutPrefix(form, stem); ok && inflections[grammars[i].script] == x {
				p.endings[i] = append(p.endings[i], units(rest))
			}
		}
	}
	return p
}

// guarded tells whether a form of a word is another word.
func (g *grammar) guarded(word, form string) bool {
	return slices.ContainsFunc(g.guards[word], func(other string) bool { return strings.HasPrefix(form+".", other) })
}
