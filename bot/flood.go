package bot

import (
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
)

const (
	floodMargin  = 100 * time.Millisecond // how much longer than Telegram asks for a chat waits
	floodWindow  = 5 * time.Second        // in which two chats that are refused are no accident
	floodLong    = 30 * time.Second       // a wait that speaks of more than one chat
	floodPause   = time.Minute            // after which it is tried whether others are refused too
	floodLearned = 10 * time.Second       // in which more refusals tell nothing new
)

// flooded obeys a 429, whatever it was the answer to, a delivery, an answer or
// an edit: the chat waits until the time that is returned. Its lane is not
// parked: it may be parked for longer already, and what the queue holds for it
// waits for the pace.
func (b *Bot) flooded(chat int64, e *telegram.Error) time.Time {
	now := b.now()
	until := now.Add(e.RetryAfter + floodMargin)
	b.pace.flood(chat, now, until)
	b.log.Warn("telegram asks to wait", "chat", chat, "wait", e.RetryAfter)
	return until
}

// flood learns from a refusal of one chat until a time, which holds up that
// chat. A second chat within five seconds, or a long wait, means that all is
// too much: bulk waits, and everything goes at half the rate. If a second chat
// is refused even so, everything waits. What is sent to others does not wait
// for long, though, on the word of a single chat, nor anything that is not
// bulk: another refusal will tell whether that is necessary.
func (p *pace) flood(chat int64, now, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.look(now)
	t := p.chats[chat]
	begun := t.last
	t.gate = until
	p.chats[chat] = t
	second := p.flooded != 0 && p.flooded != chat && now.Sub(p.at) <= floodWindow
	evenSo := second && p.calm.After(now) && !begun.Before(p.at)
	p.flooded, p.at = chat, now
	long := until.Sub(now) > floodLong+floodMargin
	pause := earlier(until, now.Add(floodPause))
	switch {
	case evenSo:
		p.hold = later(p.hold, pause)
		p.calm = later(p.calm, until)
	case second:
		p.calm = later(p.calm, until)
	case long:
		p.calm = later(p.calm, pause)
	default:
		return
	}
	p.slow(begun, pause)
}

// slow halves the rate, which recovers from a time on. Many requests may be
// refused at once, or until all have slowed down: that is one incident, and
// halves it once.
func (p *pace) slow(begun, until time.Time) {
	if begun.Before(p.slowed.Add(floodLearned)) {
		return
	}
	p.slowed = until
	p.rate, p.eased = max(lowestRate, p.rate/2), until
}

// later returns the later one of two times, earlier the earlier one.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// pause holds everything until a time, and tells whether it was not held yet.
func (p *pace) pause(now, until time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.look(now)
	fresh := !p.hold.After(now)
	p.hold = later(p.hold, until)
	return fresh
}
