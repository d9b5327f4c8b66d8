package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sampled is how many bytes of a text Language reads.
const Sampled = 8 << 10

// tells are the letters and words that tell languages of one script apart.
// Each letter counts once by occurrence, each word wordWeight times.
var tells = [...]struct {
	lang    string
	script  Script
	letters string
	words   string
}{
	{"fa", Arabic, "پچژگیک", "که از را است این به در با برای آن بر شد کرد شده می های هر نیز باید گفت خود تا و یک هم شود بود"},
	{"ar", Arabic, "ةىيكأإ", "في من على إلى أن إن التي الذي هذا هذه عن مع بعد ما لا كان قد قال قبل بين خلال كما ذلك"},
	{"ps", Arabic, "ټډړږښڼځڅېۍګ", "د په کې چې دی ده او ته له سره نه یې هم دا شوي شوی کړي کړی وویل لپاره کوي څخه وي دغه"},
	{"ur", Arabic, "ٹڈڑںھےہ", "کے کی میں ہے اور سے کو کا نے پر ہیں یہ اس کہ بھی تھا گیا لیے کیا ہوئے ہو جو"},
	{"ru", Cyrillic, "ыэъё", "и в не на что с по как из от за для это к о его она они был были"},
	{"", Cyrillic, "їєґўәғқңөұүһљњђћџј", "та що і й ў је су се да қазақ"},
	{"en", Latin, "", "the of and to in is was for that on with as by at from has have are were be it his their said after over not but an its who will"},
	{"", Latin, "äöüßéèêàçñáíóúãõâîôşğıřžšłąęåø", "der die und das von mit den ist le la les des et du une el los las y del que il di che e een het van og är ve bir da için é os um não"},
}

const (
	wordWeight = 3

	// borrowed is what a letter or word of two languages weighs less than one
	// that only one of them has: ی and ک are typed in Pashto and Urdu too.
	borrowed = 4
)

// Language returns the language a text is in: fa, ar, ps, ur, ru or en, or ""
// if it is in another one or its letters and words do not tell. Dari reads as
// fa; what tells it apart is its source.
func Language(s string) string {
	if len(s) > Sampled {
		s = s[:Sampled]
		for n := 1; n < utf8.UTFMax && n < len(s); n++ { // no rune is cut
			if r, size := utf8.DecodeLastRuneInString(s); r != utf8.RuneError || size > 1 {
				break
			}
			s = s[:len(s)-1]
		}
	}
	var v vote
	for _, r := range s {
		v.take(r)
	}
	v.end()
	return v.winner()
}

// A vote is what the letters and words of a text say of its language.
type vote struct {
	scores  [len(tells)]int
	scripts [Arabic + 1]int
	words   int
	word    [longestTold + utf8.UTFMax]byte // the word under way, its beginning
	size    int                             // its bytes, all of them
}

// take counts one character.
func (v *vote) take(r rune) {
	if r < 'A' {
		v.end()
		if r < '0' || r > '9' {
			return
		}
	}
	e := lookup(r)
	switch {
	case e.kind == letter && e.script != Digits:
		v.scripts[e.script]++
		r = unicode.ToLower(r)
		if r < 0x800 {
			for i, n := range &tellingLetters[letterIndex[r]] {
				v.scores[i] += int(n)
			}
		}
	case e.kind != mark && e.kind != soft && e.kind != nothing:
		v.end()
		return
	}
	if v.size < longestTold {
		utf8.EncodeRune(v.word[v.size:], r)
	}
	v.size += utf8.RuneLen(r)
}

// end counts the word under way.
func (v *vote) end() {
	if v.size == 0 {
		return
	}
	v.words++
	if v.size <= longestTold {
		for i, mask := 0, tellingWords[string(v.word[:v.size])]; mask != 0; i, mask = i+1, mask>>1 {
			v.scores[i] += int(mask&1) * wordWeight
		}
	}
	if v.size > len("الله") && string(v.word[:len(article)]) == article {
		v.scores[arabicTell] += wordWeight
	}
	v.size = 0
}

// winner returns the language that most speaks for, of those in the script of
// most letters.
func (v *vote) winner() string {
	script := Other
	for _, k := range []Script{Arabic, Cyrillic, Latin} {
		if v.scripts[k] > v.scripts[script] {
			script = k
		}
	}
	if script == Other {
		return ""
	}
	best, top, second := "", 0, 0
	for i, t := range tells {
		if t.script != script {
			continue
		}
		if v.scores[i] > top {
			best, top, second = t.lang, v.scores[i], top
		} else if v.scores[i] > second {
			second = v.scores[i]
		}
	}
	switch {
	case top == 0 && script == Cyrillic:
		return "ru"
	case top == 0 && script == Latin && v.words > 2:
		return "en"
	case top == second:
		return ""
	}
	return best
}

// article is the Arabic one: words that begin with it tell of Arabic.
const article = "ال"

const arabicTell = 1 // its index in tells

// longestTold is how many bytes the longest word in tells has.
const longestTold = 16

// tellingLetters are the points of a letter for each of tells; letterIndex
// says which of them a letter has; tellingWords are the tells of each word.
var tellingLetters, letterIndex, tellingWords = func() ([][len(tells)]uint8, *[0x800]uint8, map[string]uint16) {
	points, index, words := make([][len(tells)]uint8, 1), new([0x800]uint8), map[string]uint16{}
	for i, t := range tells {
		for _, r := range t.letters {
			if index[r] == 0 {
				index[r] = uint8(len(points))
				points = append(points, [len(tells)]uint8{})
			}
			weight := borrowed
			if t.lang == "fa" && strings.ContainsRune("یکگچپ", r) {
				weight = 1
			}
			points[index[r]][i] = uint8(weight)
		}
		for w := range strings.FieldsSeq(t.words) {
			words[w] |= 1 << i
		}
	}
	return points, index, words
}()
