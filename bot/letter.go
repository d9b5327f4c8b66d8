package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// A letter is a delivery on its way out.
type letter struct {
	news.Delivery
	chat    news.Chat
	message telegram.Message
	plain   string // the same text without markup, as long as it is
	repeat  bool   // an earlier attempt may have arrived

	messageID int   // once sent
	err       error // of sending
}

// Why a letter is given up by the bot itself: it has nothing to say any more,
// what it edits is gone, its time is over, or it made the program panic.
var (
	errGone        = errors.New("its article is not in the archive")
	errMessageGone = errors.New("the message that it edits is gone")
	errExpired     = errors.New("it expired")
	errBug         = errors.New("a bug")
)

// compose writes the message of a letter in its chat's language.
func (b *Bot) compose(ctx context.Context, l *letter) error {
	chat, known, err := b.store.Chat(ctx, l.Chat)
	if err != nil {
		return fmt.Errorf("read chat: %w", err)
	}
	if !known {
		chat = news.Chat{ID: l.Chat, State: news.ChatActive}
		if chat.ID > 0 {
			chat.Kind = telegram.Private
		}
	}
	l.chat = chat
	l.message = telegram.Message{Chat: l.Chat, Thread: l.Thread, Text: l.Text, Markup: l.Markup}
	switch {
	case len(l.Parts) > 0:
		return b.composeDigest(ctx, l)
	case l.Article == "":
		return b.composeText(ctx, l)
	}
	alert, err := b.alert(ctx, l.Article, l.Topics, chat)
	if err != nil {
		return err
	}
	alert.Repeat = l.repeat
	locale := message.For(chat, b.now())
	l.message.Text, l.message.Silent = alert.HTML(locale), alert.Silent()
	l.plain = alert.Plain(locale, false)
	up, down := 0, 0
	if l.Edits > 0 {
		if up, down, err = b.votes(ctx, l.Chat, l.Article); err != nil {
			return err
		}
	}
	l.message.Markup = telegram.Markup(alertKeys(locale, chat.Kind, up, down))
	return nil
}

// alert returns what there is to say of an article to a chat, in its format.
func (b *Bot) alert(ctx context.Context, article string, topics []string, to news.Chat) (message.Alert, error) {
	archived, ok, err := b.store.Archived(ctx, article)
	switch {
	case err != nil:
		return message.Alert{}, fmt.Errorf("read article: %w", err)
	case !ok:
		return message.Alert{}, errGone
	}
	watches, err := b.watchesAmong(ctx, to.ID, topics)
	if err != nil {
		return message.Alert{}, err
	}
	alert := message.NewAlert(b.catalog(), archived, topics, watches...)
	alert.Format = to.Settings.Format
	return alert, nil
}

// watchesAmong returns the watches of a chat if one of the topics is a watch:
// most alerts are not about any.
func (b *Bot) watchesAmong(ctx context.Context, chat int64, topics []string) ([]news.Watch, error) {
	isWatch := func(topic string) bool { _, ok := news.WatchOf(topic); return ok }
	if !slices.ContainsFunc(topics, isWatch) {
		return nil, nil
	}
	watches, err := b.store.WatchesOf(ctx, chat)
	if err != nil {
		return nil, fmt.Errorf("read watches: %w", err)
	}
	return watches, nil
}

// composeText writes a letter that brings its own text. Of one that is too long
// for a message the rest goes to the queue first, so that no crash loses it.
func (b *Bot) composeText(ctx context.Context, l *letter) error {
	const room = 100 // for the mark of a repeat
	parts := message.Split(l.Text, message.MaxUnits-room)
	if len(parts) == 0 {
		parts = []string{l.Text} // Telegram will say what is wrong with it
	}
	if err := b.enqueueRest(ctx, l, parts[1:], "rest"); err != nil {
		return err
	}
	l.message.Text = parts[0]
	if l.repeat && l.Edits == 0 {
		l.message.Text = message.In(l.chat.Lang).Say(message.Repeat) + "\n\n" + parts[0]
	}
	l.plain = message.Flatten(l.message.Text)
	return nil
}

// enqueueRest leaves to the queue what of a letter did not fit into its
// message, once. The keyboard stands under the last part.
func (b *Bot) enqueueRest(ctx context.Context, l *letter, parts []string, key string) error {
	for i, part := range parts {
		d := news.Delivery{Recipient: l.Recipient, Text: part, Class: l.Class, Expires: l.Expires}
		if i == len(parts)-1 {
			d.Markup, l.message.Markup = l.message.Markup, ""
		}
		if err := b.enqueue(ctx, fmt.Sprintf("%s:%d:%d", key, l.ID, i+1), d); err != nil {
			return err
		}
	}
	return nil
}

// post sends a letter. If Telegram cannot take it as it was written, which
// would be a bug of ours, it goes out as plain text: nothing is lost.
func (b *Bot) post(ctx context.Context, l *letter) (int, error) {
	id, err := b.hand(ctx, l, l.message)
	var e *telegram.Error
	if !errors.As(err, &e) {
		return id, err
	}
	switch e.Kind {
	case telegram.KindMarkup, telegram.KindLength, telegram.KindKeyboard, telegram.KindOther,
		telegram.KindFile, telegram.KindFileID: // of a letter, which has no file
		b.log.Error("a bug: telegram refuses a message as it was written; it goes out as plain text",
			"delivery", l.ID, "article", l.Article, "err", err)
	default:
		return id, err
	}
	parts := message.SplitPlain(message.Printable(l.plain), message.MaxUnits)
	l.message.Markup = "" // it may be what is wrong
	if err := b.enqueueRest(ctx, l, message.Escape(parts[1:]), "plain"); err != nil {
		return 0, err
	}
	l.message.Text, l.message.Plain = parts[0], true
	b.pace.take(l.Class, l.Chat, b.now())
	return b.hand(ctx, l, l.message)
}

// hand gives a message to Telegram, as a new one or in the place of an old.
func (b *Bot) hand(ctx context.Context, l *letter, m telegram.Message) (int, error) {
	if l.Edits > 0 {
		return b.edit(ctx, l, m)
	}
	return b.api.SendMessage(ctx, m)
}
