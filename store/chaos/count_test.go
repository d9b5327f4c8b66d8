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
	"github.com/rasadnews/rasad/bot/telegramtest"
)

// A tally is what the readers got.
type tally struct {
	due, lost, repeated, unmarked, disorder int

	late     int // of the lost, those that may be
	forgiven int // repeats of what arrived in a moment that may be lost
	behind   int // what came after later articles, as it may (see passed)
}

var title = regexp.MustCompile(`Article (\d+)\.`)

// told returns which articles a message tells of.
func told(m telegramtest.Message) []int {
	var all []int
	if m.FromBot {
		for _, found := range title.FindAllStringSubmatch(m.Text, -1) {
			n, _ := strconv.Atoi(found[1])
			all = append(all, n)
		}
	}
	return all
}

// passed are the articles whose fan-out failed so often that later ones went
// ahead of them, as the workers said: the one exception from the order.
func (w *world) passed() map[int]bool {
	w.Helper()
	passed := map[int]bool{}
	for _, p := range w.workers {
		for _, said := range goesBehind.FindAllStringSubmatch(p.log.all(), -1) {
			books := w.open()
			a, found, err := books.Archived(w.Context(), said[1])
			books.Close()
			if err != nil || !found {
				w.Fatalf("article %s, which others went ahead of: %v, %v", said[1], found, err)
			}
			n, _ := strconv.Atoi(a.Article.Code)
			passed[n] = true
		}
	}
	return passed
}

var goesBehind = regexp.MustCompile(`later ones go ahead of it" article=(\w+)`)

// count counts what the readers got, when the wire has ended. Their order is
// that of the claims, which is that of the articles' numbers, as the wire offers
// each once the one before is done with. What a server lost that may lose its
// last moment is forgiven: articles that were done with in it may be missing, and
// messages that arrived in it may come again, unmarked and after later ones.
func (w *world) count(passed map[int]bool, forgiven []moment) tally {
	var t tally
	repeat := message.In("en").Label(message.Repeat)
	for r, u := range w.readers {
		place, last := map[int]int{}, 0 // of an article's first message, from one on
		for at, m := range u.Private().Messages() {
			articles := told(m)
			if len(articles) == 0 {
				continue
			}
			again := slices.ContainsFunc(articles, func(n int) bool { return place[n] > 0 })
			if again && slices.ContainsFunc(forgiven, func(f moment) bool { return f.told(r, place[articles[0]]-1) }) {
				t.forgiven++
				continue
			}
			first := slices.Min(articles)
			if again {
				first = slices.Max(articles) // all before it stood in the message that comes again
			}
			switch {
			case first >= last:
			case passed[first]:
				t.behind++
			default:
				t.disorder++
			}
			last = max(last, slices.Max(articles))
			for _, n := range articles {
				place[n] = cmp.Or(place[n], at+1)
			}
			if again {
				t.repeated++
			}
			if again && !strings.Contains(m.Text, repeat) {
				t.unmarked++
			}
		}
		t.due += w.last
		for n := range w.last {
			if place[n+1] > 0 {
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
	t := w.count(w.passed(), forgiven)
	if t.unmarked > 0 {
		w.Errorf("%d repeats are not marked as such", t.unmarked)
	}
	if t.forgiven > 0 {
		w.Logf("%d messages came again, as the server had lost that they had been sent", t.forgiven)
	}
	table.add(w.T, row{fault: fault, engine: w.engine, times: times, counted: t.due, what: "alerts",
		lost: t.lost, late: t.late, repeated: t.repeated, limit: inFlight, disorder: t.disorder, behind: t.behind, gap: w.gap()})
}
