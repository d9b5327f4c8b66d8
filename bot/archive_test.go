package bot_test

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
)

// library returns the world's archive as readers ask it.
func (w *world) library() *news.Library {
	return &news.Library{Archive: w.store, Patience: time.Hour, Ask: func(query string) (news.Question, []news.Problem) {
		concepts := w.catalog().Concepts
		var problems []news.Problem
		for _, p := range matcher.CheckWatch(query, concepts) {
			problems = append(problems, news.Problem{Offset: p.Offset, Message: p.Message, Warning: p.Warning, Format: p.Format, Args: p.Args})
		}
		if slices.ContainsFunc(problems, func(p news.Problem) bool { return !p.Warning }) {
			return nil, problems
		}
		probe, err := matcher.NewProbe(query, concepts)
		if err != nil {
			return nil, append(problems, news.Problem{Message: err.Error()})
		}
		return probe, problems
	}}
}

// A dialogue is a reader's private chat in a world whose clock the test moves,
// so that a transcript is the same every time.
type dialogue struct {
	*world
	reader *telegramtest.User
}

// inBothLanguages has a dialogue in Persian and in English, and holds each
// against its transcript.
func inBothLanguages(t *testing.T, name string, talk func(d dialogue)) {
	for lang, who := range map[string]string{"fa": "Sara", "en": "Joe"} {
		t.Run(lang, func(t *testing.T) {
			w := newWorld(t)
			w.clock.Freeze()
			w.telegram = telegramtest.Start(t, telegramtest.Config{Clock: w.clock.Now})
			d := dialogue{w, w.telegram.User(who, lang)}
			talk(d)
			transcript(t, name+"."+lang, d.reader.Private())
		})
	}
}

// say writes something and waits for the answer.
func (d dialogue) say(text string) telegramtest.Message {
	d.t.Helper()
	before := len(d.reader.Private().Messages())
	d.reader.Say(d.reader.Private(), text)
	m := d.answer(d.reader.Private(), before)
	d.clock.Advance(time.Minute)
	return m
}

// tap presses the newest button whose label holds what it is called in the
// reader's language, and waits until the bot has done what follows.
func (d dialogue) tap(fa, en string) telegramtest.Answer {
	d.t.Helper()
	c, sign := d.reader.Private(), en
	if d.reader.Name() == "Sara" {
		sign = fa
	}
	id, label := d.button(sign)
	looked := looks(c)
	a := d.reader.Tap(d.t, c, label)
	d.clock.Advance(time.Minute)
	d.until("something follows from "+label, func() bool { return looks(c) != looked || a.Text != "" && id != 0 })
	d.until("all is drawn", d.drawn(c))
	d.clock.Advance(time.Minute)
	return a
}

// drawn tells whether the chat has not changed for a while.
func (d dialogue) drawn(c *telegramtest.Chat) func() bool {
	last, same := looks(c), 0
	return func() bool {
		if now := looks(c); now != last {
			last, same = now, 0
		}
		same++
		return same > 30
	}
}

// button returns the newest button whose label holds a sign, and its message.
func (d dialogue) button(sign string) (message int, label string) {
	d.t.Helper()
	for _, m := range slices.Backward(d.reader.Private().Messages()) {
		for _, row := range m.Buttons {
			for _, b := range row {
				if strings.Contains(b.Text, sign) {
					return m.ID, b.Text
				}
			}
		}
	}
	d.t.Fatalf("there is no button %q; %s", sign, d.reader.Private().Transcript())
	return 0, ""
}

// looks returns how a chat looks, as a text.
func looks(c *telegramtest.Chat) string {
	var b strings.Builder
	for _, m := range c.Messages() {
		fmt.Fprintf(&b, "%d %s %v %v\n", m.ID, m.HTML, m.Buttons, m.File)
	}
	return b.String()
}

// week publishes articles of a week.
func (w *world) week() {
	for i, title := range []string{"نشست تهران", "Blast near a mosque in Herat", "گفت\u200cوگوهای دوحه", "Quake in Badakhshan", "بازگشایی مرز", "Talks in Doha", "هشدار سازمان ملل"} {
		w.publish(title, [][]string{{"terrorism"}, {"terrorism", "afghanistan"}, {"afghanistan"}}[i%3]...)
		w.clock.Advance(7 * time.Hour)
	}
}

func TestSearchTranscript(t *testing.T) {
	inBothLanguages(t, "search", func(d dialogue) {
		d.week()
		d.start(bot.Config{})
		d.say("/search")
		d.say("/search طالبان")
		d.tap("بعدی", "Next")
		d.say("/search title:Doha")
		d.say("/search زبرجد")
		d.say("/search (طالبان AND")
		d.say("/search the")
	})
}

func TestLatestTranscript(t *testing.T) {
	inBothLanguages(t, "latest", func(d dialogue) {
		d.week()
		d.start(bot.Config{})
		d.say("/latest human rights")
		d.say("/latest")
		d.tap("بعدی", "Next")
		d.tap("موضوع", "By topic")
		d.tap("افغانستان", "Afghanistan")
	})
}

func TestWatchTranscript(t *testing.T) {
	inBothLanguages(t, "watch", func(d dialogue) {
		d.week()
		d.start(bot.Config{})
		d.say("/watch")
		d.say("/watch طالبان AND (نشست OR گفت\u200cوگو")
		d.say("/watch نشست, دوحه & colour:red")
		d.say("/watch NOT نشست")
		d.say("/watch نشست OR Doha")
		d.tap("نام", "Name")
		d.say("دوحه")
		d.tap("ذخیره", "Save")
		d.say("/watches")
		d.tap("دوحه", "دوحه")
		d.tap("امتحان", "Try")
		d.tap("بازگشت", "Back")
		d.tap("تغییر نام", "Rename")
		d.say("گفت\u200cوگوها")
		d.say("/unwatch دوحه")
		d.say("/unwatch گفت\u200cوگوها")
		d.tap("بله", "Yes")
		d.say("/watches")
	})
}

// alerted subscribes the reader and has an alert arrive.
func (d dialogue) alerted(title string) telegramtest.Message {
	d.t.Helper()
	d.subscribe(d.reader.ID(), "terrorism")
	d.clock.Advance(time.Minute)
	d.publish(title, "terrorism")
	m := d.hears(d.reader.Private(), title)
	d.finished(1)
	return m
}

func TestWhyTranscript(t *testing.T) {
	inBothLanguages(t, "why", func(d dialogue) {
		d.start(bot.Config{})
		d.say("/why")
		m := d.alerted("نشست تهران")
		d.clock.Advance(time.Minute)
		d.tap("👍", "👍")
		d.tap("👎", "👎")
		d.tap("چرا", "Why")
		before := len(d.reader.Private().Messages())
		d.reader.Reply(d.reader.Private(), m.ID, "/why")
		d.answer(d.reader.Private(), before)
		d.clock.Advance(time.Minute)
		d.tap("بی\u200cصدا", "Mute")
		if a := d.tap("یک روز", "1 day"); !strings.Contains(a.Text, "🔕") {
			d.t.Errorf("the notice says %q", a.Text)
		}
		d.tap("بی\u200cصدا", "Mute")
	})
}

func TestStatsTranscript(t *testing.T) {
	inBothLanguages(t, "stats", func(d dialogue) {
		d.week()
		d.start(bot.Config{})
		d.say("/stats many")
		d.say("/stats")
		d.subscribe(d.reader.ID(), "afghanistan")
		d.tap("۳۰ روز", "30 day")
		if n := d.photos(); n != 2 {
			d.t.Errorf("%d charts were uploaded, want 2", n)
		}
		d.say("/stats 30")
		if n := d.photos(); n != 2 {
			d.t.Errorf("the same chart was uploaded again: %d", n)
		}
	})
}

func TestExportTranscript(t *testing.T) {
	inBothLanguages(t, "export", func(d dialogue) {
		d.week()
		d.publish("=cmd|' /C calc'!A0", "terrorism")
		d.start(bot.Config{})
		d.say("/export")
		d.say("/export yesterday or so")
		d.say("/export ۱۴۰۵/۰۹/۰۳ ۱۴۰۵/۰۹/۰۴")
		d.subscribe(d.reader.ID(), "terrorism")
		d.say("/export 30")
		messages := d.reader.Private().Messages()
		rows := d.table(messages[len(messages)-1])
		if len(rows) != 7 {
			d.t.Errorf("the table has %d rows: %q", len(rows), rows)
		}
		if got := rows[1][2]; got != "'=cmd|' /C calc'!A0" {
			d.t.Errorf("a formula came through: %q", got)
		}
		if got := rows[1][8]; got != "طالبان" {
			d.t.Errorf("the words are %q", got)
		}
		d.say("/export 2001-01-01 2001-01-31")
	})
}

// table reads the document of a message as Excel would.
func (w *world) table(m telegramtest.Message) [][]string {
	w.t.Helper()
	if m.File == nil {
		w.t.Fatalf("no document came, but %q", m.Text)
	}
	content, ok := w.telegram.Content(m.File.ID)
	if !ok {
		w.t.Fatal("the document is gone")
	}
	text, marked := strings.CutPrefix(string(content), "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if !marked || err != nil {
		w.t.Fatalf("the table begins with %q: %v", text[:min(20, len(text))], err)
	}
	return rows
}

func TestSourcesTranscript(t *testing.T) {
	inBothLanguages(t, "sources", func(d dialogue) {
		c := catalog()
		sources := []news.Source{{ID: "irna", Name: "ایرنا", Country: "ir", Grade: "C"}, {ID: "tolo", Name: "طلوع\u200cنیوز", Country: "af", Lang: "prs"}}
		for i := range 12 {
			sources = append(sources, news.Source{ID: fmt.Sprint("outlet-", i), Name: fmt.Sprint("Outlet ", i), Country: "gb", Lang: "en"})
		}
		d.catalog = func() *news.Catalog { return news.NewCatalog(sources, nil, c.Topics) }
		now := d.clock.Now()
		for _, s := range []news.SourceState{
			{Source: "irna", PolledAt: now.Add(-3 * time.Minute), ReadAt: now.Add(-time.Hour)},
			{Source: "tolo", PolledAt: now, ReadAt: now.Add(-48 * time.Hour), Failures: 4, Err: "502 Bad Gateway"},
		} {
			if err := d.store.PutSourceState(d.t.Context(), s, news.Lease{}); err != nil {
				d.t.Fatal(err)
			}
		}
		d.start(bot.Config{})
		d.say("/sources")
		d.tap("بعدی", "Next")
		d.say("/sources افغانستان")
		d.say("/sources Afghanistan")
		d.say("/sources tolo")
	})
}

func TestShareTranscript(t *testing.T) {
	inBothLanguages(t, "share", func(d dialogue) {
		d.week()
		d.start(bot.Config{})
		d.say("/share")
		d.subscribe(d.reader.ID(), "terrorism")
		d.say("/share terrorism")
		d.say("/share")
	})
}

// photos counts the photos that the bot uploaded, rather than named by a
// file_id.
func (w *world) photos() int {
	n := 0
	for _, c := range w.telegram.Calls() {
		if c.Method == "sendPhoto" && c.Params["photo"] == "" || strings.Contains(c.Params["media"], "attach://") {
			n++
		}
	}
	return n
}
