package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	codes "modernc.org/sqlite/lib"
)

// A view is a store's file opened to be read alone. It takes no owner's lock,
// so that it can be had beside the process that the file belongs to, and shows
// what has been committed.
type view struct {
	*sql.Conn
	db      *sql.DB
	version int
}

// look opens a view of the file at a path from the root.
func look(ctx context.Context, path string) (*view, error) {
	if err := inspect(path); err != nil {
		return nil, err
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("there is no such file")
	}
	v, err := open(ctx, address(path)+"&mode=ro")
	if codeOf(err) == codes.SQLITE_CANTOPEN && !inUse(path) {
		// The folder cannot be written, as SQLite wants to if others may come.
		v, err = open(ctx, address(path)+"&immutable=1")
	}
	return v, err
}

func open(ctx context.Context, address string) (*view, error) {
	db, err := sql.Open("sqlite", address)
	if err != nil {
		return nil, err
	}
	v := &view{db: db}
	if v.Conn, err = db.Conn(ctx); err == nil {
		v.version, err = currentVersion(ctx, v.Conn)
	}
	if err == nil && v.version == 0 {
		err = errors.New("there is no store in the file")
	}
	if err != nil {
		return nil, errors.Join(err, v.close())
	}
	return v, nil
}

// inUse tells whether somebody may have the file open, or died with it open.
func inUse(path string) bool {
	for _, suffix := range []string{logSuffix, shareSuffix} {
		if _, err := os.Stat(path + suffix); !errors.Is(err, fs.ErrNotExist) {
			return true
		}
	}
	return false
}

func (v *view) close() error {
	if v.Conn == nil {
		return v.db.Close()
	}
	return errors.Join(v.Conn.Close(), v.db.Close())
}

// Check is the package's Check of the engine's own file, while it is in use.
func (e *Engine) Check(ctx context.Context) ([]string, error) { return Check(ctx, e.path) }

// Check reads the whole file at path and returns what is wrong with it, a
// sentence each, up to some hundred; nothing if all is well. It looks for pages
// and indexes that are damaged, and for what contradicts itself in a file of
// the present version, all as of one moment. It changes nothing and may be
// called while another process uses the file; the write-ahead log grows
// meanwhile. It takes about a second for 100 MB. An error says why the file
// could not be checked: it is not there, no store, or of a newer version.
func Check(ctx context.Context, path string) ([]string, error) {
	full, err := fullPath(path)
	if err != nil {
		return nil, err
	}
	v, err := look(ctx, full)
	if err == nil {
		defer v.close()
		var wrong []string
		if wrong, err = v.check(ctx); err == nil {
			return wrong, nil
		}
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if codeOf(err) == codes.SQLITE_CORRUPT {
		return []string{explain(err).Error()}, nil
	}
	return nil, fmt.Errorf("check sqlite:%s: %w", full, explain(err))
}

func (v *view) check(ctx context.Context) ([]string, error) {
	t, err := v.BeginTx(ctx, nil) // so that all is read as of one moment
	if err != nil {
		return nil, err
	}
	defer t.Rollback()
	wrong, err := texts(t.QueryContext(ctx, `PRAGMA integrity_check`))
	if err != nil || len(wrong) != 1 || wrong[0] != "ok" {
		return wrong, err
	}
	wrong = nil
	newest, err := newestVersion()
	if err != nil || v.version != newest {
		return nil, err
	}
	for _, contradictions := range invariants {
		const most = 10
		some, err := texts(t.QueryContext(ctx, contradictions+` LIMIT ?`, most))
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, some...)
	}
	return wrong, nil
}

// texts returns the rows of a query for one text.
func texts(rows *sql.Rows, err error) ([]string, error) {
	var all []string
	err = each(rows, err)(func(r *sql.Rows) error {
		var s string
		err := r.Scan(&s)
		all = append(all, s)
		return err
	})
	return all, err
}

// invariants select what contradicts itself, a sentence each.
var invariants = []string{
	// Of deliveries that are over for good, those of chats that were forgotten
	// still count.
	`WITH there (what, n, more) AS (
		SELECT 'seen', count(*), 0 FROM seen UNION ALL SELECT 'articles', count(*), 0 FROM articles
		UNION ALL SELECT 'outbox', count(*), 0 FROM outbox UNION ALL SELECT 'chats', count(*), 0 FROM chats
		UNION ALL SELECT 'subscriptions', count(*), 0 FROM subscriptions UNION ALL SELECT 'watches', count(*), 0 FROM watches
		UNION ALL SELECT value, (SELECT count(*) FROM deliveries WHERE state = value), value IN ('sent', 'expired', 'dropped')
			FROM json_each('["pending","attempting","sent","buried","expired","joined","held","dropped"]'))
	SELECT format('the count of %s is %d, but there are %d', what, c.n, there.n)
		FROM there LEFT JOIN counts AS c USING (what) WHERE c.n IS NULL OR c.n < there.n OR c.n > there.n AND NOT more`,

	`SELECT format('article %s has the number %d, but the last claim is %d', id, number, n)
		FROM articles JOIN counts ON what = 'claims' WHERE number > n`,

	`SELECT format('article %s cannot be read: its JSON is broken', id) FROM articles
		WHERE NOT json_valid(CAST(article AS TEXT)) OR NOT json_valid(CAST(matches AS TEXT))`,

	`SELECT format('topic %s lists article number %d, which is not there', topic, t.article) FROM article_topics AS t
		WHERE NOT EXISTS (SELECT 1 FROM articles AS a WHERE a.number = t.article)`,

	`SELECT format('the lane of chat %d begins with delivery %d, but the first that waits is %d', o.chat, coalesce(head, 0), o.first)
		FROM (SELECT chat, (SELECT id FROM deliveries AS d WHERE d.chat = c.chat AND state IN ('pending', 'attempting')
				ORDER BY edits > 0, id LIMIT 1) AS first
			FROM (SELECT DISTINCT chat FROM deliveries WHERE state IN ('pending', 'attempting')) AS c) AS o
		LEFT JOIN lanes USING (chat) WHERE head IS NOT o.first`,

	`SELECT format('the lane of chat %d begins with delivery %d, which does not wait there', chat, head) FROM lanes
		WHERE head <> 0 AND NOT EXISTS (SELECT 1 FROM deliveries AS d
			WHERE d.id = head AND d.chat = lanes.chat AND state IN ('pending', 'attempting'))`,

	`SELECT format('delivery %d is joined to %d, which is not there or not open', d.id, d.joined_to) FROM deliveries AS d
		LEFT JOIN deliveries AS whole ON whole.id = d.joined_to
		WHERE d.state = 'joined' AND coalesce(whole.state, '') NOT IN ('pending', 'attempting', 'held', 'buried')`,
}
