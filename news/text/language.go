package text

import (
	"strings"
	"unicode"
)

// Sampled is how many bytes of a text Language reads.
const Sampled = 8 << 10

// tells are the letters and words that tell languages of one script apart.
// Each letter counts once by occurrence, each word wordWeight times.
var tells = []struct {
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
		s = strings.ToValidUTF8(s[:Sampled], "")
	}
	letters, script := count(s)
	if script == Other {
		return ""
	}
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.Is(unicode.Cf, r)
	})
	best, top, second := "", 0, 0
	for _, t := range tells {
		if t.script != script {
			continue
		}
		score := weigh(t.letters, t.words, t.lang, letters, words)
		if score > top {
			best, top, second = t.lang, score, top
		} else if score > second {
			second = score
		}
	}
	if top == second {
		best = ""
	}
	if top == 0 && script == Cyrillic {
		best = "ru"
	}
	if top == 0 && script == Latin && len(words) > 2 {
		best = "en"
	}
	return best
}

// count counts the letters of s and returns the script of most of them.
func count(s string) (map[rune]int, Script) {
	letters, scripts := map[rune]int{}, map[Script]int{}
	for _, r := range s {
		e := lookup(r)
		if e.kind != letter || e.script == Digits {
			continue
		}
		letters[unicode.ToLower(r)]++
		scripts[e.script]++
	}
	script := Other
	for _, k := range []Script{Arabic, Cyrillic, Latin} {
		if scripts[k] > scripts[script] {
			script = k
		}
	}
	return letters, script
}

// weigh scores what tells of one language.
func weigh(own, function, lang string, letters map[rune]int, words []string) int {
	score := 0
	for _, r := range own {
		weight := borrowed
		if lang == "fa" && strings.ContainsRune("یکگچپ", r) {
			weight = 1
		}
		score += weight * letters[r]
	}
	known := map[string]bool{}
	for _, w := range strings.Fields(function) {
		known[w] = true
	}
	for _, w := range words {
		switch {
		case known[w]:
			score += wordWeight
		case lang == "ar" && strings.HasPrefix(w, "ال") && len(w) > len("الله"):
			score += wordWeight
		}
	}
	return score
}
