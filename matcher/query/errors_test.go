package query_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/matcher/query"
)

// TestWhatIsTooDeepIsToldOnce wants one error, whatever else is left unread.
func TestWhatIsTooDeepIsToldOnce(t *testing.T) {
	for _, c := range []struct{ open, shut, want string }{
		{"(", ")", "column 202: the query is nested more than 100 deep"},
		{"(", "", "column 202: the query is nested more than 100 deep"},
		{"-", "", "column 201: the query is nested more than 100 deep"},
		{"title:(", ")", "column 701: the query is nested more than 100 deep"},
		{"2 OF (a, ", ")", "column 1806: the query is nested more than 100 deep"},
	} {
		for _, n := range []int{201, 300, 4000} {
			_, err := query.Parse(strings.Repeat(c.open, n) + "bomb" + strings.Repeat(c.shut, n))
			if fmt.Sprint(err) != c.want {
				t.Errorf("%d times %q fails with %.300v, want %q", n, c.open, err, c.want)
			}
		}
	}
	if _, err := query.Parse(strings.Repeat("(", 10000) + "bomb" + strings.Repeat(")", 10000)); fmt.Sprint(err) != "column 202: the query is nested more than 100 deep" {
		t.Errorf("10,000 parentheses fail with %.300v", err)
	}
	if _, err := query.Parse(strings.Repeat("(", 200) + "bomb" + strings.Repeat(")", 200)); err != nil {
		t.Errorf("200 parentheses fail with %.300v", err)
	}
}

// TestOperatorsOfOtherLanguagesAreRefused wants one error, with what is meant.
func TestOperatorsOfOtherLanguagesAreRefused(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"bomb WITHIN/5 Kabul", "column 6: WITHIN/5 is not an operator: write NEAR/5; to look for the text itself, quote it"},
		{"bomb ADJ/3 Kabul", "column 6: ADJ/3 is not an operator: write NEAR/3; to look for the text itself, quote it"},
		{"bomb ADJ3 Kabul", "column 6: ADJ3 is not an operator: write NEAR/3; to look for the text itself, quote it"},
		{"bomb w/5 Kabul", "column 6: w/5 is not an operator: write NEAR/5; to look for the text itself, quote it"},
		{"bomb w/s Kabul", "column 6: w/s is not an operator: write SENTENCE; to look for the text itself, quote it"},
		{"bomb SENTANCE Kabul", "column 6: SENTANCE is not an operator: write SENTENCE; to look for the text itself, quote it"},
		{"bomb PARAGRAPHS Kabul", "column 6: PARAGRAPHS is not an operator: write PARAGRAPH; to look for the text itself, quote it"},
		{"bomb XOR blast", "column 6: XOR is not an operator: write (a OR b) AND NOT (a AND b); to look for the text itself, quote it"},
		{"bomb AND/OR blast", "column 6: AND/OR is not an operator: write OR; to look for the text itself, quote it"},
		{"bomb and/or blast", "column 6: and/or is not an operator: write OR; to look for the text itself, quote it"},
		{"bomb^3", "column 5: ^ has no meaning: points are given in a topic's weighted terms; write bomb{3} to find it 3 times at least"},
		{"bomb.*", "column 5: .* has a meaning in expressions alone: write bomb* for any word that begins so, or /bomb.*/"},
		{"2 of (aa,bb)", "column 3: of is a word here: write 2 OF (a, b, c)"},
		{"two OF (a,b)", "column 1: a number is expected before OF, not two: write 2 OF (a, b, c); to look for the word OF, quote it"},
		{"OF (a,b)", "column 1: a number is expected before OF, such as 2 OF (a, b, c)"},
		{"2OF(a1,b1)", "column 1: a number and OF are parted by a blank: write 2 OF (a, b, c)"},
		{"first/:bomb", "column 1: first wants a number of words: write first/50:"},
		{"first/x:bomb", "column 1: first wants a number of words: write first/50:"},
		{"عنوان:بمب", "column 1: عنوان: is not a field, did you mean title:?"},
		{"язык:ru", "column 1: язык: is not a field, did you mean lang:?"},
		{"language:fa", "column 1: language: is not a field, did you mean lang:?"},
		{"site:irna", "column 1: site: is not a field, did you mean source:?"},
		{"title :bomb", `column 7: a name and its colon stand together: write title:bomb; to look for "title" itself, quote it`},
		{"bomb,blast", `column 5: "," does not part terms: write OR or AND between them; to look for the sign itself, quote the text`},
		{"bomb;blast", `column 5: ";" does not part terms: write OR or AND between them; to look for the sign itself, quote the text`},
		{"بمب،انفجار", `column 4: "،" does not part terms: write OR or AND between them; to look for the sign itself, quote the text`},
	} {
		if n, err := query.Parse(c.in); fmt.Sprint(err) != c.want {
			t.Errorf("Parse(%q) = %v, %v, want %q", c.in, n, err, c.want)
		}
	}
	for _, in := range []string{ // what only looks like one
		"24/7", "AC/DC", "F/16", "U.S.", "1,234", "12:30", "Bank OF America", "2 of three", "of (a | b)", "تهران:کابل",
		"TELEGRAPH", "PRESENCE", "ADJ", "WITHIN", "W5", `"bomb,blast"`, `"XOR"`, "=bomb", "title: bomb", "C^3PO",
	} {
		if _, err := query.Parse(in); err != nil {
			t.Errorf("Parse(%q) fails with %v", in, err)
		}
	}
}

// TestOneFaultIsToldOnce wants of each fault one error that names what was
// written.
func TestOneFaultIsToldOnce(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"bomb{0}", "column 6: the number of {0} must be from 1 to 1000"},
		{"bomb NEAR/9999 x", "column 11: the number of NEAR/9999 must be from 0 to 1000"},
		{"http://x.com/y", "column 1: an address is no term: to look for one in a text, quote it; to keep to a source of config.yaml, write source: and its id"},
		{"{3}", "column 1: {3} stands right after what is counted, such as bomb{3}"},
		{")", "column 1: nothing was opened that this ) could close"},
		{"a AND )", "column 7: nothing was opened that this ) could close"},
		{"(a OR)", "column 6: a term is expected before )"},
		{"AND OR", "column 1: a term is expected before AND"},
		{"OR OR OR", "column 1: a term is expected before OR"},
		{"bomb NEAR /5 Kabul", "column 6: NEAR and its number stand together: write NEAR/5; to look for the word itself, quote it"},
		{"bomb NEAR 5 Kabul", "column 6: NEAR and its number stand together: write NEAR/5; to look for the word itself, quote it"},
		{"a) b) c", "column 2: nothing was opened that this ) could close; column 5: nothing was opened that this ) could close"},
		{"(a AND (OR b)) AND c OR", "column 9: a term is expected before OR; column 24: the query ends where a term is expected"},
	} {
		if _, err := query.Parse(c.in); fmt.Sprint(err) != c.want {
			t.Errorf("Parse(%q) fails with %v, want %q", c.in, err, c.want)
		}
	}
}
