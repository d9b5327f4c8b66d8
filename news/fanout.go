package news

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// ChunkSize is the most deliveries that one FanOut writes.
const ChunkSize = 500

// patience is how many times in a row the fan-out of an entry fails, at least,
// before those behind it go ahead.
const patience = 3

// Run turns what stands in the outbox into deliveries until ctx ends, what a
// crash left there first. Any number of desks may do so over one ledger: each
// goes on where the others have come to, and the chats hear of the articles in
// the order of their claims, whichever of the desks dies or stands still.
//
// What cannot be fanned out stays and is tried again, and the logger is told: of
// the first failure in a row, the second, the fourth, and so on. Nothing passes
// what fails, so that the order is kept over an outage of the ledger. Only an
// entry that is at fault itself does not hold up the others any longer, and the
// logger is told that too: one that has failed three times in a row, and fails
// again after the ledger has taken a new article from this desk since. What went
// ahead of it may still have been the ledger's: once one of those goes well, what
// it went ahead of is tried before the next.
func (d *Desk) Run(ctx context.Context) error {
	tick := time.NewTicker(d.config.Every)
	defer tick.Stop()
	failing, overtaken := map[string]failure{}, map[string]bool{} // by article
	pass := func(article string, claimed int64) bool {
		f := failing[article]
		f.own = f.own || f.times > 0 && claimed > f.claimed
		f.times++
		f.claimed = d.claimed.Load()
		failing[article] = f
		return f.own && f.times >= patience
	}
	overtake := func(article string, err error) {
		if !overtaken[article] {
			overtaken[article] = true
			d.config.Logger.Error("an article cannot be fanned out: later ones go ahead of it", "article", article, "err", err)
		}
	}
	for failures := 0; ; {
		work := d.work
		switch err := d.drain(ctx, pass, overtake); {
		case ctx.Err() != nil:
			return nil
		case err == nil:
			failures = 0
			clear(failing)
			clear(overtaken)
		default:
			work = nil // what fails again and again is tried with the ticks
			if failures++; failures&(failures-1) == 0 {
				d.config.Logger.Error("alerts wait in the outbox", "failures", failures, "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-work:
		case <-tick.C:
		}
	}
}

// A failure is how an entry has failed until now.
type failure struct {
	times   int   // in a row
	claimed int64 // how many articles had been claimed at the end of the last time
	own     bool  // one was claimed between two of them: the ledger works
}

// Drain fans out all that stands in the outbox now. An entry that fails is
// left there and stops no other; Drain tries the others and returns the errors
// of the first ten that failed. When hundreds do, it is not the entries' fault
// and Drain gives up.
func (d *Desk) Drain(ctx context.Context) error {
	return d.drain(ctx, func(string, int64) bool { return true }, func(string, error) {})
}

// drain fans out the entries of the outbox, each once those before it are done.
// One that another desk moves is read anew, as what stands behind it must not go
// ahead of what is left of it. One that fails ends drain, unless pass, which is
// told how many articles had been claimed when it was begun, says that the others
// may go ahead; overtake is told if one does. Then the first is tried again, as the
// ledger may have been at fault.
func (d *Desk) drain(ctx context.Context, pass func(article string, claimed int64) bool, overtake func(article string, err error)) error {
	const page, told, most = 100, 10, 300
	var errs []error
	passed, again := map[string]error{}, map[string]bool{}
read:
	for {
		entries, err := d.ledger.Outbox(ctx, page+len(passed))
		if err != nil {
			return errors.Join(append(errs, fmt.Errorf("read outbox: %w", err))...)
		}
		entries = slices.DeleteFunc(entries, func(e Entry) bool { return passed[e.Article] != nil })
		if len(entries) == 0 || len(passed) >= most {
			return errors.Join(errs...)
		}
		for _, e := range entries {
			claimed := d.claimed.Load()
			done, err := d.fanOut(ctx, e)
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case done && retry(passed, again, overtake), !done && err == nil:
				continue read
			case done:
				continue
			case len(errs) < told && !again[e.Article]:
				errs = append(errs, fmt.Errorf("fan out %s: %w", e.Article, err))
			}
			if !pass(e.Article, claimed) {
				return errors.Join(errs...)
			}
			passed[e.Article] = err
		}
	}
}

// retry takes those that failed back among what is tried, once each, and tells
// whether there are any.
func retry(passed map[string]error, again map[string]bool, overtake func(article string, err error)) bool {
	before := len(passed)
	for article, err := range passed {
		overtake(article, err)
		if !again[article] {
			again[article] = true
			delete(passed, article)
		}
	}
	return len(passed) < before
}

// fanOut writes the deliveries of one entry, chunk by chunk, to whoever wants
// them, and tells whether it has come to the end. It leaves the entry alone as
// soon as another desk moves it.
func (d *Desk) fanOut(ctx context.Context, e Entry) (done bool, err error) {
	article := archived{id: e.Article}
	for ; !done; e.Chunk++ {
		c, err := d.chunk(ctx, e, &article)
		if err != nil {
			return false, err
		}
		moved, err := d.ledger.FanOut(ctx, c)
		if err != nil || !moved {
			return false, err
		}
		if len(c.Deliveries) > 0 && d.config.Nudge != nil {
			d.config.Nudge()
		}
		e.After, done = c.After, c.Last
	}
	return true, nil
}

// chunk returns the next chunk of an entry.
func (d *Desk) chunk(ctx context.Context, e Entry, article *archived) (Chunk, error) {
	subscribers, err := d.ledger.Subscribers(ctx, e.Topics, e.After, ChunkSize)
	if err != nil {
		return Chunk{}, err
	}
	c := Chunk{Article: e.Article, Number: e.Chunk, From: e.After, After: e.After, Last: len(subscribers) < ChunkSize}
	for _, s := range subscribers {
		wanted, err := d.wanted(ctx, article, s)
		if err != nil {
			return Chunk{}, err
		}
		if len(wanted) > 0 {
			c.Deliveries = append(c.Deliveries, Delivery{Recipient: s.Recipient, Article: e.Article, Topics: wanted, Class: d.class(wanted)})
		}
		c.After = s.Recipient
	}
	return c, nil
}

// An archived article is read when the first of an entry's subscribers has a
// filter or a mute, and not again for the others.
type archived struct {
	id    string
	asked bool
	found bool
	as    Archived
}

// wanted returns those of a subscriber's topics that it wants to be told of.
// Of an article that is in the archive no more, that is all of them: rather
// one alert too many than one that is lost.
func (d *Desk) wanted(ctx context.Context, a *archived, s Subscriber) ([]string, error) {
	if !s.Particular() {
		return s.Topics, nil
	}
	if !a.asked {
		var err error
		if a.as, a.found, err = d.ledger.Archived(ctx, a.id); err != nil {
			return nil, err
		}
		a.asked = true
	}
	if !a.found {
		return s.Topics, nil
	}
	return s.Wants(a.as, d.config.Severity, time.Now()), nil
}

// class returns the class of an alert of some topics.
func (d *Desk) class(topics []string) Class {
	if d.config.Severity == nil {
		return ClassNormal
	}
	for _, t := range topics {
		if d.config.Severity(t).Rings() {
			return ClassUrgent
		}
	}
	return ClassNormal
}
