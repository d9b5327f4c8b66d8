package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/rasadnews/rasad/news"
)

const (
	// someArticles, and someRows, are what a step of a purge removes at most.
	// Whoever writes meanwhile waits for one step, some milliseconds.
	someArticles = 100
	someRows     = 500

	// somePages are given back to the disk in a step.
	somePages = 500
)

// Purge implements store.Upkeep. That the search index cannot be told of what is
// gone holds nothing up, as it finds out by itself; but the call then says so.
func (e *Engine) Purge(ctx context.Context, k news.Keep) (done news.Purged, err error) {
	before, err := e.size(ctx)
	if err == nil {
		p := purge{Engine: e, done: &done}
		err = errors.Join(p.run(ctx, k), p.untold)
	}
	if after, sizeErr := e.size(context.WithoutCancel(ctx)); sizeErr == nil {
		done.Bytes = max(0, before-after)
	}
	if err != nil {
		return done, fmt.Errorf("purge: %w", err)
	}
	return done, nil
}

// A purge is one call of Purge.
type purge struct {
	*Engine
	done   *news.Purged
	untold error // why the search index was not told of what is gone
}

func (p *purge) run(ctx context.Context, k news.Keep) error {
	now := p.clock()
	if k.Deliveries > 0 {
		over := micro(now.Add(-max(k.Deliveries, news.LeastKept)))
		if err := p.purgeDeliveries(ctx, over); err != nil {
			return err
		}
	}
	if err := p.purgeKeys(ctx, micro(now.Add(-news.LeastKept))); err != nil {
		return err
	}
	if err := p.purgeSeen(ctx); err != nil {
		return err
	}
	if k.Articles > 0 {
		err := p.purgeArticles(ctx, micro(now.Add(-k.Articles)), func() (bool, error) { return true, nil })
		if err != nil {
			return err
		}
	}
	if k.Size > 0 {
		err := p.purgeArticles(ctx, math.MaxInt64, func() (bool, error) {
			size, err := p.size(ctx)
			return size > k.Size, err
		})
		if err != nil {
			return err
		}
	}
	if k.Articles > 0 || k.Size > 0 {
		if err := p.purgeVotes(ctx); err != nil {
			return err
		}
	}
	if err := p.recount(ctx); err != nil {
		return err
	}
	return p.giveBack(ctx)
}

// size returns the bytes of the pages in use.
func (e *Engine) size(ctx context.Context) (bytes int64, err error) {
	err = e.reads.QueryRowContext(ctx, `SELECT (p.page_count - f.freelist_count) * s.page_size
		FROM pragma_page_count AS p, pragma_freelist_count AS f, pragma_page_size AS s`).Scan(&bytes)
	if err != nil {
		return 0, e.reading(err)
	}
	return bytes, nil
}

// purgeDeliveries removes those that are over since before a time. They still
// count.
func (p *purge) purgeDeliveries(ctx context.Context, over int64) error {
	for removed := int64(someRows); removed == someRows; {
		err := p.write(ctx, func(t *tx) error {
			removed = 0
			for _, state := range []news.DeliveryState{news.DeliverySent, news.DeliveryDropped, news.DeliveryExpired} {
				n, err := t.exec(`DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries
					WHERE state IN ('sent', 'dropped', 'expired') AND max(ended_at, created_at) < ? AND state = ? LIMIT ?)`,
					over, state, someRows-removed)
				if err != nil {
					return err
				}
				if _, err := t.exec(`UPDATE counts SET n = n + ? WHERE what = ?`, n, state); err != nil {
					return err
				}
				removed += n
			}
			return nil
		})
		if err != nil {
			return err
		}
		p.done.Deliveries += removed
	}
	return nil
}

// purgeKeys removes used keys of deliveries that are no more.
func (e *Engine) purgeKeys(ctx context.Context, old int64) error {
	for removed := int64(someRows); removed == someRows; {
		err := e.write(ctx, func(t *tx) (err error) {
			removed, err = t.exec(`DELETE FROM spent_keys WHERE once IN (SELECT once FROM spent_keys WHERE at < ? LIMIT ?)`, old, someRows)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// purgeArticles removes the oldest articles that may go, of those before a time,
// while more should go: that is asked before each step.
func (p *purge) purgeArticles(ctx context.Context, before int64, more func() (bool, error)) error {
	after := place{at: -1}
	for {
		if ok, err := more(); !ok || err != nil {
			return err
		}
		some, err := p.places(ctx, `SELECT at, number FROM articles WHERE (at, number) > (?, ?) AND at < ? ORDER BY at, number LIMIT ?`,
			after.at, after.number, before, someArticles)
		if err != nil {
			return p.reading(err)
		}
		if len(some) == 0 {
			return nil
		}
		if err := p.purgeSome(ctx, some); err != nil {
			return err
		}
		after = some[len(some)-1]
	}
}

// purgeSome removes those of some articles that may go.
func (p *purge) purgeSome(ctx context.Context, some []place) error {
	numbers := make([]int64, len(some))
	for i, at := range some {
		numbers[i] = at.number
	}
	list, err := encode(numbers)
	if err != nil {
		return err
	}
	var gone []string
	err = p.write(ctx, func(t *tx) error {
		var ids []byte
		_, err := t.get(`SELECT json_group_array(a.id) FROM json_each(?) AS n JOIN articles AS a ON a.number = n.value
			WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE article = a.id)
			AND NOT EXISTS (SELECT 1 FROM deliveries WHERE article = a.id AND article <> '' AND state NOT IN ('sent', 'dropped', 'expired'))`,
			[]any{string(list)}, &ids)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(ids, &gone); err != nil || len(gone) == 0 {
			return err
		}
		for _, id := range gone {
			if err := dropArchived(t, id); err != nil {
				return err
			}
		}
		_, err = t.exec(`UPDATE counts SET n = n + 1 WHERE what = 'purges'`)
		return err
	})
	if err != nil || len(gone) == 0 {
		return err
	}
	p.done.Articles += int64(len(gone))
	if p.untold == nil { // one that cannot be told now is not asked again and again
		p.untold = p.index.Forget(ctx, gone)
	}
	return nil
}

// purgeVotes removes the votes on articles that are not in the archive: also
// those that were cast once they were gone.
func (p *purge) purgeVotes(ctx context.Context) error {
	for {
		gone, err := texts(p.reads.QueryContext(ctx, `SELECT DISTINCT article FROM votes AS v
			WHERE NOT EXISTS (SELECT 1 FROM articles AS a WHERE a.id = v.article) LIMIT ?`, someArticles))
		if err != nil {
			return p.reading(err)
		}
		if len(gone) == 0 {
			return nil
		}
		var votes int64
		err = p.write(ctx, func(t *tx) error {
			votes = 0
			for _, article := range gone {
				n, err := t.exec(`DELETE FROM votes WHERE article = ?1 AND NOT EXISTS (SELECT 1 FROM articles WHERE id = ?1)`, article)
				if err != nil {
					return err
				}
				votes += n
			}
			return nil
		})
		if err != nil {
			return err
		}
		p.done.Votes += votes
	}
}

// giveBack makes the file smaller by the pages that are free. One that an older
// program made keeps them for what will be written.
func (e *Engine) giveBack(ctx context.Context) error {
	for {
		var free, mode int64
		err := e.reads.QueryRowContext(ctx, `SELECT f.freelist_count, v.auto_vacuum FROM pragma_freelist_count AS f, pragma_auto_vacuum AS v`).Scan(&free, &mode)
		const incremental = 2
		if err != nil {
			return e.reading(err)
		}
		if free == 0 || mode != incremental {
			return nil
		}
		if err := e.write(ctx, func(t *tx) error { return t.vacuum(min(free, somePages)) }); err != nil {
			return err
		}
	}
}

// vacuum cuts free pages off the file.
func (t *tx) vacuum(pages int64) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	rows, err := t.writer.conn.QueryContext(ctx, fmt.Sprintf("PRAGMA incremental_vacuum(%d)", pages))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() { // it frees a page with every row
	}
	return rows.Err()
}
