package matcher

import (
	"fmt"

	"github.com/rasadnews/rasad/matcher/query"
	"github.com/rasadnews/rasad/news"
)

// A balance is what the weights of a topic can add up to.
type balance struct {
	most     float64 // of all positive weights
	least    float64 // the smallest positive weight
	endless  bool    // a positive weight counts for each hit
	negative bool
}

func (b *balance) add(w news.Weight) {
	if w.Weight > 0 {
		b.most += w.Weight
		b.endless = b.endless || w.PerHit
		if b.least == 0 || w.Weight < b.least {
			b.least = w.Weight
		}
	}
	b.negative = b.negative || w.Weight < 0
}

// weighted reads the weighted terms of a topic, and warns of weights and
// thresholds that can have no effect.
func (l *linter) weighted(t news.Topic) {
	var sum balance
	seen := map[string]int{}
	for i, w := range t.Weighted {
		l.path = fmt.Sprintf("weighted[%d].term", i)
		n, err := query.ParseEntry(w.Term)
		if err != nil {
			sum.add(w)
			l.broken = true
			continue
		}
		if l.query(n); !l.impossible(n) {
			sum.add(w)
		}
		if w.Weight > 0 && !l.anchored(n) {
			l.warn(0, "articles in which nothing was found have these points, too: say what must be found")
		}
		if w.PerHit && !query.IsPlace(n) {
			l.warn(0, "only a term, a phrase, a concept or alternatives are counted per hit: this counts once")
		}
		key := n.String()
		if term, ok := n.(*query.Term); ok {
			key = sense(term)
		}
		if first, ok := seen[key]; ok {
			l.warn(0, "%s stands in weighted[%d] already, and both count", w.Term, first)
		}
		seen[key] = i
	}
	switch l.path = "threshold"; {
	case sum.most == 0:
		l.warn(0, "no term has positive points, so the threshold can never be reached")
	case sum.most < t.Threshold && !sum.endless:
		l.warn(0, "the threshold %v can never be reached: all terms together have %v", t.Threshold, sum.most)
	case sum.least >= t.Threshold && t.Threshold > 0 && !sum.negative:
		l.warn(0, "every term reaches the threshold by itself: the weights have no effect, and any: says the same")
	}
}
