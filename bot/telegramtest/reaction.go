package telegramtest

import (
	"maps"
	"slices"
	"strings"
)

// reactions are the emoji that one can react with.
// https://core.telegram.org/bots/api#reactiontypeemoji
const reactions = "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 " +
	"🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡"

// wireReaction is a ReactionType.
type wireReaction struct {
	Type  string `json:"type"`
	Emoji string `json:"emoji,omitempty"`
	ID    string `json:"custom_emoji_id,omitempty"`
}

type wireReactionChange struct {
	Chat wireChat       `json:"chat"`
	ID   int            `json:"message_id"`
	User *wireUser      `json:"user,omitempty"`
	Date int64          `json:"date"`
	Old  []wireReaction `json:"old_reaction"`
	New  []wireReaction `json:"new_reaction"`
}

type wireReactionCount struct {
	Type  wireReaction `json:"type"`
	Total int          `json:"total_count"`
}

// setMessageReaction reacts as the bot, with one emoji at most.
func (s *Server) setMessageReaction(q *request) (any, error) {
	var given []wireReaction
	if _, err := q.object("reaction", &given); err != nil {
		return nil, err
	}
	if len(given) > 1 {
		return nil, bad("REACTIONS_TOO_MANY")
	}
	var emoji []string
	for _, r := range given {
		if r.Type != "emoji" || !slices.Contains(strings.Fields(reactions), r.Emoji) {
			return nil, bad("REACTION_INVALID")
		}
		emoji = append(emoji, r.Emoji)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.reached(q)
	if err != nil {
		return nil, err
	}
	m := c.find(int(q.int("message_id")))
	switch {
	case m == nil:
		return nil, bad("message to react not found")
	case m.Service != nil:
		return nil, bad("REACTION_INVALID")
	}
	c.react(m, s.me, emoji)
	return true, nil
}

// React puts a user's reactions under a message, in the place of those they
// had. A bot that asked for it is told of a change: in groups and channels only as an
// administrator, and in channels only how many there are.
func (u *User) React(c *Chat, messageID int, emoji ...string) {
	s := u.server
	s.mu.Lock()
	defer s.commit()
	m := c.find(messageID)
	if m == nil || c.kind != Private && !c.members[u.id].inside() {
		panic("telegramtest: " + u.name + " sees no such message in " + c.title)
	}
	old := m.Reactions[u.id]
	if slices.Equal(old, emoji) {
		return
	}
	m = c.react(m, u.id, emoji)
	switch {
	case c.kind == Channel && c.bot.leads():
		s.push("message_reaction_count", c.id, map[string]any{
			"chat": c.wire(), "message_id": m.ID, "date": s.now().Unix(), "reactions": m.counted(),
		})
	case c.kind == Private || c.kind != Channel && c.bot.leads():
		from := u.wire()
		s.push("message_reaction", c.id, wireReactionChange{
			Chat: c.wire(), ID: m.ID, User: &from, Date: s.now().Unix(), Old: wireReactions(old), New: wireReactions(emoji),
		})
	}
}

// react changes the reactions of one who reacts.
func (c *Chat) react(old *Message, who int64, emoji []string) *Message {
	m := *old
	m.Reactions = maps.Clone(old.Reactions)
	if m.Reactions == nil {
		m.Reactions = map[int64][]string{}
	}
	if m.Reactions[who] = emoji; len(emoji) == 0 {
		delete(m.Reactions, who)
	}
	return c.change(m)
}

func wireReactions(emoji []string) []wireReaction {
	list := []wireReaction{}
	for _, e := range emoji {
		list = append(list, wireReaction{Type: "emoji", Emoji: e})
	}
	return list
}

// counted returns how often a message has each reaction.
func (m *Message) counted() []wireReactionCount {
	counts := map[string]int{}
	for _, emoji := range m.Reactions {
		for _, e := range emoji {
			counts[e]++
		}
	}
	list := []wireReactionCount{}
	for _, e := range slices.Sorted(maps.Keys(counts)) {
		list = append(list, wireReactionCount{Type: wireReaction{Type: "emoji", Emoji: e}, Total: counts[e]})
	}
	return list
}
