package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
)

// channelTime is how long to wait before a channel that could not be found is
// looked up again.
const channelTime = 3 * time.Minute

// keepChannels subscribes the channels of the configuration, and ends what
// was taken out of it. It tries until all are found or ctx ends.
func (b *Bot) keepChannels(ctx context.Context) {
	told := map[string]bool{}
	for {
		missing := b.subscribeChannels(ctx, told)
		if missing == 0 || !sleep(ctx, channelTime) {
			return
		}
	}
}

// subscribeChannels goes through the configuration once and returns how much
// of it could not be done. What ended is only known once all was found.
func (b *Bot) subscribeChannels(ctx context.Context, told map[string]bool) int {
	var wanted []news.Subscription
	missing := 0
	for _, c := range b.config.Channels {
		subscriptions, err := b.subscribeChannel(ctx, c)
		if err != nil {
			missing++
			if !told[c.Chat] && ctx.Err() == nil {
				told[c.Chat] = true
				b.log.Error("a channel of the configuration cannot be subscribed; is the bot its admin?", "chat", c.Chat, "err", err)
			}
		}
		wanted = append(wanted, subscriptions...)
	}
	if missing > 0 {
		return missing
	}
	if err := b.endOthers(ctx, wanted); err != nil {
		if ctx.Err() == nil {
			b.log.Error("channels that left the configuration cannot be ended", "err", err)
		}
		return 1
	}
	return 0
}

// subscribeChannel finds one channel and writes its subscriptions.
func (b *Bot) subscribeChannel(ctx context.Context, c Channel) ([]news.Subscription, error) {
	found, err := b.api.GetChat(ctx, c.Chat)
	if err != nil {
		return nil, err
	}
	chat, err := b.remember(ctx, found, nil)
	if err != nil {
		return nil, err
	}
	if lang := message.Language(c.Lang); c.Lang != "" && chat.Lang != lang {
		chat.Lang = lang
		if err := b.store.PutChat(ctx, chat); err != nil {
			return nil, fmt.Errorf("write chat: %w", err)
		}
	}
	var own []news.Subscription
	for _, topic := range c.Topics {
		s := news.Subscription{Recipient: news.Recipient{Chat: found.ID}, Topic: topic, Since: b.now(), Config: true}
		if err := b.store.PutSubscription(ctx, s); err != nil {
			return nil, fmt.Errorf("subscribe: %w", err)
		}
		own = append(own, s)
	}
	b.log.Info("a channel of the configuration is subscribed", "chat", c.Chat, "topics", c.Topics)
	return own, nil
}

// endOthers deletes the configuration's subscriptions that are not wanted any
// more.
func (b *Bot) endOthers(ctx context.Context, wanted []news.Subscription) error {
	old, err := b.store.ConfigSubscriptions(ctx)
	if err != nil {
		return err
	}
	for _, s := range old {
		if slices.ContainsFunc(wanted, func(w news.Subscription) bool {
			return w.Recipient == s.Recipient && w.Topic == s.Topic
		}) {
			continue
		}
		if _, err := b.store.DeleteSubscription(ctx, s.Recipient, s.Topic); err != nil {
			return err
		}
	}
	return nil
}
