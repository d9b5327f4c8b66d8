package schedule

import (
	"encoding/binary"
	"hash/fnv"
	"io"
	"math"
	"sync"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A Budget shares a number of polls an hour among sources. It is safe for
// concurrent use.
type Budget struct {
	every time.Duration

	mu     sync.Mutex
	shares map[string]float64 // by source: the mean of the square root of its rate
	total  float64
}

// NewBudget returns a budget of one poll of each source in the given time, on
// average of all sources.
func NewBudget(every time.Duration) *Budget {
	return &Budget{every: every, shares: make(map[string]float64)}
}

// Limits bound the time to the next poll of a source.
type Limits struct {
	// Least and Most are the shortest and the longest time. Zero means a
	// tenth of the budget's interval, and six times it.
	Least, Most time.Duration

	// Window is how many items the source's document holds at once. It is
	// asked again, if Least allows, in half the time in which as many would
	// come, so that none is pushed out unseen. Zero means that it isn't known.
	Window int
}

// Next returns when a source is due after a poll now, and takes note of what
// share of the budget it needs.
func (b *Budget) Next(id string, r *news.Rhythm, place Place, now time.Time, l Limits) time.Time {
	m := newModel(r, place)
	level := b.level(id, m.share(now))
	least, most := l.Least, l.Most
	if least <= 0 {
		least = b.every / 10
	}
	if most <= 0 {
		most = b.every * 6
	}
	if l.Window > 0 {
		most = min(most, time.Duration(float64(l.Window)/m.rate(now)/2*float64(time.Hour)))
	}
	at, reached := now, 0.0
	for at.Before(now.Add(most)) {
		next := at.Truncate(time.Hour).Add(time.Hour)
		root := math.Sqrt(m.rate(at))
		if gain := root * next.Sub(at).Hours(); reached+gain < level {
			reached, at = reached+gain, next
			continue
		}
		at = at.Add(time.Duration((level - reached) / root * float64(time.Hour)))
		break
	}
	wait, apart := min(at.Sub(now), most), chance(id, now)
	if wait -= wait / 20; wait < least {
		wait = least
	}
	return now.Add(wait + time.Duration(float64(wait/10)*apart))
}

// chance returns a number from 0 to 1 that looks like one of chance, and is
// the same for the same source and time. It sets apart by a tenth what would
// be asked at one moment.
func chance(id string, at time.Time) float64 {
	h := fnv.New64a()
	io.WriteString(h, id)
	binary.Write(h, binary.LittleEndian, at.UnixNano())
	return float64(h.Sum64()>>11) / (1 << 53)
}

// Join takes note of what share of the budget a source needs, before its first
// poll, so that the shares of others are right from the start.
func (b *Budget) Join(id string, r *news.Rhythm, place Place, now time.Time) {
	m := newModel(r, place)
	b.level(id, m.share(now))
}

// level returns the integral of √rate between two polls, which is the same for
// all sources, once it is known what share the one of that ID needs.
func (b *Budget) level(id string, share float64) float64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.total += share - b.shares[id]
	b.shares[id] = share
	return b.total / float64(len(b.shares)) * b.every.Hours()
}

// Drop forgets a source that is no longer watched.
func (b *Budget) Drop(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.total -= b.shares[id]
	delete(b.shares, id)
}

// share returns the mean of √rate over the coming day.
func (m *model) share(now time.Time) float64 {
	sum := 0.0
	for h := range 24 {
		sum += math.Sqrt(m.usual(now.Add(time.Duration(h) * time.Hour)))
	}
	return sum / 24
}
