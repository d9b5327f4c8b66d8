package redis_test

import (
	"strings"
	"testing"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

func TestUnsafeSettingsAreWarnedOf(t *testing.T) {
	for _, c := range []struct {
		settings []string
		want     []string
	}{
		{[]string{"appendfsync always"}, nil},
		{nil, []string{"set appendfsync always"}},
		{[]string{"appendonly no"}, []string{"append-only"}},
		{[]string{"appendfsync no"}, []string{"appendfsync everysec"}},
		{[]string{"no-appendfsync-on-rewrite yes"}, []string{"no-appendfsync-on-rewrite no"}},
		{[]string{"appendonly no", "maxmemory-policy allkeys-lru"}, []string{"append-only", "noeviction", "allkeys-lru"}},
	} {
		server := storetest.StartRedis(t, c.settings...)
		open(t, server.URL(), store.Config{}).Close() // which begins the store
		_, log := openLogged(t, server.URL())
		if (len(c.want) == 0) != (log == "") {
			t.Errorf("with %q the log is %q", c.settings, log)
		}
		for _, want := range c.want {
			if !strings.Contains(log, want) {
				t.Errorf("with %q the log is %q, want %q in it", c.settings, log, want)
			}
		}
	}
}

// TestADeploymentThatStopsOrSplitsIsWarnedOf opens a store on servers that go on
// without their replicas, even while they have none, stop without other nodes, or
// keep new replicas waiting after a failover.
func TestADeploymentThatStopsOrSplitsIsWarnedOf(t *testing.T) {
	const single, alone, stops, everything, waits = "no replica has that", "goes on alone", "stops when any node", "may have to send", "keeps a replica waiting"
	guard := []string{"min-replicas-to-write 1", "min-replicas-max-lag 10", "repl-backlog-size 64mb", "repl-diskless-sync-delay 0"}
	for name, c := range map[string]struct {
		address string
		want    map[string]bool
	}{
		"sentinel, without replicas": {storetest.StartSentinel(t, 0, "repl-diskless-sync-delay 5").Address(), map[string]bool{alone: true, everything: true, waits: true}},
		"sentinel, guarded":          {storetest.StartSentinel(t, 1, guard...).Address(), nil},
		"cluster":                    {storetest.StartCluster(t, 0).Address(), map[string]bool{single: true, stops: true}},
		"cluster, replicas":          {storetest.StartCluster(t, 1, "cluster-require-full-coverage no").Address(), map[string]bool{alone: true, everything: true}},
	} {
		_, log := openLogged(t, c.address)
		for _, text := range []string{single, alone, stops, everything, waits} {
			if got := strings.Contains(log, text); got != c.want[text] {
				t.Errorf("%s: warned that it %s: %v, want %v; the log is %s", name, text, got, c.want[text], log)
			}
		}
	}
}
