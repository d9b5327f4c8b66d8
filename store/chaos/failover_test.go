//go:build unix

package chaos_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/store/storetest"
)

// TestFailover kills the master again and again, and lets sentinels choose
// another. The old one comes back as a replica, which they wait for: a master that
// dies before that leaves them a choice in which they err.
func TestFailover(t *testing.T) {
	t.Parallel()
	s := storetest.StartSentinel(t, 2, // as docs/reliability.md asks
		"min-replicas-to-write 1", "min-replicas-max-lag 2", "repl-backlog-size 64mb", "repl-diskless-sync-delay 0")
	w := newWorld(t, "Redis, Sentinel", s.Address())
	w.besiege(siege{fault: "master killed, failover", storms: s.Address(), strikes: times(1, 10), strike: func() {
		old := s.Master(t)
		old.AwaitReplicas(t, 2)
		old.Kill()
		s.AwaitFailover(t, old)
		old.Restart(t)
	}})
}

// TestClusterFailover kills the node of a cluster that holds all our keys; its
// replica takes its place.
func TestClusterFailover(t *testing.T) {
	t.Parallel()
	c := storetest.StartCluster(t, 1)
	w := newWorld(t, "Redis, cluster", c.Address())
	tag, storms := tagOf(t, w.address), w.address
	for storms == w.address || c.Holder(t, tagOf(t, storms)) != c.Holder(t, tag) {
		storms += "-" // until another store of the same node
	}
	w.besiege(siege{fault: "master killed, failover", storms: storms, strikes: times(1, 10), strike: func() {
		old := c.Holder(t, tag)
		old.AwaitReplicas(t, 1)
		old.Kill()
		c.AwaitHolder(t, tag)
		old.Restart(t)
	}})
}

// tagOf returns the start of all keys of a store.
func tagOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return "{" + u.Query().Get("prefix") + "}:"
}

// TestCutReplica cuts a replica off from its master, which goes on for a while,
// and then makes it the master. What the old one took in the meantime is gone,
// so it must not have been acknowledged.
func TestCutReplica(t *testing.T) {
	t.Parallel()
	first := storetest.StartRedis(t)
	between := storetest.StartProxy(t, first.Host())
	_, port, _ := strings.Cut(between.Addr(), ":")
	second := storetest.StartRedis(t, "replicaof 127.0.0.1 "+port, "repl-timeout 60")
	second.AwaitInfo(t, "replication", "master_link_status:up")
	way := storetest.StartProxy(t, first.Host())
	w := newWorld(t, "Redis, replica", way.Before(t, first.Address()))
	w.besiege(siege{fault: "replica cut off, then promoted", storms: way.Before(t, first.Address()), strikes: 1, strike: func() {
		before := keysOf(t, second)
		between.Hole()
		for keysOf(t, first) == before { // it takes what it cannot pass on
		}
		first.Kill()
		second.Do(t, "REPLICAOF", "NO", "ONE")
		way.Aim(second.Host())
	}})
}

func keysOf(t *testing.T, s *storetest.Server) string {
	t.Helper()
	return s.Do(t, "DBSIZE")
}
