package message

import "github.com/rasadnews/rasad/news"

// problems are the texts of what can be wrong with a query, by the formats in
// which package matcher tells it.
var problems = map[string]Key{
	"the query is empty: a term is expected":                                                            ProblemEmpty,
	"the query ends where a term is expected":                                                           ProblemEnds,
	"a term is expected before %s":                                                                      ProblemBefore,
	"this ( is never closed":                                                                            ProblemOpen,
	"nothing was opened that this ) could close":                                                        ProblemClosed,
	"nothing stands in these parentheses: a term is expected":                                           ProblemNothing,
	"this quotation mark is never closed":                                                               ProblemQuote,
	"a comma parts the list of an OF alone: write OR or AND between terms":                              ProblemComma,
	"%s is not an operator: write %s; to look for the text itself, quote it":                            ProblemOperator,
	"%q does not part terms: write OR or AND between them":                                              ProblemSign,
	"%q does not part terms: write OR or AND between them; to look for the sign itself, quote the text": ProblemSigns,
	"|| is not an operator: write | or OR":                                                              ProblemBars,
	"a minus on its own: write -word or NOT word to exclude a word":                                     ProblemMinus,
	"@%s is not known: it is not among the concepts":                                                    ProblemConcept,
	"@%s is not known: did you mean @%s?":                                                               ProblemConceptNear,
	"a name of a concept is expected right after @; to look for the sign, quote it":                     ProblemConceptName,
	"%s: is not a field, title:, lead:, body:, first/50:, lang:, source:, country: and tag: are; to look for the text itself, quote it": ProblemField,
	"%s: is not a field, did you mean %s:?": ProblemFieldNear,
	"an address is no term: to look for one in a text, quote it; to keep to a source of config.yaml, write source: and its id": ProblemAddress,
	"%s wants a number of words that may stand between: write %s/5; to look for the word itself, quote it":                     ProblemNear,
	"a number is expected before OF, such as 2 OF (a, b, c)":                                                                   ProblemOf,
	"%d OF a list of %d can never be met: commas part the list, as in 2 OF (a, b, c)":                                          ProblemOfMany,
	"%s would find too much: %d letters at least must be given":                                                                ProblemShort,
	"a star may only begin or end a word, as in bomb* or *bomb; b?mb stands for one unknown letter":                            ProblemStar,
	"%q holds no letter or digit that could be found":                                                                          ProblemNoLetter,
	"%q is not expected here: to look for the sign itself, quote the text":                                                     ProblemUnexpected,
	"%q is not a language: %s": ProblemLang,
	"%q is not a country: write its two letters, such as country:ir or country:af":                                         ProblemCountry,
	"the query is %d bytes long, %d are allowed":                                                                           ProblemLong,
	"articles that hold none of its terms meet this: say what must be found, too":                                          ProblemLoose,
	"%s is a word to be found here: the operator is %s":                                                                    ProblemLower,
	"%q is a phrase of all these words: to find either, write OR":                                                          ProblemPhrase,
	"%s stands in most articles: write it beside a word that tells more":                                                   ProblemCommon,
	"the number %s stands in most articles: say what it is a number of":                                                    ProblemNumber,
	"%q is a single letter and will be found nearly everywhere":                                                            ProblemLetter,
	"%s adds nothing: it is met wherever %s is":                                                                            ProblemIdle,
	"%s is never met: %s stands wherever %s does":                                                                          ProblemNever,
	"%s is not a part of what stands beside it, %s: put a phrase into quotation marks, or write AND between":               ProblemBeside,
	"%s leaves only three letters, with which many other words begin or end: give one more, or list the words":             ProblemThree,
	"%q mixes letters of two scripts in one word":                                                                          ProblemScripts,
	"%s stands here twice: to find it twice write %s{2}":                                                                   ProblemTwice,
	"a number in braces is expected here, such as bomb{3} for at least three times; to look for the sign itself, quote it": ProblemBrace,
}

// Problem tells what is wrong with a query in the reader's language, or else in
// English, as Telegram HTML.
func (l *Locale) Problem(p news.Problem) string {
	k, ok := problems[p.Format]
	if !ok {
		return isolate(escape(shorten(p.Message, 400)))
	}
	var pairs []any
	for i, value := range p.Args[:min(len(p.Args), 3)] {
		pairs = append(pairs, string(rune('A'+i)), value)
	}
	return l.Say(k, pairs...)
}
