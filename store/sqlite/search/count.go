package search

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/rasadnews/rasad/news"
)

// Days volumes the articles of each day: see store.Index.
func (x *Index) Days(ctx context.Context, topics []string, since, before time.Time, offset time.Duration) ([]news.Day, error) {
	db, _, err := x.ready(ctx)
	if err != nil {
		return nil, fmt.Errorf("count articles by day: %w", err)
	}
	from, to := span(since, before)
	c := calendar{seconds: int64(offset / time.Second), days: map[int64]int{}}
	articles, among := `SELECT ((key >> 16) + ?1 + 172800) / 86400, '', COUNT(*), SUM(matched) FROM articles
		WHERE key >= ?2 AND key < ?3 GROUP BY 1 ORDER BY 1`, ""
	args := []any{c.seconds, from, to}
	if topics != nil {
		articles = `SELECT ((key >> 16) + ?1 + 172800) / 86400, '', COUNT(DISTINCT key), COUNT(DISTINCT key) FROM topics
			WHERE key >= ?2 AND key < ?3 AND topic IN (SELECT value FROM json_each(?4)) GROUP BY 1 ORDER BY 1`
		among, args = `AND topic IN (SELECT value FROM json_each(?4))`, append(args, list(topics))
	}
	err = each(ctx, db, articles, c.count, args...)
	if err == nil {
		err = each(ctx, db, `SELECT ((key >> 16) + ?1 + 172800) / 86400, topic, COUNT(*), 0 FROM topics
			WHERE key >= ?2 AND key < ?3 `+among+` GROUP BY 1, 2 ORDER BY 1`, c.count, args...)
	}
	if err != nil {
		return nil, fmt.Errorf("count articles by day: %w", err)
	}
	return c.all, nil
}

// A calendar is the days of a count.
type calendar struct {
	seconds int64         // how far local time is ahead
	days    map[int64]int // of all, by number
	all     []news.Day
}

// count adds what was counted of a day, and of a topic if it names one. Days are
// numbered from the second before 1970 began on, so that none is negative.
func (c *calendar) count(number int64, topic string, articles, matched int) {
	const day = 24 * 60 * 60
	i, ok := c.days[number]
	if !ok {
		i = len(c.all)
		c.days[number] = i
		c.all = append(c.all, news.Day{Start: time.Unix((number-2)*day-c.seconds, 0).UTC(), Topics: map[string]int{}})
	}
	d := &c.all[i]
	if topic != "" {
		d.Topics[topic] += articles
		return
	}
	d.Articles += articles
	d.Matched += matched
}

// TopTopics volumes the articles of each topic: see store.Index.
func (x *Index) TopTopics(ctx context.Context, since, before time.Time, limit int) ([]news.Volume, error) {
	return x.top(ctx, "topic", `SELECT 0, topic, COUNT(*) AS n, COUNT(*) FROM topics
		WHERE key >= ?1 AND key < ?2 GROUP BY topic ORDER BY n DESC, topic LIMIT ?3`, nil, since, before, limit)
}

// TopSources volumes the articles of each source: see store.Index.
func (x *Index) TopSources(ctx context.Context, topics []string, since, before time.Time, limit int) ([]news.Volume, error) {
	among := ""
	if topics != nil {
		among = `AND key IN (SELECT key FROM topics WHERE key >= ?1 AND key < ?2 AND topic IN (SELECT value FROM json_each(?4)))`
	}
	return x.top(ctx, "source", `SELECT 0, source, COUNT(*) AS n, SUM(matched) FROM articles
		WHERE key >= ?1 AND key < ?2 `+among+` GROUP BY source ORDER BY n DESC, source LIMIT ?3`, topics, since, before, limit)
}

func (x *Index) top(ctx context.Context, what, query string, topics []string, since, before time.Time, limit int) ([]news.Volume, error) {
	db, _, err := x.ready(ctx)
	var volumes []news.Volume
	if err == nil {
		from, to := span(since, before)
		args := []any{from, to, max(limit, 0)}
		if topics != nil {
			args = append(args, list(topics))
		}
		err = each(ctx, db, query, func(_ int64, id string, articles, matched int) {
			volumes = append(volumes, news.Volume{ID: id, Articles: articles, Matched: matched})
		}, args...)
	}
	if err != nil {
		return nil, fmt.Errorf("count articles by %s: %w", what, err)
	}
	return volumes, nil
}

// list returns topics as SQLite reads a list.
func list(topics []string) string {
	b, _ := json.Marshal(topics) // strings always marshal
	return string(b)
}

// each calls use for every row of a count.
func each(ctx context.Context, db *sql.DB, query string, use func(number int64, id string, articles, matched int), args ...any) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var number int64
		var id string
		var articles, matched int
		if err := rows.Scan(&number, &id, &articles, &matched); err != nil {
			return err
		}
		use(number, id, articles, matched)
	}
	return rows.Err()
}
