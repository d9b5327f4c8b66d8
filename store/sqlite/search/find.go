package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/text"
)

// Search finds articles: see store.Index. It takes a batch of what was claimed
// of late in first, if the follower has not.
func (x *Index) Search(ctx context.Context, s news.Search) (found news.Found, err error) {
	err = x.read(ctx, func(r *reading) error {
		found, err = x.search(ctx, r, s)
		return err
	})
	if err != nil {
		return news.Found{}, fmt.Errorf("search the archive: %w", err)
	}
	return found, nil
}

func (x *Index) search(ctx context.Context, r *reading, s news.Search) (news.Found, error) {
	found := news.Found{Left: r.left}
	if s.Limit <= 0 {
		return found, nil
	}
	places, err := r.find(ctx, s)
	if err != nil {
		return found, err
	}
	if len(places) > s.Limit {
		places = places[:s.Limit]
		found.Next = news.Cursor(places[s.Limit-1])
	}
	ids, places, err := r.ids(ctx, places)
	if err != nil {
		return found, err
	}
	articles, err := x.archive.All(ctx, ids)
	if err != nil {
		return found, err
	}
	for i := range ids {
		if len(articles) > 0 && articles[0].Article.ID == ids[i] { // else it is gone
			found.Articles = append(found.Articles, news.Placed{Archived: articles[0], Place: news.Cursor(places[i])})
			articles = articles[1:]
		}
	}
	return found, nil
}

// ids returns the IDs of the articles of keys, and those keys again.
func (r *reading) ids(ctx context.Context, keys []int64) (ids []string, there []int64, err error) {
	stmt := r.t.StmtContext(ctx, r.idOf)
	for _, key := range keys {
		var id string
		if err := stmt.QueryRowContext(ctx, key).Scan(&id); errors.Is(err, sql.ErrNoRows) {
			return nil, nil, fmt.Errorf("a document has no article: %w", errDamaged)
		} else if err != nil {
			return nil, nil, err
		}
		ids, there = append(ids, id), append(there, key)
	}
	return ids, there, nil
}

// find returns the keys of one page and of the article behind it, the newest
// first. Segments are looked at from the newest on, as far as one of them can
// still have something for the page.
func (r *reading) find(ctx context.Context, s news.Search) ([]int64, error) {
	from, to := span(s.Since, s.Before)
	if s.After != 0 {
		to = min(to, int64(s.After))
	}
	groups, never := groupsOf(s)
	if never {
		return nil, nil
	}
	q := query{groups: groups, most: min(s.Limit, articlesOf(r.view)) + 1, reader: r.t.StmtContext(ctx, r.leaves)}
	var page []int64
	for _, p := range r.view {
		if len(page) == q.most && page[q.most-1] > p.keys[0] {
			break
		}
		var err error
		if page, err = q.in(ctx, p, from, to, page); err != nil {
			return nil, err
		}
	}
	return page, nil
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

// groupsOf returns the groups of prefixes that a search asks for, those first
// that few articles meet as a rule; and whether no article can meet them all.
func groupsOf(s news.Search) (groups [][]string, never bool) {
	for _, l := range []struct {
		kind string
		ids  []string
	}{{"topic", s.Topics}, {"source", s.Sources}, {"lang", s.Langs}} {
		var labels []string
		for _, id := range l.ids {
			if l.kind == "lang" {
				id = strings.ToLower(id)
			}
			labels = append(labels, label(l.kind, id))
		}
		if len(labels) > 0 {
			groups = append(groups, least(labels))
		}
	}
	for _, words := range s.Words {
		prefixes := make([]string, 0, len(words))
		for _, w := range words {
			prefixes = append(prefixes, keyOf(w))
		}
		if len(prefixes) == 0 {
			return nil, true
		}
		if !slices.Contains(prefixes, "") { // which every article meets
			groups = append(groups, least(prefixes))
		}
	}
	return groups, false
}

// least returns prefixes in their order, without those that begin with another.
func least(prefixes []string) []string {
	slices.Sort(prefixes)
	kept := prefixes[:1]
	for _, p := range prefixes[1:] {
		if !strings.HasPrefix(p, kept[len(kept)-1]) {
			kept = append(kept, p)
		}
	}
	return kept
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
