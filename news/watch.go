package news

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// A Watch is a query that a subscriber saved. Its own chat alone is told of
// what meets it.
type Watch struct {
	// ID is short and cannot be guessed; NewWatchID makes one.
	ID string `json:"id"`

	Recipient

	Author int64     `json:"author,omitempty"` // the Telegram user who saved it
	Name   string    `json:"name,omitempty"`   // as the author calls it
	Query  string    `json:"query"`            // in the language of package matcher/query
	Lang   string    `json:"lang,omitempty"`   // the language it was written in
	Since  time.Time `json:"since"`
}

const (
	watchPrefix     = "watch:"
	watchIDLetters  = 16
	watchIDAlphabet = "abcdefghijklmnopqrstuvwxyz234567"
	mostNameRunes   = 100
	mostQueryBytes  = 16 << 10 // what one message of Telegram can hold
)

// NewWatchID returns an ID that nobody has: 16 letters and digits, 80 bits by
// chance.
func NewWatchID() string { return strings.ToLower(rand.Text()[:watchIDLetters]) }

// WatchTopic returns the topic by which subscriptions, matches and deliveries
// name a watch. No Topic.ID is like it.
func WatchTopic(id string) string { return watchPrefix + id }

// WatchOf returns the ID of the watch that a topic names, and whether it names
// one.
func WatchOf(topic string) (id string, ok bool) { return strings.CutPrefix(topic, watchPrefix) }

// Topic returns the watch as the matcher takes it.
func (w Watch) Topic() Topic {
	return Topic{ID: WatchTopic(w.ID), Severity: SeverityNormal, Query: w.Query}
}

// Validate tells what is wrong with a watch, but for its query, which the
// matcher alone can read.
func (w Watch) Validate() error {
	if len(w.ID) != watchIDLetters || strings.Trim(w.ID, watchIDAlphabet) != "" {
		return fmt.Errorf("watch %q: an ID has %d letters from a to z and digits from 2 to 7", w.ID, watchIDLetters)
	}
	switch {
	case w.Chat == 0:
		return fmt.Errorf("watch %s: it belongs to no chat", w.ID)
	case strings.TrimSpace(w.Query) == "":
		return fmt.Errorf("watch %s: its query is empty", w.ID)
	case len(w.Query) > mostQueryBytes:
		return fmt.Errorf("watch %s: its query has %d bytes, where %d is the most", w.ID, len(w.Query), mostQueryBytes)
	case utf8.RuneCountInString(w.Name) > mostNameRunes:
		return fmt.Errorf("watch %s: its name has more than %d letters", w.ID, mostNameRunes)
	}
	return nil
}

// A WatchChange is a watch as it came to be, or, if Gone, an ID whose watch
// was deleted.
type WatchChange struct {
	Revision int64 // of all changes, the later ones have the greater
	Watch    Watch // its ID alone if it is gone
	Gone     bool
}

// ErrUnknownWatch is what one gets for a watch that is not there, or is
// another chat's.
var ErrUnknownWatch = errors.New("the chat has no such watch")
