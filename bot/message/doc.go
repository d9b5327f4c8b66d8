// Package message turns alerts and answers into what a reader sees: Telegram
// HTML in the reader's language, or plain text for a terminal.
//
//	alert.go      Alert: one article for one reader
//	form.go       the three forms of an alert: full, compact, headline
//	words.go      the matched words of an alert
//	digest.go     Digest: many alerts as one message, by topic and story
//	story.go      which alerts tell of the same event
//	found.go      a page of articles: what a search found, the newest
//	query.go      what is wrong with a query, and where; problem.go: in which words
//	why.go        why an alert came
//	outlets.go    the sources, and how they are
//	latest.go     topics as lists
//	status.go     Status: what /status tells; sources.go what admins are told
//	locale.go     Locale: the texts of a language for a reader
//	languages.go  the languages, and which of them suits whom
//	moment.go     moments and durations, by the reader's clock and calendar
//	number.go     numbers in the language's digits
//	key*.go       the keys of all texts, by area
//	help.go       what the bot can do
//	settings.go   times, languages and severities as settings show them
//	style.go      bold, links and quotes, in HTML or plain text
//	direction.go  what keeps right-to-left and left-to-right apart
//	html.go       cleaning, escaping and cutting
//	split.go      messages that are too long, in parts; grapheme.go: what may not be cut
//	locales/      the texts themselves: a folder a language, a file an area
//
// Whatever comes from outside, such as a headline or the name of an outlet,
// is cleaned of what could disturb its surroundings, escaped, and wrapped in
// isolates (UAX #9), so that neither its markup nor its direction spills over.
// Times are those of the chat's zone.
package message
