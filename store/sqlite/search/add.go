package search

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"maps"
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

// A batch is articles that become a segment.
type batch struct {
	articles []Claimed
	keys     []int64
	scanned  text.Text
}

// add takes articles in, in place of those of their IDs, as one segment.
func add(ctx context.Context, t *sql.Tx, view []part, articles []Claimed) error {
	b := batch{articles: latest(articles)}
	for i := range b.articles {
		if err := drop(ctx, t, view, b.articles[i].Article.ID); err != nil {
			return err
		}
	}
	if err := b.place(ctx, t); err != nil || len(b.articles) == 0 {
		return err
	}
	number, err := nextNumber(ctx, t)
	if err != nil {
		return err
	}
	s := b.segment(number)
	put, err := t.PrepareContext(ctx, `INSERT INTO leaves (number, data) VALUES (?, ?)`)
	if err != nil {
		return err
	}
	defer put.Close()
	w := leafWriter{full: func(first string, data []byte) error {
		_, err := put.ExecContext(ctx, s.nextLeaf(first), data)
		return err
	}}
	postings := b.postings()
	for _, term := range slices.Sorted(maps.Keys(postings)) {
		if err := w.add(term, postings[term]); err != nil {
			return err
		}
	}
	if err := w.end(); err != nil {
		return err
	}
	return s.put(ctx, t)
}

// latest returns articles in the order of their keys, the newest first, of each
// ID the last claim.
func latest(articles []Claimed) []Claimed {
	last := map[string]int64{}
	for i := range articles {
		last[articles[i].Article.ID] = articles[i].Number
	}
	articles = slices.DeleteFunc(slices.Clone(articles), func(c Claimed) bool { return last[c.Article.ID] != c.Number })
	slices.SortFunc(articles, func(a, b Claimed) int { return cmp.Compare(a.key(), b.key()) })
	return articles
}

// key returns the key that an article gets if it is free.
func (c *Claimed) key() int64 { return keyAt(c.At) | c.Number&(1<<keyBits-1) }

// place gives each article its key, and brings the newest to the front.
func (b *batch) place(ctx context.Context, t *sql.Tx) error {
	put, err := t.PrepareContext(ctx, `INSERT INTO articles (key, id) VALUES (?, ?) ON CONFLICT (key) DO NOTHING`)
	if err != nil {
		return err
	}
	defer put.Close()
	last := int64(-1)
	for i := range b.articles {
		key := max(b.articles[i].key(), last+1)
		for {
			r, err := put.ExecContext(ctx, key, b.articles[i].Article.ID)
			if err != nil {
				return err
			}
			if n, err := r.RowsAffected(); err != nil || n > 0 {
				last, b.keys = key, append(b.keys, key)
				break
			}
			key++
		}
	}
	slices.Reverse(b.articles)
	slices.Reverse(b.keys)
	return nil
}

// segment returns what there is to count of the articles.
func (b *batch) segment(number int64) *segment {
	s := &segment{number: number, keys: b.keys}
	var sources, topics lexicon
	for doc := range b.articles {
		s.sources = append(s.sources, sources.place(b.articles[doc].Article.Source))
		var seen []int32
		for _, m := range b.articles[doc].Matches {
			if topic := topics.place(m.Topic); !slices.Contains(seen, topic) {
				seen = append(seen, topic)
				s.matches = append(s.matches, match{int32(doc), topic})
			}
		}
	}
	s.names, s.topics = sources.words, topics.words
	return s
}

// A lexicon numbers words as they come.
type lexicon struct {
	words  []string
	places map[string]int32
}

func (l *lexicon) place(word string) int32 {
	n, ok := l.places[word]
	if !ok {
		if l.places == nil {
			l.places = map[string]int32{}
		}
		n = int32(len(l.words))
		l.places[word] = n
		l.words = append(l.words, word)
	}
	return n
}

// postings returns the documents of every term.
func (b *batch) postings() map[string][]int32 {
	postings := map[string][]int32{}
	for doc := range b.articles {
		b.terms(&b.articles[doc], func(term string) {
			docs := postings[term]
			if n := len(docs); n == 0 || docs[n-1] != int32(doc) {
				postings[term] = append(docs, int32(doc))
			}
		})
	}
	return postings
}

// terms calls use with all that an article is found by.
func (b *batch) terms(c *Claimed, use func(string)) {
	for _, f := range []news.Field{news.FieldTitle, news.FieldLead, news.FieldBody} {
		b.scanned.Scan(c.Article.Text(f))
		b.scanned.Keys(use)
	}
	for _, m := range c.Matches {
		use(label("topic", m.Topic))
	}
	use(label("source", c.Article.Source))
	lang := strings.ToLower(c.Article.Lang)
	use(label("lang", lang))
	base, _, _ := strings.Cut(lang, "-")
	use(label("lang", base))
}

// label returns the term by which an article is found that has something of an
// ID. No key of a text begins as it does.
func label(kind, id string) string {
	const mark = "§"
	sum := sha256.Sum256([]byte(kind + " " + id))
	return mark + hex.EncodeToString(sum[:8])
}

// nextNumber returns a number for a segment.
func nextNumber(ctx context.Context, t *sql.Tx) (number int64, err error) {
	err = t.QueryRowContext(ctx, `UPDATE state SET segment = segment + 1 RETURNING segment`).Scan(&number)
	return number, err
}

// nextLeaf returns the number of a new leaf that begins with a term.
func (s *segment) nextLeaf(first string) int64 {
	s.terms = append(s.terms, first)
	return s.number<<leafBits + int64(len(s.terms)-1)
}

// put writes a segment whose leaves are written.
func (s *segment) put(ctx context.Context, t *sql.Tx) error {
	_, err := t.ExecContext(ctx, `INSERT INTO segments (number, docs, columns, terms) VALUES (?, ?, ?, ?)`,
		s.number, len(s.keys), s.columns(), appendTexts(nil, s.terms))
	return err
}
