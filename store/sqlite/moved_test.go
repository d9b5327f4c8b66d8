package sqlite_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/store/move"
)

// moved tells for each table of the schema which kind its rows move as, or, in
// brackets, why none; and which of its columns the kind does without.
var moved = map[string]struct{ as, without string }{
	"seen":           {as: "seen", without: "at"},
	"days":           {as: "(what was seen is as if looked up with the move)"},
	"articles":       {as: "articles"},
	"article_topics": {as: "(follows from articles)"},
	"outbox":         {as: "outbox"},
	"chats":          {as: "chats"},
	"chat_moves":     {as: "chat moves"},
	"subscriptions":  {as: "subscriptions"},
	"deliveries":     {as: "deliveries", without: "once message_id parts ended_at"}, // keys and told have them
	"spent_keys":     {as: "keys"},
	"batches":        {as: "batches"},
	"lanes":          {as: "(follows from deliveries and parked)"},
	"leases":         {as: "(who held one is gone)"},
	"sources":        {as: "sources"},
	"settings":       {as: "settings"},
	"counts":         {as: "(follows from the rows, and counters)"},
	"watches":        {as: "watches"},
	"watch_changes":  {as: "watch changes"},
	"votes":          {as: "votes"},
	"approvals":      {as: "(follows from votes)"},
	"guests":         {as: "guests"},
	"invitations":    {as: "invitations"},
	"jobs":           {as: "jobs"},
	"notes":          {as: "notes"},
}

// TestNothingOfTheSchemaIsLeftBehind looks for tables and columns that do not
// move: whoever adds one says here, and to both engines, how it does.
func TestNothingOfTheSchemaIsLeftBehind(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rasad.db")
	open(t, path)
	columns := 0
	for _, row := range rowsOf(t, path, `SELECT m.name, c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\'`) {
		columns++
		table, column := row[0].(string), row[1].(string)
		how, known := moved[table]
		if !known {
			t.Errorf("table %s does not move", table)
			continue
		}
		if strings.HasPrefix(how.as, "(") || slices.Contains(strings.Fields(how.without), column) {
			continue
		}
		if !slices.Contains(move.Kind(how.as).Columns(), column) {
			t.Errorf("column %s of table %s does not move with %s", column, table, how.as)
		}
	}
	if columns < len(moved) {
		t.Errorf("only %d columns were found", columns)
	}
}
