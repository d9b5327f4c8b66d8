package telegramtest_test

import (
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestContentIsReadFirst holds that what a call brings is refused before the
// chat or the message that it names.
func TestContentIsReadFirst(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	broken, badMarkup := `Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`, "Bad Request: object expected as reply markup"
	html := params{"text": "<b>", "caption": "<b>", "parse_mode": "HTML"}
	for _, row := range []struct {
		method string
		params params
		takes  []string // of html
		want   string
	}{
		{"sendMessage", params{"chat_id": 55}, []string{"text", "parse_mode"}, broken},
		{"sendMessage", params{"chat_id": 55, "text": "x", "reply_markup": "[]"}, nil, badMarkup},
		{"sendPhoto", params{"chat_id": 55, "photo": "AgAC"}, nil, "Bad Request: wrong file identifier/HTTP URL specified"},
		{"sendMediaGroup", params{"chat_id": 55, "media": []params{{"type": "photo", "media": "attach://x"}}}, nil, "Bad Request: can't parse InputMedia: media not found"},
		{"sendChatAction", params{"chat_id": 55, "action": "dancing"}, nil, "Bad Request: wrong parameter action in request"},
		{"editMessageText", params{"chat_id": 55, "message_id": 1}, []string{"text", "parse_mode"}, broken},
		{"editMessageText", params{"chat_id": w.chat.ID(), "message_id": 99}, []string{"text", "parse_mode"}, broken},
		{"editMessageCaption", params{"chat_id": 55, "message_id": 1}, []string{"caption", "parse_mode"}, broken},
		{"editMessageReplyMarkup", params{"chat_id": 55, "message_id": 1, "reply_markup": "[]"}, nil, badMarkup},
		{"editMessageMedia", params{"chat_id": 55, "message_id": 1, "media": params{"type": "photo", "media": "AgAC"}}, nil, "Bad Request: wrong file identifier/HTTP URL specified"},
		{"copyMessage", params{"chat_id": 55, "from_chat_id": 55, "message_id": 1}, []string{"caption", "parse_mode"}, broken},
		{"sendMessage", params{"chat_id": 55, "text": "x"}, nil, "Bad Request: chat not found"},
	} {
		for _, name := range row.takes {
			row.params[name] = html[name]
		}
		if r := call(t, w.Server, row.method, row.params); r.Description != row.want {
			t.Errorf("%s %v: %q, want %q", row.method, row.params, r.Description, row.want)
		}
	}
}

// TestEditsInChannels holds who may edit what in a channel.
func TestEditsInChannels(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	channel := w.Channel("news", "News", w.sara)
	channel.AddBot(telegramtest.Admin)
	own := send(t, w.Server, params{"chat_id": "@news", "text": "mine"})
	hers := w.sara.Say(channel, "hers").ID
	text := 0
	edit := func(id int) string {
		text++
		return call(t, w.Server, "editMessageText", params{"chat_id": "@news", "message_id": id, "text": itoa(int64(text))}).Description
	}
	const denied, outside = "Bad Request: message can't be edited", "Bad Request: need administrator rights in the channel chat"
	for _, row := range []struct {
		as        telegramtest.Role
		rights    []string
		own, hers string
	}{
		{telegramtest.Admin, []string{"can_post_messages"}, "", denied},
		{telegramtest.Admin, []string{"can_edit_messages"}, "", ""},
		{telegramtest.Admin, []string{"can_delete_messages"}, denied, denied},
		{telegramtest.Member, nil, outside, outside},
	} {
		channel.AddBot(row.as, row.rights...)
		if got := edit(own); got != row.own {
			t.Errorf("with %v, its own: %q, want %q", row.rights, got, row.own)
		}
		if got := edit(hers); got != row.hers {
			t.Errorf("with %v, another's: %q, want %q", row.rights, got, row.hers)
		}
	}
}
