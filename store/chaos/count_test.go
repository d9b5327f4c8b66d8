//go:build unix

package chaos_test

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
)

// A tally is what the readers got.
type tally struct {
	due, lost, repeated, unmarked, disorder int

	late     int // of the lost, those that may be
	forgiven int // repeats of what arrived in a moment that may be lost
}

// places are where the alerts of articles stood in the queue of each chat. It is
// that of the articles, unless one of them could not be fanned out for a while.
type places map[int64]map[int]int

func (p places) of(chat int64, n int) int {
	if place, ok := p[chat][n]; ok {
		return place
	}
	return n
}

// places asks the store, which no worker may hold.
func (w *world) places() places {
	w.Helper()
	books := w.open()
	defer books.Close()
	p := places{}
	for _, u := range w.readers {
		var stood []news.Delivery // as Topics, the number of the article
		for _, m := range u.Private().Messages() {
			brought, err := books.DeliveriesOf(w.Context(), u.ID(), m.ID)
			if err != nil {
				w.Fatal(err)
			}
			if found := title.FindStringSubmatch(m.Text); found != nil && len(brought) == 1 {
				stood = append(stood, news.Delivery{ID: brought[0].ID, Topics: found[1:]})
			}
		}
		numbers := map[int]int{}
		var sorted []int
		for _, d := range stood {
			n, _ := strconv.Atoi(d.Topics[0])
			sorted = append(sorted, n)
		}
		slices.Sort(sorted)
		slices.SortFunc(stood, func(a, b news.Delivery) int { return cmp.Compare(a.ID, b.ID) })
		for i, d := range stood {
			n, _ := strconv.Atoi(d.Topics[0])
			numbers[n] = sorted[i]
		}
		p[u.ID()] = numbers
	}
	return p
}

var title = regexp.MustCompile(`Article (\d+)\.`)

// count counts what the readers got, when the wire has ended. What a server lost
// that may lose its last moment is forgiven: articles that were done with in it
// may be missing, and messages that arrived in it may come again, unmarked and
// after later ones.
func (w *world) count(p places, forgiven []moment) tally {
	var t tally
	repeat := message.In("en").Label(message.Repeat)
	for r, u := range w.readers {
		told, last := map[int]int{}, 0 // the place of an article's message, from one on
		for at, m := range u.Private().Messages() {
			found := title.FindStringSubmatch(m.Text)
			if !m.FromBot || found == nil {
				continue
			}
			n, _ := strconv.Atoi(found[1])
			again := told[n] > 0
			if again && slices.ContainsFunc(forgiven, func(f moment) bool { return f.told(r, told[n]-1) }) {
				t.forgiven++
				continue
			}
			if p.of(u.ID(), n) < last {
				t.disorder++
			}
			last = max(last, p.of(u.ID(), n))
			if !again {
				told[n] = at + 1
				continue
			}
			t.repeated++
			if !strings.Contains(m.Text, repeat) {
				t.unmarked++
			}
		}
		t.due += w.last
		for n := range w.last {
			if told[n+1] > 0 {
				continue
			}
			t.lost++
			if slices.ContainsFunc(forgiven, func(f moment) bool { return f.did(n + 1) }) {
				t.late++
			}
		}
	}
	return t
}

// gap returns the longest time between two alerts.
func (w *world) gap() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	longest := time.Duration(0)
	for i := range max(0, len(w.arrivals)-1) {
		longest = max(longest, w.arrivals[i+1].Sub(w.arrivals[i]))
	}
	return longest
}

// report counts what came of a fault that happened so often, with so many
// messages in flight in all, and with moments whose work may be lost.
func (w *world) report(fault string, times, inFlight int, forgiven ...moment) {
	w.Helper()
	t := w.count(w.places(), forgiven)
	if t.unmarked > 0 {
		w.Errorf("%d repeats are not marked as such", t.unmarked)
	}
	if t.forgiven > 0 {
		w.Logf("%d messages came again, as the server had lost that they had been sent", t.forgiven)
	}
	table.add(w.T, row{fault: fault, engine: w.engine, times: times, counted: t.due, what: "alerts",
		lost: t.lost, late: t.late, repeated: t.repeated, limit: inFlight, disorder: t.disorder, gap: w.gap()})
}
