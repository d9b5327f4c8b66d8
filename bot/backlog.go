package bot

import (
	"context"
	"errors"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// The measures of a backlog.
const (
	backlogAge   = 2 * time.Minute // that its oldest alert has waited
	backlogSize  = 4               // alerts that are worth a digest
	backlogReach = 200             // deliveries of a lane that are looked at
	fewUrgent    = 3               // urgent alerts that still ring by themselves
)

// gather makes the backlog behind a delivery one message with it. Backlogs come
// about where a chat or everything had to wait: after a flood, an outage, a
// time without rights. If it cannot be done the delivery goes alone.
func (s *sender) gather(ctx context.Context, d news.Delivery) news.Delivery {
	if s.config.Backlog < 0 || d.Article == "" || d.State != news.DeliveryPending || s.now().Sub(d.CreatedAt) < s.config.Backlog {
		return d
	}
	lane, err := s.store.Waiting(ctx, d.Chat, backlogReach)
	if err == nil {
		ids := backlog(lane, d.ID, s.now())
		if len(ids) == 0 {
			return d
		}
		if err = s.store.Join(ctx, d.ID, s.token, ids); err == nil {
			lane, err = s.store.Waiting(ctx, d.Chat, 1)
		}
	}
	switch {
	case err == nil && len(lane) > 0 && lane[0].ID == d.ID:
		class := d.Class
		d = lane[0]
		d.Class = class
	case err != nil && !errors.Is(err, news.ErrFenced): // else Begin will say so
		s.log.Warn("a backlog cannot be joined", "chat", d.Chat, "err", err)
	}
	return d
}

// backlog returns what of a lane becomes one message with its head: the alerts
// behind it for the same thread, up to the first that has to stand alone, so
// that the order of the thread holds. That is any message of another kind, one
// that may have arrived, and an urgent alert if there are few of them.
func backlog(lane []news.Delivery, head int64, now time.Time) []int64 {
	if len(lane) == 0 || lane[0].ID != head {
		return nil
	}
	var run []news.Delivery
	urgent := 0
	for _, d := range lane {
		if d.Thread != lane[0].Thread {
			continue
		}
		if !joins(d, d.ID == head, now) || len(run)+len(lane[0].Parts) == message.MaxDigest {
			break
		}
		if d.Class <= news.ClassUrgent {
			urgent++
		}
		run = append(run, d)
	}
	var ids []int64
	for _, d := range run {
		if d.Class <= news.ClassUrgent && urgent <= fewUrgent {
			break
		}
		if d.ID != head {
			ids = append(ids, d.ID)
		}
	}
	if len(ids)+1 < backlogSize && len(lane[0].Parts) == 0 {
		return nil
	}
	return ids
}

// joins tells whether a delivery can be joined to others, or as the head take
// others.
func joins(d news.Delivery, head bool, now time.Time) bool {
	return d.Article != "" && d.Edits == 0 && d.State == news.DeliveryPending && d.Doubts == 0 &&
		d.Expires.IsZero() && !d.NotBefore.After(now) && (head || len(d.Parts) == 0)
}

// composeDigest writes what was joined as one message. Articles that are gone
// from the archive are left out.
func (b *Bot) composeDigest(ctx context.Context, l *letter) error {
	digest := message.Digest{Repeat: l.repeat}
	for _, p := range append([]news.Part{{Article: l.Article, Topics: l.Topics}}, l.Parts...) {
		if p.Article == "" {
			continue
		}
		switch alert, err := b.alert(ctx, p.Article, p.Topics, l.chat); {
		case err == nil:
			digest.Alerts = append(digest.Alerts, alert)
		case !errors.Is(err, errGone):
			return err
		}
	}
	if len(digest.Alerts) == 0 {
		return errGone
	}
	locale := message.For(l.chat, b.now())
	l.message.Text, l.message.Silent = digest.HTML(locale), digest.Silent()
	l.plain = digest.Plain(locale)
	return nil
}

// edit gives a message its new text. If the message is gone the text is sent
// anew, unless it is of no use then.
func (b *Bot) edit(ctx context.Context, l *letter, m telegram.Message) (int, error) {
	err := b.api.EditMessageText(ctx, l.Edits, m)
	if !telegram.Is(err, telegram.KindMessageGone) {
		return l.Edits, err
	}
	if l.EditOnly {
		return 0, errMessageGone
	}
	return b.api.SendMessage(ctx, m)
}
