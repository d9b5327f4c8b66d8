package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// mostKept is how many messages are kept for a closed topic. Older ones stay
// buried.
const mostKept = 200

// A kept message could not be sent as its topic was closed. It is sent once
// the topic opens.
type kept struct {
	ID      int64    `json:"id"` // of its buried delivery
	Article string   `json:"article,omitempty"`
	Topics  []string `json:"topics,omitempty"`
	Text    string   `json:"text,omitempty"`
	Markup  string   `json:"markup,omitempty"`

	Parts []news.Part `json:"parts,omitempty"` // joined to it
}

func keptKey(to news.Recipient) string { return fmt.Sprintf("kept:%d:%d", to.Chat, to.Thread) }

// topicGone suspends a forum whose only topic with subscriptions is closed or
// gone. Where other topics wait for their alerts behind it, the letter is kept
// aside instead, so that they go on; the admins, the owner and the group are
// told once a day. An alert never goes to another topic than its own. A topic that was
// deleted never opens again; what was kept for it stays buried.
func (s *sender) topicGone(ctx context.Context, l *letter, e *telegram.Error) error {
	all, err := s.store.Subscriptions(ctx, l.Chat)
	if err != nil {
		return err
	}
	others := slices.ContainsFunc(all, func(o news.Subscription) bool { return o.Thread != l.Thread })
	alert := l.Article != "" || len(l.Parts) > 0
	if alert && !others {
		return s.suspend(ctx, l, e)
	}
	if alert {
		if err := s.tellClosed(ctx, l, e); err != nil {
			return err
		}
	}
	if err := s.keep(ctx, l); err != nil {
		return err
	}
	l.err = fmt.Errorf("kept until its topic opens: %w", e)
	return s.bury(ctx, l)
}

// tellClosed tells the admins, the owner and the group of a closed topic.
func (s *sender) tellClosed(ctx context.Context, l *letter, e *telegram.Error) error {
	key := fmt.Sprintf("topic:%d:%d:%s", l.Chat, l.Thread, s.now().UTC().Format(time.DateOnly))
	if err := s.tellAdmins(ctx, key, l.Chat, message.NoticeTopicGone, e); err != nil {
		return err
	}
	if err := s.tellOwner(ctx, key, l.chat, message.OwnerTopicGone, e); err != nil {
		return err
	}
	return s.enqueue(ctx, "notice:"+key, news.Delivery{
		Recipient: news.Recipient{Chat: l.Chat},
		Text:      message.In(l.chat.Lang).Say(message.TopicClosed, "Reason", e.Description),
	})
}

// keep sets a letter aside until its topic opens.
func (s *sender) keep(ctx context.Context, l *letter) error {
	s.keeping.Lock()
	defer s.keeping.Unlock()
	list, err := s.keptFor(ctx, l.Recipient)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(list, func(k kept) bool { return k.ID == l.ID }) {
		return nil
	}
	list = append(list, kept{l.ID, l.Article, l.Topics, l.Text, l.Markup, l.Parts})
	if len(list) > mostKept {
		list = list[len(list)-mostKept:]
	}
	value, err := json.Marshal(list)
	if err != nil {
		return fmt.Errorf("keep a message: %w", err)
	}
	return s.store.PutSetting(ctx, keptKey(l.Recipient), string(value))
}

// keptFor returns what is kept for a recipient. The caller holds b.keeping.
func (b *Bot) keptFor(ctx context.Context, to news.Recipient) ([]kept, error) {
	value, err := b.store.Setting(ctx, keptKey(to))
	if err != nil || value == "" {
		return nil, err
	}
	var list []kept
	if err := json.Unmarshal([]byte(value), &list); err != nil {
		return nil, fmt.Errorf("read what is kept for a closed topic: %w", err)
	}
	return list, nil
}

// opened sends what was kept for a topic that is open again.
func (b *Bot) opened(ctx context.Context, to news.Recipient) error {
	b.keeping.Lock()
	defer b.keeping.Unlock()
	list, err := b.keptFor(ctx, to)
	if err != nil {
		return err
	}
	for _, k := range list {
		l := &letter{Delivery: news.Delivery{
			ID: k.ID, Recipient: to, Article: k.Article, Topics: k.Topics, Text: k.Text, Markup: k.Markup,
			Parts: k.Parts,
		}}
		err := b.compose(ctx, l)
		if errors.Is(err, errGone) {
			continue
		}
		if err != nil {
			return err
		}
		d := news.Delivery{Recipient: to, Text: l.message.Text, Markup: l.message.Markup, Class: news.ClassUrgent}
		if err := b.enqueue(ctx, fmt.Sprintf("kept:%d", k.ID), d); err != nil {
			return err
		}
	}
	if len(list) > 0 {
		b.log.Info("what waited for a closed topic is sent", "chat", to.Chat, "thread", to.Thread, "count", len(list))
		return b.store.PutSetting(ctx, keptKey(to), "")
	}
	return b.unsuspend(ctx, to.Chat)
}

// unsuspend tries a suspended chat again at once.
func (b *Bot) unsuspend(ctx context.Context, id int64) error {
	chat, _, err := b.store.Chat(ctx, id)
	if err != nil || chat.State != news.ChatSuspended {
		return err
	}
	defer b.Nudge()
	return b.store.Park(ctx, id, b.now())
}
