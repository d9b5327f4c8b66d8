package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// channelTime is how long to wait before a channel that could not be found is
// looked up again.
const channelTime = 3 * time.Minute

// keepChannels subscribes the channels of the configuration, and ends what
// was taken out of it, at first and whenever the configuration changes. What
// cannot be found is looked up again and again until ctx ends.
func (b *Bot) keepChannels(ctx context.Context) {
	told := map[string]bool{}
	for {
		done, err := b.subscribeChannels(ctx, told)
		if err != nil && ctx.Err() == nil {
			b.log.Error("the channels of the configuration cannot be subscribed yet", "err", err)
		}
		again := time.NewTimer(channelTime)
		if done && err == nil {
			again.Stop()
		}
		select {
		case <-ctx.Done():
			again.Stop()
			return
		case <-b.changed:
			clear(told)
		case <-again.C:
		}
		again.Stop()
	}
}

// subscribeChannels goes through the configuration once and tells whether all
// of it is done. The error is the store's. While it is not known of a channel
// where it is, nothing is ended: what would go could be that channel's.
func (b *Bot) subscribeChannels(ctx context.Context, told map[string]bool) (done bool, err error) {
	wanted := map[news.Recipient]map[string]bool{}
	done = true
	lost := false
	for _, c := range b.channelList() {
		id, err := b.findChannel(ctx, c)
		if err != nil {
			done = false
			if !told[c.Chat] && ctx.Err() == nil {
				told[c.Chat] = true
				b.log.Error("a channel of the configuration is not found; is the bot its admin?", "chat", c.Chat, "err", err)
			}
		}
		if id == 0 {
			lost = true
			continue
		}
		to := news.Recipient{Chat: id}
		if wanted[to] == nil {
			wanted[to] = map[string]bool{}
		}
		for _, topic := range c.Topics {
			wanted[to][topic] = true
		}
		if err := b.subscribeChannel(ctx, to, c.Topics); err != nil {
			return false, err
		}
	}
	if lost {
		return false, nil
	}
	for to := range wanted {
		switch now, err := b.store.Migrated(ctx, to.Chat); {
		case err != nil:
			return false, err
		case now != to.Chat: // while it was looked up
			b.lookForChannels()
			return false, nil
		}
	}
	return done, b.endOthers(ctx, wanted)
}

// findChannel returns a channel's ID, that of earlier if it cannot be found
// now, or zero if it never was found; and brings its record up to date.
func (b *Bot) findChannel(ctx context.Context, c Channel) (int64, error) {
	known, err := b.whereIs(ctx, c)
	if err != nil {
		return 0, err
	}
	name := c.Chat
	if id, err := strconv.ParseInt(c.Chat, 10, 64); err == nil && known != id && known != 0 {
		name = strconv.FormatInt(known, 10) // it moved
	}
	found, err := b.api.GetChat(ctx, name)
	var e *telegram.Error
	if errors.As(err, &e) && e.Kind == telegram.KindMigrated && e.MigrateTo != 0 {
		found, err = b.followChannel(ctx, name, e.MigrateTo)
	}
	if err != nil {
		return known, err
	}
	chat, err := b.remember(ctx, found, "")
	if err != nil {
		return 0, err
	}
	if lang := message.Language(c.Lang); c.Lang != "" && (chat.Lang != lang || chat.Settings.Lang != lang) {
		if err := b.chooseLang(ctx, &chat, lang); err != nil {
			return 0, err
		}
	}
	return found.ID, b.store.PutSetting(ctx, channelKey(c), strconv.FormatInt(found.ID, 10))
}

func channelKey(c Channel) string { return "channel:" + c.Chat }

// whereIs returns the ID under which a channel of the configuration is known,
// after all that it has moved, or zero.
func (b *Bot) whereIs(ctx context.Context, c Channel) (int64, error) {
	saved, err := b.store.Setting(ctx, channelKey(c))
	if err != nil {
		return 0, fmt.Errorf("read where a channel is: %w", err)
	}
	id, err := strconv.ParseInt(cmp.Or(saved, c.Chat), 10, 64)
	if err != nil {
		return 0, nil // a name that was never found
	}
	moved, err := b.store.Migrated(ctx, id)
	if saved == "" && moved == id {
		moved = 0
	}
	return moved, err
}

// followChannel moves a group that became a supergroup, and returns that.
func (b *Bot) followChannel(ctx context.Context, name string, to int64) (telegram.Chat, error) {
	if from, err := strconv.ParseInt(name, 10, 64); err == nil {
		if err := b.store.MigrateChat(ctx, from, to); err != nil {
			return telegram.Chat{}, err
		}
		b.log.Info("a group became a supergroup", "from", from, "to", to)
	}
	return b.api.GetChat(ctx, strconv.FormatInt(to, 10))
}

// subscribeChannel writes the subscriptions of a channel. What was subscribed
// there by hand stays so.
func (b *Bot) subscribeChannel(ctx context.Context, to news.Recipient, topics []string) error {
	chosen, err := b.chosen(ctx, to)
	if err != nil {
		return err
	}
	for _, topic := range topics {
		if _, ok := chosen[topic]; ok {
			continue
		}
		s := news.Subscription{Recipient: to, Topic: topic, Since: b.now(), Config: true}
		if err := b.store.PutSubscription(ctx, s); err != nil {
			return fmt.Errorf("subscribe: %w", err)
		}
		b.log.Info("a channel of the configuration is subscribed", "chat", to.Chat, "topic", topic)
	}
	return nil
}

// endOthers deletes the configuration's subscriptions that are not wanted any
// more.
func (b *Bot) endOthers(ctx context.Context, wanted map[news.Recipient]map[string]bool) error {
	old, err := b.store.ConfigSubscriptions(ctx)
	if err != nil {
		return fmt.Errorf("read subscriptions: %w", err)
	}
	for _, s := range old {
		if wanted[s.Recipient][s.Topic] {
			continue
		}
		if _, err := b.store.DeleteSubscription(ctx, s.Recipient, s.Topic); err != nil {
			return fmt.Errorf("end a subscription: %w", err)
		}
		b.log.Info("a subscription left the configuration", "chat", s.Chat, "topic", s.Topic)
	}
	return nil
}
