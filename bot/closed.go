package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// closedTime is how long what a closed topic should get is held before it is
// tried again, unless somebody subscribes there earlier.
const closedTime = 24 * time.Hour

// topicGone suspends a forum whose only topic with subscriptions is closed or
// gone. Where other topics wait for their alerts behind it, the letter is held
// instead, so that they go on; the admins, the owner and the group are told
// once a day. An alert never goes to another topic than its own.
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
	now := s.now()
	if err := s.later(ctx, l, now, false); err != nil {
		return err
	}
	if err := s.store.Hold(ctx, l.ID, s.token, now.Add(closedTime)); err != nil {
		return err
	}
	s.log.Warn("a topic is closed; what it should get is held", "delivery", l.ID, "chat", l.Chat, "thread", l.Thread, "err", e)
	return nil
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

// opened sends what was held for a chat's topic, which is open again, and tries
// a suspended chat again at once.
func (b *Bot) opened(ctx context.Context, chat int64) error {
	if err := b.judgeAnew(ctx, chat); err != nil {
		return err
	}
	return b.unsuspend(ctx, chat)
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
