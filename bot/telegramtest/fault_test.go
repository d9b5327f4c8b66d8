package telegramtest_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// bot returns a client that reaches the server without a network.
func bot(s *telegramtest.Server) *http.Client { return &http.Client{Transport: s.Transport()} }

func get(ctx context.Context, s *telegramtest.Server, method string, query string) (int, string, error) {
	r, err := http.NewRequestWithContext(ctx, "GET", "http://telegram/bot"+s.Token()+"/"+method+"?"+query, nil)
	if err != nil {
		return 0, "", err
	}
	answer, err := bot(s).Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body), err
}

func TestFaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := telegramtest.New(telegramtest.Config{})
		sara := s.User("Sara", "fa")
		chat := sara.Private()
		sara.Say(chat, "/start")
		send := "text=x&chat_id=" + url.QueryEscape(itoa(chat.ID()))
		arrived := 1
		for _, c := range []struct {
			fault    telegramtest.Fault
			status   int
			contains string
			arrives  bool
		}{
			{telegramtest.Fault{Kind: telegramtest.Flood, RetryAfter: 7}, 429, `"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}`, false},
			{telegramtest.Fault{Kind: telegramtest.Gateway}, 502, "<html>", false},
			{telegramtest.Fault{Kind: telegramtest.Gateway, Status: 200, Delivered: true}, 200, "<html>", true},
			{telegramtest.Fault{Kind: telegramtest.Refuse, Status: 500, Description: "Internal Server Error"}, 500, `"error_code":500`, false},
			{telegramtest.Fault{Kind: telegramtest.Truncate}, 200, `{"ok":true`, true},
			{telegramtest.Fault{Kind: telegramtest.Hang}, 0, "deadline exceeded", false},
			{telegramtest.Fault{Kind: telegramtest.Hang, Delivered: true}, 0, "deadline exceeded", true},
			{telegramtest.Fault{Kind: telegramtest.Reset}, 0, "connection reset", false},
			{telegramtest.Fault{Kind: telegramtest.Reset, Delivered: true}, 0, "connection reset", true},
			{telegramtest.Fault{Method: "getMe"}, 200, `"ok":true`, true},
			{telegramtest.Fault{Chat: 42}, 200, `"ok":true`, true},
		} {
			s.Fail(c.fault)
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			status, body, err := get(ctx, s, "sendMessage", send)
			cancel()
			if err != nil {
				body = err.Error()
			}
			if c.arrives {
				arrived++
			}
			if n := len(chat.Messages()); status != c.status || !strings.Contains(body, c.contains) || n != arrived {
				t.Errorf("%+v: %d %q, %d messages, want %d %q, %d", c.fault, status, body, n, c.status, c.contains, arrived)
			}
			if c.contains == `{"ok":true` && json.Valid([]byte(body)) {
				t.Errorf("%+v: the answer is whole", c.fault)
			}
		}
		s.Fail(telegramtest.Fault{Kind: telegramtest.Flood, Method: "sendmessage", Chat: chat.ID(), Count: 2})
		for _, want := range []int{429, 429, 200} {
			if status, body, err := get(t.Context(), s, "sendMessage", send); status != want {
				t.Errorf("status %d, want %d: %s %v", status, want, body, err)
			}
		}
	})
}

// TestFaultsByChance holds that a rate hits that share of the calls, the same
// ones for the same seed, and that Any brings every kind of fault.
func TestFaultsByChance(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const calls = 4000
		run := func(seed uint64) (errors []string, faults int) {
			s := telegramtest.New(telegramtest.Config{})
			s.Fail(telegramtest.Fault{Kind: telegramtest.Any, Method: "getMe", Rate: 0.05, Seed: seed})
			for range calls {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				get(ctx, s, "getMe", "")
				cancel()
			}
			s.Heal()
			for range 100 {
				if status, body, err := get(t.Context(), s, "getMe", ""); status != 200 || err != nil || !json.Valid([]byte(body)) {
					t.Fatalf("after Heal: %d %s %v", status, body, err)
				}
			}
			for _, c := range s.Calls() {
				errors = append(errors, c.Error)
				if c.Fault {
					faults++
				}
			}
			return errors, faults
		}
		first, faults := run(7)
		if faults < calls*3/100 || faults > calls*7/100 {
			t.Errorf("%d of %d calls met a fault of 5 %%", faults, calls)
		}
		for _, kind := range []string{"Too Many Requests", "a page of HTML", "Internal Server Error", "no answer", "connection reset", "answer cut short"} {
			if !slices.ContainsFunc(first, func(e string) bool { return strings.HasPrefix(e, kind) }) {
				t.Errorf("no call met %q", kind)
			}
		}
		if again, _ := run(7); !slices.Equal(again, first) {
			t.Error("the same seed gives other faults")
		}
		if other, _ := run(8); slices.Equal(other, first) {
			t.Error("another seed gives the same faults")
		}
	})
}

func TestFaultsOverTCP(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{})
	s.Fail(telegramtest.Fault{Kind: telegramtest.Reset})
	_, err := http.Get(s.URL() + "/bot" + s.Token() + "/getMe")
	if err == nil {
		t.Error("a broken connection gave an answer")
	}
	s.Fail(telegramtest.Fault{Kind: telegramtest.Hang, Method: "getChat"})
	ctx, cancel := context.WithCancel(t.Context())
	r, _ := http.NewRequestWithContext(ctx, "GET", s.URL()+"/bot"+s.Token()+"/getChat", nil)
	done := make(chan error)
	go func() {
		_, err := http.DefaultClient.Do(r)
		done <- err
	}()
	for !slices.ContainsFunc(s.Calls(), func(c telegramtest.Call) bool { return c.Method == "getChat" }) {
		must(t, call(t, s, "getMe", nil))
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("giving up gives %v", err)
	}
}
