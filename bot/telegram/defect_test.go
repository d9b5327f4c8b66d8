package telegram_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/bot/telegramtest"
)

// These tests hold what the library gets wrong and this package must not, as
// far as no other test does: newer fields (TestChatsAndProfile), the status of
// uploads (TestUploadKeepsTheStatus), the token (TestTokenIsNeverTold), HTML
// answers (TestOddAnswers), contexts (TestNoAnswer), malformed updates and
// callbacks without a message (TestMalformedUpdates).

// TestNewNeedsNoNetwork: the library asks getMe before anything else.
func TestNewNeedsNoNetwork(t *testing.T) {
	c, err := telegram.New(token, telegram.Config{API: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Timeout() < 30*time.Second || telegram.DefaultFileTimeout < c.Timeout() {
		t.Errorf("a call may take %v; the server hides flood waits as latency", c.Timeout())
	}
}

// TestAskingAcknowledgesNothing: the library moves its offset before an update
// is handled. Here an update comes until a later offset is given.
func TestAskingAcknowledgesNothing(t *testing.T) {
	d := newDesk(t, telegramtest.Config{})
	for range 2 {
		got, err := d.client.GetUpdates(t.Context(), 0, 0, nil)
		if err != nil || len(got) != 1 || got[0].Message.Text != "/start" {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	if got, err := d.client.GetUpdates(t.Context(), 2, 0, nil); err != nil || len(got) != 0 {
		t.Errorf("acknowledged, and again: %+v, %v", got, err)
	}
}

// TestAllowedUpdatesAreAList: a nil slice goes out of the library as null, and
// the server then keeps its old list.
func TestAllowedUpdatesAreAList(t *testing.T) {
	d := newDesk(t, telegramtest.Config{})
	for _, allowed := range [][]string{{telegram.UpdateCallback}, nil} {
		if _, err := d.client.GetUpdates(t.Context(), 0, 0, allowed); err != nil {
			t.Fatal(err)
		}
	}
	calls := d.Calls()
	if got := calls[len(calls)-1].Params["allowed_updates"]; got != "[]" {
		t.Errorf("allowed_updates = %q", got)
	}
	d.sara.Say(d.chat, "seen")
	if got, err := d.client.GetUpdates(t.Context(), 2, 0, nil); err != nil || len(got) != 1 {
		t.Errorf("messages are still left out: %+v, %v", got, err)
	}
}

// TestHugeAnswers are answers that are too large, or never end.
func TestHugeAnswers(t *testing.T) {
	ok := `{"ok":true,"result":{"message_id":1}}`
	for name, answer := range map[string]http.HandlerFunc{
		"never ending":     endless,
		"huge length":      cutAt(1<<50, `{"ok":true,"result":`),
		"trailing garbage": answering(200, "application/json", ok+"garbage"),
		"two answers":      answering(200, "application/json", ok+ok),
		"deep":             answering(200, "application/json", strings.Repeat(`{"ok":`, 1<<17)),
		"an array":         answering(200, "application/json", "["+ok+"]"),
	} {
		err := send(client(t, answer))
		var e *telegram.Error
		if !errors.As(err, &e) || !e.InDoubt || e.Kind != telegram.KindGateway && e.Kind != telegram.KindNetwork {
			t.Errorf("%s: %+v", name, err)
		}
	}
	for _, kind := range []string{"application/json", "text/plain", "application/octet-stream", "", "nonsense;;"} {
		if err := send(client(t, answering(200, kind, ok))); err != nil {
			t.Errorf("a whole answer as %q: %v", kind, err)
		}
	}
}

// TestFalseIsNoSuccess: an answer that carries a false says nothing was done.
func TestFalseIsNoSuccess(t *testing.T) {
	c := client(t, answering(200, "application/json", `{"ok":true,"result":false}`))
	for _, err := range []error{
		c.DeleteMessage(t.Context(), 1, 2), c.PinMessage(t.Context(), 1, 2, true), c.DeleteWebhook(t.Context()),
		c.AnswerCallback(t.Context(), "1", "", false), c.SetMyName(t.Context(), "", "x"),
	} {
		if !telegram.Is(err, telegram.KindGateway) {
			t.Errorf("a false gives %v", err)
		}
	}
}

// TestMegabyteOfEntities is a message that no person writes, between two that
// are well.
func TestMegabyteOfEntities(t *testing.T) {
	entities := strings.Repeat(`{"type":"bold","offset":-1,"length":99999999999},`, 1<<15) + `{"type":7}`
	plain := `{"update_id":%d,"message":{"message_id":1,"chat":{"id":5,"type":"private"},"text":"a"}}`
	body := fmt.Sprintf(`{"ok":true,"result":[`+plain+`,{"update_id":2,"message":{"message_id":1,"chat":{"id":5},"text":"b","entities":[%s]}},`+plain+`]}`, 1, entities, 3)
	c := client(t, answering(200, "application/json", body))
	got, err := c.GetUpdates(t.Context(), 1, 0, nil)
	if err != nil || len(got) != 3 || got[0].Message.Text != "a" || got[1].ID != 2 || got[2].Message.Text != "a" {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestUnknownKinds of updates, fields and chats pass without harm.
func TestUnknownKinds(t *testing.T) {
	c := client(t, answering(200, "application/json", `{"ok":true,"result":[
		{"update_id":1,"message_reaction":{"chat":{"id":1,"type":"private"},"message_id":1}},
		{"update_id":2,"guest_message":null},
		{"update_id":3,"message":{"message_id":1,"chat":{"id":5,"type":"galaxy"},"hologram":{"x":[1,2]}}},
		{"update_id":4,"callback_query":{"id":"1","from":{"id":2},"inline_message_id":"x","game_short_name":"g"}},
		{"update_id":5,"callback_query":{"id":"1","from":{"id":2},"message":{"chat":{"id":7},"message_id":1,"date":0}}},
		{"update_id":6,"my_chat_member":{"chat":{"id":5},"new_chat_member":{"status":"emperor"}}}
	]}`))
	got, err := c.GetUpdates(t.Context(), 1, 0, nil)
	if err != nil || len(got) != 6 {
		t.Fatalf("%+v, %v", got, err)
	}
	for _, u := range got {
		if u.Err != nil {
			t.Errorf("update %d: %v", u.ID, u.Err)
		}
	}
	if got[2].Message.Chat.Kind != "galaxy" || got[3].Callback.Message != nil || got[4].Callback.Message == nil || got[5].Member.New.Present() {
		t.Errorf("%+v", got)
	}
}

// TestFileErrorsTellNoToken looks for the token in all that a file's way can
// print: its address holds it.
func TestFileErrorsTellNoToken(t *testing.T) {
	var printed strings.Builder
	tell := func(err error) {
		for ; err != nil; err = errors.Unwrap(err) {
			fmt.Fprintf(&printed, "%v %+v %#v %s\n", err, err, err, err)
		}
	}
	path := `"file_path":"documents/a.csv"`
	for _, answer := range []http.HandlerFunc{
		func(w http.ResponseWriter, r *http.Request) {
			answering(502, "text/html", "cannot reach "+r.URL.Path)(w, r)
		},
		func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/other"+r.URL.Path, http.StatusFound)
		},
		func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) },
		func(w http.ResponseWriter, r *http.Request) { cutAt(1000, r.URL.Path)(w, r) },
	} {
		c := client(t, func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/getFile") {
				answering(200, "application/json", `{"ok":true,"result":{"file_id":"x","file_size":5,`+path+`}}`)(w, r)
				return
			}
			answer(w, r)
		})
		for _, path = range []string{`"file_path":"documents/a.csv"`, `"file_path":"../bot` + token + `"`, `"file_path":"a\u0000b"`, `"file_path":"%zz?#"`} {
			_, err := c.Download(t.Context(), "x", &strings.Builder{}, 100)
			if err == nil {
				t.Error("no error")
			}
			tell(err)
		}
		_, err := c.SendPhoto(t.Context(), telegram.Message{Chat: 1}, file(token, []byte("x")))
		tell(err)
		_, err = c.EditPhoto(t.Context(), 1, telegram.Message{Chat: 1}, telegram.File{ID: token})
		tell(err)
	}
	c := dial(t, "http://127.0.0.1:1")
	_, err := c.SendDocument(t.Context(), telegram.Message{Chat: 1}, file("x", []byte("x")))
	tell(err)
	_, err = c.Download(t.Context(), "x", &strings.Builder{}, 1)
	tell(err)
	if got := printed.String(); strings.Contains(got, "AAE-secret") || len(got) < 1000 {
		t.Errorf("told:\n%s", got)
	}
}
