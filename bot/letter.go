package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// A letter is a delivery on its way out.
type letter struct {
	news.Delivery
	wishes  // of its recipient
	message telegram.Message
	plain   string // the same text without markup, as long as it is
	rest    string // what did not fit into the message
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
	if l.chat.ID == 0 {
		var err error
		if l.wishes, err = b.wishesOf(ctx, l.Recipient); err != nil {
			return err
		}
	}
	l.message = telegram.Message{Chat: l.Chat, Thread: l.Thread, Text: l.Text, Markup: l.Markup}
	switch {
	case l.Text != "", l.Article == "": // also what is left of an alert
		b.composeText(l)
		return nil
	case len(l.Parts) > 0:
		return b.composeDigest(ctx, l)
	}
	alert, err := b.alert(ctx, l.Article, l.Topics, l.chat)
	if err != nil {
		return err
	}
	alert.Repeat = l.repeat
	locale := message.For(l.chat, b.now())
	l.message.Text, l.message.Silent = alert.HTML(locale), alert.Silent()
	l.plain = alert.Plain(locale, false)
	up, down := 0, 0
	if l.Edits > 0 {
		if up, down, err = b.votes(ctx, l.Chat, l.Article); err != nil {
			return err
		}
	}
	l.message.Markup = telegram.Markup(alertKeys(locale, l.chat.Kind, up, down))
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

// composeText writes a letter that brings its own text. What is too long for a
// message is left for the next, and of an edit cut off: the message that it
// edits has no second.
func (b *Bot) composeText(l *letter) {
	const room = 100 // for the mark of a repeat
	parts := message.Split(l.Text, message.MaxUnits-room)
	if len(parts) == 0 {
		parts = []string{l.Text} // Telegram will say what is wrong with it
	}
	l.message.Text, l.message.Silent = parts[0], l.Article != ""
	if l.repeat && l.Edits == 0 {
		l.message.Text = marked(l.chat.Lang, parts[0])
	}
	l.plain = message.Flatten(l.message.Text)
	l.leave(parts[1:])
}

// leave leaves for the next message what of a letter does not fit into this
// one. The keyboard stands under the last.
func (l *letter) leave(parts []string) {
	if l.Edits > 0 {
		return
	}
	if l.rest != "" {
		parts = append(parts, l.rest)
	}
	if l.rest = strings.Join(parts, "\n\n"); l.rest != "" {
		l.message.Markup = ""
	}
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
	l.leave(message.Escape(parts[1:]))
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

// edit gives a message its new text. If the message is gone the text is sent
// anew, unless it is of no use then.
func (b *Bot) edit(ctx context.Context, l *letter, m telegram.Message) (int, error) {
	err := b.api.EditMessageText(ctx, l.Edits, m)
	if !telegram.Is(err, telegram.KindMessageGone) {
		return l.Edits, err
	}
	if l.EditOnly {
		return 0, errMessageGone
	}
	return b.api.SendMessage(ctx, m)
}
