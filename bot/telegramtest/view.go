package telegramtest

import "strings"

// changes are what a page has to bring up to date.
type changes struct {
	Messages []view    `json:"messages,omitempty"` // new and edited ones
	Removed  []int     `json:"removed,omitempty"`
	Menu     []Command `json:"menu,omitempty"`
}

func (c changes) empty() bool { return len(c.Messages) == 0 && len(c.Removed) == 0 }

// A view is a message as the page gets it.
type view struct {
	ID       int        `json:"id"`
	Mine     bool       `json:"mine,omitempty"`
	Name     string     `json:"name,omitempty"`
	Topic    string     `json:"topic,omitempty"`
	Text     string     `json:"text"`
	Entities []Entity   `json:"entities,omitempty"`
	Buttons  [][]Button `json:"buttons,omitempty"`
	Keyboard [][]string `json:"keyboard,omitempty"`
	Quote    string     `json:"quote,omitempty"` // of the message that it answers
	At       int64      `json:"at"`              // milliseconds
	Edited   bool       `json:"edited,omitempty"`
	Silent   bool       `json:"silent,omitempty"`
	Event    string     `json:"event,omitempty"` // of a service message: a key of wordsIn
}

// changes returns what differs from the messages shown, which it brings up to
// date, and a channel that is closed at the next change.
func (p page) changes(shown map[int]*Message) (changes, <-chan struct{}) {
	var c changes
	menu := p.server.Commands(p.user.lang)
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	there := make(map[int]bool, len(p.chat.messages))
	for _, m := range p.chat.messages {
		there[m.ID] = true
		if shown[m.ID] != m {
			shown[m.ID] = m
			c.Messages = append(c.Messages, p.view(m))
		}
	}
	for id := range shown {
		if !there[id] {
			delete(shown, id)
			c.Removed = append(c.Removed, id)
		}
	}
	c.Menu = menu
	return c, s.changed
}

// view returns a message as the page shows it. The caller holds s.mu.
func (p page) view(m *Message) view {
	v := view{
		ID: m.ID, Mine: m.From == p.user.id, Text: m.Text, Entities: m.Entities, Buttons: m.Buttons,
		Keyboard: m.Keyboard, At: m.SentAt.UnixMilli(), Edited: m.Edited, Silent: m.Silent,
	}
	if p.chat.kind != Private && !v.Mine {
		v.Name = p.chat.title
		if m.From != p.chat.id {
			v.Name = p.server.person(m.From).FirstName
		}
	}
	if t := p.chat.topic(m.Thread); t != nil {
		v.Topic = t.Name
	}
	if to := p.chat.find(m.ReplyTo); m.ReplyTo != 0 && to != nil {
		v.Quote, _, _ = strings.Cut(to.Text, "\n")
	}
	if e := m.Service; e != nil {
		switch {
		case e.Joined != 0:
			v.Event, v.Name = "joined", p.server.person(e.Joined).FirstName
		case e.Left != 0:
			v.Event, v.Name = "left", p.server.person(e.Left).FirstName
		case e.TopicMade != "":
			v.Event = "topic"
		case e.TopicClosed:
			v.Event = "closed"
		case e.TopicReopened:
			v.Event = "reopened"
		default:
			v.Event = "migrated"
		}
	}
	return v
}
