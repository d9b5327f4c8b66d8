package matcher

import (
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// A Probe is one query to be tried on articles that are at hand already: those
// of an archive. It is safe for concurrent use.
type Probe struct {
	matcher *Matcher
	words   [][]string
}

// NewProbe compiles a query, which may name the concepts. It fails with
// everything that is wrong; CheckWatch tells the same in parts.
func NewProbe(query string, concepts []news.Concept) (*Probe, error) {
	b := newBuilder(newParadigms())
	b.catalog = byID(concepts)
	p := &Probe{}
	b.compile([]news.Topic{{ID: "query", Query: query}}, nil, func(id string, root *node) {
		p.words = b.vocabulary.lookup(root)
		b.put(id, root)
	})
	if err := b.err(); err != nil {
		return nil, fmt.Errorf("compile query: %w", err)
	}
	p.matcher = b.finish()
	return p, nil
}

// Lookup returns what an article has that meets the query, as far as words can
// tell: of each group, one of its prefixes at least begins a key of the article
// (text.Keys). There are no groups if nothing can be looked up by, as for a NOT,
// a regular expression or *word alone: then every article may meet the query.
func (p *Probe) Lookup() [][]string { return p.words }

// Match returns the match of an article with every place where a term of the
// query stands, and whether it meets the query.
func (p *Probe) Match(a *news.Article) (news.Match, bool) {
	matches := p.matcher.Match(a)
	if len(matches) == 0 {
		return news.Match{}, false
	}
	return matches[0], true
}
