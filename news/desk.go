package news

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rasadnews/rasad/news/text"
)

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
	claimed atomic.Int64 // new articles, and so writes that went well
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
	}
	d.claimed.Add(1)
	if len(matches) == 0 {
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
