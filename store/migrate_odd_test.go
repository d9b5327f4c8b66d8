package store_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestOddFilesMove moves a file that holds times far ahead, and, as an older
// program wrote them, texts that are no UTF-8.
func TestOddFilesMove(t *testing.T) {
	from, to := furnished(t), storetest.Redis(t).Address()
	far := time.Date(2500, 1, 1, 0, 0, 0, 1000, time.UTC)
	change(t, from, func(s store.Store) error {
		ctx := context.Background()
		return errors.Join(
			s.Schedule(ctx, news.Job{Key: "far", Due: far, Work: "x"}),
			s.PutNote(ctx, news.Note{Name: "far", Chat: 1, Text: "x", Expires: far}),
			s.Enqueue(ctx, "far", news.Delivery{Recipient: news.Recipient{Chat: 1}, Text: "x", NotBefore: far}))
	})
	db, err := sql.Open("sqlite", from[len("sqlite:"):])
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(`UPDATE deliveries SET text = CAST(x'61ff62' AS TEXT), markup = CAST(x'ff' AS TEXT);
		UPDATE watches SET name = CAST(x'c3' AS TEXT), query = CAST(x'61eda080' AS TEXT);
		UPDATE subscriptions SET mode = CAST(x'ff' AS TEXT) WHERE topic = 'terror' AND chat = 1;
		UPDATE article_topics SET topic = CAST(x'62ff' AS TEXT) WHERE topic = 'bare'`)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	migrates(t, from, to, store.Migration{}, true)
	migrates(t, from, to, store.Migration{}, false)
	change(t, to, func(s store.Store) error {
		j, ok, err := s.Scheduled(context.Background(), "far")
		if !ok || !j.Due.Equal(far) {
			t.Errorf("Scheduled = %+v, %v, want one due at %v", j, ok, far)
		}
		return err
	})
}
