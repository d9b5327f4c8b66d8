package telegramtest

import "time"

// An Origin tells where a forwarded message comes from.
type Origin struct {
	From int64     `json:"from"`           // the user or bot that wrote it, or the chat whose name it carries
	Post int       `json:"post,omitempty"` // its ID in that channel
	At   time.Time `json:"at"`
}

func (s *Server) forwardMessage(q *request) (any, error) {
	return s.repeat(q, "forward", func(from *Chat, old *Message, m *Message) error {
		m.Origin = old.Origin
		if m.Origin == nil {
			m.Origin = &Origin{From: old.From, At: old.SentAt}
			if from.kind == Channel {
				m.Origin.Post = old.ID
			}
		}
		return nil
	})
}

// copyMessage repeats a message as one of the bot's own, with another caption
// if the call has one. Its caption and its buttons are read first.
func (s *Server) copyMessage(q *request) (any, error) {
	var given Message
	if err := q.caption(&given); err != nil {
		return nil, err
	}
	buttons, keyboard, err := q.markup()
	if err != nil {
		return nil, err
	}
	sent, err := s.repeat(q, "copy", func(_ *Chat, old *Message, m *Message) error {
		if _, captioned := q.params["caption"]; captioned && m.File != nil {
			m.Text, m.Entities, m.Above = given.Text, given.Entities, given.Above
		}
		m.Buttons, m.Keyboard = buttons, keyboard
		return nil
	})
	if err != nil {
		return nil, err
	}
	return map[string]int{"message_id": sent.ID}, nil
}

// repeat sends a message of any chat that the bot is in again.
func (s *Server) repeat(q *request, verb string, alter func(from *Chat, old, m *Message) error) (*wireMessage, error) {
	if err := q.unsupported(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.chat(q)
	if err != nil {
		return nil, err
	}
	from, err := s.chatNamed(q.params["from_chat_id"])
	if err != nil {
		return nil, err
	}
	if err := from.reachable(); err != nil {
		return nil, err
	}
	old := from.find(int(q.int("message_id")))
	past := map[string]string{"forward": "forwarded", "copy": "copied"}[verb]
	switch {
	case old == nil:
		return nil, bad("message to %s not found", verb)
	case old.Service != nil || old.Protected:
		return nil, bad("the message can't be %s", past)
	}
	m := s.draft(q)
	m.Text, m.Entities, m.File, m.Spoiler, m.Above, m.NoPreview = old.Text, old.Entities, old.File, old.Spoiler, old.Above, old.NoPreview
	if err := alter(from, old, m); err != nil {
		return nil, err
	}
	if err := s.admit(q, c, m.what(), m); err != nil {
		return nil, err
	}
	return s.wireMessage(c, c.add(m)), nil
}

// what says in the plural what a message is.
func (m *Message) what() string {
	if m.File != nil {
		return string(m.File.Kind) + "s"
	}
	return "text messages"
}

// wireOrigin returns a MessageOrigin.
// https://core.telegram.org/bots/api#messageorigin
func (s *Server) wireOrigin(o *Origin) any {
	if o == nil {
		return nil
	}
	origin := map[string]any{"date": o.At.Unix()}
	c := s.chats[o.From]
	switch {
	case o.Post != 0 && c != nil:
		origin["type"], origin["chat"], origin["message_id"] = "channel", c.wire(), o.Post
	case c != nil && c.kind != Private:
		origin["type"], origin["sender_chat"] = "chat", c.wire()
	default:
		origin["type"], origin["sender_user"] = "user", s.person(o.From)
	}
	return origin
}
