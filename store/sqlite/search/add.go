package search

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/text"
)

// keyBits are those of a key below its seconds.
const keyBits = 16

// keyAt returns the first key of a time.
func keyAt(at time.Time) int64 { return max(0, at.Unix()) << keyBits }

// An adder takes articles in, in one transaction.
type adder struct {
	ctx     context.Context
	t       *sql.Tx
	scanned text.Text
	words   map[string]struct{}
	row     strings.Builder
}

// add takes articles in, in place of those of their IDs. FTS5 wants them in the
// order of their keys: else it writes a segment for each.
func add(ctx context.Context, t *sql.Tx, articles []Claimed) error {
	articles = latest(articles)
	a := &adder{ctx: ctx, t: t, words: map[string]struct{}{}}
	for i := range articles {
		if err := drop(ctx, t, articles[i].Article.ID); err != nil {
			return err
		}
	}
	for i := range articles {
		if err := a.add(&articles[i]); err != nil {
			return err
		}
	}
	return nil
}

// latest returns articles in the order of their keys, of each ID the last
// claim.
func latest(articles []Claimed) []Claimed {
	last := map[string]int64{}
	for i := range articles {
		last[articles[i].Article.ID] = articles[i].Number
	}
	articles = slices.DeleteFunc(slices.Clone(articles), func(c Claimed) bool { return last[c.Article.ID] != c.Number })
	slices.SortFunc(articles, func(a, b Claimed) int {
		return cmp.Or(cmp.Compare(keyAt(a.At), keyAt(b.At)), cmp.Compare(a.Number&(1<<keyBits-1), b.Number&(1<<keyBits-1)))
	})
	return articles
}

func (a *adder) add(c *Claimed) error {
	key := keyAt(c.At) | c.Number&(1<<keyBits-1)
	for {
		var taken bool
		if err := a.t.QueryRowContext(a.ctx, `SELECT EXISTS (SELECT 1 FROM articles WHERE key = ?)`, key).Scan(&taken); err != nil {
			return err
		}
		if !taken {
			break
		}
		key++
	}
	_, err := a.t.ExecContext(a.ctx, `INSERT INTO articles (key, id, source, matched) VALUES (?, ?, ?, ?)`,
		key, c.Article.ID, c.Article.Source, len(c.Matches) > 0)
	if err != nil {
		return err
	}
	for _, m := range c.Matches {
		if _, err := a.t.ExecContext(a.ctx, `INSERT OR IGNORE INTO topics (key, topic) VALUES (?, ?)`, key, m.Topic); err != nil {
			return err
		}
	}
	_, err = a.t.ExecContext(a.ctx, `INSERT INTO words (rowid, keys) VALUES (?, ?)`, key, a.wordsOf(c))
	return err
}

// wordsOf returns all that an article is found by, parted by blanks.
func (a *adder) wordsOf(c *Claimed) string {
	clear(a.words)
	a.row.Reset()
	put := func(word string) {
		if _, ok := a.words[word]; !ok {
			a.words[word] = struct{}{}
			a.row.WriteString(word)
			a.row.WriteByte(' ')
		}
	}
	for _, f := range []news.Field{news.FieldTitle, news.FieldLead, news.FieldBody} {
		a.scanned.Scan(c.Article.Text(f))
		a.scanned.Keys(put)
	}
	for _, m := range c.Matches {
		put(label("topic", m.Topic))
	}
	put(label("source", c.Article.Source))
	lang := strings.ToLower(c.Article.Lang)
	put(label("lang", lang))
	base, _, _ := strings.Cut(lang, "-")
	put(label("lang", base))
	return a.row.String()
}

// label returns the word by which an article is found that has something of an
// ID. No key of a text begins as it does.
func label(kind, id string) string {
	sum := sha256.Sum256([]byte(kind + " " + id))
	return labelMark + hex.EncodeToString(sum[:8])
}

// labelMark is no letter, but FTS5 takes it for one.
const labelMark = "§"

// Forget takes out the articles of IDs that the archive holds no more. Until it
// is told, a search passes over them.
func (x *Index) Forget(ctx context.Context, ids []string) error {
	x.turn.Lock()
	defer x.turn.Unlock()
	db, err := x.db(ctx)
	if err != nil {
		return err
	}
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("take articles out of the search index: %w", err)
	}
	defer t.Rollback()
	for _, id := range ids {
		if err := drop(ctx, t, id); err != nil {
			return fmt.Errorf("take articles out of the search index: %w", err)
		}
	}
	return t.Commit()
}

// drop takes the article of an ID out, if it is there.
func drop(ctx context.Context, t *sql.Tx, id string) error {
	var key int64
	err := t.QueryRowContext(ctx, `DELETE FROM articles WHERE id = ? RETURNING key`, id).Scan(&key)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `DELETE FROM topics WHERE key = ?`, key); err != nil {
		return err
	}
	_, err = t.ExecContext(ctx, `DELETE FROM words WHERE rowid = ?`, key)
	return err
}
