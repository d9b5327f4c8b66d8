package telegram

import (
	"encoding/json"
	"fmt"
)

// An Update is one thing that happened. At most one of its pointers is set;
// none is set for a kind that the package does not know.
type Update struct {
	ID       int64
	Message  *Incoming
	Callback *Callback
	Member   *MemberChange // of the bot itself

	// Err tells that the update could not be read. Its ID still counts.
	Err error
}

// The kinds of update that GetUpdates can be asked for.
const (
	UpdateMessage  = "message"
	UpdateCallback = "callback_query"
	UpdateMember   = "my_chat_member"
)

// A User is a person's or a bot's account.
type User struct {
	ID       int64  `json:"id"`
	IsBot    bool   `json:"is_bot"`
	Name     string `json:"first_name"`
	Username string `json:"username"`
	Lang     string `json:"language_code"` // an IETF tag, often empty
}

// A Chat is where messages stand.
type Chat struct {
	ID       int64  `json:"id"`
	Kind     string `json:"type"` // private, group, supergroup or channel
	Title    string `json:"title"`
	Username string `json:"username"`
	Name     string `json:"first_name"` // of a private chat
	IsForum  bool   `json:"is_forum"`
}

// The kinds of chat.
const (
	Private    = "private"
	Group      = "group"
	Supergroup = "supergroup"
	Channel    = "channel"
)

// An Incoming is a message that the bot received, or one of its own that a
// callback belongs to.
type Incoming struct {
	ID         int
	Chat       Chat
	Thread     int   // the forum topic it stands in, or 0; a reply's thread is none
	From       *User // nil when a channel or an anonymous admin speaks
	SenderChat *Chat // the chat that speaks, when it is not a user
	Text       string
	ReplyTo    int   // the message of the chat that it answers, or 0
	MigrateTo  int64 // set when the group became this supergroup
	Reopened   bool  // its forum topic was opened again
}

// A Callback is a press of a button.
type Callback struct {
	ID      string
	From    User
	Message *Incoming // nil when it is too old, or was sent inline
	Data    string
}

// A MemberChange says what the bot became in a chat, or that a user blocked
// or unblocked it when the chat is private.
type MemberChange struct {
	Chat Chat   `json:"chat"`
	From User   `json:"from"`
	Old  Member `json:"old_chat_member"`
	New  Member `json:"new_chat_member"`
}

// A Member is what a user is in a chat.
type Member struct {
	Status   string `json:"status"`
	User     User   `json:"user"`
	IsMember bool   `json:"is_member"` // of one who is restricted
	CanPost  bool   `json:"can_post_messages"`
}

// Present reports whether the member is in the chat.
func (m Member) Present() bool {
	switch m.Status {
	case "creator", "administrator", "member":
		return true
	case "restricted":
		return m.IsMember
	}
	return false
}

// Admin reports whether the member runs the chat.
func (m Member) Admin() bool { return m.Status == "creator" || m.Status == "administrator" }

// wireMessage is a message as it comes, with the fields that v5 lacks.
type wireMessage struct {
	ID         int    `json:"message_id"`
	Chat       Chat   `json:"chat"`
	Thread     int    `json:"message_thread_id"`
	IsTopic    bool   `json:"is_topic_message"`
	From       *User  `json:"from"`
	SenderChat *Chat  `json:"sender_chat"`
	Text       string `json:"text"`
	Caption    string `json:"caption"`
	MigrateTo  int64  `json:"migrate_to_chat_id"`
	ReplyTo    *struct {
		ID int `json:"message_id"`
	} `json:"reply_to_message"`

	Reopened        *struct{} `json:"forum_topic_reopened"`
	GeneralReopened *struct{} `json:"general_forum_topic_reopened"`
}

// incoming returns the message without what only the wire needs. The thread
// counts only in a forum: elsewhere it is a chain of replies.
func (m *wireMessage) incoming() *Incoming {
	if m == nil || m.Chat.ID == 0 {
		return nil
	}
	in := &Incoming{
		ID: m.ID, Chat: m.Chat, From: m.From, SenderChat: m.SenderChat,
		Text: m.Text, MigrateTo: m.MigrateTo, Reopened: m.Reopened != nil || m.GeneralReopened != nil,
	}
	if m.IsTopic {
		in.Thread = m.Thread
	}
	if m.ReplyTo != nil {
		in.ReplyTo = m.ReplyTo.ID
	}
	if in.Text == "" {
		in.Text = m.Caption
	}
	return in
}

// decodeUpdate reads one update. One without a readable ID gets next, the
// first ID that it can have.
func (c *Client) decodeUpdate(raw json.RawMessage, next int64) Update {
	var id struct {
		ID *int64 `json:"update_id"`
	}
	u := Update{ID: next}
	if err := json.Unmarshal(raw, &id); err != nil || id.ID == nil {
		u.Err = fmt.Errorf("an update without an id: %s", c.token.telling(string(raw), 80))
		return u
	}
	u.ID = *id.ID
	var wire struct {
		Message  *wireMessage `json:"message"`
		Callback *struct {
			ID      string       `json:"id"`
			From    User         `json:"from"`
			Message *wireMessage `json:"message"`
			Data    string       `json:"data"`
		} `json:"callback_query"`
		Member *MemberChange `json:"my_chat_member"`
	}
	if err := json.Unmarshal(raw, &wire); err != nil {
		u.Err = fmt.Errorf("update %d: %s", u.ID, c.token.telling(err.Error(), 300))
		return u
	}
	u.Message = wire.Message.incoming()
	if p := wire.Callback; p != nil {
		u.Callback = &Callback{ID: p.ID, From: p.From, Message: p.Message.incoming(), Data: p.Data}
	}
	if m := wire.Member; m != nil && m.Chat.ID != 0 {
		u.Member = m
	}
	return u
}
