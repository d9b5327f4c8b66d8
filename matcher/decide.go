package matcher

import "math/bits"

// A document is the state of matching one article. It is reused: marks of
// earlier articles are told by their epoch.
type document struct {
	finder
	reading *reading
	seen    [len(fields)]view
	field   uint8
	epoch   uint32

	states  []termState
	tried   []uint32 // programs, by epoch
	noted   int      // occurrences of which the states know
	present []uint32 // terms that were found
	traces  bitmap   // of them
	chosen  []uint64 // a bit for each program that was met, while they are decided
	met     []uint32 // programs that were met
	unsure  []uint32 // programs that took too many steps to tell

	steps   int  // left to the program that is looked at
	negated bool // the node that is looked at stands under a NOT

	spotted []spots // of terms and patterns, for the programs that ask where they stand
	places  []span
	lists   [][]span // memory for lists of places
	folded  foldedField
	hits    []hit
}

// A view is what the finder noted of a field.
type view struct {
	words   []known
	shouted bool
}

// A termState is what one article holds of a term: its epoch and, in the low
// bits, the fields; and its last occurrence, each of which leads to the one
// before.
type termState struct {
	stamp uint32
	last  int32
}

const stampFields = 3

func newDocument(m *Matcher) *document {
	return &document{
		finder: finder{Matcher: m, recall: newRecall(len(m.terms))},
		states: make([]termState, len(m.terms)),
		tried:  make([]uint32, len(m.starts)),
		chosen: make([]uint64, (len(m.starts)+63)/64),
	}
}

// read finds all terms in an article.
func (d *document) read(r *reading) {
	if d.epoch++; d.epoch == 1<<(32-stampFields) {
		clear(d.states)
		clear(d.tried)
		clear(d.spotted)
		d.epoch = 1
	}
	d.recall.renew()
	d.reading = r
	d.occurrences, d.present, d.places = d.occurrences[:0], d.present[:0], d.places[:0]
	d.met, d.unsure = d.met[:0], d.unsure[:0]
	d.noted = 0
	d.folded.done, d.traces = [len(fields)]bool{}, bitmap{}
	for i, f := range fields {
		d.field = uint8(i)
		d.words = d.seen[i].words
		d.find(r.article.Text(f), &r.texts[i], r.tongues)
		d.note()
		d.seen[i] = view{d.words, d.shouted}
	}
}

// turn turns the finder back to a field that was read.
func (d *document) turn(field uint8) {
	d.source, d.text = d.reading.article.Text(fields[field]), &d.reading.texts[field]
	d.words, d.shouted = d.seen[field].words, d.seen[field].shouted
}

// note takes the new occurrences of the field into the states of their terms,
// all in one go: the processor then waits for many states at once.
func (d *document) note() {
	for ; d.noted < len(d.occurrences); d.noted++ {
		o := &d.occurrences[d.noted]
		s := &d.states[o.term]
		if s.stamp>>stampFields != d.epoch {
			*s = termState{d.epoch << stampFields, -1}
			d.present = append(d.present, o.term)
			d.traces.set(o.term)
		}
		s.stamp |= 1 << d.field
		o.field, o.before = d.field, s.last
		s.last = int32(d.noted)
	}
}

// decide finds out which programs are met.
func (d *document) decide() {
	for _, t := range d.present {
		in := fieldSet(d.states[t].stamp) & allFields
		posts := d.posts[d.postings[t]:d.postings[t+1]]
		for i := range posts {
			if p := &posts[i]; p.fields&in != 0 && d.traces.may(p.also) {
				d.try(p.program, p.enough)
			}
		}
	}
	for _, p := range d.always {
		d.try(p, false)
	}
	for i, set := range d.chosen { // in the order of the programs, quicker than by sorting
		for ; set != 0; set &= set - 1 {
			d.met = append(d.met, uint32(i*64+bits.TrailingZeros64(set)))
		}
		d.chosen[i] = 0
	}
}

// try decides one program, once an article; what was found may be enough.
func (d *document) try(p uint32, enough bool) {
	if d.tried[p] == d.epoch {
		return
	}
	d.tried[p] = d.epoch
	d.steps = mostSteps
	switch {
	case enough || d.holds(d.starts[p]):
		d.chosen[p/64] |= 1 << (p % 64)
	case d.steps < 0:
		d.unsure = append(d.unsure, p)
	}
}

// mostSteps is how many steps the places of one program are worth in an
// article. A step is a place that is looked at, some nanoseconds. A program
// takes its price (price.go) for each word at most: what is accepted is decided
// in articles of thousands of words, and most queries in any.
//
// A node that would take more is unsure. It is then as what would speak against
// the program: not met, but met under a NOT. So a program that is met is met
// for sure, and one that is not may be unsure.
const mostSteps = 1 << 24

// spend takes some steps, and tells whether there were as many.
func (d *document) spend(steps int) bool {
	d.steps -= steps
	return d.steps >= 0
}

// stands tells whether a term was found in one of some fields.
func (d *document) stands(term uint32, in fieldSet) bool {
	s := d.states[term].stamp
	return s>>stampFields == d.epoch && s&uint32(in) != 0
}

// holds tells whether the node at a place of the code is met.
func (d *document) holds(at uint32) bool {
	c := d.code[at]
	switch c.op() {
	case find:
		return d.stands(c.arg(), c.fields())
	case all:
		for k, end := at+1, at+1+c.arg(); k < end; k = d.after(k) {
			if !d.holds(k) {
				return false
			}
		}
		return true
	case some:
		for k, end := at+1, at+1+c.arg(); k < end; k = d.after(k) {
			if d.holds(k) {
				return true
			}
		}
		return false
	case not:
		d.negated = !d.negated
		met := d.holds(at + 1)
		d.negated = !d.negated
		return !met
	}
	return d.meets(&d.specials[c.arg()], everywhere)
}
