package store_test

import (
	"strings"
	"testing"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/move"
	"github.com/rasadnews/rasad/store/storetest"
)

// wayOf are kinds that come to a server in different ways: by a script, by plain
// commands, and by plain commands at the end.
var wayOf = []move.Kind{move.Seen, move.Articles, move.Counters}

// TestAMoveOutlastsAShortTrouble has a server refuse what is written, as in a
// failover, until it has refused something.
func TestAMoveOutlastsAShortTrouble(t *testing.T) {
	for reply, trouble := range map[string][2]string{
		"NOREPLICAS": {"CONFIG SET min-replicas-to-write 1", "CONFIG SET min-replicas-to-write 0"},
		"READONLY":   {"REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE"},
	} {
		for _, kind := range wayOf {
			t.Run(reply+" "+string(kind), func(t *testing.T) {
				server, over := storetest.StartRedis(t), make(chan struct{})
				m := migrates(t, furnished(t), server.URL(), store.Migration{Began: func(k move.Kind) {
					if k != kind {
						return
					}
					server.Do(t, strings.Fields(trouble[0])...)
					go func() {
						defer close(over)
						server.AwaitInfo(t, "errorstats", "errorstat_"+reply)
						server.Do(t, strings.Fields(trouble[1])...)
					}()
				}}, true)
				<-over
				if !m.Whole() {
					t.Errorf("Migrate = %+v, want that all is there", m)
				}
			})
		}
	}
}

// TestAMoveSaysWhyItIsRefused has a server refuse for good what comes in each way.
func TestAMoveSaysWhyItIsRefused(t *testing.T) {
	for why, trouble := range map[string]string{
		"is out of memory: raise its maxmemory":   "CONFIG SET maxmemory 1",
		"forbids it to this user: allow the keys": "ACL SETUSER default -hset",
	} {
		for _, kind := range wayOf[1:] {
			t.Run(trouble+" "+string(kind), func(t *testing.T) {
				server := storetest.StartRedis(t)
				_, err := store.Migrate(t.Context(), furnished(t), server.URL(), store.Migration{Clock: now, Began: func(k move.Kind) {
					if k == kind {
						server.Do(t, strings.Fields(trouble)...)
					}
				}})
				if err == nil || !strings.Contains(err.Error(), why) || !strings.Contains(err.Error(), "import "+string(kind)) || strings.Contains(err.Error(), "export") {
					t.Errorf("Migrate = %v, want that the import is refused, and %q", err, why)
				}
			})
		}
	}
}
