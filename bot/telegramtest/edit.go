package telegramtest

import (
	"reflect"
	"time"
)

// deleteLife is how long messages can be deleted.
// https://core.telegram.org/bots/api#deletemessage
const deleteLife = 48 * time.Hour

func (s *Server) editMessageText(q *request) (any, error) {
	if q.params["rich_message"] != "" {
		return nil, unsupported("the parameter rich_message")
	}
	return s.edit(q, q.compose)
}

func (s *Server) editMessageReplyMarkup(q *request) (any, error) {
	return s.edit(q, func(*Message) error { return nil })
}

// edit changes a message of the bot's: its text as alter says, and its
// buttons to those of the call, as every edit does.
func (s *Server) edit(q *request, alter func(*Message) error) (any, error) {
	if q.params["inline_message_id"] != "" || q.params["business_connection_id"] != "" {
		return nil, unsupported("inline and business messages")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.chat(q)
	if err != nil {
		return nil, err
	}
	if q.int("message_id") == 0 {
		return nil, bad("message identifier is not specified")
	}
	if err := c.reachable(); err != nil {
		return nil, err
	}
	old := c.find(int(q.int("message_id")))
	switch {
	case old == nil:
		return nil, bad("message to edit not found")
	case !old.FromBot || old.Service != nil:
		return nil, bad("message can't be edited")
	}
	m := *old
	if err := alter(&m); err != nil {
		return nil, err
	}
	if m.Buttons, err = q.inlineMarkup(); err != nil {
		return nil, err
	}
	sameText := m.Text == old.Text && reflect.DeepEqual(m.Entities, old.Entities)
	if sameText && reflect.DeepEqual(m.Buttons, old.Buttons) {
		return nil, bad("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	}
	if err := s.throttle(c); err != nil {
		return nil, err
	}
	if !sameText {
		m.Edited, m.EditedAt = true, s.now()
	}
	return s.wireMessage(c, c.change(m)), nil
}

func (s *Server) deleteMessage(q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.chat(q)
	if err != nil {
		return nil, err
	}
	if err := c.reachable(); err != nil {
		return nil, err
	}
	m := c.find(int(q.int("message_id")))
	switch {
	case m == nil:
		return nil, bad("message to delete not found")
	case !m.FromBot && c.kind != Private && !c.botCan("can_delete_messages"), s.now().Sub(m.SentAt) > deleteLife && !c.bot.leads():
		return nil, bad("message can't be deleted")
	}
	c.remove(m.ID)
	return true, nil
}
