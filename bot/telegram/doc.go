// Package telegram is the go-telegram-bot-api library (v5) made safe for a
// service that must not lose, repeat or leak anything.
//
// Every call goes through the library's MakeRequest, with what the library
// lacks put around it:
//
//	client.go     Client: a context and a deadline on every call
//	transport.go  the HTTP client under the library: status, content type and
//	              size are checked before the library sees an answer
//	answer.go     refusals with odd JSON made plain for the library
//	error.go      Error and its Kind: what went wrong, so that no caller ever
//	              looks at Telegram's texts
//	secret.go     the token is taken out of everything that can be printed
//	methods.go    the methods in use, with the fields that v5 does not know
//	upload.go     photos and documents that are sent
//	source.go     the files of them, streamed from where they come
//	download.go   files fetched, without a link that holds the token
//	chats.go      what else a bot does in chats: members, topics, pins
//	profile.go    what the bot tells of itself
//	webhook.go    updates that Telegram brings: the secret, each one once
//	update.go     updates, each decoded by itself: a malformed one never holds
//	              up the others
//
// No type of the library crosses the package's border.
package telegram
