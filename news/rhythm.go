package news

import "time"

// A Rhythm is what is known of when a source says something new: how often by
// itself, and how much more or less by hour and by weekday. It is learned and
// read by watcher/schedule. Its zero value knows nothing.
type Rhythm struct {
	Until time.Time `json:"until,omitzero"` // how far the source has been followed
	Last  time.Time `json:"last,omitzero"`  // when its newest item came

	Base  Count     `json:"base,omitzero"`  // items, and hours that weigh as one of the average
	Hours [24]Count `json:"hours,omitzero"` // by hour of the day in UTC
	Days  [7]Count  `json:"days,omitzero"`  // by weekday in the source's zone, Sunday first
	Now   Count     `json:"now,omitzero"`   // of the last hours alone
}

// A Count sets what was found against what there was to find: items against
// the hours, or the items expected, in which they came. Both fade with time.
type Count [2]float32
