// Package text holds what every room must agree on about text: how letters
// fold, where tokens begin and end, what stands between them, and which
// language a text is in.
//
// Matching never looks at text as it was typed. Both the watch terms and the
// articles go through one pass, the Scan of a Text, which
//
//   - folds every character by table, the same way for every language: كابل,
//     کابل and ﮐﺎﺑﻞ become one, as do Erdoğan and erdogan, ۱۴۰۰ and 1400;
//   - cuts the folded letters into tokens, runs of letters of one script or of
//     digits, each with its byte range in the original;
//   - says for each token what kind of Gap parts it from the one before: a
//     half-space, a hyphen, a space, punctuation, a blank line …
//
// The pass is made of
//
//	scan.go     Text and its Scan: tokens and gaps
//	run.go      plain letters and blanks, which is what most texts are made of
//	sentence.go where sentences end
//	hash.go     the hash of letters
//	token.go    Token, Gap, Script: what a scan gives
//	fold.go     Fold, and the table that the pass reads
//	letters.go  the fold's rules, as data
//	compat.go   Unicode's compatible characters, as data
//	hamza.go    spellings that the fold hides
//	mixed.go    words of Latin and Cyrillic look-alikes
//	attached.go words that belong to their neighbour
//	keys.go     what an archive is indexed by
//	language.go Language: letters and function words
//	tells.go    these, as data
//
// What may stand before and after a term in each language is package
// matcher's concern. This package imports the standard library alone.
package text
