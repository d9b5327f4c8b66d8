package matcher_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
)

var concepts = []news.Concept{
	{ID: "isis", Aliases: []string{"داعش", "ISIS", "=IS", "Islamic State", "ИГИЛ", "تنظيم الدولة"}},
	{ID: "taliban", Aliases: []string{"طالبان", "Taliban", "Талибан"}},
}

// build returns a matcher, or ends the test.
func build(t testing.TB, topics ...news.Topic) *matcher.Matcher {
	t.Helper()
	m, err := matcher.New(topics, concepts)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestQueriesDecide(t *testing.T) {
	a := news.Article{
		Lang: "en", Title: "Blast in Kabul", Lead: "Five were killed",
		Body: "Officials blamed the Taliban for the bombing.\n\nA film festival goes on.",
	}
	for _, c := range []struct {
		query string
		want  bool
	}{
		{"kabul", true},
		{"kabul AND bombing", true},
		{"kabul bombing", true},
		{"kabul AND herat", false},
		{"kabul OR herat", true},
		{"herat | kabul", true},
		{"kabul -film", false},
		{"kabul AND NOT herat", true},
		{"NOT (herat OR kunduz) kabul", true},
		{"(blast OR bomb) (kabul OR herat) @taliban", true},
		{"@isis", false},
		{"@isis OR @taliban", true},
		{"title:kabul", true},
		{"title:taliban", false},
		{"body:taliban AND title:(blast kabul)", true},
		{"lead:(killed -wounded)", true},
		{`"blast in kabul"`, true},
		{`"kabul blast"`, false},
		{`"kabul five"`, false},
		{`"bombing a film"`, false},
		{"=bomb", false},
		{"=bombing", true},
		{"bomb*", true},
		{"NOT herat", true},
		{"NOT kabul", false},
		{"title:(kabul OR NOT blast)", true},
		{"filmfestival", false},
		{"film festival", true},
		{`-"film festival" kabul`, false},
	} {
		m := build(t, news.Topic{ID: "t", Query: c.query})
		if got := len(m.Match(&a)) == 1; got != c.want {
			t.Errorf("%s: matched is %v, want %v", c.query, got, c.want)
		}
	}
}

func TestListsDecide(t *testing.T) {
	topic := news.Topic{
		ID:   "t",
		Any:  []string{"suicide attack", "@taliban", "=IS fighters"},
		All:  []string{"Kabul OR Herat"},
		None: []string{"film festival", "football"},
	}
	m := build(t, topic)
	for _, c := range []struct {
		body string
		want bool
	}{
		{"A suicide attack in Kabul", true},
		{"An attack in Kabul; suicide is suspected", false},
		{"The Taliban took Herat", true},
		{"The Taliban took Kunduz", false},
		{"The Taliban banned football in Kabul", false},
		{"A film about a festival: the Taliban in Kabul", true},
		{"Kabul is fighters' country", false},
	} {
		if got := len(m.Match(&news.Article{Lang: "en", Body: c.body})) == 1; got != c.want {
			t.Errorf("%q: matched is %v, want %v", c.body, got, c.want)
		}
	}
}

func TestMatchTellsEveryHitInOrder(t *testing.T) {
	m := build(t,
		news.Topic{ID: "second", Any: []string{"کابل"}},
		news.Topic{ID: "none", Any: []string{"هرات"}},
		news.Topic{ID: "first", Any: []string{"@taliban", "حمله", "حمله انتحاری"}, None: []string{"جشنواره"}},
	)
	a := news.Article{
		Lang:  "fa",
		Title: "حملهٔ طالبان به كابل",
		Lead:  "«طالبـان» گفت",
		Body:  "حمله\u200cهای انتحاری در کابل؛\u200f Taliban's men.",
	}
	var got []string
	for _, match := range m.Match(&a) {
		got = append(got, fmt.Sprintf("%s %v", match.Topic, match.Score))
		for _, h := range match.Hits {
			got = append(got, fmt.Sprintf("%s %s=%s", h.Field, h.Term, a.Text(h.Field)[h.Start:h.End]))
		}
	}
	want := []string{
		"second 1", "title کابل=كابل", "body کابل=کابل",
		"first 4", "title حمله=حملهٔ", "title طالبان=طالبان", "lead طالبان=طالبـان",
		"body حمله انتحاری=حمله\u200cهای انتحاری", "body حمله=حمله\u200cهای", "body Taliban=Taliban's",
	}
	if !slices.Equal(got, want) {
		t.Errorf("Match tells\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestLanguageIsFoundOut matches an article whose source does not say its
// language, in that of its words.
func TestLanguageIsFoundOut(t *testing.T) {
	m := build(t, news.Topic{ID: "t", Any: []string{"علی", "إرهاب"}})
	for _, c := range []struct {
		body string
		want string
	}{
		{"این سخنان علیه ایران است و باید پاسخ داده شود", ""},
		{"قال الوزير إن مكافحة بالإرهاب الدولي هي مسؤولية الجميع", "بالإرهاب"},
	} {
		got := ""
		for _, match := range m.Match(&news.Article{Body: c.body}) {
			got += c.body[match.Hits[0].Start:match.Hits[0].End]
		}
		if got != c.want {
			t.Errorf("%q: hits %q, want %q", c.body, got, c.want)
		}
	}
}

// TestLiveMatcherIsSwapped reads from many sides while matchers change; each
// article is matched by one of them as a whole.
func TestLiveMatcherIsSwapped(t *testing.T) {
	one := build(t, news.Topic{ID: "one", Any: []string{"کابل"}})
	two := build(t, news.Topic{ID: "two", Any: []string{"کابل"}}, news.Topic{ID: "three", Any: []string{"کابل", "هرات"}})
	live := matcher.NewLive(one)
	a := news.Article{Lang: "fa", Body: strings.Repeat("کابل و هرات. ", 20)}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 200 {
				m := live.Match(&a)
				switch {
				case len(m) == 1 && m[0].Topic == "one" && len(m[0].Hits) == 20:
				case len(m) == 2 && m[0].Topic == "two" && len(m[1].Hits) == 40:
				default:
					t.Errorf("Match = %v", m)
					return
				}
			}
		})
	}
	for i := range 100 {
		live.Swap([]*matcher.Matcher{one, two}[i%2])
	}
	wg.Wait()
}

func FuzzMatch(f *testing.F) {
	for _, s := range []string{"", "حمله\u200cهای داعش", "IS isis Islamic-State's", "می شود ضدداعش", "الدولة الإسلامية", "в ИГИЛе", "\xffداعش\u200c"} {
		f.Add("داعش | \"Islamic State\" | می\u200cشود | title:طالب*", s, "fa")
	}
	f.Add("الدولة إرهاب* -=IS", "للدولة", "ar")
	f.Add("@isis a b C-130", "c130 ab", "")
	f.Fuzz(func(t *testing.T, query, body, lang string) {
		m, err := matcher.New([]news.Topic{{ID: "q", Query: query}}, concepts)
		if err != nil {
			return
		}
		a := news.Article{Title: body, Body: body, Lang: lang}
		for _, match := range m.Match(&a) {
			for _, h := range match.Hits {
				text := a.Text(h.Field)
				if h.Start < 0 || h.Start >= h.End || h.End > len(text) {
					t.Fatalf("%q in %q hits %+v", query, body, h)
				}
				if utf8.ValidString(text) && !utf8.ValidString(text[h.Start:h.End]) {
					t.Fatalf("%q in %q cuts a character: %+v", query, body, h)
				}
			}
		}
	})
}

func ExampleMatcher_Match() {
	m, err := matcher.New(
		[]news.Topic{{ID: "terrorism", Any: []string{"تروریست", "@isis"}}},
		[]news.Concept{{ID: "isis", Aliases: []string{"داعش", "ISIS", "=IS"}}},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	a := news.Article{Lang: "fa", Title: "بازداشت تروریست\u200cهای داعشی", Body: "این بحران (crisis) است."}
	for _, match := range m.Match(&a) {
		for _, h := range match.Hits {
			fmt.Println(match.Topic, h.Field, a.Text(h.Field)[h.Start:h.End])
		}
	}
	// Output:
	// terrorism title تروریست‌های
	// terrorism title داعشی
}
