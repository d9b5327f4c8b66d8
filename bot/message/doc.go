// Package message turns alerts and answers into what a reader sees: Telegram
// HTML in the reader's language, or plain text for a terminal.
//
//	alert.go     Alert: one article for one reader, as HTML or plain text
//	words.go     the matched words of an alert
//	digest.go    Digest: alerts that had to wait, as one message
//	split.go     a text that is too long, as several messages
//	latest.go    the newest articles, and topics, as lists
//	locale.go    Locale: texts, numbers, dates and direction of a language
//	key*.go      the keys of all texts, by area
//	settings.go  times, languages and severities as settings show them
//	status.go    Status: what /status tells
//	sources.go   what admins are told of a source: that it fails, that it is well
//	html.go      cleaning, escaping, isolating and cutting
//	locales/     the texts themselves, a folder a language, a file by area
//
// Whatever comes from outside, such as a headline or the name of an outlet,
// is cleaned of what could disturb its surroundings, escaped, and wrapped in
// isolates (UAX #9), so that neither its markup nor its direction spills over.
package message
