// Package schedule decides when a source is asked again.
//
// What it minimises is the delay from the appearance of an item to the poll
// that finds it, summed over all items of all sources, with so many polls an
// hour and no more. For sources that say something new at random with rates λ,
// the sum of λ·interval/2 under a budget is least where intervals are
// proportional to 1/√λ: neither equal, nor proportional to 1/λ. As rates change
// with the hour, a source is next asked when the integral of √λ since its last
// poll reaches a level that is the same for all sources (budget.go).
//
// Rates are learned from the items that come (rhythm.go): a rate of its own for
// each source, Gamma-smoothed and fading by half in two weeks, times a factor
// for the hour of the day, times one for the weekday, which begins as the
// source's country has it (rest.go), times one for the last hours, as news
// comes in bursts.
//
// The same rates tell when a source has been silent for too long: when so long
// a silence is next to impossible by its own rhythm.
//
// simulator_test.go measures all this on a made-up week of 600 sources.
package schedule
