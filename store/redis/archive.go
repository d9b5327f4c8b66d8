package redis

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/rasadnews/rasad/news"
	"github.com/redis/go-redis/v9"
)

// Archived implements store.Archive.
func (e *Engine) Archived(ctx context.Context, id string) (news.Archived, bool, error) {
	found, err := e.archived(ctx, []string{id})
	if err != nil {
		return news.Archived{}, false, fmt.Errorf("read article %s: %w", id, err)
	}
	if len(found) == 0 {
		return news.Archived{}, false, nil
	}
	return found[0], true, nil
}

// archived returns the articles of IDs, without those that are not there.
func (e *Engine) archived(ctx context.Context, ids []string) ([]news.Archived, error) {
	answers := make([]*redis.SliceCmd, len(ids))
	_, err := e.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, id := range ids {
			answers[i] = p.HMGet(ctx, e.prefix+"article:"+id, "article", "matches")
		}
		return nil
	})
	if err != nil {
		return nil, e.explain(err)
	}
	var found []news.Archived
	for _, answer := range answers {
		article, there := answer.Val()[0].(string)
		matches, _ := answer.Val()[1].(string)
		if !there {
			continue
		}
		var a news.Archived
		err := errors.Join(json.Unmarshal([]byte(article), &a.Article), json.Unmarshal([]byte(matches), &a.Matches))
		if err != nil {
			return nil, err
		}
		found = append(found, a)
	}
	return found, nil
}

// Latest implements store.Archive: the newest of all, or of each topic,
// merged.
func (e *Engine) Latest(ctx context.Context, topics []string, limit int) ([]news.Archived, error) {
	if limit <= 0 || topics != nil && len(topics) == 0 {
		return nil, nil
	}
	keys := []string{"articles"}
	if topics != nil {
		keys = nil
		for _, topic := range topics {
			keys = append(keys, "articles:"+topic)
		}
	}
	ids, err := e.latest(ctx, keys, limit)
	if err != nil {
		return nil, fmt.Errorf("read the latest articles: %w", err)
	}
	articles, err := e.archived(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read the latest articles: %w", err)
	}
	return articles, nil
}

// latest returns the IDs of the newest articles of some sorted sets, whose
// members are the claim's number in 16 digits and the ID.
func (e *Engine) latest(ctx context.Context, keys []string, limit int) ([]string, error) {
	answers := make([]*redis.ZSliceCmd, len(keys))
	_, err := e.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i, key := range keys {
			answers[i] = p.ZRevRangeWithScores(ctx, e.prefix+key, 0, int64(limit)-1)
		}
		return nil
	})
	if err != nil {
		return nil, e.explain(err)
	}
	var all []redis.Z
	for _, answer := range answers {
		all = append(all, answer.Val()...)
	}
	slices.SortFunc(all, func(a, b redis.Z) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Member.(string), a.Member.(string)))
	})
	all = slices.Compact(all)
	const digits = 16
	var ids []string
	for _, z := range all[:min(limit, len(all))] {
		ids = append(ids, z.Member.(string)[digits:])
	}
	return ids, nil
}
