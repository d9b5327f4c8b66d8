package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// A talk is one exchange with a chat: who speaks where, in which language.
type talk struct {
	key   string         // of the update, for what goes to the queue
	at    news.Recipient // where it takes place
	to    news.Recipient // whom it is about: the same, but for a channel that is run from a private chat
	chat  news.Chat      // of to
	from  *telegram.User
	as    *telegram.Chat // the chat that speaks, if it is not a user
	place string         // the kind of the chat where it takes place
	group bool
	now   time.Time

	reader  string // the language of who runs a channel from a private chat, else empty
	aside   string // what stands under the answer of a channel's talk
	message int    // the message whose button was pressed, 0 for a command
	answers int    // the message of the chat that the command answers, 0 for none

	heard *telegram.Incoming // the message that asks for it, or whose button was pressed

	sent time.Time // when the message was sent that was pressed or answered, zero if that is not known
}

// begin starts a talk and remembers its chat: whoever speaks to the bot can
// be sent to again.
func (b *Bot) begin(ctx context.Context, update int64, m *telegram.Incoming, from *telegram.User) (*talk, error) {
	t := &talk{
		key: fmt.Sprintf("update:%d", update), from: from, as: m.SenderChat, now: b.now(), heard: m,
		at: news.Recipient{Chat: m.Chat.ID, Thread: m.Thread}, answers: m.ReplyTo, sent: m.RepliedDate,
		place: m.Chat.Kind, group: m.Chat.Kind == telegram.Group || m.Chat.Kind == telegram.Supergroup,
	}
	t.to = t.at
	var err error
	t.chat, err = b.revive(ctx, m.Chat, from)
	return t, err
}

// revive remembers a chat that spoke, and sends to it again if it was stopped.
func (b *Bot) revive(ctx context.Context, c telegram.Chat, from *telegram.User) (news.Chat, error) {
	lang := ""
	if from != nil && from.Lang != "" {
		lang = message.Language(from.Lang)
	}
	chat, err := b.remember(ctx, c, lang)
	if err == nil && lang != "" {
		err = b.followApp(ctx, &chat, from.Lang)
	}
	if err != nil || chat.State != news.ChatStopped {
		return chat, err
	}
	chat.State, chat.Why = news.ChatActive, ""
	if err := b.store.SetState(ctx, c.ID, news.ChatActive, ""); err != nil {
		return chat, fmt.Errorf("revive a chat: %w", err)
	}
	return chat, nil
}

// remember brings what is known of a chat up to date and returns it. The
// language counts for a chat that has none yet, such as that of who speaks
// first.
func (b *Bot) remember(ctx context.Context, c telegram.Chat, lang string) (news.Chat, error) {
	old, known, err := b.store.Chat(ctx, c.ID)
	if err != nil {
		return old, fmt.Errorf("read chat: %w", err)
	}
	chat := old
	chat.ID, chat.Kind = c.ID, c.Kind
	if title := strings.TrimSpace(c.Title + c.Name); title != "" {
		chat.Title = title
	}
	if chat.Lang == "" {
		chat.Lang = lang
	}
	if !known {
		chat.State = news.ChatActive
	}
	if known && chat.Kind == old.Kind && chat.Title == old.Title && chat.Lang == old.Lang {
		return chat, nil
	}
	if err := b.store.PutChat(ctx, chat); err != nil {
		return chat, fmt.Errorf("write chat: %w", err)
	}
	return chat, nil
}

// locale returns the language that the talk is in, by the chat's clock. About a
// channel it is that of who reads, and names the channel in all commands.
func (t *talk) locale() *message.Locale {
	if t.at == t.to {
		return message.For(t.chat, t.now)
	}
	read := t.chat
	read.Lang, read.Settings.Zone = t.reader, t.zone().String()
	return t.naming(message.For(read, t.now))
}

// private reports whether the talk is one with a person, about their own chat.
func (t *talk) private() bool { return t.place == telegram.Private && t.at == t.to }

// say answers with a text.
func (b *Bot) say(ctx context.Context, t *talk, text string, keyboard ...[]telegram.Button) error {
	return b.utter(ctx, t, t.dress(sketch{text, keyboard}))
}

// utter answers with what is dressed already.
func (b *Bot) utter(ctx context.Context, t *talk, look sketch) error {
	return b.reply(ctx, t.key, telegram.Message{
		Chat: t.at.Chat, Thread: t.at.Thread, Text: look.text, Keyboard: look.keyboard,
	})
}

// dress makes what is said of a channel in a private chat fit for that.
func (t *talk) dress(look sketch) sketch {
	if t.at == t.to || look.text == "" {
		return look
	}
	return ofChannel(t, look)
}

// operator reports whether an admin of the configuration speaks.
func (b *Bot) operator(t *talk) bool {
	return t.from != nil && slices.Contains(b.config.Admins, t.from.ID)
}
