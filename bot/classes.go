package bot

import (
	"slices"

	"github.com/rasadnews/rasad/news"
)

// Shares say after how many turns of others a class that waits gets one all the
// same, so that none starves however much there is of the better ones: of 28
// turns urgent alerts have at least 7, normal ones 4, digests and broadcasts 2
// each, and answers the others.
var shares = map[news.Class]int{
	news.ClassAnswer: 0, news.ClassUrgent: 4, news.ClassNormal: 7, news.ClassDigest: 14, news.ClassBroadcast: 14,
}

// Turns remember since when each class waits for one. Their zero value is ready.
type turns struct {
	now  int
	last map[news.Class]int
}

// next returns the class that has its turn among those that are ready, which
// are given from the best on: one that has waited for its share, else the best.
// A class that is not ready waits for nothing, and gathers no turns.
func (t *turns) next(ready []news.Class) news.Class {
	for _, c := range news.Classes() {
		if !slices.Contains(ready, c) {
			t.mark(c)
		}
	}
	for _, c := range ready[1:] {
		if t.now-t.last[c] > shares[c] {
			return c
		}
	}
	return ready[0]
}

// take counts a turn of a class.
func (t *turns) take(c news.Class) {
	t.now++
	t.mark(c)
}

// mark remembers that a class waits from now on only.
func (t *turns) mark(c news.Class) {
	if t.last == nil {
		t.last = map[news.Class]int{}
	}
	t.last[c] = t.now
}

// A ready list holds what can be sent now, by class.
type readyList map[news.Class][]news.Delivery

func newReadyList(deliveries []news.Delivery) readyList {
	l := readyList{}
	for _, d := range deliveries {
		l[d.Class] = append(l[d.Class], d)
	}
	return l
}

// classes returns those that hold something and pass a condition, from the
// best on.
func (l readyList) classes(pass func(news.Class) bool) []news.Class {
	var found []news.Class
	for _, c := range news.Classes() {
		if len(l[c]) > 0 && pass(c) {
			found = append(found, c)
		}
	}
	return found
}

// pop takes the first of a class.
func (l readyList) pop(c news.Class) news.Delivery {
	d := l[c][0]
	l[c] = l[c][1:]
	return d
}
