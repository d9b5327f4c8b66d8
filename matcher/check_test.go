package matcher_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
)

func TestCheckReportsEverything(t *testing.T) {
	topics := []news.Topic{
		{ID: "a", Query: "xx AND (yy OR @talban"},
		{ID: "b", Any: []string{"کابل", "bomb, blast", "@isis", "", "كابل"}, None: []string{"lead:(title:zz)"}},
		{ID: "c"},
		{ID: "d", Query: "qq", Any: []string{"qq"}},
		{ID: "a", Query: "NOT xx"},
		{ID: "e", Any: []string{"US", "war or peace", "ایrان"}},
		{ID: "f", Query: "@talban"},
	}
	bad := []news.Concept{
		{ID: "taliban", Aliases: []string{"طالبان", "…"}},
		{ID: "isis", Aliases: []string{"داعش", "IS", "طالبـان"}},
		{ID: "Bad ID", Aliases: []string{"x1"}},
		{ID: "isis"},
	}
	var got []string
	for _, p := range matcher.Check(topics, bad) {
		got = append(got, fmt.Sprintf("%v %d %s", p.Warning, p.Offset, p))
	}
	want := []string{
		`false 0 concept taliban aliases[1]: "…" holds no letter or digit that could be found`,
		`false 0 concept isis: there are two concepts of this ID`,
		`false 0 concept isis: the concept has no aliases, so nothing can be found`,
		`true 0 concept isis aliases[1]: IS finds the word "is" too: =IS finds it in capitals alone`,
		`true 0 concept isis aliases[2]: طالبـان is an alias of @taliban too`,
		`false 0 concept Bad ID: the ID "Bad ID" cannot be written after @: use lower-case letters, digits, - and _`,
		`false 0 topic a: there are two topics of this ID`,
		`true 0 topic a query: articles that hold none of its terms meet this: say what must be found, too`,
		`false 7 topic a query: this ( is never closed`,
		`false 4 topic b any[1]: "," does not part terms: write OR or AND between them; to look for the sign itself, quote the text`,
		`false 0 topic b any[3]: the query is empty: a term is expected`,
		`true 0 topic b any[4]: كابل stands in any[0] already`,
		`false 6 topic b none[0]: title: cannot be met inside another field`,
		`false 0 topic c: the topic looks for nothing: give it any, all and none, or a query`,
		`false 0 topic d: the topic has both a query and lists: use one of them`,
		`true 0 topic e any[0]: US finds the word "us" too: =US finds it in capitals alone`,
		`true 0 topic e any[1]: "war or peace" is a phrase of all these words: to find either, write OR`,
		`true 0 topic e any[2]: "ایrان" mixes letters of two scripts in one word`,
		`false 0 topic f query: @talban is not known: did you mean @taliban?`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("Check tells\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	_, err := matcher.New(topics, bad)
	if err == nil || !strings.Contains(err.Error(), "never closed") || !strings.Contains(err.Error(), "looks for nothing") {
		t.Errorf("New fails with %v, want all errors", err)
	}
}

// TestLinterTeaches holds the warnings of one topic or concept each.
func TestLinterTeaches(t *testing.T) {
	list := func(entries ...string) news.Topic { return news.Topic{Any: entries} }
	weigh := func(threshold float64, weights ...float64) news.Topic {
		topic := news.Topic{Threshold: threshold}
		for i, w := range weights {
			topic.Weighted = append(topic.Weighted, news.Weight{Term: fmt.Sprint("term", i), Weight: w})
		}
		return topic
	}
	ask := func(q string) news.Topic { return news.Topic{Query: q} }
	for _, c := range []struct {
		topic news.Topic
		want  string // "" for no warning
	}{
		{ask(`bomb AND Kabul`), ""},
		{list("bomb", "=bombs", "blast"), "any[1]: bomb is found wherever =bombs is: any[0] covers it"},
		{list("bomb", "suicide bomb"), "any[1]: bomb is found wherever suicide bomb is: any[0] covers it"},
		{list("=bomb", "suicide bomb"), ""},
		{list("bomb*", "bombard*"), "any[1]: bomb* is found wherever bombard* is: any[0] covers it"},
		{list("bomb", "bomb*"), "any[0]: bomb* is found wherever bomb is: any[1] covers it"},
		{list("تحریم", "تحریم\u200cها"), "any[1]: تحریم is found wherever تحریم\u200cها is: any[0] covers it"},
		{list("بمب", "بمبئی"), ""},
		{list("@isis", "داعش"), "any[1]: @isis is found wherever داعش is: any[0] covers it"},
		{ask("blast OR Kabul OR blasts"), `query: blast is found wherever blasts is: "blast" covers it`},
		{news.Topic{Any: []string{"economic terrorism"}, None: []string{"terrorism"}}, "any[0]: economic terrorism is never met: none[0] excludes every article that holds it"},
		{news.Topic{Any: []string{"terrorism"}, None: []string{"economic terrorism"}}, ""},
		{ask("NOT film"), "query: articles that hold none of its terms meet this: say what must be found, too"},
		{ask("lang:fa -film"), "query: articles that hold none of its terms meet this: say what must be found, too"},
		{ask("bomb OR -film"), "query: articles that hold none of its terms meet this: say what must be found, too"},
		{ask("bomb -bomb"), "query: bomb and NOT bomb are never met together"},
		{ask("IS"), `query: IS finds the word "is" too: =IS finds it in capitals alone`},
		{ask("bomb Or blast"), "query: Or is a word to be found here: the operator is OR"},
		{ask("'bomb'"), "query: ' is no quotation mark here: a phrase stands between \" and \""},
		{ask(`"suicide bomb* Kabul"`), "query: a * or ? within quotation marks has no meaning"},
		{ask("bom*"), "query: bom* leaves only three letters"},
		{ask("ایrان"), `query: "ایrان" mixes letters of two scripts in one word`},
		{list("كنگره", "گروه پليس"), "any[0]: كنگره is written with an Arabic ك, ي or ى among Persian letters: it is found all the same, as both are folded; so are 1 more terms"},
		{weigh(3, 1, 1), "threshold: the threshold 3 can never be reached: all terms together have 2"},
		{weigh(3, -1, -2), "threshold: no term has positive points"},
		{weigh(1, 1, 2), "threshold: every term reaches the threshold by itself"},
		{weigh(3, 2, 2, -3), ""},
		{weigh(1, 1, -2), ""},
		{ask("lang:fa AND lang:en bomb"), "query: an article has one lang: lang:fa and lang:en are never met together"},
		{ask("lang:en AND انفجار"), "query: انفجار is written in letters that no text of lang:en has"},
		{ask("national security NEAR/5 bomb"), "query: national is not a part of what stands beside it, security NEAR/5 bomb: put a phrase into quotation marks"},
		{ask(`first/2:"state of the union"`), `query: "state of the union" can never be met: the phrase has more words than first/2: allows`},
		{ask("1 OF (bomb, blast)"), "query: 1 OF a list is the same as OR between its parts"},
		{ask("/bomb.*blast/"), "query: /bomb.*blast/ runs on over any text"},
		{ask("bo???mb"), ""},
		{ask("b???om"), ""},
		{list("سیاسي بندیان", "إرهابي"), ""},
	} {
		c.topic.ID = "t"
		got := warnings(c.topic)
		if c.want == "" && len(got) > 0 || c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)) {
			t.Errorf("%+v: %q, want %q", c.topic, got, c.want)
		}
	}
}

// warnings returns the warnings about a topic.
func warnings(topic news.Topic) []string {
	var all []string
	for _, p := range matcher.Check([]news.Topic{topic}, []news.Concept{{ID: "isis", Aliases: []string{"داعش", "ISIS"}}}) {
		if p.Warning && p.Concept == "" {
			all = append(all, p.String())
		}
	}
	return all
}

func TestAConceptThatNobodyUses(t *testing.T) {
	concepts := []news.Concept{{ID: "isis", Aliases: []string{"داعش"}}, {ID: "un", Aliases: []string{"United Nations"}}}
	got := fmt.Sprint(matcher.Check([]news.Topic{{ID: "t", Query: "@isis"}}, concepts))
	if want := "[concept un: no topic uses @un]"; got != want {
		t.Errorf("Check = %s, want %s", got, want)
	}
}

// TestASavedWatchMustFindSomething holds a watch to be stricter than a topic.
func TestASavedWatchMustFindSomething(t *testing.T) {
	concepts := []news.Concept{{ID: "isis", Aliases: []string{"داعش"}}}
	for _, c := range []struct {
		query string
		fails bool
	}{
		{"@isis AND Kabul", false}, {"NOT film", true}, {"Kabul OR NOT film", true}, {"lang:fa", true}, {"", true}, {"@isi", true}, {"IS", false},
	} {
		fails := slices.ContainsFunc(matcher.CheckWatch(c.query, concepts, nil), func(p matcher.Problem) bool { return !p.Warning })
		if fails != c.fails {
			t.Errorf("CheckWatch(%q) = %v", c.query, matcher.CheckWatch(c.query, concepts, nil))
		}
	}
}

// TestWatchesOfNoSource holds that a watch is warned of what no source passes,
// and of nothing else.
func TestWatchesOfNoSource(t *testing.T) {
	sources := []news.Source{{ID: "irna", Name: "ایرنا", Country: "ir", Tags: []string{"agency"}}, {ID: "bbc-persian", Name: "BBC Persian", Country: "gb"}}
	for _, c := range []struct{ query, want string }{
		{"source:irna Kabul", ""}, {"source:(IRNA | bbc-persian) Kabul", ""}, {"country:ir Kabul", ""}, {"tag:Agency Kabul", ""}, {"lang:ps Kabul", ""},
		{"source:nothing Kabul", "no source is called nothing: this is never met"},
		{"source:irnaa Kabul", "no source is called irnaa: did you mean source:irna?"},
		{"source:ايرنا Kabul", "did you mean source:irna?"},
		{`source:("bbc persian" | irna) Kabul`, "did you mean source:bbc-persian?"},
		{"country:zz Kabul", "no source has country:zz: this is never met"},
		{"tag:paper Kabul", "no source has tag:paper: this is never met"},
	} {
		problems := matcher.CheckWatch(c.query, nil, sources)
		switch {
		case c.want == "" && len(problems) == 0:
		case c.want == "" || len(problems) != 1 || !problems[0].Warning || !strings.Contains(problems[0].Message, c.want):
			t.Errorf("CheckWatch(%q) = %v, want %q", c.query, problems, c.want)
		}
		if unknown := matcher.CheckWatch(c.query, nil, nil); len(unknown) > 0 {
			t.Errorf("CheckWatch(%q) without sources = %v", c.query, unknown)
		}
	}
}

func FuzzCheckWatch(f *testing.F) {
	concepts := []news.Concept{{ID: "isis", Aliases: []string{"داعش", "=IS"}}}
	for _, s := range []string{"@isis -film", "a NEAR/5 (b OR c)", "2 OF (a, NOT b)", "/abc.*/ OR abc*", "first/1:\"a b\"", "lang:fa lang:en ا", "'x", "b???b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		problems := matcher.CheckWatch(source, concepts, nil)
		_, err := matcher.New([]news.Topic{{ID: "watch", Query: source}}, concepts)
		fails := slices.ContainsFunc(problems, func(p matcher.Problem) bool { return !p.Warning })
		if err != nil && !fails {
			t.Fatalf("%q: New fails with %v, CheckWatch tells %v", source, err, problems)
		}
		for _, p := range problems {
			if p.Offset < 0 || p.Offset > len(source) || p.Message == "" {
				t.Fatalf("%q: problem %+v", source, p)
			}
		}
	})
}
