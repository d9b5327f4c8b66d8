package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// A broadcast is a text of an admin's for many chats. It is written down before
// the first of them gets it, and goes on after a restart where it was; the same
// chat gets it once. Its numbers may lack, after a crash, what was under way.
type broadcast struct {
	ID       string    `json:"id"`
	Text     string    `json:"text"` // Telegram HTML
	By       int64     `json:"by"`   // the admin, in whose private chat its message stands
	Lang     string    `json:"lang"`
	Message  int       `json:"message,omitempty"` // that shows how far it is
	Audience string    `json:"audience,omitempty"`
	Stage    stage     `json:"stage"`
	Began    time.Time `json:"began,omitzero"`

	After   int64 `json:"after,omitempty"`   // the last chat that was gone through
	Written bool  `json:"written,omitempty"` // all chats were
	Chats   int   `json:"chats,omitempty"`   // that are to get it, so far
	Sent    int   `json:"sent,omitempty"`
	Failed  int   `json:"failed,omitempty"`  // blocked, gone, given up
	Skipped int   `json:"skipped,omitempty"` // as it was cancelled, or the chat is not allowed any more
}

// A stage is how far a broadcast is.
type stage string

const (
	stageDraft     stage = "draft"
	stageUnderWay  stage = "under way"
	stageCancelled stage = "cancelled"
	stageOver      stage = "over"
)

// The audiences of a broadcast.
const (
	toPeople = "people" // private chats
	toGroups = "groups" // and groups
	toAll    = "all"    // and channels
)

// meant tells whether a chat of a kind is in an audience.
func meant(audience, kind string) bool {
	switch kind {
	case telegram.Private:
		return true
	case telegram.Channel:
		return audience == toAll
	}
	return audience == toGroups || audience == toAll
}

const (
	broadcastLife  = 48 * time.Hour  // then what was not sent is worth nothing any more
	broadcastPage  = 500             // chats that are gone through at once
	broadcastEvery = 2 * time.Second // how often progress is told

	broadcastsKey  = "broadcasts" // the IDs of those under way, as JSON
	broadcastTopic = "broadcast:" // begins the topic of a broadcast's deliveries
)

// read returns a broadcast, errStale if there is none.
func (b *Bot) readBroadcast(ctx context.Context, id string) (broadcast, error) {
	value, err := b.store.Setting(ctx, broadcastTopic+id)
	switch {
	case err != nil:
		return broadcast{}, fmt.Errorf("read a broadcast: %w", err)
	case value == "":
		return broadcast{}, errStale
	}
	var c broadcast
	return c, json.Unmarshal([]byte(value), &c)
}

func (b *Bot) writeBroadcast(ctx context.Context, c broadcast) error {
	value, err := json.Marshal(c)
	if err == nil {
		err = b.store.PutSetting(ctx, broadcastTopic+c.ID, string(value))
	}
	if err != nil {
		return fmt.Errorf("write a broadcast: %w", err)
	}
	return nil
}

// announce shows a text as all would get it, and asks whether they are to.
func (b *Bot) announce(ctx context.Context, t *talk, text string) error {
	l := t.locale()
	if text == "" {
		return b.say(ctx, t, l.Say(message.BroadcastHow))
	}
	delay, _ := b.pace.reserve(t.at.Chat, b.now())
	if !b.await(ctx, delay) {
		return ctx.Err()
	}
	_, err := b.api.SendMessage(ctx, telegram.Message{Chat: t.at.Chat, Text: text})
	var e *telegram.Error
	switch {
	case errors.As(err, &e) && (e.Kind == telegram.KindMarkup || e.Kind == telegram.KindLength):
		return b.say(ctx, t, l.Say(message.BroadcastMarkup, "Reason", e.Description))
	case err != nil:
		return err
	}
	_, id, _ := strings.Cut(t.key, ":")
	c := broadcast{ID: id, Text: text, By: t.from.ID, Lang: t.chat.Lang, Stage: stageDraft}
	if err := b.writeBroadcast(ctx, c); err != nil {
		return err
	}
	return b.show(ctx, t, screenBroadcast, id)
}

// drawBroadcast shows how far a broadcast is.
func (b *Bot) drawBroadcast(ctx context.Context, t *talk, words []string) (sketch, error) {
	c, err := b.readBroadcast(ctx, first(words))
	if err != nil {
		return sketch{}, err
	}
	l := t.locale()
	cancel := []telegram.Button{{Text: "🚫 " + l.Label(message.ButtonCancel), Data: data(actCancel, c.ID)}}
	numbers := []any{"Count", c.Chats, "Sent", c.Sent, "Failed", c.Failed}
	switch c.Stage {
	case stageDraft:
		return b.drawAudiences(ctx, l, c, cancel)
	case stageCancelled:
		return sketch{l.Say(message.BroadcastCancelled, numbers...), nil}, nil
	case stageOver:
		return sketch{l.Say(message.BroadcastOver, numbers...), nil}, nil
	}
	return sketch{l.Say(message.BroadcastUnderWay, numbers...), [][]telegram.Button{cancel}}, nil
}

// drawAudiences asks who is to get a broadcast.
func (b *Bot) drawAudiences(ctx context.Context, l *message.Locale, c broadcast, cancel []telegram.Button) (sketch, error) {
	count := map[string]int{}
	err := b.eachChat(ctx, 0, func(chats []news.Chat) error {
		for _, audience := range []string{toPeople, toGroups, toAll} {
			own, err := b.audience(ctx, chats, audience)
			if err != nil {
				return err
			}
			count[audience] += len(own)
		}
		return nil
	})
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

// eachChat goes through all chats behind an ID, some at a time.
func (b *Bot) eachChat(ctx context.Context, after int64, do func([]news.Chat) error) error {
	for {
		chats, err := b.store.Chats(ctx, after, broadcastPage)
		if err != nil || len(chats) == 0 {
			return err
		}
		if err := do(chats); err != nil {
			return err
		}
		after = chats[len(chats)-1].ID
	}
}

// audience returns the IDs of those chats that are to get a broadcast.
func (b *Bot) audience(ctx context.Context, chats []news.Chat, audience string) ([]int64, error) {
	var ids []int64
	for _, c := range chats {
		if c.State == news.ChatStopped || !meant(audience, c.Kind) {
			continue
		}
		in, err := b.allowed(ctx, c.ID)
		if err != nil {
			return nil, err
		}
		if in {
			ids = append(ids, c.ID)
		}
	}
	return ids, nil
}

// pressSend begins a broadcast, once, however often it is pressed.
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
	then := &screen{screenBroadcast, words[:1]}
	if c.Stage != stageDraft || c.By != t.from.ID {
		return effect{notice: t.locale().Label(message.BroadcastBegun), then: then}, nil
	}
	c.Stage, c.Audience, c.Message, c.Began = stageUnderWay, words[1], t.message, b.now().UTC()
	if err := b.writeBroadcast(ctx, c); err != nil {
		return effect{}, err
	}
	ids, err := b.underWay(ctx)
	if err == nil && !slices.Contains(ids, c.ID) {
		err = b.putUnderWay(ctx, append(ids, c.ID))
	}
	if err != nil {
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

// underWay returns the IDs of the broadcasts that are not over.
func (b *Bot) underWay(ctx context.Context) (ids []string, err error) {
	value, err := b.store.Setting(ctx, broadcastsKey)
	if err == nil && value != "" {
		err = json.Unmarshal([]byte(value), &ids)
	}
	return ids, err
}

func (b *Bot) putUnderWay(ctx context.Context, ids []string) error {
	value, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	return b.store.PutSetting(ctx, broadcastsKey, string(value))
}

// A tally is what became of a broadcast's deliveries since that was written
// down.
type tally struct{ sent, failed, skipped int }

// Tallies count for all broadcasts, by ID. Their zero value is ready.
type tallies struct {
	mu sync.Mutex
	of map[string]tally
}

// add counts what became of a delivery, if it is a broadcast's.
func (t *tallies) add(d news.Delivery, one tally) {
	id := broadcastOf(d)
	if id == "" {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.of == nil {
		t.of = map[string]tally{}
	}
	sum := t.of[id]
	t.of[id] = tally{sum.sent + one.sent, sum.failed + one.failed, sum.skipped + one.skipped}
}

// take returns a broadcast's counts and begins anew.
func (t *tallies) take(id string) tally {
	t.mu.Lock()
	defer t.mu.Unlock()
	sum := t.of[id]
	delete(t.of, id)
	return sum
}

// broadcastOf returns the ID of the broadcast that a delivery belongs to, empty
// if to none.
func broadcastOf(d news.Delivery) string {
	if len(d.Topics) != 1 {
		return ""
	}
	id, ok := strings.CutPrefix(d.Topics[0], broadcastTopic)
	if !ok {
		return ""
	}
	return id
}
