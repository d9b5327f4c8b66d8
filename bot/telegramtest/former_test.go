package telegramtest_test

import (
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestFormerNames holds that a call by names which the Bot API gave up does
// what it did, and that a name of today wins over its former one.
func TestFormerNames(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	first := w.chat.Messages()[0].ID
	send(t, w.Server, params{"chat_id": w.chat.ID(), "text": "x", "reply_to_message_id": first, "disable_web_page_preview": true})
	send(t, w.Server, params{"chat_id": w.chat.ID(), "text": "x", "reply_to_message_id": 99, "allow_sending_without_reply": "TRUE"})
	send(t, w.Server, params{"chat_id": w.chat.ID(), "text": "x", "reply_to_message_id": 99, "reply_parameters": params{"message_id": first},
		"disable_web_page_preview": "yes", "link_preview_options": params{"is_disabled": false}})
	for i, want := range []telegramtest.Message{{ReplyTo: first, NoPreview: true}, {}, {ReplyTo: first}} {
		if got := w.chat.Messages()[i+1]; got.ReplyTo != want.ReplyTo || got.NoPreview != want.NoPreview {
			t.Errorf("message %d: %+v", i, got)
		}
	}
	if r := w.say(w.chat.ID(), params{"reply_to_message_id": 99}); r.Description != "Bad Request: message to be replied not found" {
		t.Errorf("a reply to nothing: %+v", r)
	}
	must(t, w.say(w.chat.ID(), params{"reply_markup": params{"hide_keyboard": true, "personal_keyboard": true}}))
	must(t, w.say(w.chat.ID(), params{"reply_markup": params{"force_reply_keyboard": true}}))
	files := map[string]part{"document": {"a.csv", []byte("1,2")}, "thumb": {"t.png", picture(t, 90, 90)}}
	if m := message(t, upload(t, w.Server, "sendDocument", params{"chat_id": w.chat.ID()}, files)); m.Document.Thumbnail == nil {
		t.Errorf("a thumb is no thumbnail of %+v", m)
	}
	media := []params{{"type": "document", "media": "attach://document", "thumb": "attach://thumb"}}
	must(t, upload(t, w.Server, "sendMediaGroup", params{"chat_id": w.chat.ID(), "media": media}, files))
	calls := w.Calls()
	if got := calls[len(calls)-1].Params["media"]; got != `[{"media":"attach://document","thumb":"attach://thumb","type":"document"}]` {
		t.Errorf("the call is logged as %s", got)
	}
	if r := call(t, w.Server, "getMe", params{"thumb": "x"}); r.OK {
		t.Error("getMe takes a thumb")
	}
}
