package redis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// furnishedServer returns the address of a store on a server that holds something of
// everything, and the server.
func furnishedServer(t *testing.T) (string, *storetest.Server) {
	t.Helper()
	server, now := storetest.StartRedis(t), time.Now()
	s := open(t, server.URL(), store.Config{})
	defer s.Close()
	storetest.Furnish(t, s, now)
	for _, d := range []news.Delivery{{Recipient: news.Recipient{Chat: 20}, Text: "later", NotBefore: now.Add(72 * time.Hour), Class: 1},
		{Recipient: news.Recipient{Chat: 21}, Text: "urgent", Class: -2}} {
		if err := s.Enqueue(t.Context(), d.Text, d); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Chats(t.Context(), 0, 10); err != nil { // which makes the roster
		t.Fatal(err)
	}
	wantWrong(t, server.URL())
	return server.URL(), server
}

// wrong returns what contradicts itself in a store.
func wrong(t *testing.T, address string) []string {
	t.Helper()
	faults, err := store.Check(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range faults {
		all = append(all, f.Text)
	}
	return all
}

// wantWrong checks a store, and wants each of some words in a sentence of what is
// wrong, and nothing wrong if there are none.
func wantWrong(t *testing.T, address string, words ...string) {
	t.Helper()
	all := wrong(t, address)
	if len(words) == 0 && len(all) > 0 {
		t.Errorf("Check says %q, want nothing", all)
	}
	for _, w := range words {
		if !slices.ContainsFunc(all, func(text string) bool { return strings.Contains(text, w) }) {
			t.Errorf("Check says %q, want %q", all, w)
		}
	}
}

// rows are the kinds of keys that are compared as rows, that nothing follows from, or
// that are made anew: that one is gone contradicts nothing.
var rows = []string{"version", "confirmed", "claimed", "roster", "late", "sources", "settings", "moves", "purges", "ids:then",
	"once:", "batch:", "messages:", "lease:", "parked",
	"told:8000000000000001", "note:kept:1"} // which are over, and about to expire

// TestEveryKeyThatIsMissingIsSeen deletes each key of a store that others lead to, or
// that leads to others, one at a time.
func TestEveryKeyThatIsMissingIsSeen(t *testing.T) {
	address, server := furnishedServer(t)
	kinds := map[string]bool{}
	for key := range strings.FieldsSeq(strings.Trim(server.Do(t, "KEYS", "{rasad}:*"), "[]")) {
		name := strings.TrimPrefix(key, "{rasad}:")
		if slices.ContainsFunc(rows, func(r string) bool { return name == r || strings.HasSuffix(r, ":") && strings.HasPrefix(name, r) }) {
			continue
		}
		kind, _, _ := strings.Cut(name, ":")
		kinds[kind] = true
		server.Do(t, "RENAME", key, "kept")
		if len(wrong(t, address)) == 0 {
			t.Errorf("Check sees nothing wrong without %s", name)
		}
		server.Do(t, "RENAME", "kept", key)
	}
	if len(kinds) < 40 {
		t.Errorf("only %d kinds of keys were deleted: %v", len(kinds), kinds)
	}
	wantWrong(t, address)
}

// TestEveryLeftoverIsSeen adds to each list what is not there, and makes each count
// wrong.
func TestEveryLeftoverIsSeen(t *testing.T) {
	const chat, thread = "8000000000000063", "8000000000000000" // chat 99
	for _, test := range []struct{ command, want string }{
		{"ZADD lane:" + chat + " 999 999", "999 is in the lane of chat 99"},
		{"ZADD ready:0 1 " + chat, "chat 99 is ready"},
		{"ZADD ready:1 1 8000000000000015", "chat 21 has deliveries, but is in 2"},
		{"ZADD waiting 1 " + chat, "chat 99 waits"},
		{"ZADD waiting 1 8000000000000014", "chat 20 does not wait until"},
		{"ZADD closed 1 " + chat, "lane of chat 99 is closed"},
		{"HSET classes:" + chat + " 1 3", "chat 99 counts 3 of class 1, but there are 0"},
		{"ZADD held 1 999", "999 is among what is held"},
		{"ZADD holding 1 999", "999 is among what is held"},
		{"ZADD held:" + chat + " 999 999", "held for chat 99"},
		{"ZADD buried:" + chat + " 999 999", "999 is among what is buried of chat 99"},
		{"SADD graves " + chat, "chat 99 is among those that have buried"},
		{"ZADD parts:998 999 999", "999 is among the parts of 998"},
		{"HSET told:" + chat + " " + thread + "a1 999", `article "a1" by delivery 999`},
		{"HSET delivery:999 chat " + chat + " state lost", `999 is "lost"`},
		{"ZADD outbox 1 a1", `outbox lists article "a1"`},
		{"HSET entry:a1 chunk 0", `entry of article "a1"`},
		{"ZADD articles 1 0000000000000099a1", `archive lists article "a1"`},
		{"ZADD articles:terror 1 0000000000000099a1", `topic "terror" lists article "a1"`},
		{"ZADD claimed 99 a1", "claim 99"},
		{"HSET article:a1 place 0000000000000099a1 topics []", `article "a1" is not in the archive`},
		{"HSET work j1 x", `job "j1" is there`},
		{"HSET late j1 1", `job "j1" is far ahead`},
		{"ZADD jobs 1 j1", `job "j1" is due`},
		{"HSET seen:1 size 9", "seen in period 1 is 9"},
		{"HSET seen:9:0:1 abcdefgh ''", "period 9"},
		{"SADD chats " + chat, "chat 99 is among the chats"},
		{"HSET chat:" + chat + " state stopped", "chat 99 is there"},
		{"HSET mutes " + chat + " []", "chat 99 mutes"},
		{"ZADD subscribers:terror 0 " + chat + thread, `chat 99 is among the subscribers of topic "terror"`},
		{"HSET filters:terror " + chat + thread + " {}", `chat 99 has a filter for topic "terror"`},
		{"HSET config " + chat + thread + "terror 1", `subscribes chat 99 to topic "terror"`},
		{"HSET chat:8000000000000001 state stopped", `chat 1 has been stopped, but is among the subscribers`},
		{"SADD watches:" + chat + " w9", `chat 99 lists watch "w9"`},
		{"ZADD changes 9000000000000000 w1", `change of watch "w1" is number 9000000000000000`},
		{"SADD voted:" + chat + " a1", `chat 99 lists article "a1"`},
		{"SADD voter:" + chat + " " + chat + "a1", "user 99 is said to have voted"},
		{"HSET approvals uterror 7", `on topic "terror" is 7, but there are 1`},
		{"HSET approvals:other uterm 7", `on term "term" of topic "other" is 7, but there are 0`},
		{"ZADD guests 0 " + chat, "guest 99 is among the guests"},
		{"HSET guest:" + chat + " name x", "guest 99 is there"},
		{"SADD invitations i9", "invitation"},
		{"HSET invitation:i9 uses 1", "invitation"},
		{"SET note:n9 " + chat + "0 text", `note "n9" is not among those of chat 99`},
		{"SET note:n9 odd", `"note:n9", or where that leads to, cannot be read`},
		{"SET subscribers:odd 1", `"subscribers:odd", or`},
		{"HSET subscriptions:" + chat + " " + thread + "terror odd", `"subscriptions:` + chat + `", or`},
		{"ZADD notes:" + chat + " +inf n9", `chat 99 lists note "n9"`},
		{"ZADD notes:" + chat + " 9000000000000000 n9", `chat 99 lists note "n9"`},
		{"SET epoch {rasad}:epoch:move:x", "which store moved here is not there"},
		{"SET ids 1", "but the last one is 1"},
		{"HSET counts pending 99", "count of pending is 99"},
		{"HSET counts subscriptions 99", "count of subscriptions is 99"},
	} {
		t.Run(test.command, func(t *testing.T) {
			address, server := furnishedServer(t)
			words := strings.Split(test.command, " ")
			if words[0] == "SET" {
				words = strings.SplitN(test.command, " ", 3)
			}
			words[1] = "{rasad}:" + words[1]
			server.Do(t, words...)
			wantWrong(t, address, test.want)
		})
	}
}

// TestAPurgeCountsAnew makes counts wrong, which is no damage, and the next purge makes
// them right, of whatever sign they were; what else was counted stays.
func TestAPurgeCountsAnew(t *testing.T) {
	address, server := furnishedServer(t)
	s := open(t, address, store.Config{})
	defer s.Close()
	want, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{
		"HSET {rasad}:counts pending -1 attempting 77 buried 99 subscriptions 1", "HDEL {rasad}:counts joined held",
		"HSET {rasad}:approvals uterror 7", "HSET {rasad}:approvals:other uterm 7",
	} {
		server.Do(t, strings.Fields(command)...)
	}
	faults, err := store.Check(t.Context(), address)
	if err != nil || len(faults) < 7 || slices.ContainsFunc(faults, func(f store.Fault) bool { return !f.Mends }) {
		t.Errorf("Check = %+v, %v, want each count, which mends", faults, err)
	}
	if _, err := s.Purge(t.Context(), news.Keep{}); err != nil {
		t.Fatal(err)
	}
	wantWrong(t, address)
	if got, err := s.Counts(t.Context()); got != want || err != nil {
		t.Errorf("Counts after a purge = %+v, %v, want %+v", got, err, want)
	}
}

// TestAStoreInUseIsSound checks a store again and again while alerts are written and
// sent.
func TestAStoreInUseIsSound(t *testing.T) {
	server := storetest.StartRedis(t)
	s := open(t, server.URL(), store.Config{})
	defer s.Close()
	done := make(chan error, 1)
	go func() {
		var err error
		for i := 0; i < 1000 && err == nil; i++ {
			chat := int64(i % 7)
			err = s.Enqueue(t.Context(), fmt.Sprint(i), news.Delivery{Recipient: news.Recipient{Chat: chat}, Text: "x", Class: news.Class(i % 3)})
			if i%2 == 0 && err == nil {
				var ds []news.Delivery
				if ds, err = s.Reserve(t.Context(), 1); err == nil && len(ds) > 0 {
					if _, err = s.Begin(t.Context(), ds[0].ID, 0); err == nil {
						err = s.Finish(t.Context(), ds[0].ID, i)
					}
				}
			}
		}
		done <- err
	}()
	for checks := 0; ; checks++ {
		select {
		case err := <-done:
			if err != nil || checks == 0 {
				t.Errorf("%v, after %d checks", err, checks)
			}
			wantWrong(t, server.URL())
			return
		default:
			wantWrong(t, server.URL())
		}
	}
}

// TestAnotherVersionIsToldApart checks stores of an older and of a newer program: the
// one is to be opened, the other to be left to that.
func TestAnotherVersionIsToldApart(t *testing.T) {
	address, server := furnishedServer(t)
	for version, want := range map[string]string{
		"3": "rasad run brings it up to that", "99": "run the newer program", "odd": "run the newer program", "": "there is no store",
	} {
		server.Do(t, "SET", "{rasad}:version", version)
		if version == "" {
			server.Do(t, "DEL", "{rasad}:version")
		}
		_, err := store.Check(t.Context(), address)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "(prefix rasad)") {
			t.Errorf("Check of version %q = %v, want %q and the prefix", version, err, want)
		}
	}
}
