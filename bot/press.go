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
	notice string   // for who pressed
	loud   bool     // the notice is a window that must be closed
	then   *screen  // to be drawn in the place of the message, nil if nothing changed
	look   *picture // how it looks, if that is known already
}

// The acts, the first part of a button's data.
const (
	actShow  = "v" // screen, its words
	actTake  = "+" // key of the topic, page, screenStart if it stands there
	actLeave = "-" // likewise
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

	actAllow   = "aa" // ID of a user or chat
	actDeny    = "ad" // ID of a user or chat
	actInvite  = "ai" // uses, days
	actRevoke  = "ax" // the beginning of the invitation's ID, page
	actPause   = "ap" // 1 or 0
	actReload  = "al"
	actRedrive = "ar" // ID of a chat, 0 for all
	actSend    = "bs" // broadcast, audience
	actCancel  = "bx" // broadcast
	actForget  = "pf"

	actAnew    = "n"  // screen, its words
	actUp      = "a+" // nothing: the alert is that of the message
	actDown    = "a-"
	actWhy     = "a?"
	actMuting  = "am" // "mute" or nothing: what keys to show
	actSilence = "as" // kind
	actSave    = "ws" // name of what is kept
	actDiscard = "wn" // name of what is kept
	actCall    = "wc" // "draft" or "watch", name of what is kept or ID
	actUnask   = "wq" // the same, who was asked in base 36
	actUnwatch = "wx" // ID
	actTry     = "wt" // ID
	actHear    = "wr" // ID
	actExport  = "we" // days
	actShare   = "wh" // key of the topic
	actJoin    = "wj" // name of what is kept
	actNewest  = "wl" // key of the topic
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

		actAllow:   {operators, (*Bot).pressAllow},
		actDeny:    {operators, (*Bot).pressDeny},
		actInvite:  {operators, (*Bot).pressInvite},
		actRevoke:  {operators, (*Bot).pressRevoke},
		actPause:   {operators, (*Bot).pressPause},
		actReload:  {operators, (*Bot).pressReload},
		actRedrive: {operators, (*Bot).pressRedrive},
		actSend:    {operators, (*Bot).pressSend},
		actCancel:  {operators, (*Bot).pressCancel},
		actForget:  {changers, (*Bot).pressForget},

		actAnew:    {anyone, (*Bot).turnAnew},
		actUp:      {readers, (*Bot).pressUp},
		actDown:    {readers, (*Bot).pressDown},
		actWhy:     {readers, (*Bot).pressWhy},
		actMuting:  {changers, (*Bot).pressMuting},
		actSilence: {changers, (*Bot).pressSilence},
		actSave:    {changers, (*Bot).pressSave},
		actDiscard: {changers, (*Bot).pressDiscard},
		actCall:    {changers, (*Bot).pressCall},
		actUnask:   {changers, (*Bot).pressUnask},
		actUnwatch: {changers, (*Bot).pressUnwatch},
		actTry:     {anyone, (*Bot).pressTry},
		actHear:    {changers, (*Bot).pressHear},
		actExport:  {anyone, (*Bot).pressExport},
		actShare:   {anyone, (*Bot).pressShare},
		actJoin:    {changers, (*Bot).pressJoin},
		actNewest:  {anyone, (*Bot).pressNewest},
	}
}

// turnTo shows another screen, if it can be drawn. One that costs much is drawn
// once, and only as often as its user may ask for that.
func (b *Bot) turnTo(ctx context.Context, t *talk, words []string) (effect, error) {
	s := screen{first(words), words[min(1, len(words)):]}
	dear := dearScreen(s.name)
	if dear {
		if tooOften := b.stint(t); tooOften != "" {
			return effect{notice: tooOften}, nil
		}
	}
	look, err := b.paint(ctx, t, s)
	switch {
	case err != nil:
		return effect{}, err
	case dear:
		return effect{then: &s, look: &look}, nil
	}
	return effect{then: &s}, nil
}

// turnAnew shows another screen as a message of its own.
func (b *Bot) turnAnew(ctx context.Context, t *talk, words []string) (effect, error) {
	if dearScreen(first(words)) {
		if tooOften := b.stint(t); tooOften != "" {
			return effect{notice: tooOften}, nil
		}
	}
	return effect{}, b.show(ctx, t, first(words), words[min(1, len(words)):]...)
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
	channel, rest := cutChannel(c.Data)
	words := strings.Split(rest, ":")
	row, ok := acts()[words[0]]
	if !ok || !b.offers(c.Message, c.Data) {
		b.notify(ctx, c.ID, tooOld(b.localeOf(ctx, chatOf(telegram.Update{Callback: c}), &c.From), words))
		return nil
	}
	answer := b.answerSoon(ctx, c.ID)
	if in, err := b.letIn(ctx, update, c.Message.Chat, &c.From, command{}); err != nil || !in {
		answer(effect{})
		return err
	}
	m := *c.Message
	m.SenderChat = nil // of the bot's message, not of who presses
	t, err := b.begin(ctx, update, &m, &c.From)
	if err != nil {
		answer(effect{})
		return err
	}
	t.message, t.sent = m.ID, m.Date
	done, err := b.actFor(ctx, t, channel, row, words)
	answer(done)
	if err == nil && done.then != nil {
		b.redraw(t, m.ID, *done.then, done.look)
	}
	return err
}

// actFor carries out what the words of a press ask for in its own chat, or in
// the channel whose number it names.
func (b *Bot) actFor(ctx context.Context, t *talk, channel int64, row actRow, words []string) (effect, error) {
	if t.place == telegram.Channel && (channel != 0 || row.by != readers) {
		return tooOld(t.locale(), words), nil // a button that nothing of ours puts there
	}
	if channel == 0 {
		return b.act(ctx, t, row, words)
	}
	refused, err := b.turnToChannel(ctx, t, channel)
	if err != nil || refused != "" {
		return effect{notice: refused, loud: true}, err
	}
	return b.act(ctx, t, row, words)
}

// act carries out what a press asks for, if it is by whom it should be.
func (b *Bot) act(ctx context.Context, t *talk, row actRow, words []string) (effect, error) {
	l := t.locale()
	switch row.by {
	case operators:
		if !t.private() || !b.operator(t) {
			return tooOld(l, words), nil
		}
	case changers:
		no, err := b.forbids(ctx, t)
		if err != nil {
			return effect{}, err
		}
		if no != "" {
			return effect{notice: l.Label(no), loud: no == message.AdminsHidden}, nil
		}
	}
	done, err := row.run(b, ctx, t, words[1:])
	if errors.Is(err, errFaded) {
		return effect{notice: l.Label(message.NoteGone), loud: true}, nil
	}
	if errors.Is(err, errStale) {
		return tooOld(l, words), nil
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
	timer := time.AfterFunc(b.config.Patience, func() {
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
