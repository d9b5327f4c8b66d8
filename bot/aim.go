package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/rasadnews/rasad/bot/message"
)

// A command that begins with a channel is about that channel, if it is written
// by one of its admins in their private chat:
//
//	/watch @monitor Doha OR Kabul
//	/digest @-1001234567890 daily 08:00
//
// aimed returns the name of the channel that the words of a command begin with,
// and the rest of them; the name is empty if they begin with none.
func (t *talk) aimed(row commandRow, words string) (name, rest string) {
	if !t.private() || t.from == nil || row.by == operators || row.alone {
		return "", words
	}
	name = words
	if i := strings.IndexFunc(words, unicode.IsSpace); i >= 0 {
		name, rest = words[:i], strings.TrimSpace(words[i:])
	}
	if name = strings.Trim(name, marks); !strings.HasPrefix(name, channelMark) {
		return "", words
	}
	return name, rest
}

// aim turns a talk to the channel of a name, and returns what to tell if there
// is none of who speaks. What is looked for may begin like that without meaning a channel:
// then nothing is turned.
func (b *Bot) aim(ctx context.Context, t *talk, row commandRow, name string) (refused string, err error) {
	channel, err := b.channelNamed(ctx, name)
	if err == nil {
		err = b.takeUp(ctx, t, channel)
	}
	switch {
	case errors.Is(err, errBlind):
		return t.locale().Say(message.AdminsHidden), nil
	case errors.Is(err, errShut):
		return shutText(t.locale(), channel), nil
	case !errors.Is(err, errStale) && !errors.Is(err, errNotAdmin):
		return "", err
	case row.free:
		return "", nil
	}
	return t.locale().Say(message.ChannelUnknown, "Name", name), nil
}

// channelNamed returns the number of a channel that is named by it or by its
// public name, or errStale.
func (b *Bot) channelNamed(ctx context.Context, name string) (int64, error) {
	name = westernDigits(strings.TrimPrefix(name, channelMark))
	if id, err := strconv.ParseInt(name, 10, 64); err == nil {
		return id, nil
	}
	found, err := b.api.GetChat(ctx, channelMark+name)
	if unfound(err) {
		return 0, errStale
	}
	return found.ID, err
}

// commandIn matches a command in a text of ours with what stands before it, or
// what is no place for one: a piece of code that does not begin with a command,
// and a tag.
var commandIn = regexp.MustCompile(`(<code>|^|[\s(\x{2068}])/([a-z]+)|<code>.*?</code>|<[^>]*>`)

// aimAll has the commands in a text name a channel. They are written as code,
// since a tap on a bare command sends it without any words.
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
