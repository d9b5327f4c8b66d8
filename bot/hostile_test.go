package bot_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestHostileTalk says and publishes what is meant to break out of markup, in
// a private chat and in a topic of a group; the strict server takes every
// answer and every alert.
func TestHostileTalk(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	evil := telegramBreaking()
	sara := w.telegram.User("<b>Sara & \u202eevil", "fa")
	group := w.telegram.Supergroup("</b>Group\u2067<i>", sara)
	group.AddBot(telegramtest.Admin)
	thread := group.Topic("topic <a href=")
	w.subscribe(sara.ID(), "terrorism")
	r := rand.New(rand.NewPCG(7, 8))
	for _, command := range []string{"/start", "/help", "/topics", "/subscribe", "/unsubscribe", "/subscriptions", "/latest", "/status", "/language", "/nonsense"} {
		for range 3 {
			text := command + " " + evil[r.IntN(len(evil))] + evil[r.IntN(len(evil))]
			sara.Say(sara.Private(), strings.ToValidUTF8(text, "\ufffd")[:min(len(text), 4000)])
			sara.SayIn(group, thread, command+"@rasad_test_bot "+evil[r.IntN(len(evil))])
		}
	}
	for _, title := range evil {
		w.publish(strings.Repeat(title, 1+(64<<10)/len(title)), "terrorism")
	}
	sara.Say(sara.Private(), "/latest")
	w.until("all is said", func() bool {
		c, err := w.store.Counts(t.Context())
		return err == nil && c.Sent == int64(len(evil)) && c.Pending+c.Attempting == 0
	})
	for _, c := range w.telegram.Calls() {
		if c.Error != "" && c.Method != "getUpdates" {
			t.Errorf("%s %v: %s", c.Method, c.Params, c.Error)
		}
	}
}

// telegramBreaking are texts that break markup, directions or encodings.
func telegramBreaking() []string {
	return []string{
		"<b>", "</b></i>", "&amp;&#60;b&#62;", `"><script>`, "&", "*_[`\\", "\u202e\u2066\u2069 טקסט", "\u200b\u200f\ufeff",
		"\x00\x1b[31m", "\u2028\r\n", "e\u0301\u0301", "👩‍👩‍👧🇮🇷", "طالبان < Taliban & \"хлеб\"", "<a href='tg://user?id=1'>x</a>", "\ufffd\U0010ffff",
	}
}
