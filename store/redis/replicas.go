package redis

import (
	"errors"
	"slices"
	"strings"
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

// replicas are those that a master has had in step, as the process has seen them.
type replicas struct {
	mu      sync.Mutex
	history string               // of the master, which changes with it
	left    map[string]time.Time // by address, when each left; zero for those that are there
}

// note notes which replicas a master has, of whose INFO these are fields, and tells
// whether one left it so short a time ago that it may be another's by now. One that
// does not come back is taken for dead after that. When another server has become
// the master, those that had followed the one before may, too: as long as none has
// come, they count as one that has left.
func (r *replicas) note(info map[string]string, now time.Time) (deserted bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	const followers = ""
	if history := info["master_replid"]; r.history != history {
		followed := len(r.left) > 0
		r.history, r.left = history, map[string]time.Time{}
		if followed {
			r.left[followers] = now
		}
	}
	there := inStep(info)
	if len(there) > 0 {
		delete(r.left, followers)
	}
	for _, one := range there {
		r.left[one] = time.Time{}
	}
	for one, left := range r.left {
		switch {
		case slices.Contains(there, one):
		case left.IsZero():
			r.left[one], deserted = now, true
		case now.Sub(left) < desertion:
			deserted = true
		default:
			delete(r.left, one)
		}
	}
	return deserted
}

// inStep returns the addresses of the replicas of which a master says that they
// have all but what is on its way.
func inStep(info map[string]string) (there []string) {
	for field, value := range info {
		if address, state, found := strings.Cut(value, ",state=online"); found && strings.HasPrefix(field, "slave") && state != "" {
			there = append(there, address)
		}
	}
	return there
}
