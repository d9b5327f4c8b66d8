package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestKindsOfTheStrictServer brings about each situation that Telegram
// refuses, with text, with a photo and with a document, and looks at the kind
// of error that the server's own words become.
func TestKindsOfTheStrictServer(t *testing.T) {
	for name, row := range map[string]struct {
		kind  telegram.Kind
		words string // of the refusal of a text message; of files they can differ
		setUp func(d desk) telegram.Message
	}{
		"flood": {telegram.KindFlood, "Too Many Requests: retry after 3", func(d desk) telegram.Message {
			d.Fail(telegramtest.Fault{Kind: telegramtest.Flood, RetryAfter: 3, Count: 3})
			return d.message("x")
		}},
		"upgraded": {telegram.KindMigrated, "group chat was upgraded to a supergroup chat", func(d desk) telegram.Message {
			g := d.Group("Desk", d.sara)
			g.AddBot(telegramtest.Member)
			g.Migrate()
			return telegram.Message{Chat: g.ID(), Text: "x"}
		}},
		"blocked": {telegram.KindBlocked, "bot was blocked by the user", func(d desk) telegram.Message { d.sara.Block(); return d.message("x") }},
		"deactivated": {telegram.KindBlocked, "user is deactivated", func(d desk) telegram.Message {
			d.sara.Deactivate()
			return d.message("x")
		}},
		"kicked": {telegram.KindKicked, "bot was kicked from the supergroup chat", func(d desk) telegram.Message {
			c := d.group(telegramtest.Member)
			c.RemoveBot()
			return telegram.Message{Chat: c.ID(), Text: "x"}
		}},
		"not a member": {telegram.KindKicked, "bot is not a member of the channel chat", func(d desk) telegram.Message {
			news := d.Channel("news", "News", d.sara)
			if _, err := d.client.GetChat(t.Context(), "@news"); err != nil { // by which the bot knows its ID
				t.Error(err)
			}
			return telegram.Message{Chat: news.ID(), Text: "x"}
		}},
		"never started": {telegram.KindNotStarted, "bot can't initiate conversation with a user", func(d desk) telegram.Message {
			return telegram.Message{Chat: d.User("Omid", "en").ID(), Text: "x"}
		}},
		"unknown": {telegram.KindChatNotFound, "chat not found", func(d desk) telegram.Message { return telegram.Message{Chat: 42, Text: "x"} }},
		"muted": {telegram.KindNoRights, "not enough rights to send text messages to the chat", func(d desk) telegram.Message {
			return telegram.Message{Chat: d.group(telegramtest.Muted).ID(), Text: "x"}
		}},
		"no poster": {telegram.KindNoRights, "need administrator rights in the channel chat", func(d desk) telegram.Message {
			c := d.Channel("news", "News", d.sara)
			c.AddBot(telegramtest.Admin)
			c.SetRight("can_post_messages", false)
			return telegram.Message{Chat: c.ID(), Text: "x"}
		}},
		"restricted": {telegram.KindNoRights, "CHAT_RESTRICTED", func(d desk) telegram.Message {
			c := d.group(telegramtest.Member)
			c.Restrict(true)
			return telegram.Message{Chat: c.ID(), Text: "x"}
		}},
		"no topic": {telegram.KindTopicGone, "message thread not found", func(d desk) telegram.Message {
			return telegram.Message{Chat: d.group(telegramtest.Admin).ID(), Thread: 77, Text: "x"}
		}},
		"closed topic": {telegram.KindTopicGone, "TOPIC_CLOSED", func(d desk) telegram.Message {
			c := d.group(telegramtest.Member)
			thread := c.Topic("Alerts")
			c.CloseTopic(thread)
			return telegram.Message{Chat: c.ID(), Thread: thread, Text: "x"}
		}},
		"open tag": {telegram.KindMarkup, `can't parse entities: Can't find end tag corresponding to start tag "b"`, func(d desk) telegram.Message {
			return d.message("<b>x")
		}},
		"unknown tag": {telegram.KindMarkup, `can't parse entities: Unsupported start tag "p" at byte offset 0`, func(d desk) telegram.Message {
			return d.message("<p>x</p>")
		}},
		"too long": {telegram.KindLength, "message is too long", func(d desk) telegram.Message { return d.message(strings.Repeat("x", 4097)) }},
		"raw":      {telegram.KindLength, "text is too long", func(d desk) telegram.Message { return d.message(strings.Repeat("x", 32<<10+1)) }},
		"button data": {telegram.KindKeyboard, "BUTTON_DATA_INVALID", func(d desk) telegram.Message {
			m := d.message("x")
			m.Keyboard = [][]telegram.Button{{{Text: "x", Data: strings.Repeat("x", 65)}}}
			return m
		}},
		"many buttons": {telegram.KindKeyboard, "reply markup is too long", func(d desk) telegram.Message {
			m := d.message("x")
			for i := range 101 {
				m.Keyboard = append(m.Keyboard, []telegram.Button{{Text: "x", Data: fmt.Sprint(i)}})
			}
			return m
		}},
		"markup of no JSON": {telegram.KindKeyboard, "can't parse reply keyboard markup JSON object", func(d desk) telegram.Message {
			return d.marked(`{"inline_keyboard":`)
		}},
		"markup of no object": {telegram.KindKeyboard, "object expected as reply markup", func(d desk) telegram.Message { return d.marked("[]") }},
		"markup of no rows": {telegram.KindKeyboard, `field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`, func(d desk) telegram.Message {
			return d.marked(`{"inline_keyboard":[{"text":"x"}]}`)
		}},
		"button without a text": {telegram.KindKeyboard, `can't parse inline keyboard button: Can't find field "text"`, func(d desk) telegram.Message {
			return d.marked(`{"inline_keyboard":[[{"callback_data":"x"}]]}`)
		}},
		"no flag": {telegram.KindKeyboard, `field "resize_keyboard" must be of type Boolean`, func(d desk) telegram.Message {
			return d.marked(`{"keyboard":[["x"]],"resize_keyboard":"very"}`)
		}},
		"wrong token": {telegram.KindUnauthorized, "Unauthorized", func(d desk) telegram.Message {
			d.Fail(telegramtest.Fault{Kind: telegramtest.Refuse, Status: 401, Description: "Unauthorized", Count: 3})
			return d.message("x")
		}},
	} {
		d := newDesk(t, telegramtest.Config{})
		m := row.setUp(d)
		_, text := d.client.SendMessage(t.Context(), m)
		_, photo := d.client.SendPhoto(t.Context(), m, file("p.png", chart(t, 9, 9)))
		_, document := d.client.SendDocument(t.Context(), m, file("d.csv", []byte("x")))
		for what, err := range map[string]error{"text": text, "photo": photo, "document": document} {
			var e *telegram.Error
			if !errors.As(err, &e) || e.Kind != row.kind || e.InDoubt {
				t.Errorf("%s, %s: %+v, want kind %d", name, what, err, row.kind)
			}
		}
		if text != nil && !strings.HasSuffix(text.Error(), row.words) {
			t.Errorf("%s: %v, want %s", name, text, row.words)
		}
	}
}

func (d desk) marked(markup string) telegram.Message {
	m := d.message("x")
	m.Markup = markup
	return m
}

func (d desk) group(as telegramtest.Role) *telegramtest.Chat {
	c := d.Supergroup("Desk", d.sara)
	c.AddBot(as)
	return c
}

// TestKindsOfOtherCalls are the rows of what is not sending.
func TestKindsOfOtherCalls(t *testing.T) {
	d := newDesk(t, telegramtest.Config{})
	c, ctx := d.client, t.Context()
	id, err := c.SendMessage(ctx, d.message("x"))
	if err != nil {
		t.Fatal(err)
	}
	forum := d.Forum("Forum", d.sara)
	forum.AddBot(telegramtest.Member)
	kind := func(what string, err error, want telegram.Kind) {
		t.Helper()
		if !telegram.Is(err, want) {
			t.Errorf("%s: %v, want kind %d", what, err, want)
		}
	}
	sent := func(_ telegram.Sent, err error) error { return err }
	kind("edit of nothing", c.EditMessageText(ctx, 99, d.message("y")), telegram.KindMessageGone)
	kind("edit of a user's", c.EditMessageText(ctx, 1, d.message("y")), telegram.KindMessageGone)
	kind("caption of a text", c.EditMessageCaption(ctx, id, d.message("y")), telegram.KindMessageGone)
	kind("deletion of nothing", c.DeleteMessage(ctx, d.chat.ID(), 99), telegram.KindMessageGone)
	kind("pin of nothing", c.PinMessage(ctx, d.chat.ID(), 99, true), telegram.KindMessageGone)
	kind("pin as a member", c.PinMessage(ctx, forum.ID(), 1, true), telegram.KindNoRights)
	kind("no text", func() error { _, err := c.SendMessage(ctx, d.message(" ")); return err }(), telegram.KindLength)
	kind("long caption", sent(c.SendPhoto(ctx, d.message(strings.Repeat("x", 1025)), file("p.png", chart(t, 9, 9)))), telegram.KindLength)
	kind("no image", sent(c.SendPhoto(ctx, d.message("x"), file("p.png", []byte("x")))), telegram.KindFile)
	kind("a wide image", sent(c.SendPhoto(ctx, d.message("x"), file("p.png", chart(t, 900, 9)))), telegram.KindFile)
	kind("an empty file", sent(c.SendDocument(ctx, d.message("x"), file("d", nil))), telegram.KindFile)
	kind("a large file", sent(c.SendDocument(ctx, d.message("x"), file("d", make([]byte, 50<<20+1)))), telegram.KindFile)
	kind("an unknown file", sent(c.SendPhoto(ctx, d.message("x"), telegram.File{ID: "AgAC"})), telegram.KindFileID)
	_, err = c.CreateForumTopic(ctx, forum.ID(), "x")
	kind("topic as a member", err, telegram.KindNoRights)
	_, err = c.CreateForumTopic(ctx, d.group(telegramtest.Admin).ID(), "x")
	kind("topic of no forum", err, telegram.KindTopicGone)
	_, err = c.GetChatAdministrators(ctx, 42)
	kind("administrators of nothing", err, telegram.KindChatNotFound)
}

// TestConflicts are the rows of polling.
func TestConflicts(t *testing.T) {
	d := newDesk(t, telegramtest.Config{})
	read, err := d.client.GetUpdates(t.Context(), 0, 0, nil)
	if err != nil || len(read) == 0 {
		t.Fatal(read, err)
	}
	next := read[len(read)-1].ID + 1
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error)
	for range 3 { // the last to begin ends the others
		go func() {
			_, err := d.client.GetUpdates(ctx, next, 30*time.Second, nil)
			ended <- err
		}()
	}
	for range 2 {
		if err := <-ended; !telegram.Is(err, telegram.KindConflict) {
			t.Errorf("polled at once: %v", err)
		}
	}
	cancel()
	<-ended
	d.Fail(telegramtest.Fault{Kind: telegramtest.Refuse, Method: "getUpdates", Status: 409,
		Description: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"})
	if _, err := d.client.GetUpdates(t.Context(), 0, 0, nil); !telegram.Is(err, telegram.KindWebhook) {
		t.Errorf("polled with a webhook: %v", err)
	}
}

// TestChatsAndProfile calls what is left as a bot does.
func TestChatsAndProfile(t *testing.T) {
	d := newDesk(t, telegramtest.Config{})
	c, ctx := d.client, t.Context()
	forum := d.Forum("Forum", d.sara)
	forum.AddBot(telegramtest.Admin)
	thread, err := c.CreateForumTopic(ctx, forum.ID(), "هشدارها")
	if err != nil || thread == 0 {
		t.Fatal(thread, err)
	}
	id, err := c.SendMessage(ctx, telegram.Message{
		Chat: forum.ID(), Thread: thread, Text: "https://example.com", PaidBroadcast: true,
		Preview: &telegram.Preview{URL: "https://example.com", Small: true, Above: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	effect := d.message("x")
	effect.Effect = "5104841245755180586"
	if _, err := c.SendMessage(ctx, effect); err != nil {
		t.Error(err)
	}
	for range 2 { // the second changes nothing
		if err := c.PinMessage(ctx, forum.ID(), id, true); err != nil {
			t.Error(err)
		}
	}
	if admins, err := c.GetChatAdministrators(ctx, forum.ID()); err != nil || len(admins) != 1 || admins[0].User.ID != d.sara.ID() {
		t.Errorf("administrators %+v, %v", admins, err)
	}
	if n, err := c.GetChatMemberCount(ctx, forum.ID()); err != nil || n != 2 {
		t.Errorf("%d members, %v", n, err)
	}
	menu := []telegram.Command{{Name: "help", Description: "x"}}
	for _, err := range []error{
		c.DeleteMessage(ctx, forum.ID(), id),
		c.SetMyName(ctx, "", "Rasad"), c.SetMyName(ctx, "fa", "رصد"),
		c.SetMyDescription(ctx, "fa", "خبرها"), c.SetMyShortDescription(ctx, "", "news"),
		c.SetMenuButton(ctx, 0, telegram.MenuButton{}),
		c.SetMenuButton(ctx, d.sara.ID(), telegram.MenuButton{Text: "Open", URL: "https://example.com"}),
		c.SetMyCommands(ctx, telegram.Scope{Kind: telegram.InPrivateChats}, "fa", menu),
		c.SetMyCommands(ctx, telegram.Scope{Kind: telegram.InGroups}, "", menu),
		c.SetMyCommands(ctx, telegram.Scope{Kind: telegram.ForAllAdmins}, "", menu),
		c.SetMyCommands(ctx, telegram.Scope{Kind: telegram.InChat, Chat: d.sara.ID()}, "", menu),
		c.SetMyCommands(ctx, telegram.Scope{Kind: telegram.InChatForAdmins, Chat: forum.ID()}, "", menu),
		c.SetMyCommands(ctx, telegram.Scope{Kind: telegram.ForMember, Chat: forum.ID(), User: d.sara.ID()}, "", menu),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	if p := d.Profile("fa"); p.Name != "رصد" || p.Description != "خبرها" || p.ShortDescription != "news" {
		t.Errorf("profile %+v", p)
	}
	if got := d.Commands("fa"); len(got) != 1 {
		t.Errorf("commands %v", got)
	}
	calls := d.Calls()
	for _, call := range calls {
		if call.Method == "sendMessage" && call.Params["allow_paid_broadcast"] == "true" &&
			call.Params["link_preview_options"] != `{"url":"https://example.com","prefer_small_media":true,"show_above_text":true}` {
			t.Errorf("preview %s", call.Params["link_preview_options"])
		}
	}
}
