package telegramtest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

func TestMembers(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	group := w.group(telegramtest.Supergroup, telegramtest.Member)
	omid := w.User("Omid", "en")
	omid.Join(group)
	roles := map[int64]string{w.sara.ID(): "creator", omid.ID(): "member", 123456: "member", w.User("Zahra", "fa").ID(): "left"}
	for id, want := range roles {
		var m struct{ Status string }
		decode(t, must(t, call(t, w.Server, "getChatMember", params{"chat_id": group.ID(), "user_id": id})).Result, &m)
		if m.Status != want {
			t.Errorf("user %d is %s, want %s", id, m.Status, want)
		}
	}
	group.Promote(omid, telegramtest.Admin)
	var admins []struct {
		Status string
		User   struct{ ID int64 }
	}
	decode(t, must(t, call(t, w.Server, "getChatAdministrators", params{"chat_id": group.ID()})).Result, &admins)
	if len(admins) != 2 || admins[0].Status != "creator" || admins[1].User.ID != omid.ID() {
		t.Errorf("administrators %+v", admins)
	}
	if r := call(t, w.Server, "getChatAdministrators", params{"chat_id": w.chat.ID()}); r.OK {
		t.Error("a private chat has administrators")
	}
	var chat struct{ Type, Title string }
	decode(t, must(t, call(t, w.Server, "getChat", params{"chat_id": group.ID()})).Result, &chat)
	if chat.Type != "supergroup" || chat.Title != "Desk" {
		t.Errorf("chat %+v", chat)
	}
	must(t, call(t, w.Server, "sendChatAction", params{"chat_id": group.ID(), "action": "typing"}))
}

// TestPublicNames holds that any bot can look up a channel by its public name,
// and learns nothing of its members before it is an administrator there.
func TestPublicNames(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	id := w.Channel("elsewhere", "Elsewhere", w.sara).ID()
	if r := call(t, w.Server, "getChat", params{"chat_id": id}); r.Description != "Bad Request: chat not found" {
		t.Errorf("by its ID before: %+v", r)
	}
	for _, name := range []any{"@Elsewhere", id} {
		var chat struct {
			ID    int64
			Title string
		}
		decode(t, must(t, call(t, w.Server, "getChat", params{"chat_id": name})).Result, &chat)
		if chat.ID != id || chat.Title != "Elsewhere" {
			t.Errorf("getChat %v = %+v", name, chat)
		}
		for method, p := range map[string]params{"getChatMember": {"chat_id": name, "user_id": w.sara.ID()}, "getChatAdministrators": {"chat_id": name}} {
			r := call(t, w.Server, method, p)
			if r.Description != "Bad Request: member list is inaccessible" {
				t.Errorf("%s of %v: %+v", method, name, r)
			}
		}
	}
	if r := w.say("@elsewhere"); r.Description != "Forbidden: bot is not a member of the channel chat" {
		t.Errorf("a message there: %+v", r)
	}
}

func TestCommandsByScopeAndLanguage(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	set := func(p params) reply {
		p["commands"] = []params{{"command": "/help", "description": p["about"]}}
		delete(p, "about")
		return call(t, w.Server, "setMyCommands", p)
	}
	must(t, set(params{"about": "default"}))
	must(t, set(params{"about": "پیش\u200cفرض", "language_code": "fa"}))
	must(t, set(params{"about": "here", "scope": params{"type": "chat", "chat_id": w.chat.ID()}}))
	for _, c := range []struct{ lang, want string }{{"fa", "پیش\u200cفرض"}, {"en", "default"}} {
		if got := w.Commands(c.lang); len(got) != 1 || got[0] != (telegramtest.Command{Command: "help", Description: c.want}) {
			t.Errorf("in %s: %v, want %s", c.lang, got, c.want)
		}
	}
	must(t, call(t, w.Server, "deleteMyCommands", params{"language_code": "fa"}))
	if got := w.Commands("fa"); len(got) != 1 || got[0].Description != "default" {
		t.Errorf("after deletion: %v", got)
	}
	r := must(t, call(t, w.Server, "getMyCommands", params{"scope": params{"type": "chat", "chat_id": w.chat.ID()}}))
	if !strings.Contains(string(r.Result), "here") {
		t.Errorf("of the chat: %s", r.Result)
	}
	if r := set(params{"about": "x", "language_code": "prs"}); r.Description != "Bad Request: invalid language code specified" {
		t.Errorf("three letters: %+v", r)
	}
	if r := set(params{"about": ""}); r.OK {
		t.Error("a command without a description is accepted")
	}
}

func TestMe(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{Token: "77:x", BotName: "desk_bot", ReadsGroups: true})
	var me struct {
		ID       int64
		Username string
		Reads    bool `json:"can_read_all_group_messages"`
	}
	if err := json.Unmarshal(call(t, s, "getMe", nil).Result, &me); err != nil || me.ID != 77 || me.Username != "desk_bot" || !me.Reads {
		t.Errorf("getMe gives %+v, %v", me, err)
	}
	for _, token := range []string{"x", "42", "42:", ":x", "42:a/b", "42:a b", "0:x", "-1:x"} {
		if _, err := telegramtest.Open(telegramtest.Config{Token: token}); err == nil {
			t.Errorf("%q is taken for a token", token)
		}
	}
}
