package bot_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

var update = flag.Bool("update", false, "rewrite the transcripts")

// transcript compares what was said in a chat, as it looks in the end, with
// testdata/transcripts/<name>.txt: what users wrote behind a ">", what the bot
// wrote as HTML, and its buttons in brackets, a row a line.
func transcript(t *testing.T, name string, c *telegramtest.Chat) {
	t.Helper()
	var b strings.Builder
	for _, m := range c.Messages() {
		switch {
		case m.Service != nil:
			continue
		case !m.FromBot:
			b.WriteString("> " + m.Text + "\n\n")
			continue
		}
		b.WriteString(m.HTML + "\n")
		for _, row := range m.Buttons {
			for _, button := range row {
				b.WriteString("[" + button.Text + "] ")
			}
			b.WriteString("\n")
		}
		b.WriteString("\n")
	}
	got := strings.ReplaceAll(strings.TrimSpace(b.String()), " \n", "\n") + "\n"
	path := filepath.Join("testdata", "transcripts", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s:\n%s\nwant:\n%s", path, got, want)
	}
}
