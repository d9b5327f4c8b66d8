package store_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

func (d *duel) filter() news.Filter {
	return []news.Filter{{}, {}, {Langs: []string{"fa"}}, {MinScore: 2, MinSeverity: news.SeverityHigh}}[d.pick(4)]
}

func (d *duel) settings() {
	id, n := d.chatID(), d.pick(4)
	until := d.moment()
	d.both("ChangeSettings", func(_ int, s store.Store) (any, error) {
		return s.ChangeSettings(d.Context(), id, func(c *news.ChatSettings) error {
			switch n {
			case 0:
				*c = news.ChatSettings{}
			case 1:
				c.Zone = "Asia/Kabul"
			default:
				c.Mutes = append(c.Mutes[:min(3, len(c.Mutes))], news.Mute{Kind: news.MuteTopic, ID: fmt.Sprint(n), Until: until})
			}
			return nil
		})
	})
}

func (d *duel) watch() {
	w := news.Watch{ID: fmt.Sprint("watch", d.pick(4)), Recipient: d.recipient(), Author: 7, Query: fmt.Sprint("query", d.pick(3))}
	gone, topic := d.pick(4) == 0, news.WatchTopic(w.ID)
	d.both("PutWatch or DeleteWatch", func(_ int, s store.Store) (any, error) {
		if gone {
			return s.DeleteWatch(d.Context(), w.Chat, w.ID)
		}
		return refused(s.PutWatch(d.Context(), w))
	})
	d.both("PutSubscription to a watch", func(_ int, s store.Store) (any, error) {
		return refused(s.PutSubscription(d.Context(), news.Subscription{Recipient: w.Recipient, Topic: topic, Filter: news.Filter{MinScore: 1}}))
	})
}

// refused takes the error of a watch that is another chat's for an answer.
func refused(err error) (any, error) {
	if errors.Is(err, news.ErrUnknownWatch) {
		return true, nil
	}
	return false, err
}

func (d *duel) vote() {
	v := news.Vote{Chat: d.chatID(), User: []int64{1, 2, 9}[d.pick(3)], Article: fmt.Sprint("article", d.pick(3)), Up: d.pick(2) == 0}
	v.At = d.clock.Now().Add(time.Duration(d.pick(3)) * time.Second)
	v.Terms = map[string][]string{"a": []string{"x", "y", "x"}[:d.pick(4)]}
	if d.pick(2) == 0 {
		v.Terms["b"] = nil
	}
	d.both("PutVote", func(_ int, s store.Store) (any, error) { return nil, s.PutVote(d.Context(), v) })
}

func (d *duel) guest() {
	g := news.Guest{ID: d.chatID(), By: 5, State: []news.GuestState{news.GuestAllowed, news.GuestDenied}[d.pick(2)]}
	i := news.Invitation{ID: fmt.Sprint("invitation", d.pick(2)), By: 6, Uses: 1 + d.pick(2)}
	if d.pick(2) == 0 {
		i.Expires = d.moment()
	}
	what := d.pick(5)
	d.both("a change of guests", func(_ int, s store.Store) (any, error) {
		switch what {
		case 0:
			return nil, s.PutGuest(d.Context(), g)
		case 1:
			return s.DeleteInvitation(d.Context(), i.ID)
		case 2:
			return nil, s.PutInvitation(d.Context(), i)
		}
		return s.TakeInvitation(d.Context(), i.ID, g)
	})
}

func (d *duel) narrow() {
	at, topic, f := d.recipient(), []string{"a", "b", "watch:watch1"}[d.pick(3)], d.filter()
	d.both("ChangeSubscription", func(_ int, s store.Store) (any, error) {
		return s.ChangeSubscription(d.Context(), at, topic, func(s *news.Subscription) error {
			s.Filter, s.At, s.Config = f, s.At+1, !s.Config
			return nil
		})
	})
}

func (d *duel) enqueueAll() {
	key, chats := fmt.Sprint("batch", d.pick(2)), []int64{d.chatID(), d.chatID()}
	n := news.Delivery{Text: key, Class: d.class()}
	if d.pick(4) == 0 {
		n.Expires = d.moment()
	}
	d.both("EnqueueAll", func(_ int, s store.Store) (any, error) { return nil, s.EnqueueAll(d.Context(), key, n, chats) })
}

func (d *duel) note() {
	n := news.Note{Name: fmt.Sprint("note", d.pick(5)), Chat: d.chatID(), Text: fmt.Sprint(d.pick(3))}
	// The clock goes back at times, and what expired may be there again or not.
	n.Expires = []time.Time{{}, d.clock.Now().AddDate(1, 0, 0), time.Unix(1, 0)}[d.pick(3)]
	gone := d.pick(5) == 0
	d.both("PutNote or DeleteNote", func(_ int, s store.Store) (any, error) {
		if gone {
			return nil, s.DeleteNote(d.Context(), n.Name)
		}
		return nil, s.PutNote(d.Context(), n)
	})
}

func (d *duel) job() {
	j := news.Job{Key: fmt.Sprint("job", d.pick(4)), Due: d.moment(), Work: fmt.Sprint(d.pick(3))}
	gone := d.pick(4) == 0
	d.both("Schedule or Cancel", func(_ int, s store.Store) (any, error) {
		if gone {
			return s.Cancel(d.Context(), j.Key)
		}
		return nil, s.Schedule(d.Context(), j)
	})
}

func (d *duel) redriveOf() {
	chat := d.chatID()
	d.both("RedriveOf", func(_ int, s store.Store) (any, error) { return s.RedriveOf(d.Context(), chat) })
}

func (d *duel) purge() {
	k := news.Keep{Articles: []time.Duration{time.Minute, time.Hour}[d.pick(2)]}
	if d.pick(4) > 0 {
		return // or little would be left to agree about
	}
	d.both("Purge", func(_ int, s store.Store) (any, error) {
		done, err := s.Purge(d.Context(), k)
		done.Bytes = 0 // which each measures in its own way
		return done, err
	})
}

func (d *duel) forget() {
	chat, really := d.chatID(), d.pick(3) == 0
	if !really {
		return
	}
	d.both("Forget", func(_ int, s store.Store) (any, error) { return nil, s.Forget(d.Context(), chat) })
}

// changesIn leaves the order of changes, not their numbers: those need not be the
// same.
func changesIn(changes []news.WatchChange, err error) ([]news.WatchChange, error) {
	for i := range changes {
		changes[i].Revision = 0
	}
	return changes, err
}

// compareBot compares what the bot's groups tell.
func (d *duel) compareBot() {
	ctx, chat := d.Context(), d.chatID()
	d.both("Chats", func(_ int, s store.Store) (any, error) { return s.Chats(ctx, chat, 2) })
	d.both("WatchesOf", func(_ int, s store.Store) (any, error) { return s.WatchesOf(ctx, chat) })
	d.both("WatchChanges", func(_ int, s store.Store) (any, error) { return changesIn(s.WatchChanges(ctx, 0, 100)) })
	d.both("WatchChanges after the first", func(_ int, s store.Store) (any, error) {
		first, err := s.WatchChanges(ctx, 0, 1)
		if err != nil || len(first) == 0 {
			return nil, err
		}
		return changesIn(s.WatchChanges(ctx, first[0].Revision, 100))
	})
	d.both("VotesOn", func(_ int, s store.Store) (any, error) { return s.VotesOn(ctx, chat, "article1") })
	d.both("TopicApprovals", func(_ int, s store.Store) (any, error) { return s.TopicApprovals(ctx) })
	d.both("TermApprovals", func(_ int, s store.Store) (any, error) { return s.TermApprovals(ctx, "a") })
	d.both("Guests", func(_ int, s store.Store) (any, error) { return s.Guests(ctx, 0, 100) })
	d.both("Invitations", func(_ int, s store.Store) (any, error) { return s.Invitations(ctx) })
	for i := range 2 {
		d.both("Batch", func(_ int, s store.Store) (any, error) { return s.Batch(ctx, fmt.Sprint("batch", i)) })
	}
	d.both("Traces", func(_ int, s store.Store) (any, error) { return s.Traces(ctx, chat) })
	d.both("Due", func(_ int, s store.Store) (any, error) { return s.Due(ctx, 3) })
	d.both("Scheduled", func(_ int, s store.Store) (any, error) {
		j, found, err := s.Scheduled(ctx, "job1")
		return fmt.Sprint(j, found), err
	})
	for i := range 5 {
		d.both("Note", func(_ int, s store.Store) (any, error) {
			n, found, err := s.Note(ctx, fmt.Sprint("note", i))
			return fmt.Sprint(n, found), err
		})
	}
	d.both("DeliveriesOf", func(_ int, s store.Store) (any, error) {
		found, err := s.DeliveriesOf(ctx, chat, 9)
		for i := range found {
			found[i].ID = 0
		}
		return found, err
	})
}
