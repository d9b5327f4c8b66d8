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

// A change alters a copy of a message.
type change func(*Message) error

func (s *Server) editMessageText(q *request) (any, error) {
	if q.params["rich_message"] != "" {
		return nil, unsupported("the parameter rich_message")
	}
	return s.edit(q, func() (change, error) {
		var given Message
		err := q.compose(&given)
		return func(m *Message) error {
			if m.File != nil {
				return bad("there is no text in the message to edit")
			}
			m.Text, m.Entities, m.NoPreview = given.Text, given.Entities, given.NoPreview
			return nil
		}, err
	})
}

func (s *Server) editMessageCaption(q *request) (any, error) {
	return s.edit(q, func() (change, error) {
		var given Message
		err := q.caption(&given)
		return func(m *Message) error {
			if m.File == nil {
				return bad("there is no caption in the message to edit")
			}
			m.Text, m.Entities, m.Above = given.Text, given.Entities, given.Above
			return nil
		}, err
	})
}

// editMessageMedia gives a message another photo or document, with the
// caption that comes with it; a text becomes one too.
func (s *Server) editMessageMedia(q *request) (any, error) {
	return s.edit(q, func() (change, error) {
		item, err := q.media(json.RawMessage(q.params["media"]))
		if err != nil {
			return nil, err
		}
		var given Message
		err = s.composeMedia(item, &given)
		return func(m *Message) error {
			if m.Album != "" && given.File.Kind != m.File.Kind {
				return bad("can't change media type in the album")
			}
			m.File, m.Spoiler = given.File, given.Spoiler
			m.Text, m.Entities, m.Above = given.Text, given.Entities, given.Above
			q.stored = item.stored
			return nil
		}, err
	})
}

func (s *Server) editMessageReplyMarkup(q *request) (any, error) {
	return s.edit(q, func() (change, error) { return func(*Message) error { return nil }, nil })
}

// edit changes a message: its content as read says, which takes what the call
// brings, and its buttons to those of the call, as every edit does. Both are
// read before the chat and the message are looked for.
func (s *Server) edit(q *request, read func() (change, error)) (any, error) {
	if q.params["inline_message_id"] != "" || q.params["business_connection_id"] != "" {
		return nil, unsupported("inline and business messages")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	alter, err := read()
	if err != nil {
		return nil, err
	}
	buttons, err := q.inlineMarkup()
	if err != nil {
		return nil, err
	}
	c, old, err := s.editable(q)
	if err != nil {
		return nil, err
	}
	m := *old
	if err := alter(&m); err != nil {
		return nil, err
	}
	m.Buttons = buttons
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

// editable returns the message that a call edits, if the bot may: its own, and
// in a channel with the right to edit messages everybody's. There its own take
// that right or the one to post.
func (s *Server) editable(q *request) (*Chat, *Message, error) {
	c, err := s.chat(q)
	if err != nil {
		return nil, nil, err
	}
	if q.int("message_id") == 0 {
		return nil, nil, bad("message identifier is not specified")
	}
	if err := c.reachable(); err != nil {
		return nil, nil, err
	}
	may := func(m *Message) bool {
		if c.kind == Channel {
			return c.botCan("can_edit_messages") || m.FromBot && c.botCan("can_post_messages")
		}
		return m.FromBot
	}
	m := c.find(int(q.int("message_id")))
	switch {
	case c.kind == Channel && !c.bot.leads():
		return nil, nil, bad("need administrator rights in the channel chat")
	case m == nil:
		return nil, nil, bad("message to edit not found")
	case m.Service != nil || !may(m):
		return nil, nil, bad("message can't be edited")
	}
	return c, m, nil
}

func (s *Server) deleteMessage(q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.reached(q)
	if err != nil {
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
	c, err := s.reached(q)
	if err != nil {
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
