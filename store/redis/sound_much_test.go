package redis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestMuchDamageIsNeverMissed deletes more records than are told of, of deliveries and
// of articles: whoever checks the store, however often, is told of a hundred.
func TestMuchDamageIsNeverMissed(t *testing.T) {
	server := storetest.StartRedis(t)
	s := open(t, server.URL(), store.Config{})
	defer s.Close()
	const records, most, checks = 150, 100, 30
	var articles []string
	for i := range records {
		articles = append(articles, fmt.Sprint("a", i))
	}
	for i, id := range alert(t, s, 1, articles...) {
		server.Do(t, "DEL", fmt.Sprint("{rasad}:delivery:", id), fmt.Sprint("{rasad}:article:", articles[i]))
	}
	for range checks {
		if n := len(wrong(t, server.URL())); n != most {
			t.Fatalf("Check tells of %d faults, want %d", n, most)
		}
	}
}

// TestACheckLooksInSteps checks a store in which much was seen, and long lanes whose
// classes are counted: all that a key leads to counts towards what is looked at in one
// step, and what is wrong in a later one is seen.
func TestACheckLooksInSteps(t *testing.T) {
	const chats, long, seen, most = 10, 900, 210_000, 4000
	server := storetest.StartRedis(t)
	s := open(t, server.URL(), store.Config{})
	defer s.Close()
	for chat := range chats {
		lane := []string{"ZADD", fmt.Sprintf("{rasad}:lane:80000000000000%02d", chat)}
		for i := range long {
			lane = append(lane, fmt.Sprint(i), fmt.Sprint(i))
		}
		server.Do(t, lane...)
		server.Do(t, "HSET", fmt.Sprintf("{rasad}:classes:80000000000000%02d", chat), "1", "1")
	}
	if n := longestScript(t, server, func() { wantWrong(t, server.URL(), "does not wait there") }); n < long || n > most {
		t.Errorf("looking at lanes, a script called up to %d commands, want %d to %d", n, long, most)
	}
	server.Do(t, "FLUSHALL")
	s = open(t, server.URL(), store.Config{})
	defer s.Close()
	for first := 0; first < seen; first += 10_000 {
		if err := s.MarkSeen(t.Context(), itemKeys(first, 10_000)); err != nil {
			t.Fatal(err)
		}
	}
	if n := longestScript(t, server, func() { wantWrong(t, server.URL()) }); n < long || n > most {
		t.Errorf("looking at what was seen, a script called up to %d commands, want %d to %d", n, long, most)
	}
	server.Do(t, "HSET", "{rasad}:seen:1", "size", fmt.Sprint(seen+1))
	wantWrong(t, server.URL(), fmt.Sprintf("period 1 is %d, but there are %d", seen+1, seen))
}

// longestScript returns how many commands a script has called at most while a function
// ran.
func longestScript(t *testing.T, server *storetest.Server, during func()) (most int) {
	t.Helper()
	for setting, value := range map[string]string{"slowlog-log-slower-than": "0", "slowlog-max-len": "1000000"} {
		server.Do(t, "CONFIG", "SET", setting, value)
	}
	server.Do(t, "SLOWLOG", "RESET")
	during()
	server.Do(t, "CONFIG", "SET", "slowlog-log-slower-than", "-1")
	log, err := admin(t, server.URL()).SlowLogGet(t.Context(), -1).Result()
	if err != nil {
		t.Fatal(err)
	}
	called := 0
	for _, entry := range log {
		if strings.HasPrefix(strings.ToLower(entry.Args[0]), "eval") {
			called = 0
			continue
		}
		called++
		most = max(most, called)
	}
	return most
}
