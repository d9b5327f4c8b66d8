package storetest

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A Sentinel is a master with replicas, and three sentinels that choose
// another master when it dies.
type Sentinel struct {
	Servers   []*Server // the first was the master at the start
	Sentinels []*Server
}

// master is the name by which the sentinels know the master.
const master = "mymaster"

// StartSentinel starts them for one test: a master, so many replicas, and
// three sentinels that take a server for dead after three seconds. Settings are
// those of the servers.
func StartSentinel(t testing.TB, replicas int, settings ...string) *Sentinel {
	t.Helper()
	return (*certificates)(nil).startSentinels(t, replicas, settings...)
}

// StartTLSSentinel starts them so that all speak TLS alone, as StartTLS does.
func StartTLSSentinel(t testing.TB, replicas int, settings ...string) *Sentinel {
	t.Helper()
	return makeCertificates(t).startSentinels(t, replicas, settings...)
}

func (c *certificates) startSentinels(t testing.TB, replicas int, settings ...string) *Sentinel {
	t.Helper()
	s := &Sentinel{}
	first := c.startRedis(t, settings...)
	s.Servers = append(s.Servers, first)
	for range replicas {
		s.Servers = append(s.Servers, StartReplica(t, first, settings...))
	}
	const sentinels = 3
	for range sentinels {
		s.Sentinels = append(s.Sentinels, startSentinel(t, first))
	}
	for _, one := range s.Sentinels {
		want := fmt.Sprintf("status=ok,address=%s,slaves=%d,sentinels=%d", first.Host(), replicas, sentinels)
		one.await(t, "sentinels that know each other", func() bool {
			return strings.Contains(one.info(t, "sentinel"), want)
		})
	}
	return s
}

// StartReplica starts a replica of a server, and returns when it is in step.
func StartReplica(t testing.TB, of *Server, settings ...string) *Server {
	t.Helper()
	host, port, _ := strings.Cut(of.Host(), ":")
	replica := of.certs.startRedis(t, slices.Concat([]string{fmt.Sprintf("replicaof %s %s", host, port)}, settings)...)
	replica.AwaitInfo(t, "replication", "master_link_status:up")
	return replica
}

// startSentinel starts a sentinel, whose configuration must be in a file that
// it can write.
func startSentinel(t testing.TB, of *Server) *Server {
	t.Helper()
	host, port, _ := strings.Cut(of.Host(), ":")
	file := filepath.Join(t.TempDir(), "sentinel.conf")
	s := &Server{binary: binary(t), args: []string{file, "--sentinel"}, ready: "Sentinel ID is", certs: of.certs}
	t.Cleanup(s.Kill)
	var err error
	const tries = 5
	for range tries {
		own := freePort(t)
		s.url = s.certs.address(fmt.Sprintf("redis://127.0.0.1:%d", own))
		conf := append(s.certs.listening(own), "dir "+filepath.Dir(file),
			fmt.Sprintf("sentinel monitor %s %s %s 2", master, host, port),
			fmt.Sprintf("sentinel down-after-milliseconds %s 3000", master), fmt.Sprintf("sentinel failover-timeout %s 10000", master), "")
		if err = os.WriteFile(file, []byte(strings.Join(conf, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		if err = s.start(); err == nil {
			return s
		}
	}
	t.Fatalf("start a sentinel: %v", err)
	return nil
}

// URL returns the address by which a store finds the master.
func (s *Sentinel) URL() string {
	var hosts []string
	for _, one := range s.Sentinels {
		hosts = append(hosts, one.Host())
	}
	return s.Servers[0].certs.address(fmt.Sprintf("redis+sentinel://%s/%s/0", strings.Join(hosts, ","), master))
}

// Guard has the sentinels serve nobody but a user, who may do all, with a
// password.
func (s *Sentinel) Guard(t testing.TB, user, password string) {
	t.Helper()
	for _, one := range s.Sentinels {
		one.Do(t, "ACL", "SETUSER", user, "on", ">"+password, "~*", "&*", "+@all")
		one.Do(t, "SENTINEL", "CONFIG", "SET", "sentinel-user", user)
		one.Do(t, "SENTINEL", "CONFIG", "SET", "sentinel-pass", password)
		one.Do(t, "ACL", "SETUSER", "default", "off")
		one.url = strings.Replace(one.url, "://", "://"+user+":"+password+"@", 1)
	}
}

// Address returns the URL with a prefix that nobody used before.
func (s *Sentinel) Address() string { return withPrefix(s.URL()) }

// Master returns the server that the first sentinel holds for the master.
func (s *Sentinel) Master(t testing.TB) *Server {
	t.Helper()
	info := s.Sentinels[0].info(t, "sentinel")
	for _, server := range s.Servers {
		if u, err := url.Parse(server.url); err == nil && strings.Contains(info, "address="+u.Host+",") {
			return server
		}
	}
	t.Fatalf("the sentinels know no master of ours: %s", info)
	return nil
}

// AwaitFailover waits until the sentinels hold another server than that for the
// master, and returns it.
func (s *Sentinel) AwaitFailover(t testing.TB, from *Server) *Server {
	t.Helper()
	var now *Server
	s.Sentinels[0].await(t, "another master", func() bool {
		now = s.Master(t)
		return now != from
	})
	return now
}
