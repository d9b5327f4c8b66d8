package redis

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/news"
	"github.com/redis/go-redis/v9"
)

// identity returns what is kept of a key: 4 bytes of its hash that choose the
// bucket, and 8 that stand in it.
func identity(key string) string {
	sum := sha256.Sum256([]byte(key))
	return string(sum[:12])
}

// identities returns the hashes of keys, each once, one after the other.
func identities(keys []string) string {
	hashes := make([]string, len(keys))
	for i, k := range keys {
		hashes[i] = identity(k)
	}
	slices.Sort(hashes)
	return strings.Join(slices.Compact(hashes), "")
}

// period returns the number of the present period of seen keys, as the server
// has it (lua/seen.lua), 0 if none has been seen. A key counts as seen in the
// period in which it was looked up last, and in the next one.
func (e *Engine) period(ctx context.Context) (int64, error) {
	n, err := e.client.HGet(ctx, e.prefix+"seen:present", "period").Int64()
	if err != nil && !errors.Is(err, redis.Nil) {
		return 0, e.explain(err)
	}
	return n, nil
}

// someKeys is how many keys a script looks up or marks: the server, which does
// nothing else meanwhile, is through with them in some milliseconds.
const someKeys = 1000

// Seen implements store.Identities.
func (e *Engine) Seen(ctx context.Context, keys []string) ([]bool, error) {
	seen := make([]bool, 0, len(keys))
	for some := range slices.Chunk(keys, someKeys) {
		var hashes strings.Builder
		for _, k := range some {
			hashes.WriteString(identity(k))
		}
		answer, err := e.run(ctx, "seen_look", e.serverNow(), hashes.String())
		if err != nil {
			return nil, fmt.Errorf("look up seen keys: %w", err)
		}
		found, _ := answer.([]any)
		if len(found) != len(some) {
			return nil, fmt.Errorf("look up seen keys: %d answers to %d keys", len(found), len(some))
		}
		for _, f := range found {
			seen = append(seen, f == int64(1))
		}
	}
	return seen, nil
}

// MarkSeen implements store.Identities.
func (e *Engine) MarkSeen(ctx context.Context, keys []string) error {
	for some := range slices.Chunk(keys, someKeys) {
		if _, err := e.run(ctx, "seen_mark", e.serverNow(), identities(some)); err != nil {
			return fmt.Errorf("mark as seen: %w", err)
		}
	}
	return nil
}

// Claim implements news.Ledger.
func (e *Engine) Claim(ctx context.Context, c news.Claim) (news.Verdict, error) {
	args, err := claimArgs(c, e.now())
	if err != nil {
		return 0, fmt.Errorf("claim: %w", err)
	}
	fresh, err := e.runInt(ctx, "claim", append([]any{e.serverNow(), identities(c.Keys)}, args...)...)
	if err != nil {
		return 0, fmt.Errorf("claim: %w", err)
	}
	if fresh == 0 {
		return news.Duplicate, nil
	}
	return news.New, nil
}

// claimArgs returns what claim.lua takes after the keys.
func claimArgs(c news.Claim, now int64) ([]any, error) {
	article, err := encode(c.Article)
	if err != nil {
		return nil, fmt.Errorf("write article %s as JSON: %w", c.Article.URL, err)
	}
	matches, err := encode(c.Matches)
	if err != nil {
		return nil, fmt.Errorf("write matches of %s as JSON: %w", c.Article.URL, err)
	}
	topics := topicsOf(c.Matches)
	list, err := encode(topics)
	if err != nil {
		return nil, err
	}
	at := now
	if t := c.Article.Time(); !t.IsZero() {
		at = max(0, min(now, micro(t)))
	}
	args := []any{c.Article.ID, at, article, matches, list, nonce()}
	for _, topic := range topics {
		args = append(args, topic)
	}
	return args, nil
}

// topicsOf returns the topics of matches, each once.
func topicsOf(matches []news.Match) []string {
	topics := []string{}
	for _, m := range matches {
		if !slices.Contains(topics, m.Topic) {
			topics = append(topics, m.Topic)
		}
	}
	return topics
}
