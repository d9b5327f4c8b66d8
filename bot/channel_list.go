package bot

import (
	"context"
	"errors"
	"strconv"
	"sync"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// askedAtOnce is about how many channels Telegram is asked at a time.
const askedAtOnce = 25

// A listed channel is one that a user ran when the bot came to know of it, and
// what ownChannel says of it now.
type listed struct {
	news.Chat
	err error
}

// drawChannels lists the channels that a user runs, with the ways to their
// settings. Those of which Telegram does not tell now whether the user runs them
// are listed too, as such.
func (b *Bot) drawChannels(ctx context.Context, t *talk, _ []string) (sketch, error) {
	if !t.private() || t.from == nil {
		return sketch{}, errStale
	}
	ids, err := b.channelsFor(ctx, t.from.ID)
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	text, unasked := l.Say(message.ChannelsTitle), false
	var rows [][]telegram.Button
	for _, c := range b.askAll(ctx, t.from.ID, ids) {
		mark := "📣 "
		switch {
		case strange(c.err):
			continue
		case errors.Is(c.err, errShut):
			mark = "🚫 " // a press tells more
		case errors.Is(c.err, errUnasked):
			mark, unasked = "⏳ ", true
		case c.err != nil:
			return sketch{}, c.err
		}
		to := channelMark + strconv.FormatInt(c.ID, 36) + ":" + data(actShow, screenSettings)
		rows = append(rows, []telegram.Button{{Text: mark + labelOf(c.Chat), Data: to}})
	}
	if len(rows) == 0 {
		text = l.Say(message.ChannelsNone, "Bot", "@"+b.username())
	}
	if unasked {
		text += "\n\n⏳ " + l.Say(message.ChannelsUnasked)
	}
	return sketch{text, mirror(l, append(rows, backToSettings(l)))}, nil
}

// errUnasked is what one gets of a channel of which Telegram does not answer.
var errUnasked = errors.New("who runs the channel is not told now")

// askAll looks a user's channels up, several at once, and not for longer than a
// reader waits.
func (b *Bot) askAll(ctx context.Context, user int64, ids []int64) []listed {
	asking, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	all := make([]listed, len(ids))
	free := make(chan bool, askedAtOnce)
	var asked sync.WaitGroup
	for i, id := range ids {
		free <- true
		asked.Go(func() {
			defer func() { <-free }()
			c, _, err := b.ownChannel(asking, id, user, b.ranLately)
			var e *telegram.Error
			if errors.As(err, &e) || err != nil && asking.Err() != nil && ctx.Err() == nil {
				err = errUnasked
			}
			c.ID = id
			all[i] = listed{c, err}
		})
	}
	asked.Wait()
	return all
}

// ranLately is runs, without a call where Telegram said it a moment ago.
func (b *Bot) ranLately(ctx context.Context, chat, user int64) (bool, error) {
	if may, known := b.rights.recall(chat, user, b.now()); known && may {
		return true, nil
	}
	return b.runs(ctx, chat, user)
}
