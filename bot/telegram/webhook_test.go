package telegram_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/bot/telegramtest"
)

const hookSecret = "s3cret_-"

// post gives a webhook a request and returns its status.
func post(h http.Handler, body string, change func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/hook", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Telegram-Bot-Api-Secret-Token", hookSecret)
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func webhook(t *testing.T, take func(context.Context, telegram.Update) error) *telegram.Webhook {
	t.Helper()
	h, err := dial(t, "http://127.0.0.1").Webhook(hookSecret, take)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestWebhookRefuses(t *testing.T) {
	var taken int
	h := webhook(t, func(context.Context, telegram.Update) error { taken++; return nil })
	const update = `{"update_id":1,"message":{"message_id":1,"chat":{"id":5},"text":"a"}}`
	for name, c := range map[string]struct {
		body   string
		change func(*http.Request)
		want   int
	}{
		"no secret":    {update, func(r *http.Request) { r.Header.Del("X-Telegram-Bot-Api-Secret-Token") }, 401},
		"wrong secret": {update, func(r *http.Request) { r.Header.Set("X-Telegram-Bot-Api-Secret-Token", hookSecret+"x") }, 401},
		"get":          {update, func(r *http.Request) { r.Method = http.MethodGet }, 405},
		"form":         {update, func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }, 415},
		"no type":      {update, func(r *http.Request) { r.Header.Del("Content-Type") }, 415},
		"too long":     {strings.Repeat(" ", 5<<20), nil, 413},
	} {
		if got := post(h, c.body, c.change).Code; got != c.want {
			t.Errorf("%s: status %d, want %d", name, got, c.want)
		}
	}
	if taken != 0 {
		t.Errorf("%d refused updates were handed on", taken)
	}
	for _, secret := range []string{"", "a b", strings.Repeat("x", 257)} {
		if _, err := dial(t, "http://127.0.0.1").Webhook(secret, nil); !errors.Is(err, telegram.ErrSecret) {
			t.Errorf("the secret %q: %v", secret, err)
		}
	}
}

// TestWebhookHandsOnOnce holds that an update is handed on until it is taken,
// and not again; and that a malformed one is no obstacle.
func TestWebhookHandsOnOnce(t *testing.T) {
	var came []int64
	failing := true
	h := webhook(t, func(_ context.Context, u telegram.Update) error {
		came = append(came, u.ID)
		switch {
		case u.ID == 8:
			panic("a bug")
		case failing:
			return errors.New("the store is away")
		}
		return nil
	})
	const update = `{"update_id":7,"message":{"message_id":1,"chat":{"id":5},"text":"a"}}`
	for range 2 {
		if w := post(h, update, nil); w.Code != 503 || w.Header().Get("Retry-After") != "1" {
			t.Errorf("not taken: %d %v", w.Code, w.Header())
		}
	}
	failing = false
	for range 3 {
		if w := post(h, update, nil); w.Code != 200 {
			t.Errorf("taken: %d", w.Code)
		}
	}
	if w := post(h, `{"update_id":8}`, nil); w.Code != 503 {
		t.Errorf("after a panic: %d", w.Code)
	}
	for _, body := range []string{`{"update_id":9,"message":{"message_id":"x"}}`, `nonsense`, `{}`, `[]`, `null`, ``} {
		if w := post(h, body, nil); w.Code != 200 {
			t.Errorf("%q: %d", body, w.Code)
		}
	}
	if want := []int64{7, 7, 7, 8, 9, 0, 0, 0, 0, 0}; !slices.Equal(came, want) {
		t.Errorf("handed on: %v, want %v", came, want)
	}
}

// TestWebhookWaitsForTheFirst holds that an update that comes again while it
// is under way is not handed on a second time, and gets the same answer.
func TestWebhookWaitsForTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var taken atomic.Int64
		h := webhook(t, func(context.Context, telegram.Update) error {
			taken.Add(1)
			time.Sleep(time.Minute)
			return nil
		})
		var posts sync.WaitGroup
		for range 4 {
			posts.Go(func() {
				if w := post(h, `{"update_id":7}`, nil); w.Code != 200 {
					t.Errorf("status %d", w.Code)
				}
			})
		}
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if w := post(h, `{"update_id":7}`, func(r *http.Request) { *r = *r.WithContext(ctx) }); w.Code != 503 {
			t.Errorf("one that gave up: %d", w.Code)
		}
		posts.Wait()
		if taken.Load() != 1 {
			t.Errorf("taken %d times", taken.Load())
		}
	})
}

// TestWebhookOutlivesTheFirst holds that an update whose first request was
// given up is handed on again for one that waits with it.
func TestWebhookOutlivesTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var taken atomic.Int64
		h := webhook(t, func(ctx context.Context, _ telegram.Update) error {
			taken.Add(1)
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Minute):
				return nil
			}
		})
		ctx, cancel := context.WithCancel(t.Context())
		var posts sync.WaitGroup
		posts.Go(func() {
			if w := post(h, `{"update_id":0}`, func(r *http.Request) { *r = *r.WithContext(ctx) }); w.Code != 503 {
				t.Errorf("the one that gave up: %d", w.Code)
			}
		})
		synctest.Wait()
		for range 2 {
			posts.Go(func() {
				if w := post(h, `{"update_id":0}`, nil); w.Code != 200 {
					t.Errorf("one that waits with it: %d", w.Code)
				}
			})
		}
		synctest.Wait()
		cancel()
		posts.Wait()
		if taken.Load() != 2 {
			t.Errorf("taken %d times", taken.Load())
		}
	})
}

// TestWebhookTellsNoToken holds that the log of a panic is without the token.
func TestWebhookTellsNoToken(t *testing.T) {
	var log bytes.Buffer
	c, err := telegram.New(token, telegram.Config{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	h, err := c.Webhook(hookSecret, func(context.Context, telegram.Update) error { panic("no route to /bot" + token + "/x") })
	if err != nil {
		t.Fatal(err)
	}
	if post(h, `{"update_id":1}`, nil); strings.Contains(log.String(), "AAE-secr") || !strings.Contains(log.String(), "no route to") {
		t.Errorf("logged: %s", &log)
	}
}

// TestWebhookFromTheStrictServer sets a webhook and has updates brought to it.
func TestWebhookFromTheStrictServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mux := http.NewServeMux()
		s := telegramtest.New(telegramtest.Config{WebhookTransport: telegramtest.Direct(mux)})
		defer s.Close()
		c, err := telegram.New(s.Token(), telegram.Config{HTTPClient: &http.Client{Transport: s.Transport()}})
		if err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex // guards both
		var texts []string
		away := true
		h, err := c.Webhook(hookSecret, func(_ context.Context, u telegram.Update) error {
			mu.Lock()
			defer mu.Unlock()
			if away {
				return errors.New("away")
			}
			texts = append(texts, u.Message.Text)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		mux.Handle("/hook", h)
		if err := c.SetWebhook(t.Context(), "https://bot.example/hook", hookSecret, []string{telegram.UpdateMessage}); err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		sara := s.User("Sara", "fa")
		sara.Say(sara.Private(), "one")
		sara.Say(sara.Private(), "two")
		time.Sleep(2500 * time.Millisecond)
		info, err := c.WebhookInfo(t.Context())
		if err != nil || info.URL != "https://bot.example/hook" || info.Pending != 2 || !strings.Contains(info.Erred, "503") || !info.ErredSince(begin) {
			t.Errorf("info %+v, %v", info, err)
		}
		mu.Lock()
		away = false
		mu.Unlock()
		time.Sleep(2 * time.Second)
		mu.Lock()
		defer mu.Unlock()
		if !slices.Equal(texts, []string{"one", "two"}) {
			t.Errorf("taken: %q", texts)
		}
		if _, err := c.GetUpdates(t.Context(), 0, 0, nil); !telegram.Is(err, telegram.KindWebhook) {
			t.Errorf("polling beside a webhook: %v", err)
		}
		if err := c.SetWebhook(t.Context(), "http://bot.example/", hookSecret, nil); err == nil {
			t.Error("an http address was taken")
		}
	})
}

func FuzzWebhook(f *testing.F) {
	f.Add(`{"update_id":1,"message":{"chat":{"id":1},"text":"x"}}`)
	f.Add(`{"update_id":1e9}`)
	f.Add(`[{"update_id":1}]`)
	f.Fuzz(func(t *testing.T, body string) {
		h := webhook(t, func(_ context.Context, u telegram.Update) error {
			if u.Message != nil && u.Message.Chat.ID == 0 {
				t.Errorf("a message without a chat: %+v", u)
			}
			return nil
		})
		if w := post(h, body, nil); w.Code != 200 {
			t.Errorf("%q: %d", body, w.Code)
		}
	})
}
