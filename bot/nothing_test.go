package bot_test

import (
	"regexp"
	"testing"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/message"
)

// TestNothingIsNotCounted holds that what a chat has none of is told in words
// or left out, in every language, and never counted as zero.
func TestNothingIsNotCounted(t *testing.T) {
	w := newWorld(t)
	w.start(bot.Config{})
	zero := regexp.MustCompile(`(^|[^\d۰-۹:])[0۰]($|[^\d۰-۹:])`)
	for _, lang := range message.Languages() {
		app := lang
		if lang == "prs" {
			app = "fa-AF"
		}
		joe := w.telegram.User("Joe", app)
		for _, command := range []string{"/settings", "/mute", "/watches", "/privacy"} {
			if m := w.ask(joe, command); zero.MatchString(m.Text) {
				t.Errorf("%s counts nothing in %s: %s", command, lang, m.Text)
			}
		}
	}
}
