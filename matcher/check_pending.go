package matcher

import "github.com/rasadnews/rasad/matcher/query"

// pending are the parts of the language that queries are refused for, because
// the engine cannot decide them. The names are those that feature returns, and
// "weighted" for the weighted lists of topics.
var pending = map[string]bool{}

// feature names the part of the language that a node stands for, if it is one
// that may be pending.
func feature(n query.Node) string {
	switch n := n.(type) {
	case *query.Term:
		return [...]string{query.Whole: "", query.Prefix: "", query.Suffix: "*word", query.Wild: "w?rd", query.Fuzzy: "~word"}[n.Form]
	case *query.Regex:
		return "/re/"
	case *query.Near:
		return [...]string{"NEAR", "ONEAR", "NOTNEAR"}[n.Order]
	case *query.Within:
		return [...]string{"SENTENCE", "PARAGRAPH"}[n.Unit]
	case *query.Count:
		return "term{n}"
	case *query.Of:
		return "n OF"
	case *query.First:
		return "first/n:"
	case *query.Filter:
		return n.Name + ":"
	}
	return ""
}

// refuse reports what of a query the engine cannot decide.
func (c *compiler) refuse(n query.Node) {
	query.Walk(n, func(n query.Node) bool {
		if f := feature(n); pending[f] {
			c.report(n.Place().Start, false, "%s is not supported by this version", f)
		}
		return true
	})
}
