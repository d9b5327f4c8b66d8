package telegramtest

import "crypto/rand"

func (s *Server) getChatMemberCount(q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.reached(q)
	if err != nil {
		return nil, err
	}
	n := 1 // the bot
	if c.kind == Private {
		n++
	}
	for _, role := range c.members {
		if role.inside() {
			n++
		}
	}
	return n, nil
}

func (s *Server) banChatMember(q *request) (any, error) {
	if q.params["until_date"] != "" {
		return nil, unsupported("the parameter until_date")
	}
	return s.moderate(q, func(c *Chat, u *User) error {
		if q.bool("revoke_messages") {
			for i := len(c.messages) - 1; i >= 0; i-- {
				if c.messages[i].From == u.id {
					c.remove(c.messages[i].ID)
				}
			}
		}
		c.setMember(u, Kicked)
		return nil
	})
}

// unbanChatMember lets a user join again. One who is a member is removed,
// unless only_if_banned is set.
func (s *Server) unbanChatMember(q *request) (any, error) {
	return s.moderate(q, func(c *Chat, u *User) error {
		if c.kind == Group {
			return bad("method is available for supergroup and channel chats only")
		}
		if c.members[u.id] == Kicked || c.members[u.id].inside() && !q.bool("only_if_banned") {
			c.setMember(u, Left)
		}
		return nil
	})
}

// moderate does something to a member, if the bot may.
func (s *Server) moderate(q *request, do func(*Chat, *User) error) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.chat(q)
	if err != nil {
		return nil, err
	}
	if c.kind == Private {
		return nil, bad("can't ban members in private chats")
	}
	if err := c.reachable(); err != nil {
		return nil, err
	}
	id := q.int("user_id")
	u := s.users[id]
	switch {
	case id == s.me:
		return nil, bad("can't restrict self")
	case u == nil:
		return nil, bad("invalid user_id specified")
	case !c.botCan("can_restrict_members"):
		return nil, bad("not enough rights to restrict/unrestrict chat member")
	case c.members[id] == Owner:
		return nil, bad("can't remove chat owner")
	case c.members[id] == Admin:
		return nil, bad("user is an administrator of the chat")
	}
	if err := do(c, u); err != nil {
		return nil, err
	}
	return true, nil
}

// exportChatInviteLink makes a new primary link, and the old one void.
func (s *Server) exportChatInviteLink(q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.inviting(q)
	if err != nil {
		return nil, err
	}
	c.link = newLink()
	s.keepChat(c)
	return c.link, nil
}

func (s *Server) createChatInviteLink(q *request) (any, error) {
	if q.params["expire_date"] != "" || q.params["member_limit"] != "" || q.bool("creates_join_request") {
		return nil, unsupported("invite links with limits")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.inviting(q); err != nil {
		return nil, err
	}
	link := map[string]any{
		"invite_link": newLink(), "creator": s.wireBot(), "creates_join_request": false, "is_primary": false, "is_revoked": false,
	}
	if name := q.params["name"]; name != "" {
		link["name"] = name
	}
	return link, nil
}

// inviting returns the chat that a call names, if the bot may invite to it.
func (s *Server) inviting(q *request) (*Chat, error) {
	c, err := s.chat(q)
	if err != nil {
		return nil, err
	}
	if c.kind == Private {
		return nil, bad("can't invite members to a private chat")
	}
	if err := c.reachable(); err != nil {
		return nil, err
	}
	if !c.botCan("can_invite_users") {
		return nil, bad("not enough rights to manage chat invite link")
	}
	return c, nil
}

func newLink() string { return "https://t.me/+" + rand.Text()[:16] }
