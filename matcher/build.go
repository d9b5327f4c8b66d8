package matcher

import (
	"math"
	"slices"
)

// A builder makes a matcher of topics, one after the other. Its work is cut
// into steps, each of which is short, so that a Live can spread it over time.
type builder struct {
	*compiler
	matcher *Matcher
	poster  poster
	chores  []chore // what is left to do once all topics are there
	begun   bool    // the first one has
	at      int     // its next step
	steps   int     // that it has
}

// A chore is a loop: begin makes ready for it and returns how long it is.
type chore struct {
	begin func() (steps int)
	step  func(i int)
}

// newBuilder returns a builder of topics whose words inflect by some paradigms.
func newBuilder(p *paradigms) *builder {
	c := newCompiler(p)
	m := &Matcher{vocabulary: c.vocabulary}
	b := &builder{compiler: c, matcher: m, poster: poster{m: m}}
	x := &indexer{v: c.vocabulary, x: &index{}}
	b.chores = append(x.chores(), b.poster.chores()...)
	m.index = x.x
	return b
}

// put adds a compiled topic.
func (b *builder) put(id string, root *node) {
	m := b.matcher
	m.topics = append(m.topics, id)
	m.programs.put(root)
	b.poster.add(uint32(len(m.topics)-1), root)
}

// A room is how much some topics take.
type room struct{ topics, terms, words, letters, code, posts int }

// add adds the room for a part of the topics of a matcher.
func (r *room) add(from *Matcher, topics int) {
	share := func(n int) int { return n*topics/max(1, len(from.topics)) + 1 }
	r.topics += topics
	r.terms += share(len(from.terms))
	r.words += share(len(from.words))
	r.letters += share(len(from.letters))
	r.code += share(len(from.code))
	r.posts += share(len(from.posts))
}

// reserve returns what makes room, in steps of which none takes long.
func (b *builder) reserve(r room) []func() {
	v, m, p := b.vocabulary, b.matcher, &b.poster
	return []func(){
		func() { v.terms = slices.Grow(v.terms, r.terms) },
		func() { v.words = slices.Grow(v.words, r.words) },
		func() { v.letters = slices.Grow(v.letters, r.letters) },
		func() { m.code = slices.Grow(m.code, r.code) },
		func() { m.starts, m.topics = slices.Grow(m.starts, r.topics), slices.Grow(m.topics, r.topics) },
		func() { p.terms = slices.Grow(p.terms, r.posts) },
		func() { p.posts = slices.Grow(p.posts, r.posts) },
	}
}

// work does so many steps of what is left, and tells whether that was all.
func (b *builder) work(steps int) (done bool) {
	for len(b.chores) > 0 {
		c := &b.chores[0]
		if !b.begun {
			b.begun, b.at, b.steps = true, 0, c.begin()
		}
		for ; b.at < b.steps; b.at++ {
			if steps--; steps < 0 {
				return false
			}
			c.step(b.at)
		}
		b.chores, b.begun = b.chores[1:], false
	}
	return true
}

// finish does all that is left and returns the matcher.
func (b *builder) finish() *Matcher {
	b.known = numbers{} // the largest thing that is not needed any more
	b.work(math.MaxInt)
	m := b.matcher
	m.names, m.patterns = b.shown, b.patterns
	m.vocabulary.paradigms, m.vocabulary.inflected = m.vocabulary.inflected.all, nil
	return m
}

// A lift takes programs from one matcher to the builder of another one: their
// queries need not be read again, nor their terms.
type lift struct {
	from  *Matcher
	to    *builder
	terms []int32 // of from: their number in to, and 1; 0 if they are not there yet
	nodes []node  // memory for those of one program
}

func newLift(from *Matcher, to *builder) *lift {
	return &lift{from: from, to: to, terms: make([]int32, len(from.terms))}
}

// put lifts a topic.
func (l *lift) put(program int) {
	l.nodes = l.nodes[:0]
	root, _ := l.node(l.from.starts[program])
	l.to.put(l.from.topics[program], &root)
}

// node returns the node at a place of the code, and where the next one begins.
// Its nodes are gone with the next program.
func (l *lift) node(at uint32) (n node, after uint32) {
	c := l.from.code[at]
	after = l.from.after(at)
	switch c.op() {
	case find:
		return node{op: find, fields: c.fields(), term: l.term(int32(c.arg()))}, after
	case special:
		return l.special(l.from.specials[c.arg()]), after
	}
	n = node{op: c.op()}
	count := 0
	for k := at + 1; k < after; k = l.from.after(k) {
		count++
	}
	l.nodes = slices.Grow(l.nodes, count)
	n.nodes = l.nodes[len(l.nodes) : len(l.nodes)+count]
	l.nodes = l.nodes[:len(l.nodes)+count]
	at++
	for i := range n.nodes {
		n.nodes[i], at = l.node(at)
	}
	return n, after
}

// special lifts a node that is not laid out flat.
func (l *lift) special(n node) node {
	switch n.op {
	case find:
		n.term = l.term(n.term)
	case regex:
		n.term = l.to.label(l.from.patterns[^n.term])
	}
	nodes := make([]node, len(n.nodes))
	for i := range n.nodes {
		nodes[i] = l.special(n.nodes[i])
	}
	n.nodes = nodes
	return n
}

// term lifts a term, once.
func (l *lift) term(old int32) int32 {
	if id := l.terms[old]; id > 0 {
		return id - 1
	}
	t := l.from.terms[old]
	known := l.to.known.of(t.exact, t.form)
	id, ok := known[t.name]
	if !ok {
		id = l.to.vocabulary.adopt(l.from.vocabulary, t)
		known[t.name] = id
	}
	if name, ok := l.from.names[old]; ok {
		l.to.shown[id] = name
	}
	l.terms[old] = id + 1
	return id
}

// adopt adds a term of another vocabulary with the same paradigms.
func (v *vocabulary) adopt(from *vocabulary, t term) int32 {
	words := from.of(&t)
	t.first = uint32(len(v.words))
	for _, w := range words {
		letters := from.spell(&w)
		w.at = uint32(len(v.letters))
		v.letters, v.words = append(v.letters, letters...), append(v.words, w)
	}
	v.terms = append(v.terms, t)
	return int32(len(v.terms) - 1)
}
