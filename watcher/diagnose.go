package watcher

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/fetch"
	"github.com/rasadnews/rasad/watcher/schedule"
)

// An Alarm says that something is wrong with a source, or, if Over, that it is
// not any more.
type Alarm struct {
	Source news.Source
	Since  time.Time // when it began
	Reason string    // in one line; empty if Over
	Over   bool
}

// diagnose says what is wrong with a source whose last poll went well: that it
// has run dry, that it is silent beyond its rhythm, or that its pages hold no
// articles.
func (b *beat) diagnose(s *news.SourceState) {
	expected, silent := schedule.Silent(&s.Rhythm, b.place, s.PolledAt)
	s.Silent = silent && s.Based
	switch {
	case s.Dry:
		s.Err = errDry.Error()
	case s.Silent && b.state.Silent:
		s.Err = b.state.Err
	case s.Silent:
		s.Err = fmt.Sprintf("nothing new since %s, when about %.0f items were to be expected by its rhythm",
			s.Rhythm.Last.UTC().Format("2006-01-02 15:04 MST"), expected)
	case s.Err != "" || s.Unfit < mostUnfit:
	case strings.HasPrefix(b.state.Err, unfitErr):
		s.Err = b.state.Err
	default:
		s.Err = fmt.Sprintf("%s; the last: %s; see what rasad try says of one", unfitErr, s.UnfitAs)
	}
	switch {
	case s.Err != "" && s.Wrong.IsZero():
		s.Wrong = s.PolledAt
	case s.Err == "" && !s.Told: // else it is kept for the word that all is well
		s.Wrong = time.Time{}
	}
}

// mostUnfit is how many pages in a row may hold no article before the operator
// is told.
const mostUnfit = 10

// unfitErr is how it begins what is then wrong with the source.
const unfitErr = "its last ten pages, or more, held no article"

// judge notes what the page of an item that has ended was. Videos and galleries
// prove nothing, as some sources are made of them.
func (b *beat) judge(e ended) {
	if e.kind == "" || e.outcome.End == news.Failed {
		return
	}
	b.kinds[string(e.kind)]++
	switch {
	case e.kind.Use() == extract.UsePage:
		b.state.Unfit, b.state.UnfitAs = 0, ""
	case e.kind != extract.TypeMedia:
		b.state.Unfit++
		b.state.UnfitAs = clip(e.err.Error(), 200)
	}
}

// logTurn writes a line if a poll that went well has changed what is thought
// of the source.
func (b *beat) logTurn(s news.SourceState) {
	switch {
	case s.Silent && !b.state.Silent && !s.Dry:
		b.w.log.Warn("source silent", "source", b.source.ID, "err", s.Err)
	case s.Dry && !b.state.Dry:
		b.w.log.Warn("source fails", "source", b.source.ID, "err", s.Err, "next", s.NextPoll.Format(time.RFC3339))
	case s.Err != "" && b.state.Err == "" && strings.HasPrefix(s.Err, unfitErr):
		b.w.log.Warn("pages of the source hold no articles", "source", b.source.ID, "err", s.Err)
	case s.Err != "" && b.state.Err == "" && !s.Dry && !s.Silent:
		b.w.log.Warn("source is not read whole", "source", b.source.ID, "err", s.Err)
	case b.state.Err != "" && s.Err == "":
		b.w.log.Info("source recovered", "source", b.source.ID, "failures", b.state.Failures, "items", s.Items)
	}
}

// alarm returns what the operator is to be told of a source, if anything. A
// poll that fails once or twice is no matter, nor is a sitemap of an index that
// can't be read for less than a day: most faults pass.
func alarm(source news.Source, s news.SourceState) (Alarm, bool) {
	certain := s.Dry || s.Silent || s.Unfit >= mostUnfit || s.Failures >= enoughTries || s.Failures > 0 && s.NotBefore.Sub(s.PolledAt) >= longestPause ||
		s.PolledAt.Sub(s.Wrong) >= longestPause
	switch {
	case s.Err != "" && certain && !s.Told:
		return Alarm{Source: source, Since: s.Wrong, Reason: s.Err}, true
	case s.Err == "" && s.Told && s.Based:
		return Alarm{Source: source, Since: s.Wrong, Over: true}, true
	}
	return Alarm{}, false
}

// herald hands alarms on, those of a while together, until ctx ends. A source
// is told of once when something is wrong with it and once when it is well
// again; only a crash between the telling and its note has it told twice.
func (w *Watcher) herald(ctx context.Context) {
	tick := time.NewTicker(heraldEvery)
	defer tick.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		alarms, beats := w.alarms()
		if len(alarms) == 0 {
			continue
		}
		err := w.config.OnAlarm(ctx, alarms)
		if err != nil && !failing && ctx.Err() == nil {
			w.log.Error("alarms can't be handed on; they wait", "alarms", len(alarms), "err", err)
		}
		if failing = err != nil; failing {
			continue
		}
		for i, b := range beats {
			b.hear(!alarms[i].Over)
		}
	}
}

// alarms returns what is to be told, and of which beats.
func (w *Watcher) alarms() (alarms []Alarm, beats []*beat) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, b := range w.beats {
		if a := b.alarm.Load(); a != nil {
			alarms, beats = append(alarms, *a), append(beats, b)
		}
	}
	return alarms, beats
}

// hear lets the beat know that the operator was told.
func (b *beat) hear(told bool) {
	select {
	case b.heard <- told:
	default: // it has not taken in the last word yet, and is told of again
	}
}

// muted tells whether the server says that the document is gone for good.
func muted(err error) bool {
	status := (*fetch.StatusError)(nil)
	return errors.As(err, &status) && status.Status == http.StatusGone
}

// lost tells whether a document can't be had where it was: it is not there, or
// something else is, or nobody answers.
func lost(err error) bool {
	return gone(err) || errors.Is(err, errOtherForm) || errors.Is(err, fetch.ErrUnreachable) || errors.Is(err, fetch.ErrRedirects)
}
