package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/news"
)

// errFaded is an errStale whose button was good once: its note has expired.
var errFaded = fmt.Errorf("%w: its note has expired", errStale)

// noteTime is how long the buttons under what was looked for, or tried, know
// what they are about. /privacy tells it.
const noteTime = 7 * 24 * time.Hour

// A note is what a button or a link is about that has no room in its data, kept
// by a short name for a chat. What it leaves out does not matter to its kind.
type note struct {
	Kind string `json:"kind"`
	Chat int64  `json:"-"` // whose it is: what is shared is shown to all, the rest to it alone

	Thread int `json:"thread,omitempty"` // for which a draft was written

	Query string   `json:"query,omitempty"`
	Name  string   `json:"name,omitempty"`
	Lang  string   `json:"lang,omitempty"`
	Watch string   `json:"watch,omitempty"`  // the ID of the watch that it is about
	Draft string   `json:"draft,omitempty"`  // the short name of the draft that this one names: of both comes one watch
	Some  []string `json:"topics,omitempty"` // topics of a page of the newest

	// Places are where the pages of what was found begin, as far as they are
	// known: those of the archive can only be turned forward.
	Places []news.Cursor `json:"places,omitempty"`
}

// The kinds of notes.
const (
	noteSearch = "search"
	noteNewest = "newest"
	noteDraft  = "draft"
	noteWord   = "word"
	noteShare  = "share" // stays until its chat is forgotten: its link may stand anywhere
)

// keepNote keeps a note and returns its short name. The same note of a chat
// always has the same name.
func (b *Bot) keepNote(ctx context.Context, n note) (string, error) {
	text, err := json.Marshal(n)
	if err != nil {
		return "", fmt.Errorf("keep a note: %w", err)
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d:%s", n.Chat, text))
	kept := news.Note{Name: hex.EncodeToString(sum[:8]), Chat: n.Chat, Text: string(text)}
	if n.Kind != noteShare {
		kept.Expires = b.now().Add(noteTime)
	}
	return kept.Name, b.store.PutNote(ctx, kept)
}

// keepDraft keeps a query as a draft of the place that a talk is about, and
// returns its short name.
func (b *Bot) keepDraft(ctx context.Context, t *talk, n note) (string, error) {
	n.Kind, n.Chat, n.Thread = noteDraft, t.to.Chat, t.to.Thread
	name, err := b.keepNote(ctx, n)
	if err != nil {
		return "", err
	}
	key := savedKey(n, name)
	saved, err := b.noteOf(ctx, key)
	if err == nil && saved != "" {
		err = b.putNote(ctx, n.Chat, key, saved, noteTime)
	}
	return name, err
}

// keptNote returns the note of a name. It is errFaded if there is none any more,
// and errStale unless it is of that kind, and the chat's own or shared.
func (b *Bot) keptNote(ctx context.Context, t *talk, kind, name string) (note, error) {
	kept, found, err := b.store.Note(ctx, name)
	if err != nil {
		return note{}, err
	}
	if !found {
		return note{}, errFaded
	}
	n := note{Chat: kept.Chat}
	if json.Unmarshal([]byte(kept.Text), &n) != nil || n.Kind != kind || kind != noteShare && n.Chat != t.to.Chat {
		return note{}, errStale
	}
	return n, nil
}

// putNote keeps a text for a chat by a name of its own, for a time or, if that
// is 0, until the chat is forgotten; an empty text is deleted.
func (b *Bot) putNote(ctx context.Context, chat int64, name, text string, life time.Duration) error {
	if text == "" {
		return b.store.DeleteNote(ctx, name)
	}
	n := news.Note{Name: name, Chat: chat, Text: text}
	if life > 0 {
		n.Expires = b.now().Add(life)
	}
	return b.store.PutNote(ctx, n)
}

// noteOf returns the text of such a note, empty if there is none.
func (b *Bot) noteOf(ctx context.Context, name string) (string, error) {
	n, _, err := b.store.Note(ctx, name)
	return n.Text, err
}
