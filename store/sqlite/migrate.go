package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
)

// migrations holds the schema as steps, forward only: the file that stands
// n-th by name brings a database from version n-1 to n. A step that was
// released is never changed.
//
//go:embed migrations/*.sql
var migrations embed.FS

// application marks a database file as rasad's own: "rasd" in ASCII.
const application = 0x72617364

// migrate brings the database to the newest version, each step in a
// transaction of its own.
func migrate(ctx context.Context, conn *sql.Conn) error {
	steps, err := fs.ReadDir(migrations, "migrations")
	if err != nil {
		return err
	}
	version, err := currentVersion(ctx, conn)
	if err != nil {
		return err
	}
	for ; version < len(steps); version++ {
		name := steps[version].Name()
		step, err := migrations.ReadFile("migrations/" + name)
		if err != nil {
			return err
		}
		if err := apply(ctx, conn, string(step), version+1); err != nil {
			return fmt.Errorf("migrate to version %d by %s: %w", version+1, name, err)
		}
	}
	return nil
}

// newestVersion returns the version that migrate brings a database to.
func newestVersion() (int, error) {
	steps, err := fs.ReadDir(migrations, "migrations")
	return len(steps), err
}

// currentVersion returns the version of a database, 0 for an empty one. One
// that another program made, or a newer one of this program, is refused.
func currentVersion(ctx context.Context, conn *sql.Conn) (int, error) {
	var owner, version, tables int
	err := conn.QueryRowContext(ctx, `SELECT
		(SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version),
		(SELECT COUNT(*) FROM sqlite_schema)`).Scan(&owner, &version, &tables)
	if err != nil {
		return 0, err
	}
	if owner != application && (owner != 0 || tables > 0) {
		return 0, errors.New("the database is another program's: give another path")
	}
	newest, err := newestVersion()
	if err != nil {
		return 0, err
	}
	if version > newest {
		return 0, fmt.Errorf("the database has version %d and this program knows versions up to %d: "+
			"run the newer program that wrote it, or restore a backup", version, newest)
	}
	return version, nil
}

// A part is a table, an index or a trigger of a schema.
type part struct{ kind, name string }

// schema selects the parts of a file's schema, with what made each.
const schema = `SELECT type, name, coalesce(sql, '') FROM sqlite_schema`

func readSchema(rows *sql.Rows, err error) func(map[part]string) error {
	return func(parts map[part]string) error {
		return each(rows, err)(func(r *sql.Rows) error {
			var p part
			var made string
			err := r.Scan(&p.kind, &p.name, &made)
			parts[p] = made
			return err
		})
	}
}

// schemaOf returns the schema of a version.
func schemaOf(ctx context.Context, version int) (map[part]string, error) {
	steps, err := fs.ReadDir(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // each would have a database of its own
	for _, step := range steps[:version] {
		text, err := migrations.ReadFile("migrations/" + step.Name())
		if err != nil {
			return nil, err
		}
		if _, err := db.ExecContext(ctx, string(text)); err != nil {
			return nil, err
		}
	}
	parts := map[part]string{}
	return parts, readSchema(db.QueryContext(ctx, schema))(parts)
}

// apply runs one step and records its version.
func apply(ctx context.Context, conn *sql.Conn, step string, version int) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, step); err != nil {
		return err
	}
	mark := fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = %d", version, application)
	if _, err := tx.ExecContext(ctx, mark); err != nil {
		return err
	}
	return tx.Commit()
}
