package bot

import (
	"context"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
)

// floodMargin is how much longer than Telegram asks for a chat waits.
const floodMargin = 100 * time.Millisecond

// flooded obeys a 429, whatever it was the answer to, a delivery, an answer or
// an edit: the chat waits until the time that is returned, and so does what
// the queue holds for it.
func (b *Bot) flooded(ctx context.Context, chat int64, e *telegram.Error) (time.Time, error) {
	now := b.now()
	until := now.Add(e.RetryAfter + floodMargin)
	b.pace.flood(chat, now, until)
	b.log.Warn("telegram asks to wait", "chat", chat, "wait", e.RetryAfter)
	if err := b.store.Park(ctx, chat, until); err != nil {
		return until, fmt.Errorf("park a chat: %w", err)
	}
	return until, nil
}

// flood learns from a refusal of one chat until a time. A second chat within
// five seconds, or a long wait, means that all is too much: all but answers and
// urgent alerts wait, and everything goes at half the rate. If one is refused
// even so, everything waits.
func (p *pace) flood(chat int64, now, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.look(now)
	t := p.chats[chat]
	t.gate = until
	p.chats[chat] = t
	second := p.flooded != 0 && p.flooded != chat && now.Sub(p.at) <= 5*time.Second
	p.flooded, p.at = chat, now
	if !second && until.Sub(now) <= 30*time.Second+floodMargin {
		return
	}
	calm := p.calm.After(now)
	if until.After(p.calm) {
		p.calm = until
	}
	if calm && second && until.After(p.hold) {
		p.hold = until
	}
	p.rate, p.eased = max(lowestRate, p.rate/2), until
}

// pause holds everything until a time, and tells whether it was not held yet.
func (p *pace) pause(now, until time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.look(now)
	fresh := !p.hold.After(now)
	if until.After(p.hold) {
		p.hold = until
	}
	return fresh
}
