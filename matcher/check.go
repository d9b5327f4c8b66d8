package matcher

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/text"
)

// A Problem is one thing that is wrong, or likely so, with a topic or concept.
type Problem struct {
	Topic   string // ID of the topic at fault, or
	Concept string // ID of the concept at fault
	Path    string // where in it, such as "any[2]", "query" or "aliases[0]"; empty for the whole
	Offset  int    // bytes into the string that stands there
	Message string // what is wrong, what was expected, and what may be meant
	Warning bool   // it works, but probably not as meant
}

// String returns the problem in one line.
func (p Problem) String() string {
	kind, id := "topic", p.Topic
	if p.Concept != "" {
		kind, id = "concept", p.Concept
	}
	if p.Path != "" {
		id += " " + p.Path
	}
	return fmt.Sprintf("%s %s: %s", kind, id, p.Message)
}

// Check returns all that is wrong with topics and concepts, errors and
// warnings, concepts first, in the order in which they were given.
func Check(topics []news.Topic, concepts []news.Concept) []Problem {
	c, _ := compile(topics, concepts)
	return c.problems
}

// define compiles the concepts.
func (c *compiler) define(concepts []news.Concept) {
	owners := map[string]string{} // concepts by the aliases they have
	for _, k := range concepts {
		c.concept, c.path = k.ID, ""
		if !identifies(k.ID) {
			c.report(0, false, "the ID %q cannot be written after @: use lower-case letters, digits, - and _", k.ID)
		}
		if _, ok := c.concepts[k.ID]; ok {
			c.report(0, false, "there are two concepts of this ID")
		}
		if len(k.Aliases) == 0 {
			c.report(0, false, "the concept has no aliases, so nothing can be found")
		}
		terms := []int32{}
		for i, alias := range k.Aliases {
			c.path = fmt.Sprintf("aliases[%d]", i)
			if t := c.alias(alias, k.ID, owners); t != nil {
				terms = append(terms, c.term(t))
			}
		}
		c.concepts[k.ID] = terms
		c.names = append(c.names, k.ID)
	}
	c.concept = ""
}

// alias reads one alias of a concept, or returns nil if it is wrong.
func (c *compiler) alias(alias, id string, owners map[string]string) *query.Term {
	t, err := query.ParseTerm(alias)
	if err != nil {
		for _, e := range query.AsErrors(err) {
			c.report(e.Offset, false, "%s", e.Message)
		}
		return nil
	}
	for _, d := range doubts(t) {
		c.report(0, true, "%s", d)
	}
	key := text.Fold(alias)
	if t.Exact {
		key = alias
	}
	switch owner, ok := owners[key]; {
	case !ok:
		owners[key] = id
	case owner != id:
		c.report(0, true, "%s is an alias of @%s too", alias, owner)
	}
	return t
}

// identifies tells whether a string can be the ID of a concept.
func identifies(id string) bool {
	return id != "" && strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}

// lint warns of what a query probably does not mean.
func (c *compiler) lint(n query.Node) {
	c.refuse(n)
	query.Walk(n, func(n query.Node) bool {
		if t, ok := n.(*query.Term); ok {
			for _, d := range doubts(t) {
				c.report(t.Start, true, "%s", d)
			}
			switch {
			case t.Exact:
			case t.Text == "and" || t.Text == "or" || t.Text == "not":
				c.report(t.Start, true, "%s is a word to be found here: the operator is %s", t.Text, strings.ToUpper(t.Text))
			case strings.Contains(t.Text, " or "):
				c.report(t.Start, true, "%q is a phrase of all these words: to find either, write OR", t.Text)
			}
		}
		return true
	})
}

// common are English words that are also written in capitals as a name.
var common = []string{"is", "us", "un", "it", "who", "aid", "arm", "or", "and", "am", "as", "in", "so", "us", "may", "cop", "act"}

// doubts says what is doubtful about a term.
func doubts(t *query.Term) []string {
	var all []string
	folded := text.Fold(t.Text)
	upper := t.Text == strings.ToUpper(t.Text) && t.Text != strings.ToLower(t.Text)
	switch {
	case upper && !t.Exact && slices.Contains(common, folded):
		all = append(all, fmt.Sprintf("%s finds the word %q too: =%s finds it in capitals alone", t.Text, folded, t.Text))
	case len([]rune(folded)) == 1 && !unicode.IsDigit([]rune(folded)[0]):
		all = append(all, fmt.Sprintf("%q is a single letter and will be found nearly everywhere", t.Text))
	}
	var scanned text.Text
	scanned.Scan(t.Text)
	for i, k := range scanned.Tokens {
		if i > 0 && k.Gap == text.Glued && k.Script != text.Digits && scanned.Tokens[i-1].Script != text.Digits {
			return append(all, fmt.Sprintf("%q mixes letters of two scripts in one word", t.Text))
		}
	}
	return all
}
