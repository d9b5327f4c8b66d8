package bot

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/rasadnews/rasad/news"
)

// How a channel may be written and pasted: a link to it or to a message of it,
// the public name that such a link may hold, the number of another. All numbers
// of channels begin with -100.
var (
	channelLink   = regexp.MustCompile(`(?i)^@?(?:https?://)?(?:www\.)?(?:t|telegram)\.(?:me|dog)/(?:s/)?([^?#]*)`)
	publicName    = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{3,31}$`)
	channelNumber = regexp.MustCompile(`^-100\d{7,}$`)
)

// noChannels is above the numbers of all channels.
const noChannels = -1_000_000_000_000

// namesChannel tells whether a word is written as a channel is, though there may
// be none of that name.
func namesChannel(word string) bool {
	return strings.HasPrefix(word, channelMark) || channelLink.MatchString(word)
}

// cutWord returns the first word of a text, without marks of direction, and what
// follows it.
func cutWord(words string) (word, rest string) {
	word = words
	if i := strings.IndexFunc(words, unicode.IsSpace); i >= 0 {
		word, rest = words[:i], strings.TrimSpace(words[i:])
	}
	return strings.Trim(word, marks), rest
}

// readChannel reads the number or the public name of a channel from a word:
//
//	@monitor, monitor, https://t.me/monitor, t.me/monitor/15
//	-1001234567890, 1234567890, t.me/c/1234567890/15
//
// Of what names no channel, it returns neither.
func readChannel(word string) (id int64, name string) {
	word = strings.Trim(word, marks)
	if m := channelLink.FindStringSubmatch(word); m != nil {
		parts := strings.Split(m[1], "/")
		if word = parts[0]; strings.EqualFold(word, "c") && len(parts) > 1 {
			word = parts[1]
		}
	}
	word = strings.TrimPrefix(word, channelMark)
	if publicName.MatchString(word) {
		return 0, strings.ToLower(word)
	}
	id, err := strconv.ParseInt(westernDigits(word), 10, 64)
	switch {
	case err != nil:
		return 0, ""
	case id > -noChannels: // only the - is missing
		id = -id
	case id > 0: // the -100 is
		id = noChannels - id
	}
	return id, ""
}

// channelNamed returns the number of the channel that a word names, or errStale.
// Where the word may mean something else, and so a free command's, Telegram is
// asked only what is not known, and nothing of a name that is a concept's.
func (b *Bot) channelNamed(ctx context.Context, t *talk, word string, free bool) (int64, error) {
	id, name := readChannel(word)
	if name == "" {
		if id == 0 {
			return 0, errStale
		}
		return id, nil
	}
	known, err := b.knownChannel(ctx, name)
	if err != nil {
		return 0, err
	}
	if free && b.concept(word) != "" {
		own, err := b.ran(ctx, t.from.ID, known)
		if err == nil && !own {
			err = errStale
		}
		return known, err
	}
	if free && known != 0 {
		return known, nil
	}
	found, err := b.api.GetChat(ctx, channelMark+name)
	switch {
	case unfound(err):
		return 0, errStale
	case err != nil && known != 0:
		return known, nil
	}
	return found.ID, err
}

// concept returns the ID of the concept that has the name of the channel that a
// word means, empty if none has.
func (b *Bot) concept(word string) string {
	_, name := readChannel(word)
	all := b.catalog().Concepts
	i := slices.IndexFunc(all, func(c news.Concept) bool { return strings.EqualFold(c.ID, name) })
	if i < 0 {
		return ""
	}
	return all[i].ID
}

// knownChannel returns the number of a channel that is remembered by its public
// name, 0 if none is.
func (b *Bot) knownChannel(ctx context.Context, name string) (int64, error) {
	value, err := b.noteOf(ctx, publicKey(name))
	if err != nil {
		return 0, err
	}
	if id, err := strconv.ParseInt(value, 10, 64); err == nil {
		return id, nil
	}
	for _, c := range b.channelList() {
		if strings.EqualFold(c.Chat, channelMark+name) {
			return b.whereIs(ctx, c)
		}
	}
	return 0, nil
}

// noteName remembers the public name of a channel, if it has one.
func (b *Bot) noteName(ctx context.Context, channel int64, name string) error {
	if name == "" {
		return nil
	}
	value := strconv.FormatInt(channel, 10)
	if old, err := b.noteOf(ctx, publicKey(name)); err != nil || old == value {
		return err
	}
	return b.putNote(ctx, channel, publicKey(name), value, 0)
}

func publicKey(name string) string { return "public:" + strings.ToLower(name) }
