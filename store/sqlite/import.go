package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/move"
)

// Import implements store.Mover.
func (e *Engine) Import(ctx context.Context, k move.Kind, rows []move.Row) error {
	today, err := e.today(ctx)
	if err != nil {
		return fmt.Errorf("import %s: %w", k, err)
	}
	put := e.importer(k, today)
	err = e.write(ctx, func(t *tx) error {
		for _, row := range rows {
			if len(row) != len(k.Columns()) {
				return fmt.Errorf("a row has %d columns, not %d", len(row), len(k.Columns()))
			}
		}
		return put(t, rows)
	})
	if err != nil {
		return fmt.Errorf("import %s: %w", k, err)
	}
	if k == move.Articles {
		e.index.Kick()
	}
	return nil
}

// importer returns what writes rows of a kind. What was seen is as if looked up
// today.
func (e *Engine) importer(k move.Kind, today int64) func(*tx, []move.Row) error {
	now := e.now()
	switch k {
	case move.Seen:
		return func(t *tx, rows []move.Row) error { return importSeen(t, rows, today) }
	case move.Articles:
		return importArticles
	case move.Deliveries:
		return func(t *tx, rows []move.Row) error { return importDeliveries(t, rows, now) }
	case move.Told:
		return func(t *tx, rows []move.Row) error { return importTold(t, rows, now) }
	case move.Parked:
		return func(t *tx, rows []move.Row) error { return importParked(t, rows, now) }
	case move.Counters:
		return importCounters
	case move.Keys:
		return importAll(`INSERT INTO spent_keys (once, at) VALUES (?, ?) ON CONFLICT DO NOTHING`, k)
	case move.Batches:
		// Triggers have counted what of it is there.
		return importAll(`INSERT OR REPLACE INTO batches (key, written, waiting, sent, dropped) VALUES (?, ?, ?, ?, ?)`, k)
	}
	return importAll(insertion(tables[k], k.Columns()), k)
}

// insertion returns the statement that inserts a row unless there is one.
func insertion(table string, columns []string) string {
	return fmt.Sprintf(`INSERT INTO %s (%s) VALUES (?%s) ON CONFLICT DO NOTHING`,
		table, strings.Join(columns, ", "), strings.Repeat(", ?", len(columns)-1))
}

// importAll returns what writes rows by a statement.
func importAll(statement string, k move.Kind) func(*tx, []move.Row) error {
	return func(t *tx, rows []move.Row) error {
		for _, row := range rows {
			if _, err := t.exec(statement, values(k, row)...); err != nil {
				return err
			}
		}
		return nil
	}
}

// blobs are the columns that the schema has as blobs. The others turn their texts
// into what they hold by themselves.
var blobs = map[string]bool{
	"articles.article": true, "articles.matches": true, "outbox.topics": true, "deliveries.topics": true, "sources.state": true,
}

// values returns a row as a statement takes it.
func values(k move.Kind, row move.Row) []any {
	all := make([]any, len(row))
	for i, column := range k.Columns() {
		all[i] = row[i]
		if blobs[string(k)+"."+column] {
			all[i] = []byte(row[i])
		}
	}
	return all
}

func importSeen(t *tx, rows []move.Row, today int64) error {
	var hashes [][]byte
	for _, row := range rows {
		if !move.Whole(row[0]) {
			return errors.New("a server keeps too little of what was seen for a file")
		}
		hashes = append(hashes, []byte(row[0]))
	}
	_, err := mark(t, hashes, today)
	return err
}

func importArticles(t *tx, rows []move.Row) error {
	statement := insertion("articles", move.Articles.Columns())
	for _, row := range rows {
		n, err := t.exec(statement, values(move.Articles, row)...)
		if err != nil {
			return err
		}
		var matches []news.Match
		if err := json.Unmarshal([]byte(row[4]), &matches); err != nil {
			return fmt.Errorf("read matches of %s: %w", row[1], err)
		}
		for _, m := range matches {
			if n == 0 {
				break
			}
			if _, err := t.exec(`INSERT INTO article_topics (topic, at, article) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, m.Topic, row[2], row[0]); err != nil {
				return err
			}
		}
	}
	return nil
}

// importDeliveries writes open deliveries, and puts their lanes in order.
func importDeliveries(t *tx, rows []move.Row, now int64) error {
	columns := move.Deliveries.Columns()
	statement, chats := insertion("deliveries", columns), map[int64]bool{}
	for _, row := range rows {
		if _, err := t.exec(statement, values(move.Deliveries, row)...); err != nil {
			return err
		}
		const joinedTo = 20
		_, err := t.exec(`UPDATE deliveries SET parts = (SELECT count(*) FROM deliveries AS part
			WHERE part.joined_to = deliveries.id AND part.state = 'joined') WHERE id IN (?, ?)`, row[0], row[joinedTo])
		if err != nil {
			return err
		}
		chat, err := strconv.ParseInt(row[1], 10, 64)
		if err != nil {
			return err
		}
		chats[chat] = true
	}
	for chat := range chats {
		if err := settleLane(t, chat, now); err != nil {
			return err
		}
	}
	return nil
}

// importTold writes deliveries that are over. When, is not known but for the
// period of a message: they count as over since it began, or else from now on.
func importTold(t *tx, rows []move.Row, now int64) error {
	for _, row := range rows {
		chat, thread, article, id, state, message, topics := row[0], row[1], row[2], row[3], row[4], row[5], row[6]
		period, err := strconv.ParseInt(row[7], 10, 64)
		if err != nil {
			return err
		}
		ended := now
		if message != "0" {
			ended = period * move.MessagePeriod.Microseconds()
		}
		_, err = t.exec(`INSERT INTO deliveries (id, chat, thread, article, state, message_id, topics, text, markup, not_before, created_at, ended_at)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '', '', 0, ?8, ?8) ON CONFLICT DO NOTHING`,
			id, chat, thread, article, state, message, []byte(topics), ended)
		if err != nil {
			return err
		}
	}
	return nil
}

func importParked(t *tx, rows []move.Row, now int64) error {
	for _, row := range rows {
		chat, err := strconv.ParseInt(row[0], 10, 64)
		if err != nil {
			return err
		}
		until, err := strconv.ParseInt(row[1], 10, 64)
		if err != nil {
			return err
		}
		if err := park(t, chat, until, now); err != nil {
			return err
		}
	}
	return nil
}

// importCounters sets the counters. The last delivery and revision are what
// SQLite itself counts the rows of these tables from.
func importCounters(t *tx, rows []move.Row) error {
	sequences := map[string]string{"deliveries": "deliveries", "revisions": "watch_changes"}
	for _, row := range rows {
		table, is := sequences[row[0]]
		if !is {
			if _, err := t.exec(`UPDATE counts SET n = ? WHERE what = ?`, row[1], row[0]); err != nil {
				return err
			}
			continue
		}
		if _, err := t.exec(`DELETE FROM sqlite_sequence WHERE name = ?`, table); err != nil {
			return err
		}
		if _, err := t.exec(`INSERT INTO sqlite_sequence (name, seq) VALUES (?, CAST(? AS INTEGER))`, table, row[1]); err != nil {
			return err
		}
	}
	return nil
}
