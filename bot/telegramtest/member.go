package telegramtest

import (
	"fmt"
	"maps"
)

// AddBot gives the bot a place in the chat, as Member, Admin or Muted, or
// changes it, and tells it with my_chat_member. It does nothing if that is
// its place already. An Admin has the rights that are named, such as
// "can_post_messages", or all of them if none is.
func (c *Chat) AddBot(as Role, rights ...string) {
	c.server.mu.Lock()
	defer c.server.commit()
	if c.kind == Private {
		panic("telegramtest: a private chat has the bot in it; see User.Block")
	}
	c.setBot(c.owner(), as, rights...)
}

// RemoveBot removes the bot from a group or a channel, as an administrator
// does. It comes back only by AddBot.
func (c *Chat) RemoveBot() {
	c.server.mu.Lock()
	defer c.server.commit()
	if c.kind == Private {
		panic("telegramtest: a private chat has the bot in it; see User.Block")
	}
	c.setBot(c.owner(), Kicked)
}

// setBot changes the bot's place in the chat and tells it who did it.
func (c *Chat) setBot(by int64, to Role, rights ...string) {
	old := c.bot
	if old == "" {
		old = Left
	}
	before := c.member(c.server.wireBot(), old)
	if !c.grant(c.server.me, to, rights) && to == old {
		return
	}
	c.bot = to
	c.server.keepChat(c)
	c.server.push("my_chat_member", c.id, wireMemberChange{
		Chat: c.wire(), From: c.doer(by), Date: c.server.now().Unix(),
		Old: before, New: c.member(c.server.wireBot(), to),
	})
	if c.kind != Private && c.kind != Channel && !old.inside() && to.inside() {
		c.add(&Message{From: by, Service: &Service{Joined: c.server.me}})
	}
}

// Hide has an administrator of a group remain anonymous: what they do there the
// bot learns of as done by GroupAnonymousBot.
func (c *Chat) Hide(u *User) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	if c.kind == Private || c.kind == Channel || !c.members[u.id].leads() {
		panic(fmt.Sprintf("telegramtest: %s is no administrator of a group %q", u.name, c.title))
	}
	if c.hidden == nil {
		c.hidden = map[int64]bool{}
	}
	c.hidden[u.id] = true
}

// doer returns who did something in the chat, as the bot learns of it.
func (c *Chat) doer(id int64) wireUser {
	if c.hidden[id] {
		return anonymousAdmin
	}
	return c.server.person(id)
}

// inside tells whether one of that role is in the chat.
func (r Role) inside() bool { return r == Owner || r == Admin || r == Member || r == Muted }

// leads tells whether one of that role administers the chat.
func (r Role) leads() bool { return r == Owner || r == Admin }

// Join makes the user a member of a group, a supergroup or a channel.
func (u *User) Join(c *Chat) { c.Promote(u, Member) }

// Leave ends the user's membership.
func (u *User) Leave(c *Chat) { c.Promote(u, Left) }

// Promote gives a user a role in the chat, in which they need not have been
// before; it demotes, mutes and removes as well. An Admin has the rights that
// are named, such as "can_delete_messages", or all of them if none is.
func (c *Chat) Promote(u *User, to Role, rights ...string) {
	c.server.mu.Lock()
	defer c.server.commit()
	c.setMember(u, to, rights...)
}

func (c *Chat) setMember(u *User, to Role, rights ...string) {
	old, known := c.members[u.id]
	if !known {
		old = Left
	}
	if c.kind == Private {
		panic("telegramtest: a private chat has no members")
	}
	before := c.member(u.wire(), old)
	if !c.grant(u.id, to, rights) && to == old {
		return
	}
	c.members[u.id] = to
	c.server.keepChat(c)
	if c.bot.leads() {
		c.server.push("chat_member", c.id, wireMemberChange{
			Chat: c.wire(), From: u.wire(), Date: c.server.now().Unix(),
			Old: before, New: c.member(u.wire(), to),
		})
	}
	switch {
	case c.kind == Channel:
	case !old.inside() && to.inside():
		c.add(&Message{From: u.id, Service: &Service{Joined: u.id}})
	case old.inside() && !to.inside():
		c.add(&Message{From: u.id, Service: &Service{Left: u.id}})
	}
}

// Migrate upgrades a basic group to a supergroup, which it returns. The group
// is dead to the bot from then on; two service messages tell it where the
// chat lives on.
func (c *Chat) Migrate() *Chat {
	s := c.server
	s.mu.Lock()
	defer s.commit()
	if c.kind != Group {
		panic("telegramtest: only a basic group migrates, not a " + string(c.kind))
	}
	if c.migratedTo != 0 {
		return s.chats[c.migratedTo]
	}
	next := &Chat{server: s, chatState: chatState{
		id: s.chatID(Supergroup), kind: Supergroup, title: c.title,
		members: map[int64]Role{}, rights: maps.Clone(c.rights), bot: c.bot, spoke: c.spoke,
	}}
	for id, role := range c.members {
		next.members[id] = role
	}
	s.chats[next.id] = next
	s.keepChat(next)
	c.add(&Message{From: c.owner(), Service: &Service{MigratedTo: next.id}})
	next.add(&Message{From: c.owner(), Service: &Service{MigratedFrom: c.id}})
	c.migratedTo = next.id
	s.keepChat(c)
	return next
}
