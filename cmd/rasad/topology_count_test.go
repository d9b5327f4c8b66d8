//go:build linux

package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/store/move"
)

// settled waits until every reader was told of all there is, and nothing waits.
func (d *topology) settled() {
	d.await("every expected alert", d.send[0], func() bool { return len(d.awaited()) == 0 }, d.awaited, d.said)
}

// awaited tells what is to come: alerts, by reader, and what is in the store.
func (d *topology) awaited() (all []string) {
	for _, u := range d.readers {
		count, _ := d.toldTo(u)
		for _, a := range d.site.Articles() {
			if a.Alerts() && count[a.ID] == 0 {
				all = append(all, u.Name()+": "+a.ID)
			}
		}
	}
	c, err := d.books.Counts(d.t.Context())
	if err != nil || c.Outbox+c.Pending+c.Attempting > 0 {
		all = append(all, fmt.Sprintf("%+v, %v", c, err))
	}
	return all
}

// said is what all processes said.
func (d *topology) said() []string {
	var all []string
	for _, p := range slices.Concat(d.watch, d.send) {
		all = append(all, strings.Split(p.output(), "\n")...)
	}
	return all
}

// answers asks the process that sends for what others know.
func (d *topology) answers() {
	d.t.Helper()
	all := len(d.watch) + len(d.send)
	crew := presence{store: d.books, self: func() member { return member{} }}
	d.await("the end of the dead ones' seats", d.send[0], func() bool { return len(crew.others(d.t.Context())) == all })
	d.boss.Say(d.boss.Private(), "/status")
	d.boss.Expect(d.t, fmt.Sprintf("Processes: %d", all), "watch", "send")
	d.boss.Say(d.boss.Private(), "/search تروریسم")
	d.boss.Expect(d.t, "تروریسم")
}

// A yield is what the readers got.
type yield struct {
	due, lost, repeated, unmarked, disorder int

	behind int // what came after later articles, as their fan-out had failed so often
}

// count counts what the readers got.
func (d *topology) count() (t yield) {
	claimed, said := d.claims(), strings.Join(d.said(), "\n")
	for _, u := range d.readers {
		count, marked := d.toldTo(u)
		for _, a := range d.site.Articles() {
			n := count[a.ID]
			switch {
			case a.Alerts():
				t.due++
				t.lost += max(0, 1-n)
				t.repeated += max(0, n-1)
				t.unmarked += max(0, n-1-marked[a.ID])
			case a.DuplicateOf == "" && n > 0:
				d.t.Errorf("a false alert of %s", a.ID)
			}
		}
		for _, article := range d.late(u, claimed) {
			if strings.Contains(said, `later ones go ahead of it" article=`+article) {
				t.behind++
			} else {
				t.disorder++
			}
		}
	}
	return t
}

// claims returns the numbers of all claims, by article.
func (d *topology) claims() map[string]int {
	numbers := map[string]int{}
	err := d.books.Export(d.t.Context(), move.Articles, time.Now(), func(rows []move.Row) error {
		for _, r := range rows {
			n, err := strconv.Atoi(r[0])
			if err != nil {
				return err
			}
			numbers[r[1]] = n
		}
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return numbers
}

// late returns which articles a reader was told of after one that was claimed
// later.
func (d *topology) late(u *telegramtest.User, claimed map[string]int) (late []string) {
	last := 0
	for _, m := range u.Private().Messages() {
		brought, err := d.books.DeliveriesOf(d.t.Context(), u.ID(), m.ID)
		if err != nil {
			d.t.Fatal(err)
		}
		for _, b := range brought {
			n, found := claimed[b.Article]
			if !found {
				d.t.Errorf("%s was told of article %s, which nobody has claimed", u.Name(), b.Article)
			}
			if n < last {
				late = append(late, b.Article)
			}
			last = max(last, n)
		}
	}
	return late
}
