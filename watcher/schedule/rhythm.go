package schedule

import (
	"math"
	"slices"
	"time"

	"github.com/rasadnews/rasad/news"
)

// The half-lives of what is learned.
const (
	baseFades  = 14 * 24 * time.Hour
	shapeFades = 28 * 24 * time.Hour
	nowFades   = 40 * time.Minute
)

// What is believed before anything is known, as a Gamma distribution: so many
// items in so many hours. The factors are believed to be 1, as firmly as so
// many items would make them.
const (
	priorItems, priorHours = 2, 4
	priorHour              = 3
	priorDay               = 20
	priorNow               = 2
)

// The bounds of what the last hours can make of a rate.
const (
	leastNow = 0.6
	mostNow  = 8
)

// mostFollowed is the longest time that one poll tells of. What came before,
// while nobody looked, has left the document.
const mostFollowed = 48 * time.Hour

// Learn adds what a poll found to a rhythm: the times of the items that are new
// since the poll before. A time that is zero, or not between the two polls,
// tells nothing but that the item came; it is put somewhere between them.
func Learn(r *news.Rhythm, place Place, now time.Time, items []time.Time) {
	from := r.Until
	if from.IsZero() || now.Sub(from) > mostFollowed {
		from = now.Add(-min(mostFollowed, now.Sub(from)))
	}
	if !now.After(from) {
		return
	}
	if r.Until.IsZero() { // what stood there at first came at times unknown
		r.Until = now
		return
	}
	fade(r, now.Sub(r.Until))
	r.Until = now
	m := newModel(r, place)
	eachHour(from, now, func(at time.Time, hours float64) { expose(r, m, at, hours) })
	for i, at := range items {
		if at.Before(from) || at.After(now) {
			at = from.Add(now.Sub(from) * time.Duration(2*i+1) / time.Duration(2*len(items)))
		}
		r.Base[0]++
		r.Hours[at.UTC().Hour()][0]++
		r.Days[place.weekday(at)][0]++
		r.Now[0] += float32(freshness(now.Sub(at).Hours()))
		if at.After(r.Last) {
			r.Last = at
		}
	}
}

// Begin teaches a rhythm what the first document of a source tells: when the
// items in it came that have a time. They tell of the time from the oldest of
// them on, but of no more than two days.
func Begin(r *news.Rhythm, place Place, now time.Time, items []time.Time) {
	var came []time.Time
	for _, at := range items {
		if at.Before(now) && now.Sub(at) < mostFollowed {
			came = append(came, at)
		}
	}
	if len(came) < leastDated {
		Learn(r, place, now, nil)
		return
	}
	slices.SortFunc(came, time.Time.Compare)
	r.Until = came[0]
	Learn(r, place, now, came[1:])
	r.Now = news.Count{} // against nothing that is known, all would look like a burst
}

// leastDated is how many items of a first document tell something of a rhythm.
const leastDated = 5

// fade lets all counts fade.
func fade(r *news.Rhythm, passed time.Duration) {
	left := func(half time.Duration) float32 { return float32(math.Exp2(-passed.Hours() / half.Hours())) }
	base, shape, latest := left(baseFades), left(shapeFades), left(nowFades)
	r.Base = news.Count{r.Base[0] * base, r.Base[1] * base}
	for i := range r.Hours {
		r.Hours[i] = news.Count{r.Hours[i][0] * shape, r.Hours[i][1] * shape}
	}
	for i := range r.Days {
		r.Days[i] = news.Count{r.Days[i][0] * shape, r.Days[i][1] * shape}
	}
	r.Now = news.Count{r.Now[0] * latest, r.Now[1] * latest}
}

// expose adds the time in which items could come: hours by the clock to hours
// and weekdays, and weighed hours to the rate that is left without them.
func expose(r *news.Rhythm, m model, at time.Time, hours float64) {
	rest := m.place.rest(at)
	r.Base[1] += float32(m.factor(at) * hours)
	r.Hours[at.UTC().Hour()][1] += float32(rest * hours)
	r.Days[m.place.weekday(at)][1] += float32(rest * hours)
	age := r.Until.Sub(at).Hours()
	r.Now[1] += float32(m.base * m.factor(at) * (freshness(age-hours) - freshness(age)) * nowFades.Hours() / math.Ln2)
}

// freshness is what is left of a count of the last hours after so many more.
func freshness(hours float64) float64 { return math.Exp2(-max(hours, 0) / nowFades.Hours()) }

// eachHour calls f for a time range in pieces that no full hour parts.
func eachHour(from, to time.Time, f func(at time.Time, hours float64)) {
	for from.Before(to) {
		next := from.Truncate(time.Hour).Add(time.Hour)
		if next.After(to) {
			next = to
		}
		f(from, next.Sub(from).Hours())
		from = next
	}
}

// A model is a rhythm ready to be asked: a rate, and by which factors it
// changes with the hour and the weekday. Both are 1 on average.
type model struct {
	place Place
	base  float64 // items an hour
	hours [24]float64
	days  [7]float64
	now   float64 // factor of the last hours
	until time.Time
}

func newModel(r *news.Rhythm, place Place) model {
	m := model{place: place, until: r.Until, base: (float64(r.Base[0]) + priorItems) / (float64(r.Base[1]) + priorHours)}
	average := rate(r.Hours[:])
	for h := range m.hours { // neighbouring hours lend half of their weight
		before, here, after := r.Hours[(h+23)%24], r.Hours[h], r.Hours[(h+1)%24]
		m.hours[h] = smoothed(here[0]+(before[0]+after[0])/2, (here[1]+(before[1]+after[1])/2)*average, priorHour)
	}
	average = rate(r.Days[:])
	for d := range m.days {
		usual := place.usual(time.Weekday(d))
		m.days[d] = usual * smoothed(r.Days[d][0], r.Days[d][1]*average*float32(usual), priorDay)
	}
	level(m.hours[:])
	level(m.days[:])
	m.now = min(max(smoothed(r.Now[0], r.Now[1], priorNow), leastNow), mostNow)
	return m
}

// rate is how many items came in an hour, in all.
func rate(counts []news.Count) float32 {
	var all news.Count
	for _, c := range counts {
		all[0] += c[0]
		all[1] += c[1]
	}
	return all[0] / max(all[1], 1)
}

// smoothed sets what came against what was expected, with a prior that they
// are the same.
func smoothed(came, expected float32, prior float64) float64 {
	return (float64(came) + prior) / (float64(expected) + prior)
}

// level makes the mean of some factors 1.
func level(factors []float64) {
	sum := 0.0
	for _, f := range factors {
		sum += f
	}
	for i := range factors {
		factors[i] *= float64(len(factors)) / sum
	}
}

// factor says how much more than on average comes at a time.
func (m *model) factor(at time.Time) float64 {
	return m.hours[at.UTC().Hour()] * m.days[m.place.weekday(at)] * m.place.rest(at)
}

// usual is the rate without regard to the last hours.
func (m *model) usual(at time.Time) float64 { return m.base * m.factor(at) }

func (m *model) rate(at time.Time) float64 {
	return m.usual(at) * (1 + (m.now-1)*freshness(at.Sub(m.until).Hours()))
}

// Rate returns how many items an hour a source is expected to have at a time
// now or ahead, as what is known of it stands.
func Rate(r *news.Rhythm, place Place, at time.Time) float64 {
	m := newModel(r, place)
	return m.rate(at)
}

// The rules of an alarm: a silence so long that its probability is below a
// ten-thousandth by the source's own rhythm, for three hours at least, of a
// source that has had twenty items of late.
const (
	unlikely     = 1e-4
	leastSilence = 3 * time.Hour
	leastItems   = 20

	// Items come in lumps. How many come in a while is taken as a negative
	// binomial whose shape is this by the hour: a Poisson would cry too early.
	lumpiness = 1.0

	longestSilence = 14 * 24 * time.Hour // that is looked at
)

// Silent tells whether a source has had no item for so long that by its own
// rhythm something is wrong, and how many would usually have come.
func Silent(r *news.Rhythm, place Place, now time.Time) (expected float64, silent bool) {
	silence := now.Sub(r.Last)
	if r.Last.IsZero() || silence < leastSilence {
		return 0, false
	}
	silence = min(silence, longestSilence)
	if known := float64(r.Base[0]) * math.Exp2(silence.Hours()/baseFades.Hours()); known < leastItems {
		return 0, false
	}
	m := newModel(r, place)
	eachHour(now.Add(-silence), now, func(at time.Time, hours float64) { expected += m.usual(at) * hours })
	shape := lumpiness * silence.Hours()
	return expected, shape*math.Log1p(expected/shape) > -math.Log(unlikely)
}
