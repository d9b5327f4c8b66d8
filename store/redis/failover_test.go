package redis_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// underFailure claims from many callers, each of which repeats a claim until it
// is acknowledged, has something happen to the servers between, and counts what
// of the acknowledged is there in the end.
func underFailure(t *testing.T, address string, failures int, fail func()) {
	t.Helper()
	s := open(t, address, store.Config{})
	defer s.Close()
	a := claims{store: s, each: 200, reached: make(chan int)}
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for caller := range 8 {
		wg.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				a.insist(ctx, fmt.Sprintf("%d-%d", caller, i))
			}
		})
	}
	<-a.reached
	for range failures {
		fail()
		<-a.reached
	}
	stop()
	wg.Wait()
	lost := 0
	for _, id := range a.acknowledged {
		if _, found, err := s.Archived(t.Context(), id); err != nil {
			t.Fatal(err)
		} else if !found {
			lost++
		}
	}
	t.Logf("%d failures, %d acknowledged claims, %d lost", failures, len(a.acknowledged), lost)
	if lost > 0 {
		t.Errorf("%d acknowledged claims are lost", lost)
	}
	c, err := s.Counts(t.Context())
	if err != nil || c.Seen != c.Articles || c.Outbox != c.Articles {
		t.Errorf("Counts = %+v, %v, want as many seen, archived and in the outbox", c, err)
	}
}

// TestSentinelsFailOver kills the master, and starts it again as a replica.
func TestSentinelsFailOver(t *testing.T) {
	s := storetest.StartSentinel(t, 2)
	underFailure(t, s.Address(), 1, func() {
		old := s.Master(t)
		old.Kill()
		s.AwaitFailover(t, old)
		old.Restart(t)
	})
}

// TestClusterFailsOver kills the node that holds all our keys; its replica
// takes its place.
func TestClusterFailsOver(t *testing.T) {
	c := storetest.StartCluster(t, 1)
	address := c.Address()
	underFailure(t, address, 1, func() {
		old := c.Holder(t, tag(t, address))
		old.Kill()
		c.AwaitHolder(t, tag(t, address))
		old.Restart(t)
	})
}

// TestLateServerKnowsNoScript claims from a server that answers when patience is
// over, and then does not know the script, as one that has just become the master.
func TestLateServerKnowsNoScript(t *testing.T) {
	server := storetest.StartRedis(t)
	s := open(t, server.Address()+"&read_timeout=1m", store.Config{})
	defer s.Close()
	server.Do(t, "SCRIPT", "FLUSH")
	server.Do(t, "CLIENT", "PAUSE", "2500") // ms
	if v, err := s.Claim(t.Context(), claimOf("a")); v != news.New || err != nil {
		t.Errorf("Claim = %v, %v, want New", v, err)
	}
}

// TestForgottenIsTold puts a server in the place of the master that had not been
// told what another replica confirmed: it is said once, and work goes on.
func TestForgottenIsTold(t *testing.T) {
	master := storetest.StartRedis(t)
	replica, behind := storetest.StartReplica(t, master), storetest.StartReplica(t, master)
	way := storetest.StartProxy(t, master.Host())
	clock, log := storetest.NewClock(), bytes.Buffer{}
	s := open(t, way.Before(t, master.Address()), store.Config{Clock: clock.Now, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	defer s.Close()
	claim := func(id string) {
		t.Helper()
		if _, err := s.Claim(t.Context(), claimOf(id)); err != nil {
			t.Fatal(err)
		}
	}
	claim("before")
	behind.Do(t, "REPLICAOF", "NO", "ONE")
	master.AwaitReplicas(t, 1)
	if _, err := s.Claim(t.Context(), claimOf("not believed yet")); err == nil {
		t.Error("claimed a moment after a replica has left")
	}
	clock.Advance(time.Minute)
	claim("confirmed by the other")
	if told := log.String(); strings.Contains(told, "lost") {
		t.Fatalf("logged before: %s", told)
	}
	master.Kill()
	host, port, _ := strings.Cut(behind.Host(), ":")
	replica.Do(t, "REPLICAOF", host, port)
	behind.AwaitReplicas(t, 1)
	way.Aim(behind.Host())
	claim("after")
	claim("and after")
	if n := strings.Count(log.String(), "has lost what was confirmed"); n != 1 {
		t.Errorf("told %d times, want once: %s", n, log.String())
	}
}

// TestNobodyConfirmsForADesertedMaster makes a master of one of two replicas,
// while the old one and the other live on: that one's word is worth nothing for a
// while, in which it will follow the new master. If it does not, the first was
// only gone.
func TestNobodyConfirmsForADesertedMaster(t *testing.T) {
	master := storetest.StartRedis(t)
	chosen := storetest.StartReplica(t, master)
	storetest.StartReplica(t, master)
	clock := storetest.NewClock()
	s := open(t, master.Address(), store.Config{Clock: clock.Now})
	defer s.Close()
	if _, err := s.Claim(t.Context(), claimOf("before")); err != nil {
		t.Fatal(err)
	}
	chosen.Do(t, "REPLICAOF", "NO", "ONE")
	master.AwaitReplicas(t, 1)
	hasty, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := s.Claim(hasty, claimOf("after")); err == nil {
		t.Error("claimed with the word of the other replica")
	}
	clock.Advance(time.Minute)
	if _, err := s.Claim(t.Context(), claimOf("after")); err != nil {
		t.Errorf("when it is clear that it is the master: %v", err)
	}
}

// tag returns the start of all keys of an address.
func tag(t testing.TB, address string) string {
	t.Helper()
	_, query, _ := strings.Cut(address, "?")
	q, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return "{" + q.Get("prefix") + "}:"
}

// TestAMovingSlotLosesNothing moves all our keys to another node of a cluster,
// a few at a time, while they are in use.
func TestAMovingSlotLosesNothing(t *testing.T) {
	c := storetest.StartCluster(t, 0)
	address := c.Address()
	key := tag(t, address)
	underFailure(t, address, 2, func() {
		from := c.Holder(t, key)
		to := c.Nodes[0]
		if from == to {
			to = c.Nodes[1]
		}
		slot := from.Do(t, "CLUSTER", "KEYSLOT", key)
		source, target := from.Do(t, "CLUSTER", "MYID"), to.Do(t, "CLUSTER", "MYID")
		to.Do(t, "CLUSTER", "SETSLOT", slot, "IMPORTING", source)
		from.Do(t, "CLUSTER", "SETSLOT", slot, "MIGRATING", target)
		host, port, _ := strings.Cut(to.Host(), ":")
		for {
			keys := strings.Fields(strings.Trim(from.Do(t, "CLUSTER", "GETKEYSINSLOT", slot, "10"), "[]"))
			if len(keys) == 0 {
				break
			}
			from.Do(t, append([]string{"MIGRATE", host, port, "", "0", "5000", "KEYS"}, keys...)...)
		}
		for _, node := range []*storetest.Server{to, from} {
			node.Do(t, "CLUSTER", "SETSLOT", slot, "NODE", target)
		}
	})
}

// TestCutReplicaIsPromoted cuts a replica from its master, which does not
// notice, and makes it the master while callers still write to the old one.
func TestCutReplicaIsPromoted(t *testing.T) {
	first := storetest.StartRedis(t)
	way := storetest.StartProxy(t, first.Host())
	second := storetest.StartRedis(t, "replicaof "+strings.Replace(way.Addr(), ":", " ", 1))
	second.AwaitInfo(t, "replication", "master_link_status:up")
	address := first.Address()
	s := open(t, address, store.Config{})
	defer s.Close()
	var mu sync.Mutex
	var acknowledged []string
	var wg sync.WaitGroup
	for caller := range 8 {
		wg.Go(func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%d-%d", caller, i)
				_, err := s.Claim(t.Context(), news.Claim{Keys: []string{id}, Article: news.Article{ID: id}})
				if err != nil {
					wantError(t, err, "no replica confirms")
					return
				}
				mu.Lock()
				if acknowledged = append(acknowledged, id); len(acknowledged) == 1000 {
					way.Hole()
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	written, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	first.Kill()
	second.Do(t, "REPLICAOF", "NO", "ONE")
	promoted := open(t, strings.Replace(address, first.Host(), second.Host(), 1), store.Config{})
	defer promoted.Close()
	for _, id := range acknowledged {
		if _, found, err := promoted.Archived(t.Context(), id); !found || err != nil {
			t.Fatalf("Archived(%s) = %v, %v, want what was acknowledged", id, found, err)
		}
	}
	kept, err := promoted.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d written, %d acknowledged, %d kept: of the acknowledged none is lost", written.Articles, len(acknowledged), kept.Articles)
	if kept.Articles == written.Articles {
		t.Error("the cut replica has all that was written: nothing was proven")
	}
	if n, _ := strconv.Atoi(second.Do(t, "EXISTS", tag(t, address)+"version")); n != 1 {
		t.Error("the replica has no store")
	}
}
