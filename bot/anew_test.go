package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// TestADrawingShowsWhatHoldsByThen holds that a screen which waited for its
// turn is drawn by the settings as they are then, not as they were when its
// button was pressed.
func TestADrawingShowsWhatHoldsByThen(t *testing.T) {
	w := begin(t, bot.Config{})
	joe := w.telegram.User("Joe", "en")
	g := w.telegram.Supergroup("Team", joe)
	g.AddBot(telegramtest.Admin)
	w.hears(g, "Rasad")
	w.clock.Advance(time.Minute)
	before := len(g.Messages())
	joe.Say(g, "/format")
	m := w.answer(g, before)
	w.clock.Advance(time.Minute)
	w.clock.Freeze()
	shows := func(label string) bool {
		return slices.ContainsFunc(g.Messages(), func(o telegramtest.Message) bool {
			return o.ID == m.ID && strings.Contains(look(o), "✅ "+label)
		})
	}
	w.press(joe, g, m.ID, "headline", "")
	w.until("drawn", func() bool { return shows("headline") })
	w.press(joe, g, m.ID, "compact", "") // waits, as the group's turn was taken
	w.settle(g.ID(), func(s *news.ChatSettings) { s.Format = news.FormatFull })
	w.until("drawn anew", func() bool {
		w.clock.Advance(time.Second)
		return shows("compact") || shows("full")
	})
	if !shows("full") {
		t.Error("the screen shows the format that was chosen before the last")
	}
}

// renewing is a store at whose reading of subscriptions a new configuration
// comes, once it is armed.
type renewing struct {
	bot.Store
	renew atomic.Pointer[func()]
}

func (r *renewing) Subscriptions(ctx context.Context, chat int64) ([]news.Subscription, error) {
	if renew := r.renew.Load(); renew != nil {
		(*renew)()
	}
	return r.Store.Subscriptions(ctx, chat)
}

// TestAReloadAmidAPress holds that a press which began with one catalog, and
// ends with a smaller one, does what its button said.
func TestAReloadAmidAPress(t *testing.T) {
	w := newWorld(t)
	var many []news.Source
	for i := range 6 {
		many = append(many, news.Source{ID: fmt.Sprint("outlet-", i), Name: fmt.Sprint("Outlet ", i)})
	}
	var now atomic.Pointer[news.Catalog]
	now.Store(news.NewCatalog(many, nil, catalog().Topics))
	w.catalog = now.Load
	books := &renewing{Store: w.store}
	w.books = books
	w.start(bot.Config{})
	joe := w.telegram.User("Joe", "en")
	w.ask(joe, "/subscribe terrorism")
	m := w.ask(joe, "/subscriptions")
	for _, label := range []string{"⚙️ Terrorism", "🔎 Filter", "📰 Outlets"} {
		w.press(joe, joe.Private(), m.ID, label, "")
		w.clock.Advance(time.Minute)
	}
	w.until("the outlets", func() bool {
		return slices.ContainsFunc(joe.Private().Messages(), func(o telegramtest.Message) bool { return strings.Contains(look(o), "Outlet 5") })
	})
	reads := 0
	renew := func() {
		if reads++; reads == 2 { // the change itself reads again what is subscribed
			now.Store(news.NewCatalog(many[:2], nil, catalog().Topics))
		}
	}
	books.renew.Store(&renew)
	w.press(joe, joe.Private(), m.ID, "Outlet 5", "")
	all, err := w.store.Subscriptions(t.Context(), joe.ID())
	if err != nil || len(all) != 1 || !slices.Equal(all[0].Filter.Sources, []string{"outlet-5"}) {
		t.Errorf("the subscriptions are %+v, %v; want one to outlet 5 alone\n%s", all, err, w.log)
	}
}
