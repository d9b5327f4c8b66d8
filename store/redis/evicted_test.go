package redis_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// A looter deletes keys of a store past it, as a server does that evicts, or
// somebody by hand.
type looter struct {
	store.Store
	t       *testing.T
	address string
	clock   *storetest.Clock
	raw     func(command string)
	ids     []int64 // alerts of chat 1
	other   int64   // a delivery of chat 2
}

func (l *looter) must(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Errorf("beside a record that is gone: %v", err)
	}
}

// lose deletes the records of some of the alerts.
func (l *looter) lose(which ...int) {
	for _, i := range which {
		l.raw(fmt.Sprint("DEL @delivery:", l.ids[i]))
	}
}

// begin begins an alert.
func (l *looter) begin(i int) {
	_, err := l.Begin(l.t.Context(), l.ids[i], 0)
	l.must(err)
}

// drain sends all that can be sent, and returns which.
func (l *looter) drain() map[int64]bool {
	l.t.Helper()
	sent := map[int64]bool{}
	for range 20 {
		ds, err := l.Reserve(l.t.Context(), 10)
		l.must(err)
		for _, d := range ds {
			_, err := l.Begin(l.t.Context(), d.ID, 0)
			l.must(err)
			l.must(l.Finish(l.t.Context(), d.ID, 1))
			sent[d.ID] = true
			for _, p := range d.Parts {
				sent[p.ID] = true
			}
		}
	}
	return sent
}

// gone are what is done while records are gone, each with which of the five
// alerts of chat 1 are sent all the same, now or by the drain after it.
var gone = map[string]struct {
	act  func(l *looter)
	sent []int
}{
	"the head":          {func(l *looter) { l.lose(0) }, []int{1, 2, 3, 4}},
	"one in the middle": {func(l *looter) { l.lose(2) }, []int{0, 1, 3, 4}},
	"all":               {func(l *looter) { l.lose(0, 1, 2, 3, 4) }, nil},
	"one under way":     {func(l *looter) { l.begin(0); l.lose(0); l.must(l.Finish(l.t.Context(), l.ids[0], 1)) }, []int{1, 2, 3, 4}},
	"the next one":      {func(l *looter) { l.begin(0); l.lose(1); l.must(l.Finish(l.t.Context(), l.ids[0], 1)) }, []int{2, 3, 4}},
	"one that is put off": {func(l *looter) {
		l.must(l.Retry(l.t.Context(), l.ids[0], 0, l.clock.Now().Add(time.Hour), false, "later"))
		l.lose(0)
		l.clock.Advance(2 * time.Hour)
	}, []int{1, 2, 3, 4}},
	"StopChat and Redrive": {func(l *looter) {
		l.lose(0, 2)
		l.must(l.StopChat(l.t.Context(), 1, "blocked"))
		l.must(l.SetState(l.t.Context(), 1, news.ChatActive, ""))
		l.lose(3)
		_, err := l.Redrive(l.t.Context())
		l.must(err)
	}, []int{1, 4}},
	"MigrateChat": {func(l *looter) {
		l.must(l.Bury(l.t.Context(), l.ids[0], 0, "refused"))
		l.must(l.Bury(l.t.Context(), l.ids[1], 0, "refused"))
		l.lose(0, 2)
		l.must(l.MigrateChat(l.t.Context(), 1, -100))
		_, err := l.Redrive(l.t.Context())
		l.must(err)
	}, []int{1, 3, 4}},
	"Forget": {func(l *looter) {
		l.must(l.Bury(l.t.Context(), l.ids[0], 0, "refused"))
		l.lose(0, 2)
		l.must(l.Forget(l.t.Context(), 1))
	}, nil},
	"one that is held": {func(l *looter) {
		l.must(l.Hold(l.t.Context(), l.ids[1], 0, l.clock.Now().Add(time.Hour)))
		l.must(l.Hold(l.t.Context(), l.ids[2], 0, l.clock.Now().Add(time.Hour)))
		l.lose(1)
		l.clock.Advance(2 * time.Hour)
	}, []int{0, 2, 3, 4}},
	"one that is let go": {func(l *looter) {
		l.must(l.Hold(l.t.Context(), l.ids[1], 0, l.clock.Now().Add(time.Hour)))
		l.must(l.Hold(l.t.Context(), l.ids[2], 0, l.clock.Now().Add(time.Hour)))
		l.lose(1)
		l.must(l.LetGo(l.t.Context(), 1))
	}, []int{0, 2, 3, 4}},
	"one of those whose list is gone": {func(l *looter) {
		l.must(l.Hold(l.t.Context(), l.ids[1], 0, l.clock.Now().Add(time.Hour)))
		l.raw("DEL @held")
		l.lose(2)
		l.must(l.LetGo(l.t.Context(), 1))
	}, []int{0, 1, 3, 4}},
	"a part": {func(l *looter) {
		l.must(l.Join(l.t.Context(), l.ids[0], 0, l.ids[1:4]))
		l.lose(2)
	}, []int{0, 1, 3, 4}},
	"a part of one that moves": {func(l *looter) {
		l.must(l.Join(l.t.Context(), l.ids[0], 0, l.ids[1:4]))
		l.lose(2)
		l.must(l.MigrateChat(l.t.Context(), 1, -100))
	}, []int{0, 1, 3, 4}},
	"what others are parts of": {func(l *looter) {
		l.must(l.Join(l.t.Context(), l.ids[0], 0, l.ids[1:4]))
		l.lose(0)
	}, []int{1, 2, 3, 4}},
}

// TestALostRecordIsAllThatIsLost does everything beside records that are gone:
// all the rest is sent and the log tells. After two purges the marks of what was lost
// are gone, nothing counts as open, and nothing contradicts itself.
func TestALostRecordIsAllThatIsLost(t *testing.T) {
	for name, c := range gone {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			l := loot(t, &log)
			c.act(l)
			sent := l.drain()
			for i, id := range l.ids {
				if done, err := l.Begin(t.Context(), id, 0); done != news.Done || err != nil {
					t.Errorf("Begin of alert %d in the end = %v, %v, want Done", i, done, err)
				}
				if want := slices.Contains(c.sent, i); sent[id] != want {
					t.Errorf("alert %d sent: %v, want %v", i, sent[id], want)
				}
			}
			if !sent[l.other] {
				t.Error("the other chat got nothing")
			}
			if !strings.Contains(log.String(), "records of deliveries are gone") {
				t.Errorf("log = %s, want it told", &log)
			}
			for range 2 { // the first notes which deliveries there are
				if _, err := l.Purge(t.Context(), news.Keep{Deliveries: news.LeastKept}); err != nil {
					t.Fatal(err)
				}
				l.clock.Advance(news.LeastKept)
			}
			l.drain()
			wantWrong(t, l.address)
			l.wantOpen(news.Counts{})
		})
	}
}

// wantOpen wants as many deliveries of each kind that is not over.
func (l *looter) wantOpen(want news.Counts) {
	l.t.Helper()
	n, err := l.Counts(l.t.Context())
	got := news.Counts{Pending: n.Pending, Attempting: n.Attempting, Held: n.Held, Buried: n.Buried, Joined: n.Joined}
	if err != nil || got != want {
		l.t.Errorf("Counts of what is open = %+v, %v, want %+v", got, err, want)
	}
}

// loot opens a store with five alerts for chat 1 and a delivery for chat 2.
func loot(t *testing.T, log *bytes.Buffer) *looter {
	t.Helper()
	address, clock := storetest.Redis(t).Address(), storetest.NewClock()
	s := open(t, address, store.Config{Clock: clock.Now, Logger: slog.New(slog.NewTextHandler(log, nil))})
	t.Cleanup(func() { s.Close() })
	a, prefix := admin(t, address), tag(t, address)
	l := &looter{Store: s, t: t, address: address, clock: clock, raw: func(command string) { do(t, a, strings.ReplaceAll(command, "@", prefix)) }}
	l.ids = alert(t, s, 1, "a0", "a1", "a2", "a3", "a4")
	l.other = enqueue(t, s, 2, "other")
	return l
}

// TestWhatCannotBeReadIsBuried spoils what a record holds: the rest of its lane and
// the other chat get what is for them. It is buried, and can be found there by why and
// by the check; made good by hand, it is sent once it is redriven.
func TestWhatCannotBeReadIsBuried(t *testing.T) {
	for spoil, c := range map[string]struct{ heal, fault string }{
		"HSET @delivery:ID body {":          {"HSET @delivery:ID body {}", "the body of delivery ID cannot be read"},
		"HSET @delivery:ID attempts many":   {"HSET @delivery:ID attempts 1", `delivery ID has "many" where`},
		"HSET @delivery:ID created_at then": {"HSET @delivery:ID created_at 1", `delivery ID has "then" where`},
	} {
		t.Run(spoil, func(t *testing.T) {
			l := loot(t, &bytes.Buffer{})
			of := func(text string) string { return strings.ReplaceAll(text, "ID", fmt.Sprint(l.ids[0])) }
			l.raw(of(spoil))
			l.wantSent(1, 2, 3, 4)
			l.wantOpen(news.Counts{Buried: 1})
			buried, err := l.Buried(t.Context(), 0, 10)
			if err != nil || len(buried) != 1 || buried[0].ID != l.ids[0] || buried[0].Chat != 1 || buried[0].Article != "a0" ||
				!strings.HasPrefix(buried[0].Why, "cannot be read: ") {
				t.Errorf("Buried = %+v, %v, want the alert, and that it cannot be read", buried, err)
			}
			wantWrong(t, l.address, of(c.fault))
			l.raw(of(c.heal))
			wantWrong(t, l.address)
			if n, err := l.Redrive(t.Context()); n != 1 || err != nil {
				t.Errorf("Redrive = %d, %v, want the alert that was made good", n, err)
			}
			if !l.drain()[l.ids[0]] {
				t.Error("the alert that was made good is not sent")
			}
		})
	}
}

// wantSent sends all that can be sent, and wants it to be some of the alerts and what
// is for the other chat.
func (l *looter) wantSent(which ...int) {
	l.t.Helper()
	sent, want := l.drain(), []int64{l.other}
	for _, i := range which {
		want = append(want, l.ids[i])
	}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(sent)); !slices.Equal(got, want) {
		l.t.Errorf("sent %v, want %v", got, want)
	}
}

// TestWhatIsSpoiledAllTheMoreIsLost spoils what a record needs to be buried, and takes
// away what else a server may evict: the other chat gets what is for it, and so does
// the same one if its lane is there.
func TestWhatIsSpoiledAllTheMoreIsLost(t *testing.T) {
	for spoil, c := range map[string]struct {
		sent  []int
		fault string
	}{
		"HSET @delivery:ID not_before never":             {[]int{1, 2, 3, 4}, `delivery ID has "never" where`},
		"HDEL @delivery:ID chat":                         {[]int{1, 2, 3, 4}, "delivery ID is there, but not for which chat"},
		"DEL @lane:8000000000000001":                     {nil, "delivery ID waits, but not at its place"},
		"DEL @classes:8000000000000001 @counts @waiting": {[]int{0, 1, 2, 3, 4}, "count of pending is 0"},
	} {
		t.Run(spoil, func(t *testing.T) {
			l := loot(t, &bytes.Buffer{})
			of := func(text string) string { return strings.ReplaceAll(text, "ID", fmt.Sprint(l.ids[0])) }
			l.raw(of(spoil))
			wantWrong(t, l.address, of(c.fault))
			l.wantSent(c.sent...)
			if buried, err := l.Buried(t.Context(), 0, 10); err != nil || len(buried) != 0 {
				t.Errorf("Buried = %+v, %v, want nothing", buried, err)
			}
		})
	}
}
