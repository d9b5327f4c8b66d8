package matcher_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/text"
)

// keysOf returns the keys of all fields of an article.
func keysOf(a *news.Article) []string {
	var keys []string
	var t text.Text
	for _, f := range readFields {
		t.Scan(a.Text(f))
		t.Keys(func(key string) { keys = append(keys, key) })
	}
	return keys
}

// selects tells whether a lookup finds an article of some keys.
func selects(lookup [][]string, keys []string) bool {
	for _, group := range lookup {
		if !slices.ContainsFunc(keys, func(key string) bool {
			return slices.ContainsFunc(group, func(p string) bool { return strings.HasPrefix(key, p) })
		}) {
			return false
		}
	}
	return true
}

func probe(t testing.TB, query string, concepts ...news.Concept) *matcher.Probe {
	t.Helper()
	p, err := matcher.NewProbe(query, concepts)
	if err != nil {
		t.Fatalf("NewProbe(%q) = %v", query, err)
	}
	return p
}

// A census counts what probes said of articles.
type census struct{ pairs, met, selected, blind int }

// try holds a probe against an article: what it matches, its lookup finds.
func (c *census) try(t *testing.T, query string, p *matcher.Probe, a *news.Article, keys []string) {
	t.Helper()
	_, met := p.Match(a)
	selected := selects(p.Lookup(), keys)
	if met && !selected {
		t.Errorf("%s matches %q %q %q (%s), and its lookup %q does not find it", query, a.Title, a.Lead, a.Body, a.Lang, p.Lookup())
	}
	c.pairs++
	if met {
		c.met++
	}
	if len(p.Lookup()) == 0 {
		c.blind++
	} else if selected {
		c.selected++
	}
}

func (c *census) log(t *testing.T) {
	t.Helper()
	t.Logf("of %d pairs %d are met, %d looked up, and %d have nothing to look up by", c.pairs, c.met, c.selected, c.blind)
	if c.met == 0 || c.selected > 9*(c.pairs-c.blind)/10 {
		t.Errorf("%+v: nothing is met, or the lookups find nearly everything", *c)
	}
}

// TestLookupFindsWhatIsMet holds made-up queries against made-up articles.
func TestLookupFindsWhatIsMet(t *testing.T) {
	m := muse{rand.New(rand.NewPCG(7, 1))}
	var articles []*news.Article
	var keys [][]string
	for range 200 {
		a := &news.Article{
			Title: m.text(4), Lead: m.text(4), Body: m.text(12), Lang: m.pick("fa", "en", "ar", "ps", "ur", ""),
			Source: m.pick("irna", "x"), Tags: []string{m.pick("agency", "other")},
		}
		articles, keys = append(articles, a), append(keys, keysOf(a))
	}
	var c census
	for range 800 {
		q := m.query(m.IntN(4), false)
		p, err := matcher.NewProbe(q, nil)
		if err != nil {
			continue
		}
		for i, a := range articles {
			c.try(t, q, p, a, keys[i])
		}
	}
	c.log(t)
}

// TestLookupFindsEveryForm holds the tables of terms of every language against
// their texts, and against some other texts of its table; as a phrase, exact
// and as a prefix too.
func TestLookupFindsEveryForm(t *testing.T) {
	tables, _ := filepath.Glob("../testdata/match/terms*.tsv")
	if len(tables) == 0 {
		t.Fatal("there are no tables of terms")
	}
	const others = 13 // one in so many
	var c census
	for _, path := range tables {
		table, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		type row struct {
			queries []string
			probes  []*matcher.Probe
			article *news.Article
		}
		var rows []row
		for line := range strings.Lines(string(table)) {
			cells := strings.Split(strings.TrimRight(strings.ReplaceAll(line, `\n`, "\n"), "\n"), "\t")
			if strings.HasPrefix(line, "# ") || len(cells) != 4 {
				continue
			}
			r := row{article: &news.Article{Lang: cells[0], Body: cells[2]}}
			for _, q := range []string{cells[1], `"` + cells[1] + `"`, `="` + cells[1] + `"`, `"` + cells[1] + `"*`} {
				if p, err := matcher.NewProbe(q, nil); err == nil {
					r.queries, r.probes = append(r.queries, q), append(r.probes, p)
				}
			}
			rows = append(rows, r)
		}
		for i, of := range rows {
			keys := keysOf(of.article)
			for j, r := range rows {
				if i != j && (i+j)%others != 0 {
					continue
				}
				for k, p := range r.probes {
					c.try(t, r.queries[k], p, of.article, keys)
				}
			}
		}
	}
	c.log(t)
}

// TestLookupFindsLabelledCases does so with the shared cases, each term against
// every text of its language.
func TestLookupFindsLabelledCases(t *testing.T) {
	f, err := os.Open(shared(t, "data/match/dev.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var cases []labelled
	keys := map[string][]string{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var l labelled
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, l)
		keys[l.Text] = keysOf(&news.Article{Body: l.Text})
	}
	var c census
	for _, l := range cases {
		for _, q := range []string{l.Query, `="` + l.Query + `"`} {
			p, err := matcher.NewProbe(q, nil)
			if err != nil {
				continue
			}
			for _, other := range cases {
				if other.Lang == l.Lang {
					c.try(t, q, p, &news.Article{Lang: other.Lang, Body: other.Text}, keys[other.Text])
				}
			}
		}
	}
	c.log(t)
}

// TestLookupIsWhatAQueryCannotDoWithout shows what queries are looked up by.
func TestLookupIsWhatAQueryCannotDoWithout(t *testing.T) {
	isis := news.Concept{ID: "isis", Aliases: []string{"=ISIS", "=ISIL"}}
	for _, row := range []struct{ query, want string }{
		{"police", "[[polic]]"},
		{"=police AND the", "[[police]]"},
		{"bomb* OR =blast", "[[bomb blast]]"},
		{"Kabul AND NOT film", "[[kabul]]"},
		{"@isis", "[[isis isil]]"},
		{"2 OF (=blast, =explosion, =attack)", "[[explosion attack]]"},
		{`="prime minister" title:=Kabul`, "[[kabul] [prime] [minister]]"},
		{"=bomb NOTNEAR/3 =season", "[[bomb]]"},
		{"bo?bing", "[[bo]]"},
		{"طالبان NOT کابل", "[[الطالبان بالطالبان بطالبان سطالبان ضدطالبان طالبان فالطالبان فبالطالبان فبطالبان فسطالبان فطالبان فلطالبان فللطالبان فکطالبان لطالبان للطالبان والطالبان وبالطالبان وبطالبان وسطالبان وطالبان ولطالبان وللطالبان وکالطالبان وکطالبان کالطالبان کطالبان]]"},
		{"=می\u200cشود", "[[شود]]"},
		{"*bomb", "[]"},
		{"~Zelensky", "[]"},
		{"/bomb(s|ed)/", "[]"},
		{"NOT film", "[]"},
		{"film OR NOT season", "[]"},
		{"source:irna", "[]"},
	} {
		if got := fmt.Sprint(probe(t, row.query, isis).Lookup()); got != row.want {
			t.Errorf("Lookup of %s = %s, want %s", row.query, got, row.want)
		}
	}
}
