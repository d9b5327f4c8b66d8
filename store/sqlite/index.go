package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/sqlite/search"
)

// Search implements store.Index.
func (e *Engine) Search(ctx context.Context, s news.Search) (news.Found, error) {
	return e.index.Search(ctx, s)
}

// Days implements store.Index.
func (e *Engine) Days(ctx context.Context, topics []string, since, before time.Time, offset time.Duration) ([]news.Day, error) {
	return e.index.Days(ctx, topics, since, before, offset)
}

// TopTopics implements store.Index.
func (e *Engine) TopTopics(ctx context.Context, since, before time.Time, limit int) ([]news.Volume, error) {
	return e.index.TopTopics(ctx, since, before, limit)
}

// TopSources implements store.Index.
func (e *Engine) TopSources(ctx context.Context, topics []string, since, before time.Time, limit int) ([]news.Volume, error) {
	return e.index.TopSources(ctx, topics, since, before, limit)
}

// A claimed archive is the engine's, as its search index follows it.
type claimed struct{ e *Engine }

// nameSetting is the setting that holds the archive's name.
const nameSetting = "archive.name"

// Name implements search.Archive. A name is given when it is first asked for.
func (c claimed) Name(ctx context.Context) (string, error) {
	name, err := c.e.Setting(ctx, nameSetting)
	if err != nil || name != "" {
		return name, err
	}
	name = rand.Text()
	return name, c.e.PutSetting(ctx, nameSetting, name)
}

// LastClaim implements search.Archive.
func (c claimed) LastClaim(ctx context.Context) (n int64, err error) {
	err = c.e.reads.QueryRowContext(ctx, `SELECT n FROM counts WHERE what = 'claims'`).Scan(&n)
	if err != nil {
		return 0, c.e.reading(err)
	}
	return n, nil
}

// Size implements search.Archive.
func (c claimed) Size(ctx context.Context) (n int64, err error) {
	err = c.e.reads.QueryRowContext(ctx, `SELECT n FROM counts WHERE what = 'articles'`).Scan(&n)
	if err != nil {
		return 0, c.e.reading(err)
	}
	return n, nil
}

// Purges implements search.Archive.
func (c claimed) Purges(ctx context.Context) (n int64, err error) {
	err = c.e.reads.QueryRowContext(ctx, `SELECT n FROM counts WHERE what = 'purges'`).Scan(&n)
	if err != nil {
		return 0, c.e.reading(err)
	}
	return n, nil
}

// Missing implements search.Archive.
func (c claimed) Missing(ctx context.Context, ids []string) (missing []string, err error) {
	list, err := encode(ids)
	if err != nil {
		return nil, err
	}
	rows, err := c.e.reads.QueryContext(ctx, `SELECT value FROM json_each(?) AS asked
		WHERE NOT EXISTS (SELECT 1 FROM articles WHERE id = asked.value)`, string(list))
	err = each(rows, err)(func(r *sql.Rows) error {
		var id string
		err := r.Scan(&id)
		missing = append(missing, id)
		return err
	})
	if err != nil {
		return nil, c.e.reading(err)
	}
	return missing, nil
}

// Claimed implements search.Archive.
func (c claimed) Claimed(ctx context.Context, after int64, limit int) (articles []search.Claimed, reached int64, err error) {
	rows, err := c.e.reads.QueryContext(ctx, `SELECT number, at, article, matches FROM articles
		WHERE number > ? ORDER BY number LIMIT ?`, after, limit)
	err = each(rows, err)(func(r *sql.Rows) error {
		var a search.Claimed
		var at int64
		var article, matches sql.RawBytes
		if err := r.Scan(&a.Number, &at, &article, &matches); err != nil {
			return err
		}
		a.At, reached = moment(at), a.Number
		articles = append(articles, a)
		last := &articles[len(articles)-1]
		return errors.Join(json.Unmarshal(article, &last.Article), json.Unmarshal(matches, &last.Matches))
	})
	if err != nil {
		return nil, 0, c.e.reading(err)
	}
	return articles, reached, nil
}

// All implements search.Archive.
func (c claimed) All(ctx context.Context, ids []string) ([]news.Archived, error) {
	stmt, err := c.e.reads.PrepareContext(ctx, `SELECT article, matches FROM articles WHERE id = ?`)
	if err != nil {
		return nil, c.e.reading(err)
	}
	defer stmt.Close()
	var all []news.Archived
	for _, id := range ids {
		var a news.Archived
		var article, matches []byte
		err := stmt.QueryRowContext(ctx, id).Scan(&article, &matches)
		switch {
		case errors.Is(err, sql.ErrNoRows): // gone since
			continue
		case err == nil:
			err = errors.Join(json.Unmarshal(article, &a.Article), json.Unmarshal(matches, &a.Matches))
		}
		if err != nil {
			return nil, c.e.reading(err)
		}
		all = append(all, a)
	}
	return all, nil
}
