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

	// What the pace of getUpdates goes by: the last call's offset and time,
	// and when the next conflict may be told at once.
	offset     int64
	asked      time.Time
	conflictAt time.Time
}

// A pending is an update with the time it came.
type pending struct {
	ID   int64           `json:"id"`
	Kind string          `json:"kind"`
	Body json.RawMessage `json:"body"`
	At   time.Time       `json:"at"`
	Lane int64           `json:"lane,omitempty"` // the chat it happened in, or the user who pressed a button
}

// How getUpdates behaves. https://core.telegram.org/bots/api#getupdates
const (
	updateLife  = 24 * time.Hour
	longestPoll = 50 * time.Second
	mostUpdates = 100
	slowRepeat  = 3 * time.Second
	quickRepeat = time.Second / 2
	aheadOffset = 10
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

// push gives the bot an update, if it asked for its kind. A webhook gets those
// of one kind and lane in their order.
func (s *Server) push(kind string, lane int64, body any) {
	if !s.inbox.wants(kind) {
		return
	}
	raw, err := json.Marshal(body)
	if err != nil {
		panic("telegramtest: update is not JSON: " + err.Error()) // our own types always are
	}
	u := pending{ID: s.next("update"), Kind: kind, Body: raw, At: s.now(), Lane: lane}
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
	s.push(kind, c.id, s.wireMessage(c, m))
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
	allowed, given, err := q.allowed()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	if s.hook != nil {
		s.mu.Unlock()
		return nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	s.allow(allowed, given)
	limit, timeout := s.pace(q)
	s.acknowledge(s.known(q.int("offset")))
	s.inbox.interrupt("other getUpdates request; make sure that only one bot instance is running")
	poll := make(chan error, 1)
	s.inbox.poll = poll
	until := s.hand().Add(timeout)
	s.mu.Unlock()
	defer s.endPoll(poll)
	return s.await(q, poll, limit, until)
}

// allowed reads the kinds of update that a call asks for, and whether it does.
func (q *request) allowed() (kinds []string, given bool, err error) {
	given, err = q.object("allowed_updates", &kinds)
	for _, kind := range kinds {
		if _, ok := updateKinds[kind]; !ok {
			return nil, false, bad("allowed_updates: there is no update kind %q; Telegram would ignore it in silence", kind)
		}
	}
	return kinds, given, err
}

// allow remembers the kinds of update that a call asked for, until another
// call does. The caller holds s.mu.
func (s *Server) allow(kinds []string, given bool) {
	if given {
		s.inbox.allowed = kinds
		s.keepAllowed()
	}
}

// pace returns how many updates a call gets, and how long it waits for them.
// A bot that asks for the same again at once is slowed down, if there are
// limits. The caller holds s.mu.
func (s *Server) pace(q *request) (limit int, timeout time.Duration) {
	limit = mostUpdates
	if q.params["limit"] != "" {
		limit = int(min(max(q.int("limit"), 1), mostUpdates))
	}
	timeout = time.Duration(min(max(q.int("timeout"), 0), int64(longestPoll/time.Second))) * time.Second
	if !s.config.Limits {
		return limit, timeout
	}
	b, now := &s.inbox, s.hand()
	if since := now.Sub(b.asked); b.offset == q.int("offset") && !b.asked.IsZero() {
		if since < slowRepeat {
			timeout = max(timeout, slowRepeat)
		}
		if since < quickRepeat {
			limit = 1
		}
	}
	b.offset, b.asked = q.int("offset"), now
	return limit, timeout
}

// known returns an offset, or zero for one that lies so far ahead that it
// must be another bot's: Telegram passes over it. The caller holds s.mu.
func (s *Server) known(offset int64) int64 {
	if offset > s.lastID["update"]+1+aheadOffset {
		return 0
	}
	return offset
}

// await returns updates as soon as there are any, or none when the time is
// over.
func (s *Server) await(q *request, poll chan error, limit int, until time.Time) (any, error) {
	for {
		s.mu.Lock()
		updates, changed, left := s.inbox.first(limit), s.changed, until.Sub(s.hand())
		s.mu.Unlock()
		if len(updates) > 0 || left <= 0 {
			return updates, nil
		}
		timer := time.NewTimer(left)
		select {
		case err := <-poll:
			timer.Stop()
			return nil, s.late(q, err)
		case <-s.done:
			timer.Stop()
			return nil, &refusal{status: 502, description: "Bad Gateway"}
		case <-q.ctx.Done():
			timer.Stop()
			return nil, q.ctx.Err()
		case <-timer.C:
		case <-changed:
		}
		timer.Stop()
	}
}

// late holds a conflict back that comes too soon after another, if there are
// limits.
func (s *Server) late(q *request, conflict error) error {
	s.mu.Lock()
	now := s.hand()
	soon := s.config.Limits && now.Before(s.inbox.conflictAt)
	if !soon {
		s.inbox.conflictAt = now.Add(slowRepeat)
	}
	s.mu.Unlock()
	if soon {
		s.pause(q.ctx, now.Add(slowRepeat))
	}
	return conflict
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
		clear(all[:drop])
		s.inbox.updates = all[drop:]
	}
}

// deliver drops the update that a webhook took. The caller holds s.mu.
func (s *Server) deliver(id int64) {
	i := slices.IndexFunc(s.inbox.updates, func(u pending) bool { return u.ID == id })
	if i >= 0 {
		s.keepDelivered(id)
		all := s.inbox.updates
		copy(all[1:], all[:i]) // the few before it, not the many after
		all[0] = pending{}
		s.inbox.updates = all[1:]
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
