package telegramtest_test

import (
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

func TestProfile(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	for _, row := range []struct {
		method, param, value, lang, want string
	}{
		{"setMyName", "name", "Rasad", "", ""},
		{"setMyName", "name", "رصد", "fa", ""},
		{"setMyName", "name", "", "", "Bad Request: BOT_TITLE_INVALID"},
		{"setMyName", "name", strings.Repeat("x", 65), "", "Bad Request: BOT_TITLE_INVALID"},
		{"setMyName", "name", "x", "prs", "Bad Request: invalid language code specified"},
		{"setMyDescription", "description", "watches", "", ""},
		{"setMyDescription", "description", strings.Repeat("x", 513), "", "Bad Request: description is too long: it holds at most 512 characters"},
		{"setMyShortDescription", "short_description", "short", "", ""},
		{"setMyShortDescription", "short_description", strings.Repeat("x", 121), "", "Bad Request: short_description is too long: it holds at most 120 characters"},
	} {
		if r := call(t, w.Server, row.method, params{row.param: row.value, "language_code": row.lang}); r.Description != row.want {
			t.Errorf("%s %.10q: %+v, want %q", row.method, row.value, r, row.want)
		}
	}
	if p := w.Profile("fa"); p != (telegramtest.Profile{Name: "رصد", Description: "watches", ShortDescription: "short"}) {
		t.Errorf("profile %+v", p)
	}
	must(t, call(t, w.Server, "setMyName", params{"name": "", "language_code": "fa"}))
	r := must(t, call(t, w.Server, "getMyName", params{"language_code": "fa"}))
	if string(r.Result) != `{"name":"Rasad"}` {
		t.Errorf("taken back: %s", r.Result)
	}
}

func TestMenuButtonAndDefaultRights(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	get := func(p params) string { return string(must(t, call(t, w.Server, "getChatMenuButton", p)).Result) }
	web := params{"type": "web_app", "text": "Open", "web_app": params{"url": "https://example.com"}}
	must(t, call(t, w.Server, "setChatMenuButton", params{"menu_button": web, "chat_id": w.chat.ID()}))
	if here, others := get(params{"chat_id": w.chat.ID()}), get(nil); !strings.Contains(here, "https://example.com") || others != `{"type":"commands"}` {
		t.Errorf("buttons %s and %s", here, others)
	}
	web["web_app"] = params{"url": "http://example.com"}
	if r := call(t, w.Server, "setChatMenuButton", params{"menu_button": web}); r.Description != "Bad Request: menu button Web App URL 'http://example.com' is invalid: Only HTTPS links are allowed" {
		t.Errorf("without TLS: %+v", r)
	}
	rights := params{}
	for _, name := range []string{"is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
		"can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories"} {
		rights[name] = name == "can_invite_users"
	}
	must(t, call(t, w.Server, "setMyDefaultAdministratorRights", params{"rights": rights}))
	var got map[string]bool
	decode(t, must(t, call(t, w.Server, "getMyDefaultAdministratorRights", nil)).Result, &got)
	if !got["can_invite_users"] || got["can_pin_messages"] {
		t.Errorf("rights %v", got)
	}
}
