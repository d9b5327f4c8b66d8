package main

import (
	"context"
	"fmt"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// A cast is the people of the demo and the chats they meet the bot in, one of
// every kind. On the page any of them can be played.
type cast struct {
	analyst  *telegramtest.User // reads Persian, and is subscribed to every topic
	owner    *telegramtest.User // of the group, the forum and the channel
	member   *telegramtest.User // reads English, and decides nothing
	operator *telegramtest.User // an admin of the configuration

	desk    *telegramtest.Chat // a group
	room    *telegramtest.Chat // a forum with two topics
	channel *telegramtest.Chat // that the configuration names
}

// monitoring is the username of the demo's channel.
const monitoring = "rasad_monitoring"

// roles says in every language who the cast are; the page speaks that of the
// one who is played.
var roles = map[string]map[string]string{
	"analyst":     {"fa": "تحلیلگر", "prs": "تحلیلگر", "ps": "شنونکی", "ar": "محلل", "ur": "تجزیہ کار", "ru": "аналитик"},
	"group owner": {"fa": "صاحب گروه", "prs": "صاحب گروپ", "ps": "د ډلې خاوند", "ar": "مالك المجموعة", "ur": "گروپ کے مالک", "ru": "владелец группы"},
	"member":      {"fa": "عضو", "prs": "عضو", "ps": "غړی", "ar": "عضو", "ur": "رکن", "ru": "участник"},
	"operator":    {"fa": "مسئول ربات", "prs": "مسئول ربات", "ps": "د بوټ چلوونکی", "ar": "مسؤول البوت", "ur": "بوٹ چلانے والے", "ru": "оператор"},
}

// newCast gathers the cast. After a restart with a journal they are the same
// people in the same chats.
func newCast(t *telegramtest.Server) *cast {
	person := func(name, lang, role string) *telegramtest.User {
		u := t.User(name, lang)
		u.Note(role)
		for lang, role := range roles[role] {
			u.NoteIn(lang, role)
		}
		return u
	}
	c := &cast{
		analyst: person("لاله", readerLang, "analyst"), owner: person("کاوه", "fa", "group owner"),
		member: person("Dana", "en", "member"), operator: person("Omid", "en", "operator"),
	}
	c.desk = t.Supergroup("میز خبر", c.owner)
	c.room = t.Forum("اتاق پایش", c.owner)
	c.channel = t.Channel(monitoring, "پایش رصد", c.owner)
	for _, chat := range []*telegramtest.Chat{c.desk, c.room, c.channel} {
		c.analyst.Join(chat)
		c.member.Join(chat)
	}
	c.room.Topic("تروریسم")
	c.room.Topic("افغانستان")
	c.desk.AddBot(telegramtest.Member)
	c.room.AddBot(telegramtest.Admin)
	c.channel.AddBot(telegramtest.Admin)
	return c
}

// enter has the analyst ask for every topic, and the operator greet the bot,
// as people would. The others are left to whoever opens the page.
func (c *cast) enter(ctx context.Context) error {
	if len(c.operator.Private().Messages()) == 0 {
		c.operator.Say(c.operator.Private(), "/start")
	}
	chat := c.analyst.Private()
	for _, command := range []string{"/start", "/subscribe all"} {
		said := c.analyst.Say(chat, command)
		if _, err := chat.Wait(ctx, func(m telegramtest.Message) bool { return m.FromBot && m.ID > said.ID }); err != nil {
			return fmt.Errorf("the bot does not answer %s: %w", command, err)
		}
	}
	return nil
}
