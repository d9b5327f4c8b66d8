package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
)

// TestNoLinkOfADigestIsLost holds that of two hundred stories, which wait for
// one hour, each arrives with its link, however long the addresses are.
func TestNoLinkOfADigestIsLost(t *testing.T) {
	const stories = 200
	w, joe := wishing(t)
	chat := joe.Private()
	w.prefer(joe.ID(), "afghanistan", news.ModeHourly, 0, news.Filter{})
	address := func(i int) string {
		return fmt.Sprintf("https://news.example/%d/%s", i, strings.Repeat("%D9%86", 90))
	}
	for i := range stories {
		a := news.Article{
			ID: fmt.Sprintf("%016x", 1000+i), Source: "irna", URL: address(i),
			Title: fmt.Sprintf("Story %03d of the day in a place of its own", i), Published: w.clock.Now(),
		}
		m := news.Match{Topic: "afghanistan", Score: 1, Hits: []news.Hit{{Field: news.FieldTitle, End: 5, Term: "Story"}}}
		if _, err := w.store.Claim(t.Context(), news.Claim{Keys: []string{a.URL}, Article: a, Matches: []news.Match{m}}); err != nil {
			t.Fatal(err)
		}
	}
	w.publish("The last one", "afghanistan")
	w.held(stories + 1)
	w.clock.Advance(time.Hour)
	w.until("all of it arrived", func() bool {
		w.clock.Advance(time.Second)
		return w.counts().Sent >= stories+1
	})
	seen := map[string]bool{}
	for _, m := range chat.Messages() {
		weight := 0
		for _, e := range m.Entities {
			seen[e.URL] = true
			weight += 16 + len(e.URL)
		}
		if len(m.Entities) > 100 || weight > 9_000 {
			t.Errorf("a message has %d entities of %d bytes", len(m.Entities), weight)
		}
	}
	for i := range stories {
		if !seen[address(i)] {
			t.Errorf("the link of story %d is lost", i)
		}
	}
}
