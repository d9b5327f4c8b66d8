package sqlite_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// TestOldDatabaseIsBroughtUp opens a file of the first version that was left
// in the middle of its work.
func TestOldDatabaseIsBroughtUp(t *testing.T) {
	schema, err := os.ReadFile("migrations/001_begin.sql")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "rasad.db")
	query(t, path, string(schema)+`
		INSERT INTO seen (key, at) VALUES (x'01', 1), (x'02', 1);
		INSERT INTO chats (id, kind, title, lang, state, why) VALUES (1, 'private', 'Sara', 'fa', 'active', '');
		INSERT INTO subscriptions (chat, thread, topic, since, config) VALUES (1, 0, 'terror', 1, 0);
		INSERT INTO deliveries (id, chat, thread, article, topics, text, markup, state, attempts, not_before, created_at) VALUES
			(1, 1, 0, '', '[]', 'sent', '', 'sent', 1, 0, 1),
			(2, 1, 0, '', '[]', 'under way', '', 'attempting', 1, 0, 1),
			(3, 1, 0, '', '[]', 'next', '', 'pending', 0, 0, 1);
		INSERT INTO lanes (chat, head, parked, until) VALUES (1, 2, 0, 0);
		PRAGMA user_version = 1; PRAGMA application_id = 0x72617364`)
	s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	want := news.Counts{Seen: 2, Pending: 1, Attempting: 1, Sent: 1, Chats: 1, Subscriptions: 1}
	if got, err := s.Counts(t.Context()); got != want || err != nil {
		t.Errorf("Counts = %+v, %v, want %+v", got, err, want)
	}
	if start, err := s.Begin(t.Context(), 2, 0); start != news.InDoubt || err != nil {
		t.Errorf("Begin = %v, %v, want InDoubt", start, err)
	}
	if ds, err := s.Reserve(t.Context(), 5); err != nil || len(ds) != 1 || ds[0].Text != "under way" || ds[0].Doubts != 1 {
		t.Errorf("Reserve = %+v, %v, want what was under way, with one doubt", ds, err)
	}
}

// steps returns the schema's steps, in their order.
func steps(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("migrations/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("Glob = %v, %v, want the migrations", files, err)
	}
	var texts []string
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	return texts
}

// TestEveryVersionIsBroughtUp opens a file of each version with what every
// version could hold, which comes back with the defaults of what came later.
func TestEveryVersionIsBroughtUp(t *testing.T) {
	all := steps(t)
	for version := 1; version < len(all); version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "rasad.db")
			query(t, path, strings.Join(all[:version], ";\n")+fmt.Sprintf(`;
				INSERT INTO chats (id, kind, title, lang, state, why) VALUES (1, 'private', 'Sara', 'fa', 'active', '');
				INSERT INTO subscriptions (chat, thread, topic, since, config) VALUES (1, 0, 'terror', 1, 1);
				PRAGMA user_version = %d; PRAGMA application_id = 0x72617364`, version))
			s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			sara := news.Chat{ID: 1, Kind: "private", Title: "Sara", Lang: "fa", State: news.ChatActive}
			if got, _, err := s.Chat(t.Context(), 1); err != nil || !reflect.DeepEqual(got, sara) {
				t.Errorf("Chat = %+v, %v, want %+v", got, err, sara)
			}
			want := []news.Subscription{{Recipient: news.Recipient{Chat: 1}, Topic: "terror", Since: time.UnixMicro(1).UTC(), Config: true}}
			if got, err := s.Subscriptions(t.Context(), 1); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("Subscriptions = %+v, %v, want %+v", got, err, want)
			}
			met := []news.Subscriber{{Recipient: news.Recipient{Chat: 1}, Topics: []string{"terror"}}}
			if got, err := s.Subscribers(t.Context(), []string{"terror"}, news.Recipient{}, 5); err != nil || !reflect.DeepEqual(got, met) {
				t.Errorf("Subscribers = %+v, %v, want %+v", got, err, met)
			}
		})
	}
}

// TestWhatWaitsIsBroughtUp opens a file of each version before the
// present one, with two chats that wait.
func TestWhatWaitsIsBroughtUp(t *testing.T) {
	all := steps(t)
	for version := 1; version < len(all); version++ {
		schema := strings.Join(all[:version], ";\n")
		path := filepath.Join(t.TempDir(), "rasad.db")
		query(t, path, schema+fmt.Sprintf(`;
			INSERT INTO deliveries (id, chat, thread, article, topics, text, markup, state, not_before, created_at) VALUES
				(1, 1, 0, 'a', '["terror"]', '', '', 'pending', 0, 1),
				(2, 1, 0, 'b', '["terror"]', '', '', 'pending', 0, 1),
				(3, 2, 0, '', '[]', 'a text', '', 'pending', 0, 1);
			INSERT INTO lanes (chat, head, parked, until) VALUES (1, 1, 0, 0), (2, 3, 0, 0);
			PRAGMA user_version = %d; PRAGMA application_id = 0x72617364`, version))
		s, err := store.Open(t.Context(), "sqlite:"+path, store.Config{})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Join(t.Context(), 1, 0, []int64{2}); err != nil {
			t.Error(err)
		}
		urgent := news.Delivery{Recipient: news.Recipient{Chat: 2}, Text: "urgent", Class: news.ClassUrgent}
		if err := s.Enqueue(t.Context(), "urgent", urgent); err != nil {
			t.Error(err)
		}
		ds, err := s.Reserve(t.Context(), 5)
		if err != nil || len(ds) != 2 || ds[0].Text != "a text" || len(ds[1].Parts) != 1 {
			t.Errorf("from version %d: Reserve = %+v, %v", version, ds, err)
		}
		s.Close()
	}
}
