package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/rasadnews/rasad/news"
)

// An archiveRow is an article on its way into the archive.
type archiveRow struct {
	id               string
	at               int64
	article, matches []byte
	topics           []string
	list             []byte // the topics, for the outbox
}

func newArchiveRow(c news.Claim, now int64) (*archiveRow, error) {
	article, err := encode(c.Article)
	if err != nil {
		return nil, fmt.Errorf("write article %s as JSON: %w", c.Article.URL, err)
	}
	matches, err := encode(c.Matches)
	if err != nil {
		return nil, fmt.Errorf("write matches of %s as JSON: %w", c.Article.URL, err)
	}
	r := &archiveRow{id: c.Article.ID, at: now, article: article, matches: matches}
	if at := c.Article.Time(); !at.IsZero() {
		r.at = max(0, min(now, micro(at)))
	}
	for _, m := range c.Matches {
		if !slices.Contains(r.topics, m.Topic) {
			r.topics = append(r.topics, m.Topic)
		}
	}
	if r.list, err = encode(r.topics); err != nil {
		return nil, fmt.Errorf("write topics of %s as JSON: %w", c.Article.URL, err)
	}
	return r, nil
}

// put writes the row. An article that is in the archive already, and was
// claimed anew by other keys, is replaced.
func (r *archiveRow) put(t *tx) error {
	if _, err := t.exec(`UPDATE counts SET n = n + 1 WHERE what = 'claims'`); err != nil {
		return err
	}
	number, added, err := r.add(t)
	if err == nil && !added {
		if err := dropArchived(t, r.id); err != nil {
			return err
		}
		number, _, err = r.add(t)
	}
	if err != nil {
		return err
	}
	for _, topic := range r.topics {
		if _, err := t.exec(`INSERT INTO article_topics (topic, at, article) VALUES (?, ?, ?)`, topic, r.at, number); err != nil {
			return err
		}
	}
	return nil
}

// add puts the row into the archive under the number of the last claim, unless
// its article is there.
func (r *archiveRow) add(t *tx) (number int64, added bool, err error) {
	return t.insert(`INSERT INTO articles (number, id, at, article, matches)
		VALUES ((SELECT n FROM counts WHERE what = 'claims'), ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
		r.id, r.at, r.article, r.matches)
}

// dropArchived removes an article from the archive, if it is there.
func dropArchived(t *tx, id string) error {
	var number, at int64
	var matches []byte
	found, err := t.get(`DELETE FROM articles WHERE id = ? RETURNING number, at, matches`, []any{id}, &number, &at, &matches)
	if err != nil || !found {
		return err
	}
	var old []news.Match
	if err := json.Unmarshal(matches, &old); err != nil {
		return fmt.Errorf("read matches of %s: %w", id, err)
	}
	for _, m := range old {
		if _, err := t.exec(`DELETE FROM article_topics WHERE topic = ? AND at = ? AND article = ?`, m.Topic, at, number); err != nil {
			return err
		}
	}
	return nil
}

// Archived implements store.Archive.
func (e *Engine) Archived(ctx context.Context, id string) (news.Archived, bool, error) {
	a, err := e.archived(ctx, `SELECT article, matches FROM articles WHERE id = ?`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return news.Archived{}, false, nil
	}
	if err != nil {
		return news.Archived{}, false, fmt.Errorf("read article %s: %w", id, e.reading(err))
	}
	return a, true, nil
}

func (e *Engine) archived(ctx context.Context, query string, arg any) (news.Archived, error) {
	var a news.Archived
	var article, matches []byte
	if err := e.reads.QueryRowContext(ctx, query, arg).Scan(&article, &matches); err != nil {
		return a, err
	}
	return a, errors.Join(json.Unmarshal(article, &a.Article), json.Unmarshal(matches, &a.Matches))
}

// A place is where an article stands in the order of the archive.
type place struct{ at, number int64 }

// Latest implements store.Archive.
func (e *Engine) Latest(ctx context.Context, topics []string, limit int) ([]news.Archived, error) {
	places, err := e.latest(ctx, topics, limit)
	if err != nil {
		return nil, fmt.Errorf("read the latest articles: %w", e.reading(err))
	}
	var articles []news.Archived
	for _, p := range places {
		a, err := e.archived(ctx, `SELECT article, matches FROM articles WHERE number = ?`, p.number)
		switch {
		case errors.Is(err, sql.ErrNoRows): // replaced since
		case err != nil:
			return nil, fmt.Errorf("read the latest articles: %w", e.reading(err))
		default:
			articles = append(articles, a)
		}
	}
	return articles, nil
}

// latest returns the places of the newest articles: of all, or the newest of
// each topic, merged.
func (e *Engine) latest(ctx context.Context, topics []string, limit int) ([]place, error) {
	if topics == nil {
		return e.places(ctx, `SELECT at, number FROM articles ORDER BY at DESC, number DESC LIMIT ?`, max(limit, 0))
	}
	var all []place
	for _, topic := range topics {
		some, err := e.places(ctx, `SELECT at, article FROM article_topics WHERE topic = ?
			ORDER BY at DESC, article DESC LIMIT ?`, topic, max(limit, 0))
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, func(a, b place) int {
		return cmp.Or(cmp.Compare(b.at, a.at), cmp.Compare(b.number, a.number))
	})
	all = slices.Compact(all)
	return all[:min(len(all), max(limit, 0))], nil
}

func (e *Engine) places(ctx context.Context, query string, args ...any) ([]place, error) {
	var places []place
	err := each(e.reads.QueryContext(ctx, query, args...))(func(r *sql.Rows) error {
		var p place
		err := r.Scan(&p.at, &p.number)
		places = append(places, p)
		return err
	})
	return places, err
}
