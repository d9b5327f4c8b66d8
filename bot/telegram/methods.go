package telegram

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// A Message is what SendMessage and EditMessageText send. Link previews are
// always off.
type Message struct {
	Chat   int64
	Thread int    // of a forum, or 0
	Text   string // in Telegram's HTML, or plain
	Plain  bool   // Text is plain: nothing in it is markup
	Silent bool   // arrives without a sound

	// Keyboard stands under the message, row by row, or is nil. Markup is a
	// reply_markup as JSON already, for a message that was kept; it counts
	// when there is no Keyboard.
	Keyboard [][]Button
	Markup   string
}

// A Button is one button under a message. It either sends Data, of at most 64
// bytes, back to the bot, or opens URL.
type Button struct {
	Text string `json:"text"`
	Data string `json:"callback_data,omitempty"`
	URL  string `json:"url,omitempty"`
}

// A Command is an entry of the menu of commands.
type Command struct {
	Name        string // without the slash
	Description string
}

// Markup returns a keyboard as reply_markup JSON, empty for no keyboard.
func Markup(rows [][]Button) string {
	if len(rows) == 0 {
		return ""
	}
	b, err := json.Marshal(map[string]any{"inline_keyboard": rows})
	if err != nil {
		return "" // strings always marshal
	}
	return string(b)
}

// GetMe returns the bot's own account. It is the way to check a token.
func (c *Client) GetMe(ctx context.Context) (User, error) {
	var u User
	return u, c.ask(ctx, "getMe", nil, &u)
}

// SendMessage sends a message and returns its ID in the chat.
func (c *Client) SendMessage(ctx context.Context, m Message) (int, error) {
	p := m.params()
	p.AddNonZero("message_thread_id", m.Thread)
	p.AddBool("disable_notification", m.Silent)
	var sent struct {
		ID int `json:"message_id"`
	}
	if err := c.ask(ctx, "sendMessage", p, &sent); err != nil {
		return 0, err
	}
	if sent.ID == 0 {
		return 0, &Error{Method: "sendMessage", Kind: KindGateway, InDoubt: true, Description: "an answer without a message"}
	}
	return sent.ID, nil
}

// EditMessageText gives a message another text and keyboard. An edit that
// changes nothing is a success.
func (c *Client) EditMessageText(ctx context.Context, id int, m Message) error {
	p := m.params()
	p.AddNonZero("message_id", id)
	var done json.RawMessage
	err := c.ask(ctx, "editMessageText", p, &done)
	if Is(err, KindNotModified) {
		return nil
	}
	return err
}

// params returns the parameters that sending and editing share.
func (m Message) params() tgbotapi.Params {
	p := tgbotapi.Params{
		"chat_id":              strconv.FormatInt(m.Chat, 10),
		"text":                 m.Text,
		"link_preview_options": `{"is_disabled":true}`,
	}
	if !m.Plain {
		p["parse_mode"] = tgbotapi.ModeHTML
	}
	p.AddNonEmpty("reply_markup", m.Markup)
	if len(m.Keyboard) > 0 {
		p["reply_markup"] = Markup(m.Keyboard)
	}
	return p
}

// AnswerCallback ends the waiting state of a pressed button, with a short
// notice if text is not empty, in a window of its own if alert. One that is
// too old already is no error.
func (c *Client) AnswerCallback(ctx context.Context, id, text string, alert bool) error {
	p := tgbotapi.Params{"callback_query_id": id}
	p.AddNonEmpty("text", text)
	p.AddBool("show_alert", alert)
	var done bool
	err := c.ask(ctx, "answerCallbackQuery", p, &done)
	if Is(err, KindLateCallback) {
		return nil
	}
	return err
}

// DeleteWebhook lets GetUpdates work again. Updates that wait are kept.
func (c *Client) DeleteWebhook(ctx context.Context) error {
	var done bool
	return c.ask(ctx, "deleteWebhook", nil, &done)
}

// SetMyCommands fills the menu of commands for the users of a language, or
// with an empty language for all that have no menu of their own.
func (c *Client) SetMyCommands(ctx context.Context, lang string, commands []Command) error {
	list := make([]tgbotapi.BotCommand, len(commands))
	for i, cmd := range commands {
		list[i] = tgbotapi.BotCommand{Command: cmd.Name, Description: cmd.Description}
	}
	p := tgbotapi.Params{}
	p.AddNonEmpty("language_code", lang)
	if err := p.AddInterface("commands", list); err != nil {
		return err
	}
	var done bool
	return c.ask(ctx, "setMyCommands", p, &done)
}

// GetChat returns a chat by its ID in decimal, or by its public @name.
func (c *Client) GetChat(ctx context.Context, chat string) (Chat, error) {
	var found Chat
	return found, c.ask(ctx, "getChat", tgbotapi.Params{"chat_id": chat}, &found)
}

// GetChatMember returns what a user is in a chat.
func (c *Client) GetChatMember(ctx context.Context, chat, user int64) (Member, error) {
	p := tgbotapi.Params{}
	p.AddNonZero64("chat_id", chat)
	p.AddNonZero64("user_id", user)
	var m Member
	return m, c.ask(ctx, "getChatMember", p, &m)
}

// GetUpdates waits up to timeout, at most 50 s, for updates of the allowed
// kinds and returns them in order. Giving an offset acknowledges every update
// before it. An update that cannot be read comes with its Err set.
func (c *Client) GetUpdates(ctx context.Context, offset int64, timeout time.Duration, allowed []string) ([]Update, error) {
	if allowed == nil {
		allowed = []string{} // null would leave the server with its old list
	}
	p := tgbotapi.Params{}
	p.AddNonZero64("offset", offset)
	p.AddNonZero("timeout", int(min(timeout, 50*time.Second)/time.Second))
	if err := p.AddInterface("allowed_updates", allowed); err != nil {
		return nil, err
	}
	result, err := c.call(ctx, "getUpdates", p, timeout+c.timeout)
	if err != nil {
		return nil, err
	}
	var raw []json.RawMessage
	if err := c.decode("getUpdates", result, &raw); err != nil {
		return nil, err
	}
	updates := make([]Update, len(raw))
	for i, r := range raw {
		updates[i] = c.decodeUpdate(r, offset)
		offset = updates[i].ID + 1
	}
	return updates, nil
}

// ask makes a call and reads its result into v.
func (c *Client) ask(ctx context.Context, method string, p tgbotapi.Params, v any) error {
	result, err := c.call(ctx, method, p, c.timeout)
	if err != nil {
		return err
	}
	return c.decode(method, result, v)
}
