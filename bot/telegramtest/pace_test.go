package telegramtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestSlowRepeats holds the pace at which the same offset may be asked for,
// where there are limits.
func TestSlowRepeats(t *testing.T) {
	for _, limits := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			s := telegramtest.New(telegramtest.Config{Limits: limits})
			sara := s.User("Sara", "fa")
			ask := func(query string) (updates int, took time.Duration) {
				begin := time.Now()
				_, body, err := get(t.Context(), s, "getUpdates", query)
				if err != nil {
					t.Fatal(err)
				}
				return strings.Count(body, "update_id"), time.Since(begin)
			}
			for range 3 {
				sara.Say(sara.Private(), "x")
			}
			one, three := 3, time.Duration(0)
			if limits {
				one, three = 1, 3*time.Second
			}
			for _, c := range []struct {
				query   string
				after   time.Duration
				updates int
				took    time.Duration
			}{
				{"", 0, 3, 0},
				{"", 0, one, 0}, // the same again, at once
				{"", 600 * time.Millisecond, 3, 0},
				{"offset=2", 0, 2, 0}, // another offset
				{"offset=4", 0, 0, 0},
				{"offset=4", 0, 0, three}, // nothing there: a poll that is longer than asked
				{"offset=4", 4 * time.Second, 0, 0},
				{"offset=4&timeout=10", 0, 0, 10 * time.Second},
			} {
				time.Sleep(c.after)
				if n, took := ask(c.query); n != c.updates || took != c.took {
					t.Errorf("limits %v: %q after %v gives %d updates in %v, want %d in %v", limits, c.query, c.after, n, took, c.updates, c.took)
				}
			}
		})
	}
}

// TestConflictsAreToldLate holds that of two conflicts in a row the second is
// told three seconds later, where there are limits.
func TestConflictsAreToldLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegramtest.New(telegramtest.Config{Limits: true})
		took := make(chan time.Duration, 3)
		for i := range 3 {
			go func() {
				begin := time.Now()
				status, _, _ := get(t.Context(), s, "getUpdates", "timeout=50&offset="+itoa(int64(-i)))
				if status == 409 {
					took <- time.Since(begin)
				}
			}()
			synctest.Wait()
		}
		if first, second := <-took, <-took; first != 0 || second != 3*time.Second {
			t.Errorf("told after %v and %v", first, second)
		}
		time.Sleep(time.Minute)
	})
}

// TestOffsetFarAhead holds that the offset of another bot acknowledges
// nothing.
func TestOffsetFarAhead(t *testing.T) {
	w := newWorld(t, telegramtest.Config{})
	if got := ids(t, w.Server, params{"offset": 5000}); len(got) != 1 {
		t.Errorf("an offset far ahead gives %v", got)
	}
	if got := ids(t, w.Server, params{"offset": 3}); len(got) != 0 {
		t.Errorf("an offset a little ahead gives %v", got)
	}
}

// TestAdvance holds that moving the clock moves all that waits.
func TestAdvance(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{})
	sara := s.User("Sara", "fa")
	done := make(chan reply)
	go func() { done <- call(t, s, "getUpdates", params{"timeout": 50}) }()
	for len(s.Calls()) == 0 {
	}
	before := s.Now()
	s.Advance(time.Hour)
	if r := <-done; !r.OK || string(r.Result) != "[]" {
		t.Errorf("the poll ends with %+v", r)
	}
	if m := sara.Say(sara.Private(), "x"); m.SentAt.Sub(before) < time.Hour {
		t.Errorf("sent at %v, an hour after %v", m.SentAt, before)
	}
	s.Advance(25 * time.Hour)
	if got := ids(t, s, nil); len(got) != 0 {
		t.Errorf("after a day come %v", got)
	}
}

func TestLimits(t *testing.T) {
	w := newWorld(t, telegramtest.Config{Limits: true})
	for range 3 {
		must(t, w.say(w.chat.ID()))
	}
	r := w.say(w.chat.ID())
	if r.Code != 429 || r.Description != "Too Many Requests: retry after 1" || r.Parameters.RetryAfter != 1 {
		t.Errorf("a fourth message at once: %+v", r)
	}
	w.now = w.now.Add(time.Second)
	must(t, w.say(w.chat.ID()))

	group := w.group(telegramtest.Group, telegramtest.Member)
	for range 3 {
		must(t, w.say(group.ID()))
	}
	if r := w.say(group.ID()); r.Code != 429 || r.Parameters.RetryAfter != 1 {
		t.Errorf("four messages to a group at once: %+v", r)
	}
	sent := 3
	for w.now = w.now.Add(time.Second); w.say(group.ID()).OK; w.now = w.now.Add(time.Second) {
		sent++
	}
	if sent < 20 || sent > 30 { // the minute's twenty, and one for each three seconds that passed
		t.Errorf("%d messages to a group, one a second", sent)
	}
	edit := params{"chat_id": group.ID(), "message_id": group.Messages()[len(group.Messages())-1].ID, "text": "another"}
	if r := call(t, w.Server, "editMessageText", edit); r.Code != 429 {
		t.Errorf("an edit in a group after that: %+v", r)
	}
	answer, err := http.Get(w.URL() + "/bot" + w.Token() + "/sendMessage?text=x&chat_id=" + itoa(group.ID()))
	if err != nil {
		t.Fatal(err)
	}
	if answer.Body.Close(); answer.Header.Get("Retry-After") == "" {
		t.Errorf("headers %v", answer.Header)
	}
	w.now = w.now.Add(time.Minute)
	for i := range 30 {
		u := w.User(fmt.Sprint("user ", i), "en")
		u.Say(u.Private(), "/start")
		must(t, w.say(u.ID()))
	}
	if r := w.say(w.chat.ID()); r.Code != 429 {
		t.Errorf("31 messages in a second: %+v", r)
	}
}
