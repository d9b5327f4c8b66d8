package matcher_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
)

// A lengthy case is one query and a text in which its terms stand many times.
type lengthy struct {
	query, text string
	hits        int // 0 if the text does not meet the query
}

// test holds a matcher of the case's query against its text.
func (c lengthy) test(t *testing.T) {
	t.Helper()
	m := build(t, news.Topic{ID: "t", Query: c.query})
	m.Unsure = func(string, *news.Article) { t.Errorf("%.60s: unsure", c.query) }
	hits := 0
	for _, match := range m.Match(&news.Article{Lang: "en", Body: c.text}) {
		hits = len(match.Hits)
	}
	if hits != c.hits {
		t.Errorf("%.60s in %.30q… (%d bytes) has %d hits, want %d", c.query, c.text, len(c.text), hits, c.hits)
	}
}

// TestNearIsDecidedInLongTexts wants every place that takes part, from texts in
// which looking at every pair would not end, or every triple.
func TestNearIsDecidedInLongTexts(t *testing.T) {
	as, bs := strings.Repeat("aa ", 400_000), strings.Repeat("bb ", 400_000)
	common := strings.Repeat("the man of war and a cat sat in is to ", 3000)
	for _, c := range []lengthy{
		{"(aa NEAR/1000 aa) NEAR/1000 aa", as[:3000], 1000},
		{"aa AND NOT ((aa NEAR/1000 aa) NEAR/1000 aa)", as[:3000], 0},
		{"(the | of | and | in) NEAR/1000 (to | a | is) NEAR/1000 hijack", common + "hijack", 1272},
		{"hijack NEAR/1000 (to | a | is) NEAR/1000 (the | of | and | in)", common + "hijack", 999},
		{"the NEAR/5 hijack", strings.Repeat("the man ", 600_000) + "the hijack", 4},
		{"hijack ONEAR/5 the", strings.Repeat("the man ", 600_000) + "the hijack", 0},
		{"aa NEAR/5 bb", as + bs, 12},
		{"(aa NEAR/5 bb) NOTNEAR/3 cc", strings.Repeat("aa bb cc ", 400_000), 0},
		{"(aa NEAR/5 bb) NOTNEAR/3 cc", strings.Repeat("aa bb cc ", 400_000) + "dd dd dd dd aa bb dd dd dd dd cc", 2},
		{"(aa NEAR/5 bb){12}", as + "bb", 0},
		{"(aa ONEAR/0 bb){1000}", strings.Repeat("aa bb ", 1000), 2000},
		{"(aa ONEAR/0 bb){1000}", strings.Repeat("aa bb ", 999), 0},
	} {
		c.test(t)
	}
}

// TestEveryOperatorIsDecidedInLongTexts holds places, units and patterns together
// against texts of 5 MB.
func TestEveryOperatorIsDecidedInLongTexts(t *testing.T) {
	const near, units = "((aa NEAR/90 bb) NEAR/90 (aa NEAR/90 bb))", "(aa SENTENCE bb SENTENCE (cc{9} OR NOT dd))"
	for _, c := range []struct {
		query, text string
		met         bool
	}{
		{near + units + "/bbb aaa+/", "aa bbb aaa bb ", true},
		{near + units + "/bbb aaa+/", "Aa bbb aaa bb. ", true},
		{near + units, "aa bb cc dd, ", true},
		{near + units, "Aa bb cc dd! ", false},
		{near + " AND NOT " + units, "Aa bb cc dd! ", true},
		{near + "/bbb bbb+/", "aa bbb aaa bb ", false},
	} {
		m := build(t, news.Topic{ID: "t", Query: c.query})
		a := news.Article{Lang: "en", Body: strings.Repeat(c.text, 5<<20/len(c.text))}
		if got := len(m.Find(&a, nil)) == 1; got != c.met {
			t.Errorf("%s in %q…: met is %v, want %v", c.query, c.text, got, c.met)
		}
	}
}

// TestUnitsOfLongTextsAreDecided asks for sentences and paragraphs of which there
// are hundreds of thousands.
func TestUnitsOfLongTextsAreDecided(t *testing.T) {
	sentences, paragraphs := strings.Repeat("Aa bb. ", 300_000), strings.Repeat("Aa bb.\n\n", 100_000)
	for _, c := range []lengthy{
		{"aa SENTENCE bb SENTENCE cc", sentences + "Cc", 0},
		{"aa SENTENCE bb SENTENCE cc", sentences + "Aa bb cc", 3},
		{"aa SENTENCE NOT bb", sentences, 0},
		{"aa SENTENCE NOT bb", sentences + "Aa cc", 1},
		{"(aa SENTENCE bb) PARAGRAPH cc", sentences + "\n\n" + paragraphs + "Cc", 0},
		{"(aa SENTENCE bb) PARAGRAPH cc", paragraphs + "Aa bb. Cc", 3},
		{"aa SENTENCE bb{2}", sentences + "Bb aa bb", 3},
	} {
		c.test(t)
	}
}

// dear is a place that takes nearly as many steps as are allowed; whether it is
// found so often is not told by the beginning of a text.
const (
	chain   = "(aa" + chained + chained + chained + ")"
	dear    = chain + "{1000}"
	chained = " NEAR/1000 aa NEAR/1000 aa NEAR/1000 aa"
)

// TestUnsureIsNoMatch holds a query that takes too long in a text: neither it
// nor its contrary is met, and both are told of; what is met or not without it
// is so.
func TestUnsureIsNoMatch(t *testing.T) {
	topics := []news.Topic{
		{ID: "dear", Query: dear},
		{ID: "contrary", Query: "aa AND NOT " + dear},
		{ID: "negative", Weighted: []news.Weight{{Term: "aa", Weight: 2}, {Term: dear, Weight: -2}}, Threshold: 1},
		{ID: "met", Query: "aa OR " + dear},
		{ID: "unmet", Query: "bb AND " + dear},
		{ID: "after", Query: "aa NEAR/5 cc"},
	}
	a := &news.Article{Lang: "en", Body: strings.Repeat("aa ", 50_000) + "cc"}
	live := matcher.NewLive(build(t, topics[:2]...))
	for _, topic := range topics[2:] {
		if err := live.Add(topic); err != nil {
			t.Fatal(err)
		}
	}
	var unsure []string
	live.Unsure = func(topic string, of *news.Article) {
		if of != a {
			t.Error("unsure of another article")
		}
		unsure = append(unsure, topic)
	}
	if got := strings.Join(live.Find(a, nil), " "); got != "met after" {
		t.Errorf("Find = %s, want met after", got)
	}
	if got := strings.Join(unsure, " "); got != "dear contrary negative" {
		t.Errorf("unsure of %s, want dear contrary negative", got)
	}
	unsure = nil
	a.Body = strings.Repeat("aa ", 300)
	if got := strings.Join(live.Find(a, nil), " "); got != "contrary negative met" || len(unsure) > 0 {
		t.Errorf("in a short text Find = %s, unsure of %v", got, unsure)
	}
}

// TestNoQueryStarvesAnother matches costly queries before a plain one, in a text
// of common words.
func TestNoQueryStarvesAnother(t *testing.T) {
	group := "(در | به | از | که | و)"
	topic := news.Topic{Query: group + strings.Repeat(" NEAR/1000 "+group, 5)}
	live := matcher.NewLive(build(t))
	live.Unsure = func(topic string, _ *news.Article) { t.Errorf("unsure of %s", topic) }
	for i := range 20 {
		topic.ID = string(rune('a' + i))
		if err := live.Add(topic); err != nil {
			t.Fatal(err)
		}
	}
	if err := live.Add(news.Topic{ID: "plain", Query: "حمله SENTENCE کابل"}); err != nil {
		t.Fatal(err)
	}
	a := news.Article{Lang: "fa", Body: strings.Repeat("و از شهر در روز که به ", 300) + "حمله در کابل"}
	if got := live.Find(&a, nil); len(got) != 21 {
		t.Errorf("%d of 21 queries are met", len(got))
	}
}

// TestDearQueriesAreRefused holds queries that look through a text too often: the
// problem is told where they stand, wherever they are added.
func TestDearQueriesAreRefused(t *testing.T) {
	many := "(aa"
	for i := range 600 {
		many += fmt.Sprintf(" | bb%d", i)
	}
	many += ")"
	for _, c := range []struct {
		query  string
		offset int // -1 if it is accepted
	}{
		{dear, -1},
		{many + " NEAR/5 cc", -1},
		{many + " SENTENCE " + many, -1},
		{"cc AND (aa" + strings.Repeat(chained, 5) + ")", 8},
		{"cc AND " + many + " NEAR/5 " + many, 7},
		{many + " ONEAR/5 " + many, -1},
		{strings.Repeat(dear+" OR ", 2) + "cc", 0},
		{"(aa" + strings.Repeat(" | aa", 2000) + ") NEAR/5 cc", -1},
	} {
		topic := news.Topic{ID: "t", Query: c.query}
		var told []matcher.Problem
		for _, p := range matcher.Check([]news.Topic{topic}, nil) {
			if !p.Warning {
				told = append(told, p)
			}
		}
		_, err := matcher.New([]news.Topic{topic}, nil)
		added := matcher.NewLive(build(t)).Add(topic)
		if c.offset < 0 {
			if len(told) > 0 || err != nil || added != nil {
				t.Errorf("%.60s: %v, %v, %v", c.query, told, err, added)
			}
			continue
		}
		if len(told) != 1 || told[0].Offset != c.offset || err == nil || added == nil {
			t.Errorf("%.60s: %v, %v, %v, want an error at %d", c.query, told, err, added, c.offset)
		}
	}
}

// TestLongPhrasesAreFoundInLongTexts looks for phrases whose first words stand
// everywhere. The test would take minutes if all of each were read everywhere.
func TestLongPhrasesAreFoundInLongTexts(t *testing.T) {
	as, phrase := strings.Repeat("aa ", 1_500_000), `"`+strings.Repeat("aa ", 49)+`bb"`
	for _, c := range []lengthy{
		{phrase, as, 0},
		{phrase, as + "bb", 1},
		{phrase, as + "bb " + as[:147] + "bbs cc " + as[:144] + "bb", 2},
		{`"` + strings.Repeat("aa cc ", 24) + `bb"`, strings.Repeat("aa cc ", 500_000), 0},
		{`"` + strings.Repeat("aa cc ", 24) + `bb"`, strings.Repeat("aa cc ", 500_000) + "bb", 1},
		{`"bb ` + strings.Repeat("aa ", 48) + `aa"`, "bb " + as, 1},
	} {
		c.test(t)
	}
}

// TestRepeatedWordsAreFound holds phrases of one word, repeated, against texts
// of nothing else.
func TestRepeatedWordsAreFound(t *testing.T) {
	for _, c := range []struct {
		phrase, word string
		met          bool
	}{
		{"بم بم بم بم بم بم بم", "بم ", true},
		{"بم بم بم بم بم بم بم", "بم\u200c", true},
		{"ب ب ب", "ب ", true},
		{"ب ب ب", "ب", false},
		{"a a a a a a a a b", "a ", false},
		{"a a a a a a a a b", "a a a a a a a a b ", true},
		{strings.Repeat("ها ", 40) + "ب", "ها ", false},
		{"ها ها", "می ", false},
		{"بم بم", "\u200c", false},
		{"a a", "\xff", false},
		{"a a", "#", false},
	} {
		m := build(t, news.Topic{ID: "t", Any: []string{c.phrase}})
		a := news.Article{Lang: "fa", Body: strings.Repeat(c.word, 1<<17/len(c.word))}
		if got := len(m.Find(&a, nil)) == 1; got != c.met {
			t.Errorf("%q in %.30q…: met is %v, want %v", c.phrase, c.word, got, c.met)
		}
	}
}
