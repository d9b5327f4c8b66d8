package schedule

import (
	"time"

	"github.com/rasadnews/rasad/news/calendar"
)

// A Place is where a source works: it tells when its people rest. Its zero
// value is nowhere in particular: UTC, and the weekend on Saturday and Sunday.
type Place struct {
	zone   *time.Location
	friday bool // the week ends on Friday
	nowruz bool // it rests at the new year of spring
}

// PlaceOf returns the place of a country by its ISO 3166-1 code.
func PlaceOf(country string) Place {
	switch country {
	case "ir":
		return Place{zone: calendar.Tehran(), friday: true, nowruz: true}
	case "af":
		return Place{zone: calendar.Kabul(), friday: true, nowruz: true}
	}
	hours, ok := hoursAhead[country]
	if !ok {
		return Place{}
	}
	return Place{zone: time.FixedZone("", hours*3600), friday: restOnFriday[country], nowruz: country == "tj"}
}

// hoursAhead are how far the clocks of countries are ahead of UTC: in winter,
// where they are set for the summer, so that no date is read as older than it
// is.
var hoursAhead = map[string]int{
	"iq": 3, "sa": 3, "ye": 3, "kw": 3, "qa": 3, "bh": 3, "sy": 3, "jo": 3, "om": 4, "ae": 4,
	"eg": 2, "ly": 2, "sd": 2, "ps": 2, "lb": 2, "dz": 1, "tn": 1, "ma": 1, "pk": 5, "tj": 5, "uz": 5, "tr": 3, "ru": 3,
}

// restOnFriday are the countries whose week ends on Friday.
var restOnFriday = map[string]bool{
	"iq": true, "sa": true, "ye": true, "kw": true, "qa": true, "bh": true, "sy": true, "jo": true, "om": true,
	"eg": true, "ly": true, "sd": true, "ps": true, "dz": true,
}

// Clock is where the clocks of the place are set, nil if that is not known.
func (p Place) Clock() *time.Location { return p.zone }

// Zone is Clock, or UTC if that is not known.
func (p Place) Zone() *time.Location {
	if p.zone == nil {
		return time.UTC
	}
	return p.zone
}

func (p Place) local(at time.Time) time.Time {
	return at.In(p.Zone())
}

func (p Place) weekday(at time.Time) time.Weekday { return p.local(at).Weekday() }

// usual is how much of a day's news a weekday has where nothing is known of
// the source yet.
func (p Place) usual(day time.Weekday) float64 {
	switch {
	case p.friday && day == time.Friday, !p.friday && (day == time.Saturday || day == time.Sunday):
		return 0.6
	case p.friday && day == time.Thursday:
		return 0.85
	}
	return 1
}

// rest is how much of the news is left on the holidays that stand still in the
// solar year: Nowruz, whose first days Iran's outlets hardly work, until the
// thirteenth day of the year.
func (p Place) rest(at time.Time) float64 {
	if !p.nowruz {
		return 1
	}
	switch _, month, day := p.local(at).Date(); {
	case month == time.March && day >= 20 && day <= 24:
		return 0.3
	case month == time.March && day > 24, month == time.April && day <= 2:
		return 0.5
	}
	return 1
}
