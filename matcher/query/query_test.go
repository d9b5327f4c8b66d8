package query_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/matcher/query"
)

func TestParsePrintsCanonically(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"تروریسم", "تروریسم"},
		{"  a   b ", "a b"},
		{"a AND b", "a AND b"},
		{"a b OR c", "a b OR c"},
		{"a AND b | c", "(a AND b) OR c"},
		{"a (b OR c)", "a AND (b OR c)"},
		{"a b AND c d", "a b AND c d"},
		{"a -b", "a AND NOT b"},
		{"a NOT b", "a AND NOT b"},
		{"-(a | b) c", "NOT (a OR b) AND c"},
		{"((a))", "a"},
		{"a AND (b AND c)", "a AND b AND c"},
		{"a | (b | c)", "a OR b OR c"},
		{`"a  b"`, `"a b"`},
		{`"a"`, "a"},
		{`«امنیت ملی»`, `"امنیت ملی"`},
		{`“a b”`, `"a b"`},
		{`="a b"`, `="a b"`},
		{"=IS", "=IS"},
		{"bomb*", "bomb*"},
		{"=bomb*", "=bomb*"},
		{"@isis -@un", "@isis AND NOT @un"},
		{"title:a", "title:a"},
		{"title:(a OR b) c", "title:(a OR b) AND c"},
		{"title:(a b)", "title:(a b)"},
		{`"AND"`, `"AND"`},
		{`"title:x"`, `"title:x"`},
		{`"-x"`, `"-x"`},
		{"al-Qaeda U.S. ج.ا.ایران 1,234 AT&T", "al-Qaeda U.S. ج.ا.ایران 1,234 AT&T"},
		{"#امنیت_ملی", "#امنیت_ملی"},
		{"and or not", "and or not"},
	} {
		n, err := query.Parse(c.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.in, err)
			continue
		}
		if got := n.String(); got != c.want {
			t.Errorf("Parse(%q) prints %q, want %q", c.in, got, c.want)
		}
	}
}

func TestParseReportsEveryError(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", "column 1: the query is empty: a term is expected"},
		{"   ", "column 4: the query is empty: a term is expected"},
		{"(a OR b", "column 1: this ( is never closed"},
		{"a)", "column 2: nothing was opened that this ) could close"},
		{"a OR", "column 5: the query ends where a term is expected"},
		{"OR a", "column 1: a term is expected before OR"},
		{"a AND OR b", "column 7: a term is expected before OR"},
		{"()", "column 1: nothing stands in these parentheses: a term is expected"},
		{"NOT", "column 4: the query ends where a term is expected"},
		{`a "b c`, "column 3: this quotation mark is never closed"},
		{"a NEAR/5 b", "column 3: NEAR/5 is not an operator here, AND, OR and NOT are; to look for the word itself, quote it"},
		{"titel:a", "column 1: titel: is not a field, did you mean title:?"},
		{"lang:fa", "column 1: lang: is not a field, title:, lead: and body: are"},
		{"ab*", "column 1: ab* would find too much"},
		{"b*mb", `column 2: "*" is not expected here: a star may only end a word`},
		{"a - b", "column 3: a minus on its own"},
		{"@", "column 1: a name of a concept is expected right after @"},
		{"…", `column 1: "…" holds no letter or digit that could be found`},
		{"کابل، هرات", `column 5: "،" does not part terms: write OR or AND between them`},
		{"(a OR ~b) AND )x* OR", `column 7: "~" is not expected here: to look for the sign itself, quote the text; column 15: a term is expected before ); column 15: nothing was opened that this ) could close; column 16: x* would find too much`},
		{strings.Repeat("(", 10000), "nested more than 100 deep"},
		{strings.Repeat("a ", 1<<19), "the query is 1048576 bytes long, 65536 are allowed"},
		{`"` + strings.Repeat("a ", 60) + `"`, "a phrase of more than 50 words"},
		{strings.Repeat("a ", 6000), "the query has more than 5000 terms"},
	} {
		_, err := query.Parse(c.in)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Parse(%.40q) fails with %v, want %q", c.in, err, c.want)
		}
	}
}

func TestNodesKnowTheirPlace(t *testing.T) {
	in := `کابل AND ("x y" OR -=Z)`
	n, err := query.Parse(in)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	query.Walk(n, func(n query.Node) bool {
		p := n.Place()
		got = append(got, in[p.Start:p.End])
		return true
	})
	want := `[کابل AND ("x y" OR -=Z کابل "x y" OR -=Z "x y" -=Z =Z]`
	if fmt.Sprint(got) != want {
		t.Errorf("places are %v, want %v", got, want)
	}
}

func TestEntriesOfListsArePhrases(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"امنیت ملی", `"امنیت ملی"`},
		{"=Islamic State", `="Islamic State"`},
		{"Islamic State – Khorasan", `"Islamic State – Khorasan"`},
		{"تروریسم", "تروریسم"},
		{"@isis", "@isis"},
		{"@isis attack", "@isis AND attack"},
		{"bomb* AND Kabul", "bomb* AND Kabul"},
		{`"a b" c`, `"a b" AND c`},
		{"(a | b) c", "(a OR b) AND c"},
		{"title:a b", "title:a AND b"},
		{"attack -film", "attack AND NOT film"},
	} {
		n, err := query.ParseEntry(c.in)
		if err != nil {
			t.Errorf("ParseEntry(%q): %v", c.in, err)
		} else if got := n.String(); got != c.want {
			t.Errorf("ParseEntry(%q) = %s, want %s", c.in, got, c.want)
		}
	}
	if _, err := query.ParseEntry("a, b"); err == nil {
		t.Error("a comma parts the terms of an entry without a word")
	}
}

func TestParseTermTakesNamesLiterally(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Да’иш AND co", `"Да’иш AND co"`},
		{"движение «Талибан»", `"движение Талибан"`},
		{"=IS", "=IS"},
		{"terror*", "terror*"},
	} {
		n, err := query.ParseTerm(c.in)
		if err != nil {
			t.Errorf("ParseTerm(%q): %v", c.in, err)
		} else if got := n.String(); got != c.want {
			t.Errorf("ParseTerm(%q) = %s, want %s", c.in, got, c.want)
		}
	}
}

// TestPrintedFormIsTheSameTree holds parse∘print to be the identity on trees
// that no one wrote by hand.
func TestPrintedFormIsTheSameTree(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		source := spell(random, 4)
		n, err := query.Parse(source)
		if err != nil {
			t.Fatalf("Parse(%q): %v", source, err)
		}
		same(t, n)
	}
}

// spell writes a random query.
func spell(r *rand.Rand, depth int) string {
	terms := []string{"a", "=b", `"c d"`, "@e", "bomb*", "کابل", "title:f", `"OR"`, `"g"`, "al-h"}
	if depth == 0 {
		return terms[r.IntN(len(terms))]
	}
	part := func() string { return spell(r, depth-1) }
	switch r.IntN(7) {
	case 0:
		return part() + " AND " + part()
	case 1:
		return part() + " OR " + part()
	case 2:
		return part() + " " + part()
	case 3:
		return "(" + part() + ")"
	case 4:
		return "NOT " + part()
	case 5:
		return "body:(" + part() + ")"
	}
	return terms[r.IntN(len(terms))]
}

// same checks that a node's printed form parses to a node of that form.
func same(t *testing.T, n query.Node) {
	t.Helper()
	again, err := query.Parse(n.String())
	if err != nil {
		t.Fatalf("%q does not parse: %v", n, err)
	}
	if tree(again) != tree(n) || again.String() != n.String() {
		t.Fatalf("%q parses to %q: %s, want %s", n, again, tree(again), tree(n))
	}
}

// tree writes the kinds and contents of all nodes.
func tree(n query.Node) string {
	var b strings.Builder
	query.Walk(n, func(n query.Node) bool {
		fmt.Fprintf(&b, "%T ", n)
		if k, ok := n.(*query.Term); ok {
			fmt.Fprintf(&b, "%q %v %v ", k.Text, k.Exact, k.Form)
		}
		return true
	})
	return b.String()
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "a AND (b OR -c)", `="x`, "title:(", "a)(b", "@@", "«a» |", "=*", "- -", "\xff\"\xff\"", "a\"b\"*c", `""*`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n, err := query.Parse(s); err == nil {
			same(t, n)
			query.Walk(n, func(n query.Node) bool {
				if p := n.Place(); p.Start < 0 || p.Start >= p.End || p.End > len(s) {
					t.Fatalf("%q: %T stands at %v", s, n, p)
				}
				return true
			})
		} else if len(query.AsErrors(err)) == 0 {
			t.Fatalf("Parse(%q) fails without saying why", s)
		}
		query.ParseEntry(s)
		query.ParseTerm(s)
	})
}

func ExampleParse() {
	n, _ := query.Parse(`(بمب | انفجار) کابل -سینما`)
	fmt.Println(n)
	_, err := query.Parse("(bomb OR blast AND titel:Kabul")
	fmt.Println(err)
	// Output:
	// (بمب OR انفجار) AND کابل AND NOT سینما
	// column 1: this ( is never closed; column 20: titel: is not a field, did you mean title:?
}
