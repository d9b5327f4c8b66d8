package sqlite_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"github.com/rasadnews/rasad/store/storetest"
)

// BenchmarkIndexPeers measures what BenchmarkIndex is held against, with as many
// articles of the same press: the newest ten that hold a word, by FTS5 in its
// usual form, by rank as it is often used, and by LIKE without any index.
func BenchmarkIndexPeers(b *testing.B) {
	const articles = 100_000
	db, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "peer.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	p := storetest.NewPress(1)
	printPeer(b, db, p, articles)
	for _, w := range []struct {
		name, lang string
		n          int
	}{{"rare", "fa", 20_000}, {"middling", "en", 2_000}, {"common", "fa", 100}, {"commonest", "en", 2}} {
		word := p.Word(w.lang, w.n)
		for _, q := range []struct{ name, query, arg string }{
			{"FTS5", `SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 10`, `"` + word + `"*`},
			{"FTS5-bm25", `SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT 10`, `"` + word + `"*`},
			{"LIKE", `SELECT number FROM articles WHERE body LIKE ? ORDER BY number DESC LIMIT 10`, "%" + word + "%"},
		} {
			b.Run(q.name+"/"+w.name, func(b *testing.B) {
				storetest.Measure(b, func(ctx context.Context) error { return exhaust(db.QueryContext(ctx, q.query, q.arg)) })
			})
		}
	}
}

// printPeer fills the peer's tables.
func printPeer(b *testing.B, db *sql.DB, p *storetest.Press, articles int) {
	b.Helper()
	t, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	defer t.Rollback()
	_, err = t.Exec(`CREATE TABLE articles (number INTEGER PRIMARY KEY, body TEXT);
		CREATE VIRTUAL TABLE words USING fts5 (body, content = 'articles', content_rowid = 'number', tokenize = 'unicode61')`)
	if err != nil {
		b.Fatal(err)
	}
	for i := range articles {
		a := p.Claim(i, time.Unix(int64(i), 0)).Article
		body := a.Title + "\n" + a.Lead + "\n" + a.Body
		for _, put := range []string{`INSERT INTO articles (number, body) VALUES (?, ?)`, `INSERT INTO words (rowid, body) VALUES (?, ?)`} {
			if _, err := t.Exec(put, i, body); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := t.Commit(); err != nil {
		b.Fatal(err)
	}
}

// drain reads all rows.
func exhaust(rows *sql.Rows, err error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}
