package matcher

import (
	"strings"
	"unicode/utf16"

	"github.com/rasadnews/rasad/news/text"
)

// A tongue is a language whose inflection is known.
type tongue uint8

const (
	persian tongue = iota // and Dari
	arabic
	pashto
	urdu
	english // and whatever else is in Latin letters
	russian // and whatever else is in Cyrillic letters
	tongues

	// proclitic is none: it stands for words that may begin with a proclitic
	// or the article, as those of Arabic do.
	proclitic = tongues
)

// A tongueSet is a set of tongues.
type tongueSet uint8

func (s tongueSet) has(t tongue) bool { return s>>t&1 == 1 }

// always are the tongues that their script alone tells.
const always = tongueSet(1<<english | 1<<russian)

// spoken returns the tongues in which the words of a text are read. Where its
// language is none in Arabic letters, words in these may be of any tongue but
// Arabic: its texts give themselves away by a word or two, and its endings are
// other words elsewhere.
func spoken(lang string) tongueSet {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	switch base {
	case "fa", "prs", "per", "fas", "tg":
		return always | 1<<persian
	case "ar", "ara":
		return always | 1<<arabic | 1<<proclitic
	case "ps", "pus":
		return always | 1<<pashto
	case "ur", "urd":
		return always | 1<<urdu
	}
	return always | 1<<persian | 1<<pashto | 1<<urdu | 1<<proclitic
}

// A rule allows endings after a word. Its patterns are lists parted by spaces:
// each is the end of a word, letter by letter, where V stands for a Latin or
// Russian vowel, C for another letter, D for one of these that doubles (stop,
// stopped), and a leading ^ for the word's beginning.
type rule struct {
	endings string // parted by spaces
	letters int    // how many the word must have
	after   string // patterns, one of which the word must end in; empty: any
	unless  string // patterns, none of which the word may end in
	drop    string // what the word loses at its end before these endings
	add     string // what it gets there
	double  bool   // its last letter is doubled before these endings; it then drops nothing
}

// A grammar is what may stand after and around a word of one tongue.
type grammar struct {
	script text.Script
	rules  []rule

	// cut are the ends that some rule drops. The stem of a word, by which it
	// is looked up, lacks them.
	cut []string

	// guards are words of their own that look like a form of another one: the
	// word, and how what is not its form begins; see guarding.
	guards map[string][]string

	// forms are forms that no rule allows, by their word.
	forms map[string][]string
}

// The grammars are written in the files named after them, in letters as they
// are typed, and folded here.
var grammars = [tongues]grammar{
	persian: persianGrammar, arabic: arabicGrammar, pashto: pashtoGrammar,
	urdu: urduGrammar, english: englishGrammar, russian: russianGrammar,
}

// leastCut is how many letters a word must have to be cut.
const leastCut = 3

// none writes an empty ending in a rule.
const none = "∅"

// guarding reads lines of a word and how what is not its form begins, folded.
// A full stop behind it ends the form.
func guarding(lines string) map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(lines) {
		words := strings.Fields(line)
		if len(words) < 2 {
			continue
		}
		for _, other := range words[1:] {
			w, end := text.Fold(words[0]), ""
			if strings.HasSuffix(other, ".") {
				end = "."
			}
			m[w] = append(m[w], text.Fold(other)+end)
		}
	}
	return m
}

// units returns the letters of a folded word as texts hold them.
func units(word string) []uint16 { return utf16.Encode([]rune(word)) }

// words returns the letters of folded words parted by blanks.
func words(list string) [][]uint16 {
	var all [][]uint16
	for w := range strings.FieldsSeq(list) {
		all = append(all, units(w))
	}
	return all
}
