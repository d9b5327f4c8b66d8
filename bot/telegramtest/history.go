package telegramtest

import (
	"slices"
	"sort"
)

// nextID gives out the ID of a new message. Supergroups and channels count
// their own; private chats and basic groups share the bot's count.
func (c *Chat) nextID() int {
	if c.kind == Supergroup || c.kind == Channel {
		c.lastID++
		return c.lastID
	}
	return int(c.server.next("message"))
}

// add puts a new message into the chat: it gets an ID, unless it has one, and
// the time, is kept, and goes to the bot if the bot is to see it.
func (c *Chat) add(m *Message) *Message {
	if m.ID == 0 {
		m.ID = c.nextID()
	}
	m.Chat, m.SentAt = c.id, c.server.now()
	m.FromBot = m.From == c.server.me || m.FromBot
	m.HTML = Render(m.Text, m.Entities)
	c.rooted(m)
	c.messages = append(c.messages, m)
	c.mark(m.ID)
	if m.FromBot && !c.spoke {
		c.spoke = true
		c.server.keepChat(c)
	}
	c.server.keepMessage(m)
	c.server.tell(c, m, false)
	c.server.announce()
	return m
}

// change puts an edited message into the place of the old one. Messages are
// never altered in place, as readers hold them.
func (c *Chat) change(m Message) *Message {
	m.HTML = Render(m.Text, m.Entities)
	i := c.position(m.ID)
	c.messages[i] = &m
	c.mark(m.ID)
	c.server.keepMessage(&m)
	c.server.announce()
	return &m
}

// mark notes that a message was sent or edited now.
func (c *Chat) mark(id int) {
	if c.marks == nil {
		c.marks = map[int]int64{}
	}
	c.marks[id] = c.server.next("mark")
}

// remove deletes a message.
func (c *Chat) remove(id int) {
	i := c.position(id)
	c.messages = append(c.messages[:i:i], c.messages[i+1:]...)
	delete(c.marks, id)
	c.server.keepRemoval(c.id, id)
	if slices.Contains(c.pinned, id) {
		c.pinned = slices.DeleteFunc(slices.Clone(c.pinned), func(each int) bool { return each == id })
		c.server.keepChat(c)
	}
	c.server.announce()
}

// find returns the message of an ID, or nil.
func (c *Chat) find(id int) *Message {
	if i := c.position(id); i < len(c.messages) && c.messages[i].ID == id {
		return c.messages[i]
	}
	return nil
}

// position returns the index of the first message whose ID is not below id.
func (c *Chat) position(id int) int {
	return sort.Search(len(c.messages), func(i int) bool { return c.messages[i].ID >= id })
}

// rooted notes the first message of the thread of replies that m belongs to.
func (c *Chat) rooted(m *Message) {
	switch to := c.find(m.ReplyTo); {
	case m.ReplyTo == 0:
		m.root = m.ID
	case to == nil:
		m.root = m.ReplyTo
	default:
		m.root = to.root
	}
}
