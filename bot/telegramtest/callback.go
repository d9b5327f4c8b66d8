package telegramtest

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"strconv"
	"time"
)

// callbackLife is how long a callback query can be answered. Telegram does
// not document its limit.
const callbackLife = 15 * time.Second

// A Callback is a button pressed by a user, and the bot's answer to come.
type Callback struct {
	ID      string // the callback query's
	pressed time.Time
	done    chan struct{} // closed when answered
	answer  Answer
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
	case <-c.done:
		return c.answer, nil
	case <-ctx.Done():
		return Answer{}, ctx.Err()
	}
}

// Press presses an inline button, found by its data or else by its label. It
// returns an error if the message or the button is not there. Pressing a
// button that opens a link or copies a text tells the bot nothing.
func (u *User) Press(c *Chat, messageID int, data string) (*Callback, error) {
	s := u.server
	s.mu.Lock()
	defer s.commit()
	m := c.find(messageID)
	switch role := c.members[u.id]; {
	case c.kind == Private && c != u.private, c.kind != Private && !role.inside():
		return nil, fmt.Errorf("%s is not in %q", u.name, c.title)
	case m == nil:
		return nil, fmt.Errorf("%q has no message %d", c.title, messageID)
	}
	b, ok := m.button(data)
	if !ok {
		return nil, fmt.Errorf("message %d of %q has no button %q", messageID, c.title, data)
	}
	return u.send(c, m, b), nil
}

// Forge presses a button that is not there, as a changed app can: it sends any
// data in the name of a message that the user can see. It returns an error if
// the message is not there.
func (u *User) Forge(c *Chat, messageID int, data string) (*Callback, error) {
	u.server.mu.Lock()
	defer u.server.commit()
	m := c.find(messageID)
	if m == nil || c.kind == Private && c != u.private || c.kind != Private && !c.members[u.id].inside() {
		return nil, fmt.Errorf("%s sees no message %d of %q", u.name, messageID, c.title)
	}
	return u.send(c, m, Button{Data: data}), nil
}

// send tells the bot of a press. The caller holds s.mu.
func (u *User) send(c *Chat, m *Message, b Button) *Callback {
	s := u.server
	q := &Callback{
		ID: strconv.FormatInt(rand.Int64(), 10), pressed: s.now(), done: make(chan struct{}),
	}
	if b.Data == "" {
		close(q.done)
		q.answer.URL = b.URL
		return q
	}
	s.forgetLate()
	s.callbacks[q.ID] = q
	s.keep(record{Pressed: &pressRecord{ID: q.ID, At: q.pressed}})
	s.push("callback_query", u.id, wireCallback{
		ID: q.ID, From: u.wire(), Message: s.pressedMessage(c, m),
		ChatInstance: strconv.FormatInt(c.id, 10), Data: b.Data,
	})
	return q
}

// pressedMessage returns the message of a press as the bot sees it.
func (s *Server) pressedMessage(c *Chat, m *Message) any {
	if c.aged[m.ID] {
		return wireInaccessible{Chat: c.wire(), ID: m.ID}
	}
	return s.wireMessage(c, m)
}

// Age makes a message one that the bot cannot read any more, as Telegram does
// to old ones: a press of its buttons tells only where it stands.
func (c *Chat) Age(messageID int) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	if c.find(messageID) == nil {
		panic(fmt.Sprintf("telegramtest: %q has no message %d", c.title, messageID))
	}
	if c.aged == nil {
		c.aged = map[int]bool{}
	}
	c.aged[messageID] = true
}

// forgetLate drops the callback queries that can be answered no more. The
// caller holds s.mu.
func (s *Server) forgetLate() {
	maps.DeleteFunc(s.callbacks, func(_ string, q *Callback) bool { return s.expired(q) })
}

// expired tells whether a callback query can be answered no more.
func (s *Server) expired(q *Callback) bool { return s.now().Sub(q.pressed) > callbackLife }

// button returns the message's button of that data, or else of that label.
func (m *Message) button(name string) (Button, bool) {
	for _, fits := range []func(Button) bool{
		func(b Button) bool { return b.Data == name && name != "" },
		func(b Button) bool { return b.Text == name },
	} {
		for _, row := range m.Buttons {
			for _, b := range row {
				if fits(b) {
					return b, true
				}
			}
		}
	}
	return Button{}, false
}

func (s *Server) answerCallbackQuery(q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.callbacks[q.params["callback_query_id"]]
	if c == nil || s.expired(c) {
		return nil, bad("query is too old and response timeout expired or query ID is invalid")
	}
	if len([]rune(q.params["text"])) > 200 {
		return nil, bad("MESSAGE_TOO_LONG")
	}
	delete(s.callbacks, c.ID)
	s.keep(record{Answered: c.ID})
	c.answer = Answer{Text: q.params["text"], Alert: q.bool("show_alert"), URL: q.params["url"]}
	close(c.done)
	s.announce()
	return true, nil
}
