package telegramtest

import (
	"context"
	"time"
)

// A Message is a message as it stands now.
type Message struct {
	ID     int   `json:"id"`
	Chat   int64 `json:"chat"`
	Thread int   `json:"thread,omitempty"` // the topic, zero for the chat itself

	// FromBot tells that the bot wrote it. From is the ID of the user or bot
	// that did, or of the channel whose post it is.
	FromBot bool  `json:"from_bot,omitempty"`
	From    int64 `json:"from"`

	// Text is the text of the message, or the caption of its File.
	Text     string     `json:"text,omitempty"`
	Entities []Entity   `json:"entities,omitempty"`
	HTML     string     `json:"-"` // Text and Entities rendered back to Telegram HTML
	Buttons  [][]Button `json:"buttons,omitempty"`
	ReplyTo  int        `json:"reply_to,omitempty"`
	Origin   *Origin    `json:"origin,omitempty"` // of a forwarded message

	// Reactions are the emoji of each user or bot that reacted, by ID.
	Reactions map[int64][]string `json:"reactions,omitempty"`

	// Keyboard holds the labels of the reply keyboard that the message
	// brought, row by row. A user presses one by saying its label.
	Keyboard [][]string `json:"keyboard,omitempty"`

	// File is a photo or a document. Messages of one album share its number.
	File    *File  `json:"file,omitempty"`
	Album   string `json:"album,omitempty"`
	Spoiler bool   `json:"spoiler,omitempty"` // the photo is covered
	Above   bool   `json:"above,omitempty"`   // the caption stands above it
	Effect  string `json:"effect,omitempty"`  // shown when it arrives, in private chats

	Silent    bool      `json:"silent,omitempty"`    // arrives without a sound
	Protected bool      `json:"protected,omitempty"` // cannot be forwarded
	NoPreview bool      `json:"no_preview,omitempty"`
	SentAt    time.Time `json:"sent_at"`
	Edited    bool      `json:"edited,omitempty"` // its text was changed, at EditedAt
	EditedAt  time.Time `json:"edited_at,omitzero"`

	// Service is set in messages that report an event of the chat instead of
	// carrying text.
	Service *Service `json:"service,omitempty"`

	root int // the first message of its thread of replies
}

// A Service is an event of a chat, reported in a message. One field is set.
type Service struct {
	Joined       int64  `json:"joined,omitempty"` // the ID of a user or bot
	Left         int64  `json:"left,omitempty"`
	MigratedTo   int64  `json:"migrated_to,omitempty"`   // this group lives on as that supergroup
	MigratedFrom int64  `json:"migrated_from,omitempty"` // this supergroup was that group
	TopicMade    string `json:"topic_made,omitempty"`
	TopicClosed  bool   `json:"topic_closed,omitempty"`

	TopicRenamed  string `json:"topic_renamed,omitempty"` // its new name
	TopicReopened bool   `json:"topic_reopened,omitempty"`
	Pinned        int    `json:"pinned,omitempty"` // the ID of the message
}

// An Entity marks a part of a message's text. Offset and Length count UTF-16
// code units. Type is as in the Bot API: bold, italic, underline,
// strikethrough, spoiler, code, pre, text_link, text_mention, custom_emoji,
// blockquote, expandable_blockquote, date_time; and what a server finds by
// itself: url, email, bot_command, mention, hashtag, cashtag, phone_number.
type Entity struct {
	Type           string `json:"type"`
	Offset         int    `json:"offset"`
	Length         int    `json:"length"`
	URL            string `json:"url,omitempty"`
	UserID         int64  `json:"user_id,omitempty"`
	Language       string `json:"language,omitempty"`
	EmojiID        string `json:"custom_emoji_id,omitempty"`
	UnixTime       int64  `json:"unix_time,omitempty"`
	DateTimeFormat string `json:"date_time_format,omitempty"`
}

// A Button is an inline button. Either Data, URL or Copy is set.
type Button struct {
	Text string `json:"text"`
	Data string `json:"data,omitempty"` // sent to the bot when pressed
	URL  string `json:"url,omitempty"`  // opened when pressed
	Copy string `json:"copy,omitempty"` // put into the clipboard when pressed
}

// Messages returns the messages of the chat, oldest first, without those that
// were deleted.
func (c *Chat) Messages() []Message {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	messages := make([]Message, len(c.messages))
	for i, m := range c.messages {
		messages[i] = *m
	}
	return messages
}

// Wait returns the first message of the chat, already there or to come, that
// satisfies the condition as it stands. It returns the error of ctx when that
// ends first.
func (c *Chat) Wait(ctx context.Context, condition func(Message) bool) (Message, error) {
	for {
		c.server.mu.Lock()
		changed := c.server.changed
		c.server.mu.Unlock()
		for _, m := range c.Messages() {
			if condition(m) {
				return m, nil
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Message{}, ctx.Err()
		}
	}
}
