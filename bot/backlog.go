package bot

import (
	"context"
	"errors"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
)

// The measures of a backlog.
const (
	backlogAge   = 2 * time.Minute // that its oldest alert has waited
	backlogSize  = 4               // alerts that are worth a digest
	backlogReach = 200             // deliveries of a lane that are looked at
	fewUrgent    = 3               // urgent alerts that still ring by themselves
)

// gather makes what waits behind a letter's delivery one message with it: what
// is told together in a digest, and a backlog, which comes about where a chat
// or everything had to wait: after a flood, an outage, a time without rights. If
// something urgent waits behind it, what is there is a backlog however young.
// If it cannot be done the delivery goes alone.
func (s *sender) gather(ctx context.Context, l *letter) {
	digest := l.gathered(l.Delivery)
	urgent := l.Class <= news.ClassUrgent // something in its lane
	late := s.config.Backlog >= 0 && (urgent || s.now().Sub(l.CreatedAt) >= s.config.Backlog)
	if l.Article == "" || l.Text != "" || l.State != news.DeliveryPending || !digest && !late {
		return
	}
	ids, err := s.companions(ctx, l, digest)
	if err == nil && len(ids) > 0 {
		err = s.join(ctx, l, ids)
	}
	if err != nil && !errors.Is(err, news.ErrFenced) { // else Begin will say so
		s.log.Warn("a backlog cannot be joined", "chat", l.Chat, "err", err)
	}
}

// companions returns what of a letter's lane becomes one message with it.
func (s *sender) companions(ctx context.Context, l *letter, digest bool) ([]int64, error) {
	lane, err := s.store.Waiting(ctx, l.Chat, backlogReach)
	if err != nil {
		return nil, err
	}
	var can []news.Delivery // go now
	for _, d := range lane {
		if d.Thread != l.Thread {
			continue
		}
		if d.ID == l.ID || !joins(d, false, s.now()) {
			can = append(can, d)
			continue
		}
		switch d, err = s.narrow(ctx, l.wishes, d); {
		case errors.Is(err, errUnwanted):
		case err != nil:
			return nil, err
		case l.heldUntil(d, s.catalog().Severity, s.now()).IsZero():
			can = append(can, d)
		}
	}
	if digest {
		return gathering(can, l, s.now()), nil
	}
	return backlog(can, l.ID, s.now()), nil
}

// join joins deliveries to a letter's, and leaves in it what is wanted of them.
func (s *sender) join(ctx context.Context, l *letter, ids []int64) error {
	if err := s.store.Join(ctx, l.ID, s.token, ids); err != nil {
		return err
	}
	lane, err := s.store.Waiting(ctx, l.Chat, 1)
	if err != nil || len(lane) == 0 || lane[0].ID != l.ID {
		return err
	}
	class := l.Class
	l.Delivery, err = s.narrow(ctx, l.wishes, lane[0])
	l.Class = class
	return err
}

// gathering returns what of a lane is told in one digest with a letter: all
// alerts that waited for one, whatever their number. What came meanwhile and
// waits for none goes by itself.
func gathering(lane []news.Delivery, l *letter, now time.Time) []int64 {
	var ids []int64
	for _, d := range lane {
		if len(ids)+1+len(l.Parts) == message.MaxDigest {
			break
		}
		if d.ID != l.ID && joins(d, false, now) && l.gathered(d) {
			ids = append(ids, d.ID)
		}
	}
	return ids
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
	return d.Article != "" && d.Text == "" && d.Edits == 0 && d.State == news.DeliveryPending && d.Doubts == 0 &&
		d.Expires.IsZero() && !d.NotBefore.After(now) && (head || len(d.Parts) == 0)
}

// reason says why a letter's alerts come in one message.
func (l *letter) reason() message.DigestReason {
	switch _, mode := l.due(topicsOf(l.Delivery), l.CreatedAt); {
	case mode == news.ModeHourly:
		return message.DigestHourly
	case mode == news.ModeDaily:
		return message.DigestDaily
	case l.Held && l.chat.Settings.Quiet != (news.Quiet{}):
		return message.DigestQuiet
	}
	return message.DigestBacklog
}

// composeDigest writes what was joined as one message. Articles that are gone
// from the archive are left out.
func (b *Bot) composeDigest(ctx context.Context, l *letter) error {
	digest := message.Digest{Repeat: l.repeat, Reason: l.reason()}
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
	parts := message.Split(digest.HTML(locale), message.MaxUnits)
	l.message.Text, l.message.Silent = parts[0], digest.Silent()
	if l.plain = digest.Plain(locale); len(parts) > 1 {
		l.plain = message.Flatten(parts[0])
	}
	l.leave(parts[1:])
	return nil
}
