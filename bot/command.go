package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A command is what a message asks for.
type command struct {
	name string // without the slash, in lower case
	args string // what follows, trimmed
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
	word, args := text[1:], ""
	if i := strings.IndexFunc(word, unicode.IsSpace); i >= 0 {
		word, args = word[:i], strings.TrimSpace(word[i:])
	}
	word = strings.Trim(word, marks)
	name, bot, addressed := strings.Cut(word, "@")
	if addressed && !strings.EqualFold(bot, username) {
		return command{}, false
	}
	if name == "" || !utf8.ValidString(name) {
		return command{}, false
	}
	return command{strings.ToLower(name), args}, true
}

// spoken reads commands as people say them in Persian, without a slash.
func spoken(text string) (command, bool) {
	word, args, _ := strings.Cut(text, " ")
	name, key := "", nameKey(word)
	for _, row := range commands() {
		if slices.Contains(row.spoken, key) {
			name = row.name
		}
	}
	args = strings.TrimSpace(args)
	return command{name, args}, name == "latest" || name != "" && args == ""
}
