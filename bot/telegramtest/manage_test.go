package telegramtest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestRights proves what an administrator without a single right may not do.
func TestRights(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	forum := w.Forum("Desk", w.sara)
	forum.AddBot(telegramtest.Admin)
	thread := forum.Topic("Alerts")
	omid := w.User("Omid", "en")
	said := omid.Say(forum, "hello")
	channel := w.Channel("news", "News", w.sara)
	channel.AddBot(telegramtest.Admin)
	post := send(t, w.Server, params{"chat_id": "@news", "text": "post"})
	for _, row := range []struct {
		chat   *telegramtest.Chat
		right  string
		method string
		params params
		want   string
	}{
		{channel, "can_post_messages", "sendMessage", params{"text": "x"}, "need administrator rights in the channel chat"},
		{channel, "can_edit_messages", "pinChatMessage", params{"message_id": post}, "not enough rights to manage pinned messages in the chat"},
		{forum, "can_pin_messages", "pinChatMessage", params{"message_id": said.ID}, "not enough rights to manage pinned messages in the chat"},
		{forum, "can_manage_topics", "createForumTopic", params{"name": "x"}, "not enough rights to create a topic"},
		{forum, "can_manage_topics", "editForumTopic", params{"message_thread_id": thread, "name": "Urgent"}, "not enough rights to edit the topic"},
		{forum, "can_manage_topics", "closeForumTopic", params{"message_thread_id": thread}, "not enough rights to close or open the topic"},
		{forum, "can_manage_topics", "reopenForumTopic", params{"message_thread_id": thread}, "not enough rights to close or open the topic"},
		{forum, "can_delete_messages", "deleteForumTopic", params{"message_thread_id": thread}, "not enough rights to delete the topic"},
		{forum, "can_delete_messages", "deleteMessage", params{"message_id": said.ID}, "message can't be deleted"},
		{forum, "can_delete_messages", "deleteMessages", params{"message_ids": []int{said.ID}}, "message can't be deleted"},
		{forum, "can_restrict_members", "banChatMember", params{"user_id": omid.ID()}, "not enough rights to restrict/unrestrict chat member"},
		{forum, "can_restrict_members", "unbanChatMember", params{"user_id": omid.ID()}, "not enough rights to restrict/unrestrict chat member"},
		{forum, "can_invite_users", "exportChatInviteLink", params{}, "not enough rights to manage chat invite link"},
		{forum, "can_invite_users", "createChatInviteLink", params{"name": "x"}, "not enough rights to manage chat invite link"},
	} {
		row.params["chat_id"] = row.chat.ID()
		row.chat.SetRight(row.right, false)
		if r := call(t, w.Server, row.method, row.params); r.Code != 400 || r.Description != "Bad Request: "+row.want {
			t.Errorf("%s without %s: %+v, want %s", row.method, row.right, r, row.want)
		}
		row.chat.SetRight(row.right, true)
		if row.method != "deleteMessage" { // that is left to the next line
			must(t, call(t, w.Server, row.method, row.params))
		}
	}
}

func TestRightsAreTold(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	channel := w.Channel("news", "News", w.sara)
	channel.AddBot(telegramtest.Admin)
	acknowledge(t, w.Server)
	channel.SetRight("can_post_messages", false)
	var u struct {
		Member struct {
			Old map[string]any `json:"old_chat_member"`
			New map[string]any `json:"new_chat_member"`
		} `json:"my_chat_member"`
	}
	decode(t, poll(t, w.Server)[0], &u)
	if u.Member.Old["can_post_messages"] != true || u.Member.New["can_post_messages"] != false {
		t.Errorf("told %+v", u)
	}
	var me map[string]any
	decode(t, must(t, call(t, w.Server, "getChatMember", params{"chat_id": "@news", "user_id": 123456})).Result, &me)
	if me["can_post_messages"] != false || me["can_edit_messages"] != true {
		t.Errorf("getChatMember gives %v", me)
	}
}

func TestTopics(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	plain := w.group(telegramtest.Supergroup, telegramtest.Admin)
	if r := call(t, w.Server, "createForumTopic", params{"chat_id": plain.ID(), "name": "x"}); r.Description != "Bad Request: the chat is not a forum" {
		t.Errorf("no forum: %+v", r)
	}
	forum := w.Forum("Forum", w.sara)
	forum.AddBot(telegramtest.Admin)
	var made struct {
		Thread int `json:"message_thread_id"`
		Name   string
	}
	decode(t, must(t, call(t, w.Server, "createForumTopic", params{"chat_id": forum.ID(), "name": "Alerts"})).Result, &made)
	in := params{"chat_id": forum.ID(), "message_thread_id": made.Thread}
	act := func(method string, more params) string {
		p := params{}
		for _, m := range []params{in, more} {
			for k, v := range m {
				p[k] = v
			}
		}
		return call(t, w.Server, method, p).Description
	}
	for i, step := range []struct {
		method string
		more   params
		want   string
	}{
		{"sendMessage", params{"text": "in"}, ""},
		{"reopenForumTopic", nil, "Bad Request: TOPIC_NOT_MODIFIED"},
		{"closeForumTopic", nil, ""},
		{"closeForumTopic", nil, "Bad Request: TOPIC_NOT_MODIFIED"},
		{"editForumTopic", params{"name": "Alerts"}, "Bad Request: TOPIC_NOT_MODIFIED"},
		{"editForumTopic", params{"name": "Urgent"}, ""},
		{"reopenForumTopic", nil, ""},
		{"closeForumTopic", params{"message_thread_id": 99}, "Bad Request: TOPIC_ID_INVALID"},
		{"createForumTopic", params{"name": "x", "icon_color": 5, "message_thread_id": ""}, "Bad Request: createForumTopic has no parameter \"message_thread_id\"; Telegram would ignore it in silence"},
		{"deleteForumTopic", nil, ""},
		{"sendMessage", params{"text": "in"}, "Bad Request: message thread not found"},
	} {
		if got := act(step.method, step.more); got != step.want {
			t.Errorf("step %d, %s: %q, want %q", i, step.method, got, step.want)
		}
	}
	forum.AddBot(telegramtest.Member)
	if r := call(t, w.Server, "createForumTopic", params{"chat_id": forum.ID(), "name": "x"}); r.Description != "Bad Request: not enough rights to create a topic" {
		t.Errorf("as a member: %+v", r)
	}
}

func TestPins(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	a, b := send(t, w.Server, params{"chat_id": w.chat.ID(), "text": "a"}), send(t, w.Server, params{"chat_id": w.chat.ID(), "text": "b"})
	pin := func(method string, p params) string {
		p["chat_id"] = w.chat.ID()
		return call(t, w.Server, method, p).Description
	}
	for i, step := range []struct {
		method string
		params params
		want   string
		pinned int
	}{
		{"unpinChatMessage", params{}, "Bad Request: message to unpin not found", 0},
		{"pinChatMessage", params{"message_id": 99}, "Bad Request: message to pin not found", 0},
		{"pinChatMessage", params{"message_id": a}, "", 1},
		{"pinChatMessage", params{"message_id": a}, "Bad Request: CHAT_NOT_MODIFIED", 1},
		{"pinChatMessage", params{"message_id": b}, "", 2},
		{"unpinChatMessage", params{"message_id": a}, "", 1},
		{"deleteMessage", params{"message_id": b}, "", 0},
	} {
		if got := pin(step.method, step.params); got != step.want || len(w.chat.Pinned()) != step.pinned {
			t.Errorf("step %d: %q, %v pinned", i, got, w.chat.Pinned())
		}
	}
	var chat struct {
		Pinned *struct{ Text string } `json:"pinned_message"`
	}
	pin("pinChatMessage", params{"message_id": a})
	decode(t, must(t, call(t, w.Server, "getChat", params{"chat_id": w.chat.ID()})).Result, &chat)
	if chat.Pinned == nil || chat.Pinned.Text != "a" {
		t.Errorf("getChat tells %+v", chat)
	}
}

func TestReactions(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	id := send(t, w.Server, params{"chat_id": w.chat.ID(), "text": "x"})
	w.sara.React(w.chat, id, "👍")
	if got := kinds(t, w.Server); strings.Contains(strings.Join(got, " "), "reaction") {
		t.Errorf("told without asking: %v", got)
	}
	must(t, call(t, w.Server, "getUpdates", params{"allowed_updates": []string{"message_reaction"}}))
	w.sara.React(w.chat, id, "❤")
	var u struct {
		Change struct {
			ID  int                      `json:"message_id"`
			Old []struct{ Emoji string } `json:"old_reaction"`
			New []struct{ Emoji string } `json:"new_reaction"`
		} `json:"message_reaction"`
	}
	decode(t, poll(t, w.Server)[0], &u)
	if u.Change.ID != id || u.Change.Old[0].Emoji != "👍" || u.Change.New[0].Emoji != "❤" {
		t.Errorf("told %+v", u)
	}
	emoji := func(e ...string) []params {
		list := []params{}
		for _, each := range e {
			list = append(list, params{"type": "emoji", "emoji": each})
		}
		return list
	}
	for _, row := range []struct {
		message  int
		reaction []params
		want     string
	}{
		{id, emoji("🔥"), ""}, {id, emoji(), ""}, {id, emoji("x"), "Bad Request: REACTION_INVALID"},
		{id, emoji("🔥", "👍"), "Bad Request: REACTIONS_TOO_MANY"}, {99, emoji("🔥"), "Bad Request: message to react not found"},
	} {
		if r := call(t, w.Server, "setMessageReaction", params{"chat_id": w.chat.ID(), "message_id": row.message, "reaction": row.reaction}); r.Description != row.want {
			t.Errorf("%v: %+v, want %q", row.reaction, r, row.want)
		}
	}
}

// TestTheSameReactionTellsNothing holds that the bot hears of a change alone.
func TestTheSameReactionTellsNothing(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	must(t, call(t, w.Server, "getUpdates", params{"allowed_updates": []string{"message_reaction"}}))
	acknowledge(t, w.Server)
	id := w.chat.Messages()[0].ID
	for _, emoji := range [][]string{nil, {"👍"}, {"👍"}, {}, nil} {
		w.sara.React(w.chat, id, emoji...)
	}
	if got := kinds(t, w.Server); len(got) != 2 {
		t.Errorf("told of %v, want of the two changes", got)
	}
}

func TestBansAndCounts(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	group := w.group(telegramtest.Supergroup, telegramtest.Admin)
	omid := w.User("Omid", "en")
	omid.Say(group, "spam")
	count := func() string {
		return string(must(t, call(t, w.Server, "getChatMemberCount", params{"chat_id": group.ID()})).Result)
	}
	if got := count(); got != "3" {
		t.Errorf("%s members", got)
	}
	act := func(method string, user int64) string {
		return call(t, w.Server, method, params{"chat_id": group.ID(), "user_id": user}).Description
	}
	for _, row := range []struct {
		method string
		user   int64
		want   string
	}{
		{"banChatMember", w.sara.ID(), "Bad Request: can't remove chat owner"},
		{"banChatMember", 123456, "Bad Request: can't restrict self"},
		{"banChatMember", 5, "Bad Request: invalid user_id specified"},
		{"banChatMember", omid.ID(), ""},
	} {
		if got := act(row.method, row.user); got != row.want {
			t.Errorf("%s %d: %q, want %q", row.method, row.user, got, row.want)
		}
	}
	if got := count(); got != "2" {
		t.Errorf("%s members after the ban", got)
	}
	must(t, call(t, w.Server, "unbanChatMember", params{"chat_id": group.ID(), "user_id": omid.ID(), "only_if_banned": true}))
	var m struct{ Status string }
	decode(t, must(t, call(t, w.Server, "getChatMember", params{"chat_id": group.ID(), "user_id": omid.ID()})).Result, &m)
	if m.Status != "left" {
		t.Errorf("unbanned: %+v", m)
	}
	var link string
	decode(t, must(t, call(t, w.Server, "exportChatInviteLink", params{"chat_id": group.ID()})).Result, &link)
	if !strings.HasPrefix(link, "https://t.me/+") || !strings.Contains(string(must(t, call(t, w.Server, "getChat", params{"chat_id": group.ID()})).Result), link) {
		t.Errorf("link %q", link)
	}
}

func TestDeleteMessages(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	a, b := send(t, w.Server, params{"chat_id": w.chat.ID(), "text": "a"}), send(t, w.Server, params{"chat_id": w.chat.ID(), "text": "b"})
	del := func(ids []int) string {
		return call(t, w.Server, "deleteMessages", params{"chat_id": w.chat.ID(), "message_ids": ids}).Description
	}
	if got := del([]int{}); got != "Bad Request: message identifiers are not specified" {
		t.Errorf("none: %q", got)
	}
	if got := del(make([]int, 101)); got != "Bad Request: too many message identifiers specified" {
		t.Errorf("101: %q", got)
	}
	if got := del([]int{b, a, a, 99}); got != "" || len(w.chat.Messages()) != 1 {
		t.Errorf("%q, left %+v", got, w.chat.Messages())
	}
}

func TestEffectsArePrivate(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	m := must(t, w.say(w.chat.ID(), params{"message_effect_id": "5104841245755180586"}))
	if !json.Valid(m.Result) || !strings.Contains(string(m.Result), `"effect_id":"5104841245755180586"`) {
		t.Errorf("sent %s", m.Result)
	}
	if r := w.say(w.group(telegramtest.Group, telegramtest.Member).ID(), params{"message_effect_id": "1"}); r.Description != "Bad Request: can't use message effects in the chat" {
		t.Errorf("in a group: %+v", r)
	}
}
