package schedule_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/schedule"
)

var monday = time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)

// follow teaches a rhythm the given days of hourly polls; items tells how many
// came in the hour before a poll.
func follow(r *news.Rhythm, p schedule.Place, from time.Time, days int, items func(time.Time) int) time.Time {
	for at := from; ; at = at.Add(time.Hour) {
		if at.Sub(from) > time.Duration(days)*24*time.Hour {
			return at.Add(-time.Hour)
		}
		var found []time.Time
		for n := items(at); len(found) < n; {
			found = append(found, at.Add(-time.Hour*time.Duration(2*len(found)+1)/time.Duration(2*n)))
		}
		schedule.Learn(r, p, at, found)
	}
}

// TestRateFollowsTheHour says that a source that works by day is expected by
// day.
func TestRateFollowsTheHour(t *testing.T) {
	var r news.Rhythm
	p := schedule.Place{}
	end := follow(&r, p, monday, 21, func(at time.Time) int {
		if at.Hour() >= 8 && at.Hour() < 18 {
			return 3
		}
		return 0
	})
	day, night := schedule.Rate(&r, p, end.Add(36*time.Hour)), schedule.Rate(&r, p, end.Add(26*time.Hour))
	if day < 2 || day > 4 || night > 0.6 {
		t.Errorf("a source of 3 items an hour by day is expected to have %.2f by day and %.2f by night", day, night)
	}
}

// TestWeekendIsKnownAtOnce says that the weekend of a country is believed
// before a source has shown it.
func TestWeekendIsKnownAtOnce(t *testing.T) {
	var r news.Rhythm
	friday := monday.AddDate(0, 0, 4).Add(9 * time.Hour)
	for country, less := range map[string]bool{"ir": true, "af": true, "gb": false} {
		p := schedule.PlaceOf(country)
		if got := schedule.Rate(&r, p, friday) < schedule.Rate(&r, p, friday.AddDate(0, 0, -2)); got != less {
			t.Errorf("in %s less comes on a Friday: %t, want %t", country, got, less)
		}
	}
}

// TestBurstHastensTheNextPoll says that a source which suddenly says much is
// asked again sooner, and later no more.
func TestBurstHastensTheNextPoll(t *testing.T) {
	var r news.Rhythm
	p := schedule.Place{}
	budget := schedule.NewBudget(time.Hour)
	now := follow(&r, p, monday, 14, func(time.Time) int { return 1 })
	usual := budget.Next("a", &r, p, now, schedule.Limits{}).Sub(now)
	now = follow(&r, p, now.Add(time.Hour), 0, func(time.Time) int { return 30 })
	burst := budget.Next("a", &r, p, now, schedule.Limits{}).Sub(now)
	if burst > usual*2/3 {
		t.Errorf("after 30 items in an hour the next poll is in %v, usually in %v", burst, usual)
	}
	now = follow(&r, p, now.Add(time.Hour), 1, func(time.Time) int { return 1 })
	if after := budget.Next("a", &r, p, now, schedule.Limits{}).Sub(now); after < usual*9/10 {
		t.Errorf("a day after the burst the next poll is in %v, usually in %v", after, usual)
	}
}

// TestBudgetIsShared says that sources are asked so often as was agreed, all
// taken together, the one that says more oftener.
func TestBudgetIsShared(t *testing.T) {
	p := schedule.Place{}
	budget := schedule.NewBudget(10 * time.Minute)
	rhythms := make([]news.Rhythm, 20)
	var now time.Time
	for i := range rhythms {
		now = follow(&rhythms[i], p, monday, 7, func(time.Time) int { return i })
	}
	wait := func(i int) time.Duration {
		return budget.Next(fmt.Sprint(i), &rhythms[i], p, now, schedule.Limits{Least: time.Second, Most: 24 * time.Hour}).Sub(now)
	}
	for i := range rhythms {
		wait(i)
	}
	polls := 0.0
	for i := range rhythms {
		polls += 1 / wait(i).Hours()
	}
	if polls < 108 || polls > 132 {
		t.Errorf("20 sources at 10 minutes each are asked %.1f times an hour, want about 120", polls)
	}
	if busy, calm := wait(16), wait(1); busy*3 > calm {
		t.Errorf("a source of 16 items an hour is asked after %v, one of 1 after %v, want about a quarter", busy, calm)
	}
	for i := 1; i < len(rhythms); i++ {
		budget.Drop(fmt.Sprint(i))
	}
	if alone := wait(0); alone < 9*time.Minute || alone > 11*time.Minute {
		t.Errorf("a source that is left alone is asked after %v, want 10m", alone)
	}
}

// TestWindowIsNotOverrun says that a source whose document holds few items is
// asked before they are pushed out.
func TestWindowIsNotOverrun(t *testing.T) {
	var r news.Rhythm
	p := schedule.Place{}
	now := follow(&r, p, monday, 7, func(time.Time) int { return 20 })
	wait := schedule.NewBudget(2*time.Hour).Next("a", &r, p, now, schedule.Limits{Least: time.Minute, Window: 10}).Sub(now)
	if wait > 17*time.Minute || wait < 10*time.Minute {
		t.Errorf("10 items at 20 an hour are asked for after %v, want 15m", wait)
	}
}

// TestSilenceByOnesOwnRhythm says after which silence a source is missed.
func TestSilenceByOnesOwnRhythm(t *testing.T) {
	for _, c := range []struct {
		name          string
		perDay        int
		quiet, missed time.Duration
		country       string
		from          time.Time
	}{
		{"ten an hour", 240, 2 * time.Hour, 8 * time.Hour, "gb", monday},
		{"one an hour", 24, 6 * time.Hour, 30 * time.Hour, "gb", monday},
		{"four a day", 4, 30 * time.Hour, 5 * 24 * time.Hour, "gb", monday},
		{"one an hour over a Friday", 24, 12 * time.Hour, 36 * time.Hour, "ir", monday.AddDate(0, 0, 3)},
		{"one an hour at Nowruz", 24, 30 * time.Hour, 96 * time.Hour, "ir", time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC)},
	} {
		t.Run(c.name, func(t *testing.T) {
			var r news.Rhythm
			p := schedule.PlaceOf(c.country)
			end := follow(&r, p, c.from.AddDate(0, 0, -28), 28, func(at time.Time) int {
				if c.perDay < 24 {
					return min(1, at.Hour()%(24/c.perDay)) ^ 1
				}
				return c.perDay / 24
			})
			for _, after := range []time.Duration{c.quiet, c.missed} {
				quiet := r
				for at := end.Add(time.Hour); at.Sub(end) <= after; at = at.Add(time.Hour) {
					schedule.Learn(&quiet, p, at, nil)
				}
				expected, silent := schedule.Silent(&quiet, p, end.Add(after))
				if want := after == c.missed; silent != want {
					t.Errorf("silent after %v, when %.1f items were expected: %t, want %t", after, expected, silent, want)
				}
			}
		})
	}
}

// TestFirstDocumentTellsOfTheRhythm says that the dates of the items that stand
// there at first tell how much a source says.
func TestFirstDocumentTellsOfTheRhythm(t *testing.T) {
	p := schedule.Place{}
	now := monday.Add(12 * time.Hour)
	every := func(d time.Duration, n int) (items []time.Time) {
		for i := range n {
			items = append(items, now.Add(-d*time.Duration(i+1)))
		}
		return append(items, time.Time{}, time.Unix(0, 0), now.AddDate(70, 0, 0))
	}
	for _, c := range []struct {
		items       []time.Time
		least, most float64
	}{
		{every(4*time.Minute, 30), 4, 15},
		{every(2*time.Hour, 20), 0.3, 0.7},
		{every(9*24*time.Hour, 20), 0.3, 0.7}, // older than tells anything
		{nil, 0.3, 0.7},
	} {
		var r news.Rhythm
		schedule.Begin(&r, p, now, c.items)
		if got := schedule.Rate(&r, p, now); got < c.least || got > c.most {
			t.Errorf("after a first document of %d items %.2f an hour are expected, want %.1f to %.1f", len(c.items), got, c.least, c.most)
		}
		if !r.Until.Equal(now) {
			t.Errorf("the source counts as followed until %v, want %v", r.Until, now)
		}
	}
}

// TestUnknownSourceIsNotMissed says that nothing is expected of a source that
// has hardly said anything yet.
func TestUnknownSourceIsNotMissed(t *testing.T) {
	var r news.Rhythm
	end := follow(&r, schedule.Place{}, monday, 1, func(at time.Time) int { return at.Hour() % 2 })
	if _, silent := schedule.Silent(&r, schedule.Place{}, end.AddDate(0, 0, 9)); silent {
		t.Error("a source of 12 items in all is missed")
	}
}

// TestOddTimesTeachNoHarm says that clocks that jump and items that are dated
// long ago or ahead leave a rhythm that can be used.
func TestOddTimesTeachNoHarm(t *testing.T) {
	var r news.Rhythm
	p := schedule.Place{}
	odd := []time.Time{{}, time.Unix(0, 0), monday.AddDate(73, 0, 0)}
	for i := range 200 {
		schedule.Learn(&r, p, monday.Add(time.Duration(i%7-3)*time.Hour*24*time.Duration(i)), odd)
	}
	now := r.Until.Add(time.Hour)
	wait := schedule.NewBudget(time.Hour).Next("a", &r, p, now, schedule.Limits{}).Sub(now)
	if wait < 6*time.Minute || wait > 6*time.Hour {
		t.Errorf("the next poll is in %v", wait)
	}
	if rate := schedule.Rate(&r, p, now); !(rate > 0 && rate < 1000) {
		t.Errorf("Rate = %v", rate)
	}
}

// TestFewFalseAlarms says how rarely sources that are well are missed: the
// made-up ones have weekends, nights and bursts.
func TestFewFalseAlarms(t *testing.T) {
	tr := newTrace(3, 100, 42)
	alarms, weeks := 0, 0.0
	for i, items := range tr.items {
		var r news.Rhythm
		missed := false
		next := 0
		for at := tr.begin; at.Before(tr.end); at = at.Add(time.Hour) {
			var found []time.Time
			for next < len(items) && !items[next].After(at) {
				found = append(found, items[next])
				next++
			}
			schedule.Learn(&r, tr.places[i], at, found)
			if at.Sub(tr.begin) < learning {
				continue
			}
			weeks += 1.0 / (7 * 24)
			_, silent := schedule.Silent(&r, tr.places[i], at)
			if silent && !missed {
				alarms++
			}
			missed = silent
		}
	}
	t.Logf("%d false alarms in %.0f weeks of sources", alarms, weeks)
	if float64(alarms) > weeks/50 {
		t.Errorf("%d alarms in %.0f weeks of sources that are well, want at most one in 50", alarms, weeks)
	}
}

// TestOursBeatsFixedPolling plays a small trace: the full one is
// BenchmarkDiscovery.
func TestOursBeatsFixedPolling(t *testing.T) {
	tr := newTrace(2, 60, 28)
	us := tr.play(ours(tr, time.Hour))
	same := tr.play(fixed(time.Duration(float64(time.Hour) / us.polls)))
	if us.mean > same.mean*2/3 {
		t.Errorf("ours has %v, a fixed interval %v", us, same)
	}
}

func Example() {
	var r news.Rhythm
	p := schedule.PlaceOf("ir")
	now := time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	schedule.Learn(&r, p, now, nil) // the first poll
	now = now.Add(10 * time.Minute)
	schedule.Learn(&r, p, now, []time.Time{now.Add(-4 * time.Minute)})

	b := schedule.NewBudget(5 * time.Minute)
	fmt.Println(b.Next("irna", &r, p, now, schedule.Limits{}).Sub(now).Round(time.Minute))
	// Output: 4m0s
}
