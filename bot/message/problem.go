package message

import (
	"strconv"
	"strings"

	"github.com/rasadnews/rasad/news"
)

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
	"%q is not a country: write its two letters, such as country:ir or country:af":                                             ProblemCountry,
	"the query is %d bytes long, %d are allowed":                                                                               ProblemLong,
	"articles that hold none of its terms meet this: say what must be found, too":                                              ProblemLoose,
	"%s is a word to be found here: the operator is %s":                                                                        ProblemLower,
	"%q is a phrase of all these words: to find either, write OR":                                                              ProblemPhrase,
	"%s stands in most articles: write it beside a word that tells more":                                                       ProblemCommon,
	"the number %s stands in most articles: say what it is a number of":                                                        ProblemNumber,
	"%q is a single letter and will be found nearly everywhere":                                                                ProblemLetter,
	"%s adds nothing: it is met wherever %s is":                                                                                ProblemIdle,
	"%s is never met: %s stands wherever %s does":                                                                              ProblemNever,
	"%s is not a part of what stands beside it, %s: put a phrase into quotation marks, or write AND between":                   ProblemBeside,
	"%s leaves only three letters, with which many other words begin or end: give one more, or list the words":                 ProblemThree,
	"%q mixes letters of two scripts in one word":                                                                              ProblemScripts,
	"%s stands here twice: to find it twice write %s{2}":                                                                       ProblemTwice,
	"a number in braces is expected here, such as bomb{3} for at least three times; to look for the sign itself, quote it":     ProblemBrace,
	"%s takes %s alone, not %s: write %s(%s %s), or AND between":                                                               ProblemTakes,
	"%s counts %s alone, not %s: write \"%s %s\"%s, or AND between":                                                            ProblemTakes,
	"%s leaves more letters open than it gives":                                                                                ProblemVague,
	"%s is one letter away from many words of five letters: list the spellings that are meant":                                 ProblemFuzzy,
	"%s finds %s, too, which stands in about one of %v articles":                                                               ProblemByTheWay,
	"%s runs on over any text: bound it, as in .{0,20}, or write NEAR":                                                         ProblemEndless,
	"%s stands %s already":                     ProblemAlready,
	"%s is found wherever %s is: %s covers it": ProblemCovered,
	"%s is found wherever %s stands as it is written: %s leaves it only its own endings":                             ProblemCovered,
	"%s is met wherever %s is: %s covers it":                                                                         ProblemCovered,
	"an article has one %s: %s and %s are never met together":                                                        ProblemExclusive,
	"%s and %s are never met together":                                                                               ProblemApart,
	"%s is written in letters that no text of lang:%s has":                                                           ProblemAlien,
	"%s can never be met: %s has more words than first/%d: allows":                                                   ProblemFirstLong,
	"1 OF a list is the same as OR between its parts":                                                                ProblemOneOf,
	"a * or ? within quotation marks has no meaning: a star after them is of the last word, as in \"suicide bomb\"*": ProblemStarQuoted,
	"%s is no quotation mark here: a phrase stands between \" and \"":                                                ProblemNoQuote,
	"%s finds %q as well: its signs %s are not looked at":                                                            ProblemUnheard,
	"%s finds the word %q too: =%s finds it in capitals alone":                                                       ProblemCapitals,
	"%s is written with an Arabic ك, ي or ى among Persian letters: it is found all the same, as both are folded":     ProblemArabic,
	"%s:(…) holds values with | between, such as %s":                                                                 ProblemValue,
	"%s: wants a value right after it, such as %s":                                                                   ProblemValue,
	"a name and its colon stand together: write %s%s; to look for %q itself, quote it":                               ProblemColon,
	"%s is a word here: write %s OF (a, b, c)":                                                                       ProblemOfForm,
	"a number and OF are parted by a blank: write %s OF (a, b, c)":                                                   ProblemOfForm,
	"OF wants a list in parentheses: %s OF (a, b, c)":                                                                ProblemOfForm,
	"the number of %s must be from %d to %d":                                                                         ProblemRange,
	"%s and its number stand together: write %s/%s; to look for the word itself, quote it":                           ProblemTogether,
	"first wants a number of words: write first/50:":                                                                 ProblemFirst,
	"%s/%s: is not a field: did you mean first/%s:?":                                                                 ProblemFirst,
	"the query is nested more than %d deep":                                                                          ProblemDeep,
	"the query is longer than %d bytes when all its operators are written out":                                       ProblemLarge,
	"the query has more than %d terms":                                                                               ProblemLarge,
	"more than %d of %s in a row: write PARAGRAPH":                                                                   ProblemLooks,
	"this looks through the text %d times, more than %d: give fewer alternatives beside NEAR or write fewer NEAR in a row, write ONEAR where the order is known, or write SENTENCE": ProblemLooks,
	"all NEAR together look through the text %d times, more than %d: write several queries, or SENTENCE where that will do":                                                         ProblemLooks,
	"%s: stands around %s, not within: write %s:(a %s b)":                                                   ProblemAround,
	"%s: cannot be met inside another field":                                                                ProblemInside,
	"%s: is not a matter of a %s: write %s AND (a %s b)":                                                    ProblemFilter,
	"no paragraph stands within a sentence: write (a SENTENCE b) PARAGRAPH c":                               ProblemParagraph,
	"%s counts a term, a phrase, a concept or alternatives%s, not this":                                     ProblemCounts,
	"%s wants a term, a phrase, a concept or alternatives at its sides%s: %s":                               ProblemSides,
	"this / begins a regular expression that is never closed; to look for the sign itself, quote the text":  ProblemSlash,
	"%q is not expected after a regular expression: it takes no flags, and capitals never count":            ProblemFlags,
	"the regular expression is longer than the %d bytes that are allowed: list its alternatives as terms":   ProblemRegexLong,
	"the regular expression is too large: count with smaller numbers, or list its alternatives as terms":    ProblemRegexLong,
	"the regular expression holds bytes that are no letters":                                                ProblemRegex,
	"the regular expression is wrong: %s":                                                                   ProblemRegex,
	"%s cannot be read: %v":                                                                                 ProblemRegex,
	"^, $, \\A and \\z have no meaning within an article: write title:/…/ or first/5:/…/ for its beginning": ProblemEdge,
	"the regular expression could be found nearly anywhere: each of its alternatives must hold three letters or digits in a row that are given, such as /s-?300/ or /(alpha|beta)[0-9]+/": ProblemRegexLoose,
	"~ stands before a single word, such as ~Zelensky":                                                          ProblemTilde,
	"~ stands before a single word; for words near to each other write %s":                                      ProblemTilde,
	"~ stands before a word without wildcards, such as ~Zelensky":                                               ProblemTilde,
	"%s has a star and a question mark: a word may have either":                                                 ProblemStarMark,
	"= has no meaning here: %s finds no other forms than it says":                                               ProblemEquals,
	"^ has no meaning: points are given in a topic's weighted terms; write %s{%s} to find it %s times at least": ProblemPower,
	"%s has a meaning in expressions alone: write %s* for any word that begins so, or /%s/":                     ProblemRegexOnly,
	"%q is more than one word, or holds signs: %s wants letters and digits alone":                               ProblemOneWord,
	"a phrase of more than %d words is expected nowhere":                                                        ProblemNowhere,
	"a word of more than %d bytes is expected nowhere":                                                          ProblemNowhere,
	"a sign on its own: a word is expected with it, such as bomb*, *bomb or ~Zelensky":                          ProblemWord,
	"a word is expected here":                                ProblemWord,
	"%s stands right after what is counted, such as bomb{3}": ProblemAfter,
	"%s needs no sign: every word must be found unless OR stands between; to look for the text itself, quote it":                                  ProblemPlus,
	"%q is not a language: one of %s is expected":                                                                                                 ProblemLangs,
	"its parts are too many to be all held against each other: which of them cover others, or are never met, was looked for among the first ones": ProblemMuch,
	"%s: is not a field, did you mean the operator %s/5?":                                                                                         ProblemNear,
	"a number is expected before OF, not %s: write 2 OF (a, b, c); to look for the word OF, quote it":                                             ProblemOf,
	"nothing was opened that this } could close; to look for the sign itself, quote it":                                                           ProblemBrace,
	"%s has two stars: one may stand at the beginning or the end of a word, as in bomb* or *bomb":                                                 ProblemStar,
	"%s would find too much: %d letters at least must follow the ~":                                                                               ProblemShort,
	"%q is not a language: did you mean lang:%s?":                                                                                                 ProblemLang,
}

// counted are the problems that count something, and which of their values tell
// how much: the first decides the plural, and is called Count.
var counted = map[Key]string{
	ProblemLong: "AB", ProblemOfMany: "AB", ProblemShort: "B", ProblemDeep: "A", ProblemPower: "B",
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
		name := string(rune('A' + i))
		var number any = value
		if n, err := strconv.Atoi(value); err == nil {
			number = n
		}
		switch strings.Index(counted[k], name) {
		case 0:
			pairs = append(pairs, "Count", number, name, value)
		case 1:
			pairs = append(pairs, name, number)
		default:
			pairs = append(pairs, name, value)
		}
	}
	return l.Say(k, pairs...)
}
