package watcher

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/rasadnews/rasad/watcher/fetch"
)

const (
	defaultEvery = 5 * time.Minute
	longestPause = 24 * time.Hour // between two polls of a source that fails

	shortestWait = 10 * time.Second // for the store, or a busy server
	longestWait  = time.Hour        // for the store
	enoughTries  = 3                // of an item, after which its own text will do

	idleWrites  = 10 * time.Minute // between two writings of a state in which nothing has changed
	heraldEvery = 10 * time.Second // alarms of so long are told together

	rereadAfter = 7 * 24 * time.Hour // an unchanged source is read again, to keep its items in memory
)

// Between the tries of an item lie these waits: short ones first, as most
// faults pass and news is wanted now. After the last it is given up. A page
// that is not there gets fewer: it may be behind its feed, or in a cache that
// still says so.
var (
	waits     = []time.Duration{time.Second, 5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute, time.Hour}
	goneWaits = []time.Duration{15 * time.Second, 5 * time.Minute}
)

// interval returns how long after a good poll the next one is due, for an
// interval that the operator gave.
func interval(every time.Duration) time.Duration {
	if every < time.Minute {
		return every // asked for to the second
	}
	return jitter(every)
}

// jitter returns d give or take a tenth, so that what began together does not
// go on together.
func jitter(d time.Duration) time.Duration {
	if d <= 0 {
		return d
	}
	return d - d/10 + rand.N(d/5+1)
}

// doubled returns d doubled n times, at most limit.
func doubled(d time.Duration, n int, limit time.Duration) time.Duration {
	for ; n > 0 && d < limit; n-- {
		d *= 2
	}
	return min(d, limit)
}

// pause returns how long to leave a source alone after so many failures in a
// row, and how long it wants to be left alone itself. One that is gone for
// good is asked once a day.
func pause(every time.Duration, failures int, err error) (wait, wanted time.Duration) {
	if muted(err) {
		return longestPause, longestPause
	}
	return max(jitter(doubled(every, failures-1, longestPause)), asked(err)), asked(err)
}

// retry returns how long to wait before an item is tried again, and false if
// so many tries were enough.
func retry(tries int, err error) (time.Duration, bool) {
	table := waits
	if gone(err) {
		table = goneWaits
	}
	if tries > len(table) {
		return 0, false
	}
	wait := table[tries-1]
	if busy(err) {
		wait = max(wait, shortestWait)
	}
	return max(jitter(wait), asked(err)), true
}

// asked returns how long the server asked to be left alone.
func asked(err error) time.Duration {
	if status := (*fetch.StatusError)(nil); errors.As(err, &status) {
		return status.RetryAfter
	}
	return 0
}

// busy tells whether the server has too much to do.
func busy(err error) bool {
	status := (*fetch.StatusError)(nil)
	return errors.As(err, &status) && (status.Status == http.StatusTooManyRequests || status.Status == http.StatusServiceUnavailable)
}
