package telegramtest

import (
	"slices"
	"strings"
)

func (s *Server) getMe(*request) (any, error) {
	return wireMe{wireUser: s.wireBot(), CanJoinGroups: true, ReadsGroups: s.config.ReadsGroups}, nil
}

func (s *Server) getChat(q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.chat(q)
	if err != nil {
		return nil, err
	}
	if c.username == "" && c.kind != Private {
		if err := c.reachable(); err != nil {
			return nil, err
		}
	}
	full := wireFullChat{wireChat: c.wire(), MaxReactionCount: 11, Gifts: map[string]bool{}}
	if n := len(c.pinned); n > 0 && c.find(c.pinned[n-1]) != nil {
		full.Pinned = s.wireBare(c, c.find(c.pinned[n-1]))
	}
	full.Link = c.link
	for _, gift := range []string{"unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"} {
		full.Gifts[gift] = false
	}
	if c.kind == Group || c.kind == Supergroup {
		full.Permissions = map[string]bool{}
		for _, right := range memberRights {
			full.Permissions[right] = !c.restricted
		}
	}
	return full, nil
}

func (s *Server) getChatMember(q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.membersOf(q)
	if err != nil {
		return nil, err
	}
	id := q.int("user_id")
	if id == s.me {
		return c.member(s.wireBot(), c.bot), nil
	}
	u := s.users[id]
	if u == nil {
		return nil, bad("invalid user_id specified")
	}
	role, known := c.members[id]
	if !known {
		role = Left
	}
	if c.kind == Private && c.id == id {
		role = Member
	}
	return c.member(u.wire(), role), nil
}

func (s *Server) getChatAdministrators(q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.membersOf(q)
	if err != nil {
		return nil, err
	}
	if c.kind == Private {
		return nil, bad("there are no administrators in the private chat")
	}
	admins := []map[string]any{}
	var ids []int64
	for id, role := range c.members {
		if role.leads() {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		admins = append(admins, c.member(s.users[id].wire(), c.members[id]))
	}
	if c.bot.leads() && q.bool("return_bots") {
		admins = append(admins, c.member(s.wireBot(), c.bot))
	}
	return admins, nil
}

// membersOf returns the chat that a call names, if the bot may look at its
// members.
func (s *Server) membersOf(q *request) (*Chat, error) {
	c, err := s.chat(q)
	if err != nil {
		return nil, err
	}
	if c.kind == Channel && !c.bot.leads() && (c.bot.inside() || c.username != "" && c.bot != Kicked) {
		return nil, bad("member list is inaccessible")
	}
	return c, c.reachable()
}

func (s *Server) leaveChat(q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.chat(q)
	if err != nil {
		return nil, err
	}
	if c.kind == Private {
		return nil, bad("chat member status can't be changed in private chats")
	}
	if err := c.reachable(); err != nil {
		return nil, err
	}
	c.setBot(s.me, Left)
	return true, nil
}

// chatActions are what sendChatAction can show.
const chatActions = "typing upload_photo record_video upload_video record_voice upload_voice upload_document " +
	"choose_sticker find_location record_video_note upload_video_note"

func (s *Server) sendChatAction(q *request) (any, error) {
	if q.params["business_connection_id"] != "" {
		return nil, unsupported("the parameter business_connection_id")
	}
	if !slices.Contains(strings.Fields(chatActions), q.params["action"]) {
		return nil, bad("wrong parameter action in request")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.chat(q)
	if err != nil {
		return nil, err
	}
	if err := c.writable("text messages", int(q.int("message_thread_id"))); err != nil {
		return nil, err
	}
	return true, nil
}
