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
// A Matcher is an immutable index. An article is scanned once. Of each word it
// is recalled what it may be of the terms; a word that did not come of late is
// looked up, all its beginnings among the stems of all terms (index.go). What
// letters alone cannot tell is checked in the text (align.go). A query is tied
// to the terms that are likely the rarest of those without which it cannot be
// met (anchor.go); only when one of them was found, and one of a few others
// that it needs as well (post.go), is it decided (decide.go). Where terms stand
// is looked at for the queries that ask (place.go), and hits are gathered for
// those that are met (tell.go). The number of queries that are not concerned
// hardly matters, and nothing is allocated for them.
//
// A Live matcher takes single topics in and out while it is in use.
//
//	matcher.go    New, Match, Find
//	live.go       Live: a matcher that can be changed while in use
//	part.go       what was added to it; merge.go: how parts become one
//	probe.go      Probe: one query, for the articles of an archive
//	lookup.go     the words by which an archive finds what may meet it
//	check.go      Check: all that is wrong with topics and concepts
//	check_lint.go what is probably not meant, by topic and concept; check_weight.go by weights
//	check_query.go check_term.go check_bind.go check_broad.go check_source.go   the same, by parts of a query
//	check_cover.go check_imply.go check_never.go   what is met wherever another part is, or never
//	compile.go    queries → programs over terms
//	program.go    what a program is made of
//	build.go      programs → a matcher, a step at a time
//	anchor.go     which terms a program is tied to
//	familiar.go   words that are common, as data
//	post.go       term → programs
//	term.go       a term's words, joints and letters
//	paradigm.go   the endings that words share
//	inflect.go    the rules of inflection, as they are written
//	ruling.go     the same, as they are applied
//	persian.go arabic.go pashto.go urdu.go english.go russian.go   their tables
//	index.go      stems → terms
//	reading.go    an article, scanned: its words, sentences, paragraphs
//	recall.go     word → terms that may stand there
//	candidate.go  what a word may be, as far as its letters tell
//	neighbour.go  what the words beside it tell of that
//	forms.go      terms found by their end, by some letters, or nearly
//	find.go       one field → occurrences of terms
//	align.go      whether a term stands at a place
//	phrase.go     where a long one is worth a try
//	decide.go     occurrences → programs that are met
//	place.go      where terms stand, for the programs that ask
//	near.go chain.go   NEAR: places near to others, without listing pairs
//	price.go      what NEAR may cost
//	within.go weigh.go   SENTENCE and first words; weights
//	regex.go      regular expressions over folded text
//	tell.go       programs that are met → matches
//	trace.go      the places that take part in a NEAR
//	pool.go       scratch memory
package matcher
