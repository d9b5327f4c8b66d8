package bot

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
)

// answerTime is how long who presses a button waits for its answer at most.
const answerTime = time.Second

// errStale is what a button's data means that makes no sense, or not any more:
// of an older version of the program, of a thing that is gone, or made up.
var errStale = errors.New("the button means nothing any more")

// An actRow is what a button brings about. Its data says what is to be, not
// what to toggle: a press that is handled twice does no harm.
type actRow struct {
	by  audience
	run func(b *Bot, ctx context.Context, t *talk, words []string) (effect, error)
}

// An effect is what comes of a press.
type effect struct {
	notice string  // for who pressed
	loud   bool    // the notice is a window that must be closed
	then   *screen // to be drawn in the place of the message, nil if nothing changed
}

// The acts, the first part of a button's data.
const (
	actShow  = "v" // screen, its words
	actTake  = "+" // topic, page
	actLeave = "-" // topic, page
	actSpeak = "l" // language

	actRhythm = "um" // key of the topic, mode, time
	actFilter = "uf" // key of the topic, and what is to be of its filter
	actEnd    = "ux" // key of the topic
	actDigest = "g"  // mode and time, or "now"
	actQuiet  = "q"  // from, to
	actFormat = "f"  // format
	actZone   = "z"  // zone
	actMute   = "m"  // kind, key of the thing, for how long
	actUnmute = "mx" // kind, key of the thing
)

// acts are all that buttons can do.
func acts() map[string]actRow {
	return map[string]actRow{
		actShow:  {anyone, (*Bot).turnTo},
		actTake:  {changers, (*Bot).pressTake},
		actLeave: {changers, (*Bot).pressLeave},
		actSpeak: {changers, (*Bot).pressSpeak},

		actRhythm: {changers, (*Bot).pressRhythm},
		actFilter: {changers, (*Bot).pressFilter},
		actEnd:    {changers, (*Bot).pressEnd},
		actDigest: {changers, (*Bot).pressDigest},
		actQuiet:  {changers, (*Bot).pressQuiet},
		actFormat: {changers, (*Bot).pressFormat},
		actZone:   {changers, (*Bot).pressZone},
		actMute:   {changers, (*Bot).pressMute},
		actUnmute: {changers, (*Bot).pressUnmute},
	}
}

// turnTo shows another screen, if it can be drawn.
func (b *Bot) turnTo(ctx context.Context, t *talk, words []string) (effect, error) {
	s := screen{first(words), words[min(1, len(words)):]}
	if _, err := b.draw(ctx, t, s); err != nil {
		return effect{}, err
	}
	return effect{then: &s}, nil
}

// first returns the first of words, empty if there is none.
func first(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

// pressed does what a button asks for: the callback is answered, and the
// message drawn anew in its place if that changed anything.
func (b *Bot) pressed(ctx context.Context, update int64, c *telegram.Callback) error {
	words := strings.Split(c.Data, ":")
	row, ok := acts()[words[0]]
	if c.Message == nil || !ok {
		b.notify(ctx, c.ID, effect{notice: message.In(c.From.Lang).Label(message.TopicGone)})
		return nil
	}
	answer := b.answerSoon(ctx, c.ID)
	m := *c.Message
	m.SenderChat = nil // of the bot's message, not of who presses
	t, err := b.begin(ctx, update, &m, &c.From)
	if err != nil {
		answer(effect{})
		return err
	}
	t.message = m.ID
	done, err := b.act(ctx, t, row, words[1:])
	answer(done)
	if err == nil && done.then != nil {
		b.redraw(t, m.ID, *done.then)
	}
	return err
}

// act carries out what a press asks for, if it is by whom it should be.
func (b *Bot) act(ctx context.Context, t *talk, row actRow, words []string) (effect, error) {
	l := t.locale()
	switch row.by {
	case operators:
		if !b.operator(t) {
			return effect{notice: l.Label(message.TopicGone)}, nil
		}
	case changers:
		may, err := b.mayChange(ctx, t)
		if err != nil || !may {
			return effect{notice: l.Label(message.AdminsOnly)}, err
		}
	}
	done, err := row.run(b, ctx, t, words)
	if errors.Is(err, errStale) {
		return effect{notice: l.Label(message.TopicGone)}, nil
	}
	return done, err
}

// answerSoon returns a function that answers a press of a button, which is to
// be called. If that takes long, the press is answered before, without a
// notice. Only the first answer counts.
func (b *Bot) answerSoon(ctx context.Context, callback string) (answer func(effect)) {
	var once sync.Once
	var late sync.WaitGroup
	late.Add(1)
	timer := time.AfterFunc(answerTime, func() {
		defer late.Done()
		once.Do(func() { b.notify(ctx, callback, effect{}) })
	})
	return func(done effect) {
		if timer.Stop() {
			late.Done()
		}
		once.Do(func() { b.notify(ctx, callback, done) })
		late.Wait()
	}
}

// notify answers a press of a button. A notice that does not arrive is no
// loss: the message drawn anew shows the same.
func (b *Bot) notify(ctx context.Context, callback string, done effect) {
	if err := b.api.AnswerCallback(ctx, callback, done.notice, done.loud); err != nil {
		b.log.Warn("a press of a button could not be answered", "err", err)
	}
}
