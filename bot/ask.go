package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rasadnews/rasad/bot/message"
)

// A question is what the bot asked a chat to write: a name, for a draft or a
// watch. Whoever may change the chat's settings answers it, for a while.
type question struct {
	Of string    `json:"of"` // noteDraft or askWatch
	ID string    `json:"id"` // the name of the draft, or the ID of the watch
	At time.Time `json:"at"`
}

const (
	askWatch     = "watch"
	questionTime = 15 * time.Minute
	longestName  = 100 // letters
)

// questionKey names the setting of a place's open question.
func questionKey(t *talk) string { return fmt.Sprintf("asked:%d:%d", t.to.Chat, t.to.Thread) }

// pressCall asks for a name.
func (b *Bot) pressCall(ctx context.Context, t *talk, words []string) (effect, error) {
	if len(words) < 2 {
		return effect{}, errStale
	}
	q := question{words[0], words[1], b.now()}
	name := ""
	switch q.Of {
	case noteDraft:
		n, err := b.keptNote(ctx, t, noteDraft, q.ID)
		if err != nil {
			return effect{}, err
		}
		name = watchName(n.Name, n.Query)
	case askWatch:
		w, err := b.ownWatch(ctx, t, q.ID)
		if err != nil {
			return effect{}, err
		}
		name = watchName(w.Name, w.Query)
	default:
		return effect{}, errStale
	}
	text, err := json.Marshal(q)
	if err == nil {
		err = b.putNote(ctx, t.to.Chat, questionKey(t), string(text), questionTime)
	}
	if err != nil {
		return effect{}, fmt.Errorf("keep a question: %w", err)
	}
	return effect{}, b.say(ctx, t, t.locale().Say(message.WatchNameAsk, "Name", name))
}

// answered takes a text that is no command as the answer to an open question,
// and tells whether there was one.
func (b *Bot) answered(ctx context.Context, t *talk, text string) (bool, error) {
	kept, err := b.noteOf(ctx, questionKey(t))
	if err != nil {
		return false, fmt.Errorf("read a question: %w", err)
	}
	var q question
	if json.Unmarshal([]byte(kept), &q) != nil || b.now().Sub(q.At).Abs() > questionTime {
		return false, nil
	}
	if no, err := b.forbids(ctx, t); err != nil || no != "" {
		return false, err
	}
	name := strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(name) > longestName || !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return true, b.say(ctx, t, t.locale().Say(message.WatchNameBad))
	}
	if err := b.store.DeleteNote(ctx, questionKey(t)); err != nil {
		return true, fmt.Errorf("close a question: %w", err)
	}
	err = b.call(ctx, t, q, name)
	if errors.Is(err, errFaded) {
		return true, b.say(ctx, t, t.locale().Say(message.NoteGone))
	}
	if errors.Is(err, errStale) {
		err = b.say(ctx, t, tooOld(t.locale(), []string{actCall}).notice)
	}
	return true, err
}

// call gives a draft or a watch its name.
func (b *Bot) call(ctx context.Context, t *talk, q question, name string) error {
	if q.Of == noteDraft {
		n, err := b.keptNote(ctx, t, noteDraft, q.ID)
		if err != nil {
			return err
		}
		n.Name = name
		draft, err := b.keepNote(ctx, n)
		if err != nil {
			return err
		}
		return b.show(ctx, t, screenDraft, draft)
	}
	w, err := b.ownWatch(ctx, t, q.ID)
	if err != nil {
		return err
	}
	w.Name = name
	if err := b.store.PutWatch(ctx, w); err != nil {
		return fmt.Errorf("rename a watch: %w", err)
	}
	return b.say(ctx, t, t.locale().Say(message.WatchNamed, "Name", name), b.watchesButton(t))
}
