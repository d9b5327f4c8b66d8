package bot

import (
	"context"
	"errors"
	"fmt"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// A letter is a delivery on its way out.
type letter struct {
	news.Delivery
	chat    news.Chat
	message telegram.Message
	plain   string // the same text without markup
	repeat  bool   // an earlier attempt may have arrived

	messageID int   // once sent
	err       error // of sending
}

// errGone is a delivery that has nothing to say any more, errBug one that made
// the program panic.
var (
	errGone = errors.New("its article is not in the archive")
	errBug  = errors.New("a bug")
)

// compose writes the message of a letter in its chat's language.
func (b *Bot) compose(ctx context.Context, l *letter) error {
	chat, known, err := b.store.Chat(ctx, l.Chat)
	if err != nil {
		return fmt.Errorf("read chat: %w", err)
	}
	if !known {
		chat = news.Chat{ID: l.Chat, State: news.ChatActive}
	}
	l.chat = chat
	l.message = telegram.Message{Chat: l.Chat, Thread: l.Thread, Text: l.Text, Markup: l.Markup}
	if l.Article == "" {
		if l.repeat && len(l.Text) < 3000 {
			l.message.Text = message.In(chat.Lang).Say(message.Repeat) + "\n\n" + l.Text
		}
		l.plain = message.Strip(l.message.Text)
		return nil
	}
	archived, ok, err := b.store.Archived(ctx, l.Article)
	if err != nil {
		return fmt.Errorf("read article: %w", err)
	}
	if !ok {
		return errGone
	}
	alert := message.NewAlert(b.catalog(), archived, l.Topics)
	alert.Repeat = l.repeat
	l.message.Text, l.message.Silent = alert.HTML(chat.Lang), alert.Silent()
	l.plain = alert.Plain(chat.Lang, false)
	return nil
}

// post sends a letter. If Telegram cannot take it as it was written, which
// would be a bug of ours, it goes out as plain text: nothing is lost.
func (b *Bot) post(ctx context.Context, l *letter) (int, error) {
	id, err := b.api.SendMessage(ctx, l.message)
	var e *telegram.Error
	if !errors.As(err, &e) {
		return id, err
	}
	switch e.Kind {
	case telegram.KindMarkup, telegram.KindLength, telegram.KindKeyboard, telegram.KindOther:
		b.log.Error("a bug: telegram refuses a message as it was written; it goes out as plain text",
			"delivery", l.ID, "article", l.Article, "err", err)
	default:
		return id, err
	}
	l.message = telegram.Message{
		Chat: l.Chat, Thread: l.Thread, Silent: l.message.Silent,
		Text: message.Shorten(l.plain), Plain: true,
	}
	b.pace.take(l.Chat, b.now())
	return b.api.SendMessage(ctx, l.message)
}
