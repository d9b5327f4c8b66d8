package bot_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// A scribe writes down what the bot keeps by name.
type scribe struct {
	bot.Store
	mu       sync.Mutex
	notes    []news.Note
	settings []string
}

func (s *scribe) PutNote(ctx context.Context, n news.Note) error {
	s.mu.Lock()
	s.notes = append(s.notes, n)
	s.mu.Unlock()
	return s.Store.PutNote(ctx, n)
}

func (s *scribe) PutSetting(ctx context.Context, key, value string) error {
	s.mu.Lock()
	s.settings = append(s.settings, key+"="+value)
	s.mu.Unlock()
	return s.Store.PutSetting(ctx, key, value)
}

// TestWhatAChatWritesIsForgotten has a chat look for something in every way,
// and holds /privacy and /forget to their word: what was written is the chat's,
// nothing of it stands anywhere else, and nothing is left of it.
func TestWhatAChatWritesIsForgotten(t *testing.T) {
	w := newWorld(t)
	w.clock.Freeze()
	w.telegram = telegramtest.Start(t, telegramtest.Config{Clock: w.clock.Now})
	kept := &scribe{Store: w.books}
	w.books = kept
	w.week()
	d := dialogue{w, w.telegram.User("Joe", "en")}
	d.start(bot.Config{Limits: bot.Limits{Off: true}})
	d.say("/search طالبان")
	d.tap("", "Next")
	d.say("/latest")
	d.tap("", "Next")
	d.say("/sources ایرنا")
	d.say("/watch طالبان OR Doha")
	d.tap("", "Name")
	d.say("Talks")
	d.tap("", "Save")
	d.tap("", "Try")
	d.say("/share Talks")
	d.say("/privacy")
	d.hears(d.reader.Private(), "searches, drafts, links")
	if n, err := w.store.Traces(t.Context(), d.reader.ID()); n.Notes < 6 || err != nil {
		t.Errorf("Traces = %+v, %v, want the notes of all that was done", n, err)
	}
	d.say("/forget")
	d.tap("", "Yes, delete")
	d.hears(d.reader.Private(), "Everything is deleted")
	w.stop()
	kept.mu.Lock()
	defer kept.mu.Unlock()
	for _, n := range kept.notes {
		if _, found, err := w.store.Note(t.Context(), n.Name); found || err != nil || n.Chat != d.reader.ID() {
			t.Errorf("a note is left, or was nobody's: %+v, %v", n, err)
		}
	}
	for _, s := range kept.settings {
		if strings.Contains(s, "طالبان") || strings.Contains(s, "Talks") {
			t.Errorf("a setting, which no chat owns, holds what was written: %s", s)
		}
	}
}

// TestNotesExpire holds that what was looked for is kept for a week alone, and
// that its buttons say so then.
func TestNotesExpire(t *testing.T) {
	w := newWorld(t)
	w.clock.Freeze()
	w.telegram = telegramtest.Start(t, telegramtest.Config{Clock: w.clock.Now})
	w.week()
	d := dialogue{w, w.telegram.User("Joe", "en")}
	d.start(bot.Config{Limits: bot.Limits{Off: true}})
	d.say("/search طالبان")
	d.clock.Advance(6 * 24 * time.Hour)
	d.tap("", "Next")
	d.clock.Advance(8 * 24 * time.Hour)
	_, label := d.button("Back")
	if a := d.reader.Tap(t, d.reader.Private(), label); !strings.Contains(a.Text, "no longer") {
		t.Errorf("the button of what is no longer kept says %q", a.Text)
	}
	if n, err := w.store.Traces(t.Context(), d.reader.ID()); n.Notes != 0 || err != nil {
		t.Errorf("Traces = %+v, %v, want no notes", n, err)
	}
}

// TestNotesMoveWithTheirGroup holds that pages and drafts of a group go on when
// it becomes a supergroup.
func TestNotesMoveWithTheirGroup(t *testing.T) {
	w := begin(t, bot.Config{Limits: bot.Limits{Off: true}})
	w.week()
	joe := w.telegram.User("Joe", "en")
	group := w.telegram.Group("Group", joe)
	group.AddBot(telegramtest.Admin)
	w.hears(group, "/topics")
	joe.Say(group, "/watch Doha")
	draft := w.hears(group, "Nothing has been saved yet")
	moved := group.Migrate()
	w.until("the group has moved", func() bool {
		to, err := w.store.Migrated(t.Context(), group.ID())
		return err == nil && to == moved.ID()
	})
	q := w.offered(joe, moved, buttonData(draft, "Save"))
	if a, err := q.Answer(t.Context()); err != nil || !strings.Contains(a.Text, "saved") {
		t.Errorf("the draft of a group that moved says %q, %v", a.Text, err)
	}
	if own, err := w.store.WatchesOf(t.Context(), moved.ID()); len(own) != 1 || err != nil {
		t.Errorf("WatchesOf = %+v, %v, want the draft's", own, err)
	}
}

// buttonData returns what the button sends whose label holds a sign.
func buttonData(m telegramtest.Message, sign string) string {
	for _, row := range m.Buttons {
		for _, b := range row {
			if strings.Contains(b.Text, sign) {
				return b.Data
			}
		}
	}
	return ""
}
