package telegramtest

import (
	"fmt"
	"slices"
)

// grant notes the rights that a role in the chat brings, and tells whether
// they change. It panics for a role or a right that there is not. The caller
// holds s.mu.
func (c *Chat) grant(id int64, role Role, rights []string) bool {
	if !slices.Contains([]Role{Owner, Admin, Member, Muted, Left, Kicked}, role) {
		panic(fmt.Sprintf("telegramtest: there is no role %q", string(role)))
	}
	for _, right := range rights {
		switch {
		case role != Admin:
			panic(fmt.Sprintf("telegramtest: rights are an administrator's, not a %s's", role))
		case !slices.Contains(adminRights, right) && !slices.Contains(roomRights, right):
			panic(fmt.Sprintf("telegramtest: there is no right %q", right))
		}
	}
	if slices.Equal(c.rights[id], rights) {
		return false
	}
	if c.rights == nil {
		c.rights = map[int64][]string{}
	}
	if c.rights[id] = slices.Clone(rights); len(rights) == 0 {
		delete(c.rights, id)
	}
	return true
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
		m["is_anonymous"] = false
	case Admin:
		for _, right := range adminRights {
			m[right] = right == "can_manage_chat" || right == "can_be_edited" || c.can(u.ID, role, right)
		}
		m["is_anonymous"] = false
		for _, right := range roomRights {
			if inChannel := right == "can_post_messages" || right == "can_edit_messages"; inChannel == (c.kind == Channel) {
				m[right] = c.can(u.ID, role, right)
			}
		}
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

// adminRights are those that every administrator's ChatMember lists, and
// roomRights those that only channels or only groups have.
var (
	adminRights = []string{
		"can_be_edited", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
		"can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
		"can_delete_stories",
	}
	roomRights = []string{"can_post_messages", "can_edit_messages", "can_pin_messages", "can_manage_topics"}
)

// memberRights are those that a restricted member's ChatMember lists.
var memberRights = []string{
	"can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
	"can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
	"can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info", "can_invite_users",
	"can_pin_messages", "can_manage_topics",
}
