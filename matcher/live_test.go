package matcher_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
)

// TestAddedTopicsComeAndGo adds, replaces and removes topics at random, and
// holds what is found against what is there.
func TestAddedTopicsComeAndGo(t *testing.T) {
	live := matcher.NewLive(build(t, news.Topic{ID: "base", Any: []string{"کابل"}}), concepts...)
	cities := []string{"کابل", "هرات", "قندهار", "مزار", "غزنی", "@taliban"}
	r := rand.New(rand.NewPCG(7, 7))
	there := map[string]string{}
	for step := range 800 {
		id := fmt.Sprint("w", r.IntN(150))
		if _, ok := there[id]; ok && r.IntN(3) == 0 {
			if !live.Remove(id) {
				t.Fatalf("Remove(%s) finds nothing", id)
			}
			delete(there, id)
		} else {
			there[id] = cities[r.IntN(len(cities))]
			if err := live.Add(news.Topic{ID: id, Query: there[id]}); err != nil {
				t.Fatal(err)
			}
		}
		if step%7 > 0 {
			continue
		}
		city := cities[r.IntN(len(cities)-1)]
		var want []string
		for id, c := range there {
			if c == city {
				want = append(want, id)
			}
		}
		if city == "کابل" {
			want = append(want, "base")
		}
		var got []string
		for _, m := range live.Match(&news.Article{Lang: "fa", Body: "در " + city + " گفت"}) {
			got = append(got, m.Topic)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("step %d: %s is found by %v, want %v", step, city, got, want)
		}
	}
	if live.Remove("nobody") {
		t.Error("Remove finds a topic that is not there")
	}
}

func TestAddRefusesWhatIsWrong(t *testing.T) {
	live := matcher.NewLive(build(t), concepts...)
	if err := live.Add(news.Topic{ID: "w", Query: "کابل"}); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"(کابل", "@nobody"} {
		if err := live.Add(news.Topic{ID: "w", Query: q}); err == nil {
			t.Errorf("Add(%s) is not refused", q)
		}
	}
	if n := len(live.Match(&news.Article{Lang: "fa", Body: "کابل"})); n != 1 {
		t.Errorf("%d matches after a refusal, want 1", n)
	}
}

// TestTopicsAreAddedWhileArticlesAreMatched reads from many sides while topics
// come and go; what stays is always found.
func TestTopicsAreAddedWhileArticlesAreMatched(t *testing.T) {
	live := matcher.NewLive(build(t, news.Topic{ID: "base", Any: []string{"کابل"}}))
	a := news.Article{Lang: "fa", Body: "کابل و هرات."}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 300 {
				if m := live.Match(&a); len(m) == 0 || m[0].Topic != "base" {
					t.Errorf("Match = %v", m)
					return
				}
			}
		})
	}
	for i := range 200 {
		if err := live.Add(news.Topic{ID: fmt.Sprint(i % 40), Query: "هرات"}); err != nil {
			t.Fatal(err)
		}
		if i%3 == 0 {
			live.Remove(fmt.Sprint(i % 40))
		}
	}
	wg.Wait()
}
