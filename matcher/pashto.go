package matcher

import "github.com/rasadnews/rasad/news/text"

// pashtoGrammar inflects Pashto words. Its letters are folded: ې and ۍ are ی,
// ګ is گ.
var pashtoGrammar = grammar{
	script: text.Arabic,
	cut:    []string{"ه"},
	rules: []rule{
		{endings: "و ونه ونو ان انو گان گانو یو ی", letters: 3},
		{endings: "ی و", letters: 4, after: "ه", drop: "ه"},
	},
	guards: guarding(`
		ترهګر ترهګري
		طالب طالبان
	`),
}

// urduGrammar inflects Urdu words. ے and ں are letters of their own; ہ is
// folded to ه.
var urduGrammar = grammar{
	script: text.Arabic,
	cut:    []string{"ه"},
	rules: []rule{
		{endings: "وں یں اں یاں یوں ی", letters: 3},
		{endings: "ے وں", letters: 3, after: "ه", drop: "ه"},
	},
}
