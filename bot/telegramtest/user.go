package telegramtest

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"
)

// A User is a person with a Telegram account.
type User struct {
	server  *Server
	id      int64
	name    string
	lang    string
	notes   map[string]string // by language, see Note
	private *Chat
}

// User makes a new user. The language code is what their app is set to, such
// as "fa" or "en", or empty. After a restart with a journal, the first call by
// a known name brings back the user of that name.
func (s *Server) User(name, languageCode string) *User {
	s.mu.Lock()
	defer s.commit()
	u := s.restoredUser(name)
	if u == nil {
		u = s.addUser(firstUser+s.next("user"), name)
	}
	u.lang = languageCode
	s.keepUser(u)
	return u
}

func (s *Server) addUser(id int64, name string) *User {
	u := &User{server: s, id: id, name: name}
	u.private = &Chat{server: s, chatState: chatState{id: id, kind: Private, title: name, bot: Member}}
	s.users[id], s.chats[id] = u, u.private
	return u
}

// ID returns the user's ID, which is also that of their private chat.
func (u *User) ID() int64 { return u.id }

// Name returns the user's first name.
func (u *User) Name() string { return u.name }

// Note says who the user is, such as "analyst": the page shows it beside the
// name, and nobody else learns of it. See NoteIn for other languages.
func (u *User) Note(text string) { u.NoteIn("", text) }

// NoteIn is Note to those whose app is set to a language, such as "fa".
func (u *User) NoteIn(languageCode, text string) {
	u.server.mu.Lock()
	defer u.server.mu.Unlock()
	if u.notes == nil {
		u.notes = map[string]string{}
	}
	u.notes[languageCode] = text
	u.server.announce()
}

// note returns what somebody with the language is told of the user.
func (u *User) note(languageCode string) string {
	base, _, _ := strings.Cut(languageCode, "-")
	return cmp.Or(u.notes[languageCode], u.notes[base], u.notes[""])
}

// Private returns the user's private chat with the bot. The bot can write to
// it once the user has said something there.
func (u *User) Private() *Chat { return u.private }

// SayFormatted writes a text as it looks when it was formatted in the app, given
// as Telegram HTML.
func (u *User) SayFormatted(c *Chat, html string) Message {
	text, entities, err := Parse(html)
	if err != nil {
		panic("telegramtest: " + err.Error())
	}
	return u.write(c, Message{Text: text, Entities: entities})
}

// Say writes into a chat. In a private chat it unblocks the bot first, as
// Telegram's apps do; in a group that the user is no member of, it joins.
func (u *User) Say(c *Chat, text string) Message { return u.write(c, Message{Text: text}) }

// SayIn writes into a topic of a forum.
func (u *User) SayIn(c *Chat, thread int, text string) Message {
	return u.write(c, Message{Text: text, Thread: thread})
}

// Reply writes an answer to a message of the chat, in its topic.
func (u *User) Reply(c *Chat, messageID int, text string) Message {
	return u.write(c, Message{Text: text, ReplyTo: messageID})
}

// SendPhoto sends an image, with a caption if there is one. Images are GIF,
// JPEG or PNG.
func (u *User) SendPhoto(c *Chat, content []byte, caption string) Message {
	return u.write(c, Message{Text: caption, File: u.upload(Photo, "", content)})
}

// SendDocument sends a file, with a caption if there is one.
func (u *User) SendDocument(c *Chat, name string, content []byte, caption string) Message {
	return u.write(c, Message{Text: caption, File: u.upload(Document, name, content)})
}

// upload gives Telegram a file.
func (u *User) upload(kind FileKind, name string, content []byte) *File {
	s := u.server
	s.mu.Lock()
	defer s.commit()
	f, err := s.newFile(kind, &upload{name: name, content: content})
	if err != nil {
		panic("telegramtest: " + err.Error())
	}
	s.putFiles(&request{stored: []*stored{f}})
	return &f.File
}

// SayAnonymously writes into a group as an administrator who remains
// anonymous: the message carries the group as its sender_chat.
func (u *User) SayAnonymously(c *Chat, text string) Message {
	return u.write(c, Message{Text: text, From: c.id})
}

// ReplyAnonymously writes an answer to a message of a group likewise.
func (u *User) ReplyAnonymously(c *Chat, messageID int, text string) Message {
	return u.write(c, Message{Text: text, ReplyTo: messageID, From: c.id})
}

// write is say for tests: it panics if the user could not write the message
// in Telegram either, which is a mistake of the test.
func (u *User) write(c *Chat, m Message) Message {
	added, err := u.say(c, m)
	if err != nil {
		panic("telegramtest: " + err.Error())
	}
	return added
}

// say adds a message of the user's to a chat.
func (u *User) say(c *Chat, m Message) (Message, error) {
	s := u.server
	s.mu.Lock()
	defer s.commit()
	if err := u.admit(c, &m); err != nil {
		return Message{}, err
	}
	if c.kind == Private {
		u.setBlocked(false)
		if !c.opened {
			c.opened = true
			s.keepChat(c)
		}
	} else if role := c.members[u.id]; !role.inside() {
		c.setMember(u, Member)
	}
	if m.From == 0 {
		m.From = u.id
	}
	if c.kind == Channel {
		m.From = c.id
	}
	m.Entities = withDetected(m.Text, m.Entities)
	return *c.add(&m), nil
}

// admit refuses a message that the user could not write.
func (u *User) admit(c *Chat, m *Message) error {
	role := c.members[u.id]
	if m.ReplyTo != 0 {
		to := c.find(m.ReplyTo)
		if to == nil {
			return fmt.Errorf("%q has no message %d to reply to", c.title, m.ReplyTo)
		}
		m.Thread = to.Thread
	}
	t := c.topic(m.Thread)
	switch {
	case strings.TrimSpace(m.Text) == "" && m.File == nil:
		return fmt.Errorf("a message needs text")
	case utf8.RuneCountInString(m.Text) > mostText:
		return fmt.Errorf("a message holds at most %d characters", mostText)
	case c.kind == Private && (u.private != c || m.From != 0):
		return fmt.Errorf("%s cannot write into the private chat of %s", u.name, c.title)
	case c.deserted:
		return fmt.Errorf("the account of %s is gone", u.name)
	case c.migratedTo != 0:
		return fmt.Errorf("group %q has become a supergroup: write there", c.title)
	case role == Kicked, role == Muted, c.restricted && !role.leads(), c.kind == Channel && !role.leads():
		return fmt.Errorf("%s may not write in %q", u.name, c.title)
	case m.From != 0 && (c.kind == Channel || !role.leads()):
		return fmt.Errorf("%s is no administrator of a group %q", u.name, c.title)
	case m.Thread != 0 && t == nil:
		return fmt.Errorf("%q has no topic %d", c.title, m.Thread)
	case t != nil && t.Closed && !role.leads():
		return fmt.Errorf("topic %q is closed", t.Name)
	}
	return nil
}

// Edit changes the text of a message that the user wrote.
func (u *User) Edit(c *Chat, messageID int, text string) Message {
	s := u.server
	s.mu.Lock()
	defer s.commit()
	old := c.find(messageID)
	if old == nil || old.From != u.id && old.From != c.id || old.FromBot {
		panic(fmt.Sprintf("telegramtest: %s has no message %d in %q", u.name, messageID, c.title))
	}
	m := *old
	m.Text, m.Entities = text, withDetected(text, nil)
	m.Edited, m.EditedAt = true, s.now()
	edited := c.change(m)
	s.tell(c, edited, true)
	return *edited
}

// Block blocks the bot: it can no longer write to the user's private chat,
// and learns of it by my_chat_member.
func (u *User) Block() {
	u.server.mu.Lock()
	defer u.server.commit()
	u.setBlocked(true)
}

// Unblock lets the bot write again.
func (u *User) Unblock() {
	u.server.mu.Lock()
	defer u.server.commit()
	u.setBlocked(false)
}

func (u *User) setBlocked(on bool) {
	if u.private.blocked == on {
		return
	}
	u.private.blocked = on
	role := Member
	if on {
		role = Kicked
	}
	u.private.setBot(u.id, role)
}

// Deactivate deletes the user's account. The bot is not told.
func (u *User) Deactivate() {
	u.server.mu.Lock()
	defer u.server.commit()
	u.private.deserted = true
	u.server.keepChat(u.private)
}
