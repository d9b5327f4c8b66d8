package telegramtest

import (
	"math"
	"time"
)

// A limiter counts what the bot sends, as buckets that fill with every
// message and drain with time. https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
type limiter struct {
	all   bucket
	chats map[int64]*bucket
}

// A bucket holds what has not drained yet.
type bucket struct {
	level float64
	at    time.Time
}

// The limits: messages a second in all; to a private chat one a second and a
// burst; to a group or channel 20 a minute.
const (
	allRate, allBurst     = 30.0, 30.0
	chatRate, chatBurst   = 1.0, 3.0
	groupRate, groupBurst = 20.0 / 60, 20.0
)

// wait returns how long it takes until one more fits.
func (b *bucket) wait(now time.Time, rate, burst float64) time.Duration {
	b.level = max(0, b.level-now.Sub(b.at).Seconds()*rate)
	b.at = now
	return time.Duration(max(0, b.level+1-burst) / rate * float64(time.Second))
}

// throttle refuses a message to a chat that comes too early, if limits are
// on, and counts it otherwise. The caller holds s.mu.
func (s *Server) throttle(c *Chat) error {
	if !s.config.Limits {
		return nil
	}
	l := &s.limiter
	if l.chats == nil {
		l.chats = map[int64]*bucket{}
	}
	b := l.chats[c.id]
	if b == nil {
		b = &bucket{}
		l.chats[c.id] = b
	}
	rate, burst := chatRate, chatBurst
	if c.kind != Private {
		rate, burst = groupRate, groupBurst
	}
	now := s.now()
	if wait := max(b.wait(now, rate, burst), l.all.wait(now, allRate, allBurst)); wait > 0 {
		return tooMany(int(math.Ceil(wait.Seconds())))
	}
	b.level++
	l.all.level++
	return nil
}
