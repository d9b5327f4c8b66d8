package news

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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

	// Every is how often Run looks for entries that another process, or a
	// crash, left behind. Zero means a second.
	Every time.Duration
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
// crash left there first. It returns an error only if the ledger fails; the
// entries stay, and Run can be called again.
func (d *Desk) Run(ctx context.Context) error {
	tick := time.NewTicker(d.config.Every)
	defer tick.Stop()
	for {
		if err := d.Drain(ctx); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-d.work:
		case <-tick.C:
		}
	}
}

// Drain fans out all that stands in the outbox now.
func (d *Desk) Drain(ctx context.Context) error {
	for {
		entries, err := d.ledger.Outbox(ctx, 100)
		if err != nil {
			return fmt.Errorf("read outbox: %w", err)
		}
		for _, e := range entries {
			if err := d.fanOut(ctx, e); err != nil {
				return fmt.Errorf("fan out %s: %w", e.Article, err)
			}
		}
		if len(entries) == 0 {
			return nil
		}
	}
}

// fanOut writes the deliveries of one entry, chunk by chunk.
func (d *Desk) fanOut(ctx context.Context, e Entry) error {
	for last := false; !last; e.Chunk++ {
		subscribers, err := d.ledger.Subscribers(ctx, e.Topics, e.After, ChunkSize)
		if err != nil {
			return err
		}
		last = len(subscribers) < ChunkSize
		c := Chunk{Article: e.Article, Number: e.Chunk, From: e.After, After: e.After, Last: last}
		for _, s := range subscribers {
			c.Deliveries = append(c.Deliveries, Delivery{Recipient: s.Recipient, Article: e.Article, Topics: s.Topics})
			c.After = s.Recipient
		}
		moved, err := d.ledger.FanOut(ctx, c)
		if err != nil || !moved {
			return err // another desk has moved it: Drain reads it again
		}
		if len(c.Deliveries) > 0 && d.config.Nudge != nil {
			d.config.Nudge()
		}
		e.After = c.After
	}
	return nil
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

// textKey identifies an article by what it says. A body of a paragraph or
// more speaks for itself, whatever headline an outlet gave it; a shorter one
// counts with its headline. Too few words identify nothing.
func textKey(a Article) string {
	const paragraph, least = 40, 6 // words
	words := strings.Fields(text.Fold(a.Body))
	if len(words) < paragraph {
		words = append(strings.Fields(text.Fold(a.Title)), words...)
	}
	if len(words) < least {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.Join(words, " ")))
	return hex.EncodeToString(sum[:16])
}
