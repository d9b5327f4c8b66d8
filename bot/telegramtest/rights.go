package telegramtest

import (
	"fmt"
	"slices"
)

// SetRight takes one right from the bot as an administrator, or gives it back,
// and tells the bot with my_chat_member. Its name is the Bot API's, such as
// "can_pin_messages". AddBot gives several at once, or all.
func (c *Chat) SetRight(name string, on bool) {
	c.server.mu.Lock()
	defer c.server.commit()
	switch {
	case c.bot != Admin:
		panic("telegramtest: only an administrator has rights")
	case name == impliedRight:
		panic("telegramtest: every administrator has " + name)
	case !slices.Contains(rightsIn(c.kind), name):
		panic(fmt.Sprintf("telegramtest: there is no right %q in a %s", name, c.kind))
	}
	c.setBot(c.owner(), Admin, slices.DeleteFunc(rightsIn(c.kind), func(each string) bool {
		return each == name && !on || each != name && !c.botCan(each)
	})...)
}

// known tells whether there is such a role.
func (r Role) known() bool {
	return slices.Contains([]Role{Owner, Admin, Member, Muted, Left, Kicked}, r)
}

// grants refuses a role, or rights with it, that there is not in a kind of chat.
func (kind Kind) grants(role Role, rights []string) error {
	if !role.known() {
		return fmt.Errorf("there is no role %q", string(role))
	}
	for _, right := range rights {
		switch {
		case role != Admin:
			return fmt.Errorf("rights are an administrator's, not a %s's", role)
		case !slices.Contains(rightsIn(kind), right):
			return fmt.Errorf("there is no right %q in a %s", right, kind)
		}
	}
	return nil
}

// grant notes the rights that a role in the chat brings, and tells whether
// they change. It panics for a role or a right that there is not. The caller
// holds s.mu.
func (c *Chat) grant(id int64, role Role, rights []string) bool {
	if err := c.kind.grants(role, rights); err != nil {
		panic("telegramtest: " + err.Error())
	}
	rights = c.ordered(rights)
	if slices.Equal(c.rights[id], rights) {
		return false
	}
	if c.rights == nil {
		c.rights = map[int64][]string{}
	}
	if c.rights[id] = rights; len(rights) == 0 {
		delete(c.rights, id)
	}
	return true
}

// ordered returns rights in the order of the Bot API, each once, with the one
// that every administrator has; none, which stands for all, if nothing is
// missing.
func (c *Chat) ordered(rights []string) []string {
	all := rightsIn(c.kind)
	given := slices.DeleteFunc(slices.Clone(all), func(right string) bool {
		return right != impliedRight && !slices.Contains(rights, right)
	})
	if len(rights) == 0 || len(given) == len(all) {
		return nil
	}
	return given
}

// can tells whether one of that role, who may be the bot, has an
// administrator's right in the chat.
func (c *Chat) can(id int64, role Role, right string) bool {
	return role == Owner || role == Admin && (len(c.rights[id]) == 0 || slices.Contains(c.rights[id], right))
}

// botCan tells whether the bot has an administrator's right in the chat.
func (c *Chat) botCan(right string) bool { return c.can(c.server.me, c.bot, right) }

// member returns a ChatMember. https://core.telegram.org/bots/api#chatmember
func (c *Chat) member(u wireUser, role Role) map[string]any {
	m := map[string]any{"user": u, "status": role}
	switch role {
	case Owner:
		m["is_anonymous"] = c.hidden[u.ID]
	case Admin:
		for _, right := range rightsIn(c.kind) {
			m[right] = c.can(u.ID, role, right)
		}
		m["can_be_edited"], m["is_anonymous"] = true, c.hidden[u.ID]
	case Muted:
		for _, right := range memberRights {
			m[right] = false
		}
		m["is_member"], m["until_date"] = true, 0
	case Kicked:
		m["until_date"] = 0
	}
	return m
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

// impliedRight is the one that every administrator has.
const impliedRight = "can_manage_chat"

// adminRights are those that administrators of every kind of chat can have.
var adminRights = []string{
	impliedRight, "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
	"can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
}

// memberRights are those that a restricted member's ChatMember lists.
var memberRights = []string{
	"can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
	"can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
	"can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
	"can_pin_messages", "can_manage_topics",
}
