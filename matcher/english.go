package matcher

import "github.com/rasadnews/rasad/news/text"

// englishGrammar gives the regular forms of an English word in s, es, ed and
// ing. The possessive needs no rule: an apostrophe is a joint.
var englishGrammar = grammar{
	script: text.Latin,
	cut:    []string{"ife", "ie", "e", "y", "f"},
	rules: []rule{
		{endings: "s", letters: 3, unless: "s x z sh"},
		{endings: "s", letters: 2, after: "^CC"}, // MPs
		{endings: "es", letters: 3, after: "s x z ch sh o"},
		{endings: "es", letters: 3, after: "iz ^gas ^bus", double: true},
		{endings: "ies ied", letters: 3, after: "Cy", drop: "y"},
		{endings: "ves", letters: 4, after: "^knife ^wife nknife ckknife dwife", drop: "fe"},
		{endings: "ves", letters: 4, after: "thief wolf half shelf calf loaf scarf", drop: "f"},

		{endings: "d", letters: 3, after: "e", unless: "^the ^she ^Cee"},
		{endings: "ing ings", letters: 3, after: "Ce ue", unless: "^CCe", drop: "e"},
		{endings: "ying", letters: 3, after: "ie", drop: "ie"},
		{endings: "ing ings", letters: 3, after: "ee oe ye Cy"},
		{endings: "ed ing ings", letters: 3, unless: "a e i u ic Cy ^CVD ^CCVD ^CCCVD ^quVD"},
		{endings: "ed ing ings", letters: 3, after: "CVD quVD uel ial", double: true},
		{endings: "ked king", letters: 4, after: "ic"},
	},
	guards: guarding(`
		new news
		it its
		mr mrs
		isi isis
		hama hamas
		corps corpses
		los loses
		even evening
		morn morning
		lung lunged lunging
		chang changed changing
		past pasted pasting
		politic politics
		economic economics
		athletic athletics
		electronic electronics
		physic physics
		mathematic mathematics
		traffic trafficked trafficking
		cloth clothed clothing
		breath breathed breathing
	`),
}
