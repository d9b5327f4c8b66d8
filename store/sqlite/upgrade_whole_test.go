package sqlite_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/store"
)

// contents are rows for the tables of the schema, by the version from which on
// they can be written: every table must have some.
var contents = []struct {
	from int
	sql  string
}{
	{1, `INSERT INTO seen (key, at) VALUES (x'0102', 1), (x'0304', 2);
		INSERT INTO articles (number, id, at, article, matches) VALUES (1, 'a', 5, '{"id":"a","title":"انفجار"}', '[{"topic":"terror"}]');
		INSERT INTO article_topics (topic, at, article) VALUES ('terror', 5, 1);
		INSERT INTO outbox (number, article, topics, chunk, after_chat, after_thread) VALUES (3, 'a', '["terror"]', 2, 7, 1);
		INSERT INTO chats (id, kind, title, lang, state, why) VALUES (1, 'private', 'Sara', 'fa', 'active', ''), (-2, 'group', 'ما', 'fa', 'stopped', 'left');
		INSERT INTO subscriptions (chat, thread, topic, since, config) VALUES (1, 0, 'terror', 1, 1), (-2, 4, 'w:1', 2, 0);
		INSERT INTO deliveries (id, once, chat, thread, article, topics, text, markup, state, attempts, not_before, created_at, message_id, why) VALUES
			(1, NULL, 1, 0, 'a', '["terror"]', '', '', 'sent', 1, 0, 1, 77, ''),
			(2, 'k2', 1, 0, '', '[]', 'under way', 'm', 'attempting', 1, 0, 1, 0, ''),
			(3, 'k3', 1, 0, '', '[]', 'next', '', 'pending', 0, 0, 1, 0, ''),
			(4, NULL, -2, 4, 'a', '["terror"]', '', '', 'buried', 9, 0, 1, 0, 'blocked');
		INSERT INTO lanes (chat, head, parked, until) VALUES (1, 2, 0, 0);
		INSERT INTO leases (name, holder, token, expires) VALUES ('send', 'me', 12, 99);
		INSERT INTO sources (id, state) VALUES ('irna', '{"source":"irna"}');
		INSERT INTO settings (key, value) VALUES ('offset', '31')`},
	{2, `INSERT INTO chat_moves (chat, goes_to) VALUES (5, 6)`},
	{5, `INSERT INTO spent_keys (once) VALUES ('k0')`},
	{6, `UPDATE counts SET n = 1 WHERE what = 'claims'`},
	{7, `INSERT INTO watches (id, chat, thread, author, name, query, lang, since) VALUES ('1', 1, 0, 1, 'mine', 'x', 'fa', 3);
		INSERT INTO watch_changes (revision, watch) VALUES (4, '1');
		INSERT INTO votes (chat, article, user, up, terms, at) VALUES (1, 'a', 1, 1, '{"terror":["انفجار"]}', 6);
		INSERT INTO guests (id, name, admin, at, state) VALUES (8, 'Guest', 1, 7, 'asking');
		INSERT INTO invitations (id, admin, whom, expires, uses) VALUES ('i', 1, 'x', 0, 2)`},
	{9, `UPDATE counts SET n = (SELECT count(*) FROM seen) WHERE what = 'seen'`}, // no trigger counts them any more
	{10, `INSERT INTO jobs (key, due, work) VALUES ('housekeeping', 5, '{}')`},
	{11, `INSERT INTO notes (name, chat, text, expires) VALUES ('kept:1', 1, 'x', 0)`},
	{12, `INSERT INTO deliveries (id, once, chat, thread, article, topics, text, markup, state, attempts, not_before, created_at, message_id, why, batch) VALUES
			(5, 'b@1', 1, 0, '', '[]', 'to all', '', 'pending', 0, 0, 1, 0, '', 'b')`},
}

// TestEveryTableIsBroughtUp opens a file of each version before the present one
// with rows in every table: the schema becomes that of a new file, no row and no
// value is lost, and all of it is sound.
func TestEveryTableIsBroughtUp(t *testing.T) {
	newest := filepath.Join(t.TempDir(), "new.db")
	open(t, newest)
	want := rowsOf(t, newest, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")
	all := steps(t)
	for version := 1; version < len(all); version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "rasad.db")
			query(t, path, strings.Join(all[:version], ";\n"))
			for _, c := range contents {
				if c.from <= version {
					query(t, path, c.sql)
				}
			}
			query(t, path, fmt.Sprintf("PRAGMA user_version = %d; PRAGMA application_id = 0x72617364", version))
			before := tablesOf(t, path)
			open(t, path)
			if got := rowsOf(t, path, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"); !reflect.DeepEqual(got, want) {
				t.Errorf("the schema is\n%v\nwant\n%v", got, want)
			}
			for q, rows := range before {
				if len(rows) == 0 {
					t.Errorf("the test wrote no row that %s could lose", q)
				}
				if got := rowsOf(t, path, q); !reflect.DeepEqual(got, rows) {
					t.Errorf("%s\n= %v\nwant %v", q, got, rows)
				}
			}
			if wrong, err := store.Check(t.Context(), "sqlite:"+path); err != nil || wrong != nil {
				t.Errorf("Check = %q, %v", wrong, err)
			}
		})
	}
}

// open lets the store bring a file up.
func open(t *testing.T, path string) {
	t.Helper()
	if err := openAt(t, path).Close(); err != nil {
		t.Fatal(err)
	}
}

// tablesOf returns the rows of all tables, by the query of their columns. The
// store itself names its archive, and counts more things with every version; it
// keeps days instead of renewals.
func tablesOf(t *testing.T, path string) map[string][][]any {
	t.Helper()
	tables := map[string][][]any{}
	for _, row := range rowsOf(t, path, `SELECT m.name, group_concat('"' || c.name || '"') FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT IN ('counts', 'renewals', 'days') GROUP BY m.name`) {
		where := ""
		if row[0] == "settings" {
			where = " WHERE key <> 'archive.name'"
		}
		q := fmt.Sprintf("SELECT %s FROM %s%s ORDER BY 1, 2", row[1], row[0], where)
		if !strings.Contains(row[1].(string), ",") {
			q = strings.TrimSuffix(q, ", 2")
		}
		tables[q] = rowsOf(t, path, q)
	}
	return tables
}

// rowsOf returns all rows of a query on the closed store's file.
func rowsOf(t *testing.T, path, q string) [][]any {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(q)
	if err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all [][]any
	for rows.Next() {
		row, at := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			at[i] = &row[i]
		}
		if err := rows.Scan(at...); err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
