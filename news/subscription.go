package news

import "time"

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

// A Subscription is a recipient × a topic.
type Subscription struct {
	Recipient
	Topic string    `json:"topic"`
	Since time.Time `json:"since"`

	// Config marks a subscription that stands in the operator's
	// configuration, and goes when it is taken out of it.
	Config bool `json:"config,omitempty"`
}

// A Subscriber is a recipient with those of some topics that it subscribed
// to.
type Subscriber struct {
	Recipient
	Topics []string
}
