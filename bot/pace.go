package bot

import (
	"sync"
	"time"

	"github.com/rasadnews/rasad/news"
)

// A pace decides when the next message may go out, and learns from Telegram's
// refusals. Of the chats it remembers those that it has to, which are those of
// the last seconds. It is safe for concurrent use.
type pace struct {
	off bool

	mu      sync.Mutex
	latest  time.Time // that it was asked about
	all     bucket
	bulk    bucket // what of all is bulk
	chats   map[int64]turn
	sweep   int       // at how many chats the idle ones are forgotten
	rate    float64   // a second, overall
	eased   time.Time // when rate was changed last
	hold    time.Time // nothing goes out before
	calm    time.Time // no bulk goes out before
	slowed  time.Time // until when the last refusals that halved the rate asked to wait
	flooded int64     // the chat of the last refusal
	at      time.Time // and when that was
}

func newPace(l Limits) *pace {
	return &pace{off: l.Off, chats: map[int64]turn{}, sweep: fewChats, rate: overallRate}
}

// look begins every look at the pace. All that it remembers lies in the future
// once the clock has been set back, and would hold up everything: it is better
// forgotten. The caller holds p.mu.
func (p *pace) look(now time.Time) {
	if now.Before(p.latest.Add(-setBack)) {
		p.all, p.bulk, p.hold, p.calm, p.at, p.slowed = bucket{}, bucket{}, time.Time{}, time.Time{}, time.Time{}, time.Time{}
		p.eased = now
		for id, t := range p.chats {
			p.chats[id] = turn{answers: t.answers, gone: t.gone, since: now}
		}
		p.latest = now
	}
	if now.After(p.latest) {
		p.latest = now
	}
	for p.rate < overallRate && now.Sub(p.eased) >= 10*time.Second {
		p.rate++
		p.eased = p.eased.Add(10 * time.Second)
	}
}

// limits returns the rhythm of a chat. IDs of groups and channels lie below
// zero.
func (p *pace) limits(chat int64) rhythm {
	switch {
	case p.off:
		return rhythm{burst: 1}
	case chat < 0:
		return rhythm{groupInterval, groupBurst, groupSpace}
	}
	return rhythm{privateInterval, privateBurst, 0}
}

// interval is the time between two messages of all.
func (p *pace) interval() time.Duration {
	if p.off {
		return 0
	}
	return time.Duration(float64(time.Second) / p.rate)
}

// bulkInterval is the time between two messages of bulk, which leave room for
// others.
func (p *pace) bulkInterval() time.Duration {
	return time.Duration(float64(p.interval()) * overallRate / bulkRate)
}

// wait returns how long everything of a class has to wait.
func (p *pace) wait(c news.Class, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.look(now)
	wait := max(0, p.hold.Sub(now), p.all.wait(now, p.interval(), overallBurst))
	if c.Bulk() {
		wait = max(wait, p.calm.Sub(now), p.bulk.wait(now, p.bulkInterval(), overallBurst))
	}
	return wait
}

// chatWait returns how long the next message of the queue has to wait for its
// chat's turn. That turn is its own then: nothing else takes it.
func (p *pace) chatWait(chat int64, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.look(now)
	t := p.chats[chat]
	wait := t.wait(now, p.limits(chat))
	if wait > 0 {
		t.due = now.Add(wait)
		p.chats[chat] = t
	}
	return wait
}

// editWait returns how long an edit has to wait until its chat has room for it
// and for a message right after it.
func (p *pace) editWait(chat int64, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.look(now)
	return p.roomFor(chat, now)
}

// roomFor returns how long an edit has to wait. The caller holds p.mu.
func (p *pace) roomFor(chat int64, now time.Time) time.Duration {
	r := p.limits(chat)
	t := p.chats[chat]
	if t.claimed(now, r.interval) {
		return max(r.interval, t.wait(now, r))
	}
	r.burst = max(1, r.burst-1)
	return t.wait(now, r)
}

// take counts a message of the queue.
func (p *pace) take(c news.Class, chat int64, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.look(now)
	p.count(chat, now)
	if c.Bulk() {
		p.bulk = p.bulk.take(now, p.bulkInterval(), overallRate)
	}
	t := p.chats[chat]
	t.due = time.Time{}
	p.chats[chat] = t
}

// leaves notes that what was counted last for a chat goes out only now: its
// attempt had to be written down first. What follows keeps its distance.
func (p *pace) leaves(chat int64, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t, ok := p.chats[chat]; ok && now.After(t.last) && now.Sub(t.last) < setBack {
		t.tat = t.tat.Add(now.Sub(t.last))
		t.last = now
		p.chats[chat] = t
	}
}

// giveBack takes a message of the queue back that was counted and then did not
// go out.
func (p *pace) giveBack(c news.Class, chat int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all.tat = p.all.tat.Add(-p.interval())
	if c.Bulk() {
		p.bulk.tat = p.bulk.tat.Add(-p.bulkInterval())
	}
	t := p.chats[chat]
	t.tat, t.last = t.tat.Add(-p.limits(chat).interval), t.before
	p.chats[chat] = t
}

// reserve counts an answer, which goes ahead of what is queued, and returns
// how long it has to wait for its turn. ok is false, and nothing is counted,
// if that is too long, or if it would overtake what has waited longer.
func (p *pace) reserve(chat int64, now time.Time) (delay time.Duration, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.look(now)
	r := p.limits(chat)
	t := p.chats[chat]
	delay = max(p.all.wait(now, p.interval(), overallBurst+1), t.wait(now, r), p.hold.Sub(now))
	if delay > longestDelay || t.claimed(now, r.interval) {
		return delay, false
	}
	p.count(chat, now.Add(delay))
	return delay, true
}

// spare counts an edit if there is room for it now. An edit never waits in
// the way of a message.
func (p *pace) spare(chat int64, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.look(now)
	if p.hold.After(now) || p.calm.After(now) || p.roomFor(chat, now) > 0 || p.all.wait(now, p.interval(), overallBurst) > 0 {
		return false
	}
	p.count(chat, now)
	return true
}

// count counts a message. The caller holds p.mu.
func (p *pace) count(chat int64, now time.Time) {
	if len(p.chats) > p.sweep {
		for id, t := range p.chats {
			if t.idle(now) {
				delete(p.chats, id)
			}
		}
		p.sweep = max(fewChats, 2*len(p.chats))
	}
	r := p.limits(chat)
	t := p.chats[chat]
	t.before = t.last
	t.bucket, t.last = t.take(now, r.interval, r.burst+1), now
	p.chats[chat] = t
	p.all = p.all.take(now, p.interval(), overallRate)
}

// queued notes that an answer went to the queue; those that follow it go there
// too, so that their order holds. It returns how many went there by now.
func (p *pace) queued(chat int64, now time.Time) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.look(now)
	t := p.chats[chat]
	t.answers++
	t.since = now
	p.chats[chat] = t
	return t.answers
}

// answers returns how many answers went to the queue by now, 0 if none is left
// there.
func (p *pace) answers(chat int64) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.chats[chat]
	if t.answers == t.gone {
		return 0
	}
	return t.answers
}

// left notes that the queue held no answer when so many had gone there.
func (p *pace) left(chat int64, answers int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t := p.chats[chat]; t.answers == answers {
		t.gone = answers
		p.chats[chat] = t
	}
}

// forget forgets a chat that has no queue any more.
func (p *pace) forget(chat int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.chats, chat)
}
