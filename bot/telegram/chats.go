package telegram

import (
	"context"
	"strconv"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// GetChatAdministrators returns the people who run a group or a channel, bots
// aside.
func (c *Client) GetChatAdministrators(ctx context.Context, chat int64) ([]Member, error) {
	var members []Member
	return members, c.ask(ctx, "getChatAdministrators", inChat(chat), &members)
}

// GetChatMemberCount returns how many people and bots are in a chat.
func (c *Client) GetChatMemberCount(ctx context.Context, chat int64) (int, error) {
	var n int
	return n, c.ask(ctx, "getChatMemberCount", inChat(chat), &n)
}

// DeleteMessage deletes a message. One that is gone already, or that can't be
// deleted, is a KindMessageGone error.
func (c *Client) DeleteMessage(ctx context.Context, chat int64, id int) error {
	p := inChat(chat)
	p.AddNonZero("message_id", id)
	return c.do(ctx, "deleteMessage", p)
}

// PinMessage pins a message at the head of its chat. One that is pinned
// already is a success.
func (c *Client) PinMessage(ctx context.Context, chat int64, id int, silent bool) error {
	p := inChat(chat)
	p.AddNonZero("message_id", id)
	p.AddBool("disable_notification", silent)
	err := c.do(ctx, "pinChatMessage", p)
	if Is(err, KindNotModified) {
		return nil
	}
	return err
}

// CreateForumTopic makes a topic in a forum and returns its thread.
func (c *Client) CreateForumTopic(ctx context.Context, chat int64, name string) (int, error) {
	p := inChat(chat)
	p["name"] = name
	var made struct {
		Thread int `json:"message_thread_id"`
	}
	if err := c.ask(ctx, "createForumTopic", p, &made); err != nil {
		return 0, err
	}
	if made.Thread == 0 {
		return 0, &Error{Method: "createForumTopic", Kind: KindGateway, InDoubt: true, Description: "an answer without a topic"}
	}
	return made.Thread, nil
}

func inChat(chat int64) tgbotapi.Params {
	return tgbotapi.Params{"chat_id": strconv.FormatInt(chat, 10)}
}

// do makes a call that returns nothing but success.
func (c *Client) do(ctx context.Context, method string, p tgbotapi.Params) error {
	var done bool
	if err := c.ask(ctx, method, p, &done); err != nil {
		return err
	}
	if !done {
		return &Error{Method: method, Kind: KindGateway, InDoubt: true, Description: "an answer of false"}
	}
	return nil
}
