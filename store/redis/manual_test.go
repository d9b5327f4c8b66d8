package redis_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// manual returns what stands in a page of the manual from one text up to another.
func manual(t *testing.T, page, from, to string) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/" + page)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), from)
	part, _, ends := strings.Cut(rest, to)
	if !found || !ends {
		t.Fatalf("docs/%s has nothing from %q to %q", page, from, to)
	}
	return from + part
}

// TestTheManualEmptiesAPrefix has the manual's commands empty a place, and leave the
// one beside it, on a single server and on a cluster.
func TestTheManualEmptiesAPrefix(t *testing.T) {
	if _, err := exec.LookPath("redis-cli"); err != nil {
		t.Skip("there is no redis-cli")
	}
	commands := manual(t, "stores.md", "export REDISCLI_AUTH", "\n\n")
	single, c := storetest.StartRedis(t), storetest.StartCluster(t, 1)
	for address, nodes := range map[string][]*storetest.Server{single.URL(): {single}, c.URL(): c.Nodes} {
		fill := func(address string) {
			s := open(t, address, store.Config{})
			defer s.Close()
			for i := range 600 {
				if _, err := s.Claim(t.Context(), claimOf(fmt.Sprint(i))); err != nil {
					t.Fatal(err)
				}
			}
		}
		fill(address)
		fill(address + "?prefix=beside")
		for _, node := range nodes {
			node.Do(t, append([]string{"ACL", "SETUSER"}, strings.Fields(userLine(t, "right", "rasad"))[1:]...)...)
		}
		for _, node := range nodes {
			host, port, _ := strings.Cut(node.Host(), ":")
			text := strings.NewReplacer("PASSWORD", "right", "-h host", "-h "+host+" -p "+port).Replace(commands)
			if out, err := exec.Command("sh", "-c", text).CombinedOutput(); err != nil {
				t.Errorf("%s: %v: %s", text, err, out)
			}
		}
		if _, log := openLogged(t, address); !strings.Contains(log, "a new, empty store was begun") {
			t.Errorf("%s: what was emptied is not empty: %s", address, log)
		}
		if n, err := open(t, address+"?prefix=beside", store.Config{}).Counts(t.Context()); n.Articles != 600 || err != nil {
			t.Errorf("%s: Counts of the place beside = %+v, %v, want 600 articles", address, n, err)
		}
	}
}

// TestTheManualsUserAsksSentinels opens a store by sentinels as the manual's user,
// and goes on through a failover: nothing else was asked of them.
func TestTheManualsUserAsksSentinels(t *testing.T) {
	line := manual(t, "redis.md", "ACL SETUSER rasad on >PASSWORD resetchannels &", "\n")
	s := storetest.StartSentinel(t, 1)
	for _, one := range s.Sentinels {
		one.Do(t, strings.Fields(strings.Replace(line, "PASSWORD", "right", 1))...)
	}
	kept := open(t, s.URL()+"?sentinel_user=rasad&sentinel_password=right", store.Config{})
	defer kept.Close()
	if _, err := kept.Claim(t.Context(), claimOf("before")); err != nil {
		t.Fatal(err)
	}
	old := s.Master(t)
	old.Kill()
	s.AwaitFailover(t, old)
	for tries := 0; ; tries++ {
		_, err := kept.Claim(t.Context(), claimOf("after"))
		if err == nil {
			break
		}
		if tries > 20 {
			t.Fatal(err)
		}
	}
	for _, one := range s.Sentinels {
		if denied := one.Do(t, "ACL", "LOG"); denied != "[]" {
			t.Errorf("a sentinel has denied: %s", denied)
		}
	}
}
