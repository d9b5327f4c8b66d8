package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/move"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestAMoveSeesWhatIsNotFoundThere harms what a server derives from rows, which are
// all there: no service opens that store, and the next move makes it good.
func TestAMoveSeesWhatIsNotFoundThere(t *testing.T) {
	server, from := storetest.StartRedis(t), furnished(t)
	const one = "8000000000000001" // chat 1
	for _, harm := range []string{
		"DEL lane:" + one, "DEL ready:0", "DEL waiting", "DEL closed", "DEL held", "DEL graves", "DEL told:8000000000000002",
		"DEL subscribers:terror", "DEL filters:terror", "DEL config", "DEL mutes", "DEL watches:" + one, "DEL articles:terror",
		"DEL approvals", "DEL voter:" + one, "HSET counts pending 99", "ZADD lane:" + one + " 999 999", "ZADD subscribers:sport 0 " + one + one,
	} {
		t.Run(harm, func(t *testing.T) {
			server.Do(t, "FLUSHALL")
			words := strings.Fields(harm)
			words[1] = "{rasad}:" + words[1]
			report, err := store.Migrate(t.Context(), from, server.URL(), store.Migration{Clock: now, Began: func(k move.Kind) {
				if k == "" {
					server.Do(t, words...)
				}
			}})
			if !errors.Is(err, store.ErrUnsound) || len(report.Wrong) == 0 || report.Whole() || !report.Equal() {
				t.Errorf("Migrate = %+v, %v, want ErrUnsound and what is wrong", report, err)
			}
			if s, err := store.Open(t.Context(), server.URL(), store.Config{Clock: now}); err == nil {
				s.Close()
				t.Error("Open takes what contradicts itself")
			}
			migrates(t, from, server.URL(), store.Migration{}, true)
			server.Do(t, words...)
			migrates(t, from, server.URL(), store.Migration{}, true) // though it had ended
		})
	}
}

// TestAMoveLeavesNothingOfAnother moves a store to where a broken-off move has left
// something of every kind of key.
func TestAMoveLeavesNothingOfAnother(t *testing.T) {
	server, from := storetest.StartRedis(t), furnished(t)
	keys := func() []string {
		all := strings.Fields(strings.Trim(server.Do(t, "KEYS", "*"), "[]"))
		slices.Sort(all)
		return slices.DeleteFunc(all, func(key string) bool { return key == "{rasad}:roster" }) // which is made when it is asked for
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err := store.Migrate(ctx, from, server.URL(), store.Migration{Clock: now, Began: func(k move.Kind) {
		if k == "" {
			cancel()
		}
	}})
	if err == nil {
		t.Error("Migrate goes on when it is to end")
	}
	want := keys()
	for _, key := range want {
		server.Do(t, "COPY", key, key+"0")
	}
	migrates(t, from, server.URL(), store.Migration{}, true)
	if got := keys(); !slices.Equal(got, want) {
		t.Errorf("there are the keys\n%q\nwant\n%q", got, want)
	}
}
