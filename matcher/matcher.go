package matcher

import (
	"errors"
	"fmt"
	"sync"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/text"
)

// A Matcher finds the topics that an article meets. It is immutable and safe
// for concurrent use.
type Matcher struct {
	terms    []*term
	index    *index
	programs []program
	byTerm   [][]int32 // programs that may be met once a term is found
	always   []int32   // programs that may be met by an article without any term
	scratch  sync.Pool
}

// New returns a matcher of topics, whose queries may name the concepts. It
// fails with everything that is wrong with them; Check tells the same in parts,
// and the warnings besides.
func New(topics []news.Topic, concepts []news.Concept) (*Matcher, error) {
	c, programs := compile(topics, concepts)
	var errs []error
	for _, p := range c.problems {
		if !p.Warning {
			errs = append(errs, errors.New(p.String()))
		}
	}
	if len(errs) > 0 {
		return nil, fmt.Errorf("compile topics: %w", errors.Join(errs...))
	}
	m := &Matcher{terms: c.terms, index: newIndex(c.terms), programs: programs}
	m.byTerm = make([][]int32, len(c.terms))
	for i := range programs {
		terms, _, ok := c.needed(&programs[i].root)
		if !ok {
			m.always = append(m.always, int32(i))
		}
		for _, t := range terms {
			m.byTerm[t] = append(m.byTerm[t], int32(i))
		}
	}
	m.scratch.New = func() any { return newDocument(m) }
	return m, nil
}

// compile compiles concepts and topics, and collects what is wrong with them.
func compile(topics []news.Topic, concepts []news.Concept) (*compiler, []program) {
	c := newCompiler()
	c.define(concepts)
	programs := make([]program, len(topics))
	seen := map[string]bool{}
	for i, t := range topics {
		programs[i] = c.program(t)
		if c.path = ""; seen[t.ID] {
			c.report(0, false, "there are two topics of this ID")
		}
		seen[t.ID] = true
		if c.failed(t.ID) {
			continue
		}
		if _, _, ok := c.needed(&programs[i].root); !ok {
			c.report(0, true, "the topic is met by articles that hold none of its terms: say what must be found")
		}
	}
	return c, programs
}

// failed tells whether an error was noted for a topic.
func (c *compiler) failed(topic string) bool {
	for i := len(c.problems) - 1; i >= 0 && c.problems[i].Topic == topic; i-- {
		if !c.problems[i].Warning {
			return true
		}
	}
	return false
}

// Match returns the topics that an article meets, in the order in which they
// were given, each with every place where one of its terms stands. The ranges
// of the hits are bytes of the article's own fields.
func (m *Matcher) Match(a *news.Article) []news.Match {
	d := m.scratch.Get().(*document)
	defer m.scratch.Put(d)
	d.read(a, tonguesOf(a))
	return d.decide()
}

// tonguesOf returns the tongues in which an article's Arabic letters are read:
// its own language's, else that of its letters and words.
func tonguesOf(a *news.Article) tongueSet {
	if a.Lang != "" {
		return spoken(a.Lang)
	}
	sample := a.Title + "\n" + a.Lead + "\n" + a.Body[:min(len(a.Body), text.Sampled)]
	return spoken(text.Language(sample))
}
