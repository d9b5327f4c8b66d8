package telegramtest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// A world is a server with somebody in it.
type world struct {
	*telegramtest.Server
	t    *testing.T
	sara *telegramtest.User
	chat *telegramtest.Chat // Sara's, which she has opened
	now  time.Time
}

func newWorld(t *testing.T, c telegramtest.Config) *world {
	w := &world{t: t, now: time.Date(2026, 3, 21, 12, 0, 0, 0, time.UTC)}
	c.Clock = func() time.Time { return w.now }
	w.Server = telegramtest.Start(t, c)
	w.sara = w.User("Sara", "fa")
	w.chat = w.sara.Private()
	w.sara.Say(w.chat, "/start")
	return w
}

func (w *world) say(chat any, more ...params) reply {
	p := params{"chat_id": chat, "text": "x"}
	for _, m := range more {
		for k, v := range m {
			p[k] = v
		}
	}
	return call(w.t, w.Server, "sendMessage", p)
}

func (w *world) group(kind telegramtest.Kind, as telegramtest.Role) *telegramtest.Chat {
	make := w.Group
	if kind == telegramtest.Supergroup {
		make = w.Supergroup
	}
	c := make("Desk", w.sara)
	c.AddBot(as)
	return c
}

// TestRefusals proves each situation's status and words.
func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(w *world) reply
		code int
		want string
	}{
		"unknown method": {func(w *world) reply { return call(t, w.Server, "sendMesage", nil) }, 404, "Not Found: method not found"},
		"not simulated": {func(w *world) reply { return call(t, w.Server, "sendDice", params{"chat_id": 1}) }, 501,
			"Not Implemented: telegramtest does not simulate the method sendDice"},
		"unlisted parameter": {func(w *world) reply { return w.say(w.chat.ID(), params{"disable_preview": true}) }, 400,
			`Bad Request: sendMessage has no parameter "disable_preview"; Telegram would ignore it in silence`},
		"wrong type": {func(w *world) reply { return call(t, w.Server, "getUpdates", params{"timeout": "soon"}) }, 400,
			`Bad Request: parameter "timeout" of getUpdates must be an Integer, not "soon"`},
		"unlisted field": {func(w *world) reply {
			return w.say(w.chat.ID(), params{"reply_markup": inline(params{"text": "x", "callback": "x"})})
		}, 400, `Bad Request: reply_markup.inline_keyboard[0][0] of sendMessage has no field "callback"; Telegram would ignore it in silence`},

		"no chat":       {func(w *world) reply { return call(t, w.Server, "sendMessage", params{"text": "x"}) }, 400, "Bad Request: chat_id is empty"},
		"unknown chat":  {func(w *world) reply { return w.say(42) }, 400, "Bad Request: chat not found"},
		"unknown name":  {func(w *world) reply { return w.say("@nobody") }, 400, "Bad Request: chat not found"},
		"unmet group":   {func(w *world) reply { return w.say(w.Group("Secret", w.sara).ID()) }, 400, "Bad Request: chat not found"},
		"never started": {func(w *world) reply { return w.say(w.User("Omid", "en").ID()) }, 403, "Forbidden: bot can't initiate conversation with a user"},
		"blocked":       {func(w *world) reply { w.sara.Block(); return w.say(w.chat.ID()) }, 403, "Forbidden: bot was blocked by the user"},
		"deactivated":   {func(w *world) reply { w.sara.Deactivate(); return w.say(w.chat.ID()) }, 403, "Forbidden: user is deactivated"},
		"kicked from group": {func(w *world) reply {
			c := w.group(telegramtest.Group, telegramtest.Member)
			c.RemoveBot()
			return w.say(c.ID())
		}, 403, "Forbidden: bot was kicked from the group chat"},
		"kicked from supergroup": {func(w *world) reply {
			c := w.group(telegramtest.Supergroup, telegramtest.Admin)
			c.RemoveBot()
			return w.say(c.ID())
		}, 403, "Forbidden: bot was kicked from the supergroup chat"},
		"kicked from channel": {func(w *world) reply {
			c := w.Channel("news", "News", w.sara)
			c.AddBot(telegramtest.Admin)
			c.RemoveBot()
			return w.say("@news")
		}, 403, "Forbidden: bot was kicked from the channel chat"},
		"left": {func(w *world) reply {
			c := w.group(telegramtest.Supergroup, telegramtest.Member)
			must(t, call(t, w.Server, "leaveChat", params{"chat_id": c.ID()}))
			return w.say(c.ID())
		}, 403, "Forbidden: bot is not a member of the supergroup chat"},
		"channel without the bot": {func(w *world) reply { w.Channel("news", "News", w.sara); return w.say("@News") }, 403,
			"Forbidden: bot is not a member of the channel chat"},
		"channel as a member": {func(w *world) reply {
			w.Channel("news", "News", w.sara).AddBot(telegramtest.Member)
			return w.say("@news")
		}, 400, "Bad Request: need administrator rights in the channel chat"},
		"muted": {func(w *world) reply { return w.say(w.group(telegramtest.Supergroup, telegramtest.Muted).ID()) }, 400,
			"Bad Request: not enough rights to send text messages to the chat"},
		"restricted": {func(w *world) reply {
			c := w.group(telegramtest.Supergroup, telegramtest.Member)
			c.Restrict(true)
			return w.say(c.ID())
		}, 400, "Bad Request: CHAT_RESTRICTED"},
		"no such topic": {func(w *world) reply {
			return w.say(w.group(telegramtest.Supergroup, telegramtest.Admin).ID(), params{"message_thread_id": 7})
		}, 400, "Bad Request: message thread not found"},
		"topic deleted": {func(w *world) reply {
			c := w.group(telegramtest.Supergroup, telegramtest.Admin)
			thread := c.Topic("Alerts")
			must(t, w.say(c.ID(), params{"message_thread_id": thread}))
			c.DeleteTopic(thread)
			return w.say(c.ID(), params{"message_thread_id": thread})
		}, 400, "Bad Request: message thread not found"},
		"topic closed": {func(w *world) reply {
			c := w.group(telegramtest.Supergroup, telegramtest.Member)
			thread := c.Topic("Alerts")
			c.CloseTopic(thread)
			return w.say(c.ID(), params{"message_thread_id": thread})
		}, 400, "Bad Request: TOPIC_CLOSED"},

		"no text":    {func(w *world) reply { return w.say(w.chat.ID(), params{"text": ""}) }, 400, "Bad Request: message text is empty"},
		"blank text": {func(w *world) reply { return w.say(w.chat.ID(), params{"text": " \n\u200b"}) }, 400, "Bad Request: message text is empty"},
		"too long":   {func(w *world) reply { return w.say(w.chat.ID(), params{"text": strings.Repeat("ب", 4097)}) }, 400, "Bad Request: message is too long"},
		"far too long": {func(w *world) reply { return w.say(w.chat.ID(), params{"text": strings.Repeat("x", 32<<10+1)}) }, 400,
			"Bad Request: text is too long"},
		"unclosed tag": {func(w *world) reply { return w.say(w.chat.ID(), params{"text": "<b>x", "parse_mode": "HTML"}) }, 400,
			`Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`},
		"unknown tag": {func(w *world) reply { return w.say(w.chat.ID(), params{"text": "<p>x</p>", "parse_mode": "html"}) }, 400,
			`Bad Request: can't parse entities: Unsupported start tag "p" at byte offset 0`},
		"unknown mode": {func(w *world) reply { return w.say(w.chat.ID(), params{"parse_mode": "BBCode"}) }, 400, "Bad Request: unsupported parse_mode"},
		"markdown": {func(w *world) reply { return w.say(w.chat.ID(), params{"text": "x.", "parse_mode": "MarkdownV2"}) }, 400,
			"Bad Request: can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'"},
		"reply to nothing": {func(w *world) reply { return w.say(w.chat.ID(), params{"reply_parameters": params{"message_id": 99}}) }, 400,
			"Bad Request: message to be replied not found"},

		"long data": {func(w *world) reply {
			return w.say(w.chat.ID(), params{"reply_markup": inline(params{"text": "x", "callback_data": strings.Repeat("د", 33)})})
		}, 400, "Bad Request: BUTTON_DATA_INVALID"},
		"many buttons": {func(w *world) reply {
			var buttons []params
			for i := range 101 {
				buttons = append(buttons, params{"text": "x", "callback_data": fmt.Sprint(i)})
			}
			return w.say(w.chat.ID(), params{"reply_markup": inline(buttons...)})
		}, 400, "Bad Request: reply markup is too long"},
		"button without a text": {func(w *world) reply {
			return w.say(w.chat.ID(), params{"reply_markup": inline(params{"text": "", "callback_data": "x"})})
		}, 400, `Bad Request: can't parse inline keyboard button: Field "text" must be of type String`},
		"button without a deed": {func(w *world) reply { return w.say(w.chat.ID(), params{"reply_markup": inline(params{"text": "x"})}) }, 400,
			"Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"},
		"button to nowhere": {func(w *world) reply {
			return w.say(w.chat.ID(), params{"reply_markup": inline(params{"text": "x", "url": "javascript:alert(1)"})})
		}, 400, "Bad Request: inline keyboard button URL 'javascript:alert(1)' is invalid: Wrong HTTP URL"},

		"edit nothing": {func(w *world) reply {
			return call(t, w.Server, "editMessageText", params{"chat_id": w.chat.ID(), "message_id": 99, "text": "x"})
		}, 400, "Bad Request: message to edit not found"},
		"edit no number": {func(w *world) reply {
			return call(t, w.Server, "editMessageText", params{"chat_id": w.chat.ID(), "text": "x"})
		}, 400,
			"Bad Request: message identifier is not specified"},
		"edit a user's": {func(w *world) reply {
			return call(t, w.Server, "editMessageText", params{"chat_id": w.chat.ID(), "message_id": 1, "text": "x"})
		}, 400, "Bad Request: message can't be edited"},
		"edit to the same": {func(w *world) reply {
			id := send(t, w.Server, params{"chat_id": w.chat.ID(), "text": "<b>x</b>", "parse_mode": "HTML"})
			return call(t, w.Server, "editMessageText", params{"chat_id": w.chat.ID(), "message_id": id, "text": "<strong>x</strong> ", "parse_mode": "HTML"})
		}, 400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"},
		"delete nothing": {func(w *world) reply {
			return call(t, w.Server, "deleteMessage", params{"chat_id": w.chat.ID(), "message_id": 99})
		}, 400, "Bad Request: message to delete not found"},
		"delete no number": {func(w *world) reply { return call(t, w.Server, "deleteMessage", params{"chat_id": w.chat.ID()}) }, 400,
			"Bad Request: message identifier is not specified"},
		"delete nowhere": {func(w *world) reply { return call(t, w.Server, "deleteMessage", params{"message_id": 1}) }, 400,
			"Bad Request: chat identifier is not specified"},
		"delete what is old": {func(w *world) reply {
			id := send(t, w.Server, params{"chat_id": w.chat.ID(), "text": "x"})
			w.now = w.now.Add(49 * time.Hour)
			return call(t, w.Server, "deleteMessage", params{"chat_id": w.chat.ID(), "message_id": id})
		}, 400, "Bad Request: message can't be deleted"},
		"answer nothing": {func(w *world) reply {
			return call(t, w.Server, "answerCallbackQuery", params{"callback_query_id": "1"})
		}, 400,
			"Bad Request: query is too old and response timeout expired or query ID is invalid"},
		"answer late": {func(w *world) reply {
			id := send(t, w.Server, params{"chat_id": w.chat.ID(), "text": "x", "reply_markup": inline(params{"text": "x", "callback_data": "x"})})
			q, err := w.sara.Press(w.chat, id, "x")
			if err != nil {
				t.Fatal(err)
			}
			w.now = w.now.Add(time.Minute)
			return call(t, w.Server, "answerCallbackQuery", params{"callback_query_id": q.ID})
		}, 400, "Bad Request: query is too old and response timeout expired or query ID is invalid"},
		"poll with a webhook": {func(w *world) reply {
			must(t, call(t, w.Server, "setWebhook", params{"url": "https://example.com/hook"}))
			return call(t, w.Server, "getUpdates", nil)
		}, 409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"},
		"unknown user": {func(w *world) reply {
			return call(t, w.Server, "getChatMember", params{"chat_id": w.chat.ID(), "user_id": 5})
		}, 400,
			"Bad Request: invalid user_id specified"},
		"bad command": {func(w *world) reply {
			return call(t, w.Server, "setMyCommands", params{"commands": []params{{"command": "Start!", "description": "x"}}})
		}, 400, "Bad Request: BOT_COMMAND_INVALID"},
		"unknown update kind": {func(w *world) reply {
			return call(t, w.Server, "getUpdates", params{"allowed_updates": []string{"messages"}})
		}, 400, `Bad Request: allowed_updates: there is no update kind "messages"; Telegram would ignore it in silence`},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, telegramtest.Config{})
			before := len(w.chat.Messages())
			r := c.do(w)
			if r.Code != c.code || r.Description != c.want {
				t.Errorf("answer %d %q, want %d %q", r.Code, r.Description, c.code, c.want)
			}
			calls := w.Calls()
			if last := calls[len(calls)-1]; last.Status != c.code || last.Error != c.want {
				t.Errorf("logged as %d %q", last.Status, last.Error)
			}
			for _, m := range w.chat.Messages()[before:] {
				if m.FromBot && strings.Contains(name, "too long") {
					t.Errorf("a refused message arrived: %+v", m)
				}
			}
		})
	}
}

func TestMigratedGroup(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	old := w.group(telegramtest.Group, telegramtest.Member)
	kinds(t, w.Server)
	next := old.Migrate()
	r := w.say(old.ID())
	if r.Code != 400 || r.Description != "Bad Request: group chat was upgraded to a supergroup chat" || r.Parameters.MigrateTo != next.ID() {
		t.Errorf("answer %+v", r)
	}
	must(t, w.say(next.ID()))
	var updates []struct {
		Message struct {
			Chat struct {
				ID int64 `json:"id"`
			}
			To   int64 `json:"migrate_to_chat_id"`
			From int64 `json:"migrate_from_chat_id"`
		}
	}
	decode(t, must(t, call(t, w.Server, "getUpdates", nil)).Result, &updates)
	if len(updates) != 2 || updates[0].Message.To != next.ID() || updates[1].Message.From != old.ID() || updates[1].Message.Chat.ID != next.ID() {
		t.Errorf("updates %+v", updates)
	}
}
