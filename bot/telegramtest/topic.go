package telegramtest

import (
	"slices"
	"unicode/utf8"
)

// What a topic may be called and look like.
// https://core.telegram.org/bots/api#createforumtopic
const (
	mostTopicName  = 128
	firstIconColor = 7322096
)

var iconColors = []int64{firstIconColor, 16766590, 13338331, 9367192, 16749490, 16478047}

// Forum makes a supergroup with topics. The bot does not know it until AddBot.
func (s *Server) Forum(title string, owner *User) *Chat {
	c := s.Supergroup(title, owner)
	s.mu.Lock()
	defer s.commit()
	c.forum = true
	s.keepChat(c)
	return c
}

func (s *Server) createForumTopic(q *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.forum(q)
	if err != nil {
		return nil, err
	}
	color := q.int("icon_color")
	if color == 0 {
		color = firstIconColor
	}
	switch name := q.params["name"]; {
	case !c.botCan("can_manage_topics"):
		return nil, bad("not enough rights to create a topic")
	case utf8.RuneCountInString(name) > mostTopicName:
		return nil, bad("a topic's name holds at most %d characters; Telegram would cut it in silence", mostTopicName)
	case !slices.Contains(iconColors, color):
		return nil, bad("icon_color %d is none of %v", color, iconColors)
	case q.params["icon_custom_emoji_id"] != "":
		return nil, unsupported("the parameter icon_custom_emoji_id")
	}
	t := topic{ID: c.nextID(), Name: q.params["name"], Mine: true}
	c.topics = append(slices.Clone(c.topics), t)
	c.add(&Message{ID: t.ID, Thread: t.ID, From: s.me, Service: &Service{TopicMade: t.Name}})
	s.keepChat(c)
	return map[string]any{"message_thread_id": t.ID, "name": t.Name, "icon_color": color}, nil
}

func (s *Server) editForumTopic(q *request) (any, error) {
	return s.withTopic(q, "edit the topic", func(c *Chat, t *topic) error {
		name := q.params["name"]
		switch {
		case q.params["icon_custom_emoji_id"] != "":
			return unsupported("the parameter icon_custom_emoji_id")
		case utf8.RuneCountInString(name) > mostTopicName:
			return bad("a topic's name holds at most %d characters; Telegram would cut it in silence", mostTopicName)
		case name == "" || name == t.Name:
			return bad("TOPIC_NOT_MODIFIED")
		}
		t.Name = name
		c.add(&Message{From: s.me, Thread: t.ID, Service: &Service{TopicRenamed: name}})
		return nil
	})
}

func (s *Server) closeForumTopic(q *request) (any, error) {
	return s.withTopic(q, "close or open the topic", func(c *Chat, t *topic) error {
		if t.Closed {
			return bad("TOPIC_NOT_MODIFIED")
		}
		t.Closed = true
		c.add(&Message{From: s.me, Thread: t.ID, Service: &Service{TopicClosed: true}})
		return nil
	})
}

func (s *Server) reopenForumTopic(q *request) (any, error) {
	return s.withTopic(q, "close or open the topic", func(c *Chat, t *topic) error {
		if !t.Closed {
			return bad("TOPIC_NOT_MODIFIED")
		}
		t.Closed = false
		c.add(&Message{From: s.me, Thread: t.ID, Service: &Service{TopicReopened: true}})
		return nil
	})
}

func (s *Server) deleteForumTopic(q *request) (any, error) {
	return s.withTopic(q, "delete the topic", func(c *Chat, t *topic) error {
		c.dropTopic(t.ID)
		return nil
	})
}

// forum returns the chat that a call names, which must have topics.
func (s *Server) forum(q *request) (*Chat, error) {
	c, err := s.reached(q)
	if err != nil {
		return nil, err
	}
	if !c.isForum() {
		return nil, bad("the chat is not a forum")
	}
	return c, nil
}

// withTopic does something to a topic, if the bot has the right to. Its own
// ones it may change without; deleting takes a right of its own.
func (s *Server) withTopic(q *request, what string, do func(*Chat, *topic) error) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.forum(q)
	if err != nil {
		return nil, err
	}
	id := int(q.int("message_thread_id"))
	if id <= 0 {
		return nil, bad("invalid forum topic identifier specified")
	}
	t := c.topic(id)
	if t == nil {
		return nil, bad("TOPIC_ID_INVALID")
	}
	may := c.botCan("can_manage_topics") || t.Mine
	if q.method == "deleteForumTopic" {
		may = c.botCan("can_delete_messages")
	}
	if !may {
		return nil, bad("not enough rights to %s", what)
	}
	if err := do(c, t); err != nil {
		return nil, err
	}
	s.keepChat(c)
	return true, nil
}

func (c *Chat) isForum() bool { return c.forum || len(c.topics) > 0 }
