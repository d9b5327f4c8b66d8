package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// Furnish writes something of everything that can be kept into a store: the
// chats 1, 2 and a group that has migrated, deliveries in every state, an entry of
// the outbox on its way.
func Furnish(t testing.TB, s store.Store, now time.Time) {
	t.Helper()
	ctx := t.Context()
	for _, write := range []func(context.Context, store.Store, time.Time) error{furnishChats, furnishPeople, furnishArticles, furnishQueue} {
		if err := write(ctx, s, now); err != nil {
			t.Fatalf("furnish the store: %v", err)
		}
	}
}

// all calls each until one fails.
func all(calls ...func() error) error {
	for _, call := range calls {
		if err := call(); err != nil {
			return err
		}
	}
	return nil
}

func furnishChats(ctx context.Context, s store.Store, now time.Time) error {
	to := news.Recipient{Chat: 1}
	return all(
		func() error { return s.PutChat(ctx, news.Chat{ID: 1, Kind: "private", Title: "لاله", Lang: "fa"}) },
		func() error { return s.PutChat(ctx, news.Chat{ID: -5, Kind: "group", Title: "old"}) },
		func() error { return s.StopChat(ctx, 9, "blocked") },
		func() error {
			_, err := s.ChangeSettings(ctx, 1, func(c *news.ChatSettings) error {
				c.Zone, c.Mutes = "Asia/Kabul", []news.Mute{{Kind: news.MuteTopic, ID: "sport"}}
				return nil
			})
			return err
		},
		func() error {
			return s.PutSubscription(ctx, news.Subscription{Recipient: to, Topic: "terror", Since: now.Add(-time.Hour),
				Filter: news.Filter{Langs: []string{"fa"}, MinScore: 1.5}, Mode: news.ModeDaily, At: 540})
		},
		func() error {
			return s.PutSubscription(ctx, news.Subscription{Recipient: news.Recipient{Chat: 2, Thread: 7}, Topic: "terror", Config: true})
		},
		func() error {
			return s.PutSubscription(ctx, news.Subscription{Recipient: news.Recipient{Chat: -5}, Topic: "terror"})
		},
		func() error { return s.MigrateChat(ctx, -5, -1005) },
		func() error {
			return s.PutWatch(ctx, news.Watch{ID: "w1", Recipient: to, Author: 1, Name: "mine", Query: "انفجار", Lang: "fa"})
		},
		func() error {
			return s.PutWatch(ctx, news.Watch{ID: "w2", Recipient: to, Author: 1, Query: "gone"})
		},
		func() error { _, err := s.DeleteWatch(ctx, 1, "w2"); return err },
		func() error { return s.Park(ctx, 2, now.Add(48*time.Hour)) },
	)
}

func furnishPeople(ctx context.Context, s store.Store, now time.Time) error {
	return all(
		func() error {
			return s.PutVote(ctx, news.Vote{Chat: 1, User: 1, Article: "sent", Up: true, Terms: map[string][]string{"terror": {"انفجار"}, "bare": nil}})
		},
		func() error {
			return s.PutNote(ctx, news.Note{Name: "channels:1", Chat: 1, Text: "-1001 -1002"})
		},
		func() error {
			return s.PutNote(ctx, news.Note{Name: "kept:1", Chat: 1, Text: "a b", Expires: now.Add(72 * time.Hour)})
		},
		func() error { return s.PutGuest(ctx, news.Guest{ID: 8, Name: "Guest", State: news.GuestDenied, By: 1}) },
		func() error {
			return s.PutInvitation(ctx, news.Invitation{ID: "i1", By: 1, For: "team", Expires: now.Add(72 * time.Hour), Uses: 3})
		},
		func() error {
			return s.PutSourceState(ctx, news.SourceState{Source: "irna", ETag: `"x"`, Failures: 2}, news.Lease{})
		},
		func() error { return s.PutSetting(ctx, "offset", "31") },
		func() error {
			return s.Schedule(ctx, news.Job{Key: "housekeeping", Due: now.Add(time.Hour), Work: "{}"})
		},
		func() error { return s.MarkSeen(ctx, []string{"old 1", "old 2", "old 3"}) },
	)
}

// furnishArticles claims three articles: one whose alerts are written, one that
// is half fanned out, and one that interests nobody.
func furnishArticles(ctx context.Context, s store.Store, now time.Time) error {
	for _, id := range []string{"sent", "half"} {
		if _, err := s.Claim(ctx, article(id, "terror", "bare")); err != nil {
			return err
		}
	}
	if _, err := s.Claim(ctx, article("plain")); err != nil {
		return err
	}
	alert := func(chat int64, thread int) news.Delivery {
		return news.Delivery{Recipient: news.Recipient{Chat: chat, Thread: thread}, Topics: []string{"terror"}}
	}
	_, err := s.FanOut(ctx, news.Chunk{Article: "sent", Last: true, Deliveries: []news.Delivery{alert(-1005, 0), alert(1, 0), alert(2, 7)}})
	if err != nil {
		return err
	}
	first := alert(-1005, 0)
	_, err = s.FanOut(ctx, news.Chunk{Article: "half", Deliveries: []news.Delivery{first}, After: first.Recipient})
	return err
}

// furnishQueue brings deliveries into every state: one was sent, one dropped, one
// expired, one is buried, one in doubt, one under way, one held, one joined, and
// others wait in their lanes.
func furnishQueue(ctx context.Context, s store.Store, now time.Time) error {
	text := func(chat int64, text string, c news.Class) news.Delivery {
		return news.Delivery{Recipient: news.Recipient{Chat: chat}, Text: text, Class: c}
	}
	heads := map[int64]int64{}
	look := func() error {
		for _, chat := range []int64{1, 2, -1005, 3, 4, 6, 7} {
			found, err := s.Waiting(ctx, chat, 1)
			if err != nil {
				return err
			}
			if len(found) > 0 {
				heads[chat] = found[0].ID
			}
		}
		return nil
	}
	begin := func(chat int64) func() error {
		return func() error { _, err := s.Begin(ctx, heads[chat], 0); return err }
	}
	enqueue := func(key string, d news.Delivery) func() error {
		return func() error { return s.Enqueue(ctx, key, d) }
	}
	lapsed := text(4, "worth nothing any more", 0)
	lapsed.Expires, lapsed.Article = now, ""
	edit := text(1, "an edit", 0)
	edit.Edits, edit.EditOnly = 77, true
	return all(
		enqueue("3a", text(3, "in doubt", 1)), enqueue("3b", text(3, "behind it", -2)), enqueue("4", lapsed),
		enqueue("6a", text(6, "held", 0)), enqueue("6b", text(6, "buried", 0)), enqueue("7", text(7, "under way", 0)),
		enqueue("1e", edit), enqueue("1t", text(1, "an answer <b>&</b> more", 0)),
		func() error {
			return s.EnqueueAll(ctx, "all", news.Delivery{Text: "to all", Topics: []string{"x"}}, []int64{1, 6, 11})
		},
		look,
		begin(-1005), func() error { return s.Finish(ctx, heads[-1005], 501) }, // sent
		begin(1), func() error { return s.Drop(ctx, heads[1], 0, "muted") },
		begin(4), func() error { return s.Bury(ctx, heads[4], 0, "too late") },
		begin(3), func() error { return s.Retry(ctx, heads[3], 0, now.Add(time.Minute), true, "timeout") },
		func() error { return s.Hold(ctx, heads[6], 0, now.Add(30*time.Hour)) },
		begin(7),
		look,
		begin(6), func() error { return s.Bury(ctx, heads[6], 0, "chat not found") },
		func() error { return furnishJoined(ctx, s) },
	)
}

// furnishJoined joins two alerts of a chat.
func furnishJoined(ctx context.Context, s store.Store) error {
	to := news.Recipient{Chat: 12}
	for _, id := range []string{"part-1", "part-2"} {
		if _, err := s.Claim(ctx, article(id, "terror")); err != nil {
			return err
		}
		chunk := news.Chunk{Article: id, Last: true, Deliveries: []news.Delivery{{Recipient: to, Topics: []string{"terror"}}}}
		if _, err := s.FanOut(ctx, chunk); err != nil {
			return err
		}
	}
	lane, err := s.Waiting(ctx, to.Chat, 2)
	if err != nil {
		return err
	}
	return s.Join(ctx, lane[0].ID, 0, []int64{lane[1].ID})
}
