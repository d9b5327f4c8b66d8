package storetest

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// A Cluster is three masters that share the slots, and maybe a replica of
// each.
type Cluster struct {
	Nodes []*Server // the masters, then the replica of each
}

// slots is how many a cluster has (the Redis cluster specification).
const slots = 16384

// StartCluster starts a cluster for one test: three masters, and so many
// replicas of each. Nodes take one for dead after two seconds. Settings are
// those of all nodes.
func StartCluster(t testing.TB, replicas int, settings ...string) *Cluster {
	t.Helper()
	return (*certificates)(nil).startCluster(t, replicas, settings...)
}

// StartTLSCluster starts one that speaks TLS alone, as StartTLS does.
func StartTLSCluster(t testing.TB, replicas int, settings ...string) *Cluster {
	t.Helper()
	return makeCertificates(t).startCluster(t, replicas, append(settings, "tls-cluster yes")...)
}

func (certs *certificates) startCluster(t testing.TB, replicas int, settings ...string) *Cluster {
	t.Helper()
	c := &Cluster{}
	const masters = 3
	for range masters * (1 + replicas) {
		c.Nodes = append(c.Nodes, certs.startServer(t, func() []string {
			return append([]string{
				"dir " + t.TempDir(), "appendonly yes", `save ""`,
				"cluster-enabled yes", fmt.Sprint("cluster-port ", freePort(t)), "cluster-node-timeout 2000",
				"repl-diskless-sync-delay 0",
			}, settings...)
		}))
	}
	first := c.Nodes[0]
	host, port, _ := strings.Cut(first.Host(), ":")
	bus := first.setting("cluster-port")
	for i, node := range c.Nodes {
		if i > 0 {
			node.Do(t, "CLUSTER", "MEET", host, port, bus)
		}
		if i < masters {
			node.Do(t, "CLUSTER", "ADDSLOTSRANGE", strconv.Itoa(i*slots/masters), strconv.Itoa((i+1)*slots/masters-1))
		}
	}
	c.await(t, "cluster_state:ok", fmt.Sprint("cluster_known_nodes:", len(c.Nodes)))
	for i, node := range c.Nodes[masters:] {
		node.Do(t, "CLUSTER", "REPLICATE", c.Nodes[i%masters].Do(t, "CLUSTER", "MYID"))
		node.AwaitInfo(t, "replication", "master_link_status:up")
	}
	return c
}

// await waits until the CLUSTER INFO of every node has these lines.
func (c *Cluster) await(t testing.TB, lines ...string) {
	t.Helper()
	for _, node := range c.Nodes {
		node.await(t, strings.Join(lines, ", "), func() bool {
			info := node.Do(t, "CLUSTER", "INFO")
			for _, line := range lines {
				if !strings.Contains(info, line+"\r\n") {
					return false
				}
			}
			return true
		})
	}
}

// URL returns the cluster's address.
func (c *Cluster) URL() string {
	var hosts []string
	for _, node := range c.Nodes {
		hosts = append(hosts, node.Host())
	}
	return c.Nodes[0].certs.address("redis+cluster://" + strings.Join(hosts, ","))
}

// Address returns the URL with a prefix that nobody used before.
func (c *Cluster) Address() string { return withPrefix(c.URL()) }

// Holder returns the master that holds a key, as a node that lives tells.
func (c *Cluster) Holder(t testing.TB, key string) *Server {
	t.Helper()
	for _, asked := range c.Nodes {
		if asked.cmd == nil {
			continue
		}
		slot := asked.Do(t, "CLUSTER", "KEYSLOT", key)
		for _, node := range c.Nodes {
			if node.cmd != nil && node.holds(t, slot) {
				return node
			}
		}
	}
	return nil
}

// holds tells whether a node is the master of a slot by its own account.
func (s *Server) holds(t testing.TB, slot string) bool {
	t.Helper()
	n, _ := strconv.Atoi(slot)
	for line := range strings.Lines(s.Do(t, "CLUSTER", "NODES")) {
		fields := strings.Fields(line)
		if len(fields) < 9 || !strings.Contains(fields[2], "myself") || !strings.Contains(fields[2], "master") {
			continue
		}
		for _, span := range fields[8:] {
			from, to, found := strings.Cut(span, "-")
			if !found {
				to = from
			}
			low, err1 := strconv.Atoi(from)
			high, err2 := strconv.Atoi(to)
			if err1 == nil && err2 == nil && low <= n && n <= high {
				return true
			}
		}
	}
	return false
}

// AwaitHolder waits until a node that lives holds a key and the cluster is
// whole, and returns the node.
func (c *Cluster) AwaitHolder(t testing.TB, key string) *Server {
	t.Helper()
	var now *Server
	for _, asked := range c.Nodes {
		if asked.cmd == nil {
			continue
		}
		asked.await(t, "another holder of "+key, func() bool {
			now = c.Holder(t, key)
			return now != nil && strings.Contains(asked.Do(t, "CLUSTER", "INFO"), "cluster_state:ok")
		})
		break
	}
	return now
}
