package bot

import (
	"context"
	"errors"
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
		b.trouble.note(ctx, choresWaiting, err)
		select {
		case <-ctx.Done():
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
		c.Written = len(chats) < broadcastPage
		if len(chats) > 0 {
			c.After = chats[len(chats)-1].ID
		}
	})
}

// changeBroadcast writes a change of a broadcast.
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
	now, changed, err := b.progress(ctx, id)
	if errors.Is(err, errStale) || err == nil && !changed && !tell {
		return nil
	}
	if err != nil {
		return err
	}
	chat := news.Chat{ID: now.By, Kind: telegram.Private, Lang: now.Lang}
	at := news.Recipient{Chat: now.By}
	t := &talk{key: broadcastTopic + id, at: at, to: at, place: telegram.Private, chat: chat, from: &telegram.User{ID: now.By}, now: b.now()}
	b.redraw(t, now.Message, screen{screenBroadcast, []string{id}}, nil)
	return nil
}

// progress writes down what became of a broadcast so far, as the store counts
// it, and tells whether that has changed. One of which nothing waits any more is
// over: what a chat did in the meantime, or an end of the process, does not
// matter.
func (b *Bot) progress(ctx context.Context, id string) (c broadcast, changed bool, err error) {
	b.casting.Lock()
	defer b.casting.Unlock()
	c, err = b.readBroadcast(ctx, id)
	if errors.Is(err, errStale) {
		return c, false, errors.Join(b.takeOff(ctx, id), err)
	}
	if err != nil || c.Stage == stageDraft {
		return c, false, err // the press that began it was not done with it; the next one is
	}
	n, err := b.store.Batch(ctx, broadcastTopic+id)
	if err != nil {
		return c, false, err
	}
	changed = c.count(n)
	all := n.Waiting == 0 && (c.Written || c.Stage == stageCancelled)
	over := all || b.now().After(c.Began.Add(broadcastLife))
	if over && c.Stage == stageUnderWay {
		c.Stage, changed = stageOver, true
	}
	if changed {
		err = b.writeBroadcast(ctx, c)
	}
	if err == nil && over {
		err = b.takeOff(ctx, id)
	}
	return c, changed, err
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
