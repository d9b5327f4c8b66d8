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
	longestDelay    = time.Second // of an answer
	lowestRate      = 4.0
)

// A bucket is a generic cell rate algorithm: tat is the theoretical arrival
// time of the next message.
type bucket struct{ tat time.Time }

// wait returns how long a message has to wait for its turn.
func (b bucket) wait(now time.Time, interval time.Duration, burst int) time.Duration {
	return max(0, b.tat.Sub(now.Add(time.Duration(burst-1)*interval)))
}

// take counts a message.
func (b bucket) take(now time.Time, interval time.Duration) bucket {
	if b.tat.Before(now) {
		b.tat = now
	}
	return bucket{b.tat.Add(interval)}
}

// A pace decides when the next message may go out, and learns from Telegram's
// refusals. It is safe for concurrent use.
type pace struct {
	off bool

	mu      sync.Mutex
	all     bucket
	chats   map[int64]bucket
	rate    float64   // a second, overall
	eased   time.Time // when rate was changed last
	hold    time.Time // nothing goes out before
	flooded int64     // the chat of the last refusal
	at      time.Time // and when that was
}

func newPace(l Limits) *pace {
	return &pace{off: l.Off, chats: map[int64]bucket{}, rate: overallRate}
}

// chatLimits returns the interval and burst of a chat. IDs of groups and
// channels lie below zero.
func chatLimits(chat int64) (time.Duration, int) {
	if chat < 0 {
		return groupInterval, 1
	}
	return privateInterval, privateBurst
}

// chatWait returns how long a chat has to wait for its turn.
func (p *pace) chatWait(chat int64, now time.Time) time.Duration {
	if p.off {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	interval, burst := chatLimits(chat)
	return p.chats[chat].wait(now, interval, burst)
}

// wait returns how long everything has to wait.
func (p *pace) wait(now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	held := max(0, p.hold.Sub(now))
	if p.off {
		return held
	}
	for p.rate < overallRate && now.Sub(p.eased) >= 10*time.Second {
		p.rate++
		p.eased = p.eased.Add(10 * time.Second)
	}
	return max(held, p.all.wait(now, p.interval(), overallBurst))
}

func (p *pace) interval() time.Duration { return time.Duration(float64(time.Second) / p.rate) }

// reserve counts an answer, which goes ahead of what is queued, and returns
// how long it has to wait for its turn. ok is false, and nothing is counted, if
// that is too long.
func (p *pace) reserve(chat int64, now time.Time) (delay time.Duration, ok bool) {
	if p.off {
		return 0, true
	}
	p.mu.Lock()
	interval, burst := chatLimits(chat)
	delay = max(
		p.all.wait(now, p.interval(), overallBurst+1),
		p.chats[chat].wait(now, interval, burst+2),
		p.hold.Sub(now), 0)
	p.mu.Unlock()
	if delay > longestDelay {
		return delay, false
	}
	p.take(chat, now)
	return delay, true
}

// take counts a message.
func (p *pace) take(chat int64, now time.Time) {
	if p.off {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.chats) > 100_000 {
		for id, b := range p.chats {
			if b.tat.Before(now) {
				delete(p.chats, id)
			}
		}
	}
	interval, _ := chatLimits(chat)
	p.all = p.all.take(now, p.interval())
	p.chats[chat] = p.chats[chat].take(now, interval)
}

// pause holds everything until a time, and tells whether it was not held yet.
func (p *pace) pause(now, until time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	fresh := !p.hold.After(now)
	if until.After(p.hold) {
		p.hold = until
	}
	return fresh
}

// flood learns from a refusal of one chat until a time: a second chat within
// five seconds, or a long wait, means that all is too much.
func (p *pace) flood(chat int64, now, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	second := p.flooded != 0 && p.flooded != chat && now.Sub(p.at) <= 5*time.Second
	p.flooded, p.at = chat, now
	if !second && until.Sub(now) <= 31*time.Second {
		return
	}
	if until.After(p.hold) {
		p.hold = until
	}
	p.rate, p.eased = max(lowestRate, p.rate/2), until
}
