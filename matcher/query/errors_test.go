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
