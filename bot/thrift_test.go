package bot_test

import (
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestWhatCostsMuchIsLimited asks for each thing that costs much again and again
// while no time passes, by commands, buttons and answers to questions: whoever
// asks so often is told to wait.
func TestWhatCostsMuchIsLimited(t *testing.T) {
	const often = 8
	draft := func(d dialogue) string { return d.writes("/watch Doha") }
	for name, ask := range map[string]func(d dialogue) string{
		"/latest":          func(d dialogue) string { return d.writes("/latest") },
		"/share":           func(d dialogue) string { return d.writes("/share terrorism") },
		"/channels":        func(d dialogue) string { return d.writes("/channels") },
		"a public channel": func(d dialogue) string { return d.writes("/digest @elsewhere daily 08:00") },
		"a draft":          draft,
		"a page of the newest": func(d dialogue) string {
			d.once("/latest")
			if said := d.presses("Next"); said != "" {
				return said
			}
			return d.presses("Back")
		},
		"the newest": func(d dialogue) string {
			d.once("/latest")
			d.presses("By topic")
			return d.presses("All")
		},
		"the list of channels": func(d dialogue) string {
			d.once("/settings")
			if said := d.presses("Channels"); said != "" {
				return said
			}
			return d.presses("Settings")
		},
		"a link": func(d dialogue) string {
			d.once("/share")
			return d.presses("🔗")
		},
		"a draft's name": func(d dialogue) string {
			if !strings.Contains(d.reader.Private().Transcript(), "Doha") {
				draft(d)
			}
			asked := len(d.reader.Private().Messages())
			id, label := d.button("Name")
			d.press(d.reader, d.reader.Private(), id, label, "")
			d.answer(d.reader.Private(), asked)
			return d.writes("Talks")
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.clock.Freeze()
			w.telegram = telegramtest.Start(t, telegramtest.Config{Clock: w.clock.Now})
			for range 2 {
				w.week()
			}
			d := dialogue{w, w.telegram.User("Joe", "en")}
			d.start(bot.Config{Limits: bot.Limits{Off: true}})
			d.writes("/subscribe terrorism")
			for range often {
				if strings.Contains(ask(d), "a lot at once") {
					return
				}
			}
			t.Errorf("it was done %d times at once", often)
		})
	}
}

// writes says something and returns the answer to it.
func (d dialogue) writes(text string) string {
	d.t.Helper()
	n := len(d.reader.Private().Messages())
	d.reader.Say(d.reader.Private(), text)
	return d.answer(d.reader.Private(), n).Text
}

// once says something unless it was said before.
func (d dialogue) once(text string) {
	d.t.Helper()
	for _, m := range d.reader.Private().Messages() {
		if m.Text == text {
			return
		}
	}
	d.writes(text)
}

// presses presses the newest button whose label holds a sign, and returns what
// is told of it at once, or nothing when something else comes of it.
func (d dialogue) presses(sign string) string {
	d.t.Helper()
	c := d.reader.Private()
	looked := looks(c)
	id, label := d.button(sign)
	q, err := d.reader.Press(c, id, label)
	if err != nil {
		d.t.Fatal(err)
	}
	a, err := q.Answer(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	if a.Text == "" {
		d.until("something comes of "+label, func() bool { return looks(c) != looked })
	}
	return a.Text
}
