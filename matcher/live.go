package matcher

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
)

// A Live matcher can be changed while articles are being matched: replaced as
// a whole, as when a configuration is read again, and one topic more or less,
// as when a watch is saved. Each article is matched by what was in place when
// it came, without waiting for anyone.
//
// What is added is kept in parts of its own beside the matcher that Swap put in
// place. An article is read once and looked at by every part. The latest part
// has few topics and is built anew with every one; four parts of a size are
// made one part, so that there are never many, up to a size beyond which
// building takes too long. Put what was added into the next matcher to swap
// in, now and then, for the best speed.
type Live struct {
	current  atomic.Pointer[snapshot]
	readings pool[reading]

	mu       sync.Mutex // held by who changes something, as is what follows
	concepts map[string]news.Concept
	places   map[string]spot // of added topics
}

// A snapshot is what an article is matched by. It is immutable.
type snapshot struct {
	base  *Matcher
	added []*part // from the oldest on
}

// A part is topics that were added. It is immutable but for what its matcher
// remembers.
type part struct {
	matcher *Matcher
	topics  []news.Topic
	gone    []bool // by topic; nil while none is
}

// A spot is where a topic is.
type spot struct {
	part  *part
	index int
}

// The sizes of parts: topics of the latest one, parts of a size that are made
// one, and topics of those that are left as they are.
const (
	latestTopics = 16
	partsToMerge = 4
	mostTopics   = 4096
)

// NewLive returns a live matcher that begins with m. The queries of topics
// that are added later may name the concepts.
func NewLive(m *Matcher, concepts ...news.Concept) *Live {
	l := &Live{places: map[string]spot{}, concepts: map[string]news.Concept{}}
	for _, k := range concepts {
		l.concepts[k.ID] = k
	}
	l.current.Store(&snapshot{base: m})
	return l
}

// Swap puts m in place of the matcher that the live one began with, for the
// articles that come from now on. Topics that were added stay.
func (l *Live) Swap(m *Matcher) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.current.Store(&snapshot{base: m, added: l.current.Load().added})
}

// Add adds a topic, in place of the added one of its ID if there is one. It
// fails, and changes nothing, if anything is wrong with the topic.
func (l *Live) Add(t news.Topic) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	added := slices.Clone(l.current.Load().added)
	topics := []news.Topic{t}
	last := len(added) - 1
	if last >= 0 && len(added[last].topics) < latestTopics {
		topics = append(added[last].left(), t)
		if at, ok := l.places[t.ID]; ok && at.part == added[last] {
			topics = slices.DeleteFunc(topics[:len(topics)-1], func(old news.Topic) bool { return old.ID == t.ID })
			topics = append(topics, t)
		}
	} else {
		added = append(added, nil)
		last++
	}
	p, err := l.build(topics)
	if err != nil {
		return err
	}
	if at, ok := l.places[t.ID]; ok && at.part != added[last] {
		l.drop(at, added)
	}
	added[last] = p
	l.place(p)
	l.current.Store(&snapshot{l.current.Load().base, l.merged(added)})
	return nil
}

// Remove removes an added topic, and tells whether there was one of this ID.
func (l *Live) Remove(id string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	at, ok := l.places[id]
	if !ok {
		return false
	}
	delete(l.places, id)
	s := l.current.Load()
	added := slices.Clone(s.added)
	l.drop(at, added)
	l.current.Store(&snapshot{s.base, added})
	return true
}

// drop puts a part that lacks the topic of a spot in the place of its part.
func (l *Live) drop(s spot, added []*part) {
	p := &part{s.part.matcher, s.part.topics, slices.Clone(s.part.gone)}
	if p.gone == nil {
		p.gone = make([]bool, len(p.topics))
	}
	p.gone[s.index] = true
	added[slices.Index(added, s.part)] = p
	l.place(p)
}

// place notes where the topics of a part are.
func (l *Live) place(p *part) {
	for i, t := range p.topics {
		if p.gone == nil || !p.gone[i] {
			l.places[t.ID] = spot{p, i}
		}
	}
}

// merged makes one part of the latest ones of a size, as often as there are
// enough of them.
func (l *Live) merged(added []*part) []*part {
	for len(added) >= partsToMerge {
		group := added[len(added)-partsToMerge:]
		least, most := len(group[0].topics), 0
		var topics []news.Topic
		for _, p := range group {
			least, most = min(least, len(p.topics)), max(most, len(p.topics))
			topics = append(topics, p.left()...)
		}
		if least < latestTopics || most > least*2 || len(topics) > mostTopics {
			return added
		}
		p, err := l.build(topics)
		if err != nil {
			return added // the parts are as good as they were
		}
		l.place(p)
		added = append(added[:len(added)-partsToMerge], p)
	}
	return added
}

// build returns a part of topics.
func (l *Live) build(topics []news.Topic) (*part, error) {
	var concepts []news.Concept
	known := map[string]bool{}
	for _, t := range topics {
		for _, id := range named(t) {
			if k, ok := l.concepts[id]; ok && !known[id] {
				known[id] = true
				concepts = append(concepts, k)
			}
		}
	}
	m, err := New(topics, concepts)
	if err != nil {
		return nil, err
	}
	return &part{matcher: m, topics: topics}, nil
}

// named returns the concepts that a topic names.
func named(t news.Topic) []string {
	var ids []string
	note := func(n query.Node, err error) {
		if err != nil {
			return
		}
		query.Walk(n, func(n query.Node) bool {
			if k, ok := n.(*query.Concept); ok {
				ids = append(ids, k.ID)
			}
			return true
		})
	}
	if t.Query != "" {
		note(query.Parse(t.Query))
	}
	for _, e := range slices.Concat(t.Any, t.All, t.None) {
		note(query.ParseEntry(e))
	}
	for _, w := range t.Weighted {
		note(query.ParseEntry(w.Term))
	}
	return ids
}

// left returns the topics of a part that were not removed.
func (p *part) left() []news.Topic {
	topics := make([]news.Topic, 0, len(p.topics)+1)
	for i, t := range p.topics {
		if p.gone == nil || !p.gone[i] {
			topics = append(topics, t)
		}
	}
	return topics
}

// Match returns what the matcher now in place finds, then what the added
// topics do, from the oldest on.
func (l *Live) Match(a *news.Article) []news.Match {
	s := l.current.Load()
	r := open(&l.readings, a)
	defer shut(&l.readings, r)
	matches := s.base.match(r, nil)
	for _, p := range s.added {
		matches = p.match(r, matches)
	}
	return matches
}

// match appends the matches of the topics that were not removed.
func (p *part) match(r *reading, matches []news.Match) []news.Match {
	d := p.matcher.decided(r)
	defer p.matcher.release(d)
	if p.gone != nil {
		d.met = slices.DeleteFunc(d.met, func(t uint32) bool { return p.gone[t] })
	}
	return d.tell(matches)
}
