package matcher_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/text"
)

// A reference decides queries the slow and obvious way: where single terms
// stand it learns from a matcher of that term alone; all else it does by
// looking at every place, word and sentence.
type reference struct {
	t       testing.TB
	article *news.Article
	fields  [3]text.Text
	terms   map[string][]reach
}

// A reach is a range of tokens of a field, the last one included.
type reach struct{ field, first, last int }

// A part is the ranges of tokens of each field in which a query must be met.
type part [3][2]int

var readFields = []news.Field{news.FieldTitle, news.FieldLead, news.FieldBody}

func newReference(t testing.TB, a *news.Article) *reference {
	r := &reference{t: t, article: a, terms: map[string][]reach{}}
	for i, f := range readFields {
		r.fields[i].Scan(a.Text(f))
	}
	return r
}

func (r *reference) all() part {
	var p part
	for i := range p {
		p[i] = [2]int{0, len(r.fields[i].Tokens)}
	}
	return p
}

// places returns where a place node stands in a part.
func (r *reference) places(n query.Node, in part) []reach {
	var all []reach
	switch n := n.(type) {
	case *query.Term:
		for _, p := range r.term(n) {
			if p.first >= in[p.field][0] && p.last < in[p.field][1] {
				all = append(all, p)
			}
		}
	case *query.Or:
		for _, k := range n.Nodes {
			all = append(all, r.places(k, in)...)
		}
	case *query.Near:
		right := r.places(n.Right, in)
		for _, a := range r.places(n.Left, in) {
			near := false
			for _, b := range right {
				switch d, ordered := r.between(a, b); {
				case d > n.Distance:
				case n.Order == query.Apart:
					near = true
				case d >= 0 && (ordered || n.Order == query.Either):
					all = append(all, reach{a.field, min(a.first, b.first), max(a.last, b.last)})
				}
			}
			if n.Order == query.Apart && !near {
				all = append(all, a)
			}
		}
	}
	return all
}

// between returns how many words stand between two places, and whether the
// first one comes first; -1 if they overlap, many in two fields.
func (r *reference) between(a, b reach) (words int, ordered bool) {
	switch {
	case a.field != b.field:
		return 1 << 30, false
	case a.last < b.first:
		return max(0, r.word(a.field, b.first)-r.word(a.field, a.last)-1), true
	case b.last < a.first:
		words, _ = r.between(b, a)
		return words, false
	}
	return -1, false
}

// word returns the number of the word that a token is in.
func (r *reference) word(field, token int) int {
	n := 0
	for i := 1; i <= token; i++ {
		switch r.fields[field].Tokens[i].Gap {
		case text.Space, text.Stop, text.Edge:
			n++
		}
	}
	return n
}

// term returns where a term stands, as a matcher of it alone tells.
func (r *reference) term(q *query.Term) []reach {
	key := q.String()
	if found, ok := r.terms[key]; ok {
		return found
	}
	found := []reach{}
	m, err := matcher.New([]news.Topic{{ID: "t", Query: key}}, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, match := range m.Match(r.article) {
		for _, h := range match.Hits {
			f := slices.Index(readFields, h.Field)
			tokens := r.fields[f].Tokens
			found = append(found, reach{
				f, slices.IndexFunc(tokens, func(t text.Token) bool { return int(t.Start) == h.Start }),
				slices.IndexFunc(tokens, func(t text.Token) bool { return int(t.End) == h.End }),
			})
		}
	}
	r.terms[key] = found
	return found
}

// met decides a node within a part.
func (r *reference) met(n query.Node, in part) bool {
	count := func(nodes []query.Node) (n int) {
		for _, k := range nodes {
			if r.met(k, in) {
				n++
			}
		}
		return n
	}
	switch n := n.(type) {
	case *query.And:
		return count(n.Nodes) == len(n.Nodes)
	case *query.Or:
		return count(n.Nodes) > 0
	case *query.Of:
		return count(n.Nodes) >= n.Least
	case *query.Not:
		return !r.met(n.Node, in)
	case *query.Count:
		return r.times(r.places(n.Node, in)) >= n.Least
	case *query.Within:
		return r.within(n, in)
	case *query.In:
		f := slices.Index(readFields, news.Field(n.Field))
		only := part{}
		only[f] = in[f]
		return r.met(n.Node, only)
	case *query.First:
		return r.first(n, in)
	case *query.Filter:
		return n.Name == "lang" && n.Value == r.article.Lang || n.Name == "tag" && slices.Contains(r.article.Tags, n.Value) ||
			n.Name == "source" && n.Value == r.article.Source
	}
	return len(r.places(n, in)) > 0
}

// times counts the places that can be chosen so that none overlap: the ones
// that end first.
func (r *reference) times(places []reach) int {
	slices.SortFunc(places, func(a, b reach) int { return a.field*1e6 + a.last - b.field*1e6 - b.last })
	n := 0
	var end *reach
	for i := range places {
		if p := &places[i]; end == nil || p.field != end.field || p.first > end.last {
			n, end = n+1, p
		}
	}
	return n
}

// within tries every sentence or paragraph.
func (r *reference) within(n *query.Within, in part) bool {
	for f := range r.fields {
		tokens := r.fields[f].Tokens
		for first := 0; first < len(tokens); {
			end := first + 1
			for end < len(tokens) && !r.begins(f, end, n.Unit) {
				end++
			}
			unit := part{}
			unit[f] = [2]int{max(first, in[f][0]), min(end, in[f][1])}
			if unit[f][0] < unit[f][1] && !slices.ContainsFunc(n.Nodes, func(k query.Node) bool { return !r.met(k, unit) }) {
				return true
			}
			first = end
		}
	}
	return false
}

func (r *reference) begins(field, token int, u query.Unit) bool {
	t := r.fields[field].Tokens[token]
	if u == query.Sentence {
		return t.Opens
	}
	return t.Gap == text.Edge && field == 2
}

// first tries the first words of the title, then those of the rest.
func (r *reference) first(n *query.First, in part) bool {
	for _, group := range [][]int{{0}, {1, 2}} {
		beginning, left := part{}, n.Words
		for _, f := range group {
			at := in[f][0]
			for end := at; end < in[f][1]; end++ {
				if r.word(f, end)-r.word(f, at) < left {
					beginning[f] = [2]int{at, end + 1}
				}
			}
			if b := beginning[f]; b[1] > b[0] {
				left -= r.word(f, b[1]-1) - r.word(f, b[0]) + 1
			}
		}
		if beginning != (part{}) && r.met(n.Node, beginning) {
			return true
		}
	}
	return false
}

// The words of random articles and queries, of few so that they meet. A tilde is
// a half-space.
var sayings = strings.Fields(strings.ReplaceAll("blast bombs kabul kabul's city Taliban attack attacked police film کابل حمله حمله~های طالبان شهر ها شهرها فیلم وکابل می~شود C-130", "~", "\u200c"))

// A muse makes up articles and queries.
type muse struct{ *rand.Rand }

func (m muse) pick(list ...string) string { return list[m.IntN(len(list))] }

func (m muse) text(words int) string {
	var b strings.Builder
	for range m.IntN(words + 1) {
		b.WriteString(m.pick(sayings...))
		b.WriteString(m.pick(" ", " ", " ", " ", ". ", "! ", ", ", "\n\n", " ", "؛ "))
	}
	return b.String()
}

func (m muse) term() string {
	switch m.IntN(12) {
	case 0:
		return m.pick("=attack", "=کابل", "=Taliban", "=شهر")
	case 1:
		return m.pick("bomb*", "طال*", "att*", "*bul", "*بان", "k?bul", "ط?لبان", "~kabol", "~polise", "~طالببن")
	case 2:
		return `"` + m.pick(sayings...) + " " + m.pick(sayings...) + `"`
	case 3:
		return `="` + m.pick(sayings...) + " " + m.pick(sayings...) + `"`
	}
	return m.pick(sayings...)
}

func (m muse) place(depth int) string {
	switch n := m.IntN(6); {
	case n == 0 && depth > 0:
		return fmt.Sprintf("(%s OR %s)", m.place(depth-1), m.place(depth-1))
	case n == 1 && depth > 0:
		return fmt.Sprintf("(%s %s/%d %s)", m.place(depth-1), m.pick("NEAR", "ONEAR", "NOTNEAR"), m.IntN(4), m.place(depth-1))
	}
	return m.term()
}

func (m muse) query(depth int, scoped bool) string {
	if depth == 0 {
		return m.term()
	}
	a, b := m.query(depth-1, scoped), m.query(depth-1, scoped)
	switch n := m.IntN(14); {
	case n < 3:
		return fmt.Sprintf("(%s AND %s)", a, b)
	case n < 5:
		return fmt.Sprintf("(%s OR %s)", a, b)
	case n < 6:
		return fmt.Sprintf("(%s AND NOT %s)", a, b)
	case n < 7:
		return fmt.Sprintf("2 OF (%s, %s, %s)", a, b, m.query(depth-1, scoped))
	case n < 8:
		return fmt.Sprintf("%s{%d}", m.place(1), 2+m.IntN(2))
	case n < 10:
		return m.place(2)
	case scoped:
		return a
	case n < 11:
		return fmt.Sprintf("%s:(%s)", m.pick("title", "lead", "body"), m.query(depth-1, true))
	case n < 12:
		return fmt.Sprintf("first/%d:(%s)", 1+m.IntN(6), m.query(depth-1, true))
	case n < 13:
		return fmt.Sprintf("(%s %s %s)", m.query(depth-1, true), m.pick("SENTENCE", "PARAGRAPH"), m.query(depth-1, true))
	}
	return fmt.Sprintf("(%s %s)", m.pick("lang:fa", "lang:en", "tag:agency", "source:irna"), a)
}

// TestMatcherAgreesWithTheReference holds many queries in one matcher against
// the reference, over random articles.
func TestMatcherAgreesWithTheReference(t *testing.T) {
	m := muse{rand.New(rand.NewPCG(3, 1))}
	agree(t, m, 40, func() string { return m.query(m.IntN(4), false) })
}

// TestNestedNearAgreesWithTheReference does so with places near to places near
// to others.
func TestNestedNearAgreesWithTheReference(t *testing.T) {
	m := muse{rand.New(rand.NewPCG(4, 1))}
	agree(t, m, 40, func() string {
		q := fmt.Sprintf("(%s %s/%d %s)", m.place(4), m.pick("NEAR", "ONEAR", "NOTNEAR"), m.IntN(4), m.place(4))
		return q + m.pick("", "", "{2}", "{3}")
	})
}

// agree holds 400 made-up queries against the reference, over so many articles.
func agree(t *testing.T, m muse, articles int, next func() string) {
	t.Helper()
	topics := make([]news.Topic, 0, 400)
	trees := make([]query.Node, 0, 400)
	for len(topics) < 400 {
		q := next()
		tree, err := query.Parse(q)
		if err != nil {
			t.Logf("%s: %v", q, err)
			continue
		}
		topics = append(topics, news.Topic{ID: fmt.Sprint(len(topics)), Query: q})
		trees = append(trees, tree)
	}
	engine, err := matcher.New(topics, nil)
	if err != nil {
		t.Fatal(err)
	}
	met := 0
	for range articles {
		a := &news.Article{
			Title: m.text(6), Lead: m.text(10), Body: m.text(30), Lang: m.pick("fa", "en", "ar"),
			Source: m.pick("irna", "x"), Tags: []string{m.pick("agency", "other")},
		}
		r := newReference(t, a)
		found := engine.Find(a, nil)
		if told := engine.Match(a); len(told) != len(found) {
			t.Fatalf("Match tells of %d topics, Find of %d", len(told), len(found))
		}
		for i, tree := range trees {
			got, want := slices.Contains(found, i), r.met(tree, r.all())
			if want {
				met++
			}
			if got != want {
				t.Errorf("%s\nin %q %q %q (%s): %v, want %v", topics[i].Query, a.Title, a.Lead, a.Body, a.Lang, got, want)
				return
			}
		}
	}
	t.Logf("%d of %d pairs are met", met, articles*len(topics))
}
