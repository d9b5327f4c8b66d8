package telegramtest_test

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// A listener is a bot's webhook that notes what comes.
type listener struct {
	mu     sync.Mutex
	came   []arrival
	answer func(w http.ResponseWriter, r *http.Request, u arrival)
}

type arrival struct {
	at      time.Time
	header  http.Header
	body    string
	id      int64
	message struct {
		Text string
		Chat struct{ ID int64 }
	}
}

func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var u struct {
		ID      int64 `json:"update_id"`
		Message json.RawMessage
	}
	json.Unmarshal(body, &u)
	a := arrival{at: time.Now(), header: r.Header, body: string(body), id: u.ID}
	json.Unmarshal(u.Message, &a.message)
	l.mu.Lock()
	l.came = append(l.came, a)
	l.mu.Unlock()
	if l.answer != nil {
		l.answer(w, r, a)
	}
}

// ids returns the IDs of the updates that came, in their order.
func (l *listener) ids() []int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	var ids []int64
	for _, a := range l.came {
		ids = append(ids, a.id)
	}
	return ids
}

// hooked runs a test in virtual time with a server that knows Sara and brings
// updates to the listener.
func hooked(t *testing.T, l *listener, do func(t *testing.T, s *telegramtest.Server, sara *telegramtest.User)) {
	synctest.Test(t, func(t *testing.T) {
		s := telegramtest.New(telegramtest.Config{WebhookTransport: telegramtest.Direct(l)})
		defer s.Close()
		do(t, s, s.User("Sara", "fa"))
	})
}

// ask makes a call without a network and returns its answer.
func ask(t *testing.T, s *telegramtest.Server, method string, v url.Values) string {
	t.Helper()
	_, body, err := get(t.Context(), s, method, v.Encode())
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestWebhookGetsUpdates(t *testing.T) {
	l := &listener{}
	hooked(t, l, func(t *testing.T, s *telegramtest.Server, sara *telegramtest.User) {
		sara.Say(sara.Private(), "before")
		set := url.Values{"url": {"https://bot.example/hook?x=1"}, "secret_token": {"s3cret-_"}, "max_connections": {"7"}, "allowed_updates": {`["message"]`}}
		if got := ask(t, s, "setWebhook", set); got != `{"ok":true,"result":true,"description":"Webhook was set"}` {
			t.Error(got)
		}
		synctest.Wait()
		sara.Say(sara.Private(), "after")
		sara.Block() // my_chat_member, which was not asked for
		synctest.Wait()
		if got := l.ids(); !slices.Equal(got, []int64{1, 2}) {
			t.Fatalf("updates %v came", got)
		}
		a := l.came[0]
		if h := a.header; h.Get("X-Telegram-Bot-Api-Secret-Token") != "s3cret-_" || h.Get("Content-Type") != "application/json" {
			t.Errorf("headers %v", h)
		}
		if !strings.HasPrefix(a.body, `{"message":{`) || a.message.Text != "before" {
			t.Errorf("body %s", a.body)
		}
		want := `{"ok":true,"result":{"url":"https://bot.example/hook?x=1","has_custom_certificate":false,"pending_update_count":0,"max_connections":7,"allowed_updates":["message"]}}`
		if got := ask(t, s, "getWebhookInfo", nil); got != want {
			t.Errorf("info %s", got)
		}
		if got := ask(t, s, "setWebhook", set); !strings.Contains(got, "Webhook is already set") {
			t.Error(got)
		}
		for _, want := range []string{"Webhook was deleted", "Webhook is already deleted"} {
			if got := ask(t, s, "deleteWebhook", nil); !strings.Contains(got, want) {
				t.Error(got)
			}
		}
		sara.Say(sara.Private(), "to be polled")
		if got := ask(t, s, "getUpdates", nil); !strings.Contains(got, "to be polled") || strings.Contains(got, "after") {
			t.Errorf("polled %s", got)
		}
	})
}

// TestWebhookIsTriedAgain holds that what is not taken with a 2xx comes again
// ever later, at most two minutes, for a day, and holds up its chat alone.
func TestWebhookIsTriedAgain(t *testing.T) {
	l := &listener{}
	hooked(t, l, func(t *testing.T, s *telegramtest.Server, sara *telegramtest.User) {
		omid := s.User("Omid", "en")
		l.answer = func(w http.ResponseWriter, _ *http.Request, a arrival) {
			if a.message.Chat.ID == sara.ID() {
				w.WriteHeader(http.StatusInternalServerError)
			}
		}
		begin := time.Now()
		ask(t, s, "setWebhook", url.Values{"url": {"https://bot.example/hook"}})
		sara.Say(sara.Private(), "one")
		sara.Say(sara.Private(), "two")
		omid.Say(omid.Private(), "three")
		synctest.Wait()
		if got := l.ids(); len(got) != 2 || !slices.Contains(got, 3) {
			t.Errorf("at once came %v", got)
		}
		time.Sleep(32 * time.Second)
		var after []time.Duration
		for _, a := range l.came {
			if a.id == 1 {
				after = append(after, a.at.Sub(begin))
			}
		}
		want := []time.Duration{0, time.Second, 3 * time.Second, 7 * time.Second, 15 * time.Second, 31 * time.Second}
		if !slices.Equal(after, want) {
			t.Errorf("it came after %v, want %v", after, want)
		}
		info := ask(t, s, "getWebhookInfo", nil)
		if !strings.Contains(info, `"pending_update_count":2`) || !strings.Contains(info, `"last_error_message":"Wrong response from the webhook: 500 Internal Server Error"`) ||
			!strings.Contains(info, fmt.Sprintf(`"last_error_date":%d`, begin.Add(31*time.Second).Unix())) {
			t.Errorf("info %s", info)
		}
		time.Sleep(23 * time.Hour)
		n := len(l.ids())
		time.Sleep(10 * time.Minute)
		if more := len(l.ids()) - n; more < 5 || more > 10 {
			t.Errorf("in ten minutes of the last hour it came %d times", more)
		}
		time.Sleep(2 * time.Hour)
		if info := ask(t, s, "getWebhookInfo", nil); !strings.Contains(info, `"pending_update_count":0`) {
			t.Errorf("after a day: %s", info)
		}
	})
}

func TestWebhookKeepsOrder(t *testing.T) {
	l := &listener{}
	hooked(t, l, func(t *testing.T, s *telegramtest.Server, sara *telegramtest.User) {
		var flying, most int
		var failed bool
		l.answer = func(w http.ResponseWriter, r *http.Request, a arrival) {
			l.mu.Lock()
			flying++
			most = max(most, flying)
			fail := a.id == 3 && !failed
			failed = failed || fail
			l.mu.Unlock()
			time.Sleep(time.Second)
			l.mu.Lock()
			flying--
			l.mu.Unlock()
			if fail {
				w.Header().Set("Retry-After", "17")
				w.WriteHeader(http.StatusTooManyRequests)
			}
		}
		for range 5 {
			sara.Say(sara.Private(), "x")
		}
		for i := range 6 {
			u := s.User(fmt.Sprint("user ", i), "")
			u.Say(u.Private(), "x")
		}
		begin := time.Now()
		ask(t, s, "setWebhook", url.Values{"url": {"https://bot.example/hook"}, "max_connections": {"3"}})
		time.Sleep(time.Minute)
		var mine []int64
		var again time.Duration
		for _, a := range l.came {
			if a.message.Chat.ID == sara.ID() {
				mine = append(mine, a.id)
			}
			if a.id == 3 {
				again = a.at.Sub(begin)
			}
		}
		if !slices.Equal(mine, []int64{1, 2, 3, 3, 4, 5}) || len(l.came) != 12 || most != 3 {
			t.Errorf("a chat's updates came as %v, %d in all, %d at once", mine, len(l.came), most)
		}
		if again != 20*time.Second {
			t.Errorf("what was to be tried again after 17 s came after %v", again)
		}
	})
}

// TestWebhookAnswers holds that a method in the answer is carried out, and
// those are not that change the webhook or ask for something.
func TestWebhookAnswers(t *testing.T) {
	for answer, want := range map[string]int{
		`{"method":"sendMessage","chat_id":%d,"text":"<b>سلام</b>","parse_mode":"HTML"}`: 2,
		`{"method":"SENDMESSAGE","chat_id":"%d","text":"x"}`:                             2,
		`{"method":"sendMessage","chat_id":%d,"text":"<b>x","parse_mode":"HTML"}`:        1,
		`{"method":"deleteWebhook","x":%d}`:                                              1,
		`{"method":"getChat","chat_id":%d}`:                                              1,
		`{"text":"%d"}`:                                                                  1,
		`OK %d`:                                                                          1,
	} {
		l := &listener{}
		hooked(t, l, func(t *testing.T, s *telegramtest.Server, sara *telegramtest.User) {
			l.answer = func(w http.ResponseWriter, _ *http.Request, a arrival) {
				w.Header().Set("Content-Type", "application/json; charset=utf-8")
				fmt.Fprintf(w, answer, a.message.Chat.ID)
			}
			ask(t, s, "setWebhook", url.Values{"url": {"https://bot.example/hook"}})
			sara.Say(sara.Private(), "hello")
			synctest.Wait()
			info := ask(t, s, "getWebhookInfo", nil)
			if n := len(sara.Private().Messages()); n != want || !strings.Contains(info, `bot.example`) || !strings.Contains(info, `"pending_update_count":0`) || len(l.ids()) != 1 {
				t.Errorf("%s: %d messages, want %d; %s", answer, n, want, info)
			}
		})
	}
}

func TestWebhookTroubles(t *testing.T) {
	for name, c := range map[string]struct {
		answer func(w http.ResponseWriter, r *http.Request, a arrival)
		want   string
	}{
		"redirect": {func(w http.ResponseWriter, r *http.Request, _ arrival) {
			http.Redirect(w, r, "https://elsewhere.example/", 302)
		},
			"Wrong response from the webhook: 302 Found"},
		"closed": {func(http.ResponseWriter, *http.Request, arrival) { panic(http.ErrAbortHandler) }, "Connection reset by peer"},
		"slow":   {func(_ http.ResponseWriter, r *http.Request, _ arrival) { <-r.Context().Done() }, "Read timeout expired"},
		"gone":   {func(w http.ResponseWriter, _ *http.Request, _ arrival) { w.WriteHeader(410) }, "Wrong response from the webhook: 410 Gone"},
	} {
		l := &listener{answer: c.answer}
		hooked(t, l, func(t *testing.T, s *telegramtest.Server, sara *telegramtest.User) {
			ask(t, s, "setWebhook", url.Values{"url": {"https://bot.example/hook"}})
			sara.Say(sara.Private(), "hello")
			time.Sleep(90 * time.Second)
			if info := ask(t, s, "getWebhookInfo", nil); !strings.Contains(info, `"last_error_message":"`+c.want+`"`) || !strings.Contains(info, `"pending_update_count":1`) {
				t.Errorf("%s: %s", name, info)
			}
			if l.answer = nil; name == "gone" {
				l.answer = c.answer
			}
			time.Sleep(23*time.Hour + 10*time.Minute)
			info := ask(t, s, "getWebhookInfo", nil)
			if gone := strings.Contains(info, `"url":""`); gone != (name == "gone") || gone == strings.Contains(info, `"pending_update_count":0`) {
				t.Errorf("%s, in the end: %s", name, info)
			}
		})
	}
}

func TestWebhookRefusals(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{WebhookTransport: telegramtest.Direct(&listener{})})
	for _, c := range []struct {
		p    params
		want string
	}{
		{params{"url": "http://bot.example/"}, "bad webhook: An HTTPS URL must be provided for webhook"},
		{params{"url": "https://bot.example:8080/"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"},
		{params{"url": "https://127.0.0.1/"}, "bad webhook: IP address 127.0.0.1 is reserved"},
		{params{"url": "https://bot.example/", "ip_address": "10.0.0.1"}, "bad webhook: IP address 10.0.0.1 is reserved"},
		{params{"url": "https://bot.example/", "ip_address": "x"}, "bad webhook: Invalid IP address specified"},
		{params{"url": "https://[2001:db8::1]/"}, "bad webhook: IPv6-only addresses are not allowed"},
		{params{"url": "ftp://bot.example/"}, "invalid webhook URL specified"},
		{params{"url": "https:///x"}, "invalid webhook URL specified"},
		{params{"url": "https://bot.example/", "secret_token": strings.Repeat("x", 257)}, "secret token is too long"},
		{params{"url": "https://bot.example/", "secret_token": "a b"}, "secret token contains unallowed characters"},
	} {
		must(t, call(t, s, "setWebhook", params{"url": "bot.example/hook"}))
		r := call(t, s, "setWebhook", c.p)
		if r.Code != 400 || r.Description != "Bad Request: "+c.want {
			t.Errorf("%v: %d %s, want %s", c.p, r.Code, r.Description, c.want)
		}
		if info := must(t, call(t, s, "getWebhookInfo", nil)); !strings.Contains(string(info.Result), `"url":""`) {
			t.Errorf("%v: the old webhook is still there: %s", c.p, info.Result)
		}
	}
}

// TestWebhookOverTLS brings updates to a server that signed its own
// certificate, which is uploaded, and to none that did not show it.
func TestWebhookOverTLS(t *testing.T) {
	l := &listener{answer: func(http.ResponseWriter, *http.Request, arrival) {}}
	server := httptest.NewUnstartedServer(l)
	server.Config.ErrorLog = nil
	server.StartTLS()
	defer server.Close()
	s := telegramtest.Start(t, telegramtest.Config{LocalWebhooks: true})
	sara := s.User("Sara", "fa")
	must(t, call(t, s, "setWebhook", params{"url": server.URL}))
	sara.Say(sara.Private(), "hello")
	info := func() string { return string(must(t, call(t, s, "getWebhookInfo", nil)).Result) }
	for !strings.Contains(info(), "certificate verify failed") {
		if strings.Contains(info(), `"pending_update_count":0`) {
			t.Fatal("an unknown certificate was trusted")
		}
	}
	must(t, upload(t, s, server.URL, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})))
	for !strings.Contains(info(), `"has_custom_certificate":true,"pending_update_count":0,"ip_address":"127.0.0.1"`) {
	}
	if r := upload(t, s, server.URL, []byte("nonsense")); r.Code != 400 {
		t.Errorf("nonsense for a certificate: %+v", r)
	}
}

// upload sets a webhook with a certificate.
func upload(t *testing.T, s *telegramtest.Server, address string, certificate []byte) reply {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	w.WriteField("url", address)
	part, err := w.CreateFormFile("certificate", "cert.pem")
	if err != nil {
		t.Fatal(err)
	}
	part.Write(certificate)
	w.Close()
	answer, err := http.Post(s.URL()+"/bot"+s.Token()+"/setWebhook", w.FormDataContentType(), &b)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var r reply
	if err := json.NewDecoder(answer.Body).Decode(&r); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestWebhookStaysAfterRestart holds that a server with a journal goes on
// delivering what its webhook had not taken.
func TestWebhookStaysAfterRestart(t *testing.T) {
	journal := filepath.Join(t.TempDir(), "telegram.jsonl")
	l := &listener{answer: func(w http.ResponseWriter, _ *http.Request, a arrival) {
		if a.message.Text == "two" {
			w.WriteHeader(500)
		}
	}}
	hook := httptest.NewServer(l)
	defer hook.Close()
	open := func() *telegramtest.Server {
		return telegramtest.Start(t, telegramtest.Config{LocalWebhooks: true, Journal: journal})
	}
	s := open()
	sara := s.User("Sara", "fa")
	must(t, call(t, s, "setWebhook", params{"url": hook.URL}))
	sara.Say(sara.Private(), "one")
	sara.Say(sara.Private(), "two")
	for !strings.Contains(string(call(t, s, "getWebhookInfo", nil).Result), "500 Internal Server Error") {
	}
	s.Close()
	l.mu.Lock()
	l.came, l.answer = nil, nil
	l.mu.Unlock()
	s = open()
	for !strings.Contains(string(must(t, call(t, s, "getWebhookInfo", nil)).Result), `"pending_update_count":0`) {
	}
	if got := l.ids(); !slices.Equal(got, []int64{2}) {
		t.Errorf("after a restart came %v", got)
	}
}
