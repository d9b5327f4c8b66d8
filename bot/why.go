package bot

import (
	"context"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

const (
	whyAlerts = 3   // of a digest that are explained
	noticeMax = 190 // units of a notice; Telegram takes 200
)

// why tells why the alert came that the command answers.
func (b *Bot) why(ctx context.Context, t *talk, _ string) error {
	switch {
	case t.at != t.to:
		return b.say(ctx, t, t.locale().Say(message.WhyHowChannel))
	case t.answers == 0:
		return b.say(ctx, t, t.locale().Say(message.WhyHow))
	}
	return b.explain(ctx, t, t.answers)
}

// pressWhy tells the same of the alert that the button stands under. In a
// channel nobody else needs to read it, and where it was told just now it can
// be read: the notice has to do.
func (b *Bot) pressWhy(ctx context.Context, t *talk, _ []string) (effect, error) {
	d, a, err := b.told(ctx, t)
	if err != nil {
		return effect{}, err
	}
	_, lately := b.explained.get(t.at.Chat, t.message, b.now())
	if t.chat.Kind == telegram.Channel || lately {
		w, err := b.reasons(ctx, t, d, a)
		return effect{notice: w.Short(t.locale(), noticeMax), loud: true}, err
	}
	if tooOften := b.stint(t); tooOften != "" {
		return effect{notice: tooOften}, nil
	}
	if err := b.explain(ctx, t, t.message); err != nil {
		return effect{}, err
	}
	b.explained.put(t.at.Chat, t.message, struct{}{}, b.now().Add(whyTime))
	return effect{}, nil
}

// whyTime is how long it is enough to have told why an alert came.
const whyTime = time.Hour

// explain tells why what a message brought came to this chat.
func (b *Bot) explain(ctx context.Context, t *talk, messageID int) error {
	l := t.locale()
	of, err := b.store.DeliveriesOf(ctx, t.to.Chat, messageID)
	if err != nil {
		return fmt.Errorf("read what a message brought: %w", err)
	}
	if len(of) == 0 {
		return b.say(ctx, t, l.Say(message.WhyNone))
	}
	for i, d := range of[:min(len(of), whyAlerts)] {
		text := l.Say(message.WhyGone)
		a, ok, err := b.store.Archived(ctx, d.Article)
		if err != nil {
			return fmt.Errorf("read article: %w", err)
		}
		if ok {
			w, err := b.reasons(ctx, t, d, a)
			if err != nil {
				return err
			}
			text = w.HTML(l)
		}
		key := t.key
		if i > 0 {
			key = fmt.Sprintf("%s:why:%d", t.key, i)
		}
		m := telegram.Message{Chat: t.at.Chat, Thread: t.at.Thread, Text: text, ReplyTo: messageID}
		if err := b.reply(ctx, key, m); err != nil {
			return err
		}
	}
	return nil
}

// reasons returns why a delivery of an article came to the talk's chat.
func (b *Bot) reasons(ctx context.Context, t *talk, d news.Delivery, a news.Archived) (message.Why, error) {
	all, err := b.store.Subscriptions(ctx, t.to.Chat)
	if err != nil {
		return message.Why{}, fmt.Errorf("read subscriptions: %w", err)
	}
	watches, err := b.watchesAmong(ctx, t.to.Chat, d.Topics)
	if err != nil {
		return message.Why{}, err
	}
	w := message.Why{Alert: message.NewAlert(b.catalog(), a, d.Topics, watches...), Sent: t.sent}
	for _, id := range d.Topics {
		r := message.Reason{Topic: b.topicOr(id, watches), Match: a.Match(id)}
		if _, watch := news.WatchOf(id); watch {
			r.Query = r.Topic.Query
		}
		for _, s := range all {
			if s.Topic == id && s.Thread == d.Thread {
				r.Subscribed, r.Configured, r.Since = true, s.Config, s.Since
			}
		}
		w.Reasons = append(w.Reasons, r)
	}
	return w, nil
}
