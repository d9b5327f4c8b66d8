package telegramtest

import (
	"context"
	"math/rand/v2"
	"strings"
	"sync"
	"time"
)

// A delivery brings updates to one webhook. Those of one lane go one after
// the other: what happens in a chat, but for the buttons that a user presses
// and changes of membership, which have lanes of their own. Lanes go side by
// side, over as many connections as the bot allowed.
type delivery struct {
	server  *Server
	hook    *hook
	post    poster
	ctx     context.Context // of requests; ends with the webhook
	end     context.CancelFunc
	flights sync.WaitGroup

	// The server's mu guards these.
	tries  map[int64]*try // by update ID
	gone   time.Time      // since when the webhook says 410 Gone
	flying int
}

// A try tells how often an update was sent in vain.
type try struct {
	flying bool
	fails  int
	delay  time.Duration
	next   time.Time // by the server's hand
}

// How a webhook is tried again.
const (
	firstDelay   = time.Second
	longestDelay = time.Minute // and up to twice as much, by chance
	mostDelay    = time.Hour   // that a Retry-After may ask for
	goneFor      = 23 * time.Hour
)

// hookUp begins to deliver updates to a webhook. The caller holds s.mu.
func (s *Server) hookUp(h *hook) {
	ctx, end := context.WithCancel(context.Background())
	d := &delivery{server: s, hook: h, post: s.poster(h), ctx: ctx, end: end, tries: map[int64]*try{}}
	s.hook, s.delivery = h, d
	s.background.Go(d.run)
}

// unhook ends the delivery, if there is one. The caller holds s.mu.
func (s *Server) unhook() {
	if s.delivery == nil {
		return
	}
	s.delivery.end()
	s.hook, s.delivery = nil, nil
	s.keepHook()
}

// run sends updates until the webhook's end.
func (d *delivery) run() {
	defer d.post.close()
	defer d.flights.Wait()
	for {
		d.server.mu.Lock()
		wait := d.launch()
		changed := d.server.changed
		d.server.mu.Unlock()
		timer := time.NewTimer(wait)
		select {
		case <-changed:
		case <-timer.C:
		case <-d.ctx.Done():
			timer.Stop()
			return
		}
		timer.Stop()
	}
}

// launch sends what can be sent now, and returns how long to wait for the
// next. As at Telegram's, no more updates are looked at than twice the number
// of connections. The caller holds the server's mu.
func (d *delivery) launch() time.Duration {
	if d.ctx.Err() != nil {
		return longestDelay
	}
	d.server.acknowledge(0)
	wait, now := longestDelay, d.server.hand()
	busy := map[lane]bool{}
	for _, u := range d.server.inbox.updates[:min(len(d.server.inbox.updates), 2*d.hook.Connections)] {
		l := u.lane()
		if busy[l] {
			continue
		}
		busy[l] = true
		t := d.tries[u.ID]
		if t == nil {
			t = &try{delay: firstDelay}
			d.tries[u.ID] = t
		}
		switch left := t.next.Sub(now); {
		case t.flying || d.flying == d.hook.Connections:
		case left > 0:
			wait = min(wait, left)
		default:
			t.flying = true
			d.flying++
			d.flights.Go(func() { d.carry(u) })
		}
	}
	return wait
}

// A lane holds updates whose order is kept.
type lane struct {
	kind string
	id   int64
}

func (u pending) lane() lane {
	if strings.Contains(u.Kind, "message") || strings.Contains(u.Kind, "post") {
		return lane{"message", u.Lane}
	}
	return lane{u.Kind, u.Lane}
}

// carry sends one update and notes what came of it. A 2xx is success; what
// the bot asks for in it is done first.
func (d *delivery) carry(u pending) {
	a := d.post.send(d.ctx, d.hook, u)
	if d.ctx.Err() != nil {
		return
	}
	if a.method != nil {
		d.server.obey(a.method)
	}
	s := d.server
	s.mu.Lock()
	defer s.mu.Unlock()
	if d.ctx.Err() != nil {
		return
	}
	d.flying--
	d.tries[u.ID].flying = false
	if a.trouble == "" {
		d.gone = time.Time{}
		d.forget(u)
	} else {
		d.failed(u, a)
	}
	s.announce()
}

// failed puts an update off, or drops one that is too old, and ends a webhook
// that has been gone for long. The caller holds the server's mu.
func (d *delivery) failed(u pending, a posted) {
	s := d.server
	d.hook.erred, d.hook.erredAt = a.trouble, s.now()
	t := d.tries[u.ID]
	wait := min(a.retryAfter, mostDelay)
	if wait == 0 {
		wait = t.delay
		t.delay = min(2*t.delay, longestDelay+rand.N(longestDelay))
	}
	t.fails++
	t.next = s.hand().Add(wait)
	switch {
	case a.status != 410:
		d.gone = time.Time{}
	case d.gone.IsZero():
		d.gone = s.hand()
	case s.hand().Sub(d.gone) > goneFor:
		s.unhook()
	}
	if s.now().Add(wait).Sub(u.At) > updateLife {
		d.forget(u)
	}
}

// forget takes an update out of the inbox. The caller holds the server's mu.
func (d *delivery) forget(u pending) {
	delete(d.tries, u.ID)
	d.server.deliver(u.ID)
}

// answered carries out the method that a webhook's answer asked for. Nobody
// hears what came of it.
func (s *Server) answered(q *request) {
	q.method = properName(q.method)
	entry := s.logCall(q)
	_, err := s.carryOut(q)
	if broken := s.sync(); broken != nil {
		err = broken
	}
	status, description := outcome(err)
	s.closeCall(entry, status, description, false)
}
