package matcher

import (
	"cmp"
	"slices"

	"github.com/rasadnews/rasad/news"
)

// A part is topics that were added to a Live matcher. It is immutable but for
// what its matcher remembers.
type part struct {
	matcher *Matcher
	watches []*watch // by serial
	gone    []uint64 // a bit for each watch that was removed; nil while none was
	fewer   int      // how many were
}

// A watch is a topic that was added.
type watch struct {
	serial   uint64
	topic    news.Topic
	concepts []string // that it names
	removed  bool     // known to those alone who change something
}

// left returns how many topics of a part were not removed.
func (p *part) left() int { return len(p.watches) - p.fewer }

// find returns where in a part a watch is.
func (p *part) find(w *watch) (int, bool) {
	return slices.BinarySearchFunc(p.watches, w.serial, func(w *watch, serial uint64) int { return cmp.Compare(w.serial, serial) })
}

// drop marks the watch at a place as gone, in a part that nobody reads yet.
func (p *part) drop(i int) {
	if p.gone == nil {
		p.gone = make([]uint64, (len(p.watches)+63)/64)
	}
	p.gone[i/64] |= 1 << (i % 64)
	p.fewer++
}

// decided finds out which of the topics that were not removed an article
// meets, and hands them on.
func (p *part) decided(r *reading, use func(*document)) {
	d := p.matcher.decided(r)
	defer p.matcher.release(d)
	if p.fewer > 0 {
		gone := func(t uint32) bool { return p.gone[t/64]>>(t%64)&1 == 1 }
		d.met, d.unsure = slices.DeleteFunc(d.met, gone), slices.DeleteFunc(d.unsure, gone)
	}
	use(d)
}

// lift puts the topics that were not removed into a builder, and returns them.
func (p *part) lift(b *builder) []*watch {
	var r room
	r.add(p.matcher, p.left())
	for _, reserve := range b.reserve(r) {
		reserve()
	}
	left := make([]*watch, 0, p.left()+1)
	from := newLift(p.matcher, b)
	for i, w := range p.watches {
		if !w.removed {
			from.put(i)
			left = append(left, w)
		}
	}
	return left
}

// A draft is the parts of the snapshot to come.
type draft struct {
	live  *Live
	added []*part
	fresh map[*part]bool // parts that no snapshot has yet
}

func (l *Live) draft() *draft {
	return &draft{live: l, added: slices.Clone(l.current.Load().added), fresh: map[*part]bool{}}
}

// drop takes a watch out of its part, and of what its part is being merged
// into.
func (d *draft) drop(w *watch) {
	w.removed = true
	for _, g := range d.live.merges {
		if at, ok := g.into.find(w); ok {
			g.into.drop(at)
		}
	}
	for i, p := range slices.Backward(d.added) {
		at, ok := p.find(w)
		if !ok {
			continue
		}
		if !d.fresh[p] {
			p = &part{p.matcher, p.watches, slices.Clone(p.gone), p.fewer}
			d.added[i], d.fresh[p] = p, true
		}
		if p.drop(at); p.left() == 0 {
			d.added = slices.Delete(d.added, i, i+1)
		}
		return
	}
}

// latestTopics is how many topics the latest part takes.
const latestTopics = 48

// pop takes the latest part off, if there is room in it for one more topic.
func (d *draft) pop() *part {
	last := len(d.added) - 1
	if last < 0 || d.added[last].left() >= latestTopics || d.merging(d.added[last]) {
		return nil
	}
	p := d.added[last]
	d.added = d.added[:last]
	return p
}

// push puts a part behind the others.
func (d *draft) push(p *part) {
	if len(p.watches) > 0 {
		d.added = append(d.added, p)
		d.fresh[p] = true
	}
}
