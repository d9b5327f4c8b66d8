package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rasadnews/rasad/store/move"
)

// tables are those whose rows are those of a kind, as they are. What lanes,
// article_topics, approvals and counts hold comes from the others.
var tables = map[move.Kind]string{
	move.Seen: "seen", move.Articles: "articles", move.Chats: "chats", move.ChatMoves: "chat_moves",
	move.Watches: "watches", move.WatchChanges: "watch_changes", move.Subscriptions: "subscriptions",
	move.Votes: "votes", move.Notes: "notes", move.Guests: "guests", move.Invitations: "invitations",
	move.Sources: "sources", move.Settings: "settings", move.Jobs: "jobs", move.Outbox: "outbox", move.Batches: "batches",
}

// Export implements store.Mover.
func (e *Engine) Export(ctx context.Context, k move.Kind, at time.Time, use func([]move.Row) error) error {
	query, args := selection(k, micro(at))
	batch := move.NewBatch(use)
	err := each(e.reads.QueryContext(ctx, query, args...))(func(r *sql.Rows) error {
		row, err := readRow(r, len(k.Columns()))
		if err == nil {
			err = tidy(k, row, at)
		}
		if err != nil {
			return err
		}
		return batch.Add(row)
	})
	if err == nil {
		err = batch.Flush()
	}
	if refused := batch.Refused(); refused != nil {
		return refused
	}
	if err != nil {
		return fmt.Errorf("export %s: %w", k, e.reading(err))
	}
	return nil
}

// readRow reads a row as texts.
func readRow(r *sql.Rows, columns int) (move.Row, error) {
	row, dest := make(move.Row, columns), make([]any, columns)
	for i := range row {
		dest[i] = &row[i]
	}
	return row, r.Scan(dest...)
}

// selection returns the query for the rows of a kind at a time.
func selection(k move.Kind, at int64) (query string, args []any) {
	columns := strings.Join(k.Columns(), ", ")
	switch k {
	case move.Deliveries:
		return `SELECT id, chat, thread, article, topics, text, markup, state, attempts, doubts,
				CASE state WHEN 'attempting' THEN under_way ELSE 0 END,
				CASE WHEN state = 'held' OR state IN ('pending', 'attempting') AND not_before > ? THEN not_before ELSE 0 END,
				created_at, CASE state WHEN 'held' THEN held_at ELSE 0 END, held, why, class, expires, edits, edit_only,
				CASE state WHEN 'joined' THEN joined_to ELSE 0 END, batch
			FROM deliveries WHERE state NOT IN ('sent', 'dropped', 'expired') ORDER BY id`, []any{at}
	case move.Told:
		return `SELECT chat, thread, article, id, state, message_id, topics, max(ended_at, created_at) / ?
			FROM deliveries WHERE state IN ('sent', 'dropped', 'expired') AND article <> '' ORDER BY id`,
			[]any{move.MessagePeriod.Microseconds()}
	case move.Keys:
		return `SELECT once, created_at FROM deliveries WHERE once IS NOT NULL AND created_at > ?1
			UNION ALL SELECT once, at FROM spent_keys WHERE at > ?1`, []any{at - move.KeysLast.Microseconds()}
	case move.Parked:
		return `SELECT chat, parked FROM lanes WHERE parked > ?`, []any{at}
	case move.Counters:
		return `SELECT what, n FROM counts WHERE what IN ('sent', 'dropped', 'expired')
			UNION ALL SELECT what, max(n, (SELECT coalesce(max(number), 0) FROM outbox)) FROM counts WHERE what = 'claims'
			UNION ALL SELECT 'deliveries', coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'deliveries'), 0)
			UNION ALL SELECT 'revisions', coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'watch_changes'), 0)`, nil
	case move.Notes:
		return `SELECT ` + columns + ` FROM notes WHERE expires = 0 OR expires > ?`, []any{at}
	case move.Settings:
		return `SELECT ` + columns + ` FROM settings WHERE key <> ?`, []any{nameSetting}
	case move.Articles, move.Outbox:
		return `SELECT ` + columns + ` FROM ` + tables[k] + ` ORDER BY number`, nil
	}
	return `SELECT ` + columns + ` FROM ` + tables[k], nil
}

// inJSON are the columns of texts that a server keeps within JSON. An older program
// wrote them as they came.
var inJSON = map[move.Kind][]string{
	move.Deliveries:    {"text", "markup"},
	move.Watches:       {"name", "query", "lang"},
	move.Subscriptions: {"mode"},
}

// tidy gives a row the form that does not depend on the engine.
func tidy(k move.Kind, row move.Row, at time.Time) (err error) {
	column := func(name string) *string { return &row[slices.Index(k.Columns(), name)] }
	for _, name := range inJSON[k] {
		*column(name) = move.Text(*column(name))
	}
	switch k {
	case move.Deliveries:
		return tidyTopics(column("topics"))
	case move.Told:
		message, topics, period := column("message"), column("topics"), column("period")
		n, err := strconv.ParseInt(*period, 10, 64)
		if err != nil {
			return err
		}
		if *message == "0" || *column("state") != "sent" || !move.Asked(n, at) {
			*message, *topics, *period = "0", "null", "0"
			return nil
		}
		return tidyTopics(topics)
	case move.Subscriptions:
		filter := column("filter")
		f, err := readFilter(*filter)
		if err == nil {
			*filter, err = writeFilter(f)
		}
		return err
	}
	return nil
}

// tidyTopics writes a list of topics in one way: null if there are none.
func tidyTopics(text *string) error {
	var topics []string
	if err := json.Unmarshal([]byte(*text), &topics); err != nil {
		return err
	}
	if len(topics) == 0 {
		topics = nil
	}
	tidy, err := encode(topics)
	*text = string(bytes.TrimSpace(tidy))
	return err
}
