package bot_test

import (
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/message"
)

// TestTheCaptionAgreesWithTheChart holds that under a chart, whose bars are
// matches by topic, the number of articles is told, and why it is another: an
// article of two topics counts in both.
func TestTheCaptionAgreesWithTheChart(t *testing.T) {
	w := newWorld(t)
	w.publish("Of two topics", "terrorism", "afghanistan")
	w.start(bot.Config{})
	for _, lang := range message.Languages() {
		reader := w.telegram.User("Reader "+lang, lang)
		l := message.In(lang)
		reader.Say(reader.Private(), "/stats")
		m := w.answer(reader.Private(), 0)
		if m.File == nil {
			t.Fatalf("%s: no chart: %s", lang, m.Text)
		}
		for _, want := range []string{l.Label(message.StatsTwice), l.Label(message.LastDays, "Count", 7) + ": "} {
			if !strings.Contains(m.Text, want) {
				t.Errorf("%s: the caption says %q, want %q in it", lang, m.Text, want)
			}
		}
	}
	reader := w.telegram.User("One topic", "en")
	w.subscribe(reader.ID(), "terrorism")
	reader.Say(reader.Private(), "/stats")
	if m := w.answer(reader.Private(), 0); !strings.Contains(m.Text, "7 days: 1 article\n") || strings.Contains(m.Text, "two topics") {
		t.Errorf("the caption of one topic says %q", m.Text)
	}
}
