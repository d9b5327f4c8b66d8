package redis_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// A deployment gives addresses with fresh prefixes.
type deployment interface{ Address() string }

// on returns what makes fresh places on servers.
func on(d deployment) func(testing.TB) storetest.Place {
	return func(t testing.TB) storetest.Place {
		address := d.Address()
		t.Cleanup(func() {
			if faults, err := store.Check(context.Background(), address); err != nil || len(faults) > 0 {
				t.Errorf("Check = %q, %v in the end, want nothing wrong", faults, err)
			}
		})
		return func(t testing.TB, clock func() time.Time) store.Store {
			t.Helper()
			return open(t, address, store.Config{Clock: clock})
		}
	}
}

// TestContractEverywhere proves the contract on every kind of deployment. Sentinels
// and a cluster over TLS take their time, and are met by TestAGuardedFailover, too:
// they have their turn with -long.
func TestContractEverywhere(t *testing.T) {
	for name, start := range map[string]func(testing.TB) deployment{
		"guarded sentinel": func(t testing.TB) deployment { d, _ := startGuardedSentinel(t); return d },
		"guarded cluster":  func(t testing.TB) deployment { return startGuardedCluster(t) },
		"always":           func(t testing.TB) deployment { return storetest.StartRedis(t, "appendfsync always") },
		"replica":          func(t testing.TB) deployment { s := storetest.StartRedis(t); storetest.StartReplica(t, s); return s },
		"sentinel":         func(t testing.TB) deployment { return storetest.StartSentinel(t, 2) },
		"guarded":          func(t testing.TB) deployment { return startGuarded(t) },
		"cluster":          func(t testing.TB) deployment { return storetest.StartCluster(t, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			if strings.HasPrefix(name, "guarded ") && !*long {
				t.Skip("only with -long")
			}
			storetest.Run(t, on(start(t)))
		})
	}
}
