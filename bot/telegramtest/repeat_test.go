package telegramtest_test

import (
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

func TestEditMedia(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	id := w.chat.ID()
	text := send(t, w.Server, params{"chat_id": id, "text": "text"})
	photo := message(t, upload(t, w.Server, "sendPhoto", params{"chat_id": id, "caption": "old"}, map[string]part{"photo": {"p.png", picture(t, 10, 10)}}))
	edit := func(method string, message int, p params, files map[string]part) reply {
		p["chat_id"], p["message_id"] = id, message
		return upload(t, w.Server, method, p, files)
	}
	same := "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"
	for _, row := range []struct {
		method  string
		message int
		params  params
		want    string
	}{
		{"editMessageText", photo.ID, params{"text": "x"}, "Bad Request: there is no text in the message to edit"},
		{"editMessageCaption", text, params{"caption": "x"}, "Bad Request: there is no caption in the message to edit"},
		{"editMessageCaption", photo.ID, params{"caption": "old"}, same},
		{"editMessageCaption", photo.ID, params{"caption": "<b>new</b>", "parse_mode": "HTML"}, ""},
		{"editMessageCaption", 99, params{"caption": "x"}, "Bad Request: message to edit not found"},
		{"editMessageMedia", photo.ID, params{"media": params{"type": "photo", "media": photo.Photo[0].ID, "caption": "<b>new</b>", "parse_mode": "HTML"}}, same},
		{"editMessageMedia", photo.ID, params{"media": params{"type": "photo", "media": "attach://x"}}, "Bad Request: can't parse InputMedia: media not found"},
	} {
		if r := edit(row.method, row.message, row.params, nil); r.Description != row.want {
			t.Errorf("%s %v: %+v, want %q", row.method, row.params, r, row.want)
		}
	}
	files := map[string]part{"x": {"d.csv", []byte("1")}}
	if m := message(t, edit("editMessageMedia", text, params{"media": params{"type": "document", "media": "attach://x", "caption": "c"}}, files)); m.Document.Name != "d.csv" || m.Caption != "c" || m.Text != "" {
		t.Errorf("text made a document: %+v", m)
	}
	messages := w.chat.Messages()
	if m := messages[2]; m.Text != "new" || !m.Edited || m.File == nil {
		t.Errorf("edited photo: %+v", m)
	}
}

func TestForwardAndCopy(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	channel := w.Channel("news", "News", w.sara)
	channel.AddBot(telegramtest.Admin)
	post := send(t, w.Server, params{"chat_id": "@news", "text": "<b>post</b>", "parse_mode": "HTML"})
	secret := send(t, w.Server, params{"chat_id": w.chat.ID(), "text": "x", "protect_content": true})
	photo := w.sara.SendPhoto(w.chat, picture(t, 10, 10), "mine")
	repeat := func(method string, from any, id int, more params) reply {
		p := params{"chat_id": w.chat.ID(), "from_chat_id": from, "message_id": id}
		for k, v := range more {
			p[k] = v
		}
		return call(t, w.Server, method, p)
	}
	m := message(t, repeat("forwardMessage", "@news", post, nil))
	if m.Origin.Type != "channel" || m.Origin.Chat.ID != channel.ID() || m.Origin.Post != post || m.Text != "post" {
		t.Errorf("forwarded post: %+v", m)
	}
	if again := message(t, repeat("forwardMessage", w.chat.ID(), m.ID, nil)); again.Origin.Chat.ID != channel.ID() {
		t.Errorf("forwarded twice: %+v", again)
	}
	if m := message(t, repeat("forwardMessage", w.chat.ID(), photo.ID, nil)); m.Origin.User.ID != w.sara.ID() || len(m.Photo) == 0 || m.Caption != "mine" {
		t.Errorf("forwarded photo: %+v", m)
	}
	copied := message(t, repeat("copyMessage", w.chat.ID(), photo.ID, params{"caption": "ours"}))
	all := w.chat.Messages()
	if last := all[len(all)-1]; last.ID != copied.ID || last.Text != "ours" || last.Origin != nil || last.File.ID != photo.File.ID {
		t.Errorf("copied photo: %+v", last)
	}
	for _, row := range []struct {
		method string
		from   any
		id     int
		want   string
	}{
		{"forwardMessage", w.chat.ID(), 99, "Bad Request: message to forward not found"},
		{"copyMessage", w.chat.ID(), 99, "Bad Request: message to copy not found"},
		{"forwardMessage", w.chat.ID(), secret, "Bad Request: the message can't be forwarded"},
		{"copyMessage", w.chat.ID(), secret, "Bad Request: the message can't be copied"},
		{"copyMessage", "@nobody", 1, "Bad Request: chat not found"},
		{"copyMessage", "", 1, `Bad Request: parameter "from_chat_id" is required`},
	} {
		if r := repeat(row.method, row.from, row.id, nil); r.Description != row.want {
			t.Errorf("%s of %d: %+v, want %q", row.method, row.id, r, row.want)
		}
	}
}
