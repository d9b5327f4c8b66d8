package telegramtest

import (
	"math"
	"time"
)

// A limiter counts what the bot sends, as buckets that fill with every
// message and drain with time. https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
type limiter struct {
	all   bucket
	chats map[int64]*chatLimits
}

// chatLimits are those of one chat: for the second, and in groups and channels
// for the minute too.
type chatLimits struct{ second, minute bucket }

// A bucket holds what has not drained yet.
type bucket struct {
	level float64
	at    time.Time
}

// The limits: messages a second in all; to one chat one a second with short
// bursts, and to a group or channel no more than 20 a minute besides.
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
		l.chats = map[int64]*chatLimits{}
	}
	b := l.chats[c.id]
	if b == nil {
		b = &chatLimits{}
		l.chats[c.id] = b
	}
	now := s.now()
	wait := max(l.all.wait(now, allRate, allBurst), b.second.wait(now, chatRate, chatBurst))
	if c.kind != Private {
		wait = max(wait, b.minute.wait(now, groupRate, groupBurst))
	}
	if wait > 0 {
		return tooMany(int(math.Ceil(wait.Seconds())))
	}
	for _, each := range []*bucket{&l.all, &b.second, &b.minute} {
		each.level++
	}
	return nil
}
