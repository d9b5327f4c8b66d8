package telegramtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// restore brings back what the lines of a journal tell.
func (s *Server) restore(lines []byte) error {
	number := 0
	for line := range bytes.Lines(lines) {
		number++
		var r record
		if err := json.Unmarshal(line, &r); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		if err := s.replay(r); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
	}
	return nil
}

// replay does again what a record tells.
func (s *Server) replay(r record) error {
	switch {
	case r.User != nil:
		s.replayUser(r.User)
	case r.Chat != nil:
		s.replayChat(r.Chat)
	case r.Message != nil:
		return s.replayMessage(r.Message)
	case r.Removed != nil:
		c := s.chats[r.Removed.Chat]
		if c == nil || c.find(r.Removed.ID) == nil {
			return fmt.Errorf("removes message %d of chat %d, which is not there", r.Removed.ID, r.Removed.Chat)
		}
		c.remove(r.Removed.ID)
	case r.Update != nil:
		s.inbox.updates = append(s.inbox.updates, *r.Update)
		s.used("update", r.Update.ID)
	case r.Acknowledged != 0:
		s.inbox.updates = slices.DeleteFunc(s.inbox.updates, func(u pending) bool { return u.ID <= r.Acknowledged })
	case r.Delivered != 0:
		s.inbox.updates = slices.DeleteFunc(s.inbox.updates, func(u pending) bool { return u.ID == r.Delivered })
	case r.Hook != nil:
		if s.hook = r.Hook; s.hook.URL == "" {
			s.hook = nil
		}
	case r.Allowed != nil:
		s.inbox.allowed = *r.Allowed
	case r.Commands != nil:
		s.commands[r.Commands.Scope] = r.Commands.Commands
	case r.Profile != nil:
		if s.profile[r.Profile.Key] = r.Profile.Value; string(r.Profile.Value) == "null" {
			delete(s.profile, r.Profile.Key)
		}
	case r.Pressed != nil:
		s.callbacks[r.Pressed.ID] = &Callback{ID: r.Pressed.ID, pressed: r.Pressed.At, done: make(chan struct{})}
	case r.Answered != "":
		delete(s.callbacks, r.Answered)
	case r.File != nil:
		s.putFile(r.File)
		s.used("file", r.File.Number)
	}
	return nil
}

func (s *Server) replayUser(r *userRecord) {
	u := s.users[r.ID]
	if u == nil {
		u = s.addUser(r.ID, r.Name)
		s.restored.users = append(s.restored.users, u)
		s.used("user", r.ID-firstUser)
	}
	u.lang = r.Lang
}

func (s *Server) replayChat(r *chatRecord) {
	c := s.chats[r.ID]
	if c == nil {
		c = &Chat{server: s}
		s.chats[r.ID] = c
		s.restored.chats = append(s.restored.chats, c)
		if r.Username != "" {
			s.names[strings.ToLower(r.Username)] = c
		}
		if r.Kind == Group {
			s.used("group", firstGroup-r.ID)
		} else {
			s.used("channel", firstChannel-r.ID)
		}
	}
	c.chatState = r.state()
	if c.members == nil {
		c.members = map[int64]Role{}
	}
}

func (s *Server) replayMessage(m *Message) error {
	c := s.chats[m.Chat]
	if c == nil {
		return fmt.Errorf("message %d belongs to chat %d, which is not there", m.ID, m.Chat)
	}
	if i, old := c.position(m.ID), c.find(m.ID); old != nil {
		m.root = old.root
		c.messages[i] = m
	} else {
		c.rooted(m)
		c.messages = slices.Insert(c.messages, i, m)
	}
	m.HTML = Render(m.Text, m.Entities)
	c.mark(m.ID)
	if c.kind == Supergroup || c.kind == Channel {
		c.lastID = max(c.lastID, m.ID)
	} else {
		s.used("message", int64(m.ID))
	}
	return nil
}

// used keeps an ID from being given out again.
func (s *Server) used(kind string, id int64) { s.lastID[kind] = max(s.lastID[kind], id) }

// restored are the users and chats of the journal that this process has not
// asked for yet.
type restored struct {
	users []*User
	chats []*Chat
}

// restoredUser returns the user of that name from the journal, once.
func (s *Server) restoredUser(name string) *User {
	i := slices.IndexFunc(s.restored.users, func(u *User) bool { return u.name == name })
	if i < 0 {
		return nil
	}
	u := s.restored.users[i]
	s.restored.users = slices.Delete(s.restored.users, i, i+1)
	return u
}

// restoredChat returns the chat of that kind and name from the journal, once.
func (s *Server) restoredChat(kind Kind, username, title string) *Chat {
	i := slices.IndexFunc(s.restored.chats, func(c *Chat) bool {
		return c.kind == kind && c.username == username && (username != "" || c.title == title)
	})
	if i < 0 {
		return nil
	}
	c := s.restored.chats[i]
	s.restored.chats = slices.Delete(s.restored.chats, i, i+1)
	c.title = title
	return c
}
