package redis_test

import (
	"os"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// userLine returns the very line of the manual that makes a user for rasad, for
// a password and a pattern of prefixes, as redis.conf takes it.
func userLine(t testing.TB, password, prefixes string) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/redis.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "ACL SETUSER rasad ")
	line, _, _ := strings.Cut(rest, "\n")
	if !found || !strings.Contains(line, "PASSWORD") || !strings.Contains(line, "{rasad}") {
		t.Fatalf("docs/redis.md has no line for a user: %q", line)
	}
	return "user rasad " + strings.NewReplacer("PASSWORD", password, "{rasad}", "{"+prefixes+"}").Replace(line)
}

// A guarded is a deployment that speaks TLS alone, and is asked as a user with few
// rights.
type guarded struct {
	deployment
	more string // of the address
}

// Address implements deployment.
func (g guarded) Address() string {
	return strings.Replace(g.deployment.Address(), "://", "://rasad:right@", 1) + g.more
}

// startGuarded starts a server that serves nobody but that user.
func startGuarded(t testing.TB) deployment {
	return guarded{storetest.StartTLS(t, userLine(t, "right", "test-*"), "user default off"), ""}
}

// startGuardedSentinel starts sentinels that serve nobody but a user of theirs.
// The servers serve each other and the sentinels as their default user.
func startGuardedSentinel(t testing.TB) (deployment, *storetest.Sentinel) {
	s := storetest.StartTLSSentinel(t, 2, userLine(t, "right", "test-*"))
	s.Guard(t, "guard", "p@ss:w0rd")
	return guarded{s, "&sentinel_user=guard&sentinel_password=" + secret}, s
}

func startGuardedCluster(t testing.TB) deployment {
	return guarded{storetest.StartTLSCluster(t, 0, userLine(t, "right", "test-*")), ""}
}

// TestAGuardedFailover kills the master of servers and sentinels that are guarded:
// the store finds the next one, over TLS and with both passwords.
func TestAGuardedFailover(t *testing.T) {
	place, s := startGuardedSentinel(t)
	underFailure(t, place.Address(), 1, func() {
		old := s.Master(t)
		old.Kill()
		s.AwaitFailover(t, old)
		old.Restart(t)
	})
}

func TestAUserIsLimitedToItsKeys(t *testing.T) {
	server := storetest.StartRedis(t, userLine(t, "right", "rasad"))
	u := strings.Replace(server.URL(), "redis://", "redis://rasad:right@", 1)
	open(t, u, store.Config{}).Close()
	wantRefused(t, u+"?prefix=other", "allow the keys {other}:*")
	server.Do(t, "SET", "other", "1")
	as := admin(t, u)
	for _, command := range []string{
		"GET other", "SET other 2", "FLUSHALL", "CONFIG GET dir", "KEYS *", "RANDOMKEY", "SHUTDOWN", "SCRIPT FLUSH", "ACL LIST", "REPLICAOF NO ONE",
	} {
		var args []any
		for word := range strings.FieldsSeq(command) {
			args = append(args, word)
		}
		if err := as.Do(t.Context(), args...).Err(); err == nil || !strings.Contains(err.Error(), "NOPERM") {
			t.Errorf("%s = %v, want that it is forbidden", command, err)
		}
	}
}

// TestADenialInAScriptIsExplained takes a command from the user under an open
// store.
func TestADenialInAScriptIsExplained(t *testing.T) {
	server := storetest.StartRedis(t, userLine(t, "right", "rasad"))
	s := open(t, strings.Replace(server.URL(), "redis://", "redis://rasad:right@", 1), store.Config{})
	defer s.Close()
	server.Do(t, "ACL", "SETUSER", "rasad", "-hset")
	wantError(t, s.PutSetting(t.Context(), "a", "b"), "forbids it to this user: allow")
}

// TestTLSIsExplained asks a server with TLS without it, and the other way round,
// and with certificates that do not fit.
func TestTLSIsExplained(t *testing.T) {
	server, bare := storetest.StartTLS(t), storetest.StartRedis(t)
	open(t, server.Address(), store.Config{}).Close()
	host, query, _ := strings.Cut(server.URL(), "?")
	ca, _, _ := strings.Cut(query, "&cert=")
	ca = ca[:strings.IndexByte(ca+"&", '&')]
	const hasty = "?dial_timeout=300ms&max_retries=-1"
	for address, why := range map[string]string{
		strings.Replace(host, "rediss://", "redis://", 1):               "write rediss://",
		strings.Replace(bare.URL(), "redis://", "rediss://", 1) + hasty: "rediss:// is wrong",
		host:                       "do not agree on TLS",
		host + "?" + ca:            "do not agree on TLS",
		host + "?ca=/nowhere":      "/nowhere",
		host + "?ca=" + os.Args[0]: "no certificate",
		host + "?cert=a":           "both cert= and key=",
		bare.URL() + "?ca=a":       "write rediss://",
	} {
		wantRefused(t, address, why)
	}
}
