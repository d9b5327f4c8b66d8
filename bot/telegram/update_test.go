package telegram_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/rasadnews/rasad/bot/telegram"
)

// TestMalformedUpdates holds that one malformed update never holds up the
// others.
func TestMalformedUpdates(t *testing.T) {
	c := client(t, answering(200, "application/json", `{"ok":true,"result":[
		{"update_id":10,"message":{"message_id":1,"chat":{"id":5,"type":"private"},"text":"a"}},
		{"update_id":11,"message":{"message_id":"one"}},
		"nonsense", null, 7, [],
		{"update_id":16,"new_kind":{"x":1}},
		{"update_id":17,"message":{"message_id":2,"chat":{"id":5,"type":"supergroup"},"message_thread_id":3,"text":"reply"}},
		{"update_id":18,"message":{"message_id":3,"chat":{"id":5,"type":"supergroup"},"message_thread_id":3,"is_topic_message":true,"caption":"b"}},
		{"update_id":19,"callback_query":{"id":"q","from":{"id":9},"data":"d"}},
		{"update_id":20,"my_chat_member":{"chat":{"id":5,"type":"private"},"from":{"id":5},"old_chat_member":{"status":"member"},"new_chat_member":{"status":"kicked"}}},
		{"update_id":21,"message":{"message_id":4,"chat":{"id":5,"type":"supergroup"},"message_thread_id":3,"is_topic_message":true,"forum_topic_reopened":{}}},
		{"update_id":22,"message":{"message_id":5,"chat":{"id":5,"type":"supergroup"},"general_forum_topic_reopened":{}}}
	]}`))
	got, err := c.GetUpdates(t.Context(), 10, 0, []string{telegram.UpdateMessage})
	if err != nil || len(got) != 13 {
		t.Fatalf("%d updates, %v", len(got), err)
	}
	for i, u := range got {
		if u.ID != int64(10+i) {
			t.Errorf("update %d has id %d", i, u.ID)
		}
		if bad := i >= 1 && i <= 5; (u.Err != nil) != bad {
			t.Errorf("update %d: %v", u.ID, u.Err)
		}
	}
	if got[0].Message.Text != "a" || got[7].Message.Thread != 0 || got[8].Message.Thread != 3 || got[8].Message.Text != "b" {
		t.Errorf("messages: %+v %+v %+v", got[0].Message, got[7].Message, got[8].Message)
	}
	if got[9].Callback == nil || got[9].Callback.Message != nil || got[10].Member.New.Present() {
		t.Errorf("callback %+v, member %+v", got[9].Callback, got[10].Member)
	}
	if got[8].Message.Reopened || !got[11].Message.Reopened || got[11].Message.Thread != 3 || !got[12].Message.Reopened {
		t.Errorf("reopened: %+v %+v", got[11].Message, got[12].Message)
	}
}

// TestRepliesInTopics holds that a message in a topic answers only what it was
// written as an answer to: Telegram has every other one answer the message that
// made the topic, whatever of that it shows. And it holds that of a message in
// another message the buttons are read.
func TestRepliesInTopics(t *testing.T) {
	c := client(t, answering(200, "application/json", `{"ok":true,"result":[
		{"update_id":1,"message":{"message_id":9,"chat":{"id":5,"type":"supergroup"},"message_thread_id":3,"is_topic_message":true,"date":1,"reply_to_message":{"message_id":3,"date":1,"forum_topic_created":{"name":"x"}}}},
		{"update_id":2,"message":{"message_id":9,"chat":{"id":5,"type":"supergroup"},"message_thread_id":3,"is_topic_message":true,"date":1,"reply_to_message":{"message_id":3,"date":1}}},
		{"update_id":3,"message":{"message_id":9,"chat":{"id":5,"type":"supergroup"},"message_thread_id":3,"is_topic_message":true,"date":1,"reply_to_message":{"message_id":4,"date":1,"reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"d"},{"text":"b","url":"u"}]]}}}},
		{"update_id":4,"message":{"message_id":9,"chat":{"id":5,"type":"supergroup"},"message_thread_id":3,"date":1,"reply_to_message":{"message_id":3,"date":1}}},
		{"update_id":5,"callback_query":{"id":"q","from":{"id":9},"data":"d","message":{"message_id":8,"chat":{"id":5,"type":"supergroup"},"date":0}}},
		{"update_id":6,"callback_query":{"id":"q","from":{"id":9},"data":"d","message":{"message_id":8,"chat":{"id":5,"type":"supergroup"},"date":1,"reply_markup":{"inline_keyboard":[[],[{"text":"a","callback_data":"d"}]]}}}}
	]}`))
	got, err := c.GetUpdates(t.Context(), 1, 0, nil)
	if err != nil || len(got) != 6 {
		t.Fatalf("%d updates, %v", len(got), err)
	}
	for i, want := range []int{0, 0, 4, 3} {
		if m := got[i].Message; m.ReplyTo != want || m.RepliedDate.IsZero() != (want == 0) {
			t.Errorf("update %d answers %d, want %d", i+1, m.ReplyTo, want)
		}
	}
	if m := got[2].Message; !slices.Equal(m.RepliedOffers, []string{"d"}) || m.Offers != nil {
		t.Errorf("the answered message offers %q", m.RepliedOffers)
	}
	if m := got[4].Callback.Message; !m.Inaccessible || m.Offers != nil {
		t.Errorf("an inaccessible message is %+v", m)
	}
	if m := got[5].Callback.Message; m.Inaccessible || !slices.Equal(m.Offers, []string{"d"}) {
		t.Errorf("a message is %+v", m)
	}
}

// TestUpdatesWithoutAnID holds that an update without a readable ID gets one
// that acknowledges it, with no offset too, and never one that would have the
// next call begin at the start again.
func TestUpdatesWithoutAnID(t *testing.T) {
	for _, row := range []struct {
		result string
		offset int64
		want   []int64 // nil for an error
	}{
		{`["x",{"update_id":"y"},{"update_id":700},null,{"update_id":702}]`, 0, []int64{698, 699, 700, 701, 702}},
		{`["x",{"update_id":700}]`, 600, []int64{600, 700}},
		{`["x","y"]`, 600, []int64{600, 601}},
		{`["x","y"]`, 0, nil},
		{`[]`, 0, []int64{}},
	} {
		c := client(t, answering(200, "application/json", `{"ok":true,"result":`+row.result+`}`))
		updates, err := c.GetUpdates(t.Context(), row.offset, 0, nil)
		if row.want == nil {
			if !telegram.Is(err, telegram.KindGateway) {
				t.Errorf("%s: %+v, %v", row.result, updates, err)
			}
			continue
		}
		got := []int64{}
		for _, u := range updates {
			got = append(got, u.ID)
		}
		if err != nil || !slices.Equal(got, row.want) {
			t.Errorf("%s: IDs %v, %v, want %v", row.result, got, err, row.want)
		}
	}
}

func FuzzGetUpdates(f *testing.F) {
	f.Add(`[{"update_id":1,"message":{"chat":{"id":1},"text":"x"}}]`)
	f.Add(`[{"update_id":-1},{"update_id":9223372036854775807},{}]`)
	f.Add(`{"ok":1}`)
	var body string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answering(200, "application/json", `{"ok":true,"result":`+body+`}`)(w, r)
	}))
	f.Cleanup(s.Close)
	f.Fuzz(func(t *testing.T, result string) {
		body = result
		updates, err := dial(t, s.URL).GetUpdates(t.Context(), 1, 0, nil)
		var e *telegram.Error
		if err != nil && !errors.As(err, &e) {
			t.Errorf("%T %v", err, err)
		}
		for _, u := range updates {
			if u.Message != nil && u.Message.Chat.ID == 0 {
				t.Errorf("a message without a chat: %+v", u)
			}
		}
	})
}
