package matcher_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
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

// TestManyChangesLeaveNothing adds and removes topics two hundred thousand
// times, and holds what is kept in the end against what was in the beginning.
func TestManyChangesLeaveNothing(t *testing.T) {
	const ids, words = 600, 40
	changes := 200000
	if testing.Short() {
		changes = 10000
	}
	live := matcher.NewLive(build(t), concepts...)
	r := rand.New(rand.NewPCG(3, 3))
	there := map[string]int{}
	word := func(i int) string { return "watchword" + string(rune('a'+i/10)) + string(rune('a'+i%10)) }
	change := func(n int) {
		for range n {
			id := fmt.Sprint(r.IntN(ids))
			if _, ok := there[id]; ok && r.IntN(2) == 0 {
				live.Remove(id)
				delete(there, id)
				continue
			}
			there[id] = r.IntN(words)
			if err := live.Add(news.Topic{ID: id, Query: word(there[id]) + " OR =made" + fmt.Sprint(r.IntN(1e9))}); err != nil {
				t.Fatal(err)
			}
		}
		for i := range words {
			var want []string
			for id, k := range there {
				if k == i {
					want = append(want, id)
				}
			}
			got := live.Find(&news.Article{Lang: "en", Body: "The " + word(i) + "s."}, nil)
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Fatalf("%s is found by %v, want %v", word(i), got, want)
			}
		}
	}
	change(changes / 20)
	before := heap()
	for range 19 {
		change(changes / 20)
	}
	if after := heap(); after > before+4e6 {
		t.Errorf("the heap grew from %.1f to %.1f MB", before/1e6, after/1e6)
	}
	for id := range there {
		live.Remove(id)
	}
	if m := live.Match(&news.Article{Lang: "en", Body: word(1)}); len(m) > 0 {
		t.Errorf("%v is found after all was removed", m)
	}
}

// TestAddedTopicsAreFoundInTheirOrder holds what thousands of topics find that
// were added one by one against one matcher of all of them.
func TestAddedTopicsAreFoundInTheirOrder(t *testing.T) {
	topics, articles := madeUp("fa", 6000)
	topics[5].Query = "/(مان|ران|تان)[ابپی]/ OR first/9:" + topics[5].Query
	topics[6] = news.Topic{ID: "6", Weighted: []news.Weight{{Term: "ها", Weight: 1, PerHit: true}, {Term: "@taliban", Weight: 2}}, Threshold: 2}
	m, err := matcher.New(topics, concepts)
	if err != nil {
		t.Fatal(err)
	}
	live := matcher.NewLive(build(t), concepts...)
	for _, topic := range topics {
		if err := live.Add(topic); err != nil {
			t.Fatal(err)
		}
	}
	for i := range articles[:100] {
		want, got := m.Match(&articles[i]), live.Match(&articles[i])
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("Match = %v, want %v", got, want)
		}
		found := live.Find(&articles[i], nil)
		if len(found) != len(want) {
			t.Fatalf("Find = %v, want %v", found, want)
		}
	}
}

// TestSwapGivesAddedTopicsTheNewConcepts changes, takes out and brings back a
// concept that an added topic names.
func TestSwapGivesAddedTopicsTheNewConcepts(t *testing.T) {
	isis := func(aliases ...string) news.Concept { return news.Concept{ID: "isis", Aliases: aliases} }
	m := build(t)
	live := matcher.NewLive(m, isis("داعش"), concepts[1])
	for id, q := range map[string]string{"named": "@isis", "not": "کابل AND NOT @isis", "other": "کابل", "both": "@isis OR @" + concepts[1].ID} {
		if err := live.Add(news.Topic{ID: id, Query: q}); err != nil {
			t.Fatal(err)
		}
	}
	finds := func(body string, want ...string) {
		t.Helper()
		got := live.Find(&news.Article{Lang: "fa", Body: body}, nil)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%q is found by %v, want %v", body, got, want)
		}
	}
	finds("داعش در کابل", "both", "named", "other")
	if p := live.Swap(m, isis("دولت اسلامی"), concepts[1]); len(p) > 0 {
		t.Errorf("Swap tells of %v", p)
	}
	finds("داعش در کابل", "not", "other")
	finds("دولت اسلامی", "both", "named")

	problems := live.Swap(m, concepts[1])
	var resting []string
	for _, p := range problems {
		resting = append(resting, p.Topic)
		if !strings.Contains(p.Message, "@isis is not known") {
			t.Errorf("Swap tells of %v", p)
		}
	}
	slices.Sort(resting)
	if !slices.Equal(resting, []string{"both", "named", "not"}) {
		t.Errorf("Swap tells of %v", problems)
	}
	finds("دولت اسلامی در کابل", "other")
	if live.Add(news.Topic{ID: "new", Query: "@isis"}) == nil {
		t.Error("a topic is added that names a concept which is gone")
	}
	if !live.Remove("both") || live.Remove("both") {
		t.Error("a topic that rests is not removed, once")
	}
	if err := live.Add(news.Topic{ID: "not", Query: "هرات"}); err != nil {
		t.Fatal(err)
	}
	if p := live.Swap(m, isis("داعش")); len(p) > 0 {
		t.Errorf("Swap tells of %v", p)
	}
	finds("داعش در کابل", "named", "other")
	finds("هرات", "not")
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
// come and go and the rest is swapped; what stays is always found.
func TestTopicsAreAddedWhileArticlesAreMatched(t *testing.T) {
	live := matcher.NewLive(build(t, news.Topic{ID: "base", Any: []string{"کابل"}}), concepts...)
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
	others := []*matcher.Matcher{build(t, news.Topic{ID: "base", Query: "کابل"}), build(t, news.Topic{ID: "base", Query: "کابل OR هرات"})}
	for i := range 200 {
		if err := live.Add(news.Topic{ID: fmt.Sprint(i % 140), Query: "هرات OR @" + concepts[0].ID}); err != nil {
			t.Fatal(err)
		}
		if i%7 == 0 {
			changed := concepts[0]
			changed.Aliases = append(slices.Clone(changed.Aliases), fmt.Sprint("alias", i))
			live.Swap(others[i%2], changed)
		}
		if i%3 == 0 {
			live.Remove(fmt.Sprint(i % 140))
		}
	}
	wg.Wait()
}

// TestManyTopicsAreAddedAtOnce holds what AddAll leaves in place against the
// same topics added one by one, those that are wrong among them.
func TestManyTopicsAreAddedAtOnce(t *testing.T) {
	topics, articles := madeUp("fa", 3000)
	topics = append(topics, news.Topic{ID: "wrong", Query: "("}, news.Topic{ID: topics[7].ID, Query: "@taliban"},
		news.Topic{ID: "gone", Query: "@nobody"}, news.Topic{ID: "named", Query: "@taliban"})
	one := matcher.NewLive(build(t), concepts...)
	var wrong []string
	for _, topic := range topics {
		if one.Add(topic) != nil {
			wrong = append(wrong, topic.ID)
		}
	}
	many := matcher.NewLive(build(t), concepts...)
	for range 2 { // the second time in place of the first
		var got []string
		for _, p := range many.AddAll(topics) {
			got = append(got, p.Topic)
		}
		if got = slices.Compact(got); !slices.Equal(got, wrong) || len(got) != 2 {
			t.Errorf("AddAll tells of %v, want %v", got, wrong)
		}
	}
	for _, a := range append(articles[:min(60, len(articles))], news.Article{Lang: "fa", Body: "طالبان گفت"}) {
		got, want := many.Find(&a, nil), one.Find(&a, nil)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("Find = %v, want %v", got, want)
		}
	}
	for _, topic := range topics {
		many.Remove(topic.ID)
	}
	if got := many.Find(&news.Article{Lang: "fa", Body: "طالبان گفت"}, nil); len(got) > 0 {
		t.Errorf("%v is found after all was removed", got)
	}
	if p := many.AddAll(nil); p != nil {
		t.Errorf("AddAll of nothing = %v", p)
	}
}
