package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// A Message is what is sent, and what takes the place of a message that is
// edited. Of a photo or a document the text is the caption, of at most 1024
// characters.
type Message struct {
	Chat   int64
	Thread int    // of a forum, or 0
	Text   string // in Telegram's HTML, or plain
	Plain  bool   // Text is plain: nothing in it is markup
	Silent bool   // arrives without a sound

	ReplyTo       int      // a message of the chat that it answers, or 0; sent all the same when that is gone
	Preview       *Preview // of a link in the text; nil for none
	Protected     bool     // can be neither forwarded nor saved
	PaidBroadcast bool     // up to 1,000 a second, at 0.1 Stars each, from the bot's balance
	Effect        string   // the ID of an effect, in private chats

	// Keyboard stands under the message, row by row, or is nil. Markup is a
	// reply_markup as JSON already, for a message that was kept; it counts
	// when there is no Keyboard.
	Keyboard [][]Button
	Markup   string
}

// A Preview says how a link is shown below, or above, a text.
type Preview struct {
	URL   string `json:"url,omitempty"` // empty means the first link of the text
	Small bool   `json:"prefer_small_media,omitempty"`
	Large bool   `json:"prefer_large_media,omitempty"`
	Above bool   `json:"show_above_text,omitempty"`
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
	p := m.withText()
	m.address(p)
	result, err := c.call(ctx, "sendMessage", p, c.timeout)
	if err != nil {
		return 0, err
	}
	sent, err := c.sent("sendMessage", result)
	return sent.ID, err
}

// address adds the parameters of sending: where to, and how it arrives.
func (m Message) address(p tgbotapi.Params) {
	p.AddNonZero("message_thread_id", m.Thread)
	p.AddBool("disable_notification", m.Silent)
	p.AddBool("protect_content", m.Protected)
	p.AddBool("allow_paid_broadcast", m.PaidBroadcast)
	p.AddNonEmpty("message_effect_id", m.Effect)
	if m.ReplyTo != 0 {
		p["reply_parameters"] = fmt.Sprintf(`{"message_id":%d,"allow_sending_without_reply":true}`, m.ReplyTo)
	}
}

// EditMessageText gives a message another text and keyboard. An edit that
// changes nothing is a success.
func (c *Client) EditMessageText(ctx context.Context, id int, m Message) error {
	return c.edit(ctx, "editMessageText", id, m.withText())
}

// EditMessageCaption gives a photo or a document another caption and keyboard.
func (c *Client) EditMessageCaption(ctx context.Context, id int, m Message) error {
	return c.edit(ctx, "editMessageCaption", id, m.withCaption())
}

// EditMarkup gives a message another keyboard, or none.
func (c *Client) EditMarkup(ctx context.Context, chat int64, id int, rows [][]Button) error {
	return c.edit(ctx, "editMessageReplyMarkup", id, Message{Chat: chat, Keyboard: rows, Plain: true}.params())
}

// edit changes a message. One that is so already is a success.
func (c *Client) edit(ctx context.Context, method string, id int, p tgbotapi.Params) error {
	p.AddNonZero("message_id", id)
	var done json.RawMessage
	err := c.ask(ctx, method, p, &done)
	if Is(err, KindNotModified) {
		return nil
	}
	return err
}

// withText returns the parameters of a message of text.
func (m Message) withText() tgbotapi.Params {
	p := m.params()
	p["text"] = m.Text
	p["link_preview_options"] = `{"is_disabled":true}`
	if m.Preview != nil {
		if b, err := json.Marshal(m.Preview); err == nil { // strings and booleans always marshal
			p["link_preview_options"] = string(b)
		}
	}
	return p
}

// withCaption returns the parameters of a photo or a document.
func (m Message) withCaption() tgbotapi.Params {
	p := m.params()
	p.AddNonEmpty("caption", m.Text)
	return p
}

// params returns the parameters that all kinds of message share.
func (m Message) params() tgbotapi.Params {
	p := tgbotapi.Params{"chat_id": strconv.FormatInt(m.Chat, 10)}
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
	err := c.do(ctx, "answerCallbackQuery", p)
	if Is(err, KindLateCallback) {
		return nil
	}
	return err
}

// DeleteWebhook lets GetUpdates work again. Updates that wait are kept.
func (c *Client) DeleteWebhook(ctx context.Context) error {
	return c.do(ctx, "deleteWebhook", nil)
}

// A Scope says where a menu of commands is shown. The zero value is everywhere.
type Scope struct {
	Kind string `json:"type"`
	Chat int64  `json:"chat_id,omitempty"` // of InChat, InChatForAdmins and ForMember
	User int64  `json:"user_id,omitempty"` // of ForMember
}

// The kinds of Scope. The menu of the narrowest one is shown.
const (
	Everywhere      = "default"
	InPrivateChats  = "all_private_chats"
	InGroups        = "all_group_chats"
	ForAllAdmins    = "all_chat_administrators" // of all groups
	InChat          = "chat"
	InChatForAdmins = "chat_administrators"
	ForMember       = "chat_member"
)

// SetMyCommands fills the menu of commands of a scope for the users of a
// language, or with an empty language for all that have no menu of their own.
func (c *Client) SetMyCommands(ctx context.Context, scope Scope, lang string, commands []Command) error {
	list := make([]tgbotapi.BotCommand, len(commands))
	for i, cmd := range commands {
		list[i] = tgbotapi.BotCommand{Command: cmd.Name, Description: cmd.Description}
	}
	p, err := menuParams(scope, lang)
	if err != nil {
		return err
	}
	if err := p.AddInterface("commands", list); err != nil {
		return err
	}
	return c.do(ctx, "setMyCommands", p)
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
// before it. An update that cannot be read comes with its Err set. If none of
// them has an ID and there was no offset, nothing could acknowledge them, which
// is a KindGateway error.
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
	return c.decodeUpdates(raw, offset)
}

// ask makes a call and reads its result into v.
func (c *Client) ask(ctx context.Context, method string, p tgbotapi.Params, v any) error {
	result, err := c.call(ctx, method, p, c.timeout)
	if err != nil {
		return err
	}
	return c.decode(method, result, v)
}
