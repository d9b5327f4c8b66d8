package bot_test

import (
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot"
)

// TestWrongQueriesAreToldWhere holds that a reader is told what is wrong with a
// query once, and at its place, and is warned of what can never be met.
func TestWrongQueriesAreToldWhere(t *testing.T) {
	w := newWorld(t)
	w.start(bot.Config{Limits: bot.Limits{Off: true}, Library: w.library()})
	joe := w.guest("Joe")
	for _, row := range []struct{ query, told, marked string }{
		{"/(abc/ Doha", `This ( in the regular expression is never closed; for the sign itself write \(.`, "/<b><u>(</u></b>abc/"},
		{"/abc[/ Doha", "This [ in the regular expression is never closed", "/abc<b><u>[</u></b>/"},
		{"/abc{2000}/", "{2000} is not possible", "/abc<b><u>{</u></b>2000}/"},
		{"~Doha*", "~ goes before a single word without other signs", "<b><u>~</u></b>Doha*"},
		{"source:nothing Doha", "There is no outlet nothing, so nothing new will match this. All outlets: /sources", "<b><u>source:nothing</u></b> Doha"},
	} {
		m := w.ask(joe, "/watch "+row.query)
		text := plain(m.Text)
		if !strings.Contains(text, row.told) || strings.Contains(text, "2. ") {
			t.Errorf("%s is answered by %q, want %q alone", row.query, text, row.told)
		}
		if !strings.Contains(m.HTML, row.marked) {
			t.Errorf("%s: %q is not marked in %q", row.query, row.marked, m.HTML)
		}
	}
}
