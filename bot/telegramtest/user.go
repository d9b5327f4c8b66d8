package telegramtest

import (
	"context"
	"fmt"
)

// A User is a person with a Telegram account.
type User struct {
	server  *Server
	id      int64
	name    string
	lang    string
	private *Chat
	gone    bool // the account is deactivated
}

// User makes a new user. The language code is what their app is set to, such
// as "fa" or "en", or empty. After a restart with a journal, the first call by
// a known name brings back the user of that name.
func (s *Server) User(name, languageCode string) *User { panic("telegramtest: coming") }

// ID returns the user's ID, which is also that of their private chat.
func (u *User) ID() int64 { return u.id }

// Name returns the user's first name.
func (u *User) Name() string { return u.name }

// Private returns the user's private chat with the bot. The bot can write to
// it once the user has said something there.
func (u *User) Private() *Chat { return u.private }

// Say writes into a chat. In a private chat that the user had blocked, it
// unblocks the bot; in a group that they are no member of, it joins.
func (u *User) Say(c *Chat, text string) Message { return u.SayIn(c, 0, text) }

// SayIn writes into a topic of a forum.
func (u *User) SayIn(c *Chat, thread int, text string) Message { panic("telegramtest: coming") }

// Reply writes an answer to a message of the chat.
func (u *User) Reply(c *Chat, messageID int, text string) Message { panic("telegramtest: coming") }

// Edit changes a message that the user wrote.
func (u *User) Edit(c *Chat, messageID int, text string) Message { panic("telegramtest: coming") }

// Press presses an inline button, found by its data or else by its label. It
// returns an error if the message or the button is not there.
func (u *User) Press(c *Chat, messageID int, data string) (*Callback, error) {
	return nil, fmt.Errorf("telegramtest: coming")
}

// Block blocks the bot: it can no longer write to the user's private chat.
func (u *User) Block() {}

// Unblock lets the bot write again.
func (u *User) Unblock() {}

// Deactivate deletes the user's account.
func (u *User) Deactivate() {}

// Join makes the user a member of a group, a supergroup or a channel.
func (u *User) Join(c *Chat) {}

// Leave ends the user's membership.
func (u *User) Leave(c *Chat) {}

// A Callback is a button pressed by a user, and the bot's answer to come.
type Callback struct {
	ID     string // the callback query's
	answer chan Answer
}

// An Answer is what the bot tells a user who pressed a button.
type Answer struct {
	Text  string
	Alert bool // in a window to be closed, not in passing
	URL   string
}

// Answer waits for the bot's answer. It returns the error of ctx when that
// ends first.
func (c *Callback) Answer(ctx context.Context) (Answer, error) {
	select {
	case a := <-c.answer:
		c.answer <- a
		return a, nil
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	}
}
