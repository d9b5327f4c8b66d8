package matcher

import (
	"fmt"
	"unicode/utf16"

	"github.com/rasadnews/rasad/news/text"
)

// A paradigm is what may follow the stem of a word, by tongue: the word itself
// first. A tongue of another script has nothing. Many words share one.
type paradigm struct {
	endings [tongues][][]uint16
}

// A class is how words inflect whose last letters are the same.
type class struct {
	cut      uint8 // how many letters the stem lacks
	paradigm uint16
}

// telling is how many letters decide how a longer word inflects: no pattern of
// a grammar is longer, and none asks for more.
const telling = 6

// longer marks the class of words that are longer than what tells it: airstrip
// is none with strip, whose last letter doubles.
const longer = 1 << 8

// class returns the class of a folded word. Rules are only applied to the
// first word of each.
func (v *vocabulary) class(letters []uint16, script text.Script) class {
	var buffer [telling + 1]uint16
	key := append(buffer[:0], uint16(script))
	word := ""
	if len(letters) > telling {
		word = string(utf16.Decode(letters))
	}
	if len(letters) <= telling || guards(word) {
		key = append(key, letters...)
	} else {
		key[0] |= longer
		key = append(key, letters[len(letters)-telling+1:]...)
	}
	id := string(utf16.Decode(key))
	if c, ok := v.classes[id]; ok {
		return c
	}
	if word == "" {
		word = string(utf16.Decode(letters))
	}
	stem := stemOf(word, script)
	c := class{cut: uint8(len(letters) - len(units(stem))), paradigm: v.paradigm(word, stem, script)}
	v.classes[id] = c
	return c
}

// paradigm returns the paradigm of a word, the one that is there if it allows
// the same.
func (v *vocabulary) paradigm(word, stem string, script text.Script) uint16 {
	p, all := &paradigm{}, ""
	for i := range grammars {
		if grammars[i].script != script {
			continue
		}
		endings := grammars[i].endings(word, stem)
		all += fmt.Sprintf("%d%q", i, endings)
		for _, e := range endings {
			p.endings[i] = append(p.endings[i], units(e))
		}
	}
	id, ok := v.ids[all]
	if !ok && len(v.paradigms) < 1<<16 {
		id = uint16(len(v.paradigms))
		v.paradigms = append(v.paradigms, p)
		v.ids[all] = id
	}
	return id
}

// guards tells whether a grammar guards a word, or has forms of it alone.
func guards(word string) bool {
	for i := range grammars {
		if g := &grammars[i]; len(g.guards[word])+len(g.forms[word]) > 0 {
			return true
		}
	}
	return false
}
