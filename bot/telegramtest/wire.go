package telegramtest

import "encoding/json"

// The types of this file are objects of the Bot API as they go over the wire.
// https://core.telegram.org/bots/api#available-types

type wireUser struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

type wireMe struct {
	wireUser
	CanJoinGroups   bool `json:"can_join_groups"`
	ReadsGroups     bool `json:"can_read_all_group_messages"`
	SupportsInline  bool `json:"supports_inline_queries"`
	HasMainWebApp   bool `json:"has_main_web_app"`
	CanBeInBusiness bool `json:"can_connect_to_business"`
}

type wireChat struct {
	ID        int64  `json:"id"`
	Type      Kind   `json:"type"`
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	IsForum   bool   `json:"is_forum,omitempty"`
}

type wireFullChat struct {
	wireChat
	AccentColorID    int             `json:"accent_color_id"`
	MaxReactionCount int             `json:"max_reaction_count"`
	Pinned           *wireMessage    `json:"pinned_message,omitempty"`
	Link             string          `json:"invite_link,omitempty"`
	Permissions      map[string]bool `json:"permissions,omitempty"`
	Gifts            map[string]bool `json:"accepted_gift_types"`
}

type wireMessage struct {
	ID             int             `json:"message_id"`
	Thread         int             `json:"message_thread_id,omitempty"`
	From           *wireUser       `json:"from,omitempty"`
	SenderChat     *wireChat       `json:"sender_chat,omitempty"`
	Chat           wireChat        `json:"chat"`
	Date           int64           `json:"date"`
	EditDate       int64           `json:"edit_date,omitempty"`
	IsTopicMessage bool            `json:"is_topic_message,omitempty"`
	Protected      bool            `json:"has_protected_content,omitempty"`
	ReplyTo        *wireMessage    `json:"reply_to_message,omitempty"`
	Origin         any             `json:"forward_origin,omitempty"`
	Album          string          `json:"media_group_id,omitempty"`
	Effect         string          `json:"effect_id,omitempty"`
	Photo          []wirePhoto     `json:"photo,omitempty"`
	Document       *wireDocument   `json:"document,omitempty"`
	Caption        string          `json:"caption,omitempty"`
	CaptionMarks   []wireEntity    `json:"caption_entities,omitempty"`
	Above          bool            `json:"show_caption_above_media,omitempty"`
	Spoiler        bool            `json:"has_media_spoiler,omitempty"`
	Text           string          `json:"text,omitempty"`
	Entities       []wireEntity    `json:"entities,omitempty"`
	Preview        *linkPreview    `json:"link_preview_options,omitempty"`
	ReplyMarkup    *inlineKeyboard `json:"reply_markup,omitempty"`
	NewMembers     []wireUser      `json:"new_chat_members,omitempty"`
	LeftMember     *wireUser       `json:"left_chat_member,omitempty"`
	MigrateTo      int64           `json:"migrate_to_chat_id,omitempty"`
	MigrateFrom    int64           `json:"migrate_from_chat_id,omitempty"`
	TopicCreated   *topicCreated   `json:"forum_topic_created,omitempty"`
	TopicClosed    *struct{}       `json:"forum_topic_closed,omitempty"`
	TopicReopened  *struct{}       `json:"forum_topic_reopened,omitempty"`
	TopicRenamed   *topicRenamed   `json:"forum_topic_edited,omitempty"`
	Pinned         *wireMessage    `json:"pinned_message,omitempty"`
}

type topicCreated struct {
	Name      string `json:"name"`
	IconColor int    `json:"icon_color"`
}

type topicRenamed struct {
	Name string `json:"name"`
}

type wireEntity struct {
	Type           string    `json:"type"`
	Offset         int       `json:"offset"`
	Length         int       `json:"length"`
	URL            string    `json:"url,omitempty"`
	User           *wireUser `json:"user,omitempty"`
	Language       string    `json:"language,omitempty"`
	EmojiID        string    `json:"custom_emoji_id,omitempty"`
	UnixTime       int64     `json:"unix_time,omitempty"`
	DateTimeFormat string    `json:"date_time_format,omitempty"`
}

type wireUpdate struct {
	ID   int64
	Kind string
	Body json.RawMessage
}

// MarshalJSON writes {"update_id": ID, Kind: Body}.
func (u wireUpdate) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]any{"update_id": u.ID, u.Kind: u.Body})
}

type wireMemberChange struct {
	Chat wireChat       `json:"chat"`
	From wireUser       `json:"from"`
	Date int64          `json:"date"`
	Old  map[string]any `json:"old_chat_member"`
	New  map[string]any `json:"new_chat_member"`
}

type wireCallback struct {
	ID           string   `json:"id"`
	From         wireUser `json:"from"`
	Message      any      `json:"message,omitempty"`
	ChatInstance string   `json:"chat_instance"`
	Data         string   `json:"data"`
}

// A wireInaccessible stands for a message that the bot cannot read any more.
// https://core.telegram.org/bots/api#inaccessiblemessage
type wireInaccessible struct {
	Chat wireChat `json:"chat"`
	ID   int      `json:"message_id"`
	Date int64    `json:"date"` // always zero
}

func (u *User) wire() wireUser {
	return wireUser{ID: u.id, FirstName: u.name, LanguageCode: u.lang}
}

func (s *Server) wireBot() wireUser {
	return wireUser{ID: s.me, IsBot: true, FirstName: s.config.BotName, Username: s.config.BotName}
}

// anonymousAdmin stands for administrators of groups who remain anonymous.
// https://core.telegram.org/bots/api#message
var anonymousAdmin = wireUser{ID: 1087968824, IsBot: true, FirstName: "Group", Username: "GroupAnonymousBot"}

// person returns the user, or the bot, of an ID.
func (s *Server) person(id int64) wireUser {
	if u := s.users[id]; u != nil {
		return u.wire()
	}
	return s.wireBot()
}

func (c *Chat) wire() wireChat {
	w := wireChat{ID: c.id, Type: c.kind, Title: c.title, Username: c.username, IsForum: c.isForum()}
	if c.kind == Private {
		w.Title, w.FirstName = "", c.title
	}
	return w
}

// wireMessage returns a message as the bot sees it. What a message answers is
// shown one step deep. In a topic, what answers no other message seems to
// answer the one that made the topic, as on Telegram's server.
// https://github.com/aiogram/aiogram/issues/1511
func (s *Server) wireMessage(c *Chat, m *Message) *wireMessage {
	w := s.wireBare(c, m)
	answers := m.ReplyTo
	if answers == 0 && m.Service == nil {
		answers = m.Thread // the ID of the message that made the topic
	}
	if to := c.find(answers); answers != 0 && to != nil {
		w.ReplyTo = s.wireBare(c, to)
	}
	return w
}

func (s *Server) wireBare(c *Chat, m *Message) *wireMessage {
	w := &wireMessage{
		ID: m.ID, Chat: c.wire(), Date: m.SentAt.Unix(), Protected: m.Protected,
		Text: m.Text, Thread: m.Thread, IsTopicMessage: m.Thread != 0,
		Entities: s.wireEntities(m.Entities), ReplyMarkup: wireKeyboard(m.Buttons),
		Origin: s.wireOrigin(m.Origin), Album: m.Album, Effect: m.Effect, Above: m.Above, Spoiler: m.Spoiler,
	}
	if m.File != nil {
		w.Text, w.Entities, w.Caption, w.CaptionMarks = "", nil, w.Text, w.Entities
		w.Photo, w.Document = m.File.wire()
	}
	if c.kind == Supergroup && m.Thread == 0 && m.ReplyTo != 0 && len(c.topics) == 0 {
		w.Thread = m.root // a thread of replies, which is no topic
	}
	if m.NoPreview {
		w.Preview = &linkPreview{IsDisabled: true}
	}
	if !m.EditedAt.IsZero() {
		w.EditDate = m.EditedAt.Unix()
	}
	from := s.person(m.From)
	w.From = &from
	if m.From == c.id && c.kind != Private {
		chat := c.wire()
		w.SenderChat, w.From = &chat, nil
		if c.kind != Channel {
			w.From = &anonymousAdmin
		}
	}
	if m.Service != nil {
		s.wireService(c, w, m.Service)
	}
	return w
}

func (s *Server) wireService(c *Chat, w *wireMessage, e *Service) {
	switch {
	case e.Joined != 0:
		w.NewMembers = []wireUser{s.person(e.Joined)}
	case e.Left != 0:
		left := s.person(e.Left)
		w.LeftMember = &left
	case e.TopicMade != "":
		w.TopicCreated = &topicCreated{Name: e.TopicMade, IconColor: 7322096}
	case e.TopicClosed:
		w.TopicClosed = &struct{}{}
	case e.TopicReopened:
		w.TopicReopened = &struct{}{}
	case e.TopicRenamed != "":
		w.TopicRenamed = &topicRenamed{Name: e.TopicRenamed}
	case e.Pinned != 0:
		if m := c.find(e.Pinned); m != nil {
			w.Pinned = s.wireBare(c, m)
		}
	}
	w.MigrateTo, w.MigrateFrom = e.MigratedTo, e.MigratedFrom
}

func (s *Server) wireEntities(entities []Entity) []wireEntity {
	var wire []wireEntity
	for _, e := range entities {
		w := wireEntity{
			Type: e.Type, Offset: e.Offset, Length: e.Length, URL: e.URL, Language: e.Language,
			EmojiID: e.EmojiID, UnixTime: e.UnixTime, DateTimeFormat: e.DateTimeFormat,
		}
		if e.UserID != 0 {
			u := s.person(e.UserID)
			w.User = &u
		}
		wire = append(wire, w)
	}
	return wire
}
