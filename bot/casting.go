package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// stir wakes keepChores. It never blocks.
func (b *Bot) stir() {
	select {
	case b.stirred <- struct{}{}:
	default:
	}
}

// keepChores does what admins asked for that takes a while: broadcasts, and
// letting go what was held while alerts were paused. It goes on until ctx ends.
func (b *Bot) keepChores(ctx context.Context) {
	tick := time.NewTicker(broadcastEvery)
	defer tick.Stop()
	was := false
	for first := true; ; first = false {
		now, err := b.pausedBy(ctx)
		if err == nil && was && !now.on() {
			err = b.letAllGo(ctx)
		}
		if err == nil {
			was = now.on()
			err = b.cast(ctx, first)
		}
		if err != nil && ctx.Err() == nil {
			b.log.Error("what an admin asked for has to wait", "err", err)
		}
		select {
		case <-ctx.Done():
			b.putTalliesAway(ctx)
			return
		case <-b.stirred:
			was = true // there may have been a pause that was seen by nobody here
		case <-tick.C:
		}
	}
}

// cast brings every broadcast that is under way on, and tells how far it is.
func (b *Bot) cast(ctx context.Context, told bool) error {
	ids, err := b.underWay(ctx)
	if err != nil || len(ids) == 0 {
		return err
	}
	for _, id := range ids {
		for more := true; more && ctx.Err() == nil; {
			if more, err = b.castSome(ctx, id); err != nil {
				return err
			}
		}
		if err := b.tellProgress(ctx, id, told); err != nil {
			return err
		}
	}
	return nil
}

// castSome writes the deliveries of a broadcast for some more chats, and tells
// whether there may be others.
func (b *Bot) castSome(ctx context.Context, id string) (more bool, err error) {
	c, err := b.readBroadcast(ctx, id)
	if errors.Is(err, errStale) {
		return false, nil
	}
	if err != nil || c.Written || c.Stage != stageUnderWay {
		return false, err
	}
	chats, err := b.store.Chats(ctx, c.After, broadcastPage)
	if err != nil {
		return false, err
	}
	to, err := b.audience(ctx, chats, c.Audience)
	if err != nil {
		return false, err
	}
	d := news.Delivery{Topics: []string{broadcastTopic + id}, Text: c.Text, Class: news.ClassBroadcast, Expires: c.Began.Add(broadcastLife)}
	if err := b.store.EnqueueAll(ctx, broadcastTopic+id, d, to); err != nil {
		return false, err
	}
	b.Nudge()
	return len(chats) == broadcastPage, b.changeBroadcast(ctx, id, func(c *broadcast) {
		c.Chats += len(to)
		c.Written = len(chats) < broadcastPage
		if len(chats) > 0 {
			c.After = chats[len(chats)-1].ID
		}
	})
}

// changeBroadcast writes a change of a broadcast, with what was counted since.
func (b *Bot) changeBroadcast(ctx context.Context, id string, change func(*broadcast)) error {
	b.casting.Lock()
	defer b.casting.Unlock()
	c, err := b.readBroadcast(ctx, id)
	if err != nil {
		return err
	}
	change(&c)
	return b.writeBroadcast(ctx, c)
}

// tellProgress writes down how far a broadcast is, and shows it if that has
// changed. One that is over is left alone from then on.
func (b *Bot) tellProgress(ctx context.Context, id string, tell bool) error {
	since, over := b.tallies.take(id), false
	var now broadcast
	err := b.changeBroadcast(ctx, id, func(c *broadcast) {
		c.Sent, c.Failed, c.Skipped = c.Sent+since.sent, c.Failed+since.failed, c.Skipped+since.skipped
		all := c.Written && c.Sent+c.Failed+c.Skipped >= c.Chats
		if c.Stage == stageUnderWay && all {
			c.Stage = stageOver
		}
		over = all || b.now().After(c.Began.Add(broadcastLife)) || c.Stage == stageCancelled && !c.Written
		if over && c.Stage == stageUnderWay {
			c.Stage = stageOver
		}
		now = *c
	})
	if err != nil && !errors.Is(err, errStale) {
		return err
	}
	if over || errors.Is(err, errStale) {
		if err := b.leaveOut(ctx, id); err != nil {
			return err
		}
	}
	if err == nil && (tell || over || since != tally{}) {
		chat := news.Chat{ID: now.By, Kind: telegram.Private, Lang: now.Lang}
		at := news.Recipient{Chat: now.By}
		t := &talk{key: broadcastTopic + id, at: at, to: at, place: telegram.Private, chat: chat, from: &telegram.User{ID: now.By}, now: b.now()}
		b.redraw(t, now.Message, screen{screenBroadcast, []string{id}}, nil)
	}
	return nil
}

// leaveOut takes a broadcast off those under way.
func (b *Bot) leaveOut(ctx context.Context, id string) error {
	b.casting.Lock()
	defer b.casting.Unlock()
	ids, err := b.underWay(ctx)
	if err != nil {
		return err
	}
	return b.putUnderWay(ctx, slices.DeleteFunc(ids, func(o string) bool { return o == id }))
}

// putTalliesAway writes down what was counted, at the end.
func (b *Bot) putTalliesAway(ctx context.Context) {
	const moment = time.Second
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), moment)
	defer cancel()
	ids, err := b.underWay(ctx)
	for _, id := range ids {
		if err == nil {
			err = b.tellProgress(ctx, id, false)
		}
	}
	if err != nil {
		b.log.Warn("the numbers of a broadcast lack the last ones", "err", err)
	}
}

// unwelcome returns errUnwanted for a delivery that is not to go out any more:
// its broadcast was cancelled, or its chat may not use the bot. Answers and
// notices always may go.
func (b *Bot) unwelcome(ctx context.Context, d news.Delivery) error {
	if id := broadcastOf(d); id != "" {
		c, err := b.readBroadcast(ctx, id)
		if err != nil && !errors.Is(err, errStale) {
			return err
		}
		if err != nil || c.Stage == stageCancelled {
			return errUnwanted
		}
	}
	if !alerting(d) && !d.Class.Bulk() {
		return nil
	}
	in, err := b.allowed(ctx, d.Chat)
	if err == nil && !in {
		err = errUnwanted
	}
	return err
}
