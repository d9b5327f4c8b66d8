package telegramtest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// An inbox holds the updates that wait for the bot.
type inbox struct {
	updates []pending
	allowed []string   // the kinds the bot asked for; empty means the default
	poll    chan error // ends the getUpdates call under way with an error
	webhook string     // updates go there, and not to getUpdates, unless empty
}

// A pending is an update with the time it came.
type pending struct {
	ID   int64           `json:"id"`
	Kind string          `json:"kind"`
	Body json.RawMessage `json:"body"`
	At   time.Time       `json:"at"`
}

// How getUpdates behaves. https://core.telegram.org/bots/api#getupdates
const (
	updateLife  = 24 * time.Hour
	longestPoll = 50 * time.Second
	mostUpdates = 100
)

// updateKinds are the kinds of update that a bot can ask for. Those that say
// so come only to a bot that did.
var updateKinds = map[string]struct{ onlyAsked bool }{
	"message": {}, "edited_message": {}, "channel_post": {}, "edited_channel_post": {},
	"business_connection": {}, "business_message": {}, "edited_business_message": {}, "deleted_business_messages": {},
	"guest_message": {}, "message_reaction": {true}, "message_reaction_count": {true}, "inline_query": {},
	"chosen_inline_result": {}, "callback_query": {}, "shipping_query": {}, "pre_checkout_query": {},
	"purchased_paid_media": {}, "poll": {}, "poll_answer": {}, "my_chat_member": {}, "chat_member": {true},
	"chat_join_request": {}, "chat_boost": {}, "removed_chat_boost": {}, "managed_bot": {},
}

// wants tells whether the bot asked for updates of the kind.
func (b *inbox) wants(kind string) bool {
	if len(b.allowed) == 0 {
		return !updateKinds[kind].onlyAsked
	}
	return slices.Contains(b.allowed, kind)
}

// push gives the bot an update, if it asked for its kind.
func (s *Server) push(kind string, body any) {
	if !s.inbox.wants(kind) {
		return
	}
	raw, err := json.Marshal(body)
	if err != nil {
		panic("telegramtest: update is not JSON: " + err.Error()) // our own types always are
	}
	u := pending{ID: s.next("update"), Kind: kind, Body: raw, At: s.now()}
	s.inbox.updates = append(s.inbox.updates, u)
	s.keepUpdate(u)
	s.announce()
}

// tell gives the bot a user's message if the bot is to see it.
func (s *Server) tell(c *Chat, m *Message, edited bool) {
	if !s.sees(c, m) {
		return
	}
	kind := "message"
	if c.kind == Channel {
		kind = "channel_post"
	}
	if edited {
		kind = "edited_" + kind
	}
	s.push(kind, s.wireMessage(c, m))
}

// sees tells whether a message reaches the bot. In groups a bot in privacy
// mode sees what is meant for it alone: replies to it, mentions of it,
// commands with its name, and plain commands if it was the last bot to write
// there. https://core.telegram.org/bots/features#privacy-mode
func (s *Server) sees(c *Chat, m *Message) bool {
	switch {
	case m.FromBot || !c.bot.inside():
		return false
	case c.kind == Private || c.kind == Channel || m.Service != nil || c.bot.leads() || s.config.ReadsGroups:
		return true
	}
	if to := c.find(m.ReplyTo); m.ReplyTo != 0 && to != nil && to.FromBot {
		return true
	}
	me := "@" + strings.ToLower(s.config.BotName)
	for _, e := range m.Entities {
		word := strings.ToLower(slice16(m.Text, e.Offset, e.Length))
		switch {
		case e.Type == "mention" && word == me:
			return true
		case e.Type == "bot_command" && strings.HasSuffix(word, me):
			return true
		case e.Type == "bot_command" && e.Offset == 0 && !strings.Contains(word, "@") && c.spoke:
			return true
		}
	}
	return false
}

func (s *Server) getUpdates(q *request) (any, error) {
	var allowed []string
	given, err := q.object("allowed_updates", &allowed)
	if err != nil {
		return nil, err
	}
	for _, kind := range allowed {
		if _, ok := updateKinds[kind]; !ok {
			return nil, bad("allowed_updates: there is no update kind %q; Telegram would ignore it in silence", kind)
		}
	}
	limit := mostUpdates
	if n := q.int("limit"); n >= 1 && n < mostUpdates {
		limit = int(n)
	}
	s.mu.Lock()
	if s.inbox.webhook != "" {
		s.mu.Unlock()
		return nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	if given {
		s.inbox.allowed = allowed
		s.keepAllowed()
	}
	s.acknowledge(q.int("offset"))
	s.inbox.interrupt("other getUpdates request; make sure that only one bot instance is running")
	poll := make(chan error, 1)
	s.inbox.poll = poll
	s.mu.Unlock()
	defer s.endPoll(poll)
	return s.await(q, poll, limit)
}

// await returns updates as soon as there are any, or none when the time is
// over.
func (s *Server) await(q *request, poll chan error, limit int) (any, error) {
	timer := time.NewTimer(min(time.Duration(max(q.int("timeout"), 0))*time.Second, longestPoll))
	defer timer.Stop()
	for over := false; ; {
		s.mu.Lock()
		updates, changed := s.inbox.first(limit), s.changed
		s.mu.Unlock()
		if len(updates) > 0 || over || q.int("timeout") <= 0 {
			return updates, nil
		}
		select {
		case err := <-poll:
			return nil, err
		case <-s.done:
			return nil, &refusal{status: 502, description: "Bad Gateway"}
		case <-q.ctx.Done():
			return nil, q.ctx.Err()
		case <-timer.C:
			over = true
		case <-changed:
		}
	}
}

// interrupt ends the getUpdates call under way, if there is one.
func (b *inbox) interrupt(by string) {
	if b.poll != nil {
		b.poll <- conflict("terminated by " + by)
		b.poll = nil
	}
}

func (s *Server) endPoll(poll chan error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.inbox.poll == poll {
		s.inbox.poll = nil
	}
}

// acknowledge drops updates that need not be given again: those below a
// positive offset, all but the last -offset for a negative one, and those
// older than a day. The caller holds s.mu.
func (s *Server) acknowledge(offset int64) {
	all := s.inbox.updates
	drop := 0
	for drop < len(all) && (all[drop].ID < offset || s.now().Sub(all[drop].At) > updateLife) {
		drop++
	}
	if offset < 0 {
		drop = max(drop, len(all)+int(max(offset, -int64(len(all)))))
	}
	if drop > 0 {
		s.keepAcknowledged(all[drop-1].ID)
		s.inbox.updates = slices.Clone(all[drop:])
	}
}

// first returns up to limit updates, as they go over the wire.
func (b *inbox) first(limit int) []wireUpdate {
	updates := []wireUpdate{}
	for _, u := range b.updates[:min(limit, len(b.updates))] {
		updates = append(updates, wireUpdate{ID: u.ID, Kind: u.Kind, Body: u.Body})
	}
	return updates
}
