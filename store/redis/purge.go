package redis

import (
	"context"
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// Purge implements store.Upkeep.
func (e *Engine) Purge(ctx context.Context, k news.Keep) (done news.Purged, err error) {
	if err = e.purgeSeen(ctx); err == nil {
		err = e.purgeMarks(ctx, k, &done)
	}
	if err == nil {
		err = e.purgeArticles(ctx, k, &done)
	}
	if err == nil && (k.Articles > 0 || k.Size > 0) {
		err = e.purgeVotes(ctx, &done)
	}
	if err == nil {
		err = e.purgeGone(ctx)
	}
	if err == nil {
		err = e.mendCounts(ctx)
	}
	if err != nil {
		return done, fmt.Errorf("purge: %w", err)
	}
	return done, nil
}

// purgeSeen removes the seen keys of periods that are looked up no more.
func (e *Engine) purgeSeen(ctx context.Context) error {
	return e.eachKey(ctx, "seen:", func(names []string) error {
		args := make([]any, len(names))
		for i, name := range names {
			args[i] = name
		}
		_, err := e.run(ctx, "purge_seen", args...)
		return err
	})
}

// purgeMarks removes the marks of deliveries that are over. A mark has no time,
// but a delivery's ID tells between which purges it was made.
func (e *Engine) purgeMarks(ctx context.Context, k news.Keep, done *news.Purged) error {
	now, kept := e.clock(), max(k.Deliveries, news.LeastKept)
	last, err := e.runInt(ctx, "purge_since", micro(now), micro(now.Add(-kept)))
	if err != nil || last == 0 || k.Deliveries <= 0 {
		return err
	}
	return e.eachKey(ctx, "told:", func(chats []string) error {
		for _, chat := range chats {
			for cursor := "0"; ; {
				answer, err := e.run(ctx, "purge_told", chat, cursor, last)
				if err != nil {
					return err
				}
				page, _ := answer.([]any)
				if len(page) != 2 {
					return fmt.Errorf("remove marks: %v is no answer", answer)
				}
				n, _ := page[1].(int64)
				done.Deliveries += n
				if cursor = fmt.Sprint(page[0]); cursor == "0" {
					break
				}
			}
		}
		return nil
	})
}

// purgeGone takes deliveries whose record is gone out of where they are listed, which
// nothing may come across for long.
func (e *Engine) purgeGone(ctx context.Context) error {
	for _, kind := range []string{"lane:", "held:", "buried:"} {
		err := e.eachKey(ctx, kind, func(chats []string) error {
			for _, chat := range chats {
				for cursor := any("0"); ; {
					var err error
					if cursor, err = e.run(ctx, "purge_gone", e.now(), kind, chat, cursor); err != nil {
						return err
					}
					if cursor == "0" {
						break
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// purgeVotes removes the votes on articles that are not in the archive.
func (e *Engine) purgeVotes(ctx context.Context, done *news.Purged) error {
	return e.eachKey(ctx, "voted:", func(chats []string) error {
		for _, chat := range chats {
			for cursor := uint64(0); ; {
				articles, next, err := e.client.SScan(ctx, e.prefix+"voted:"+chat, cursor, "", 500).Result()
				if err != nil {
					return e.explain(err)
				}
				if err := e.purgeVotesOf(ctx, chat, articles, done); err != nil {
					return err
				}
				if cursor = next; cursor == 0 {
					break
				}
			}
		}
		return nil
	})
}

func (e *Engine) purgeVotesOf(ctx context.Context, chat string, articles []string, done *news.Purged) error {
	missing, err := e.index.archive.Missing(ctx, articles)
	if err != nil || len(missing) == 0 {
		return err
	}
	args := []any{chat}
	for _, id := range missing {
		args = append(args, id)
	}
	n, err := e.runInt(ctx, "purge_votes", args...)
	done.Votes += n
	return err
}
