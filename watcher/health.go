package watcher

import (
	"time"

	"github.com/rasadnews/rasad/news"
)

// A SourceHealth says how a source is doing.
type SourceHealth struct {
	Source   news.Source
	PolledAt time.Time // zero if never
	NextPoll time.Time
	Failures int    // polls that failed in a row; 1 if the source is dry, silent, or could be read in part alone
	Err      string // what is wrong since the last poll, empty if it went well
	Items    int    // that the last document held
	Pending  int    // items that have not ended yet

	// Pages counts the pages of items that have ended, by their type (article,
	// listing, wall …), since this process watches the source.
	Pages map[string]int
}

// Health returns how each source is doing, in the order in which they were
// set.
//
// Of one that another process watches it tells nothing.
func (w *Watcher) Health() []SourceHealth {
	w.mu.Lock()
	beats := w.beats
	w.mu.Unlock()
	all := make([]SourceHealth, len(beats))
	for i, b := range beats {
		all[i] = *b.health.Load()
	}
	return all
}

// HealthOf returns how a source is doing by its state in the store, which
// another process may have written.
func HealthOf(source news.Source, s news.SourceState) SourceHealth {
	failures := s.Failures
	if failures == 0 && s.Err != "" {
		failures = 1
	}
	return SourceHealth{
		Source: source, PolledAt: s.PolledAt, NextPoll: s.NextPoll, Failures: failures, Err: s.Err,
		Items: s.Items, Pending: len(s.Pending),
	}
}
