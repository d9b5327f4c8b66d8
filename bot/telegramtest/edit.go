package telegramtest

import (
	"encoding/json"
	"reflect"
	"slices"
	"time"
)

// deleteLife is how long messages can be deleted.
// https://core.telegram.org/bots/api#deletemessage
const deleteLife = 48 * time.Hour

func (s *Server) editMessageText(q *request) (any, error) {
	if q.params["rich_message"] != "" {
		return nil, unsupported("the parameter rich_message")
	}
	return s.edit(q, func(m *Message) error {
		if m.File != nil {
			return bad("there is no text in the message to edit")
		}
		return q.compose(m)
	})
}

func (s *Server) editMessageCaption(q *request) (any, error) {
	return s.edit(q, func(m *Message) error {
		if m.File == nil {
			return bad("there is no caption in the message to edit")
		}
		return q.caption(m)
	})
}

// editMessageMedia gives a message another photo or document, with the
// caption that comes with it; a text becomes one too.
func (s *Server) editMessageMedia(q *request) (any, error) {
	item, err := q.media(json.RawMessage(q.params["media"]))
	if err != nil {
		return nil, err
	}
	edited, err := s.edit(q, func(m *Message) error {
		old := m.File
		if err := s.composeMedia(item, m); err != nil {
			return err
		}
		if m.Album != "" && m.File.Kind != old.Kind {
			return bad("can't change media type in the album")
		}
		q.stored = item.stored
		return nil
	})
	return edited, err
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
	same := m.Text == old.Text && reflect.DeepEqual(m.Entities, old.Entities) &&
		m.File.same(old.File) && m.Above == old.Above && m.Spoiler == old.Spoiler
	if same && reflect.DeepEqual(m.Buttons, old.Buttons) {
		return nil, bad("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	}
	if err := s.throttle(c); err != nil {
		return nil, err
	}
	if !same {
		m.Edited, m.EditedAt = true, s.now()
	}
	s.putFiles(q)
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
	case !c.deletable(m):
		return nil, bad("message can't be deleted")
	}
	c.remove(m.ID)
	return true, nil
}

// deletable tells whether the bot may delete a message: its own and those of
// its private chats for two days, and where it has the right to, all.
func (c *Chat) deletable(m *Message) bool {
	young := c.server.now().Sub(m.SentAt) <= deleteLife
	return c.botCan("can_delete_messages") || young && (m.FromBot || c.kind == Private)
}

// mostTogether is how many messages one call can name.
const mostTogether = 100

// deleteMessages deletes what is there of the messages named.
func (s *Server) deleteMessages(q *request) (any, error) {
	var ids []int
	if _, err := q.object("message_ids", &ids); err != nil {
		return nil, err
	}
	switch {
	case len(ids) == 0:
		return nil, bad("message identifiers are not specified")
	case len(ids) > mostTogether:
		return nil, bad("too many message identifiers specified")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.chat(q)
	if err != nil {
		return nil, err
	}
	if err := c.reachable(); err != nil {
		return nil, err
	}
	there := slices.DeleteFunc(ids, func(id int) bool { return c.find(id) == nil })
	for _, id := range there {
		if !c.deletable(c.find(id)) {
			return nil, bad("message can't be deleted")
		}
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(there))) {
		c.remove(id)
	}
	return true, nil
}
