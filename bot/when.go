package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// Wishes are what a recipient wants of its alerts, and when.
type wishes struct {
	to     news.Recipient
	chat   news.Chat
	chosen map[string]news.Subscription // by topic
}

// wishesOf reads what a recipient wants.
func (b *Bot) wishesOf(ctx context.Context, to news.Recipient) (wishes, error) {
	chat, known, err := b.store.Chat(ctx, to.Chat)
	if err != nil {
		return wishes{}, fmt.Errorf("read chat: %w", err)
	}
	if !known {
		chat = news.Chat{ID: to.Chat, State: news.ChatActive}
		if chat.ID > 0 {
			chat.Kind = telegram.Private
		}
	}
	chosen, err := b.chosen(ctx, to)
	return wishes{to, chat, chosen}, err
}

// due returns when alerts of some topics are to be told that were written at a
// time, and the mode that says so: that of the subscription which tells first.
// What nobody is subscribed to is told at once.
func (w wishes) due(topics []string, written time.Time) (time.Time, news.Mode) {
	var first time.Time
	mode := news.ModeInstant
	zone := w.chat.Settings.Location(w.chat.Lang)
	for _, topic := range topics {
		s, ok := w.chosen[topic]
		if !ok {
			continue
		}
		if at := s.Mode.Due(written, s.At, zone); first.IsZero() || at.Before(first) {
			first, mode = at, s.Mode
		}
	}
	if first.IsZero() {
		return written, mode
	}
	return first, mode
}

// gathered tells whether an alert belongs into a digest: it waited for the
// time of one, or for the end of quiet hours.
func (w wishes) gathered(d news.Delivery) bool {
	_, mode := w.due(topicsOf(d), d.CreatedAt)
	return d.Held || mode == news.ModeHourly || mode == news.ModeDaily
}

// heldUntil returns until when a delivery has to wait, the zero time if it can
// go now: for its digest, and for the end of quiet hours, unless it is
// critical. What somebody asked for waits for neither, nor does what answers
// or tells of trouble.
func (w wishes) heldUntil(d news.Delivery, severity func(string) news.Severity, now time.Time) time.Time {
	alert := d.Article != "" || len(d.Parts) > 0
	if d.Asked || !alert && !d.Class.Bulk() {
		return time.Time{}
	}
	topics, written := topicsOf(d), d.CreatedAt
	if written.After(now) {
		written = now // the clock was set back
	}
	until, _ := w.due(topics, written)
	critical := slices.ContainsFunc(topics, func(t string) bool { return severity(t) == news.SeverityCritical })
	quiet := w.chat.Settings.Quiet.Until(later(now, until), w.chat.Settings.Location(w.chat.Lang))
	if !critical && !quiet.IsZero() { // a digest whose time they hold comes at their end
		until = quiet
	}
	if !until.After(now) {
		return time.Time{}
	}
	return until
}

// topicsOf returns the topics of a delivery and its parts.
func topicsOf(d news.Delivery) []string {
	topics := slices.Clone(d.Topics)
	for _, p := range d.Parts {
		topics = append(topics, p.Topics...)
	}
	return topics
}

// errUnwanted is why a letter is dropped.
var errUnwanted = errors.New("its chat does not want it any more")

// narrow leaves of an alert and its parts what the recipient still wants: the
// filters are asked again, as a chat that moved was caught up with without
// them, and the mutes and subscriptions, as alerts may have waited for long. If
// nothing is left the error is errUnwanted.
func (b *Bot) narrow(ctx context.Context, w wishes, d news.Delivery) (news.Delivery, error) {
	if d.Article == "" && len(d.Parts) == 0 {
		return d, nil
	}
	var left []news.Part
	for _, p := range append([]news.Part{{ID: d.ID, Article: d.Article, Topics: d.Topics}}, d.Parts...) {
		topics, err := b.wanted(ctx, w, p)
		if err != nil {
			return d, err
		}
		if len(topics) > 0 || len(p.Topics) == 0 && p.Article != "" {
			left = append(left, news.Part{ID: p.ID, Article: p.Article, Topics: topics})
		}
	}
	if len(left) == 0 {
		return d, errUnwanted
	}
	d.Article, d.Topics, d.Parts = left[0].Article, left[0].Topics, left[1:]
	return d, nil
}

// wanted returns those of an alert's topics that the recipient wants.
func (b *Bot) wanted(ctx context.Context, w wishes, p news.Part) ([]string, error) {
	who := news.Subscriber{Recipient: w.to, Mutes: w.chat.Settings.Mutes, Filters: map[string]news.Filter{}}
	who.Topics = slices.DeleteFunc(slices.Clone(p.Topics), func(t string) bool { _, ok := w.chosen[t]; return !ok })
	for _, topic := range who.Topics {
		if f := w.chosen[topic].Filter; !f.IsZero() {
			who.Filters[topic] = f
		}
	}
	if !who.Particular() || len(who.Topics) == 0 {
		return who.Topics, nil
	}
	archived, ok, err := b.store.Archived(ctx, p.Article)
	if err != nil {
		return nil, fmt.Errorf("read article: %w", err)
	}
	if !ok {
		return who.Topics, nil // what follows from that is compose's business
	}
	if muted, err := b.storyMuted(ctx, w.to, who.Mutes, archived.Article); muted || err != nil {
		return nil, err
	}
	return who.Wants(archived, b.catalog().Severity, b.now()), nil
}

// storyMuted tells whether an article tells a story that is muted. A story is
// known by the article under which it was muted, and is whatever tells the same.
func (b *Bot) storyMuted(ctx context.Context, to news.Recipient, mutes []news.Mute, a news.Article) (bool, error) {
	for _, m := range mutes {
		if m.Kind != news.MuteStory || !m.Covers(to) || !m.InForce(b.now()) {
			continue
		}
		told, ok, err := b.store.Archived(ctx, m.ID)
		if err != nil {
			return false, fmt.Errorf("read the article of a muted story: %w", err)
		}
		if ok && message.SameStory(told.Article, a) {
			return true, nil
		}
	}
	return false, nil
}

// admit returns a letter of what a recipient wants of a delivery now, or nil
// if that is nothing: it was held until later, dropped, or could not be judged.
func (s *sender) admit(ctx context.Context, d news.Delivery) *letter {
	l := &letter{Delivery: d}
	paused, err := s.pausedBy(ctx)
	if err == nil {
		err = s.unwelcome(ctx, d)
	}
	asked := s.judged.Load()
	w, e := s.wishesOf(ctx, d.Recipient)
	if err == nil {
		err = e
	}
	if err == nil && d.State == news.DeliveryPending && d.Edits == 0 {
		l.Delivery, err = s.narrow(ctx, w, d)
	}
	l.wishes = w
	until := w.heldUntil(l.Delivery, s.catalog().Severity, s.now())
	if paused.on() && alerting(d) {
		until = later(until, s.now().Add(pauseTime))
	}
	switch {
	case errors.Is(err, errUnwanted):
		err = s.store.Drop(ctx, d.ID, s.token, err.Error())
		s.log.Debug("an alert is dropped: its chat does not want it any more", "delivery", d.ID, "chat", d.Chat)
	case err != nil:
	case d.State == news.DeliveryPending && d.Edits == 0 && !until.IsZero():
		err = s.store.Hold(ctx, d.ID, s.token, until)
		s.wake(until)
		if err == nil && s.judged.Load() != asked { // settings changed meanwhile
			err = s.store.LetGo(ctx, d.Chat)
		}
	default:
		s.trouble.note(ctx, unjudged, nil)
		return l
	}
	s.pace.giveBack(d.Class, d.Chat)
	switch {
	case errors.Is(err, news.ErrFenced):
		s.replaced()
	case err != nil:
		s.trouble.note(ctx, unjudged, err, "delivery", d.ID)
		now := s.now()
		s.pace.pause(now, now.Add(s.config.Every))
	default:
		s.trouble.note(ctx, unjudged, nil)
	}
	return nil
}

// alerting tells whether a delivery is an alert, which a pause holds.
func alerting(d news.Delivery) bool { return d.Article != "" || len(d.Parts) > 0 }
