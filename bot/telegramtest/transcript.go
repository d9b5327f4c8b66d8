package telegramtest

import (
	"fmt"
	"strings"
)

// mostShown is how many messages a transcript shows, the last ones.
const mostShown = 30

// Transcript returns the chat as it stands, a line a message, for people to
// read.
func (c *Chat) Transcript() string {
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(c.messages) == 0 {
		return fmt.Sprintf("the chat %q is empty", c.title)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "the chat %q holds:", c.title)
	shown := c.messages
	if n := len(shown) - mostShown; n > 0 {
		fmt.Fprintf(&b, "\n  … %d messages before", n)
		shown = shown[n:]
	}
	for _, m := range shown {
		fmt.Fprintf(&b, "\n  %d %s %s: %s", m.ID, m.SentAt.Format("15:04:05"), c.author(m), indented(m))
	}
	return b.String()
}

// author names who wrote a message. The caller holds s.mu.
func (c *Chat) author(m *Message) string {
	switch {
	case m.FromBot:
		return "bot"
	case m.From == c.id && c.kind != Private:
		return c.title
	}
	return c.server.person(m.From).FirstName
}

// indented returns what a message shows, with its buttons in brackets.
func indented(m *Message) string {
	var b strings.Builder
	if m.File != nil {
		fmt.Fprintf(&b, "(%s) ", strings.TrimSpace(string(m.File.Kind)+" "+m.File.Name))
	}
	b.WriteString(strings.ReplaceAll(m.Text, "\n", "\n      "))
	if m.Service != nil {
		fmt.Fprintf(&b, "(%s)", m.Service)
	}
	if m.Edited {
		b.WriteString(" (edited)")
	}
	for _, row := range m.Buttons {
		b.WriteString("\n      ")
		for _, button := range row {
			fmt.Fprintf(&b, "[%s] ", button.Text)
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// String says what happened.
func (e *Service) String() string {
	switch {
	case e.Joined != 0:
		return fmt.Sprintf("%d joined", e.Joined)
	case e.Left != 0:
		return fmt.Sprintf("%d left", e.Left)
	case e.TopicMade != "":
		return fmt.Sprintf("topic %q", e.TopicMade)
	case e.TopicClosed:
		return "topic closed"
	case e.TopicReopened:
		return "topic reopened"
	case e.TopicRenamed != "":
		return fmt.Sprintf("topic is now %q", e.TopicRenamed)
	case e.Pinned != 0:
		return fmt.Sprintf("pinned %d", e.Pinned)
	case e.MigratedTo != 0:
		return fmt.Sprintf("became %d", e.MigratedTo)
	}
	return fmt.Sprintf("was %d", e.MigratedFrom)
}
