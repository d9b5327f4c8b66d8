package matcher

import "github.com/rasadnews/rasad/news/text"

// pashtoGrammar inflects Pashto words. Its letters are folded: ې and ۍ are ی,
// ګ is گ.
var pashtoGrammar = grammar{
	script: text.Arabic,
	cut:    []string{"ه", "ی"},
	rules: []rule{
		{endings: "و ونه ونو یو ی", letters: 3},
		{endings: "ونه ونو", letters: 2},
		{endings: "ان انو", letters: 3, after: "ی"},
		{endings: "ین ینو", letters: 4, unless: "ی ه ا و"},
		{endings: "یان یانو", letters: 3, after: "ا"},
		{endings: "ان انو یان یانو گان گانو", letters: 4, unless: "ه"},
		{endings: "گان گانو", letters: 4, after: "ه"},
		{endings: "ی و", letters: 4, after: "ه", drop: "ه"},
		{endings: "ی و", letters: 3, after: "ځه څه ښه ډه ړه ټه ږه ڼه ^ډله ^شپه", drop: "ه"},
		{endings: "و", letters: 4, after: "ځی نکی اکی گری تیری رگی الی", drop: "ی"},
		{endings: "و", letters: 3, after: "ړی", drop: "ی"},
	},
	guards: guarding(`
		ترهګر ترهګري
		طالب طالبان
		پهلو پهلوان
		بنی بنیان
		پای پایان
	`),
	forms: guarding(`
		مشر مشران مشرانو
		کشر کشران کشرانو
		هلک هلکان هلکانو
	`),
}
