package storetest

import (
	"reflect"
	"slices"
	"time"

	"github.com/rasadnews/rasad/news"
)

// articlesAreCounted counts what was published around the midnight of a zone.
func articlesAreCounted(p *proof) {
	if found, err := p.Search(p.ctx, news.Search{Words: [][]string{{"taliban"}}, Limit: 5}); err != nil || len(found.Articles) > 0 {
		p.Errorf("Search of an empty archive = %v, %v, want nothing", idsOf(found.Articles), err)
	}
	if none, err := p.Days(p.ctx, nil, time.Time{}, time.Time{}, 0); err != nil || len(none) > 0 {
		p.Errorf("Days of an empty archive = %v, %v, want none", none, err)
	}
	midnight := time.Date(2026, 3, 20, 20, 30, 0, 0, time.UTC)
	for i, c := range []news.Claim{article("a1", "terror"), article("a2", "terror", "water"), article("a3"), article("a4", "water")} {
		c.Article.Published = midnight.Add(time.Duration(i-2) * time.Second) // two before it, two after
		c.Article.Source = []string{"irna", "irna", "irna", "bbc"}[i]
		p.claim(c)
	}
	daysAreCounted(p, midnight)
	daysOfTopicsAreCounted(p, midnight)
	volumesAreCounted(p, midnight)
}

// tehran is a zone's offset, three and a half hours ahead.
const tehran = 3*time.Hour + 30*time.Minute

// around are the days before and after midnight.
func around(midnight time.Time) (first, second news.Day) {
	return news.Day{Start: midnight.AddDate(0, 0, -1), Articles: 2, Matched: 2, Topics: map[string]int{"terror": 2, "water": 1}},
		news.Day{Start: midnight, Articles: 2, Matched: 1, Topics: map[string]int{"water": 1}}
}

// daysAreCounted counts all articles by days of several zones.
func daysAreCounted(p *proof, midnight time.Time) {
	days := func(since, before time.Time, offset time.Duration, want ...news.Day) {
		p.Helper()
		got, err := p.Days(p.ctx, nil, since, before, offset)
		p.must(err)
		if !reflect.DeepEqual(got, want) {
			p.Errorf("Days = %+v, want %+v", got, want)
		}
	}
	first, second := around(midnight)
	days(time.Time{}, time.Time{}, tehran, first, second)
	days(midnight, time.Time{}, tehran, second)
	days(time.Time{}, midnight, tehran, first)
	days(midnight, midnight, tehran)
	days(time.Time{}, time.Time{}, 0, news.Day{Start: time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC), Articles: 4, Matched: 3, Topics: map[string]int{"terror": 2, "water": 2}})
	days(time.Time{}, time.Time{}, -12*time.Hour, news.Day{Start: time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC), Articles: 4, Matched: 3, Topics: map[string]int{"terror": 2, "water": 2}})
}

// daysOfTopicsAreCounted counts those of topics.
func daysOfTopicsAreCounted(p *proof, midnight time.Time) {
	water, err := p.Days(p.ctx, []string{"water", "nothing"}, time.Time{}, time.Time{}, tehran)
	p.must(err)
	if one := map[string]int{"water": 1}; !reflect.DeepEqual(water, []news.Day{
		{Start: midnight.AddDate(0, 0, -1), Articles: 1, Matched: 1, Topics: one}, {Start: midnight, Articles: 1, Matched: 1, Topics: one},
	}) {
		p.Errorf("Days of water = %+v", water)
	}
	first, _ := around(midnight)
	both, err := p.Days(p.ctx, []string{"water", "terror"}, time.Time{}, midnight, tehran)
	p.must(err)
	if !reflect.DeepEqual(both, []news.Day{first}) {
		p.Errorf("Days of both topics = %+v, want each article once: %+v", both, first)
	}
	if none, err := p.Days(p.ctx, []string{}, time.Time{}, time.Time{}, tehran); err != nil || len(none) > 0 {
		p.Errorf("Days of no topic = %+v, %v", none, err)
	}
}

// volumesAreCounted counts by sources and topics, the largest first.
func volumesAreCounted(p *proof, midnight time.Time) {
	irna, bbc := news.Volume{ID: "irna", Articles: 3, Matched: 2}, news.Volume{ID: "bbc", Articles: 1, Matched: 1}
	for limit, want := range [][]news.Volume{nil, {irna}, {irna, bbc}} {
		if got, err := p.TopSources(p.ctx, nil, time.Time{}, time.Time{}, limit); err != nil || !slices.Equal(got, want) {
			p.Errorf("TopSources of %d = %v, %v, want %v", limit, got, err, want)
		}
	}
	ofWater := []news.Volume{{ID: "bbc", Articles: 1, Matched: 1}, {ID: "irna", Articles: 1, Matched: 1}}
	if got, err := p.TopSources(p.ctx, []string{"water"}, time.Time{}, time.Time{}, 5); err != nil || !slices.Equal(got, ofWater) {
		p.Errorf("TopSources of water = %v, %v, want %v", got, err, ofWater)
	}
	want := []news.Volume{{ID: "terror", Articles: 2, Matched: 2}, {ID: "water", Articles: 1, Matched: 1}}
	if got, err := p.TopTopics(p.ctx, time.Time{}, midnight, 5); err != nil || !slices.Equal(got, want) {
		p.Errorf("TopTopics = %v, %v, want %v", got, err, want)
	}
}
