package matcher

import "github.com/rasadnews/rasad/news/text"

// The endings of Russian adjectives, after hard and after soft consonants.
const (
	hardAdjective = "ый ий ой ого ому ым им ом ая ую ою ое ые ие ых их ыми ими"
	softAdjective = "ий его ему им ем яя юю ей ее ие их ими"
	neuter        = "ие ия ию ием ии ий иям иями иях"
)

// russianGrammar declines Russian words: case endings only. A word drops the
// ending it has and takes one of the same declension.
var russianGrammar = grammar{
	script: text.Cyrillic,
	cut: []string{
		"ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие", "ия",
		"а", "я", "о", "е", "ы", "и", "ь", "й",
	},
	rules: []rule{
		{endings: hardAdjective, letters: 5, drop: "ый"},
		{endings: hardAdjective, letters: 5, drop: "ой"},
		{endings: "оя ою оем ое ои оев оям оями оях", letters: 5, drop: "ой"},
		{endings: hardAdjective, letters: 5, drop: "ая"},
		{endings: hardAdjective, letters: 5, drop: "ое"},
		{endings: hardAdjective, letters: 5, drop: "ые"},
		{endings: softAdjective, letters: 5, drop: "яя"},
		{endings: softAdjective, letters: 5, drop: "ее"},
		{endings: hardAdjective, letters: 5, after: "гий кий хий ший жий чий щий", drop: "ий"},
		{endings: softAdjective, letters: 5, after: "ний ший жий чий щий", drop: "ий"},
		{endings: hardAdjective, letters: 5, after: "гие кие хие", drop: "ие"},
		{endings: softAdjective, letters: 5, after: "ние шие жие чие щие", drop: "ие"},
		{endings: neuter, letters: 5, drop: "ие"},
		{endings: "ия ии ию ией ий иям иями иях", letters: 5, drop: "ия"},
		{endings: "ий ия ию ием ии иев иям иями иях", letters: 5, drop: "ий", unless: "гий кий хий"},

		{endings: "ы и е у ой ою ей ею ∅ ам ами ах", letters: 4, drop: "а"},
		{endings: "и е ю ей ею ь ям ями ях", letters: 4, drop: "я", unless: "ия ая яя"},
		{endings: "а у ом е ∅ ам ами ах", letters: 4, drop: "о"},
		{endings: "я ю ем и й ей ям ями ях", letters: 4, drop: "е", unless: "ие ое ее ые це ще"},
		{endings: "а у ем ом ∅ ам ами ах", letters: 4, after: "це ще", drop: "е"},
		{endings: "∅ а у ом е ов ам ами ах", letters: 4, drop: "ы"},
		{endings: "∅ а у ом ем е ов ей ам ами ах", letters: 4, after: "ги ки хи жи ши чи щи", drop: "и"},
		{endings: "ь ью я ю ем е ей ев й ям ями ях", letters: 4, drop: "и", unless: "ги ки хи жи ши чи щи ии"},
		{endings: "и ью я ю ем е ей ям ями ях", letters: 4, drop: "ь"},
		{endings: "я ю ем е и ев ям ями ях", letters: 4, drop: "й", unless: "ий ый ой"},

		{endings: "а у ом е ы ов ам ами ах", letters: 3, unless: vowels},
		{endings: "и ем ей ев", letters: 3, after: "г к х ж ш ч щ ц"},
		{endings: "ым ой", letters: 4, after: "ин ын ов ев"},
	},
	guards: guarding(`
		мали мал
		сочи соч
		нато нат
		юнеско юнеск
		баку бак
	`),
}

// vowels are the letters in which no noun of the first declension ends.
const vowels = "а е и о у ы э ю я ь й ъ"
