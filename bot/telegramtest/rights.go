package telegramtest

import "slices"

// SetRight takes one right from the bot as an administrator, or gives it back,
// and tells the bot with my_chat_member. Its name is the Bot API's, such as
// "can_pin_messages". AddBot as Admin gives all rights of that kind of chat.
func (c *Chat) SetRight(name string, on bool) {
	c.server.mu.Lock()
	defer c.server.commit()
	if !c.bot.leads() {
		panic("telegramtest: only an administrator has rights")
	}
	if !slices.Contains(rightsIn(c.kind), name) {
		panic("telegramtest: an administrator of a " + string(c.kind) + " has no right " + name)
	}
	if slices.Contains(c.denied, name) != on {
		return
	}
	old := c.wireBotMember()
	c.denied = slices.DeleteFunc(slices.Clone(c.denied), func(each string) bool { return each == name })
	if !on {
		c.denied = append(c.denied, name)
	}
	c.server.keepChat(c)
	c.tellPlace(c.owner(), old)
}

// botCan tells whether the bot administers the chat and has the right.
func (c *Chat) botCan(right string) bool { return c.bot.leads() && !slices.Contains(c.denied, right) }

// wireBotMember returns the bot as a member of the chat.
func (c *Chat) wireBotMember() map[string]any {
	role := c.bot
	if role == "" {
		role = Left
	}
	m := wireMemberOf(c.server.wireBot(), role, c.kind)
	for _, right := range c.denied {
		if _, listed := m[right]; listed {
			m[right] = false
		}
	}
	return m
}

// tellPlace tells the bot what it has become in the chat.
func (c *Chat) tellPlace(by int64, old map[string]any) {
	c.server.push("my_chat_member", wireMemberChange{
		Chat: c.wire(), From: c.server.person(by), Date: c.server.now().Unix(), Old: old, New: c.wireBotMember(),
	})
}

// rightsIn returns the rights of administrators in a kind of chat.
// https://core.telegram.org/bots/api#chatadministratorrights
func rightsIn(kind Kind) []string {
	rights := slices.Clone(adminRights)
	switch kind {
	case Channel:
		return append(rights, "can_post_messages", "can_edit_messages")
	case Supergroup:
		return append(rights, "can_pin_messages", "can_manage_topics")
	}
	return append(rights, "can_pin_messages")
}
