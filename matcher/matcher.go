package matcher

import (
	"fmt"

	"github.com/rasadnews/rasad/news"
)

// A Matcher finds the topics that an article meets. It is immutable and safe
// for concurrent use.
type Matcher struct {
	// Unsure, if it is set before the matcher is used, is called for each topic
	// of which it would take too long to tell whether an article meets it: one
	// that asks where terms stand in a very long text. The topic is not among
	// the matches. It is called by the goroutine that matches.
	Unsure func(topic string, a *news.Article)

	*vocabulary
	programs
	index    *index
	topics   []string         // IDs, by program
	names    map[int32]string // terms that are shown otherwise than they are written
	patterns []string         // regular expressions, as they are shown

	postings []uint32 // where the posts of each term begin, and of one more
	posts    []post   // programs that may be met once a term is found
	always   []uint32 // programs that may be met by an article without any term

	documents pool[document]
	readings  pool[reading]
}

// New returns a matcher of topics, whose queries may name the concepts. It
// fails with everything that is wrong with them; Check tells the same in parts,
// and the warnings besides.
func New(topics []news.Topic, concepts []news.Concept) (*Matcher, error) {
	b := newBuilder(newParadigms())
	b.compile(topics, concepts, b.put)
	if len(b.vocabulary.terms) > mostArg {
		return nil, fmt.Errorf("compile topics: %d terms are too many", len(b.vocabulary.terms))
	}
	if err := b.err(); err != nil {
		return nil, fmt.Errorf("compile topics: %w", err)
	}
	return b.finish(), nil
}

// Match returns the topics that an article meets, in the order in which they
// were given, each with every place where one of its terms stands. The ranges
// of the hits are bytes of the article's own fields.
func (m *Matcher) Match(a *news.Article) []news.Match {
	r := open(&m.readings, a)
	defer shut(&m.readings, r)
	return m.match(r, nil)
}

// Find appends to met the numbers of the topics that an article meets, as they
// were given, counted from 0, and returns it. It does not look for hits, and
// allocates nothing once it has seen texts as long if met has room.
func (m *Matcher) Find(a *news.Article, met []int) []int {
	r := open(&m.readings, a)
	defer shut(&m.readings, r)
	d := m.decided(r)
	defer m.release(d)
	d.admit(m.Unsure)
	for _, p := range d.met {
		met = append(met, int(p))
	}
	return met
}

// match appends the matches of an article.
func (m *Matcher) match(r *reading, matches []news.Match) []news.Match {
	d := m.decided(r)
	defer m.release(d)
	d.admit(m.Unsure)
	return d.tell(matches)
}

// open scans an article with memory of a pool, shut gives it back.
func open(readings *pool[reading], a *news.Article) *reading {
	r := readings.take()
	if r == nil {
		r = &reading{}
	}
	r.read(a)
	return r
}

func shut(readings *pool[reading], r *reading) {
	r.trim()
	readings.give(r)
}

// decided finds out which topics an article meets.
func (m *Matcher) decided(r *reading) *document {
	d := m.documents.take()
	if d == nil {
		d = newDocument(m)
	}
	d.read(r)
	d.decide()
	return d
}

// release gives the memory of a document back, unless a very long article took
// too much of it.
func (m *Matcher) release(d *document) {
	if cap(d.occurrences) <= longArticle && cap(d.places) <= longArticle && cap(d.words) <= longArticle {
		m.documents.give(d)
	}
}

// label returns a term or pattern as hits show it.
func (m *Matcher) label(id int32) string {
	if id < 0 {
		return m.patterns[^id]
	}
	if name, ok := m.names[id]; ok {
		return name
	}
	return m.terms[id].label()
}
