// Package matcher decides which topics an article meets, and where.
//
// # What a term finds
//
// Text and terms are folded alike (package news/text). A term is then found
// where its letters stand, from the beginning of a word, and what is left of
// the word is an inflection that the term's language allows. Nothing is ever
// stemmed: ایران is found in ایرانی‌ها and وایران, never in ویران; police never
// in policy. See inflect.go for the rules and the tables beside it.
//
// A joint is a place in a term where a space, half-space or hyphen stands, or
// where letters meet digits. There a text may have any of these, or nothing if
// the term has 6 letters or more. Elsewhere a half-space may stand anywhere,
// other gaps only before a separate inflection (کشور ها) or after a separate
// prefix (می شود). Punctuation and blank lines are never crossed, unless the
// term itself is written with punctuation there (U.S.).
//
// The options of a term, as package query reads them:
//
//	=attack    this form alone: not attacks, though attack's
//	=IS        a word in capitals is found in capitals alone, for acronyms that
//	           are also words; not where a whole field is in capitals, which
//	           tells nothing
//	bomb*      whatever begins so
//	#ایران     as a hashtag only; ایران alone finds the hashtag too
//
// # Topics
//
// An entry of the lists any, all and none is a query of its own. Several plain
// words are a phrase there; in query they are words that must all be found. An
// alias of a concept is a term; several words are a phrase.
//
// # The engine
//
// A Matcher is an immutable index. An article is scanned once. For each word
// its beginnings are looked up among the stems of all terms (index.go), what
// is found is checked letter by letter (align.go), and only queries of which a
// term was found, one that they cannot be met without, are decided (decide.go).
// The number of queries that are not concerned does not matter.
//
//	matcher.go    New, Match
//	live.go       Live: a matcher that can be swapped while in use
//	check.go      Check, CheckWatch: all that is wrong with topics, concepts, watches
//	check_lint.go    what works, but probably not as meant: who is read, and why
//	check_query.go   doubts about a query and its terms
//	check_cover.go   terms that others cover, asked of the engine itself
//	check_weight.go  weights and thresholds without effect
//	compile.go    queries → programs over terms
//	term.go       a term's words, joints and stems
//	inflect.go    the rules of inflection
//	persian.go arabic.go pashto.go english.go russian.go   their tables
//	index.go      stems → terms
//	find.go       one field → occurrences of terms
//	align.go      whether a term stands at a place
//	decide.go     occurrences → matches
package matcher
