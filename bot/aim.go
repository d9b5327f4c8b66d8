package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
)

// A command that begins with a channel is about that channel, if it is written
// by one of its admins in their private chat:
//
//	/watch @monitor Doha OR Kabul
//	/digest @-1001234567890 daily 08:00
//
// A link will do, and a number too where no query may begin like that. aimed
// returns the name of the channel that the words of a command begin with, and
// the rest of them; the name is empty if they begin with none.
func (t *talk) aimed(row commandRow, words string) (name, rest string) {
	if !t.private() || t.from == nil || row.by == operators || row.alone {
		return "", words
	}
	word, rest := cutWord(words)
	if !namesChannel(word) && (row.free || !channelNumber.MatchString(westernDigits(word))) {
		return "", words
	}
	return word, rest
}

// askTime is how long Telegram is asked for what can do without its answer.
const askTime = 2 * time.Second

// aim turns a talk to the channel of a name, and returns what to tell if there
// is none of who speaks. What is looked for may begin like that without meaning
// a channel: then nothing is turned, nor if Telegram does not answer. Who ran a
// channel of that name meant it, though the bot is no longer there.
func (b *Bot) aim(ctx context.Context, t *talk, row commandRow, name, words string) (refused string, err error) {
	l, asking := t.locale(), ctx
	if row.free {
		var cancel context.CancelFunc
		asking, cancel = context.WithTimeout(ctx, askTime)
		defer cancel()
	}
	channel, err := b.turnByName(asking, t, name, row.free)
	if err == nil {
		t.aside = b.ambiguous(l, row, name, words)
		return "", nil
	}
	if row.free && !errors.Is(err, errShut) {
		var e *telegram.Error
		if asking.Err() != nil && ctx.Err() == nil || errors.As(err, &e) {
			return "", nil
		}
		if ran, failed := b.ran(ctx, t.from.ID, channel); failed != nil || strange(err) && (!ran || b.concept(name) != "") {
			return "", failed
		}
	}
	return unturned(l, name, channel, err)
}

// ambiguous tells what to write instead who named a channel where they may have
// meant the concept of that name, and nothing where there is none.
func (b *Bot) ambiguous(l *message.Locale, row commandRow, word, words string) string {
	const most = 200 // units of what is written instead
	id := b.concept(word)
	if !row.query || id == "" {
		return ""
	}
	bare := fmt.Sprintf("/%s (%s%s)", row.name, channelMark, id)
	how := strings.TrimSpace(bare + " " + words)
	if len(utf16.Encode([]rune(how))) > most {
		how = bare + " …"
	}
	return l.Say(message.ChannelOrConcept, "Name", channelMark+id, "How", message.Query(how, most))
}

// turnByName turns a talk to the channel that a word names, and remembers its
// name.
func (b *Bot) turnByName(ctx context.Context, t *talk, word string, free bool) (channel int64, err error) {
	channel, err = b.channelNamed(ctx, t, word, free)
	if err == nil {
		err = b.takeUp(ctx, t, channel)
	}
	if err == nil {
		_, name := readChannel(word)
		err = b.noteName(ctx, channel, name)
	}
	return channel, err
}

// strange tells whether an error says that who speaks runs no such channel, as
// far as the bot can tell.
func strange(err error) bool {
	return errors.Is(err, errStale) || errors.Is(err, errNotAdmin) || errors.Is(err, errBlind)
}

// unturned returns what to tell who named a channel that their talk was not
// turned to.
func unturned(l *message.Locale, word string, channel int64, err error) (string, error) {
	switch {
	case errors.Is(err, errBlind):
		return l.Say(message.AdminsHidden), nil
	case errors.Is(err, errShut):
		return l.Say(message.ChannelShut, "ID", message.HTML(fmt.Sprintf("<code>%d</code>", channel))), nil
	case !strange(err):
		return "", err
	}
	if _, name := readChannel(word); name != "" {
		word = channelMark + name
	}
	return l.Say(message.ChannelUnknown, "Name", message.HTML(l.Quote(word))), nil
}

// commandIn matches a command in a text of ours with what stands before it, or
// what is no place for one: a piece of code that does not begin with a command,
// and a tag.
var commandIn = regexp.MustCompile(`(<code>|^|[\s(\x{2068}])/([a-z]+)|<code>.*?</code>|<[^>]*>`)

// naming returns a locale whose texts name the channel that the talk is about in
// their commands: so they mean it in a private chat, too.
func (t *talk) naming(l *message.Locale) *message.Locale {
	if t.at == t.to {
		return l
	}
	return l.Aimed(func(own string) string { return aimAll(own, t.to.Chat) })
}

// aimAll has the commands in a text of ours name a channel. They are written as
// code, since a tap on a bare command sends it without any words.
func aimAll(html string, channel int64) string {
	return commandIn.ReplaceAllStringFunc(html, func(found string) string {
		m := commandIn.FindStringSubmatch(found)
		row, ok := commandNamed(m[2])
		if !ok || row.alone || row.by == operators {
			return found
		}
		aimed := fmt.Sprintf("/%s %s%d", m[2], channelMark, channel)
		if m[1] == "<code>" {
			return m[1] + aimed
		}
		return m[1] + "<code>" + aimed + "</code>"
	})
}
