package bot_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
)

// ofTopics begin the problems that only topics and concepts have, which
// operators write in English files: none of a watch's.
var ofTopics = []string{
	"the ID %q cannot", "there are two", "the concept has no", "a threshold is of", "the topic ", "%q has no weight", "weighted terms want",
	"the term is %d bytes", "%s is an alias of", "%s, an alias of", "no topic uses", "%s is never met: %s excludes", "articles in which nothing",
	"only a term, a phrase", "%s stands in weighted", "no term has positive", "the threshold %v", "every term reaches",
}

// TestProblemsAreToldInEveryLanguage walks all that the matcher can find wrong
// with a query, by its source: each has a text in every language.
func TestProblemsAreToldInEveryLanguage(t *testing.T) {
	formats := problemFormats(t)
	if len(formats) < 100 {
		t.Fatalf("%d problems were found in the matcher's source, want all", len(formats))
	}
	for _, format := range formats {
		if slices.ContainsFunc(ofTopics, func(s string) bool { return strings.HasPrefix(format, s) }) {
			continue
		}
		p := news.Problem{Format: format, Message: "English, alas", Args: []string{"1", "2", "3", "4", "5"}}
		for _, lang := range message.Languages() {
			if said := message.In(lang).Problem(p); strings.Contains(said, p.Message) || strings.Contains(said, "no value") {
				t.Errorf("%q is told in %s as %q", format, lang, said)
			}
		}
	}
}

// problemFormats returns the formats of all problems in the matcher's source.
func problemFormats(t *testing.T) (formats []string) {
	t.Helper()
	files, err := filepath.Glob("../matcher/*.go")
	more, err2 := filepath.Glob("../matcher/query/*.go")
	if err != nil || err2 != nil || len(files) == 0 || len(more) == 0 {
		t.Fatalf("the matcher's source is not found: %v, %v", err, err2)
	}
	for _, path := range append(files, more...) {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(gotoken.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			var values []ast.Expr
			switch n := n.(type) {
			case *ast.CallExpr:
				name, ok := n.Fun.(*ast.SelectorExpr)
				if !ok || !slices.Contains([]string{"fail", "warn", "problem", "report"}, name.Sel.Name) {
					return true
				}
				at := map[string]int{"report": 2}[name.Sel.Name]
				if at = max(at, 1); len(n.Args) <= at {
					return true
				}
				values = n.Args[at : at+1]
			case *ast.CompositeLit:
				if name, ok := n.Type.(*ast.Ident); !ok || name.Name != "clash" {
					return true
				}
				values = n.Elts
			}
			for _, v := range values {
				if text, ok := v.(*ast.BasicLit); ok && text.Kind == gotoken.STRING {
					format, err := strconv.Unquote(text.Value)
					if err != nil {
						t.Fatal(err)
					}
					if format == "%s" {
						t.Errorf("%s makes a problem of a text that nobody can translate", path)
					}
					formats = append(formats, format)
				}
			}
			return true
		})
	}
	return formats
}

// TestWrongQueriesAreToldInPersian asks what the parser and the linter say of
// queries that are wrong in one way each.
func TestWrongQueriesAreToldInPersian(t *testing.T) {
	for _, query := range []string{
		strings.Repeat("(", 200) + "a", "a && b", "+a b", "!b", "lang:farsi", "lang:xx a", "a NEAR/5 (b AND c)", "(a AND b){3}", "{3}", "/a(bc/", "/^abc/",
		"/.*/", "/abcd/i", "~a*", "a^3", "bomb.*", "a-b?c", "NEAR:5 a", "first:(a)", "title: a", "OF a", "2OF (a, b)", "x AND/OR y", "*ab*", "a*b", "~\"a b\"",
		"lang:fa lang:en bomb", "bomb -bomb", "suicide title:bomb attack", "title:suicide bomb", "suicide bomb{2}", "bomb??????", "And", "/ab.*cd/", "C++", "US", "1 OF (bomb, blast)",
		strings.Repeat("bomb ", 5000), "first/2:\"a b c d\"", "(title:a) SENTENCE b", "lang:fa SENTENCE b", "bomb* OR bombing",
	} {
		for _, p := range matcher.CheckWatch(query, nil, nil) {
			fallback := news.Problem{Message: "English, alas", Format: p.Format, Args: p.Args}
			if said := message.In("fa").Problem(fallback); strings.Contains(said, "alas") {
				t.Errorf("%.40q: %s is told as %s", query, fmt.Sprint(p), said)
			}
		}
	}
}
