package news_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// A counted ledger counts how often an article is read.
type counted struct {
	news.Ledger
	reads int
}

func (l *counted) Archived(ctx context.Context, id string) (news.Archived, bool, error) {
	l.reads++
	return l.Ledger.Archived(ctx, id)
}

// TestTheDeskHeedsFiltersAndMutes has one chat for each reason not to be told,
// on both engines.
func TestTheDeskHeedsFiltersAndMutes(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { heed(t, openSQLite(t)) })
	t.Run("redis", func(t *testing.T) { heed(t, openStore(t, storetest.Redis(t).Address())) })
}

func heed(t *testing.T, s store.Store) {
	put := func(chat int64, topic string, f news.Filter) {
		t.Helper()
		err := s.PutSubscription(t.Context(), news.Subscription{Recipient: news.Recipient{Chat: chat}, Topic: topic, Filter: f})
		if err != nil {
			t.Fatal(err)
		}
	}
	put(1, "terror", news.Filter{})
	put(2, "terror", news.Filter{Langs: []string{"ps"}})
	put(3, "terror", news.Filter{Sources: []string{"bbc"}})
	put(4, "terror", news.Filter{MinScore: 2})
	put(5, "terror", news.Filter{MinSeverity: news.SeverityCritical})
	put(6, "terror", news.Filter{Langs: []string{"fa"}, Sources: []string{"irna"}, MinScore: 1, MinSeverity: news.SeverityHigh})
	put(7, "terror", news.Filter{MinScore: 2})
	put(7, "weather", news.Filter{})
	for chat, m := range map[int64]news.Mute{
		10: {Kind: news.MuteTopic, ID: "terror"},
		11: {Kind: news.MuteSource, ID: "irna", Until: time.Now().Add(time.Hour)},
		12: {Kind: news.MuteSource, ID: "bbc"},
	} {
		put(chat, "terror", news.Filter{})
		mute(t, s, chat, m)
	}
	ledger := &counted{Ledger: s}
	d := news.NewDesk(titles{}, ledger, news.DeskConfig{Severity: func(string) news.Severity { return news.SeverityHigh }})
	handle(t, d, news.Article{URL: "https://a.example/1", Title: "terror weather", Lang: "fa", Source: "irna"}, news.Alerted)
	if err := d.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := told(t, s)
	if want := map[int64]int{1: 1, 6: 1, 7: 1, 12: 1}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("deliveries by chat = %v, want %v", got, want)
	}
	ds, err := s.Reserve(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range ds {
		if want := map[bool]string{false: "[terror]", true: "[weather]"}[r.Chat == 7]; fmt.Sprint(r.Topics) != want {
			t.Errorf("chat %d is told of %v, want %s", r.Chat, r.Topics, want)
		}
	}
	if ledger.reads != 1 {
		t.Errorf("the article was read %d times, want once", ledger.reads)
	}
}

func mute(t *testing.T, s store.Store, chat int64, m news.Mute) {
	t.Helper()
	_, err := s.ChangeSettings(t.Context(), chat, func(c *news.ChatSettings) error { c.Mutes = append(c.Mutes, m); return nil })
	if err != nil {
		t.Fatal(err)
	}
}

// TestChunksThatNobodyWantsArePassed has more subscribers than two chunks hold
// of whom the last alone wants the article.
func TestChunksThatNobodyWantsArePassed(t *testing.T) {
	s := openSQLite(t)
	const chats = 2*news.ChunkSize + 1
	for chat := int64(1); chat <= chats; chat++ {
		n := news.Subscription{Recipient: news.Recipient{Chat: chat}, Topic: "terror"}
		if chat < chats {
			n.Filter.Langs = []string{"ps"}
		}
		if err := s.PutSubscription(t.Context(), n); err != nil {
			t.Fatal(err)
		}
	}
	d := news.NewDesk(titles{}, s, news.DeskConfig{})
	handle(t, d, news.Article{URL: "https://a.example/1", Title: "terror", Lang: "fa"}, news.Alerted)
	if err := d.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := told(t, s); len(got) != 1 || got[chats] != 1 {
		t.Errorf("deliveries by chat = %v, want one to chat %d", got, chats)
	}
	if c, err := s.Counts(t.Context()); c.Outbox != 0 || err != nil {
		t.Errorf("Counts = %+v, %v, want an empty outbox", c, err)
	}
}

// TestAMuteEnds has a chat that is told again when its mute is over, which
// nobody has to take away.
func TestAMuteEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := store.Open(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "rasad.db"), store.Config{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		subscribe(t, s, 1, "terror")
		mute(t, s, 1, news.Mute{Kind: news.MuteTopic, ID: "terror", Until: time.Now().Add(time.Hour)})
		d := news.NewDesk(titles{}, s, news.DeskConfig{})
		for i, want := range []int{0, 0, 1} {
			time.Sleep(time.Duration(i) * 30 * time.Minute) // at 0:00, 0:30 and 1:30 of the mute
			handle(t, d, news.Article{URL: fmt.Sprint("https://a.example/", i), Title: "terror"}, news.Alerted)
			if err := d.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := told(t, s); got[1] != want {
				t.Errorf("article %d: %d deliveries, want %d", i, got[1], want)
			}
		}
	})
}
