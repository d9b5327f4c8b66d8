package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// A broadcast is a text of an admin's for many chats. It is written down before
// the first of them gets it, and goes on after a restart where it was; the same
// chat gets it once.
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
	Failed  int   `json:"failed,omitempty"` // blocked, gone, given up
}

// count takes the numbers of what was written for a broadcast, and tells
// whether they are others than before.
func (c *broadcast) count(n news.Batch) bool {
	was := *c
	c.Chats, c.Sent, c.Failed = int(n.Written), int(n.Sent), int(n.Failed())
	return *c != was
}

// A stage is how far a broadcast is.
type stage string

const (
	stageDraft     stage = "draft"
	stageUnderWay  stage = "under way"
	stageCancelled stage = "cancelled"
	stageOver      stage = "over"
)

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
	// It is written as HTML, or formatted in the app: then every sign is itself.
	if formatted := t.heard.Formatted(strings.LastIndex(t.heard.Text, text)); formatted != "" {
		text = formatted
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

// underWay returns the IDs of the broadcasts that are not over.
func (b *Bot) underWay(ctx context.Context) (ids []string, err error) {
	value, err := b.store.Setting(ctx, broadcastsKey)
	if err == nil && value != "" {
		err = json.Unmarshal([]byte(value), &ids)
	}
	return ids, err
}

// putUnderWay adds a broadcast to those, takeOff takes it off. Who calls them
// holds b.casting.
func (b *Bot) putUnderWay(ctx context.Context, id string) error {
	ids, err := b.underWay(ctx)
	if err != nil || slices.Contains(ids, id) {
		return err
	}
	return b.writeUnderWay(ctx, append(ids, id))
}

func (b *Bot) takeOff(ctx context.Context, id string) error {
	ids, err := b.underWay(ctx)
	if err != nil || !slices.Contains(ids, id) {
		return err
	}
	return b.writeUnderWay(ctx, slices.DeleteFunc(ids, func(o string) bool { return o == id }))
}

func (b *Bot) writeUnderWay(ctx context.Context, ids []string) error {
	value, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	return b.store.PutSetting(ctx, broadcastsKey, string(value))
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
