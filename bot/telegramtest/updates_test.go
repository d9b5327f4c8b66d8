package telegramtest_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// ids returns the update IDs that a call of getUpdates gives.
func ids(t *testing.T, s *telegramtest.Server, p params) []int64 {
	t.Helper()
	var updates []struct {
		ID int64 `json:"update_id"`
	}
	decode(t, must(t, call(t, s, "getUpdates", p)).Result, &updates)
	var all []int64
	for _, u := range updates {
		all = append(all, u.ID)
	}
	return all
}

func TestOffsetsAcknowledge(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	for range 4 {
		w.sara.Say(w.chat, "x")
	}
	for _, c := range []struct {
		p    params
		want []int64
	}{
		{nil, []int64{1, 2, 3, 4, 5}},
		{params{"limit": 2}, []int64{1, 2}},
		{params{"limit": 1000}, []int64{1, 2, 3, 4, 5}},
		{params{"offset": 3}, []int64{3, 4, 5}},
		{params{"offset": 1}, []int64{3, 4, 5}},
		{params{"offset": -2}, []int64{4, 5}},
		{params{"offset": -9}, []int64{4, 5}},
		{params{"offset": 6}, nil},
	} {
		if got := ids(t, w.Server, c.p); !slices.Equal(got, c.want) {
			t.Errorf("getUpdates %v gives %v, want %v", c.p, got, c.want)
		}
	}
	w.sara.Say(w.chat, "x")
	w.now = w.now.Add(25 * time.Hour)
	if got := ids(t, w.Server, nil); got != nil {
		t.Errorf("after a day: %v", got)
	}
}

func TestAllowedUpdatesAreRemembered(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	group := w.group(telegramtest.Supergroup, telegramtest.Admin)
	omid := w.User("Omid", "en")
	omid.Join(group)
	want := []string{"message", "my_chat_member", "message", "message"}
	if got := kinds(t, w.Server); !slices.Equal(got, want) {
		t.Errorf("by default come %v, want %v", got, want)
	}
	must(t, call(t, w.Server, "getUpdates", params{"allowed_updates": []string{"chat_member"}}))
	must(t, call(t, w.Server, "getUpdates", params{"allowed_updates": nil}))
	group.Promote(omid, telegramtest.Admin)
	omid.Say(group, "hello")
	if got := kinds(t, w.Server); !slices.Equal(got, []string{"chat_member"}) {
		t.Errorf("after asking for chat_member alone come %v", got)
	}
	must(t, call(t, w.Server, "getUpdates", params{"allowed_updates": []string{}}))
	omid.Leave(group)
	if got := kinds(t, w.Server); !slices.Equal(got, []string{"message"}) {
		t.Errorf("after an empty list come %v", got)
	}
}

func TestPrivacyMode(t *testing.T) {
	for _, c := range []struct {
		text        string
		quiet, then bool // whether the bot sees it before and after it wrote itself
	}{
		{"hello", false, false},
		{"/help", false, true},
		{"/help@rasad_test_bot now", true, true},
		{"/help@Rasad_Test_Bot", true, true},
		{"/help@other_bot", false, false},
		{"ask @rasad_test_bot", true, true},
		{"mail x@rasad_test_bot", false, false},
		{"see /help", false, false},
	} {
		w := newWorld(t, telegramtest.Config{})
		group := w.group(telegramtest.Supergroup, telegramtest.Member)
		kinds(t, w.Server)
		w.sara.Say(group, c.text)
		quiet := len(kinds(t, w.Server)) > 0
		id := send(t, w.Server, params{"chat_id": group.ID(), "text": "x"})
		w.sara.Say(group, c.text)
		then := len(kinds(t, w.Server)) > 0
		if quiet != c.quiet || then != c.then {
			t.Errorf("%q is seen %v, then %v, want %v, %v", c.text, quiet, then, c.quiet, c.then)
		}
		w.sara.Reply(group, id, c.text)
		if len(kinds(t, w.Server)) == 0 {
			t.Errorf("%q in reply to the bot is not seen", c.text)
		}
		group.AddBot(telegramtest.Admin)
		kinds(t, w.Server)
		w.sara.Say(group, c.text)
		if len(kinds(t, w.Server)) == 0 {
			t.Errorf("%q is not seen by an administrator", c.text)
		}
	}
}

func TestBlockingTells(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	kinds(t, w.Server)
	w.sara.Block()
	w.sara.Block()
	var updates []struct {
		Change struct {
			Old struct{ Status string } `json:"old_chat_member"`
			New struct{ Status string } `json:"new_chat_member"`
		} `json:"my_chat_member"`
	}
	decode(t, must(t, call(t, w.Server, "getUpdates", nil)).Result, &updates)
	if len(updates) != 1 || updates[0].Change.Old.Status != "member" || updates[0].Change.New.Status != "kicked" {
		t.Errorf("updates %+v", updates)
	}
	acknowledge(t, w.Server)
	w.sara.Say(w.chat, "/start")
	if got := kinds(t, w.Server); !slices.Equal(got, []string{"my_chat_member", "message"}) {
		t.Errorf("coming back gives %v", got)
	}
	must(t, w.say(w.chat.ID()))
}

func TestTopicsAndSenders(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	group := w.group(telegramtest.Supergroup, telegramtest.Admin)
	thread := group.Topic("هشدارها")
	channel := w.Channel("news", "News", w.sara)
	channel.AddBot(telegramtest.Admin)
	acknowledge(t, w.Server)
	w.sara.SayIn(group, thread, "in a topic")
	first := w.sara.Say(group, "in general")
	w.sara.Edit(group, first.ID, "changed")
	w.sara.SayAnonymously(group, "who")
	w.sara.Say(channel, "post")
	type message struct {
		Thread     int  `json:"message_thread_id"`
		IsTopic    bool `json:"is_topic_message"`
		From       *struct{ Username string }
		SenderChat *struct{ ID int64 } `json:"sender_chat"`
		Text       string
	}
	var updates []struct {
		Message *message
		Edited  *message `json:"edited_message"`
		Post    *message `json:"channel_post"`
	}
	decode(t, must(t, call(t, w.Server, "getUpdates", nil)).Result, &updates)
	if len(updates) != 5 {
		t.Fatalf("%d updates: %+v", len(updates), updates)
	}
	if m := updates[0].Message; m.Thread != thread || !m.IsTopic {
		t.Errorf("in a topic: %+v", m)
	}
	if m := updates[1].Message; m.Thread != 0 || m.IsTopic {
		t.Errorf("in general: %+v", m)
	}
	if m := updates[2].Edited; m == nil || m.Text != "changed" {
		t.Errorf("edited: %+v", m)
	}
	if m := updates[3].Message; m.SenderChat == nil || m.SenderChat.ID != group.ID() || m.From.Username != "GroupAnonymousBot" {
		t.Errorf("anonymous: %+v", m)
	}
	if m := updates[4].Post; m == nil || m.From != nil || m.SenderChat.ID != channel.ID() {
		t.Errorf("post: %+v", m)
	}
}

// TestTopicsAnswerTheirFirst holds that what answers nothing in a topic seems to
// answer the message that made the topic, as on Telegram's server, and nothing
// does so elsewhere.
func TestTopicsAnswerTheirFirst(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	group := w.group(telegramtest.Supergroup, telegramtest.Admin)
	thread := group.Topic("One")
	acknowledge(t, w.Server)
	plain := w.sara.SayIn(group, thread, "plain")
	w.sara.Reply(group, plain.ID, "an answer")
	w.sara.Say(group, "in general")
	var updates []struct {
		Message struct {
			ReplyTo *struct {
				ID      int            `json:"message_id"`
				Created map[string]any `json:"forum_topic_created"`
			} `json:"reply_to_message"`
		}
	}
	decode(t, must(t, call(t, w.Server, "getUpdates", nil)).Result, &updates)
	if to := updates[0].Message.ReplyTo; to == nil || to.ID != thread || to.Created["name"] != "One" {
		t.Errorf("a plain message answers %+v", to)
	}
	if to := updates[1].Message.ReplyTo; to == nil || to.ID != plain.ID {
		t.Errorf("an answer answers %+v", to)
	}
	if to := updates[2].Message.ReplyTo; to != nil {
		t.Errorf("a message in General answers %+v", to)
	}
}

// TestOldMessagesAreInaccessible holds what a press tells of a message that the
// bot cannot read any more.
func TestOldMessagesAreInaccessible(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	id := send(t, w.Server, params{"chat_id": w.chat.ID(), "text": "x", "reply_markup": inline(params{"text": "x", "callback_data": "a"})})
	w.chat.Age(id)
	acknowledge(t, w.Server)
	if _, err := w.sara.Press(w.chat, id, "a"); err != nil {
		t.Fatal(err)
	}
	var updates []struct {
		Pressed struct {
			Data    string         `json:"data"`
			Message map[string]any `json:"message"`
		} `json:"callback_query"`
	}
	decode(t, must(t, call(t, w.Server, "getUpdates", nil)).Result, &updates)
	m := updates[0].Pressed.Message
	if updates[0].Pressed.Data != "a" || len(m) != 3 || m["date"] != 0.0 || m["message_id"] != float64(id) {
		t.Errorf("a press tells %+v", updates[0].Pressed)
	}
}

func TestLongPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegramtest.New(telegramtest.Config{})
		sara := s.User("Sara", "fa")
		begin := time.Now()
		status, body, err := get(t.Context(), s, "getUpdates", "timeout=1000")
		if took := time.Since(begin); status != 200 || body != `{"ok":true,"result":[]}` || err != nil || took != 50*time.Second {
			t.Errorf("with nothing to tell: %d %s %v after %v", status, body, err, took)
		}
		go func() {
			time.Sleep(10 * time.Second)
			sara.Say(sara.Private(), "/start")
		}()
		begin = time.Now()
		_, body, err = get(t.Context(), s, "getUpdates", "timeout=30")
		if took := time.Since(begin); !strings.Contains(body, "/start") || err != nil || took != 10*time.Second {
			t.Errorf("with a message after 10 s: %s %v after %v", body, err, took)
		}
	})
}

func TestSecondPollerEndsTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegramtest.New(telegramtest.Config{})
		go func() {
			time.Sleep(5 * time.Second)
			get(t.Context(), s, "getUpdates", "timeout=1")
		}()
		status, body, err := get(t.Context(), s, "getUpdates", "timeout=30")
		if status != 409 || !strings.Contains(body, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running") {
			t.Errorf("%d %s %v", status, body, err)
		}
		synctest.Wait()
		time.Sleep(2 * time.Second)
	})
}

func TestWebhookEndsPolling(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegramtest.New(telegramtest.Config{})
		go func() {
			time.Sleep(5 * time.Second)
			get(t.Context(), s, "setWebhook", "url=https://example.com/hook")
		}()
		status, body, err := get(t.Context(), s, "getUpdates", "timeout=30")
		if status != 409 || !strings.Contains(body, "Conflict: terminated by setWebhook request") {
			t.Errorf("%d %s %v", status, body, err)
		}
		get(t.Context(), s, "deleteWebhook", "")
		if status, _, _ := get(t.Context(), s, "getUpdates", ""); status != 200 {
			t.Errorf("without a webhook: %d", status)
		}
	})
}

// TestThreadsOfReplies holds that every reply stands in the thread of the first
// message, after a restart and a deletion too.
func TestThreadsOfReplies(t *testing.T) {
	path := filepath.Join(t.TempDir(), "chat.jsonl")
	s := open(t, path)
	sara := s.User("Sara", "fa")
	group := s.Supergroup("Desk", sara)
	group.AddBot(telegramtest.Admin)
	first := sara.Say(group, "first").ID
	last := first
	thread := func(s *telegramtest.Server) int {
		var m struct {
			ID     int `json:"message_id"`
			Thread int `json:"message_thread_id"`
		}
		p := params{"chat_id": group.ID(), "text": "x", "reply_parameters": params{"message_id": last}}
		decode(t, must(t, call(t, s, "sendMessage", p)).Result, &m)
		last = m.ID
		return m.Thread
	}
	for range 3 {
		if got := thread(s); got != first {
			t.Errorf("thread %d, want %d", got, first)
		}
	}
	must(t, call(t, s, "deleteMessage", params{"chat_id": group.ID(), "message_id": first}))
	if got := thread(open(t, killed(t, path))); got != first {
		t.Errorf("after a restart thread %d, want %d", got, first)
	}
}
