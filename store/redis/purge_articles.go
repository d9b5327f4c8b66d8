package redis

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/rasadnews/rasad/news"
	"github.com/redis/go-redis/v9"
)

// someArticles is what a step of a purge removes at most.
const someArticles = 100

// purgeArticles removes the oldest articles that may go.
func (e *Engine) purgeArticles(ctx context.Context, k news.Keep, done *news.Purged) error {
	old := int64(math.MinInt64)
	if k.Articles > 0 {
		old = micro(e.clock().Add(-k.Articles))
	}
	size, each, err := e.size(ctx)
	if err != nil {
		return err
	}
	most := strconv.FormatInt(old, 10)
	aged, err := e.client.ZCount(ctx, e.prefix+"articles", "-inf", "("+most).Result()
	if err != nil {
		return e.explain(err)
	}
	if aged == 0 && (k.Size <= 0 || size <= k.Size) {
		return nil
	}
	r := removal{e: e, done: done}
	if err := r.look(ctx); err != nil {
		return err
	}
	if err := r.remove(ctx, func() (string, int, error) { return "(" + most, someArticles, nil }); err != nil {
		return err
	}
	if k.Size > 0 {
		err = r.remove(ctx, func() (string, int, error) {
			size, each, err := e.size(ctx)
			return "+inf", int(min(someArticles, (size-k.Size+each-1)/max(each, 1))), err
		})
	}
	done.Bytes = done.Articles * each
	return err
}

// size returns about how many bytes articles and seen keys take, and what an
// article takes of them: the mean of some that are spread over the archive.
func (e *Engine) size(ctx context.Context) (all, article int64, err error) {
	c, err := e.Counts(ctx)
	if err != nil {
		return 0, 0, err
	}
	const sample, besides, seen = 64, 250, 16 // bytes of an article's places in the archive, and of a seen key
	places := make([]*redis.StringSliceCmd, min(sample, c.Articles))
	_, err = e.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i := range places {
			at := int64(i) * c.Articles / int64(len(places))
			places[i] = p.ZRange(ctx, e.prefix+"articles", at, at)
		}
		return nil
	})
	if err != nil {
		return 0, 0, e.explain(err)
	}
	var sizes []*redis.IntCmd
	_, err = e.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, place := range places {
			if v := place.Val(); len(v) == 1 {
				sizes = append(sizes, p.MemoryUsage(ctx, e.prefix+"article:"+idOf(v[0])))
			}
		}
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return 0, 0, e.explain(err)
	}
	for _, s := range sizes {
		article += s.Val()
	}
	if len(sizes) > 0 {
		article = article/int64(len(sizes)) + besides
	}
	return c.Articles*article + c.Seen*seen, article, nil
}

// idOf returns the article's ID of a place in the archive, which the number of
// the claim stands before.
func idOf(place string) string {
	const digits = 16
	return place[min(digits, len(place)):]
}

// A removal removes articles that are done with: those that were claimed before
// it began, and were in no delivery that is open, nor in the outbox, then or
// since.
type removal struct {
	e      *Engine
	done   *news.Purged
	last   int64           // claim before it began
	needed map[string]bool // articles of open deliveries, and of the outbox
	after  int64           // articles at the beginning of the archive that stay
}

// look finds out which articles are needed. It reads the outbox before the
// deliveries, as the way of an entry is from one to the other.
func (r *removal) look(ctx context.Context) (err error) {
	if r.last, err = r.e.index.archive.LastClaim(ctx); err != nil {
		return err
	}
	r.needed = map[string]bool{}
	err = r.e.eachKey(ctx, "entry:", func(ids []string) error {
		for _, id := range ids {
			r.needed[id] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	return r.e.eachKey(ctx, "delivery:", func(ids []string) error {
		articles := make([]*redis.StringCmd, len(ids))
		_, err := r.e.client.Pipelined(ctx, func(p redis.Pipeliner) error {
			for i, id := range ids {
				articles[i] = p.HGet(ctx, r.e.prefix+"delivery:"+id, "article")
			}
			return nil
		})
		if err != nil && !errors.Is(err, redis.Nil) {
			return r.e.explain(err)
		}
		for _, a := range articles {
			if a.Val() != "" {
				r.needed[a.Val()] = true
			}
		}
		return nil
	})
}

// remove removes the oldest articles, step by step: next says up to which time,
// as a sorted set writes it, and how many.
func (r *removal) remove(ctx context.Context, next func() (most string, n int, err error)) error {
	for {
		most, n, err := next()
		if err != nil || n <= 0 {
			return err
		}
		places, err := r.e.client.ZRangeByScore(ctx, r.e.prefix+"articles",
			&redis.ZRangeBy{Min: "-inf", Max: most, Offset: r.after, Count: int64(n)}).Result()
		if err != nil {
			return r.e.explain(err)
		}
		if len(places) == 0 {
			return nil
		}
		gone, err := r.removeSome(ctx, places)
		if err != nil {
			return err
		}
		r.after += int64(len(places) - len(gone))
		r.done.Articles += int64(len(gone))
		if err := r.e.index.forget(ctx, gone); err != nil {
			return err
		}
	}
}

// removeSome removes those of some articles that may go, and returns their IDs.
func (r *removal) removeSome(ctx context.Context, places []string) (gone []string, err error) {
	args := []any{r.last}
	for _, p := range places {
		if id := idOf(p); !r.needed[id] {
			args = append(args, id)
		}
	}
	answer, err := r.e.run(ctx, "purge_articles", args...)
	if err != nil {
		return nil, err
	}
	ids, _ := answer.([]any)
	for _, id := range ids {
		gone = append(gone, fmt.Sprint(id))
	}
	return gone, nil
}
