package redis_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// secret is in no error and no log line.
const secret = "p%40ss:w0rd"

// as returns a server's address with a user and password.
func as(t testing.TB, s *storetest.Server, user, password string) string {
	t.Helper()
	u, err := url.Parse(s.Address())
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(user, password)
	return u.String()
}

// wantRefused opens an address and checks that the error says why not, and
// never the password.
func wantRefused(t *testing.T, address, why string) {
	t.Helper()
	s, err := store.Open(t.Context(), address, store.Config{})
	if err == nil {
		s.Close()
		t.Fatalf("Open went well, want an error with %q", why)
	}
	wantError(t, err, why)
}

func wantError(t *testing.T, err error, why string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), why) {
		t.Errorf("error %v, want one with %q", err, why)
		return
	}
	for _, part := range []string{"p@ss", "p%40ss", "w0rd"} {
		if strings.Contains(err.Error(), part) {
			t.Errorf("error %q holds the password", err)
		}
	}
}

// admin connects to a server past the store.
func admin(t testing.TB, address string) *redis.Client {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.RawQuery = ""
	o, err := redis.ParseURL(u.String())
	if err != nil {
		t.Fatal(err)
	}
	c := redis.NewClient(o)
	t.Cleanup(func() { c.Close() })
	return c
}

// do sends a command.
func do(t testing.TB, c *redis.Client, command string) {
	t.Helper()
	var args []any
	for word := range strings.FieldsSeq(command) {
		args = append(args, word)
	}
	if err := c.Do(context.Background(), args...).Err(); err != nil {
		t.Fatalf("%s: %v", command, err)
	}
}

func TestWrongPasswordIsNotTold(t *testing.T) {
	server := storetest.StartRedis(t, "requirepass right")
	open(t, as(t, server, "", "right"), store.Config{}).Close()
	wantRefused(t, as(t, server, "", "p@ss:w0rd"), "refuses the user or password")
	wantRefused(t, server.Address(), "refuses the user or password")
}

func TestMalformedAddressIsNotTold(t *testing.T) {
	for address, why := range map[string]string{
		"redis://:" + secret + "@":                        "malformed",
		"redis://user:" + secret + "#x@host:6379":         "malformed",
		"redis:" + secret:                                 "malformed",
		"redis://user:12?w0rd@host:6379/0":                "malformed",
		"redis://user:12/w0rd@host:6379/0":                "malformed",
		"redis://user:" + secret + "@host:1/db":           "database number",
		"redis://user:" + secret + "@host:1/0?prefix={}":  "prefix",
		"redis://user:" + secret + "@host:1/0?nonsense=1": "nonsense",
		"postgres://user:" + secret + "@host/db":          `begins with "postgres:"`,
		"user:" + secret + "@host":                        `begins with "user:"`,
		secret:                                            "has no scheme",
		"":                                                "has no scheme",
	} {
		wantRefused(t, address, why)
	}
}

func TestNobodyThere(t *testing.T) {
	server := storetest.StartRedis(t)
	address := as(t, server, "", "p@ss:w0rd")
	server.Kill()
	wantRefused(t, address, "connection refused")
}

func TestNewerStoreIsRefused(t *testing.T) {
	server := storetest.Redis(t)
	address := server.Address()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	do(t, admin(t, address), fmt.Sprintf("SET {%s}:version 4711", u.Query().Get("prefix")))
	wantRefused(t, address, `version "4711"`)
}

func TestServersTroubleIsExplained(t *testing.T) {
	server := storetest.StartRedis(t, "enable-debug-command yes")
	s := open(t, server.Address(), store.Config{})
	defer s.Close()
	a := admin(t, server.URL())

	do(t, a, "CONFIG SET maxmemory 1")
	_, err := s.Claim(t.Context(), news.Claim{Keys: []string{"a"}})
	wantError(t, err, "out of memory: raise its maxmemory")
	wantRefused(t, server.Address(), "out of memory")
	do(t, a, "CONFIG SET maxmemory 0")

	do(t, a, "REPLICAOF 127.0.0.1 1")
	_, err = s.Claim(t.Context(), news.Claim{Keys: []string{"a"}})
	wantError(t, err, "read-only replica")
	wantRefused(t, server.Address(), "read-only replica")
	do(t, a, "REPLICAOF NO ONE")

	if v, err := s.Claim(t.Context(), news.Claim{Keys: []string{"a"}}); v != news.New || err != nil {
		t.Errorf("Claim after the trouble = %v, %v, want New", v, err)
	}
}

func TestLoadingServerIsExplained(t *testing.T) {
	server := storetest.StartRedis(t, "enable-debug-command yes", "loading-process-events-interval-bytes 1024", "rdbcompression no")
	a := admin(t, server.URL())
	for i := range 100 {
		do(t, a, fmt.Sprintf("SET key%d %s", i, strings.Repeat("x", 2000)))
	}
	do(t, a, "CONFIG SET key-load-delay 50000")
	var wg sync.WaitGroup
	wg.Go(func() { a.Do(context.Background(), "DEBUG", "RELOAD") }) // ends with the server
	look := admin(t, server.URL())
	for {
		if err := look.Ping(t.Context()).Err(); redis.IsLoadingError(err) {
			break
		}
	}
	wantRefused(t, server.Address(), "is loading its data")
	server.Kill()
	wg.Wait()
}

// TestAPasswordThatChangesIsWaitedFor changes the password under an open store,
// whose calls then say so, and go on once the old one counts again.
func TestAPasswordThatChangesIsWaitedFor(t *testing.T) {
	server := storetest.StartRedis(t, "user rasad on >right ~* &* +@all")
	s := open(t, as(t, server, "rasad", "right"), store.Config{})
	defer s.Close()
	for _, change := range []struct{ password, why string }{{"other", "refuses the user or password"}, {"right", ""}} {
		server.Do(t, "ACL", "SETUSER", "rasad", "resetpass", ">"+change.password)
		server.Do(t, "CLIENT", "KILL", "USER", "rasad")
		err := s.PutSetting(t.Context(), "a", "b")
		if change.why == "" && err != nil {
			t.Errorf("PutSetting with the password as it was = %v", err)
		}
		if change.why != "" {
			wantError(t, err, change.why)
		}
	}
}
