package query_test

import (
	"fmt"
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
		{"a (b) c", "a AND b AND c"},
		{"*bomb", "*bomb"},
		{"w?rd", "w?rd"},
		{"~Zelensky", "~Zelensky"},
		{`~"Zelensky"`, "~Zelensky"},
		{`"suicide bomb"*`, `"suicide bomb"*`},
		{"a NEAR/5 b", "a NEAR/5 b"},
		{"a NEAR/۵ b", "a NEAR/5 b"},
		{"a b NEAR/5 c d", "a AND b NEAR/5 c AND d"},
		{"NOT a NEAR/5 b", "NOT (a NEAR/5 b)"},
		{"a ONEAR/2 b NOTNEAR/3 (c | d)", "a ONEAR/2 b NOTNEAR/3 (c OR d)"},
		{"a NEAR/1 (b NEAR/2 c)", "a NEAR/1 (b NEAR/2 c)"},
		{"a SENTENCE b SENTENCE c", "a SENTENCE b SENTENCE c"},
		{"a SENTENCE (b SENTENCE c)", "a SENTENCE b SENTENCE c"},
		{"a SENTENCE b PARAGRAPH c", "(a SENTENCE b) PARAGRAPH c"},
		{"a NEAR/3 b SENTENCE c", "(a NEAR/3 b) SENTENCE c"},
		{"a SENTENCE -b", "a SENTENCE (NOT b)"},
		{"a SENTENCE (NOT b)", "a SENTENCE (NOT b)"},
		{"bomb{3}", "bomb{3}"},
		{"bomb{1}", "bomb"},
		{`(a | "b c"){ ۲ }`, `(a OR "b c"){2}`},
		{"title:bomb{2}", "title:bomb{2}"},
		{"first/50:(a | b)", "first/50:(a OR b)"},
		{"title:first/5:a", "title:first/5:a"},
		{"title:-a", "title:(NOT a)"},
		{"lang:FA", "lang:fa"},
		{"lang:(fa | prs) a", "(lang:fa OR lang:prs) AND a"},
		{"country:IR -source:irna", "country:ir AND NOT source:irna"},
		{`tag:"خبر رسمی" tag:Agency`, `tag:"خبر رسمی" AND tag:Agency`},
		{"2 OF (a, b, c)", "2 OF (a, b, c)"},
		{"۲ OF (a،b,c,)", "2 OF (a, b, c)"},
		{"2 OF (a b, 1,234, @c, (d | e) AND f)", "2 OF (a b, 1,234, @c, (d OR e) AND f)"},
		{`2 "OF" Mice OF Men`, `2 "OF" Mice "OF" Men`},
		{`2 OF ("a, b", "c,d", x)`, `2 OF ("a, b", "c,d", x)`},
		{`/s-?300/`, `/s-?300/`},
		{`/a b\/cde (x|y)/ f`, `/a b\/cde (x|y)/ AND f`},
		{"24/7 AC/DC", "24/7 AC/DC"},
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
		{"titel:a", "column 1: titel: is not a field, did you mean title:?"},
		{"author:x", "column 1: author: is not a field, title:, lead:, body:, first/50:, lang:, source:, country: and tag: are"},
		{"ab*", "column 1: ab* would find too much"},
		{"b*mb", "column 2: a star may only begin or end a word"},
		{"a - b", "column 3: a minus on its own"},
		{"@", "column 1: a name of a concept is expected right after @"},
		{"…", `column 1: "…" holds no letter or digit that could be found`},
		{"کابل، هرات", `column 5: "،" does not part terms: write OR or AND between them`},
		{"(a OR ~b) AND )x* OR", "column 7: ~b would find too much: 5 letters at least must follow the ~; column 15: nothing was opened that this ) could close; column 16: x* would find too much: 3 letters at least must be given; column 21: the query ends where a term is expected"},
		{"a\n  titel:b", "line 2, column 3: titel: is not a field, did you mean title:?"},
		{"*bomb*", "column 1: *bomb* has two stars: one may stand at the beginning or the end of a word"},
		{"*", "column 1: a sign on its own: a word is expected with it"},
		{"bo?b*", "column 1: bo?b* has a star and a question mark"},
		{"=*bomb", "column 1: = has no meaning here"},
		{"~bomb*", "column 1: ~ stands before a word without wildcards"},
		{"~al-Qaeda", `column 2: "al-Qaeda" is more than one word`},
		{`~"a b"`, "column 1: ~ stands before a single word"},
		{`"bomb Kabul"~4`, "column 1: ~ stands before a single word; for words near to each other write bomb NEAR/4 Kabul"},
		{"a NEAR b", "column 3: NEAR wants a number of words that may stand between: write NEAR/5"},
		{"a near/5 b", "column 3: near/5 is not an operator: write NEAR/5"},
		{"a W/5 b", "column 3: W/5 is not an operator: write NEAR/5"},
		{"a PRE/5 b", "column 3: PRE/5 is not an operator: write ONEAR/5"},
		{"a NAER/5 b", "column 3: NAER/5 is not an operator: write NEAR/5"},
		{"a NEAR:5 b", "column 3: NEAR: is not a field, did you mean the operator NEAR/5?"},
		{"a && b", "column 3: && is not an operator: write AND; to look for the text itself, quote it"},
		{"a || b", "column 3: || is not an operator: write | or OR"},
		{"+a !b", "column 1: +a needs no sign: every word must be found unless OR stands between; to look for the text itself, quote it; column 4: !b is not an operator: write NOT b; to look"},
		{"a NEAR/5000 b", "column 8: the number of NEAR/5000 must be from 0 to 1000"},
		{"a NEAR/5", "column 9: the query ends where a term is expected"},
		{"NEAR/5 a", "column 1: a term is expected before NEAR/5"},
		{"(a b) NEAR/5 c", `column 2: NEAR/5 wants a term, a phrase, a concept or alternatives at its sides: write "a b" for a phrase`},
		{"a NEAR/5 (b OR -c)", "column 16: NEAR/5 wants a term, a phrase, a concept or alternatives at its sides within the alternatives: write a NOTNEAR/5 b"},
		{"title:a NEAR/5 b", "column 1: NEAR/5 wants a term, a phrase, a concept or alternatives at its sides: write title:(…) around the whole"},
		{"title:a SENTENCE b", "column 1: title: stands around SENTENCE, not within: write title:(a SENTENCE b)"},
		{"a SENTENCE lang:fa", "column 12: lang: is not a matter of a sentence: write lang:fa AND (a SENTENCE b)"},
		{"(a PARAGRAPH b) SENTENCE c", "column 2: no paragraph stands within a sentence"},
		{"(a AND b){3}", "column 2: {3} counts a term, a phrase, a concept or alternatives, not this"},
		{"a {3}", "column 3: {3} stands right after what is counted"},
		{"a{0}", "column 3: the number of {0} must be from 1 to 1000"},
		{"a{x}", "column 2: a number in braces is expected here"},
		{"first:a", "column 1: first wants a number of words: write first/50:"},
		{"title/5:a", "column 1: title/5: is not a field: did you mean first/5:?"},
		{"first/0:a", "column 7: the number of first/0: must be from 1 to 10000"},
		{"lang:farsi", `column 6: "farsi" is not a language: did you mean lang:fa?`},
		{"lang:de", `column 6: "de" is not a language: one of ar, en, fa, prs, ps, ru, ur is expected`},
		{"country:iran", `column 9: "iran" is not a country: write its two letters`},
		{"lang:", "column 6: lang: wants a value right after it, such as lang:(fa | prs)"},
		{"source:=irna", "column 8: source: wants a value right after it"},
		{"lang:(fa AND ar)", "column 10: lang:(…) holds values with | between"},
		{"2 OF a", "column 3: OF wants a list in parentheses: 2 OF (a, b, c)"},
		{"3 OF (a, b)", "column 1: 3 OF a list of 2 can never be met"},
		{"0 OF (a, b)", "column 1: the number of 0 OF (…) must be from 1 to 5000"},
		{"(a, b)", `column 3: "," does not part terms: write OR or AND between them`},
		{"2 OF (a, , b)", "column 10: a term is expected before ,"},
		{"/abc", "column 1: this / begins a regular expression that is never closed"},
		{"/abc/i", `column 6: "i" is not expected after a regular expression`},
		{"/a(bc/", `column 3: this ( of the regular expression is never closed: to find the sign itself, write \(`},
		{`/[(]\((a)(bc/`, "column 10: this ( of the regular expression is never closed"},
		{"/(abc))/", "column 7: nothing was opened that this ) of the regular expression could close"},
		{"/abc[de/", "column 5: this [ of the regular expression is never closed"},
		{"/+abc/", "column 2: + repeats what stands before it in a regular expression, and nothing does"},
		{"/abc**/", "column 5: ** repeats twice"},
		{"/abc{1001}/", "column 5: {1001} cannot be counted"},
		{"/abc[z-a]/", "column 6: z-a is no range of letters"},
		{"/abc\\y/", "column 5: \\y has no meaning in a regular expression"},
		{"/(?=abc)/", "column 2: (?= has no meaning in a regular expression"},
		{"~Doha*", "column 1: ~ stands before a word without wildcards, such as ~Zelensky"},
		{"=Do*ha", "column 4: a star may only begin or end a word, as in bomb* or *bomb; b?mb stands for one unknown letter"},
		{"/[a-z]+/", "column 1: the regular expression could be found nearly anywhere"},
		{"/^abc/", "column 1: ^, $, \\A and \\z have no meaning within an article"},
		{"/abc|d/", "column 1: the regular expression could be found nearly anywhere"},
		{"/(((abc){100}){100}){100}/", "column 9: {100} cannot be counted"},
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

// TestHostileQueriesAreBounded reads what repeats without end. What is taken is
// no deeper than it may be, and what is refused is told in few words.
func TestHostileQueriesAreBounded(t *testing.T) {
	for _, part := range []string{
		"a ", "(", ")", "-", "NOT ", "a NEAR/5 ", "(a NEAR/5 ", "(a NEAR/1 b NEAR/1 c NEAR/1 d | ", "a SENTENCE ", "(a SENTENCE b PARAGRAPH ",
		"2 OF (a, ", "/abc/ ", "/abc", "a{3}", "{3}", "\"a", "@", "title:", "first/5:(", "lang:", "lang:(fa|", "}", "|", "*", "?", "~", ",", "OF ", "2 OF ",
		"titel:x ", "NEER/5 ", "\xff", "ک\u200c", "&", "!a ",
	} {
		for _, n := range []int{40, query.MaxBytes / len(part), 1 << 20 / len(part)} {
			source := strings.Repeat(part, n)
			tree, err := query.Parse(source)
			if err == nil && depth(tree) > query.MaxDepth {
				t.Errorf("%d times %q is a tree %d deep", n, part, depth(tree))
			}
			if err != nil && len(err.Error()) > 20000 {
				t.Errorf("%d times %q is refused in %d bytes", n, part, len(err.Error()))
			}
			query.ParseEntry(source)
			query.ParseTerm(source)
		}
	}
}

func depth(n query.Node) int {
	deepest := 0
	for _, k := range query.Children(n) {
		deepest = max(deepest, depth(k))
	}
	return deepest + 1
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
	want := `[کابل AND ("x y" OR -=Z) کابل "x y" OR -=Z "x y" -=Z =Z]`
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
		{"2 OF (a, b)", "2 OF (a, b)"},
		{"bomb NEAR/5 Kabul", "bomb NEAR/5 Kabul"},
		{"bomb{2}", "bomb{2}"},
		{"/s-?300/", "/s-?300/"},
		{"Bank OF America", `"Bank OF America"`},
		{"Marks & Spencer", `"Marks & Spencer"`},
		{"a/b c", `"a/b c"`},
		{"~Zelensky", "~Zelensky"},
	} {
		n, err := query.ParseEntry(c.in)
		if err != nil {
			t.Errorf("ParseEntry(%q): %v", c.in, err)
		} else if got := n.String(); got != c.want {
			t.Errorf("ParseEntry(%q) = %s, want %s", c.in, got, c.want)
		}
	}
	for _, s := range []string{"a, b", "کابل، هرات", "a NEAR b", "a W/5 b"} {
		if n, err := query.ParseEntry(s); err == nil {
			t.Errorf("ParseEntry(%q) = %s, want an error", s, n)
		}
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

func TestExpressionsAreFolded(t *testing.T) {
	for _, c := range []struct{ in, folded, literals string }{
		{`/S-?300/`, `s[\n ]?300`, "[s\n300 s 300 s300]"},
		{`/x+[34]00 y+/`, `x+[34]00[\n ]y+`, "[300 400]"},
		{`/(Alpha|BETA)[A-F٣]+/`, `(alpha|beta)[A-F٣abcdef3]+`, "[alpha beta]"},
		{`/كابل[يی]/`, `کابل[يیی]`, "[کابلي کابلی]"},
		{"/می\u200cشود/", "میشود", "[میشود]"},
	} {
		n, err := query.Parse(c.in)
		if err != nil {
			t.Errorf("Parse(%q): %v", c.in, err)
			continue
		}
		r := n.(*query.Regex)
		if got := r.Folded(); got != c.folded {
			t.Errorf("%s folds to %q, want %q", c.in, got, c.folded)
		}
		if got := fmt.Sprint(r.Literals()); got != c.literals {
			t.Errorf("%s has the literals %s, want %s", c.in, got, c.literals)
		}
	}
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
