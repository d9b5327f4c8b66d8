package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	codes "modernc.org/sqlite/lib"
)

// A Fault is something that is wrong with a file.
type Fault struct {
	Text string // a sentence

	// Mends tells that nothing is lost, and that the next purge mends it.
	Mends bool
}

func (f Fault) String() string { return f.Text }

// damages returns the faults that no purge mends, as texts.
func damages(faults []Fault) []string {
	var texts []string
	for _, f := range faults {
		if !f.Mends {
			texts = append(texts, f.Text)
		}
	}
	return texts
}

// Check is the package's Check of the engine's own file, while it is in use.
func (e *Engine) Check(ctx context.Context) ([]Fault, error) { return Check(ctx, e.path) }

// Check reads the whole file at path and returns what is wrong with it, up to
// some hundred faults; none if all is well. It looks for pages and indexes that
// are damaged, for tables, indexes and triggers that its version should have, and
// for what contradicts itself in a file of the present version, all as of one
// moment. It changes nothing, leaves nothing beside the file, and may be
// called while another process uses the file; the write-ahead log grows
// meanwhile. It takes about a second for 100 MB. An error says why the file
// could not be checked: it is not there, no store, or of a newer version. That a
// damaged file could not be read to its end is a fault, beside those found till then.
func Check(ctx context.Context, path string) ([]Fault, error) {
	full, err := fullPath(path)
	if err != nil {
		return nil, err
	}
	var wrong []Fault
	v, err := look(ctx, full)
	if err == nil {
		defer v.close()
		wrong, err = v.check(ctx)
		if moved := v.undisturbed(); moved != nil {
			wrong, err = nil, moved
		}
		if err == nil {
			return wrong, nil
		}
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if codeOf(err) == codes.SQLITE_CORRUPT {
		return append(wrong, Fault{Text: "not all of it could be read: " + explain(err).Error()}), nil
	}
	return nil, fmt.Errorf("check sqlite:%s: %w", full, explain(err))
}

func (v *view) check(ctx context.Context) ([]Fault, error) {
	t, err := v.BeginTx(ctx, nil) // so that all is read as of one moment
	if err != nil {
		return nil, err
	}
	defer t.Rollback()
	broken, err := texts(t.QueryContext(ctx, `PRAGMA integrity_check`))
	broken = pages(broken)
	if err == nil && len(broken) == 1 && broken[0] == "ok" {
		broken, err = lacking(ctx, t, v.version)
	}
	wrong := faults(broken, false)
	newest, versionErr := newestVersion()
	if err = errors.Join(err, versionErr); err != nil || wrong != nil || v.version != newest {
		return wrong, err
	}
	const most = 10
	for _, contradictions := range invariants {
		some, err := texts(t.QueryContext(ctx, contradictions+` LIMIT ?`, most))
		wrong = append(wrong, faults(some, false)...)
		if err != nil {
			return wrong, err
		}
	}
	miscounted, err := texts(t.QueryContext(ctx, `SELECT format('the count of %s is %d, but there are %d', what, n, rows) FROM (`+miscounts+`)`))
	return append(wrong, faults(miscounted, true)...), err
}

// pages parts what SQLite says of pages, which it does in one text below a heading.
func pages(broken []string) []string {
	var all []string
	for _, text := range broken {
		for line := range strings.SplitSeq(text, "\n") {
			if line != "" && !strings.HasPrefix(line, "*** in database") {
				all = append(all, line)
			}
		}
	}
	return all
}

func faults(texts []string, mend bool) []Fault {
	var all []Fault
	for _, t := range texts {
		all = append(all, Fault{t, mend})
	}
	return all
}

// lacking tells what a file lacks of the schema of its version, or has otherwise.
func lacking(ctx context.Context, t *sql.Tx, version int) ([]string, error) {
	want, err := schemaOf(ctx, version)
	if err != nil {
		return nil, err
	}
	there := map[part]string{}
	if err := readSchema(t.QueryContext(ctx, schema))(there); err != nil {
		return nil, err
	}
	var wrong []string
	for p, made := range want {
		switch got, found := there[p]; {
		case !found:
			wrong = append(wrong, fmt.Sprintf("the %s %s is not there", p.kind, p.name))
		case got != made:
			wrong = append(wrong, fmt.Sprintf("the %s %s is not what this version has", p.kind, p.name))
		}
	}
	slices.Sort(wrong)
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
