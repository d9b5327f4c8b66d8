package matcher

import "github.com/rasadnews/rasad/news/text"

// englishGrammar gives the regular forms of an English word in s, es, ed and
// ing. The possessive needs no rule: an apostrophe is a joint.
var englishGrammar = grammar{
	script: text.Latin,
	cut:    []string{"e", "y"},
	rules: []rule{
		{endings: "s", letters: 3, unless: "s x z ch sh Cy"},
		{endings: "es", letters: 3, after: "s x z ch sh o"},
		{endings: "ies ied", letters: 3, after: "Cy", drop: "y"},
		{endings: "ing", letters: 3, after: "Cy"},
		{endings: "d", letters: 3, after: "e", unless: "^CCe ^Cee"},
		{endings: "ing", letters: 3, after: "Ce ue", unless: "^CCe ^Cue", drop: "e"},
		{endings: "ing", letters: 3, after: "ee oe ye"},
		{endings: "ed ing", letters: 3, unless: "a e i u Cy ^CVD ^CCVD ^CCCVD"},
		{endings: "ed ing", letters: 3, after: "CVD", double: true},
	},
	guards: guarding(`
		new news
		even evening
		morn morning
		politic politics
		economic economics
		athletic athletics
		electronic electronics
		physic physics
		mathematic mathematics
		cloth clothing
		see seed
		wit witness
	`),
}
