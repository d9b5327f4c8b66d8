package news

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news/text"
)

// ChunkSize is the most deliveries that one FanOut writes.
const ChunkSize = 500

// A Matcher decides which topics an article meets. It is safe for concurrent
// use.
type Matcher interface {
	// Match returns the matches of an article, in the order of the topics.
	Match(*Article) []Match
}

// DeskConfig holds the desk's options. Its zero value works.
type DeskConfig struct {
	// Announce, if set, is told of every new article that has matches, after
	// its claim is durable. It must not block for long.
	Announce func(Article, []Match)

	// Nudge, if set, is called when deliveries were written, so that their
	// sender need not wait for its next look.
	Nudge func()

	// Severity tells the severity of a topic, for filters that ask for one, as
	// Catalog.Severity does. Alerts of a topic that rings are urgent. Nil means
	// that all are normal.
	Severity func(topic string) Severity

	// Every is how often Run looks for entries that another process, or a
	// crash, left behind. Zero means a second.
	Every time.Duration

	// Logger is told when Run cannot turn an entry into deliveries. Nil means
	// silence.
	Logger *slog.Logger
}

// A Desk is where an article becomes alerts.
type Desk struct {
	matcher Matcher
	ledger  Ledger
	config  DeskConfig
	work    chan struct{}
}

// NewDesk returns a desk that matches with m and keeps its books in l.
func NewDesk(m Matcher, l Ledger, c DeskConfig) *Desk {
	if c.Every == 0 {
		c.Every = time.Second
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Severity == nil {
		c.Severity = func(string) Severity { return SeverityNormal }
	}
	return &Desk{matcher: m, ledger: l, config: c, work: make(chan struct{}, 1)}
}

// Preview returns what an article would match, and changes nothing.
func (d *Desk) Preview(a *Article) []Match { return d.matcher.Match(a) }

// Handle takes an article from its page to durable alerts. The keys are the
// identities of its item; those of its URLs and its text are added. When it
// returns without an error the article is Alerted, NoMatch or Repeated, for
// good; after an error nothing is marked as seen and it can be handled again.
func (d *Desk) Handle(ctx context.Context, a Article, keys []string) (Outcome, error) {
	a.ID = articleID(a)
	matches := d.matcher.Match(&a)
	verdict, err := d.ledger.Claim(ctx, Claim{Keys: slices.Concat(keys, Keys(a)), Article: a, Matches: matches})
	switch {
	case err != nil:
		return Outcome{}, fmt.Errorf("claim %s: %w", a.URL, err)
	case verdict == Duplicate:
		return Outcome{End: Repeated}, nil
	case len(matches) == 0:
		return Outcome{End: NoMatch}, nil
	}
	if d.config.Announce != nil {
		d.config.Announce(a, matches)
	}
	select {
	case d.work <- struct{}{}:
	default:
	}
	return Outcome{End: Alerted}, nil
}

// Run turns what stands in the outbox into deliveries until ctx ends, what a
// crash left there first. What cannot be fanned out stays and is tried again,
// and the logger is told: of the first failure in a row, the second, the
// fourth, and so on. At first nothing passes what fails, so that the chats hear
// of the articles in their order over a short outage of the ledger; but one
// entry that never can be fanned out does not hold up the others for long.
func (d *Desk) Run(ctx context.Context) error {
	const patient = 3 // failures in a row
	tick := time.NewTicker(d.config.Every)
	defer tick.Stop()
	for failures := 0; ; {
		work := d.work
		switch err := d.drain(ctx, failures < patient); {
		case ctx.Err() != nil:
			return nil
		case err == nil:
			failures = 0
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

// Drain fans out all that stands in the outbox now. An entry that fails is
// left there and stops no other; Drain tries the others and returns the errors
// of the first ten that failed. When hundreds do, it is not the entries' fault
// and Drain gives up.
func (d *Desk) Drain(ctx context.Context) error { return d.drain(ctx, false) }

// drain is Drain, or in order ends at the first entry that fails.
func (d *Desk) drain(ctx context.Context, inOrder bool) error {
	const page, told, most = 100, 10, 300
	var errs []error
	failed := map[string]bool{}
	for {
		entries, err := d.ledger.Outbox(ctx, page+len(failed))
		if err != nil {
			return errors.Join(append(errs, fmt.Errorf("read outbox: %w", err))...)
		}
		entries = slices.DeleteFunc(entries, func(e Entry) bool { return failed[e.Article] })
		if len(entries) == 0 || len(failed) >= most {
			return errors.Join(errs...)
		}
		for _, e := range entries {
			err := d.fanOut(ctx, e)
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err == nil:
				continue
			case len(errs) < told:
				errs = append(errs, fmt.Errorf("fan out %s: %w", e.Article, err))
			}
			if inOrder {
				return errors.Join(errs...)
			}
			failed[e.Article] = true
		}
	}
}

// fanOut writes the deliveries of one entry, chunk by chunk, to whoever wants
// them. It leaves the entry alone as soon as another desk moves it: where it
// stands then, Drain reads again.
func (d *Desk) fanOut(ctx context.Context, e Entry) error {
	article := archived{id: e.Article}
	for last := false; !last; e.Chunk++ {
		subscribers, err := d.ledger.Subscribers(ctx, e.Topics, e.After, ChunkSize)
		if err != nil {
			return err
		}
		last = len(subscribers) < ChunkSize
		c := Chunk{Article: e.Article, Number: e.Chunk, From: e.After, After: e.After, Last: last}
		for _, s := range subscribers {
			wanted, err := d.wanted(ctx, &article, s)
			if err != nil {
				return err
			}
			if len(wanted) > 0 {
				c.Deliveries = append(c.Deliveries, Delivery{Recipient: s.Recipient, Article: e.Article, Topics: wanted, Class: d.class(wanted)})
			}
			c.After = s.Recipient
		}
		moved, err := d.ledger.FanOut(ctx, c)
		if err != nil || !moved {
			return err
		}
		if len(c.Deliveries) > 0 && d.config.Nudge != nil {
			d.config.Nudge()
		}
		e.After = c.After
	}
	return nil
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

// identity returns the URL by which an article is known.
func identity(a Article) string {
	if a.Canonical != "" {
		return a.Canonical
	}
	return a.URL
}

func articleID(a Article) string {
	sum := sha256.Sum256([]byte(identity(a)))
	return hex.EncodeToString(sum[:8])
}

// Keys returns the identities that an article has by itself: the addresses
// that lead to it, and its text. Two articles that share one are one story:
// the same page under another address, or the same words from another outlet.
func Keys(a Article) []string {
	keys := []string{"url:" + a.URL}
	if a.Canonical != "" && a.Canonical != a.URL {
		keys = append(keys, "url:"+a.Canonical)
	}
	if k := textKey(a); k != "" {
		keys = append(keys, "text:"+k)
	}
	return keys
}

// textKey identifies an article by what it says. A long body speaks for
// itself, whatever headline an outlet gave it. A shorter one counts with its
// headline, as it may be what a site says in the place of all its articles: to
// subscribe, to accept cookies. Too few words identify nothing.
func textKey(a Article) string {
	const long, least = 150, 6 // words
	words := strings.Fields(text.Fold(a.Body))
	if len(words) < long {
		words = slices.Concat(strings.Fields(text.Fold(a.Title)), words)
	}
	if len(words) < least {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.Join(words, " ")))
	return hex.EncodeToString(sum[:16])
}
