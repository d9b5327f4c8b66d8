package matcher

import "slices"

// A post ties a program to a term without which it cannot be met. It tells
// most programs that are not met without a look at them.
type post struct {
	also    also
	program uint32
	fields  fieldSet // in which the term must be found
	enough  bool     // nothing else is needed
}

// An also is what else must be found: one term of a few. The low bits are the
// traces of as many terms, one after the other; 0 asks for nothing.
type also uint64

// A trace is a place in a document's bitmap of the terms that were found.
// Several terms share one, so that it only tells what was not found.
const (
	traceBits  = 12
	mostTraces = 5
	asks       = 1 << (traceBits * mostTraces)
)

func trace(term uint32) uint64 { return uint64(term*0x9E3779B1) >> (32 - traceBits) }

// alsoOf returns what asks for one of some terms: nothing, if they are too many.
func alsoOf(terms []anchored) also {
	if len(terms) == 0 || len(terms) > mostTraces {
		return 0
	}
	all := also(asks)
	for i := range mostTraces {
		all |= also(trace(uint32(terms[min(i, len(terms)-1)].term))) << (traceBits * i)
	}
	return all
}

// A bitmap holds the traces of the terms that were found.
type bitmap [1 << traceBits / 64]uint64

func (b *bitmap) set(term uint32) {
	t := trace(term)
	b[t/64] |= 1 << (t % 64)
}

// may tells whether one of the terms may have been found.
func (b *bitmap) may(a also) bool {
	if a == 0 {
		return true
	}
	for range mostTraces {
		t := uint64(a) % (1 << traceBits)
		if b[t/64]>>(t%64)&1 == 1 {
			return true
		}
		a >>= traceBits
	}
	return false
}

// A poster ties programs to terms.
type poster struct {
	m     *Matcher
	terms []uint32 // of posts
	posts []post
}

func (b *poster) add(program uint32, root *node) {
	a, second := b.m.anchors(root)
	if !a.ok {
		b.m.always = append(b.m.always, program)
		return
	}
	p := post{also: alsoOf(second.terms), program: program, enough: simple(root)}
	for _, t := range a.terms {
		p.fields = t.fields
		b.terms, b.posts = append(b.terms, uint32(t.term)), append(b.posts, p)
	}
}

// anchors returns the best anchor of a program, and the second best that must
// be found as well and is short enough to ask for.
func (v *vocabulary) anchors(root *node) (best, second anchor) {
	best = v.anchor(root)
	if root.op != all || !best.ok {
		return best, second
	}
	for i := range root.nodes {
		a := v.anchor(&root.nodes[i])
		same := a.ok && slices.Equal(a.terms, best.terms)
		if a.ok && !same && len(a.terms) <= mostTraces && (!second.ok || a.cost < second.cost) {
			second = a
		}
	}
	return best, second
}

// chores lay the posts out by term: they are counted, the counts become the
// ends of ranges, and the ranges are filled from their ends on.
func (b *poster) chores() []chore {
	m := b.m
	return []chore{
		{func() int { m.postings = make([]uint32, len(m.terms)+1); return len(b.terms) }, func(i int) { m.postings[b.terms[i]]++ }},
		{func() int { return len(m.terms) }, func(i int) { m.postings[i+1] += m.postings[i] }},
		{func() int { m.posts = make([]post, len(b.posts)); return len(b.posts) }, b.lay},
	}
}

// lay puts one post into its range, the last one first.
func (b *poster) lay(i int) {
	i = len(b.posts) - 1 - i
	at := &b.m.postings[b.terms[i]]
	*at--
	b.m.posts[*at] = b.posts[i]
}
