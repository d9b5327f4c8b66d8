package telegram

import (
	"encoding/json"
	"fmt"
	"time"
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

	ReadsAll bool `json:"can_read_all_group_messages"` // of the bot itself: it is not in privacy mode
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
	Offers     []string // the data of the buttons that stand under it
	ReplyTo    int      // the message of the chat that it answers, or 0
	MigrateTo  int64    // set when the group became this supergroup
	Reopened   bool     // its forum topic was opened again

	// Date is when it was sent, RepliedDate when the message was that it answers.
	Date, RepliedDate time.Time

	// What is known of the message that it answers: who wrote it, and the data of
	// its buttons.
	RepliedBy     int64
	RepliedOffers []string

	// Inaccessible tells that Telegram shows nothing of it any more but where it
	// stood, not even in which topic: it is old, or was deleted.
	Inaccessible bool

	marks []mark // of Text, in their order
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
	Hidden   bool   `json:"is_anonymous"` // of an admin whom others see as the group itself
}

// AnonymousAdmin is the ID under which Telegram shows a group's hidden admins.
const AnonymousAdmin = 1087968824

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

	Entities        json.RawMessage `json:"entities"`
	CaptionEntities json.RawMessage `json:"caption_entities"`

	MigrateTo int64 `json:"migrate_to_chat_id"`
	ReplyTo   *struct {
		ID           int       `json:"message_id"`
		Date         int64     `json:"date"`
		From         *User     `json:"from"`
		Keyboard     *keyboard `json:"reply_markup"`
		TopicCreated *struct{} `json:"forum_topic_created"`
	} `json:"reply_to_message"`
	Date     int64     `json:"date"`
	Keyboard *keyboard `json:"reply_markup"`

	Reopened        *struct{} `json:"forum_topic_reopened"`
	GeneralReopened *struct{} `json:"general_forum_topic_reopened"`
}

// A keyboard is the buttons under a message.
type keyboard struct {
	Rows [][]struct {
		Data string `json:"callback_data"`
	} `json:"inline_keyboard"`
}

// data returns what the buttons send that tell the bot something.
func (k *keyboard) data() []string {
	if k == nil {
		return nil
	}
	var all []string
	for _, row := range k.Rows {
		for _, button := range row {
			if button.Data != "" {
				all = append(all, button.Data)
			}
		}
	}
	return all
}

// incoming returns the message without what only the wire needs. The thread
// counts only in a forum: elsewhere it is a chain of replies. In a topic every
// message that answers none seems to answer the one that made the topic.
func (m *wireMessage) incoming() *Incoming {
	if m == nil || m.Chat.ID == 0 {
		return nil
	}
	in := &Incoming{
		ID: m.ID, Chat: m.Chat, From: m.From, SenderChat: m.SenderChat,
		Text: m.Text, MigrateTo: m.MigrateTo, Reopened: m.Reopened != nil || m.GeneralReopened != nil,
	}
	in.Date, in.Inaccessible, in.Offers = second(m.Date), m.Date == 0, m.Keyboard.data()
	if m.IsTopic {
		in.Thread = m.Thread
	}
	if to := m.ReplyTo; to != nil && to.TopicCreated == nil && (in.Thread == 0 || to.ID != in.Thread) {
		in.ReplyTo, in.RepliedDate, in.RepliedOffers = to.ID, second(to.Date), to.Keyboard.data()
		if to.From != nil {
			in.RepliedBy = to.From.ID
		}
	}
	in.marks = readMarks(m.Entities)
	if in.Text == "" {
		in.Text, in.marks = m.Caption, readMarks(m.CaptionEntities)
	}
	return in
}

// second returns a moment as Telegram writes it, in seconds since 1970; zero is
// none.
func second(n int64) time.Time {
	if n <= 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

// decodeUpdates reads the updates of an answer. One without a readable ID gets
// the ID that it must have between the others, or after the offset that was
// asked for, so that it is acknowledged with them.
func (c *Client) decodeUpdates(raw []json.RawMessage, offset int64) ([]Update, error) {
	updates := make([]Update, len(raw))
	first := -1 // the first one whose ID is known
	known := make([]bool, len(raw))
	for i, r := range raw {
		if updates[i], known[i] = c.decodeUpdate(r); known[i] && first < 0 {
			first = i
		}
	}
	next := offset
	switch {
	case offset > 0 || len(raw) == 0:
	case first < 0: // nothing tells what would acknowledge them
		return nil, &Error{Method: "getUpdates", Kind: KindGateway, Description: "no update has an ID that can be read: " + updates[0].Err.Error()}
	default:
		next = updates[first].ID - int64(first)
	}
	for i := range updates {
		if !known[i] {
			updates[i].ID = next
		}
		next = updates[i].ID + 1
	}
	return updates, nil
}

// decodeUpdate reads one update, and tells whether its ID could be read.
func (c *Client) decodeUpdate(raw json.RawMessage) (u Update, known bool) {
	var id struct {
		ID *int64 `json:"update_id"`
	}
	if err := json.Unmarshal(raw, &id); err != nil || id.ID == nil {
		u.Err = fmt.Errorf("an update without an id: %s", c.token.telling(string(raw), 80))
		return u, false
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
		return u, true
	}
	u.Message = wire.Message.incoming()
	if p := wire.Callback; p != nil {
		u.Callback = &Callback{ID: p.ID, From: p.From, Message: p.Message.incoming(), Data: p.Data}
	}
	if m := wire.Member; m != nil && m.Chat.ID != 0 {
		u.Member = m
	}
	return u, true
}
