package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"

	codes "modernc.org/sqlite/lib"
)

// write writes the copy into the empty file of a part, and checks it. VACUUM copies
// indexes as they are: if the file is damaged, or the copy is, the rows are copied
// alone, which goes well if only indexes are damaged.
func write(ctx context.Context, v *view, f *os.File, part string) error {
	_, err := v.ExecContext(ctx, `VACUUM INTO ?`, part)
	if err == nil {
		err = v.undisturbed()
	}
	if err == nil {
		err = sound(ctx, part, false)
	}
	if codeOf(err) == codes.SQLITE_CORRUPT || errors.Is(err, errUnsound) {
		if anew := v.copyRows(ctx, f, part); anew == nil {
			err = nil
		} else if ctx.Err() != nil || codeOf(anew) == codes.SQLITE_FULL {
			err = anew
		}
	}
	return errors.Join(err, f.Sync())
}

// errUnsound is in the error of a copy in which something is wrong.
var errUnsound = errors.New("the copy is not sound")

// sound checks a copy. If it must be strict, what a purge would mend is wrong too.
func sound(ctx context.Context, part string, strict bool) error {
	wrong, err := Check(ctx, part)
	if err != nil {
		return err
	}
	for i := range wrong {
		wrong[i].Mends = wrong[i].Mends && !strict
	}
	if told := damages(wrong); len(told) > 0 {
		return fmt.Errorf("%w: %s", errUnsound, strings.Join(told, "; "))
	}
	return nil
}

// copyRows copies the rows of all tables into the file of a part, of which nothing is
// of use, and makes the indexes from them. What an index would tell of rows that a
// table has lost is not seen then, but by the counts that are kept of them.
func (v *view) copyRows(ctx context.Context, f *os.File, part string) (err error) {
	if err := errors.Join(f.Truncate(0), discardBeside(part)); err != nil {
		return err
	}
	if _, err := v.ExecContext(ctx, `ATTACH ? AS copy`, part); err != nil {
		return err
	}
	defer func() {
		_, detached := v.ExecContext(context.WithoutCancel(ctx), `DETACH copy`)
		if err = errors.Join(err, detached); err == nil {
			err = errors.Join(v.undisturbed(), sound(ctx, part, true))
		}
	}()
	if err := v.sameForm(ctx); err != nil {
		return err
	}
	t, err := v.BeginTx(ctx, nil) // so that all is of one moment
	if err != nil {
		return err
	}
	defer t.Rollback()
	if err := copySchema(ctx, t); err != nil {
		return err
	}
	return t.Commit()
}

// sameForm gives the empty copy the form of the file. It needs no journal: it is
// whole, or thrown away.
func (v *view) sameForm(ctx context.Context) error {
	for _, name := range []string{"page_size", "auto_vacuum", "application_id", "user_version"} {
		var n int64
		if err := v.QueryRowContext(ctx, `PRAGMA main.`+name).Scan(&n); err != nil {
			return err
		}
		if _, err := v.ExecContext(ctx, fmt.Sprintf(`PRAGMA copy.%s = %d`, name, n)); err != nil {
			return err
		}
	}
	_, err := v.ExecContext(ctx, `PRAGMA copy.journal_mode = OFF; PRAGMA copy.synchronous = OFF`)
	return err
}

// made finds in a statement of a schema, as SQLite keeps it, what stands before the
// name of what it makes.
var made = regexp.MustCompile(`^CREATE (?:TABLE|(?:UNIQUE )?INDEX|TRIGGER) `)

// copySchema makes all of the file in the copy: tables with their rows, then indexes,
// then triggers, which must not see the rows come.
func copySchema(ctx context.Context, t *sql.Tx) error {
	const kinds = `SELECT type, name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
		ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, rowid`
	type part struct{ kind, name, sql string }
	var all []part
	err := each(t.QueryContext(ctx, kinds))(func(r *sql.Rows) error {
		var p part
		err := r.Scan(&p.kind, &p.name, &p.sql)
		all = append(all, p)
		return err
	})
	if err != nil {
		return err
	}
	for _, p := range all {
		if _, err := t.ExecContext(ctx, made.ReplaceAllString(p.sql, `${0}copy.`)); err != nil {
			return err
		}
		if p.kind != "table" {
			continue
		}
		if err := copyTable(ctx, t, p.name); err != nil {
			return err
		}
	}
	if _, err := t.ExecContext(ctx, `DELETE FROM copy.sqlite_sequence`); err != nil {
		return err
	}
	return copyTable(ctx, t, "sqlite_sequence")
}

// copyTable copies the rows of a table. Without a condition SQLite would copy the
// indexes of its keys as they are.
func copyTable(ctx context.Context, t *sql.Tx, name string) error {
	by := `NOT INDEXED`
	var key string // which is the table itself, if it has no rowid
	err := t.QueryRowContext(ctx, `SELECT i.name FROM pragma_table_list AS t JOIN pragma_index_list(t.name, 'main') AS i
		WHERE t.schema = 'main' AND t.name = ? AND t.wr AND i.origin = 'pk'`, name).Scan(&key)
	switch {
	case err == nil:
		by = `INDEXED BY ` + quoted(key)
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	_, err = t.ExecContext(ctx, fmt.Sprintf(`INSERT INTO copy.%[1]s SELECT * FROM main.%[1]s %[2]s WHERE true`, quoted(name), by))
	return err
}

// quoted writes a name as SQL has it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
