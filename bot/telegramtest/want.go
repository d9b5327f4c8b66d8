package telegramtest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// A Want says which message is waited for. Its zero value is any message of
// the bot's.
type Want struct {
	// Text lists parts that its text holds, all of them. As JSON one part may
	// stand alone, without a list.
	Text Parts `json:"text,omitempty"`

	// Regexp is a regular expression that its text matches.
	Regexp string `json:"regexp,omitempty"`

	// From is who wrote it: "bot", which empty means too, "anyone", or the name
	// of a user.
	From string `json:"from,omitempty"`

	// Button is the label or the data of a button under it.
	Button string `json:"button,omitempty"`

	// After is a mark, as Mark returns: the message was sent or edited since.
	After int64 `json:"after,omitempty"`
}

// Parts are parts of a text.
type Parts []string

// UnmarshalJSON reads a string or a list of strings.
func (p *Parts) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*p = Parts{one}
		return nil
	}
	return json.Unmarshal(raw, (*[]string)(p))
}

// patience is how long Expect and Tap wait.
const patience = 10 * time.Second

// Mark returns a number that grows with every message and every edit anywhere,
// to wait for what comes after it.
func (s *Server) Mark() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lastID["mark"]
}

// Await returns the first message, already there or to come, that is wanted,
// in the order in which they were sent or last edited. Its error, when ctx
// ends first, tells what the chat holds.
func (c *Chat) Await(ctx context.Context, w Want) (Message, error) {
	m, _, err := c.await(ctx, w)
	return m, err
}

// await is Await with the mark of the message.
func (c *Chat) await(ctx context.Context, w Want) (Message, int64, error) {
	pattern, err := regexp.Compile(w.Regexp)
	if err != nil {
		return Message{}, 0, err
	}
	s := c.server
	for {
		s.mu.Lock()
		m, mark := c.first(w, pattern)
		changed := s.changed
		s.mu.Unlock()
		if m != nil {
			return *m, mark, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Message{}, 0, fmt.Errorf("%s did not come: %w; %s", w, ctx.Err(), c.Transcript())
		case <-s.done:
			return Message{}, 0, fmt.Errorf("%s did not come before the server ended", w)
		}
	}
}

// first returns the first message that is wanted, or nil. The caller holds
// s.mu.
func (c *Chat) first(w Want, pattern *regexp.Regexp) (first *Message, mark int64) {
	for _, m := range slices.Backward(c.messages) {
		at := c.marks[m.ID]
		if at > w.After && (first == nil || at <= mark) && c.wanted(w, pattern, m) {
			first, mark = m, at
		}
	}
	return first, mark
}

// wanted tells whether a message is what w says. The caller holds s.mu.
func (c *Chat) wanted(w Want, pattern *regexp.Regexp, m *Message) bool {
	from := m.FromBot
	switch w.From {
	case "", "bot":
	case "anyone":
		from = true
	default:
		u := c.server.users[m.From]
		from = !m.FromBot && u != nil && u.name == w.From
	}
	if w.Button != "" {
		if _, ok := m.button(w.Button); !ok {
			return false
		}
	}
	lacks := func(part string) bool { return !strings.Contains(m.Text, part) }
	return from && !slices.ContainsFunc(w.Text, lacks) && pattern.MatchString(m.Text)
}

// String says what is wanted.
func (w Want) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "a message of %s", cmp.Or(w.From, "bot"))
	for i, part := range w.Text {
		fmt.Fprintf(&b, "%s %q", cmp.Or(map[bool]string{true: " that says"}[i == 0], " and"), part)
	}
	if w.Regexp != "" {
		fmt.Fprintf(&b, " that matches %s", w.Regexp)
	}
	if w.Button != "" {
		fmt.Fprintf(&b, " with the button %q", w.Button)
	}
	return b.String()
}

// Expect waits for a message of the bot's that holds every part, and fails the
// test if none comes in ten seconds of package time, showing the chat. It goes
// on where the last Expect of the chat ended, so that a test reads like a
// story:
//
//	sara.Say(sara.Private(), "/start")
//	sara.Private().Expect(t, "Welcome")
//	sara.Tap(t, sara.Private(), "Subscribe")
//	sara.Private().Expect(t, "✅", "Terrorism")
func (c *Chat) Expect(t testing.TB, parts ...string) Message {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c.server.mu.Lock()
	after := c.read
	c.server.mu.Unlock()
	m, mark, err := c.await(ctx, Want{Text: parts, After: after})
	if err != nil {
		t.Fatalf("telegramtest: %v", err)
	}
	c.server.mu.Lock()
	c.read = max(c.read, mark)
	c.server.mu.Unlock()
	return m
}

// Expect is Expect of the user's private chat.
func (u *User) Expect(t testing.TB, parts ...string) Message {
	t.Helper()
	return u.private.Expect(t, parts...)
}

// ExpectNothing fails the test if the bot writes or edits anything in the chat
// for a time of package time, from where the last Expect ended.
func (c *Chat) ExpectNothing(t testing.TB, d time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	c.server.mu.Lock()
	after := c.read
	c.server.mu.Unlock()
	if m, err := c.Await(ctx, Want{After: after}); err == nil {
		t.Fatalf("telegramtest: the bot was to be silent, and said %q; %s", m.Text, c.Transcript())
	}
}

// Tap presses the button of a label, or of its data, under the newest message
// that has one, and returns the bot's answer. It fails the test if there is no
// such button, or no answer in ten seconds of package time.
func (u *User) Tap(t testing.TB, c *Chat, button string) Answer {
	t.Helper()
	id, err := c.withButton(button)
	if err != nil {
		t.Fatalf("telegramtest: %v", err)
	}
	pressed, err := u.Press(c, id, button)
	if err != nil {
		t.Fatalf("telegramtest: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	a, err := pressed.Answer(ctx)
	if err != nil {
		t.Fatalf("telegramtest: the bot did not answer the button %q; %s", button, c.Transcript())
	}
	return a
}

// withButton returns the newest message that has a button.
func (c *Chat) withButton(button string) (int, error) {
	for _, m := range slices.Backward(c.Messages()) {
		if _, ok := m.button(button); ok {
			return m.ID, nil
		}
	}
	return 0, fmt.Errorf("there is no button %q; %s", button, c.Transcript())
}
