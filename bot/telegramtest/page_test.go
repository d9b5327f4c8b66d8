package telegramtest_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// browse opens a chat page in a headless Chromium of the width and height of
// a phone.
func browse(t *testing.T, page http.Handler) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("chromium is not installed")
		}
		t.Skip("chromium is not installed")
	}
	server := httptest.NewServer(page)
	t.Cleanup(server.Close)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.WindowSize(420, 900))
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stopAllocator)
	ctx, closeBrowser := chromedp.NewContext(allocator)
	t.Cleanup(closeBrowser)
	do(t, ctx, chromedp.Navigate(server.URL))
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// do acts in the browser.
func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// read returns the value of a JavaScript expression in the page.
func read(t *testing.T, ctx context.Context, expression string) string {
	t.Helper()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// await waits until a JavaScript condition holds in the page.
func await(t *testing.T, ctx context.Context, condition string) {
	t.Helper()
	_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`new Promise(resolve => {
		const check = () => { if (`+condition+`) resolve(true) }
		new MutationObserver(check).observe(document, {subtree: true, childList: true, attributes: true, characterData: true})
		check()
	})`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("page does not come to %s: %v", condition, err)
	}
}

func TestPageShowsAndActs(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{})
	sara := s.User("سارا", "fa")
	chat := sara.Private()
	sara.Say(chat, "/start")
	acknowledge(t, s)
	ctx := browse(t, s.ChatPage(chat, sara))

	sent := send(t, s, params{
		"chat_id": chat.ID(), "parse_mode": "HTML",
		"text":         `😀 خبر <b>طالبان</b> و <b>داعش</b> <a href="https://example.com/1">متن</a> &lt;img src=x onerror=alert(1)&gt;`,
		"reply_markup": inline(params{"text": "گوش نده", "callback_data": "mute:7"}),
	})
	await(t, ctx, `document.querySelector('.text b')`)
	for expression, want := range map[string]string{
		`[...document.querySelectorAll('.text b')].map(b => b.textContent).join(' ')`:            "طالبان داعش",
		`document.querySelector('.text a[href^=https]').href`:                                    "https://example.com/1",
		`getComputedStyle(document.querySelector('article:not(.mine) .text')).direction`:         "rtl",
		`String(document.querySelectorAll('#chat img, #chat script').length)`:                    "0",
		`String(document.documentElement.scrollWidth <= innerWidth)`:                             "true",
		`String(performance.getEntriesByType('resource').every(r => r.name.startsWith(origin)))`: "true",
	} {
		if got := read(t, ctx, expression); got != want {
			t.Errorf("%s = %s, want %s", expression, got, want)
		}
	}

	do(t, ctx, chromedp.Click(chromedp.CSS(".row button")))
	var q struct {
		CallbackQuery struct {
			ID, Data string
			Message  struct {
				ID int `json:"message_id"`
			}
		} `json:"callback_query"`
	}
	decode(t, poll(t, s)[0], &q)
	if q.CallbackQuery.Data != "mute:7" || q.CallbackQuery.Message.ID != sent {
		t.Errorf("pressing gives %+v", q)
	}
	must(t, call(t, s, "answerCallbackQuery", params{"callback_query_id": q.CallbackQuery.ID, "text": "خاموش شد"}))
	await(t, ctx, `!document.getElementById('toast').hidden`)
	if toast := read(t, ctx, `document.getElementById('toast').textContent`); toast != "خاموش شد" {
		t.Errorf("the answer shows as %q", toast)
	}

	acknowledge(t, s)
	do(t, ctx, chromedp.SendKeys(chromedp.CSS("#box"), "/topics"), chromedp.Click(chromedp.CSS("#send")))
	var m struct{ Message struct{ Text string } }
	decode(t, poll(t, s)[0], &m)
	if m.Message.Text != "/topics" {
		t.Errorf("writing gives %+v", m)
	}

	must(t, call(t, s, "editMessageText", params{"chat_id": chat.ID(), "message_id": sent, "text": "دگرگون"}))
	await(t, ctx, `!document.querySelector('.text b') && document.body.innerText.includes('دگرگون')`)
	must(t, call(t, s, "deleteMessage", params{"chat_id": chat.ID(), "message_id": sent}))
	await(t, ctx, `!document.querySelector('article:not(.mine)')`)
}

func TestPageRefusesOtherSites(t *testing.T) {
	s := telegramtest.New(telegramtest.Config{})
	sara := s.User("Sara", "en")
	page := s.ChatPage(sara.Private(), sara)
	for name, c := range map[string]struct {
		body, site string
		status     int
	}{
		"own":     {`{"say":"hello"}`, "same-origin", 200},
		"foreign": {`{"say":"hello"}`, "cross-site", 403},
		"junk":    {`hello`, "same-origin", 400},
		"empty":   {`{"say":" "}`, "same-origin", 409},
		"nothing": {`{"message":9,"press":"x"}`, "same-origin", 404},
	} {
		r := httptest.NewRequest("POST", "/", strings.NewReader(c.body))
		r.Header.Set("Sec-Fetch-Site", c.site)
		w := httptest.NewRecorder()
		page.ServeHTTP(w, r)
		if w.Code != c.status {
			t.Errorf("%s: status %d, want %d: %s", name, w.Code, c.status, w.Body)
		}
	}
	w := httptest.NewRecorder()
	page.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") {
		t.Errorf("policy %q", policy)
	}
	if n := len(sara.Private().Messages()); n != 1 {
		t.Errorf("%d messages were written, want 1", n)
	}
}

func inline(buttons ...params) params { return params{"inline_keyboard": [][]params{buttons}} }

func decode(t *testing.T, raw json.RawMessage, v any) {
	t.Helper()
	if err := json.Unmarshal(raw, v); err != nil {
		t.Fatal(err)
	}
}
