package telegramtest_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
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

// bot returns a client that reaches the server without a network.
func bot(s *telegramtest.Server) *http.Client { return &http.Client{Transport: s.Transport()} }

func get(ctx context.Context, s *telegramtest.Server, method string, query string) (int, string, error) {
	r, err := http.NewRequestWithContext(ctx, "GET", "http://telegram/bot"+s.Token()+"/"+method+"?"+query, nil)
	if err != nil {
		return 0, "", err
	}
	answer, err := bot(s).Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body), err
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

func TestFaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegramtest.New(telegramtest.Config{})
		sara := s.User("Sara", "fa")
		chat := sara.Private()
		sara.Say(chat, "/start")
		send := "text=x&chat_id=" + url.QueryEscape(itoa(chat.ID()))
		arrived := 1
		for _, c := range []struct {
			fault    telegramtest.Fault
			status   int
			contains string
			arrives  bool
		}{
			{telegramtest.Fault{Kind: telegramtest.Flood, RetryAfter: 7}, 429, `"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}`, false},
			{telegramtest.Fault{Kind: telegramtest.Gateway}, 502, "<html>", false},
			{telegramtest.Fault{Kind: telegramtest.Gateway, Status: 200, Delivered: true}, 200, "<html>", true},
			{telegramtest.Fault{Kind: telegramtest.Refuse, Status: 500, Description: "Internal Server Error"}, 500, `"error_code":500`, false},
			{telegramtest.Fault{Kind: telegramtest.Truncate}, 200, `{"ok":true`, true},
			{telegramtest.Fault{Kind: telegramtest.Hang}, 0, "deadline exceeded", false},
			{telegramtest.Fault{Kind: telegramtest.Hang, Delivered: true}, 0, "deadline exceeded", true},
			{telegramtest.Fault{Kind: telegramtest.Reset}, 0, "connection reset", false},
			{telegramtest.Fault{Kind: telegramtest.Reset, Delivered: true}, 0, "connection reset", true},
			{telegramtest.Fault{Method: "getMe"}, 200, `"ok":true`, true},
			{telegramtest.Fault{Chat: 42}, 200, `"ok":true`, true},
		} {
			s.Fail(c.fault)
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			status, body, err := get(ctx, s, "sendMessage", send)
			cancel()
			if err != nil {
				body = err.Error()
			}
			if c.arrives {
				arrived++
			}
			if n := len(chat.Messages()); status != c.status || !strings.Contains(body, c.contains) || n != arrived {
				t.Errorf("%+v: %d %q, %d messages, want %d %q, %d", c.fault, status, body, n, c.status, c.contains, arrived)
			}
			if c.contains == `{"ok":true` && json.Valid([]byte(body)) {
				t.Errorf("%+v: the answer is whole", c.fault)
			}
		}
		s.Fail(telegramtest.Fault{Kind: telegramtest.Flood, Method: "sendmessage", Chat: chat.ID(), Count: 2})
		for _, want := range []int{429, 429, 200} {
			if status, body, err := get(t.Context(), s, "sendMessage", send); status != want {
				t.Errorf("status %d, want %d: %s %v", status, want, body, err)
			}
		}
	})
}

func TestFaultsOverTCP(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{})
	s.Fail(telegramtest.Fault{Kind: telegramtest.Reset})
	_, err := http.Get(s.URL() + "/bot" + s.Token() + "/getMe")
	if err == nil {
		t.Error("a broken connection gave an answer")
	}
	s.Fail(telegramtest.Fault{Kind: telegramtest.Hang, Method: "getChat"})
	ctx, cancel := context.WithCancel(t.Context())
	r, _ := http.NewRequestWithContext(ctx, "GET", s.URL()+"/bot"+s.Token()+"/getChat", nil)
	done := make(chan error)
	go func() {
		_, err := http.DefaultClient.Do(r)
		done <- err
	}()
	for !slices.ContainsFunc(s.Calls(), func(c telegramtest.Call) bool { return c.Method == "getChat" }) {
		must(t, call(t, s, "getMe", nil))
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("giving up gives %v", err)
	}
}
