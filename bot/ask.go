package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// A question is what the bot asked somebody to write: a name, for a draft or a
// watch. It stands in the data of its own button, by which it is cancelled, so
// that an answer to its message brings it along: in a group, only that is taken
// for what was asked, of who was. In a private chat the next text is, for a
// while, unless a command comes first.
type question struct {
	of string // noteDraft or askWatch
	id string // the name of the draft, or the ID of the watch
	by int64  // who was asked
}

const (
	askWatch     = "watch"
	questionTime = 15 * time.Minute
	longestName  = 100 // letters
)

func (q question) words() []string { return []string{q.of, q.id, strconv.FormatInt(q.by, 36)} }

// questionOf reads the question of a button's words.
func questionOf(words []string) (question, bool) {
	if len(words) != 4 || words[0] != actUnask {
		return question{}, false
	}
	by, err := strconv.ParseInt(words[3], 36, 64)
	return question{words[1], words[2], by}, err == nil
}

// questionKey names the note that holds the open question of a private chat: the
// data of its button.
func questionKey(to news.Recipient) string { return fmt.Sprintf("asked:%d:%d", to.Chat, to.Thread) }

// pressCall asks for a name.
func (b *Bot) pressCall(ctx context.Context, t *talk, words []string) (effect, error) {
	if len(words) < 2 || t.from == nil {
		return effect{}, errStale
	}
	q := question{words[0], words[1], t.from.ID}
	name, err := b.nameNow(ctx, t, q)
	if err != nil {
		return effect{}, err
	}
	l := t.locale()
	cancel := telegram.Button{Text: "✖️ " + l.Label(message.ButtonCancel), Data: data(actUnask, q.words()...)}
	if t.place == telegram.Private {
		if err := b.putNote(ctx, t.at.Chat, questionKey(t.at), t.data(cancel.Data), questionTime); err != nil {
			return effect{}, fmt.Errorf("keep a question: %w", err)
		}
	}
	return effect{}, b.say(ctx, t, l.Say(message.WatchNameAsk, "Name", name), []telegram.Button{cancel})
}

// nameNow returns what a draft or a watch is called so far.
func (b *Bot) nameNow(ctx context.Context, t *talk, q question) (string, error) {
	switch q.of {
	case noteDraft:
		n, err := b.keptNote(ctx, t, noteDraft, q.id)
		return watchName(n.Name, n.Query), err
	case askWatch:
		w, err := b.ownWatch(ctx, t, q.id)
		return watchName(w.Name, w.Query), err
	}
	return "", errStale
}

// pressUnask takes a question back.
func (b *Bot) pressUnask(ctx context.Context, t *talk, _ []string) (effect, error) {
	return effect{then: &screen{name: screenUnasked}}, b.closeQuestion(ctx, t.at)
}

// drawUnasked stands in the place of a question that was taken back.
func (b *Bot) drawUnasked(_ context.Context, t *talk, _ []string) (sketch, error) {
	return sketch{text: t.locale().Say(message.WatchNameKept)}, nil
}

// closeQuestion forgets the open question of a private chat, if there is one.
func (b *Bot) closeQuestion(ctx context.Context, at news.Recipient) error {
	if err := b.store.DeleteNote(ctx, questionKey(at)); err != nil {
		return fmt.Errorf("close a question: %w", err)
	}
	return nil
}

// askedFor returns the data of the question that a message, which is no
// command, answers: empty if it answers none.
func (b *Bot) askedFor(ctx context.Context, m *telegram.Incoming) (string, error) {
	isQuestion := func(data string) bool {
		_, rest := cutChannel(data)
		_, ok := questionOf(strings.Split(rest, ":"))
		return ok
	}
	if m.RepliedBy == b.self().ID {
		if i := slices.IndexFunc(m.RepliedOffers, isQuestion); i >= 0 {
			return m.RepliedOffers[i], nil
		}
	}
	if m.Chat.Kind != telegram.Private {
		return "", nil
	}
	open, err := b.noteOf(ctx, questionKey(news.Recipient{Chat: m.Chat.ID, Thread: m.Thread}))
	if err != nil {
		return "", fmt.Errorf("read a question: %w", err)
	}
	if !isQuestion(open) {
		return "", nil
	}
	return open, nil
}

// answered takes a text as the answer to a question, if it is by who was asked
// or an admin who remains anonymous.
func (b *Bot) answered(ctx context.Context, t *talk, data, text string) error {
	channel, rest := cutChannel(data)
	q, ok := questionOf(strings.Split(rest, ":"))
	asked := t.from != nil && t.from.ID == q.by
	if t.as != nil {
		asked = t.as.ID == t.at.Chat
	}
	if !ok || !asked {
		return nil
	}
	no, err := b.mayNot(ctx, t, channel)
	if err != nil {
		return err
	}
	if no != "" { // and will not by the next text
		return errors.Join(b.closeQuestion(ctx, t.at), b.say(ctx, t, no))
	}
	name := strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(name) > longestName || !strings.ContainsFunc(name, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return b.say(ctx, t, t.locale().Say(message.WatchNameBad))
	}
	if q.of == noteDraft { // which is tried again
		if tooOften := b.stint(t); tooOften != "" {
			return b.say(ctx, t, tooOften)
		}
	}
	if err := b.closeQuestion(ctx, t.at); err != nil {
		return err
	}
	err = b.call(ctx, t, q, name)
	if errors.Is(err, errFaded) {
		return b.say(ctx, t, t.locale().Say(message.NoteGone))
	}
	if errors.Is(err, errStale) {
		err = b.say(ctx, t, tooOld(t.locale(), []string{actCall}).notice)
	}
	return err
}

// mayNot turns a talk to a channel, unless that is 0, and returns what to tell
// who may not change what is set there.
func (b *Bot) mayNot(ctx context.Context, t *talk, channel int64) (string, error) {
	if channel != 0 {
		if refused, err := b.turnToChannel(ctx, t, channel); err != nil || refused != "" {
			return refused, err
		}
	}
	no, err := b.forbids(ctx, t)
	if err != nil || no == "" {
		return "", err
	}
	return t.locale().Say(no), nil
}

// call gives a draft or a watch its name.
func (b *Bot) call(ctx context.Context, t *talk, q question, name string) error {
	if q.of == noteDraft {
		n, err := b.keptNote(ctx, t, noteDraft, q.id)
		if err != nil {
			return err
		}
		saved, err := b.noteOf(ctx, savedKey(n, q.id))
		if err != nil {
			return err
		}
		if saved != "" {
			err = b.call(ctx, t, question{askWatch, saved, q.by}, name)
			if !errors.Is(err, errStale) { // or else the watch is gone
				return err
			}
		}
		n.Name, n.Draft = name, cmp.Or(n.Draft, q.id)
		draft, err := b.keepDraft(ctx, t, n)
		if err != nil {
			return err
		}
		return b.show(ctx, t, screenDraft, draft)
	}
	w, err := b.ownWatch(ctx, t, q.id)
	if err != nil {
		return err
	}
	w.Name = name
	if err := b.store.PutWatch(ctx, w); err != nil {
		return fmt.Errorf("rename a watch: %w", err)
	}
	return b.say(ctx, t, t.locale().Say(message.WatchNamed, "Name", name), b.watchesButton(t))
}
