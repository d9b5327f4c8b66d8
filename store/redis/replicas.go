package redis

import (
	"errors"
	"strconv"
	"sync"
	"time"
)

// errDeserted tells that a replica has left a moment ago.
var errDeserted = errors.New("a replica has left the master, and may be the master itself by now")

// desertion is how long nothing is believed after a replica has left. Sentinels
// may take a master for dead that lives: the replica that they choose leaves it
// first, and the others, which would confirm what it still takes, within seconds.
// What they confirm meanwhile is lost once they follow the new one.
const desertion = 3 * time.Second

// replicas are those of a master, as the process has seen them.
type replicas struct {
	mu      sync.Mutex
	history string // of the master, which changes with it
	most    int    // that it had
	left    time.Time
}

// deserted tells whether a replica left the master, of whose INFO these are
// fields, so short a time ago that it may be another's by now. One that has not
// come back after that is taken for dead.
func (r *replicas) deserted(info map[string]string, now time.Time) bool {
	n, _ := strconv.Atoi(info["connected_slaves"])
	r.mu.Lock()
	defer r.mu.Unlock()
	if history := info["master_replid"]; r.history != history {
		r.history, r.most = history, n
	}
	if n < r.most && r.left.IsZero() {
		r.left = now
	}
	if n < r.most && now.Sub(r.left) < desertion {
		return true
	}
	r.most, r.left = n, time.Time{}
	return false
}
