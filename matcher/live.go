package matcher

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/rasadnews/rasad/news"
)

// A Live matcher can be changed while articles are being matched: replaced as
// a whole, as when a configuration is read again, and one topic more or less,
// as when a watch is saved. Each article is matched by what was in place when
// it came, without waiting for anyone.
//
// What is added is kept in parts of its own beside the matcher that Swap put in
// place. An article is read once and looked at by every part. The latest part
// has few topics and is built anew with every one; parts of like size are made
// one, so that there are never many. That takes time, and every Add and Remove
// gives it a little: none of them takes long, and nothing runs between them.
type Live struct {
	// Unsure is as of a Matcher, for all topics. It is set before the matcher is
	// used.
	Unsure func(topic string, a *news.Article)

	current  atomic.Pointer[snapshot]
	readings pool[reading]

	mu       sync.Mutex // held by who changes something, as is what follows
	concepts map[string]news.Concept
	watches  map[string]*watch // the added topics, by ID
	resting  map[string]*watch // those of them that name a concept which is gone
	forms    *paradigms        // of the words of all parts
	merges   []*merge          // under way
	serial   uint64            // of the latest watch
}

// A snapshot is what an article is matched by. It is immutable.
type snapshot struct {
	base  *Matcher
	added []*part // from the oldest on
}

// NewLive returns a live matcher that begins with m. The queries of topics
// that are added later may name the concepts.
func NewLive(m *Matcher, concepts ...news.Concept) *Live {
	l := &Live{watches: map[string]*watch{}, resting: map[string]*watch{}, forms: newParadigms()}
	l.concepts = byID(concepts)
	l.current.Store(&snapshot{base: m})
	return l
}

func byID(concepts []news.Concept) map[string]news.Concept {
	all := make(map[string]news.Concept, len(concepts))
	for _, k := range concepts {
		all[k.ID] = k
	}
	return all
}

// Swap puts m in place of the matcher that the live one began with, and the
// concepts in place of its concepts, for the articles that come from now on.
// Topics that were added stay, and find what the concepts that they name now
// mean. One that names a concept which is gone rests: it finds nothing until
// it is removed, replaced or a Swap brings the concept back. Swap returns what
// is wrong with the topics that rest.
func (l *Live) Swap(m *Matcher, concepts ...news.Concept) []Problem {
	l.mu.Lock()
	defer l.mu.Unlock()
	d := l.draft()
	now := byID(concepts)
	old := l.naming(func(id string) bool {
		a, was := l.concepts[id]
		b, is := now[id]
		return was != is || !slices.Equal(a.Aliases, b.Aliases)
	})
	l.concepts = now
	clear(l.resting)
	b, p := l.builder(), &part{}
	for _, w := range old {
		d.drop(w)
		root, ok := b.root(w.topic)
		w = l.watch(w.topic, b.named)
		if !ok {
			l.resting[w.topic.ID] = w
			continue
		}
		b.put(w.topic.ID, &root)
		p.watches = append(p.watches, w)
	}
	p.matcher = b.finish()
	d.push(p)
	l.current.Store(&snapshot{m, d.added})
	return b.problems
}

// naming returns the added topics that rest or name a concept which changed,
// in the order in which they were added.
func (l *Live) naming(changed func(id string) bool) []*watch {
	var all []*watch
	for id, w := range l.watches {
		if l.resting[id] != nil || slices.ContainsFunc(w.concepts, changed) {
			all = append(all, w)
		}
	}
	slices.SortFunc(all, func(a, b *watch) int { return cmp.Compare(a.serial, b.serial) })
	return all
}

// Add adds a topic, in place of the added one of its ID if there is one. It
// fails, and changes nothing, if anything is wrong with the topic.
func (l *Live) Add(t news.Topic) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	d := l.draft()
	b := l.builder()
	root, _ := b.root(t)
	if err := b.err(); err != nil {
		return fmt.Errorf("compile topics: %w", err)
	}
	if w := l.watches[t.ID]; w != nil {
		d.drop(w)
	}
	p := &part{}
	if latest := d.pop(); latest != nil {
		p.watches = latest.lift(b)
	}
	b.put(t.ID, &root)
	p.watches = append(p.watches, l.watch(t, b.named))
	p.matcher = b.finish()
	d.push(p)
	l.store(d)
	return nil
}

// AddAll adds topics as Add does, and takes for many of them hardly longer than
// New. What is wrong with a topic keeps out that one alone, and is returned. Of
// two topics with one ID the later one counts.
func (l *Live) AddAll(topics []news.Topic) []Problem {
	l.mu.Lock()
	defer l.mu.Unlock()
	last := make(map[string]int, len(topics))
	for i, t := range topics {
		last[t.ID] = i
	}
	d := l.draft()
	b, p := l.builder(), &part{}
	for i, t := range topics {
		if last[t.ID] != i {
			continue
		}
		root, ok := b.root(t)
		if !ok {
			continue
		}
		if w := l.watches[t.ID]; w != nil {
			d.drop(w)
		}
		b.put(t.ID, &root)
		p.watches = append(p.watches, l.watch(t, b.named))
	}
	p.matcher = b.finish()
	d.push(p)
	l.store(d)
	return b.problems
}

// Remove removes an added topic, and tells whether there was one of this ID.
func (l *Live) Remove(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.watches[id]
	if w == nil {
		return false
	}
	delete(l.watches, id)
	d := l.draft()
	d.drop(w)
	l.store(d)
	return true
}

// store goes on with the merges, and puts what became of a draft in place.
func (l *Live) store(d *draft) {
	d.merge()
	l.current.Store(&snapshot{l.current.Load().base, d.added})
}

// builder returns a builder of a part.
func (l *Live) builder() *builder {
	b := newBuilder(l.forms)
	b.catalog = l.concepts
	return b
}

// watch notes a topic as the latest one.
func (l *Live) watch(t news.Topic, concepts []string) *watch {
	l.serial++
	delete(l.resting, t.ID)
	w := &watch{serial: l.serial, topic: t, concepts: concepts}
	l.watches[t.ID] = w
	return w
}

// Match returns what the matcher now in place finds, then what the added
// topics do, in the order in which they were added or last changed.
func (l *Live) Match(a *news.Article) (matches []news.Match) {
	r := open(&l.readings, a)
	defer shut(&l.readings, r)
	l.current.Load().decided(r, func(d *document) {
		d.admit(l.Unsure)
		matches = d.tell(matches)
	})
	return matches
}

// Find appends to met the IDs of the topics that an article meets, in the
// order of Match, and returns it.
func (l *Live) Find(a *news.Article, met []string) []string {
	r := open(&l.readings, a)
	defer shut(&l.readings, r)
	l.current.Load().decided(r, func(d *document) {
		d.admit(l.Unsure)
		for _, p := range d.met {
			met = append(met, d.topics[p])
		}
	})
	return met
}

// decided finds out which topics an article meets, and hands them on.
func (s *snapshot) decided(r *reading, use func(*document)) {
	if base := (part{matcher: s.base}); len(s.base.topics) > 0 {
		base.decided(r, use)
	}
	for _, p := range s.added {
		p.decided(r, use)
	}
}
