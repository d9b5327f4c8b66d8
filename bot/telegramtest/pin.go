package telegramtest

import "slices"

// Pinned returns the IDs of the pinned messages, the last pinned one last.
func (c *Chat) Pinned() []int {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	return slices.Clone(c.pinned)
}

func (s *Server) pinChatMessage(q *request) (any, error) {
	return s.pinning(q, func(c *Chat, m *Message) error {
		switch {
		case m == nil:
			return bad("message to pin not found")
		case m.Service != nil:
			return bad("service messages can't be pinned")
		case slices.Contains(c.pinned, m.ID):
			return bad("CHAT_NOT_MODIFIED")
		}
		c.pinned = append(slices.Clone(c.pinned), m.ID)
		event := &Message{From: s.me, Thread: m.Thread, Silent: q.bool("disable_notification"), Service: &Service{Pinned: m.ID}}
		if c.kind == Channel {
			event.From, event.FromBot = c.id, true
		}
		c.add(event)
		return nil
	})
}

// unpinChatMessage unpins the message named, or the last pinned one.
func (s *Server) unpinChatMessage(q *request) (any, error) {
	return s.pinning(q, func(c *Chat, m *Message) error {
		id := 0
		switch {
		case m != nil:
			id = m.ID
		case q.params["message_id"] == "" && len(c.pinned) > 0:
			id = c.pinned[len(c.pinned)-1]
		default:
			return bad("message to unpin not found")
		}
		c.pinned = slices.DeleteFunc(slices.Clone(c.pinned), func(each int) bool { return each == id })
		return nil
	})
}

// pinning does something to the pinned messages of a chat, if the bot may.
func (s *Server) pinning(q *request, do func(*Chat, *Message) error) (any, error) {
	if q.params["business_connection_id"] != "" {
		return nil, unsupported("the parameter business_connection_id")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.reached(q)
	if err != nil {
		return nil, err
	}
	right := "can_pin_messages"
	if c.kind == Channel {
		right = "can_edit_messages"
	}
	if c.kind != Private && !c.botCan(right) {
		return nil, bad("not enough rights to manage pinned messages in the chat")
	}
	if err := do(c, c.find(int(q.int("message_id")))); err != nil {
		return nil, err
	}
	s.keepChat(c)
	s.announce()
	return true, nil
}
