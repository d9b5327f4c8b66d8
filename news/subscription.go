package news

import (
	"fmt"
	"time"
)

// A Recipient is a place in Telegram where alerts arrive: a chat, or one
// thread (forum topic) of it. Thread 0 is the chat itself.
type Recipient struct {
	Chat   int64 `json:"chat"`
	Thread int   `json:"thread,omitempty"`
}

// Before orders recipients by chat, then thread. Cursors over subscribers
// follow this order; the zero Recipient, which is no chat, stands before all.
func (r Recipient) Before(o Recipient) bool {
	var none Recipient
	switch {
	case r == none || o == none:
		return r == none && o != none
	case r.Chat != o.Chat:
		return r.Chat < o.Chat
	}
	return r.Thread < o.Thread
}

// A Chat is what is remembered about a Telegram chat.
type Chat struct {
	ID    int64     `json:"id"`
	Kind  string    `json:"kind"` // as Telegram names it: private, group, supergroup, channel
	Title string    `json:"title,omitempty"`
	Lang  string    `json:"lang,omitempty"` // the language the chat is spoken to in
	State ChatState `json:"state"`
	Why   string    `json:"why,omitempty"` // why it is not active, as Telegram said it

	Settings ChatSettings `json:"settings,omitzero"`
}

// A ChatState says whether a chat is sent to. Whatever its state, a chat keeps
// its settings and subscriptions.
type ChatState string

// The states of a chat.
const (
	ChatActive    ChatState = "active"
	ChatStopped   ChatState = "stopped"   // blocked us, kicked us, or is gone: nothing is fanned out until /start or the bot's return revives it
	ChatSuspended ChatState = "suspended" // the bot lacks a right there: its deliveries wait, and are tried now and then
)

// A Subscription is a recipient × a topic, with what is wanted of it and when.
type Subscription struct {
	Recipient
	Topic string    `json:"topic"` // Topic.ID, or the WatchTopic of a watch of the chat
	Since time.Time `json:"since"`

	// Config marks a subscription that stands in the operator's
	// configuration, and goes when it is taken out of it.
	Config bool `json:"config,omitempty"`

	Filter Filter `json:"filter,omitzero"`
	Mode   Mode   `json:"mode,omitempty"`
	At     int    `json:"at,omitempty"` // minutes after local midnight, for ModeDaily
}

// Validate tells what is wrong with a subscription, the first thing alone.
func (s Subscription) Validate() error {
	if s.Chat == 0 {
		return fmt.Errorf("subscription to %s: it belongs to no chat", s.Topic)
	}
	if err := checkID("subscription: topic", s.Topic); err != nil {
		return err
	}
	if !aMinute(s.At) {
		return fmt.Errorf("daily at minute %d: it is from 0 to %d after midnight", s.At, minutesADay-1)
	}
	if err := s.Mode.Validate(); err != nil {
		return err
	}
	return s.Filter.Validate()
}

// A Subscriber is a recipient with those of some topics that it subscribed
// to, and what it does not want of them.
type Subscriber struct {
	Recipient
	Topics  []string
	Filters map[string]Filter // by topic; nil if there are none
	Mutes   []Mute            // of the chat, those of other threads and those that are over among them
}

// Particular tells whether a subscriber may not want all of its topics.
func (s Subscriber) Particular() bool { return len(s.Filters) > 0 || len(s.Mutes) > 0 }

// Wants returns those of the subscriber's topics that it wants to be told of,
// as its filters and mutes are at a moment.
func (s Subscriber) Wants(a Archived, severity func(topic string) Severity, now time.Time) []string {
	if Muted(s.Mutes, s.Recipient, MuteSource, a.Article.Source, now) || Muted(s.Mutes, s.Recipient, MuteStory, a.Article.ID, now) {
		return nil
	}
	var wanted []string
	for _, topic := range s.Topics {
		if Muted(s.Mutes, s.Recipient, MuteTopic, topic, now) || !s.Filters[topic].Admits(&a.Article, a.Match(topic), severity(topic)) {
			continue
		}
		wanted = append(wanted, topic)
	}
	return wanted
}
