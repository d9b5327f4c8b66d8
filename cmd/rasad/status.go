package main

import (
	"context"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
)

// status tells how the watchers of all processes are doing, and all sources,
// whichever process watches them, for /status.
func (s *service) status(ctx context.Context) message.Status {
	me := s.self()
	st := message.Status{Since: s.began, Now: time.Now(), Found: me.Found, Ended: me.Ended}
	for _, p := range s.crew.others(ctx) {
		st.Found += p.Found
		for end, n := range p.Ended {
			st.Ended[end] += n
		}
		st.Processes = append(st.Processes, p.shown())
	}
	if len(st.Processes) > 0 {
		st.Processes = append([]message.Process{me.shown()}, st.Processes...)
	}
	st.Kept, _ = s.keeper.last(ctx) // if the store is away, the answer's own counts will say so
	here := map[string]watcher.SourceHealth{}
	for _, h := range s.watcher.Health() {
		here[h.Source.ID] = h
	}
	for _, source := range s.catalog.Load().Sources {
		h, ok := here[source.ID]
		if !ok {
			state, err := s.store.SourceState(ctx, source.ID)
			if err != nil { // likewise
				continue
			}
			h = watcher.HealthOf(source, state)
		}
		st.Sources++
		if h.Failures > 0 {
			st.Failing = append(st.Failing, message.Failing{Name: h.Source.Name, Times: h.Failures, Reason: h.Err})
		}
	}
	return st
}

// self is what this process tells the others of itself.
func (s *service) self() member {
	tally := s.watcher.Tally()
	m := member{Holder: s.holder, Roles: s.roles, Since: s.began, Found: tally.Found(), Ended: map[news.End]int64{}}
	for _, end := range news.Ends() {
		m.Ended[end] = tally.Ended(end)
	}
	return m
}

// sum tells in one line what became of all items, for the end of a dry run.
func (s *service) sum(after time.Duration) string {
	tally := s.watcher.Tally()
	line := fmt.Sprintf("%d sources, %d polls in %s; %d items:", len(s.catalog.Load().Sources), s.watcher.Polls(), after.Round(time.Second), tally.Found())
	for _, end := range news.Ends() {
		line += fmt.Sprintf(" %d %s,", tally.Ended(end), end)
	}
	return fmt.Sprintf("%s %d edited", line, s.watcher.Edits())
}
