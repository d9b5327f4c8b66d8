package telegramtest

import (
	"fmt"
	"slices"
	"strings"
)

// A Chat is a private chat, a group, a supergroup or a channel.
type Chat struct {
	server   *Server
	messages []*Message     // that were not deleted, oldest first
	marks    map[int]int64  // when each was sent or last edited, by ID; see Mark
	read     int64          // the mark up to which Expect has read
	aged     map[int]bool   // messages that the bot cannot read any more, by ID; see Age
	hidden   map[int64]bool // administrators who remain anonymous, by ID; see Hide
	named    bool           // the bot looked its public name up
	chatState
}

// chatState is what the journal keeps of a chat, beside its messages.
type chatState struct {
	id         int64
	kind       Kind
	title      string
	username   string
	bot        Role               // the bot's place; empty if it never had one
	members    map[int64]Role     // users, by ID
	rights     map[int64][]string // of administrators, users and the bot, that do not have all
	topics     []topic
	forum      bool   // has topics, even if there are none yet
	pinned     []int  // IDs of messages, the last pinned one last
	link       string // its primary invite link, if the bot made it
	lastID     int    // of its messages, in supergroups and channels
	migratedTo int64  // where a basic group lives on
	restricted bool   // only administrators may write
	spoke      bool   // the bot wrote here
	opened     bool   // private: the user wrote to the bot
	blocked    bool   // private: the user blocked the bot
	deserted   bool   // private: the user's account is gone
}

type topic struct {
	ID     int    `json:"id"`
	Name   string `json:"name"`
	Closed bool   `json:"closed,omitempty"`
	Mine   bool   `json:"mine,omitempty"` // the bot made it
}

// A Kind is a kind of chat, named as in the Bot API.
type Kind string

// The kinds of chat.
const (
	Private    Kind = "private"
	Group      Kind = "group"
	Supergroup Kind = "supergroup"
	Channel    Kind = "channel"
)

// A Role is the place of a user or of the bot in a chat, named as in the Bot
// API.
type Role string

// The roles. A Muted member may read and not write.
const (
	Owner  Role = "creator"
	Admin  Role = "administrator"
	Member Role = "member"
	Muted  Role = "restricted"
	Left   Role = "left"
	Kicked Role = "kicked"
)

// Group makes a basic group. The bot does not know it until AddBot.
func (s *Server) Group(title string, owner *User) *Chat {
	return s.newChat(Group, "", title, owner)
}

// Supergroup makes a supergroup. The bot does not know it until AddBot.
func (s *Server) Supergroup(title string, owner *User) *Chat {
	return s.newChat(Supergroup, "", title, owner)
}

// Channel makes a public channel, which the bot can look up by its username;
// that stands without its @. An empty username makes a private one.
func (s *Server) Channel(username, title string, owner *User) *Chat {
	return s.newChat(Channel, strings.TrimPrefix(username, "@"), title, owner)
}

func (s *Server) newChat(kind Kind, username, title string, owner *User) *Chat {
	s.mu.Lock()
	defer s.commit()
	if c := s.restoredChat(kind, username, title); c != nil {
		return c
	}
	name := strings.ToLower(username)
	if taken := s.names[name]; taken != nil {
		panic(fmt.Sprintf("telegramtest: username @%s is taken by %q", username, taken.title))
	}
	c := &Chat{server: s, chatState: chatState{
		id: s.chatID(kind), kind: kind, title: title, username: username,
		members: map[int64]Role{owner.id: Owner},
	}}
	s.chats[c.id] = c
	if username != "" {
		s.names[name] = c
	}
	s.keepChat(c)
	return c
}

// IDs are shaped as Telegram's are, counting away from these.
const (
	firstUser    = 100_000_000
	firstGroup   = -4_000_000
	firstChannel = -1_001_000_000_000 // and supergroups
)

func (s *Server) chatID(kind Kind) int64 {
	if kind == Group {
		return firstGroup - s.next("group")
	}
	return firstChannel - s.next("channel")
}

// ID returns the chat's ID: a user's own for private chats, below zero for
// groups, below -1000000000000 for supergroups and channels.
func (c *Chat) ID() int64 { return c.id }

// Kind returns the kind of the chat.
func (c *Chat) Kind() Kind { return c.kind }

// Title returns the chat's title, or the user's name for a private chat.
func (c *Chat) Title() string { return c.title }

// Topic makes a topic in a supergroup, which becomes a forum by the first one,
// and returns its thread ID. A topic of that name that exists is returned
// instead.
func (c *Chat) Topic(name string) int {
	c.server.mu.Lock()
	defer c.server.commit()
	if c.kind != Supergroup {
		panic("telegramtest: only a supergroup has topics, not a " + string(c.kind))
	}
	for _, t := range c.topics {
		if t.Name == name {
			return t.ID
		}
	}
	id := c.nextID()
	c.topics = append(c.topics, topic{ID: id, Name: name})
	c.add(&Message{ID: id, Thread: id, From: c.owner(), Service: &Service{TopicMade: name}})
	c.server.keepChat(c)
	return id
}

// CloseTopic closes a topic: only administrators write there now.
func (c *Chat) CloseTopic(thread int) {
	c.server.mu.Lock()
	defer c.server.commit()
	t := c.topic(thread)
	if t == nil {
		panic(fmt.Sprintf("telegramtest: %q has no topic %d", c.title, thread))
	}
	t.Closed = true
	c.add(&Message{Thread: thread, From: c.owner(), Service: &Service{TopicClosed: true}})
	c.server.keepChat(c)
}

// ReopenTopic opens a closed topic again, and does nothing to an open one.
func (c *Chat) ReopenTopic(thread int) {
	c.server.mu.Lock()
	defer c.server.commit()
	t := c.topic(thread)
	if t == nil {
		panic(fmt.Sprintf("telegramtest: %q has no topic %d", c.title, thread))
	}
	if !t.Closed {
		return
	}
	t.Closed = false
	c.add(&Message{Thread: thread, From: c.owner(), Service: &Service{TopicReopened: true}})
	c.server.keepChat(c)
}

// DeleteTopic deletes a topic with its messages.
func (c *Chat) DeleteTopic(thread int) {
	c.server.mu.Lock()
	defer c.server.commit()
	c.dropTopic(thread)
	c.server.keepChat(c)
}

func (c *Chat) dropTopic(thread int) {
	c.topics = slices.DeleteFunc(slices.Clone(c.topics), func(t topic) bool { return t.ID == thread })
	for i := len(c.messages) - 1; i >= 0; i-- {
		if c.messages[i].Thread == thread {
			c.remove(c.messages[i].ID)
		}
	}
}

// topic returns the topic of a thread ID, or nil.
func (c *Chat) topic(thread int) *topic {
	for i := range c.topics {
		if c.topics[i].ID == thread {
			return &c.topics[i]
		}
	}
	return nil
}

// Restrict forbids all members but administrators to write, or allows it
// again.
func (c *Chat) Restrict(on bool) {
	c.server.mu.Lock()
	defer c.server.commit()
	c.restricted = on
	c.server.keepChat(c)
}

// owner returns the ID of the chat's owner.
func (c *Chat) owner() int64 {
	for id, role := range c.members {
		if role == Owner {
			return id
		}
	}
	return 0
}
