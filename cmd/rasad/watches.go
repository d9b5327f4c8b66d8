package main

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// A watchList keeps the matcher in step with the watches that subscribers
// saved, in this process and in others. It is safe for concurrent use.
type watchList struct {
	store store.Watches
	live  *matcher.Live
	log   *slog.Logger

	mu       sync.Mutex // held while the matcher is brought up to date
	revision int64      // of the last change that the matcher knows
	left     map[string]news.Watch
}

// newWatchList returns a list whose watches the matcher does not know yet.
func newWatchList(s store.Watches, live *matcher.Live, log *slog.Logger) *watchList {
	return &watchList{store: s, live: live, log: log, left: map[string]news.Watch{}}
}

// run looks every second for what was changed, by other processes above all,
// until ctx ends.
func (l *watchList) run(ctx context.Context) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		if err := l.catchUp(ctx); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// catchUp gives the matcher all changes that it does not know, those that were
// durable when it was called at least.
func (l *watchList) catchUp(ctx context.Context) error {
	const page = 2000
	l.mu.Lock()
	defer l.mu.Unlock()
	revision := l.revision
	var come []news.Watch
	for more := true; more; {
		changes, err := l.store.WatchChanges(ctx, revision, page)
		if err != nil {
			return fmt.Errorf("look for changed watches: %w", err)
		}
		for _, c := range changes {
			if revision = c.Revision; c.Gone {
				l.leave(c.Watch.ID)
			} else {
				come = append(come, c.Watch)
			}
		}
		more = len(changes) == page
	}
	l.add(come)
	l.revision = revision
	return nil
}

// leave takes a watch out of the matcher.
func (l *watchList) leave(id string) {
	l.live.Remove(news.WatchTopic(id))
	delete(l.left, id)
}

// add gives watches to the matcher. One whose query it cannot read is left
// out, with what it asked for before, and the log is told.
func (l *watchList) add(watches []news.Watch) {
	topics := make([]news.Topic, len(watches))
	for i, w := range watches {
		topics[i] = w.Topic()
	}
	wrong := map[string]string{}
	for _, p := range l.addTopics(topics) {
		if id, ok := news.WatchOf(p.Topic); ok && wrong[id] == "" {
			wrong[id] = p.Message
		}
	}
	for _, w := range watches {
		problem, bad := wrong[w.ID]
		if !bad {
			delete(l.left, w.ID)
			continue
		}
		if l.left[w.ID].Query != w.Query {
			l.log.Warn("a watch is left out: its query cannot be read", "watch", w.ID, "chat", w.Chat, "problem", problem)
		}
		l.leave(w.ID)
		l.left[w.ID] = w
	}
}

// addTopics adds topics in the way that is best for so many.
func (l *watchList) addTopics(topics []news.Topic) []matcher.Problem {
	const many = 32
	if len(topics) >= many {
		return l.live.AddAll(topics)
	}
	var problems []matcher.Problem
	for _, t := range topics {
		if err := l.live.Add(t); err != nil {
			problems = append(problems, matcher.Problem{Topic: t.ID, Message: err.Error()})
		}
	}
	return problems
}

// tryAgain gives the matcher the watches that were left out: the concept that
// one names may be there by now.
func (l *watchList) tryAgain() {
	l.mu.Lock()
	defer l.mu.Unlock()
	var left []news.Watch
	for _, w := range l.left {
		left = append(left, w)
	}
	l.add(left)
}

// watch runs the watcher, once the matcher knows the subscribers' watches.
func (s *service) watch(ctx context.Context) error {
	if err := s.watches.catchUp(ctx); err != nil {
		return err
	}
	return s.watcher.Run(ctx)
}

// botBooks returns the store as the bot gets it.
func (s *service) botBooks() store.Store {
	if !slices.Contains(s.roles, roleWatch) {
		return s.store
	}
	return promptBooks{s.store, s.watches}
}

// promptBooks are the books of a process that matches, as its bot gets them:
// when a watch is saved or deleted, the matcher knows it before the call
// returns.
type promptBooks struct {
	store.Store
	watches *watchList
}

// PutWatch implements store.Watches.
func (b promptBooks) PutWatch(ctx context.Context, w news.Watch) error {
	if err := b.Store.PutWatch(ctx, w); err != nil {
		return err
	}
	b.follow(ctx)
	return nil
}

// DeleteWatch implements store.Watches.
func (b promptBooks) DeleteWatch(ctx context.Context, chat int64, id string) (bool, error) {
	found, err := b.Store.DeleteWatch(ctx, chat, id)
	if found {
		b.follow(ctx)
	}
	return found, err
}

// Forget implements store.Directory.
func (b promptBooks) Forget(ctx context.Context, chat int64) error {
	if err := b.Store.Forget(ctx, chat); err != nil {
		return err
	}
	b.follow(ctx)
	return nil
}

// follow brings the matcher up to date. If it fails, the change is durable all
// the same, and found by the next look.
func (b promptBooks) follow(ctx context.Context) {
	if err := b.watches.catchUp(ctx); err != nil {
		b.watches.log.Warn("a change of watches is taken up late", "err", err)
	}
}
