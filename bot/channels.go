package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// A channel has no buttons of its own for its settings: its readers would see
// them. Its admins run it from their private chats, by the same screens. The
// data of such a button begins with the channel's number:
//
//	@<number in base 36>:<what it would be in the channel itself>
//
// Whether who presses runs the channel is asked of Telegram at every press.
const channelMark = "@"

var (
	// errNotAdmin is what one gets who does not run a channel.
	errNotAdmin = errors.New("who presses does not run the channel")

	// errShut is what its admins get whose channel the bot does not serve.
	errShut = errors.New("the bot is not open to the channel")
)

// cutChannel returns the channel that a button's data is for, 0 for its own
// chat, and the rest of it.
func cutChannel(data string) (channel int64, rest string) {
	marked, ok := strings.CutPrefix(data, channelMark)
	if !ok {
		return 0, data
	}
	number, rest, _ := strings.Cut(marked, ":")
	channel, err := strconv.ParseInt(number, 36, 64)
	if err != nil || channel >= 0 {
		return 0, "" // no act
	}
	return channel, rest
}

// data writes what a button of the talk's chat sends.
func (t *talk) data(act string, words ...string) string {
	if t.at == t.to {
		return data(act, words...)
	}
	return channelMark + strconv.FormatInt(t.to.Chat, 36) + ":" + data(act, words...)
}

// ofChannel makes a screen of a channel one for a private chat.
func ofChannel(t *talk, look sketch) sketch {
	l := t.locale()
	look.text = l.Say(message.ChannelHead, "Name", labelOf(t.chat)) + "\n\n" + look.text
	if t.aside != "" {
		look.text += "\n\n" + t.aside
	}
	var rows [][]telegram.Button
	for _, row := range look.keyboard {
		var own []telegram.Button
		for _, button := range row {
			if button.Data != "" {
				button.Data = t.data(button.Data)
			}
			own = append(own, button)
		}
		rows = append(rows, own)
	}
	look.keyboard = append(rows, []telegram.Button{way("📣 "+l.Label(message.ButtonChannels), screenChannels)})
	return look
}

// takeUp turns a private talk to a channel that who speaks runs. The error is
// errStale if the bot is in no such channel, errNotAdmin if it is not theirs,
// errBlind if the bot is not told whose it is, errShut if it does not serve it.
// One that was forgotten is remembered again.
func (b *Bot) takeUp(ctx context.Context, t *talk, channel int64) error {
	fresh, err := b.lookUp(ctx, t, channel)
	if err == nil && fresh {
		err = b.store.PutChat(ctx, t.chat)
	}
	return err
}

// turnToChannel does the same, and returns what to tell who may not.
func (b *Bot) turnToChannel(ctx context.Context, t *talk, channel int64) (refused string, err error) {
	switch err := b.takeUp(ctx, t, channel); {
	case errors.Is(err, errStale):
		return t.locale().Label(message.ChannelGone), nil
	case errors.Is(err, errNotAdmin):
		return t.locale().Label(message.ChannelNotYours), nil
	case errors.Is(err, errBlind):
		return t.locale().Label(message.AdminsHidden), nil
	case errors.Is(err, errShut):
		return t.locale().Label(message.ChannelShut, "ID", strconv.FormatInt(channel, 10)), nil
	default:
		return "", err
	}
}

// lookUp does what takeUp does and remembers nothing; it tells whether there is
// anything to remember.
func (b *Bot) lookUp(ctx context.Context, t *talk, channel int64) (fresh bool, err error) {
	if !t.private() || t.from == nil {
		return false, errStale
	}
	c, fresh, err := b.ownChannel(ctx, channel, t.from.ID, b.runs)
	if err != nil {
		return false, err
	}
	if fresh {
		c.Lang = cmp.Or(c.Lang, t.chat.Lang)
	}
	t.to, t.reader, t.chat, t.group = news.Recipient{Chat: channel}, message.Language(t.chat.Lang), c, true
	return fresh, nil
}

// asks tells whether a user runs a chat, as Bot.runs does.
type asks func(ctx context.Context, chat, user int64) (bool, error)

// ownChannel returns a channel that a user runs, and whether it was not
// remembered. Its errors are those of takeUp; what is known of the channel comes
// with them.
func (b *Bot) ownChannel(ctx context.Context, channel, user int64, runs asks) (c news.Chat, fresh bool, err error) {
	c, known, err := b.store.Chat(ctx, channel)
	if err != nil {
		return c, false, err
	}
	if fresh = !known || c.Kind == ""; fresh {
		if c, err = b.channelOf(ctx, c, channel); err != nil {
			return c, fresh, err
		}
	}
	if c.Kind != telegram.Channel || c.State == news.ChatStopped && !shutOut(c.Why) {
		return c, fresh, errStale
	}
	may, err := runs(ctx, channel, user)
	if errors.Is(err, errBlind) && fresh {
		err = errStale // anybody's public channel: the bot is not there
	}
	if err != nil {
		return c, fresh, err
	}
	if !may {
		return c, fresh, errNotAdmin
	}
	switch in, err := b.allowed(ctx, channel); {
	case err != nil:
		return c, fresh, err
	case !in:
		return c, fresh, errShut
	case c.State == news.ChatStopped:
		return c, fresh, errStale
	}
	return c, fresh, nil
}

// shutOut tells whether a chat is stopped because nobody let the bot serve it.
func shutOut(why string) bool { return why == whyDenied || why == whyNotAllowed }

// channelOf asks Telegram for a chat of which not even the kind is remembered.
// Where the bot is not, there is none.
func (b *Bot) channelOf(ctx context.Context, c news.Chat, id int64) (news.Chat, error) {
	found, err := b.api.GetChat(ctx, strconv.FormatInt(id, 10))
	if unfound(err) {
		return c, errStale
	}
	c.ID, c.Kind, c.Title = id, found.Kind, strings.TrimSpace(found.Title)
	return c, err
}

// unfound tells whether an error says that there is no such chat for the bot.
func unfound(err error) bool {
	var e *telegram.Error
	return errors.As(err, &e) && (e.Kind == telegram.KindChatNotFound || e.Kind == telegram.KindKicked || e.Kind == telegram.KindOther)
}

func channelsKey(user int64) string { return fmt.Sprintf("channels:%d", user) }

// channelsFor returns the channels that a user ran when the bot came to know of
// it.
func (b *Bot) channelsFor(ctx context.Context, user int64) (ids []int64, err error) {
	value, err := b.noteOf(ctx, channelsKey(user))
	if err == nil && value != "" {
		err = json.Unmarshal([]byte(value), &ids)
	}
	if err != nil {
		return nil, fmt.Errorf("read a user's channels: %w", err)
	}
	return ids, nil
}

// ran tells whether a user ran a channel when the bot came to know of it.
func (b *Bot) ran(ctx context.Context, user, channel int64) (bool, error) {
	ids, err := b.channelsFor(ctx, user)
	return slices.Contains(ids, channel), err
}

// noteChannel remembers that a user runs a channel.
func (b *Bot) noteChannel(ctx context.Context, user, channel int64) error {
	const most = 50
	b.noting.Lock()
	defer b.noting.Unlock()
	ids, err := b.channelsFor(ctx, user)
	if err != nil || slices.Contains(ids, channel) {
		return err
	}
	ids = append(ids, channel)
	value, err := json.Marshal(ids[max(0, len(ids)-most):])
	if err != nil {
		return err
	}
	return b.putNote(ctx, user, channelsKey(user), string(value), 0)
}

// channelsOf shows the channels that a user runs, or the settings of the one
// that is named.
func (b *Bot) channelsOf(ctx context.Context, t *talk, name string) error {
	l := t.locale()
	if !t.private() || t.from == nil {
		return b.say(ctx, t, l.Say(message.ChannelsInPrivate))
	}
	if name == "" {
		return b.show(ctx, t, screenChannels)
	}
	if word, _ := cutWord(name); namesChannel(word) {
		name = word
	}
	channel, err := b.turnByName(ctx, t, name, false)
	if err != nil {
		refused, err := unturned(l, name, channel, err)
		if err != nil {
			return err
		}
		return b.say(ctx, t, refused)
	}
	if err := b.noteChannel(ctx, t.from.ID, channel); err != nil {
		return err
	}
	return b.show(ctx, t, screenSettings)
}

// joinedChannel tells the admin who added the bot to a channel, if the bot may
// write to them, and lets them choose its topics. All who run the channel find
// it in /channels.
func (b *Bot) joinedChannel(ctx context.Context, update int64, m *telegram.MemberChange) error {
	admins, err := b.api.GetChatAdministrators(ctx, m.Chat.ID)
	if err != nil {
		b.log.Warn("a channel's admins are unknown", "chat", m.Chat.ID, "err", err)
	}
	for _, a := range append(admins, telegram.Member{User: m.From}) {
		if a.User.IsBot {
			continue
		}
		if err := b.noteChannel(ctx, a.User.ID, m.Chat.ID); err != nil {
			return err
		}
	}
	if err := b.noteName(ctx, m.Chat.ID, m.Chat.Username); err != nil {
		return err
	}
	own, known, err := b.store.Chat(ctx, m.From.ID)
	if err != nil || !known || own.State == news.ChatStopped {
		return err
	}
	at := news.Recipient{Chat: m.From.ID}
	t := &talk{key: fmt.Sprintf("update:%d", update), at: at, to: at, place: telegram.Private, chat: own, from: &m.From}
	switch err := b.takeUp(ctx, t, m.Chat.ID); {
	case strange(err), errors.Is(err, errShut):
		return nil
	case err != nil:
		return err
	}
	look, err := b.draw(ctx, t, screen{name: screenTopics})
	if err != nil {
		return err
	}
	l := t.locale()
	text := l.Say(message.ChannelAdded, "Name", labelOf(t.chat))
	if !m.New.CanPost {
		text += "\n\n" + l.Say(message.ChannelNoRight)
	}
	shown := ofChannel(t, look.sketch)
	shown.text = text
	return b.utter(ctx, t, shown)
}
