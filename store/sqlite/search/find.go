package search

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/text"
)

// Search finds articles: see store.Index. It takes a batch of what was claimed
// of late in first, if the follower has not.
func (x *Index) Search(ctx context.Context, s news.Search) (news.Found, error) {
	found, err := x.search(ctx, s)
	if damaged(err) {
		x.discard()
		found, err = x.search(ctx, s)
	}
	if err != nil {
		return news.Found{}, fmt.Errorf("search the archive: %w", err)
	}
	return found, nil
}

func (x *Index) search(ctx context.Context, s news.Search) (news.Found, error) {
	db, left, err := x.ready(ctx)
	if err != nil || s.Limit <= 0 {
		return news.Found{Left: left}, err
	}
	ids, places, more, err := look(ctx, db, s)
	if err != nil {
		return news.Found{}, err
	}
	articles, err := x.archive.All(ctx, ids)
	if err != nil {
		return news.Found{}, err
	}
	found := news.Found{Left: left}
	for i := range ids {
		if len(articles) > 0 && articles[0].Article.ID == ids[i] { // else it is gone
			found.Articles = append(found.Articles, news.Placed{Archived: articles[0], Place: places[i]})
			articles = articles[1:]
		}
	}
	if more {
		found.Next = places[len(places)-1]
	}
	return found, nil
}

// ready returns the file once it has tables, and about how many articles are
// not in it yet.
func (x *Index) ready(ctx context.Context) (*sql.DB, int64, error) {
	if x.ended() {
		return nil, 0, errClosed
	}
	left, err := x.step(ctx)
	if err != nil {
		return nil, 0, err
	}
	db, err := x.db(ctx)
	if err != nil {
		return nil, 0, err
	}
	if left > 0 {
		x.Kick()
	}
	return db, left, nil
}

func (x *Index) ended() bool {
	select {
	case <-x.done:
		return true
	default:
		return false
	}
}

// look returns the IDs of one page with their places, and whether there are
// more.
func look(ctx context.Context, db *sql.DB, s news.Search) (ids []string, places []news.Cursor, more bool, err error) {
	from, to := span(s.Since, s.Before)
	if s.After != 0 {
		to = min(to, int64(s.After))
	}
	query := `SELECT key, id FROM articles WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT ?`
	args := []any{from, to, s.Limit + 1}
	if match := expression(s); match != "" {
		query = `SELECT a.key, a.id FROM words CROSS JOIN articles a ON a.key = words.rowid
			WHERE words MATCH ? AND words.rowid >= ? AND words.rowid < ? ORDER BY words.rowid DESC LIMIT ?`
		args = append([]any{match}, args...)
	}
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, nil, false, err
	}
	defer rows.Close()
	for rows.Next() {
		var key int64
		var id string
		if err := rows.Scan(&key, &id); err != nil {
			return nil, nil, false, err
		}
		if len(ids) == s.Limit {
			return ids, places, true, nil
		}
		ids, places = append(ids, id), append(places, news.Cursor(key))
	}
	return ids, places, false, rows.Err()
}

// span returns the keys of a time, the last one exclusive.
func span(since, before time.Time) (from, to int64) {
	to = math.MaxInt64
	if !since.IsZero() {
		from = keyAt(since)
	}
	if !before.IsZero() {
		to = keyAt(before)
	}
	return from, to
}

// expression returns what FTS5 is asked: empty for every article.
func expression(s news.Search) string {
	var groups []string
	for _, words := range s.Words {
		if group, every := anyOf(words); !every {
			groups = append(groups, group)
		}
	}
	for _, l := range []struct {
		kind string
		ids  []string
	}{{"topic", s.Topics}, {"source", s.Sources}, {"lang", lower(s.Langs)}} {
		var labels []string
		for _, id := range l.ids {
			labels = append(labels, `"`+label(l.kind, id)+`"`)
		}
		if len(labels) > 0 {
			groups = append(groups, "("+strings.Join(labels, " OR ")+")")
		}
	}
	return strings.Join(groups, " AND ")
}

func lower(langs []string) []string {
	var all []string
	for _, l := range langs {
		all = append(all, strings.ToLower(l))
	}
	return all
}

// anyOf returns the expression of a group of prefixes, and whether it is met by
// every article.
func anyOf(prefixes []string) (group string, every bool) {
	var parts []string
	for _, p := range prefixes {
		p = keyOf(p)
		if p == "" {
			return "", true
		}
		parts = append(parts, `"`+p+`"*`)
	}
	if len(parts) == 0 {
		return `"` + labelMark + `"`, false // which is nowhere
	}
	return "(" + strings.Join(parts, " OR ") + ")", false
}

// keyOf returns a prefix as keys are written: its letters and digits.
func keyOf(prefix string) string {
	return text.Key(utf16.Encode([]rune(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) || r == unicode.ReplacementChar {
			return r
		}
		return -1
	}, prefix))))
}
