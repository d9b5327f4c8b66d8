package storetest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// Do sends a command to the server, past any store, and returns the answer as
// text.
func (s *Server) Do(t testing.TB, command ...string) string {
	t.Helper()
	answer, err := s.ask(command...)
	if err != nil {
		t.Fatalf("%s: %v", strings.Join(command, " "), err)
	}
	return answer
}

// ask sends a command over a connection of its own.
func (s *Server) ask(command ...string) (string, error) {
	bare, _, _ := strings.Cut(s.url, "?")
	o, err := redis.ParseURL(bare)
	if err != nil {
		return "", err
	}
	if o.TLSConfig, err = s.certs.client(); err != nil {
		return "", err
	}
	o.PoolSize = 1
	c := redis.NewClient(o)
	defer c.Close()
	args := make([]any, len(command))
	for i := range command {
		args[i] = command[i]
	}
	answer, err := c.Do(context.Background(), args...).Result()
	return fmt.Sprint(answer), err
}

// info returns a section of the server's INFO, or nothing if it does not
// answer.
func (s *Server) info(t testing.TB, section string) string {
	t.Helper()
	text, err := s.ask("INFO", section)
	if err != nil {
		t.Logf("INFO %s: %v", section, err)
	}
	return text
}

// setting returns what the server's configuration says.
func (s *Server) setting(name string) string {
	for line := range strings.SplitSeq(s.conf, "\n") {
		if value, found := strings.CutPrefix(line, name+" "); found {
			return value
		}
	}
	return ""
}

// await looks often whether something of real servers is so, and fails the test
// if it never comes to be.
func (s *Server) await(t testing.TB, what string, so func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	patience := time.NewTimer(time.Minute)
	defer patience.Stop()
	for !so() {
		select {
		case <-tick.C:
		case <-patience.C:
			t.Fatalf("%s: waited in vain for %s", s.Host(), what)
		}
	}
}

// AwaitInfo waits until a section of the server's INFO has a text.
func (s *Server) AwaitInfo(t testing.TB, section, text string) {
	t.Helper()
	s.await(t, text, func() bool { return strings.Contains(s.info(t, section), text) })
}

// AwaitReplicas waits until a master has so many replicas that are in step.
func (s *Server) AwaitReplicas(t testing.TB, n int) {
	t.Helper()
	s.await(t, fmt.Sprint(n, " replicas in step"), func() bool {
		return strings.Count(s.info(t, "replication"), "state=online") == n
	})
}
