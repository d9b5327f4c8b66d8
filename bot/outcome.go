package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// How long what is refused waits for its next attempt.
const (
	suspendedTime = time.Hour
	tokenTime     = time.Minute
	longestWait   = 5 * time.Minute
)

// doubtTimes are how long a message that may have arrived waits before it is
// sent again, marked as a possible repeat: a repeat is better than a loss. After
// the last it is given up.
var doubtTimes = [...]time.Duration{5 * time.Second, time.Minute, 10 * time.Minute}

// urgentDoubt is the first of them for an urgent one, which is better there
// twice than late.
const urgentDoubt = time.Second

// record does what follows from the outcome of a letter, in the store and for
// those whom it concerns. It may be repeated until it succeeds.
func (s *sender) record(ctx context.Context, l *letter) error {
	var e *telegram.Error
	switch {
	case l.err == nil:
		return s.sent(ctx, l)
	case errors.Is(l.err, errGone), errors.Is(l.err, errMessageGone), errors.Is(l.err, errExpired), errors.Is(l.err, errBug):
		return s.bury(ctx, l)
	case !errors.As(l.err, &e):
		return s.later(ctx, l, s.now().Add(backoff(l.Attempts)), false) // the store, or ctx
	}
	if e.Kind != telegram.KindGateway && e.Kind != telegram.KindNetwork {
		s.outage.over() // Telegram answers
	}
	return s.refusal(ctx, l, e)
}

// refusal does what follows from one of Telegram's refusals.
func (s *sender) refusal(ctx context.Context, l *letter, e *telegram.Error) error {
	now := s.now()
	switch e.Kind {
	case telegram.KindFlood:
		return s.later(ctx, l, s.flooded(l.Chat, e), false)
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
	return s.bury(ctx, l) // refused even as plain text; KindSource cannot be, as a letter has no file
}

// sent records a letter that arrived, or a part of one, whose rest is next then.
func (s *sender) sent(ctx context.Context, l *letter) error {
	if l.rest != "" {
		s.outage.over()
		return s.store.Shorten(ctx, l.ID, s.token, l.rest)
	}
	if err := s.store.Finish(ctx, l.ID, l.messageID); err != nil {
		return err
	}
	s.outage.over()
	s.departed(ctx, l)
	s.log.Info("sent", "delivery", l.ID, "chat", l.Chat, "article", l.Article, "topics", l.Topics,
		"joined", len(l.Parts), "repeat", l.repeat)
	if l.chat.State != news.ChatSuspended {
		return nil
	}
	return s.store.SetState(ctx, l.Chat, news.ChatActive, "")
}

// departed notes that a letter left the queue.
func (s *sender) departed(ctx context.Context, l *letter) {
	answers := s.pace.answers(l.Chat)
	if answers == 0 || !isText(l.Delivery) {
		return
	}
	if err := s.texts(ctx, l.Chat, answers); err != nil { // they are let go by in time
		s.log.Warn("it cannot be seen whether answers wait", "chat", l.Chat, "err", err)
	}
}

// later puts a letter off.
func (s *sender) later(ctx context.Context, l *letter, until time.Time, inDoubt bool) error {
	s.wake(until)
	return s.store.Retry(ctx, l.ID, s.token, until, inDoubt, l.err.Error())
}

// bury gives up a letter that can never be sent.
func (s *sender) bury(ctx context.Context, l *letter) error {
	if err := s.store.Bury(ctx, l.ID, s.token, l.err.Error()); err != nil {
		return err
	}
	s.departed(ctx, l)
	s.log.Error("a delivery is given up", "delivery", l.ID, "chat", l.Chat, "article", l.Article, "err", l.err)
	return nil
}

// migrate follows a group that became a supergroup.
func (s *sender) migrate(ctx context.Context, l *letter, e *telegram.Error) error {
	if e.MigrateTo == 0 {
		return s.later(ctx, l, s.now().Add(backoff(l.Attempts)), false) // the service message will tell
	}
	if err := s.later(ctx, l, s.now(), false); err != nil {
		return err
	}
	if err := s.store.MigrateChat(ctx, l.Chat, e.MigrateTo); err != nil {
		return err
	}
	s.pace.forget(l.Chat)
	s.log.Info("a group became a supergroup", "from", l.Chat, "to", e.MigrateTo)
	return nil
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
	if err := b.store.StopChat(ctx, chat, e.Description); err != nil {
		return err
	}
	b.pace.forget(chat)
	b.log.Warn("a chat is not sent to any more", "chat", chat, "why", e.Description)
	return nil
}

// suspend keeps what a chat should get until the bot may write there again,
// and tells its owner and the admins once. The lane is parked rather than the letter put
// off, so that news of a change can open it at once.
func (s *sender) suspend(ctx context.Context, l *letter, e *telegram.Error) error {
	if l.chat.State != news.ChatSuspended {
		key, notice := fmt.Sprintf("suspended:%d", l.ID), message.OwnerSuspended
		if e.Kind == telegram.KindTopicGone {
			notice = message.OwnerTopicGone
		}
		err := errors.Join(s.tellAdmins(ctx, key, l.Chat, message.NoticeSuspended, e), s.tellOwner(ctx, key, l.chat, notice, e))
		if err != nil {
			return err
		}
		if err := s.store.SetState(ctx, l.Chat, news.ChatSuspended, e.Description); err != nil {
			return err
		}
		s.log.Warn("a chat refuses messages; they wait", "chat", l.Chat, "thread", l.Thread, "why", e.Description)
	}
	until := s.now().Add(suspendedTime)
	if err := s.store.Park(ctx, l.Chat, until); err != nil {
		return err
	}
	return s.later(ctx, l, s.now(), false)
}

// unreachable puts a letter off that Telegram gave no clear answer to. One
// that may have arrived is sent again a few times only.
func (s *sender) unreachable(ctx context.Context, l *letter, e *telegram.Error) error {
	s.outage.began(s.now())
	wait := backoff(l.Attempts)
	switch {
	case e.InDoubt && l.Doubts >= len(doubtTimes):
		return s.despair(ctx, l, e)
	case e.InDoubt:
		wait = doubtTimes[l.Doubts]
		if l.Doubts == 0 && l.Class <= news.ClassUrgent {
			wait = urgentDoubt
		}
	}
	wait = max(wait, e.RetryAfter)
	s.log.Warn("telegram gives no answer; the message waits", "delivery", l.ID, "chat", l.Chat,
		"wait", wait, "err", e)
	return s.later(ctx, l, s.now().Add(wait), e.InDoubt)
}

// despair gives up a letter that may have arrived many times. The admins are
// told of the first of a day.
func (s *sender) despair(ctx context.Context, l *letter, e *telegram.Error) error {
	key := "doubt:" + s.now().UTC().Format(time.DateOnly)
	if err := s.tellAdmins(ctx, key, l.Chat, message.NoticeDoubt, e); err != nil {
		return err
	}
	l.err = fmt.Errorf("it may have arrived, but %d attempts had no clear answer: %w", l.Doubts+1, e)
	return s.bury(ctx, l)
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
		d := news.Delivery{Recipient: news.Recipient{Chat: admin}, Text: text, Class: news.ClassUrgent}
		if err := b.enqueue(ctx, fmt.Sprintf("notice:%s:%d", key, admin), d); err != nil {
			return err
		}
	}
	return nil
}
