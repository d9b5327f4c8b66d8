package telegramtest

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// What a message may hold. https://core.telegram.org/bots/api#sendmessage
const (
	mostText    = 4096      // code points after entities are parsed
	mostRawText = 32 * 1024 // bytes before
)

func (s *Server) sendMessage(q *request) (any, error) {
	return s.send(q, "text messages", q.compose)
}

// unsupported refuses the parameters of sending that are not simulated.
func (q *request) unsupported() error {
	for _, name := range []string{"business_connection_id", "direct_messages_topic_id", "suggested_post_parameters"} {
		if q.params[name] != "" {
			return unsupported("the parameter " + name)
		}
	}
	return nil
}

// send puts a message into a chat, which compose gives its text or file. What
// says in the plural what is sent, for the refusal of one who may not. As at
// Telegram's, what the message holds is read before the chat is looked for.
func (s *Server) send(q *request, what string, compose func(*Message) error) (any, error) {
	if err := q.unsupported(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.draft(q)
	err := compose(m)
	if err != nil {
		return nil, err
	}
	if m.Buttons, m.Keyboard, err = q.markup(); err != nil {
		return nil, err
	}
	c, err := s.chat(q)
	if err != nil {
		return nil, err
	}
	if err := s.admit(q, c, what, m); err != nil {
		return nil, err
	}
	s.putFiles(q)
	return s.wireMessage(c, c.add(m)), nil
}

// draft returns a message of the bot's with all but its content.
func (s *Server) draft(q *request) *Message {
	return &Message{
		From: s.me, Thread: int(q.int("message_thread_id")), Effect: q.params["message_effect_id"],
		Silent: q.bool("disable_notification"), Protected: q.bool("protect_content"),
	}
}

// admit refuses messages of the bot's that may not go into the chat, and
// counts those that may; several are an album, which counts as one.
func (s *Server) admit(q *request, c *Chat, what string, messages ...*Message) error {
	if err := c.reachable(); err != nil {
		return err
	}
	for _, m := range messages {
		if err := q.answered(c, m); err != nil {
			return err
		}
		if m.Effect != "" && c.kind != Private {
			return bad("can't use message effects in the chat")
		}
		if c.kind == Channel {
			m.From, m.FromBot = c.id, true
		}
	}
	if err := c.writable(what, messages[0].Thread); err != nil {
		return err
	}
	return s.throttle(c)
}

// chat returns the chat that a call names, if the bot has met it.
func (s *Server) chat(q *request) (*Chat, error) {
	if q.params["chat_id"] == "" {
		return nil, bad("chat_id is empty")
	}
	return s.chatNamed(q.params["chat_id"])
}

// chatNamed returns the chat of an ID or a @username, if the bot has met it. Any
// bot can look a public name up, and has met its chat then.
func (s *Server) chatNamed(name string) (*Chat, error) {
	var c *Chat
	if username, ok := strings.CutPrefix(name, "@"); ok {
		if c = s.names[strings.ToLower(username)]; c != nil {
			c.named = true
		}
	} else if id, err := strconv.ParseInt(name, 10, 64); err == nil {
		c = s.chats[id]
	}
	if c == nil || c.bot == "" && !c.named {
		return nil, bad("chat not found")
	}
	return c, nil
}

// reached returns the chat that a call names, if the bot is in it. The caller
// holds s.mu.
func (s *Server) reached(q *request) (*Chat, error) {
	c, err := s.chat(q)
	if err != nil {
		return nil, err
	}
	return c, c.reachable()
}

// reachable refuses a chat that the bot is not in.
func (c *Chat) reachable() error {
	switch {
	case c.deserted:
		return forbidden("user is deactivated")
	case c.kind == Private && !c.opened:
		return forbidden("bot can't initiate conversation with a user")
	case c.blocked:
		return forbidden("bot was blocked by the user")
	case c.migratedTo != 0:
		r := bad("group chat was upgraded to a supergroup chat")
		r.migratedTo = c.migratedTo
		return r
	case c.bot == Kicked:
		return forbidden("bot was kicked from the %s chat", c.kind)
	case !c.bot.inside():
		return forbidden("bot is not a member of the %s chat", c.kind)
	}
	return nil
}

// writable refuses a chat, or a topic of it, that the bot may not write to.
func (c *Chat) writable(what string, thread int) error {
	if err := c.reachable(); err != nil {
		return err
	}
	t := c.topic(thread)
	switch {
	case c.kind == Channel && !c.botCan("can_post_messages"):
		return bad("need administrator rights in the channel chat")
	case c.bot == Muted:
		return bad("not enough rights to send %s to the chat", strings.ToLower(what))
	case c.restricted && !c.bot.leads():
		return bad("CHAT_RESTRICTED")
	case thread != 0 && t == nil:
		return bad("message thread not found")
	case t != nil && t.Closed && !c.bot.leads():
		return bad("TOPIC_CLOSED")
	}
	return nil
}

// compose reads the text of a message, its markup and its link preview.
func (q *request) compose(m *Message) error {
	raw := q.params["text"]
	if len(raw) > mostRawText {
		return bad("text is too long")
	}
	if !utf8.ValidString(raw) {
		return bad("strings must be encoded in UTF-8")
	}
	var err error
	if m.Text, m.Entities, err = q.marked(raw, "entities"); err != nil {
		return err
	}
	switch {
	case m.Text == "":
		return bad("message text is empty")
	case utf8.RuneCountInString(m.Text) > mostText:
		return bad("message is too long")
	}
	m.Entities = withDetected(m.Text, m.Entities)
	var preview linkPreview
	if _, err := q.object("link_preview_options", &preview); err != nil {
		return err
	}
	m.NoPreview = preview.IsDisabled
	return nil
}

// marked reads a text in the parse mode of the call, or with the entities of
// the parameter of that name.
func (q *request) marked(raw, parameter string) (string, []Entity, error) {
	mode := strings.ToLower(q.params["parse_mode"])
	var explicit []Entity
	given, err := q.object(parameter, &explicit)
	switch {
	case err != nil:
		return "", nil, err
	case given:
		return "", nil, unsupported("the parameter " + parameter + "; use a parse_mode")
	}
	parse, known := parseModes[mode]
	switch {
	case mode == "":
		plain, _ := tidy(raw, nil)
		return plain, nil, nil
	case !known:
		return "", nil, bad("unsupported parse_mode")
	}
	plain, entities, err := parse(raw)
	if err != nil {
		return "", nil, bad("can't parse entities: %s", err)
	}
	return plain, entities, nil
}

// parseModes are the ways to read markup, by their names in lower case.
var parseModes = map[string]func(string) (string, []Entity, error){
	"html": Parse, "markdown": ParseMarkdown, "markdownv2": ParseMarkdownV2,
}

// A linkPreview is the Bot API's LinkPreviewOptions.
type linkPreview struct {
	IsDisabled       bool   `json:"is_disabled,omitempty"`
	URL              string `json:"url,omitempty"`
	PreferSmallMedia bool   `json:"prefer_small_media,omitempty"`
	PreferLargeMedia bool   `json:"prefer_large_media,omitempty"`
	ShowAboveText    bool   `json:"show_above_text,omitempty"`
}

// answered reads which message of the chat the new one replies to.
func (q *request) answered(c *Chat, m *Message) error {
	var reply struct {
		MessageID    int    `json:"message_id"`
		ChatID       any    `json:"chat_id"`
		WithoutReply bool   `json:"allow_sending_without_reply"`
		Quote        string `json:"quote"`
		QuoteMode    string `json:"quote_parse_mode"`
		QuoteEntity  []any  `json:"quote_entities"`
		QuoteAt      int    `json:"quote_position"`
		Task         int    `json:"checklist_task_id"`
		Option       string `json:"poll_option_id"`
	}
	given, err := q.object("reply_parameters", &reply)
	switch {
	case err != nil:
		return err
	case !given:
		return nil
	case reply.ChatID != nil || reply.Quote != "" || reply.Task != 0 || reply.Option != "":
		return unsupported("replies to other chats and quotes")
	}
	to := c.find(reply.MessageID)
	switch {
	case to == nil && reply.WithoutReply:
		return nil
	case to == nil:
		return bad("message to be replied not found")
	case m.Thread == 0:
		m.Thread = to.Thread
	}
	m.ReplyTo = to.ID
	return nil
}
