package sqlite_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/rasadnews/rasad/news"
)

// FuzzTextComesBack keeps any text in every place where one can stand.
func FuzzTextComesBack(f *testing.F) {
	f.Add("ایران", "می\u200cخواهد")
	f.Add("\x00", "'; DROP TABLE seen;--")
	f.Add("\U0010ffff", `{"a":[1,"\u0000"]}`)
	s := fresh(f)(f, time.Now)
	f.Cleanup(func() { s.Close() })
	var id int64
	f.Fuzz(func(t *testing.T, key, text string) {
		if !utf8.ValidString(text) || !utf8.ValidString(key) {
			t.Skip("no text")
		}
		if err := s.PutSetting(t.Context(), key, text); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Setting(t.Context(), key); got != text || err != nil {
			t.Errorf("Setting(%q) = %q, %v, want %q", key, got, err, text)
		}
		id++
		chat := news.Chat{ID: id, Kind: key, Title: text, Lang: key, State: news.ChatActive, Why: text}
		if err := s.PutChat(t.Context(), chat); err != nil {
			t.Fatal(err)
		}
		if got, _, err := s.Chat(t.Context(), id); !reflect.DeepEqual(got, chat) || err != nil {
			t.Errorf("Chat = %+v, %v, want %+v", got, err, chat)
		}
		err := s.PutSubscription(t.Context(), news.Subscription{Recipient: news.Recipient{Chat: 1}, Topic: text})
		if _, watch := news.WatchOf(text); watch && errors.Is(err, news.ErrUnknownWatch) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Subscribers(t.Context(), []string{text}, news.Recipient{}, 1)
		if err != nil || len(got) != 1 || !slices.Equal(got[0].Topics, []string{text}) {
			t.Errorf("Subscribers(%q) = %v, %v", text, got, err)
		}
		if err := s.MarkSeen(t.Context(), []string{key}); err != nil {
			t.Fatal(err)
		}
		if seen, err := s.Seen(t.Context(), []string{key}); err != nil || !seen[0] {
			t.Errorf("Seen(%q) = %v, %v, want true", key, seen, err)
		}
	})
}
