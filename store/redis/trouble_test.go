package redis_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// claimOf returns the claim of an article without matches.
func claimOf(id string) news.Claim {
	return news.Claim{Keys: []string{id}, Article: news.Article{ID: id}}
}

// TestADiskThatFailsIsExplained takes the server's folder away, so that it
// cannot save.
func TestADiskThatFailsIsExplained(t *testing.T) {
	server := storetest.StartRedis(t, "save 3600 1", "enable-protected-configs yes")
	s := open(t, server.Address(), store.Config{})
	defer s.Close()
	dir := t.TempDir()
	server.Do(t, "CONFIG", "SET", "dir", dir)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	server.Do(t, "BGSAVE")
	server.AwaitInfo(t, "persistence", "rdb_last_bgsave_status:err")
	_, err := s.Claim(t.Context(), claimOf("a"))
	wantError(t, err, "cannot write to its disk: free some space")
	wantAway(t, server.Address(), "cannot write to its disk")
	server.Do(t, "CONFIG", "SET", "dir", t.TempDir())
	server.Do(t, "BGSAVE")
	server.AwaitInfo(t, "persistence", "rdb_last_bgsave_status:ok")
	if v, err := s.Claim(t.Context(), claimOf("a")); v != news.New || err != nil {
		t.Errorf("Claim after the trouble = %v, %v, want New", v, err)
	}
}

// wantAway opens an address and checks that the error says why not, and that
// waiting may mend it.
func wantAway(t *testing.T, address, why string) {
	t.Helper()
	s, err := store.Open(t.Context(), address, store.Config{})
	if err == nil {
		s.Close()
		t.Fatalf("Open went well, want an error with %q", why)
	}
	wantError(t, err, why)
	if !errors.Is(err, store.ErrAway) {
		t.Errorf("Open = %v, want %v in it", err, store.ErrAway)
	}
}

// TestMissingReplicasAreExplained writes to a server that wants a replica.
func TestMissingReplicasAreExplained(t *testing.T) {
	server := storetest.StartRedis(t)
	s := open(t, server.Address(), store.Config{})
	defer s.Close()
	server.Do(t, "CONFIG", "SET", "min-replicas-to-write", "1")
	_, err := s.Claim(t.Context(), claimOf("a"))
	wantError(t, err, "takes no writes without replicas")
	wantAway(t, server.Address(), "takes no writes without replicas")
	storetest.StartReplica(t, server)
	server.AwaitInfo(t, "replication", "min_slaves_good_slaves:1")
	if v, err := s.Claim(t.Context(), claimOf("a")); v != news.New || err != nil {
		t.Errorf("Claim with a replica = %v, %v, want New", v, err)
	}
}

// TestABlackHoleIsLeft goes on when a way that swallowed everything is whole
// again.
func TestABlackHoleIsLeft(t *testing.T) {
	server := storetest.StartRedis(t)
	way := storetest.StartProxy(t, server.Host())
	const hasty = "&dial_timeout=200ms&read_timeout=200ms&max_retries=-1"
	address := strings.Replace(server.Address(), server.Host(), way.Addr(), 1) + hasty
	s := open(t, address, store.Config{})
	defer s.Close()
	if _, err := s.Claim(t.Context(), claimOf("a")); err != nil {
		t.Fatal(err)
	}
	way.Hole()
	_, err := s.Claim(t.Context(), claimOf("b"))
	wantError(t, err, "does not answer in time")
	wantAway(t, address, "does not answer in time")
	way.Mend()
	for {
		if _, err = s.Claim(t.Context(), claimOf("b")); err == nil {
			break
		}
	}
	if c, err := s.Counts(t.Context()); c.Articles != 2 || err != nil {
		t.Errorf("Counts = %+v, %v, want both articles", c, err)
	}
}

func TestSentinelsTroubleIsExplained(t *testing.T) {
	s := storetest.StartSentinel(t, 1)
	wantRefused(t, strings.Replace(s.URL(), "mymaster", "other", 1), "the sentinels know no master of that name")
	const hasty = "?dial_timeout=200ms&max_retries=-1"
	wantAway(t, "redis+sentinel://:"+secret+"@127.0.0.1:1,127.0.0.1:2/mymaster"+hasty, "the sentinels 127.0.0.1:1,127.0.0.1:2")
	wantRefused(t, strings.Replace(s.URL(), "://", "://nobody:"+secret+"@", 1), "refuses the user or password")
}

// TestSentinelsThatWantAPasswordAreExplained asks sentinels that serve no
// stranger without what they want, with something else, and with it.
func TestSentinelsThatWantAPasswordAreExplained(t *testing.T) {
	s := storetest.StartSentinel(t, 0)
	s.Guard(t, "guard", "right")
	const why = "the sentinels refuse the user or password"
	for _, address := range []string{s.URL(), s.URL() + "?sentinel_user=guard&sentinel_password=" + secret} {
		wantRefused(t, address, why)
		if _, err := store.Open(t.Context(), address, store.Config{}); errors.Is(err, store.ErrAway) || strings.Contains(err.Error(), "\n") {
			t.Errorf("Open = %q, want one line, and nothing to wait for", err)
		}
	}
	open(t, s.URL()+"?sentinel_user=guard&sentinel_password=right", store.Config{}).Close()
}

// TestAMasterThatIsForgottenIsAnError has sentinels forget the master of a store
// that is open, and the master die: nothing is written, and nobody told that it
// was.
func TestAMasterThatIsForgottenIsAnError(t *testing.T) {
	s := storetest.StartSentinel(t, 0)
	books := open(t, s.Address(), store.Config{})
	defer books.Close()
	for _, one := range s.Sentinels {
		one.Do(t, "SENTINEL", "REMOVE", "mymaster")
	}
	s.Servers[0].Kill()
	for _, err := range []error{books.PutSetting(t.Context(), "a", "b"), books.PutSetting(t.Context(), "a", "b")} {
		if err == nil {
			t.Error("PutSetting without a server went well")
		}
	}
	_, err := books.Setting(t.Context(), "a")
	wantError(t, err, "the sentinels know no master of that name")
}

func TestWrongKindOfServerIsExplained(t *testing.T) {
	c := storetest.StartCluster(t, 0)
	prefix := ""
	for i := 0; prefix == ""; i++ { // one that is elsewhere
		if p := fmt.Sprint("p", i); c.Holder(t, "{"+p+"}:") != c.Nodes[0] {
			prefix = p
		}
	}
	elsewhere := c.Nodes[0].URL() + "?prefix=" + prefix
	wantRefused(t, elsewhere, "write redis+cluster://")
	if _, err := store.Open(t.Context(), elsewhere, store.Config{}); errors.Is(err, store.ErrAway) {
		t.Errorf("Open = %v, which is not to be waited for", err)
	}
	var log bytes.Buffer
	here := c.Holder(t, "{"+prefix+"}:").URL() + "?prefix=" + prefix
	s := open(t, here, store.Config{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	s.Close()
	if !strings.Contains(log.String(), "write redis+cluster://") {
		t.Errorf("a node that has our keys for now: log = %s", &log)
	}
	single := storetest.StartRedis(t)
	wantRefused(t, strings.Replace(single.URL(), "redis://", "redis+cluster://", 1), "is no cluster")
	wantRefused(t, strings.Replace(single.URL(), "/0", "/99", 1), "no database of that number")
}

// TestProtectedModeIsExplained asks what answers as a server in protected mode
// does: a real one answers so to other machines alone.
func TestProtectedModeIsExplained(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			c.Read(make([]byte, 1<<10))
			fmt.Fprint(c, "-DENIED Redis is running in protected mode because protected mode is enabled\r\n")
			c.Close()
		}
	}()
	wantRefused(t, "redis://"+l.Addr().String(), "protected mode")
}
