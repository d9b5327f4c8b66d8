package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/bot/telegramtest"
)

const token = "123456:AAE-secret_Part0123456789"

// client returns a client of a server that answers as told.
func client(t *testing.T, answer http.HandlerFunc) *telegram.Client {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	return dial(t, s.URL)
}

func dial(t *testing.T, api string) *telegram.Client {
	t.Helper()
	c, err := telegram.New(token, telegram.Config{API: api, Timeout: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// answering is a handler with one answer for every call.
func answering(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

func refusal(code int, description, parameters string) http.HandlerFunc {
	body := fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q`, code, description)
	if parameters != "" {
		body += `,"parameters":` + parameters
	}
	return answering(code, "application/json", body+"}")
}

func send(c *telegram.Client) error {
	_, err := c.SendMessage(context.Background(), telegram.Message{Chat: 1, Text: "x"})
	return err
}

// TestErrorKinds goes through all that Telegram is known to refuse.
func TestErrorKinds(t *testing.T) {
	for _, row := range []struct {
		code        int
		description string
		kind        telegram.Kind
	}{
		{400, "Bad Request: group chat was upgraded to a supergroup chat", telegram.KindMigrated},
		{403, "Forbidden: bot was blocked by the user", telegram.KindBlocked},
		{403, "Forbidden: user is deactivated", telegram.KindBlocked},
		{403, "Forbidden: bot was kicked from the group chat", telegram.KindKicked},
		{403, "Forbidden: bot was kicked from the supergroup chat", telegram.KindKicked},
		{403, "Forbidden: bot was kicked from the channel chat", telegram.KindKicked},
		{403, "Forbidden: bot is not a member of the channel chat", telegram.KindKicked},
		{403, "Forbidden: the group chat was deleted", telegram.KindKicked},
		{403, "Forbidden: something nobody has seen yet", telegram.KindNoRights},
		{403, "Forbidden: bot can't initiate conversation with a user", telegram.KindNotStarted},
		{403, "Forbidden: bot can't send messages to bots", telegram.KindNotStarted},
		{400, "Bad Request: chat not found", telegram.KindChatNotFound},
		{400, "Bad Request: PEER_ID_INVALID", telegram.KindChatNotFound},
		{400, "Bad Request: not enough rights to send text messages to the chat", telegram.KindNoRights},
		{400, "Bad Request: need administrator rights in the channel chat", telegram.KindNoRights},
		{400, "Bad Request: have no rights to send a message", telegram.KindNoRights},
		{400, "Bad Request: CHAT_RESTRICTED", telegram.KindNoRights},
		{400, "Bad Request: CHAT_ADMIN_REQUIRED", telegram.KindNoRights},
		{400, "Bad Request: member list is inaccessible", telegram.KindNoRights},
		{403, "Forbidden: CHAT_WRITE_FORBIDDEN", telegram.KindNoRights},
		{400, "Bad Request: message thread not found", telegram.KindTopicGone},
		{400, "Bad Request: TOPIC_CLOSED", telegram.KindTopicGone},
		{400, "Bad Request: can't parse entities: Unsupported start tag \"p\" at byte offset 0", telegram.KindMarkup},
		{400, "Bad Request: message is too long", telegram.KindLength},
		{400, "Bad Request: text is too long", telegram.KindLength},
		{400, "Bad Request: message text is empty", telegram.KindLength},
		{413, "Request Entity Too Large", telegram.KindLength},
		{400, "Bad Request: message caption is too long", telegram.KindLength},
		{400, "Bad Request: MEDIA_CAPTION_TOO_LONG", telegram.KindLength},
		{400, "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", telegram.KindNoRights},
		{400, "Bad Request: not enough rights to send documents to the chat", telegram.KindNoRights},
		{400, "Bad Request: wrong file identifier/HTTP URL specified", telegram.KindFileID},
		{400, "Bad Request: wrong remote file identifier specified: can't unserialize it. Wrong last symbol", telegram.KindFileID},
		{400, "Bad Request: can't use file of type Document as Photo", telegram.KindFileID},
		{400, "Bad Request: FILE_REFERENCE_EXPIRED", telegram.KindFileID},
		{400, "Bad Request: wrong file_id or the file is temporarily unavailable", telegram.KindFileID},
		{400, "Bad Request: file of size 11412284 bytes is too big for a photo; the maximum size is 10485760 bytes", telegram.KindFile},
		{400, "Bad Request: PHOTO_INVALID_DIMENSIONS", telegram.KindFile},
		{400, "Bad Request: IMAGE_PROCESS_FAILED", telegram.KindFile},
		{400, "Bad Request: file must be non-empty", telegram.KindFile},
		{400, "Bad Request: failed to get HTTP URL content", telegram.KindFile},
		{400, "Bad Request: CHAT_NOT_MODIFIED", telegram.KindNotModified},
		{400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same", telegram.KindNotModified},
		{400, "Bad Request: message to edit not found", telegram.KindMessageGone},
		{400, "Bad Request: message can't be edited", telegram.KindMessageGone},
		{400, "Bad Request: BUTTON_DATA_INVALID", telegram.KindKeyboard},
		{400, "Bad Request: reply markup is too long", telegram.KindKeyboard},
		{400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard", telegram.KindKeyboard},
		{400, "Bad Request: query is too old and response timeout expired or query ID is invalid", telegram.KindLateCallback},
		{409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", telegram.KindConflict},
		{409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first", telegram.KindWebhook},
		{409, "Conflict: terminated by setWebhook request", telegram.KindConflict},
		{400, "Bad Request: can't parse entities: Unsupported start tag \"button_x\" at byte offset 0", telegram.KindMarkup},
		{400, "Bad Request: can't parse entities: Unsupported start tag \"topic_closed\" at byte offset 0", telegram.KindMarkup},
		{400, "Bad Request: chat identifier is not specified", telegram.KindChatNotFound},
		{401, "Unauthorized", telegram.KindUnauthorized},
		{404, "Not Found", telegram.KindUnauthorized},
		{429, "Too Many Requests: retry after 7", telegram.KindFlood},
		{500, "Internal Server Error", telegram.KindGateway},
		{502, "Bad Gateway", telegram.KindGateway},
		{400, "Bad Request: something nobody has seen yet", telegram.KindOther},
	} {
		err := send(client(t, refusal(row.code, row.description, "")))
		var e *telegram.Error
		if !errors.As(err, &e) || e.Kind != row.kind || e.Code != row.code || e.Method != "sendMessage" {
			t.Errorf("%d %s: %+v, want kind %d", row.code, row.description, err, row.kind)
			continue
		}
		if want := row.code >= 500; e.InDoubt != want {
			t.Errorf("%d %s: in doubt = %v, want %v", row.code, row.description, e.InDoubt, want)
		}
	}
}

// TestOddAnswers are answers that the Bot API itself would not give.
func TestOddAnswers(t *testing.T) {
	for name, row := range map[string]struct {
		answer  http.HandlerFunc
		inDoubt bool
	}{
		"HTML with 502":   {answering(502, "text/html", "<html><h1>502 Bad Gateway</h1></html>"), true},
		"HTML with 200":   {answering(200, "text/html", "<html>hello</html>"), true},
		"HTML as JSON":    {answering(200, "application/json", "<html>hello</html>"), true},
		"HTML with 403":   {answering(403, "text/html", "<html>filtered</html>"), false},
		"nothing":         {answering(200, "application/json", ""), true},
		"half an answer":  {answering(200, "application/json", `{"ok":true,"result":{"message_id`), true},
		"another shape":   {answering(200, "application/json", `{"ok":"yes"}`), true},
		"no message":      {answering(200, "application/json", `{"ok":true,"result":true}`), true},
		"message of none": {answering(200, "application/json", `{"ok":true,"result":{}}`), true},
		"a redirect":      {answering(302, "text/html", "elsewhere"), true},
		"cut off": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "1000")
			answering(200, "application/json", `{"ok":true`)(w, r)
		}, true},
		"reset": {func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }, true},
	} {
		err := send(client(t, row.answer))
		var e *telegram.Error
		if !errors.As(err, &e) || e.InDoubt != row.inDoubt {
			t.Errorf("%s: %+v, want in doubt = %v", name, err, row.inDoubt)
			continue
		}
		if e.Kind != telegram.KindGateway && e.Kind != telegram.KindNetwork {
			t.Errorf("%s: kind %d: %v", name, e.Kind, err)
		}
		if strings.ContainsAny(err.Error(), "\n\r") {
			t.Errorf("%s: more than a line: %q", name, err)
		}
	}
}

func TestNoAnswer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	var e *telegram.Error
	if err := send(dial(t, "http://"+l.Addr().String())); !errors.As(err, &e) || e.Kind != telegram.KindNetwork || e.InDoubt {
		t.Errorf("refused connection: %+v", err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		cancel()
		<-r.Context().Done()
	})
	_, err = c.SendMessage(ctx, telegram.Message{Chat: 1, Text: "x"})
	if !errors.As(err, &e) || !e.InDoubt || !errors.Is(err, context.Canceled) {
		t.Errorf("ended while waiting: %+v", err)
	}
}

func TestNewRefuses(t *testing.T) {
	for _, row := range [][2]string{
		{"", ""}, {"x", ""}, {"12:", ""}, {":abc", ""}, {"12:a/b", ""}, {"12:a b", ""}, {"12:a%2f", ""},
		{token, "ftp://x"}, {token, "api.telegram.org"}, {token, "http://x/?a=1"},
	} {
		if _, err := telegram.New(row[0], telegram.Config{API: row[1]}); err == nil {
			t.Errorf("New(%v) took it", row)
		}
	}
}

// TestAgainstTheStrictServer calls every method as the bot does.
func TestAgainstTheStrictServer(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{})
	c, err := telegram.New(s.Token(), telegram.Config{API: s.URL()})
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	if me, err := c.GetMe(ctx); err != nil || !me.IsBot || me.Username == "" {
		t.Fatalf("GetMe = %+v, %v", me, err)
	}
	u := s.User("Sara", "fa")
	u.Say(u.Private(), "/start")
	updates, err := c.GetUpdates(ctx, 0, 0, []string{telegram.UpdateMessage, telegram.UpdateCallback, telegram.UpdateMember})
	if err != nil || len(updates) == 0 || updates[0].Message == nil || updates[0].Message.From.Lang != "fa" {
		t.Fatalf("GetUpdates = %+v, %v", updates, err)
	}
	m := telegram.Message{Chat: u.ID(), Text: "<b>x</b>", Silent: true, Keyboard: [][]telegram.Button{{{Text: "y", Data: "z"}}}}
	id, err := c.SendMessage(ctx, m)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second changes nothing
		m.Text = "<i>y</i>"
		if err := c.EditMessageText(ctx, id, m); err != nil {
			t.Error(err)
		}
	}
	if err := c.AnswerCallback(ctx, "0", "late", false); err != nil {
		t.Errorf("a late callback: %v", err)
	}
	if err := c.SetMyCommands(ctx, telegram.Scope{}, "fa", []telegram.Command{{Name: "help", Description: "راهنما"}}); err != nil {
		t.Error(err)
	}
	if err := c.DeleteWebhook(ctx); err != nil {
		t.Error(err)
	}
	channel := s.Channel("news", "News", u)
	channel.AddBot(telegramtest.Admin)
	if found, err := c.GetChat(ctx, "@news"); err != nil || found.ID != channel.ID() || found.Kind != telegram.Channel {
		t.Errorf("GetChat = %+v, %v", found, err)
	}
	if member, err := c.GetChatMember(ctx, channel.ID(), u.ID()); err != nil || !member.Admin() {
		t.Errorf("GetChatMember = %+v, %v", member, err)
	}
	if got := u.Private().Messages(); len(got) != 2 || !got[1].NoPreview || !got[1].Silent || got[1].Text != "y" {
		t.Errorf("messages = %+v", got)
	}
}

func ExampleClient() {
	s := telegramtest.New(telegramtest.Config{})
	server := httptest.NewServer(s)
	defer server.Close()
	reader := s.User("Sara", "fa")
	reader.Say(reader.Private(), "/start")

	c, err := telegram.New(s.Token(), telegram.Config{API: server.URL})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = c.SendMessage(context.Background(), telegram.Message{Chat: reader.ID(), Text: "<b>سلام</b>"})
	fmt.Println(err)
	_, err = c.SendMessage(context.Background(), telegram.Message{Chat: 42, Text: "?"})
	fmt.Println(telegram.Is(err, telegram.KindChatNotFound), err)
	// Output:
	// <nil>
	// true telegram sendMessage: 400 Bad Request: chat not found
}
