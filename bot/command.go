package bot

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A command is what a message asks for.
type command struct {
	name string // without the slash, in lower case
	args string // what follows, trimmed

	spoken bool // it was said without a slash
}

// marks are the characters that only tell the direction of a text (UAX #9).
// They stand around the commands that the bot shows, and so around those that
// people copy.
const marks = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

// parse reads a command out of a text. ok is false if the text is none, or is
// meant for another bot: in groups several bots read along.
func parse(text, username string) (c command, ok bool) {
	text = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(text), marks))
	if !strings.HasPrefix(text, "/") {
		return spoken(text)
	}
	word, args := cutWord(text[1:])
	name, bot, addressed := strings.Cut(word, "@")
	if addressed && !strings.EqualFold(bot, username) {
		return command{}, false
	}
	if name == "" || !utf8.ValidString(name) {
		return command{}, false
	}
	return command{name: strings.ToLower(name), args: args}, true
}

// spoken reads commands as people say them in Persian, without a slash: alone,
// or with a channel. Only the newest are asked for with other words too.
func spoken(text string) (command, bool) {
	word, args := cutWord(text)
	name, key := "", nameKey(word)
	for _, row := range commands() {
		if slices.Contains(row.spoken, key) {
			name = row.name
		}
	}
	about, _ := cutWord(args)
	return command{name: name, args: args, spoken: true}, name == "latest" || name != "" && (args == "" || namesChannel(about))
}
