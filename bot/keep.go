package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// keep remembers a text that is too long for a button's data, and returns its
// short name. The same text always has the same name.
func (b *Bot) keep(ctx context.Context, text string) (string, error) {
	sum := sha256.Sum256([]byte(text))
	name := hex.EncodeToString(sum[:8])
	if err := b.store.PutSetting(ctx, "kept:"+name, text); err != nil {
		return "", fmt.Errorf("keep a button's text: %w", err)
	}
	return name, nil
}

// kept returns the text of a short name. One that was never kept is errStale.
func (b *Bot) kept(ctx context.Context, name string) (string, error) {
	text, err := b.store.Setting(ctx, "kept:"+name)
	if err != nil {
		return "", fmt.Errorf("read a button's text: %w", err)
	}
	if text == "" {
		return "", errStale
	}
	return text, nil
}

// A note is what a button or a link is about, kept by a short name. What it
// leaves out does not matter to its kind.
type note struct {
	Kind string `json:"kind"`
	Chat int64  `json:"chat,omitempty"` // whose alone it is, or 0

	Thread int `json:"thread,omitempty"` // for which a draft was written

	Query string   `json:"query,omitempty"`
	Name  string   `json:"name,omitempty"`
	Lang  string   `json:"lang,omitempty"`
	Watch string   `json:"watch,omitempty"`  // the ID of the watch that it is about
	Topic string   `json:"topic,omitempty"`  // Topic.ID
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
	noteShare  = "share"
)

func (b *Bot) keepNote(ctx context.Context, n note) (string, error) {
	text, err := json.Marshal(n)
	if err != nil {
		return "", fmt.Errorf("keep a note: %w", err)
	}
	return b.keep(ctx, string(text))
}

// keptNote returns the note of a name. It is errStale unless it is of that
// kind, and the chat's own if it is any chat's.
func (b *Bot) keptNote(ctx context.Context, t *talk, kind, name string) (note, error) {
	text, err := b.kept(ctx, name)
	if err != nil {
		return note{}, err
	}
	var n note
	if json.Unmarshal([]byte(text), &n) != nil || n.Kind != kind || n.Chat != 0 && n.Chat != t.to.Chat {
		return note{}, errStale
	}
	return n, nil
}
