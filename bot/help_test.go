package bot_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot"
)

func TestFirstStepsTranscript(t *testing.T) {
	talks(t, "help", func(r *record, fa bool) {
		r.say("/help")
		r.say("/topics")
		r.press(in(fa, "➕ تروریسم", "➕ Terrorism"))
		r.say(in(fa, "/unsubscribe تروریسم", "/unsubscribe terrorism"))
		r.say(in(fa, "/unsubscribe تروریسم", "/unsubscribe terrorism"))
		r.say("/unsubscribe terorism")
		r.say("/language")
		r.press("Русский")
		r.say("/language tlh")
		r.say(in(fa, "/language فارسی", "/language english"))
		r.say("/status")
		r.say("/forget")
		r.press(in(fa, "🧹 بله، همه را پاک کن", "🧹 Yes, delete everything"))
	})
}

// TestHelpNamesWhatIsHeeded holds that an operator is told of the operators'
// commands, others are not, and that every command has its transcript in both
// languages.
func TestHelpNamesWhatIsHeeded(t *testing.T) {
	w := newWorld(t)
	admin := w.telegram.User("Sara", "en")
	w.start(bot.Config{Admins: []int64{admin.ID()}})
	admin.Say(admin.Private(), "/help")
	told := w.hears(admin.Private(), "What I can do").Text
	reader := w.telegram.User("Joe", "en")
	reader.Say(reader.Private(), "/help")
	if less := w.hears(reader.Private(), "What I can do").Text; strings.Contains(less, "/broadcast") || !strings.Contains(told, "/broadcast") {
		t.Errorf("a reader is told:\n%s\nan operator:\n%s", less, told)
	}
	names := regexp.MustCompile(`(?m)^/[a-z]+`).FindAllString(told, -1)
	if len(names) < 30 {
		t.Fatalf("only %d commands: %s", len(names), told)
	}
	for _, lang := range languages {
		files, err := filepath.Glob("testdata/transcripts/*." + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(text)
			all.WriteString("\n")
		}
		for _, name := range names {
			if !regexp.MustCompile(`(?m)^> ` + name + `\b`).MatchString(all.String()) {
				t.Errorf("%s: %s has no transcript", lang, name)
			}
		}
	}
}
