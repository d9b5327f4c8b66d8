package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// A presence makes a process known to those that share its store, and them to
// it, so that /status can tell of all. A process holds the lease of a seat for
// as long as it lives, and writes beside it what it has to tell.
type presence struct {
	store interface {
		store.Leases
		store.Memory
	}
	self func() member

	seat news.Lease // zero while there is none
}

// A member is what a process tells of itself.
type member struct {
	Holder string             `json:"holder"`
	Roles  []string           `json:"roles"`
	Since  time.Time          `json:"since"`
	Found  int64              `json:"found"` // items, by its watcher
	Ended  map[news.End]int64 `json:"ended"`
}

// shown returns a member as /status has it: by its host and number, without
// what only tells it from those that had the same.
func (m member) shown() message.Process {
	name := m.Holder
	if i := strings.LastIndexByte(name, '/'); i > 0 {
		name = name[:i]
	}
	return message.Process{Name: name, Roles: m.Roles, Since: m.Since}
}

const (
	presenceSeats = 128
	presenceEvery = 5 * time.Second
	presenceTime  = 4 * presenceEvery
)

func presenceName(n int) string { return fmt.Sprintf("process:%d", n) }

// run keeps the process known until ctx ends.
func (p *presence) run(ctx context.Context) error {
	tick := time.NewTicker(presenceEvery)
	defer tick.Stop()
	for {
		if err := p.sit(ctx); err != nil {
			return err
		}
		select {
		case <-tick.C:
			continue
		case <-ctx.Done():
		}
		if p.seat.Name == "" {
			return nil
		}
		end, done := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer done()
		return p.store.Release(end, p.seat)
	}
}

// sit keeps the seat, or takes a free one, and writes what there is to tell.
func (p *presence) sit(ctx context.Context) error {
	me := p.self()
	kept, err := p.store.Renew(ctx, p.seat, presenceTime)
	for n := 0; n < presenceSeats && err == nil && !kept; n++ {
		p.seat, kept, err = p.store.Acquire(ctx, presenceName(n), me.Holder, presenceTime)
	}
	if err != nil || !kept { // one more than there are seats is not shown
		return err
	}
	text, err := json.Marshal(me)
	if err != nil {
		return err
	}
	return p.store.PutSetting(ctx, p.seat.Name, string(text))
}

// others returns what the other processes tell. Those that cannot be heard now
// are left out, as this is for people to look at.
func (p *presence) others(ctx context.Context) []member {
	if p == nil {
		return nil
	}
	names := make([]string, presenceSeats)
	for n := range names {
		names[n] = presenceName(n)
	}
	held, err := p.store.Held(ctx, names)
	if err != nil {
		return nil
	}
	var found []member
	me := p.self().Holder
	for _, l := range held {
		var m member
		text, err := p.store.Setting(ctx, l.Name)
		if err == nil && l.Holder != me && json.Unmarshal([]byte(text), &m) == nil && m.Holder == l.Holder {
			found = append(found, m)
		}
	}
	return found
}
