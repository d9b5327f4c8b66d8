package bot

import (
	"context"
	"fmt"
	"strings"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// privacy tells what is stored of a chat.
func (b *Bot) privacy(ctx context.Context, t *talk, _ string) error {
	return b.show(ctx, t, screenPrivacy)
}

// drawPrivacy tells what is stored in general, and what there is of this chat.
func (b *Bot) drawPrivacy(ctx context.Context, t *talk, _ []string) (sketch, error) {
	id := t.to.Chat
	subs, err := b.store.Subscriptions(ctx, id)
	if err != nil {
		return sketch{}, err
	}
	watches, err := b.store.WatchesOf(ctx, id)
	if err != nil {
		return sketch{}, err
	}
	traces, err := b.store.Traces(ctx, id)
	if err != nil {
		return sketch{}, err
	}
	guest, known, err := b.store.Guest(ctx, id)
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	code := message.HTML(fmt.Sprintf("<code>%d</code>", id))
	lines := []string{
		l.Say(message.PrivacyTitle), "",
		l.Say(message.PrivacyHere),
		"• " + l.Say(message.PrivacyChat, "ID", code, "Name", labelOf(t.chat), "Language", message.LanguageName(message.Language(t.chat.Lang))),
		"• " + l.Say(message.PrivacySettings),
	}
	for _, kept := range []struct {
		say message.Key
		n   int
	}{
		{message.PrivacySubscriptions, len(subs)}, {message.PrivacyWatches, len(watches)},
		{message.PrivacyMutes, len(t.chat.Settings.Mutes)}, {message.PrivacyVotes, int(traces.Votes)},
		{message.PrivacyTold, int(traces.Told)}, {message.PrivacyWaiting, int(traces.Waiting)}, {message.PrivacyNotes, int(traces.Notes)},
	} {
		if kept.n > 0 {
			lines = append(lines, "• "+l.Say(kept.say, "Count", kept.n))
		}
	}
	if known && guest.State == news.GuestAllowed {
		lines = append(lines, "• "+l.Say(message.PrivacyGuest))
	}
	lines = append(lines, "", l.Say(message.PrivacyNot))
	return sketch{strings.Join(lines, "\n"), mirror(l, [][]telegram.Button{
		{way("🧹 "+l.Label(message.ButtonForget), screenForget)}, backToSettings(l),
	})}, nil
}

// forget asks whether all that is stored of a chat is to be deleted.
func (b *Bot) forget(ctx context.Context, t *talk, _ string) error {
	return b.show(ctx, t, screenForget)
}

func (b *Bot) drawForget(_ context.Context, t *talk, _ []string) (sketch, error) {
	l := t.locale()
	return sketch{l.Say(message.ForgetSure), mirror(l, [][]telegram.Button{
		{{Text: "🧹 " + l.Label(message.ButtonForgetAll), Data: data(actForget)}},
		{way(l.Label(message.ButtonKeep), screenPrivacy)},
	})}, nil
}

// pressForget deletes it. Whoever writes again begins afresh; what the
// configuration says of the chat holds on.
func (b *Bot) pressForget(ctx context.Context, t *talk, _ []string) (effect, error) {
	if err := b.store.Forget(ctx, t.to.Chat); err != nil {
		return effect{}, err
	}
	b.log.Info("a chat is forgotten", "chat", t.to.Chat)
	if named, err := b.configured(ctx, telegram.Chat{ID: t.to.Chat}); err == nil && named {
		b.lookForChannels()
	}
	return effect{then: &screen{name: screenForgotten}}, nil
}

func (b *Bot) drawForgotten(_ context.Context, t *talk, _ []string) (sketch, error) {
	if t.at != t.to {
		return sketch{t.locale().Say(message.ForgottenChannel), nil}, nil
	}
	return sketch{t.locale().Say(message.Forgotten), nil}, nil
}
