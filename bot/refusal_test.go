package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// A refusal is something that happens in a chat, by which the strict server
// refuses what is sent there, and what a correct bot makes of it.
type refusal struct {
	name   string
	where  func(*cast) (*telegramtest.Chat, int) // and the topic
	happen func(*cast)
	mend   func(*cast) // what makes it well again, if anything does

	state news.ChatState // of the chat, before it is mended
	waits bool           // the alert waits, and comes once all is well; else it is buried
	held  bool           // it is held while it waits, so that others go on
	admin string         // a part of what the admin is told, empty for nothing
	owner string         // and of what the chat's owner is told
}

// The cast are those whom a refusal may concern.
type cast struct {
	*simulation
	boss, owner, reader, stranger *telegramtest.User
	group, forum                  *telegramtest.Chat
	topic, other                  int
}

func (c *cast) inPrivate() (*telegramtest.Chat, int) { return c.reader.Private(), 0 }
func (c *cast) inGroup() (*telegramtest.Chat, int)   { return c.group, 0 }
func (c *cast) inTopic() (*telegramtest.Chat, int)   { return c.forum, c.topic }

// TestWhatTelegramRefuses lets the world change under the bot, and looks at
// what it does in the store and for those whom it concerns.
func TestWhatTelegramRefuses(t *testing.T) {
	for _, r := range []refusal{
		{
			name: "blocked", where: (*cast).inPrivate, state: news.ChatStopped,
			happen: func(c *cast) { c.reader.Block() },
			mend:   func(c *cast) { c.reader.Unblock(); c.reader.Say(c.reader.Private(), "/start") },
		},
		{
			name: "kicked", where: (*cast).inGroup, state: news.ChatStopped, admin: "kicked",
			happen: func(c *cast) { c.group.RemoveBot() },
			mend:   func(c *cast) { c.group.AddBot(telegramtest.Member) },
		},
		{
			name: "never started", state: news.ChatStopped,
			where:  func(c *cast) (*telegramtest.Chat, int) { return c.stranger.Private(), 0 },
			happen: func(*cast) {},
			mend:   func(c *cast) { c.stranger.Say(c.stranger.Private(), "/start") },
		},
		{
			name: "restricted", where: (*cast).inGroup, state: news.ChatSuspended, waits: true,
			admin: "CHAT_RESTRICTED", owner: "I can't write",
			happen: func(c *cast) { c.group.Restrict(true) },
			mend:   func(c *cast) { c.group.Restrict(false); time.Sleep(time.Hour) },
		},
		{
			name: "muted", where: (*cast).inGroup, state: news.ChatSuspended, waits: true,
			admin: "not enough rights", owner: "I can't write",
			happen: func(c *cast) { c.group.AddBot(telegramtest.Muted) },
			mend:   func(c *cast) { c.group.AddBot(telegramtest.Admin) },
		},
		{
			name: "topic closed", where: (*cast).inTopic, state: news.ChatSuspended, waits: true,
			admin: "TOPIC_CLOSED", owner: "closed or deleted",
			happen: func(c *cast) { c.forum.CloseTopic(c.topic) },
			mend:   func(c *cast) { c.forum.AddBot(telegramtest.Admin) },
		},
		{
			name: "topic deleted", where: (*cast).inTopic, state: news.ChatSuspended, waits: true,
			admin: "message thread not found", owner: "closed or deleted",
			happen: func(c *cast) { c.forum.DeleteTopic(c.topic) },
		},
		{
			name: "one of two topics closed", where: (*cast).inTopic, state: news.ChatActive,
			waits: true, held: true, admin: "closed or deleted", owner: "closed or deleted",
			happen: func(c *cast) {
				c.forum.CloseTopic(c.topic)
				to := news.Recipient{Chat: c.forum.ID(), Thread: c.other}
				c.must(c.store.PutSubscription(c.Context(), news.Subscription{Recipient: to, Topic: "afghanistan"}))
			},
			mend: func(c *cast) { c.forum.ReopenTopic(c.topic) },
		},
	} {
		t.Run(r.name, func(t *testing.T) { r.run(t) })
	}
}

func (r refusal) run(t *testing.T) {
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		users := s.users(3)
		c := &cast{simulation: s, boss: users[0], owner: users[1], reader: users[2], stranger: s.telegram.User("Stranger", "en")}
		for _, u := range users {
			s.must(s.store.PutChat(s.Context(), news.Chat{ID: u.ID(), Kind: "private", Lang: "en"}))
		}
		c.group, c.forum = s.telegram.Supergroup("Group", c.owner), s.telegram.Supergroup("Forum", c.owner)
		c.group.AddBot(telegramtest.Member)
		c.forum.AddBot(telegramtest.Member)
		c.topic, c.other = c.forum.Topic("One"), c.forum.Topic("Two")
		s.start(bot.Config{Admins: []int64{c.boss.ID()}})
		time.Sleep(time.Minute) // all greetings are said
		r.happen(c)
		chat, topic := r.where(c)
		to := news.Recipient{Chat: chat.ID(), Thread: topic}
		s.must(s.store.PutSubscription(s.Context(), news.Subscription{Recipient: to, Topic: "afghanistan"}))
		s.publish("The alert", news.ClassNormal, to)
		time.Sleep(time.Minute)
		r.checkRefused(c, chat)
		if r.mend == nil {
			return
		}
		r.mend(c)
		time.Sleep(time.Minute)
		s.publish("A later one", news.ClassNormal, to)
		time.Sleep(time.Minute)
		r.checkMended(s, chat, topic)
	})
}

// checkRefused looks at what the refusal led to.
func (r refusal) checkRefused(c *cast, chat *telegramtest.Chat) {
	c.Helper()
	if got, _, err := c.store.Chat(c.Context(), chat.ID()); err != nil || got.State != r.state {
		c.Errorf("the chat is %+v, %v; want it %s", got, err, r.state)
	}
	counts, err := c.store.Counts(c.Context())
	want := [3]int64{0, 0, 1}
	switch {
	case r.held:
		want = [3]int64{0, 1, 0}
	case r.waits:
		want = [3]int64{1, 0, 0}
	}
	if got := [3]int64{counts.Pending, counts.Held, counts.Buried}; err != nil || got != want {
		c.Errorf("Counts = %+v, %v; want pending, held and buried %v", counts, err, want)
	}
	if _, ok := arrival(chat, "The alert"); ok {
		c.Error("the alert arrived somewhere else")
	}
	for who, part := range map[*telegramtest.User]string{c.boss: r.admin, c.owner: r.owner} {
		told := 0
		for _, m := range who.Private().Messages() {
			if m.FromBot && strings.Contains(m.Text, "Telegram says") {
				told++
			}
		}
		if _, ok := arrival(who.Private(), part); told != map[bool]int{true: 1}[part != ""] || part != "" && !ok {
			c.Errorf("%s was told %d times, want of %q", who.Name(), told, part)
		}
	}
}

// checkMended holds that once all is well again what waited arrives in its own
// place, and what is new.
func (r refusal) checkMended(s *simulation, chat *telegramtest.Chat, topic int) {
	s.Helper()
	if got, _, err := s.store.Chat(s.Context(), chat.ID()); err != nil || got.State != news.ChatActive {
		s.Errorf("the chat is %+v, %v once it is well again", got, err)
	}
	for text, want := range map[string]bool{"The alert": r.waits, "A later one": true} {
		at := -1
		for _, m := range chat.Messages() {
			if m.FromBot && strings.Contains(m.Text, text) {
				at = m.Thread
			}
		}
		if want != (at == topic) {
			s.Errorf("%q is in topic %d; want it in %d: %v", text, at, topic, want)
		}
	}
}
