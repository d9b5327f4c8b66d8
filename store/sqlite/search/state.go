package search

import (
	"context"
	"crypto/rand"
	"database/sql"
	_ "embed"
	"errors"
	"strings"

	"github.com/rasadnews/rasad/news/text"
)

//go:embed schema.sql
var schema string

// tableNames are those of the schema.
const tableNames = "state articles segments leaves dead waste"

const (
	// version is that of the tables and of what they hold.
	version = 2

	// present is a version with that of the keys.
	present = version<<16 | text.KeyVersion
)

// A standing is how far an index is, as a transaction sees it.
type standing struct {
	epoch   string // names the tables; "" if there are none of this version
	archive string // its name
	claim   int64  // the last one that is in
	purges  int64  // that have been heeded
	segment int64  // the last number of one
}

// stand returns how far an index is.
func stand(ctx context.Context, t *sql.Tx) (s standing, err error) {
	names := strings.Fields(tableNames)
	var there, of int
	err = t.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE name IN ('`+strings.Join(names, "', '")+`')`).Scan(&there)
	if err != nil || there < len(names) {
		return standing{}, err
	}
	err = t.QueryRowContext(ctx, `SELECT version FROM state`).Scan(&of)
	if errors.Is(err, sql.ErrNoRows) || err == nil && of != present {
		return standing{}, nil
	}
	if err != nil {
		return standing{}, err
	}
	err = t.QueryRowContext(ctx, `SELECT epoch, archive, claim, purges, segment FROM state`).
		Scan(&s.epoch, &s.archive, &s.claim, &s.purges, &s.segment)
	return s, err
}

// is tells whether there are tables, of an archive of a name.
func (s standing) is(archive string) bool { return s.epoch != "" && s.archive == archive }

// begin makes the tables of an archive anew, in place of those of a standing.
func begin(ctx context.Context, t *sql.Tx, archive string, old standing) (standing, error) {
	if err := empty(ctx, t); err != nil {
		return standing{}, err
	}
	if _, err := t.ExecContext(ctx, schema); err != nil {
		return standing{}, err
	}
	s := standing{epoch: rand.Text(), archive: archive, segment: old.segment}
	_, err := t.ExecContext(ctx, `INSERT INTO state (version, archive, claim, epoch, segment) VALUES (?, ?, 0, ?, ?)`,
		present, s.archive, s.epoch, s.segment)
	return s, err
}

// empty drops all tables.
func empty(ctx context.Context, t *sql.Tx) error {
	for _, table := range append(strings.Fields(tableNames), "topics", "words") { // which older versions had
		if _, err := t.ExecContext(ctx, `DROP TABLE IF EXISTS `+table); err != nil {
			return err
		}
	}
	return nil
}
