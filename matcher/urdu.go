package matcher

import "github.com/rasadnews/rasad/news/text"

// urduGrammar inflects Urdu words. ے and ں are letters of their own; ہ is
// folded to ه.
var urduGrammar = grammar{
	script: text.Arabic,
	cut:    []string{"ه", "ا"},
	rules: []rule{
		{endings: "وں یں اں یاں یوں ی", letters: 3},
		{endings: "وں", letters: 2, unless: "ا و ی ے ں ه"},
		{endings: "ییں", letters: 3, after: "ا و"},
		{endings: "ان ین ات", letters: 4, unless: "ا و ی ے ں ه"},
		{endings: "ے وں", letters: 3, after: "ه", drop: "ه"},
		{endings: "ے وں", letters: 4, after: "ا", drop: "ا"},
	},
	guards: guarding(`
		طالب طالبان
		اطلاع اطلاعات
		انتخاب انتخابات
	`),
}
