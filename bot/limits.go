package bot

import (
	"sync"
	"time"
)

// Limits are how fast messages go out. Its zero value keeps within what
// Telegram allows (https://core.telegram.org/bots/faq, "My bot is hitting
// limits"): about 30 messages a second in all, one a second to a chat with
// short bursts, 20 a minute to a group or channel.
type Limits struct {
	// Off lifts all limits, for a server that has none.
	Off bool
}

const (
	overallRate     = 28.0 // a second; the rest is air
	overallBurst    = 1    // for what is queued; an answer may go one ahead
	privateInterval = time.Second
	privateBurst    = 3
	groupInterval   = 3050 * time.Millisecond
	answerBurst     = 2 // how far answers may run ahead of a chat's limit
	editBurst       = 1 // and how far edits may
	longestDelay    = time.Second
	longestAnswer   = 10 * time.Minute // that an answer in the queue holds back others
	lowestRate      = 4.0
	manyChats       = 100_000
)

// A bucket is a generic cell rate algorithm: tat is the theoretical arrival
// time of the next message.
type bucket struct{ tat time.Time }

// wait returns how long a message has to wait for its turn.
func (b bucket) wait(now time.Time, interval time.Duration, burst int) time.Duration {
	return max(0, b.tat.Sub(now.Add(time.Duration(burst-1)*interval)))
}

// take counts a message. Nothing pushes the bucket further than most messages
// ahead of its time.
func (b bucket) take(now time.Time, interval time.Duration, most int) bucket {
	if b.tat.Before(now) {
		b.tat = now
	}
	b.tat = b.tat.Add(interval)
	if limit := now.Add(time.Duration(most) * interval); b.tat.After(limit) {
		b.tat = limit
	}
	return b
}

// A turn is what the pace knows of one chat.
type turn struct {
	bucket
	gate    time.Time // Telegram takes nothing before
	due     time.Time // when the queue's next message may go; neither answers nor edits go before it
	answers int       // that went to the queue and have not left it
	since   time.Time // the last of them went there
}

// claimed reports whether what stands in the queue comes first.
func (t turn) claimed(now time.Time, interval time.Duration) bool {
	return t.gate.After(now) || t.due.Add(interval).After(now) ||
		t.answers > 0 && t.since.Add(longestAnswer).After(now)
}

// idle reports whether a turn says nothing more than none would.
func (t turn) idle(now time.Time) bool {
	return t.tat.Before(now) && !t.claimed(now, groupInterval)
}

// A pace decides when the next message may go out, and learns from Telegram's
// refusals. It is safe for concurrent use.
type pace struct {
	off bool

	mu      sync.Mutex
	all     bucket
	chats   map[int64]turn
	rate    float64   // a second, overall
	eased   time.Time // when rate was changed last
	hold    time.Time // nothing goes out before
	flooded int64     // the chat of the last refusal
	at      time.Time // and when that was
}

func newPace(l Limits) *pace {
	return &pace{off: l.Off, chats: map[int64]turn{}, rate: overallRate}
}

// limits returns the interval and burst of a chat. IDs of groups and channels
// lie below zero.
func (p *pace) limits(chat int64) (time.Duration, int) {
	switch {
	case p.off:
		return 0, 1
	case chat < 0:
		return groupInterval, 1
	}
	return privateInterval, privateBurst
}

// interval is the time between two messages of all.
func (p *pace) interval() time.Duration {
	if p.off {
		return 0
	}
	return time.Duration(float64(time.Second) / p.rate)
}

// wait returns how long everything has to wait.
func (p *pace) wait(now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.rate < overallRate && now.Sub(p.eased) >= 10*time.Second {
		p.rate++
		p.eased = p.eased.Add(10 * time.Second)
	}
	return max(0, p.hold.Sub(now), p.all.wait(now, p.interval(), overallBurst))
}

// chatWait returns how long the next message of the queue has to wait for its
// chat's turn. That turn is its own then: nothing else takes it.
func (p *pace) chatWait(chat int64, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	interval, burst := p.limits(chat)
	t := p.chats[chat]
	wait := max(t.gate.Sub(now), t.wait(now, interval, burst))
	if wait > 0 {
		t.due = now.Add(wait)
		p.chats[chat] = t
	}
	return wait
}

// take counts a message of the queue.
func (p *pace) take(chat int64, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.count(chat, now)
	t := p.chats[chat]
	t.due = time.Time{}
	p.chats[chat] = t
}

// reserve counts an answer, which goes ahead of what is queued, and returns
// how long it has to wait for its turn. ok is false, and nothing is counted,
// if that is too long, or if it would overtake what has waited longer.
func (p *pace) reserve(chat int64, now time.Time) (delay time.Duration, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	interval, burst := p.limits(chat)
	t := p.chats[chat]
	delay = max(
		p.all.wait(now, p.interval(), overallBurst+1),
		t.wait(now, interval, burst+answerBurst),
		p.hold.Sub(now), 0)
	if delay > longestDelay || t.claimed(now, interval) {
		return delay, false
	}
	p.count(chat, now)
	return delay, true
}

// spare counts an edit if there is room for it now. An edit never waits in
// the way of a message.
func (p *pace) spare(chat int64, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	interval, burst := p.limits(chat)
	t := p.chats[chat]
	if p.hold.After(now) || t.claimed(now, interval) || t.wait(now, interval, burst+editBurst) > 0 ||
		p.all.wait(now, p.interval(), overallBurst) > 0 {
		return false
	}
	p.count(chat, now)
	return true
}

// count counts a message. The caller holds p.mu.
func (p *pace) count(chat int64, now time.Time) {
	if len(p.chats) > manyChats {
		for id, t := range p.chats {
			if t.idle(now) {
				delete(p.chats, id)
			}
		}
	}
	interval, burst := p.limits(chat)
	t := p.chats[chat]
	t.bucket = t.take(now, interval, burst+answerBurst+1)
	p.chats[chat] = t
	p.all = p.all.take(now, p.interval(), overallRate)
}

// queued counts an answer that went to the queue; those that follow it go
// there too, so that their order holds.
func (p *pace) queued(chat int64, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.chats[chat]
	t.answers++
	t.since = now
	p.chats[chat] = t
}

// left counts an answer that left the queue.
func (p *pace) left(chat int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t := p.chats[chat]; t.answers > 0 {
		t.answers--
		p.chats[chat] = t
	}
}

// forget forgets a chat that has no queue any more.
func (p *pace) forget(chat int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.chats, chat)
}
