package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// How long what is refused waits for its next attempt.
const (
	floodMargin   = 100 * time.Millisecond // beyond what Telegram asks for
	suspendedTime = time.Hour
	tokenTime     = time.Minute
	longestWait   = 5 * time.Minute
)

// record does what follows from the outcome of a letter, in the store and for
// those whom it concerns. It may be repeated until it succeeds.
func (s *sender) record(ctx context.Context, l *letter) error {
	var e *telegram.Error
	switch {
	case l.err == nil:
		return s.sent(ctx, l)
	case errors.Is(l.err, errGone):
		return s.bury(ctx, l)
	case !errors.As(l.err, &e):
		return s.later(ctx, l, s.now().Add(backoff(l.Attempts)), false) // the store, or ctx
	}
	if e.Kind != telegram.KindGateway && e.Kind != telegram.KindNetwork {
		s.outage.over() // Telegram answers
	}
	now := s.now()
	switch e.Kind {
	case telegram.KindFlood:
		until := now.Add(e.RetryAfter + floodMargin)
		s.pace.flood(l.Chat, now, until)
		s.log.Warn("telegram asks to wait", "chat", l.Chat, "wait", e.RetryAfter)
		return s.later(ctx, l, until, false)
	case telegram.KindMigrated:
		return s.migrate(ctx, l, e)
	case telegram.KindBlocked, telegram.KindKicked, telegram.KindNotStarted, telegram.KindChatNotFound:
		return s.stop(ctx, l.Chat, e)
	case telegram.KindNoRights:
		return s.suspend(ctx, l, e)
	case telegram.KindTopicGone:
		return s.topicGone(ctx, l, e)
	case telegram.KindUnauthorized:
		if s.pace.pause(now, now.Add(tokenTime)) {
			s.log.Error("telegram refuses the bot's token: everything stays queued; check RASAD_TELEGRAM_TOKEN", "err", e)
		}
		return s.later(ctx, l, now.Add(tokenTime), false)
	case telegram.KindGateway, telegram.KindNetwork:
		return s.unreachable(ctx, l, e)
	}
	return s.bury(ctx, l) // refused even as plain text
}

// sent records a letter that arrived.
func (s *sender) sent(ctx context.Context, l *letter) error {
	if err := s.store.Finish(ctx, l.ID, l.messageID); err != nil {
		return err
	}
	s.outage.over()
	s.log.Info("sent", "delivery", l.ID, "chat", l.Chat, "article", l.Article, "topics", l.Topics, "repeat", l.repeat)
	if l.chat.State != news.ChatSuspended {
		return nil
	}
	return s.setState(ctx, l.Chat, news.ChatActive, "")
}

// setState changes a chat's state and nothing else.
func (b *Bot) setState(ctx context.Context, id int64, state news.ChatState, why string) error {
	chat, _, err := b.store.Chat(ctx, id)
	if err != nil {
		return err
	}
	chat.ID, chat.State, chat.Why = id, state, why
	return b.store.PutChat(ctx, chat)
}

// later puts a letter off. What may have arrived before stays in doubt.
func (s *sender) later(ctx context.Context, l *letter, until time.Time, inDoubt bool) error {
	s.wake(until)
	return s.store.Retry(ctx, l.ID, until, inDoubt || l.repeat, l.err.Error())
}

// bury gives up a letter that can never be sent.
func (s *sender) bury(ctx context.Context, l *letter) error {
	s.log.Error("a delivery is given up", "delivery", l.ID, "chat", l.Chat, "article", l.Article, "err", l.err)
	return s.store.Bury(ctx, l.ID, l.err.Error())
}

// migrate follows a group that became a supergroup.
func (s *sender) migrate(ctx context.Context, l *letter, e *telegram.Error) error {
	if e.MigrateTo == 0 {
		return s.later(ctx, l, s.now().Add(backoff(l.Attempts)), false) // the service message will tell
	}
	if err := s.later(ctx, l, s.now(), false); err != nil {
		return err
	}
	s.log.Info("a group became a supergroup", "from", l.Chat, "to", e.MigrateTo)
	return s.store.MigrateChat(ctx, l.Chat, e.MigrateTo)
}

// stop ends sending to a chat. Its settings stay for the day it comes back.
// The admins are told unless it is a reader's own decision.
func (b *Bot) stop(ctx context.Context, chat int64, e *telegram.Error) error {
	if e.Kind == telegram.KindKicked || e.Kind == telegram.KindChatNotFound {
		key := fmt.Sprintf("stopped:%d:%s", chat, b.now().UTC().Format(time.DateOnly))
		if err := b.tellAdmins(ctx, key, chat, message.NoticeStopped, e); err != nil {
			return err
		}
	}
	b.log.Warn("a chat is not sent to any more", "chat", chat, "why", e.Description)
	return b.store.StopChat(ctx, chat, e.Description)
}

// suspend keeps what a chat should get until the bot may write there again,
// and tells the admins once. The lane is parked rather than the letter put
// off, so that news of a change can open it at once.
func (s *sender) suspend(ctx context.Context, l *letter, e *telegram.Error) error {
	if l.chat.State != news.ChatSuspended {
		if err := s.setState(ctx, l.Chat, news.ChatSuspended, e.Description); err != nil {
			return err
		}
		s.log.Warn("a chat refuses messages; they wait", "chat", l.Chat, "thread", l.Thread, "why", e.Description)
		if err := s.tellAdmins(ctx, fmt.Sprintf("suspended:%d", l.ID), l.Chat, message.NoticeSuspended, e); err != nil {
			return err
		}
	}
	until := s.now().Add(suspendedTime)
	if err := s.store.Park(ctx, l.Chat, until); err != nil {
		return err
	}
	return s.later(ctx, l, s.now(), false)
}

// topicGone suspends a forum whose only topic with subscriptions is closed or
// gone. Where other topics wait for their alerts behind it, the letter is
// given up instead, so that they go on; the admins and the group are told
// once a day. An alert never goes to another topic than its own.
func (s *sender) topicGone(ctx context.Context, l *letter, e *telegram.Error) error {
	all, err := s.store.Subscriptions(ctx, l.Chat)
	if err != nil {
		return err
	}
	others := slices.ContainsFunc(all, func(o news.Subscription) bool { return o.Thread != l.Thread })
	if l.Article != "" && !others {
		return s.suspend(ctx, l, e)
	}
	if l.Article != "" {
		key := fmt.Sprintf("topic:%d:%d:%s", l.Chat, l.Thread, s.now().UTC().Format(time.DateOnly))
		if err := s.tellAdmins(ctx, key, l.Chat, message.NoticeTopicGone, e); err != nil {
			return err
		}
		d := news.Delivery{
			Recipient: news.Recipient{Chat: l.Chat},
			Text:      message.In(l.chat.Lang).Say(message.TopicClosed, "Reason", e.Description),
		}
		if err := s.store.Enqueue(ctx, "notice:"+key, d); err != nil {
			return err
		}
	}
	return s.bury(ctx, l)
}

// unreachable puts a letter off that Telegram gave no clear answer to.
func (s *sender) unreachable(ctx context.Context, l *letter, e *telegram.Error) error {
	now := s.now()
	if pause := s.outage.seen(l.Chat); pause > 0 {
		s.pace.pause(now, now.Add(pause))
	}
	wait := max(backoff(l.Attempts), e.RetryAfter)
	s.log.Warn("telegram gives no answer; the message waits", "delivery", l.ID, "chat", l.Chat,
		"wait", wait, "err", e)
	return s.later(ctx, l, now.Add(wait), e.InDoubt)
}

// backoff returns how long to wait after so many attempts: 1, 2, 4 s, up to
// five minutes.
func backoff(attempts int) time.Duration {
	return min(time.Second<<min(max(attempts-1, 0), 16), longestWait)
}

// tellAdmins queues a notice about a chat to every admin, once by key.
func (b *Bot) tellAdmins(ctx context.Context, key string, chat int64, k message.Key, e *telegram.Error) error {
	for _, admin := range b.config.Admins {
		if admin == chat {
			continue
		}
		known, _, err := b.store.Chat(ctx, admin)
		if err != nil {
			return err
		}
		about, _, err := b.store.Chat(ctx, chat)
		if err != nil {
			return err
		}
		text := message.In(known.Lang).Say(k,
			"Chat", fmt.Sprintf("%s (%d)", about.Title, chat), "Reason", e.Description)
		d := news.Delivery{Recipient: news.Recipient{Chat: admin}, Text: text}
		if err := b.store.Enqueue(ctx, fmt.Sprintf("notice:%s:%d", key, admin), d); err != nil {
			return err
		}
	}
	b.Nudge()
	return nil
}

// An outage notices that Telegram cannot be reached at all: several failures
// in a row, of more than one chat. Its zero value is ready.
type outage struct {
	mu       sync.Mutex
	failures int
	chat     int64 // of the first failure
	several  bool
}

// seen counts a failure and returns how long everything should wait.
func (o *outage) seen(chat int64) time.Duration {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.failures == 0 {
		o.chat = chat
	}
	o.failures++
	o.several = o.several || chat != o.chat
	if !o.several || o.failures < 3 {
		return 0
	}
	return min(time.Second<<min(o.failures-3, 10), 30*time.Second)
}

// over ends the outage.
func (o *outage) over() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.failures, o.several = 0, false
}
