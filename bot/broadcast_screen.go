package bot

import (
	"context"
	"slices"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
)

// drawBroadcast shows how far a broadcast is.
func (b *Bot) drawBroadcast(ctx context.Context, t *talk, words []string) (sketch, error) {
	c, err := b.readBroadcast(ctx, first(words))
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	cancel := []telegram.Button{{Text: "🚫 " + l.Label(message.ButtonCancel), Data: data(actCancel, c.ID)}}
	tell := func(k message.Key) string {
		text := l.Say(k, "Count", c.Chats, "Sent", c.Sent)
		if c.Failed > 0 {
			text += " " + l.Say(message.BroadcastFailed, "Number", c.Failed)
		}
		return text
	}
	switch c.Stage {
	case stageDraft:
		return b.drawAudiences(ctx, l, c, cancel)
	case stageCancelled:
		if c.Began.IsZero() {
			return sketch{l.Say(message.BroadcastDropped), nil}, nil
		}
		return sketch{tell(message.BroadcastCancelled), nil}, nil
	case stageOver:
		return sketch{tell(message.BroadcastOver), nil}, nil
	}
	return sketch{tell(message.BroadcastUnderWay), [][]telegram.Button{cancel}}, nil
}

// drawAudiences asks who is to get a broadcast.
func (b *Bot) drawAudiences(ctx context.Context, l *message.Locale, c broadcast, cancel []telegram.Button) (sketch, error) {
	count, err := b.audiences(ctx)
	if err != nil {
		return sketch{}, err
	}
	var rows [][]telegram.Button
	before := 0
	for _, to := range []struct {
		audience string
		say      message.Key
	}{{toPeople, message.ButtonToPeople}, {toGroups, message.ButtonToGroups}, {toAll, message.ButtonToAll}} {
		if n := count[to.audience]; n > before {
			before = n
			rows = append(rows, []telegram.Button{{Text: "📨 " + l.Label(to.say, "Count", n), Data: data(actSend, c.ID, to.audience)}})
		}
	}
	return sketch{l.Say(message.BroadcastDraft, "Count", count[toAll]), append(rows, cancel)}, nil
}

// pressSend begins a broadcast, once, however often it is pressed. It stands
// among those under way before it says that it is: one of which only the first
// was written waits for the next press, and none is lost.
func (b *Bot) pressSend(ctx context.Context, t *talk, words []string) (effect, error) {
	if len(words) < 2 || !slices.Contains([]string{toPeople, toGroups, toAll}, words[1]) {
		return effect{}, errStale
	}
	b.casting.Lock()
	defer b.casting.Unlock()
	c, err := b.readBroadcast(ctx, words[0])
	if err != nil {
		return effect{}, err
	}
	then, begun := &screen{screenBroadcast, words[:1]}, t.locale().Label(message.BroadcastBegun)
	if c.By != t.from.ID || c.Stage != stageDraft && c.Stage != stageUnderWay {
		return effect{notice: begun, then: then}, nil
	}
	if err := b.putUnderWay(ctx, c.ID); err != nil {
		return effect{}, err
	}
	if c.Stage == stageUnderWay {
		return effect{notice: begun, then: then}, nil
	}
	c.Stage, c.Audience, c.Message, c.Began = stageUnderWay, words[1], t.message, b.now().UTC()
	if err := b.writeBroadcast(ctx, c); err != nil {
		return effect{}, err
	}
	b.log.Info("an admin began a broadcast", "admin", c.By, "broadcast", c.ID, "audience", c.Audience)
	b.stir()
	return effect{then: then}, nil
}

// pressCancel ends a broadcast: who did not get it yet never does.
func (b *Bot) pressCancel(ctx context.Context, t *talk, words []string) (effect, error) {
	b.casting.Lock()
	defer b.casting.Unlock()
	c, err := b.readBroadcast(ctx, first(words))
	if err != nil {
		return effect{}, err
	}
	if c.Stage == stageDraft || c.Stage == stageUnderWay {
		c.Stage = stageCancelled
		if err := b.writeBroadcast(ctx, c); err != nil {
			return effect{}, err
		}
		b.log.Info("an admin cancelled a broadcast", "admin", t.from.ID, "broadcast", c.ID)
	}
	return effect{then: &screen{screenBroadcast, words[:1]}}, nil
}
