package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
)

// TestNamedDraftIsOneWatch holds that a draft and the one that names it become a
// single watch of that name, in whatever order they are saved.
func TestNamedDraftIsOneWatch(t *testing.T) {
	for _, oldFirst := range []bool{false, true} {
		w := newWorld(t)
		w.start(bot.Config{Limits: bot.Limits{Off: true}, Library: w.library()})
		joe := w.guest("Joe")
		draft := w.ask(joe, "/watch Doha")
		for _, name := range []string{"Wrong", "My name"} {
			before := len(joe.Private().Messages())
			w.press(joe, joe.Private(), draft.ID, "✏️ Name", "")
			w.answer(joe.Private(), before)
			w.ask(joe, name)
		}
		messages := joe.Private().Messages()
		order := []int{messages[len(messages)-1].ID, draft.ID}
		if oldFirst {
			order[0], order[1] = order[1], order[0]
		}
		for _, id := range order {
			w.press(joe, joe.Private(), id, "💾 Save", "")
			w.drawn()
		}
		if own, err := w.store.WatchesOf(t.Context(), joe.ID()); err != nil || len(own) != 1 || own[0].Name != "My name" {
			t.Errorf("old first %v: the watches are %v, %v", oldFirst, own, err)
		}
	}
}

// TestANameAfterSavingIsTheWatchs asks for a name, saves, and only then gives it.
func TestANameAfterSavingIsTheWatchs(t *testing.T) {
	w := newWorld(t)
	w.start(bot.Config{Limits: bot.Limits{Off: true}, Library: w.library()})
	joe := w.guest("Joe")
	draft := w.ask(joe, "/watch Doha")
	before := len(joe.Private().Messages())
	w.press(joe, joe.Private(), draft.ID, "✏️ Name", "")
	w.answer(joe.Private(), before)
	w.press(joe, joe.Private(), draft.ID, "💾 Save", "")
	w.drawn()
	if told := w.ask(joe, "My name").Text; !strings.Contains(told, "My name") || strings.Contains(told, "saved yet") {
		t.Errorf("the name is answered by %q", told)
	}
	if own, err := w.store.WatchesOf(t.Context(), joe.ID()); err != nil || len(own) != 1 || own[0].Name != "My name" {
		t.Errorf("the watches are %v, %v", own, err)
	}
}

// TestARenewedDraftStaysOneWatch saves a draft, tries it again six days later, and
// saves it again when the first saving is more than a week ago.
func TestARenewedDraftStaysOneWatch(t *testing.T) {
	w := newWorld(t)
	w.start(bot.Config{Limits: bot.Limits{Off: true}, Library: w.library()})
	joe := w.guest("Joe")
	first := w.ask(joe, "/watch Doha")
	w.press(joe, joe.Private(), first.ID, "💾 Save", "")
	w.drawn()
	w.clock.Advance(6 * 24 * time.Hour)
	again := w.ask(joe, "/watch Doha")
	w.clock.Advance(2 * 24 * time.Hour)
	w.press(joe, joe.Private(), again.ID, "💾 Save", "")
	w.drawn()
	if own, err := w.store.WatchesOf(t.Context(), joe.ID()); err != nil || len(own) != 1 {
		t.Errorf("the watches are %v, %v", own, err)
	}
}
