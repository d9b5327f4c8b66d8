package search

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/rasadnews/rasad/news"
)

// Days counts the articles of each day: see store.Index.
func (x *Index) Days(ctx context.Context, topics []string, since, before time.Time, offset time.Duration) ([]news.Day, error) {
	days := map[int64]*news.Day{}
	err := x.count(ctx, topics, since, before, func(p part, doc int, matches []match) {
		d := dayOf(days, p.keys[doc]>>keyBits, int64(offset/time.Second))
		d.Articles++
		if len(matches) > 0 {
			d.Matched++
		}
		for _, m := range matches {
			d.Topics[p.topics[m.topic]]++
		}
	})
	if err != nil {
		return nil, fmt.Errorf("count articles by day: %w", err)
	}
	var all []news.Day
	for _, number := range slices.Sorted(maps.Keys(days)) {
		all = append(all, *days[number])
	}
	return all, nil
}

// dayOf returns the day of a second of a zone that is ahead by an offset. Days
// are numbered from the second before 1970 began on, so that none is negative.
func dayOf(days map[int64]*news.Day, second, offset int64) *news.Day {
	const day = 24 * 60 * 60
	number := (second + offset + 2*day) / day
	d := days[number]
	if d == nil {
		d = &news.Day{Start: time.Unix((number-2)*day-offset, 0).UTC(), Topics: map[string]int{}}
		days[number] = d
	}
	return d
}

// TopTopics counts the articles of each topic: see store.Index.
func (x *Index) TopTopics(ctx context.Context, since, before time.Time, limit int) ([]news.Volume, error) {
	var all volumes
	err := x.count(ctx, nil, since, before, func(p part, _ int, matches []match) {
		for _, m := range matches {
			all.add(p.topics[m.topic], 1)
		}
	})
	if err != nil {
		return nil, fmt.Errorf("count articles by topic: %w", err)
	}
	return all.top(limit), nil
}

// TopSources counts the articles of each source: see store.Index.
func (x *Index) TopSources(ctx context.Context, topics []string, since, before time.Time, limit int) ([]news.Volume, error) {
	var all volumes
	err := x.count(ctx, topics, since, before, func(p part, doc int, matches []match) {
		all.add(p.names[p.sources[doc]], min(1, len(matches)))
	})
	if err != nil {
		return nil, fmt.Errorf("count articles by source: %w", err)
	}
	return all.top(limit), nil
}

// Volumes are counts by ID.
type volumes map[string]*news.Volume

func (v *volumes) add(id string, matched int) {
	if *v == nil {
		*v = volumes{}
	}
	n := (*v)[id]
	if n == nil {
		n = &news.Volume{ID: id}
		(*v)[id] = n
	}
	n.Articles++
	n.Matched += matched
}

// top returns the greatest.
func (v volumes) top(limit int) []news.Volume {
	var all []news.Volume
	for _, n := range v {
		all = append(all, *n)
	}
	slices.SortFunc(all, func(a, b news.Volume) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.ID, b.ID))
	})
	return all[:min(len(all), max(limit, 0))]
}

// count calls use with every article whose time lies in a span, and its matches.
// If topics are given, only those of its matches count, and an article without
// any does not.
func (x *Index) count(ctx context.Context, topics []string, since, before time.Time, use func(part, int, []match)) error {
	return x.read(ctx, func(r *reading) error {
		from, to := span(since, before)
		for _, p := range r.view {
			p.count(topics, from, to, use)
		}
		return nil
	})
}

func (p part) count(topics []string, from, to int64, use func(part, int, []match)) {
	first, last := p.within(from, to)
	matches := p.matches
	if topics != nil {
		matches = p.matching(topics)
	}
	at, _ := slices.BinarySearchFunc(matches, int32(first), func(m match, doc int32) int { return cmp.Compare(m.doc, doc) })
	for doc := first; doc < last; doc++ {
		begin := at
		for at < len(matches) && matches[at].doc == int32(doc) {
			at++
		}
		if !p.dead.has(doc) && (topics == nil || at > begin) {
			use(p, doc, matches[begin:at])
		}
	}
}

// matching returns the matches of some topics.
func (p part) matching(topics []string) []match {
	wanted := make([]bool, len(p.topics))
	for i, t := range p.topics {
		wanted[i] = slices.Contains(topics, t)
	}
	var some []match
	for _, m := range p.matches {
		if wanted[m.topic] {
			some = append(some, m)
		}
	}
	return some
}
