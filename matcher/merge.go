package matcher

import "slices"

// A merge makes one part of some that stand side by side, a little at a time.
// It lifts their programs as they are.
type merge struct {
	sources     []*part // as they were when it began
	builder     *builder
	reserve     []func() // makes room in it
	into        *part
	lift        *lift // from the first of the sources that are left
	next        int   // its next topic
	first, last uint64
}

// The schedule of merges. A part is merged with the ones before it unless they
// are so many times larger, and a part of which so much was removed is made
// anew. Each Add or Remove brings every merge forward by so many topics: enough
// for it to end well before the parts that come meanwhile are as large.
const (
	growth        = 16
	topicsATime   = 2 * growth
	stepsPerTopic = 64
)

// newMerge begins to merge parts.
func newMerge(sources []*part, forms *paradigms) *merge {
	g := &merge{sources: slices.Clone(sources), builder: newBuilder(forms), into: &part{}}
	newest := sources[len(sources)-1].watches
	g.first, g.last = sources[0].watches[0].serial, newest[len(newest)-1].serial
	var r room
	for _, p := range sources {
		r.add(p.matcher, p.left())
	}
	g.reserve = g.builder.reserve(r)
	g.into.watches = make([]*watch, 0, r.topics)
	g.into.gone = make([]uint64, (r.topics+63)/64)
	return g
}

// covers tells whether a merge makes a part into another one.
func (g *merge) covers(p *part) bool {
	return p.watches[0].serial >= g.first && p.watches[0].serial <= g.last
}

// work merges so many topics, or does as much of what comes after that, and
// tells whether it is done.
func (g *merge) work(topics int) (done bool) {
	if len(g.reserve) > 0 {
		g.reserve[0]()
		g.reserve = g.reserve[1:]
		return false
	}
	for ; topics > 0 && len(g.sources) > 0; topics-- {
		p := g.sources[0]
		if g.next == 0 {
			g.lift = newLift(p.matcher, g.builder)
		}
		if w := p.watches[g.next]; !w.removed {
			g.lift.put(g.next)
			g.into.watches = append(g.into.watches, w)
		}
		if g.next++; g.next == len(p.watches) {
			g.sources, g.lift, g.next = g.sources[1:], nil, 0
		}
	}
	if len(g.sources) > 0 || !g.builder.work(topics*stepsPerTopic) {
		return false
	}
	g.into.matcher = g.builder.finish()
	return true
}

// merge goes on with the merges that are under way, and begins others.
func (d *draft) merge() {
	l := d.live
	l.merges = slices.DeleteFunc(l.merges, func(g *merge) bool {
		done := g.work(topicsATime)
		if done {
			d.install(g)
		}
		return done
	})
	end := len(d.added)
	if end > 0 && d.added[end-1].left() < latestTopics {
		end-- // the latest part is not full
	}
	for end > 0 {
		from, left := end, 0
		for from > 0 && !d.merging(d.added[from-1]) && (from == end || left*growth >= d.added[from-1].left()) {
			from--
			left += d.added[from].left()
		}
		if from < end-1 || from == end-1 && d.added[from].fewer > left {
			l.merges = append(l.merges, newMerge(d.added[from:end], l.forms))
		}
		end = min(from, end-1)
	}
}

// install puts what was merged in the place of its sources.
func (d *draft) install(g *merge) {
	at := slices.IndexFunc(d.added, g.covers)
	d.added = slices.DeleteFunc(d.added, g.covers)
	if g.into.left() > 0 {
		d.added = slices.Insert(d.added, at, g.into)
	}
}

// merging tells whether a part is being merged.
func (d *draft) merging(p *part) bool {
	return slices.ContainsFunc(d.live.merges, func(g *merge) bool { return g.covers(p) })
}
