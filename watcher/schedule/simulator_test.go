package schedule_test

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/schedule"
)

// A trace is when the items of made-up sources appear. Their rates are spread
// as those of outlets are (log-normal, from one in days to hundreds a day),
// with a night and a weekend of each one's own, and bursts of three hours in
// which six times as much comes. The rates are the quantiles of that
// distribution, so that all traces of one size have the same: by chance, a few
// sources more or less at its far end would move every result by some percent.
type trace struct {
	begin, end time.Time
	places     []schedule.Place
	items      [][]time.Time // by source, in order
}

func newTrace(seed uint64, sources, days int) *trace {
	random := rand.New(rand.NewPCG(seed, 1))
	t := &trace{begin: time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)}
	t.end = t.begin.AddDate(0, 0, days)
	countries := []string{"ir", "af", "ru", "gb", "pk", "iq"}
	for i := range sources {
		country := countries[random.IntN(len(countries))]
		t.places = append(t.places, schedule.PlaceOf(country))
		normal := math.Sqrt2 * math.Erfinv((2*float64(i)+1)/float64(sources)-1)
		t.items = append(t.items, appearances(random, 0.45*math.Exp(1.4*normal)/60, t.begin, t.end))
	}
	return t
}

// appearances draws the times of the items, minute by minute, of a source that
// has so many a minute or so.
func appearances(random *rand.Rand, rate float64, from, to time.Time) []time.Time {
	noon, night := random.Float64()*24, 0.05+0.35*random.Float64()
	weekend := time.Weekday(random.IntN(7))
	var day [24 * 60]float64 // what each minute makes of the rate
	for m := range day {
		day[m] = 2 * (night + (1-night)*math.Pow(0.5+0.5*math.Cos((float64(m)/60-noon)*math.Pi/12), 1.5))
	}
	var items []time.Time
	burst := time.Time{}
	for at := from; at.Before(to); at = at.Add(time.Minute) {
		if random.Float64() < 1.0/(4*24*60) {
			burst = at.Add(3 * time.Hour)
		}
		now := rate * day[at.Hour()*60+at.Minute()]
		if at.Weekday() == weekend {
			now *= 0.4
		}
		if at.Before(burst) {
			now *= 6
		}
		for n := poisson(random, now); n > 0; n-- {
			items = append(items, at.Add(time.Duration(random.Int64N(int64(time.Minute)))))
		}
	}
	slices.SortFunc(items, time.Time.Compare)
	return items
}

func poisson(random *rand.Rand, mean float64) int {
	n, p, least := 0, random.Float64(), math.Exp(-mean)
	for p > least {
		n++
		p *= random.Float64()
	}
	return n
}

// A policy says when a source is asked after a poll that found items.
type policy func(source int, now time.Time, found []time.Time) time.Time

// A result is what a policy achieves: the delays of the items of the weeks
// after the first three, which are for learning, and the polls in them.
type result struct {
	mean, p95 time.Duration
	polls     float64 // of each source, an hour
}

func (r result) String() string {
	return fmt.Sprintf("mean %5.1f min, p95 %5.1f min, %.3f polls an hour", r.mean.Minutes(), r.p95.Minutes(), r.polls)
}

const learning = 21 * 24 * time.Hour

// play lets a policy watch a trace.
func (t *trace) play(next policy) result {
	random := rand.New(rand.NewPCG(7, 7))
	due := make(dues, len(t.items))
	for i := range due {
		due[i] = appointment{t.begin.Add(time.Duration(random.Int64N(int64(time.Hour)))), i}
	}
	heap.Init(&due)
	read := make([]int, len(t.items))
	var delays []time.Duration
	sum, polls := time.Duration(0), 0
	for due[0].at.Before(t.end) {
		now, i := due[0].at, due[0].source
		from := read[i]
		for read[i] < len(t.items[i]) && !t.items[i][read[i]].After(now) {
			if now.Sub(t.begin) > learning {
				delay := now.Sub(t.items[i][read[i]])
				delays = append(delays, delay)
				sum += delay
			}
			read[i]++
		}
		if now.Sub(t.begin) > learning {
			polls++
		}
		due[0].at = next(i, now, t.items[i][from:read[i]])
		heap.Fix(&due, 0)
	}
	slices.Sort(delays)
	hours := (t.end.Sub(t.begin) - learning).Hours()
	return result{sum / time.Duration(len(delays)), delays[len(delays)*95/100], float64(polls) / hours / float64(len(t.items))}
}

type appointment struct {
	at     time.Time
	source int
}

type dues []appointment

func (d dues) Len() int           { return len(d) }
func (d dues) Less(i, j int) bool { return d[i].at.Before(d[j].at) }
func (d dues) Swap(i, j int)      { d[i], d[j] = d[j], d[i] }
func (d *dues) Push(any)          {}
func (d *dues) Pop() any          { return nil }

// ours watches by this package, with the times that feeds give of their items.
func ours(t *trace, every time.Duration) policy {
	budget := schedule.NewBudget(every)
	rhythms := make([]news.Rhythm, len(t.items))
	names := make([]string, len(t.items))
	for i := range names {
		names[i] = fmt.Sprint(i)
	}
	return func(i int, now time.Time, found []time.Time) time.Time {
		schedule.Learn(&rhythms[i], t.places[i], now, found)
		return budget.Next(names[i], &rhythms[i], t.places[i], now, schedule.Limits{})
	}
}

// fixed asks each source after the same time.
func fixed(every time.Duration) policy {
	return func(_ int, now time.Time, _ []time.Time) time.Time { return now.Add(every) }
}

// proportional asks a source after a time in inverse proportion to the items of
// its last week, between a quarter of an hour and a day, as readers of feeds do.
// The factor makes it spend its budget.
func proportional(t *trace, factor float64) policy {
	return byRate(t, func(rate float64) float64 { return factor / rate })
}

// root asks a source after a time in inverse proportion to the square root of
// its rate, whatever the hour.
func root(t *trace, factor float64) policy {
	return byRate(t, func(rate float64) float64 { return factor / math.Sqrt(rate) })
}

func byRate(t *trace, hours func(rate float64) float64) policy {
	past := make([][]time.Time, len(t.items))
	return func(i int, now time.Time, found []time.Time) time.Time {
		past[i] = append(past[i], found...)
		for len(past[i]) > 0 && now.Sub(past[i][0]) > 7*24*time.Hour {
			past[i] = past[i][1:]
		}
		rate := float64(len(past[i])+1) / (7 * 24)
		wait := time.Duration(hours(rate) * float64(time.Hour))
		return now.Add(min(max(wait, 2*time.Minute), 24*time.Hour))
	}
}

// atBudget finds the factor with which a policy makes so many polls.
func (t *trace) atBudget(make func(factor float64) policy, polls float64) result {
	low, high := 0.01, 100.0
	for range 12 {
		middle := math.Sqrt(low * high)
		if t.play(make(middle)).polls > polls {
			low = middle
		} else {
			high = middle
		}
	}
	return t.play(make(high))
}

// BenchmarkDiscovery prints the delays from an item's appearance to the poll
// that finds it, for policies that make as many polls as ours does, on a trace
// of its own each time: -benchtime 5x plays five.
func BenchmarkDiscovery(b *testing.B) {
	seed, saved := uint64(0), 0.0
	for b.Loop() {
		seed++
		t := newTrace(seed, 600, 35)
		us := t.play(ours(t, time.Hour))
		every := time.Duration(float64(time.Hour) / us.polls)
		same := t.play(fixed(every))
		less := 100 - 100*us.mean.Seconds()/same.mean.Seconds()
		b.Logf("trace %d", seed)
		b.Logf("  fixed         %v", same)
		b.Logf("  proportional  %v", t.atBudget(func(f float64) policy { return proportional(t, f) }, us.polls))
		b.Logf("  square root   %v", t.atBudget(func(f float64) policy { return root(t, f) }, us.polls))
		b.Logf("  ours          %v: %.1f %% less than fixed", us, less)
		saved += less
	}
	b.ReportMetric(saved/float64(b.N), "%less-than-fixed")
}
