package websub_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/fetch"
	"github.com/rasadnews/rasad/watcher/websub"
)

// A hub notes what it is asked, and answers with a status.
type hub struct {
	*httptest.Server
	mu     sync.Mutex
	asked  []url.Values
	status int
}

func newHub(t testing.TB) *hub {
	h := &hub{status: http.StatusAccepted}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		defer h.mu.Unlock()
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		h.asked = append(h.asked, r.PostForm)
		w.WriteHeader(h.status)
	}))
	t.Cleanup(h.Close)
	return h
}

// A reader is a subscriber that can be reached, and what its listener heard.
type reader struct {
	*websub.Subscriber
	*httptest.Server
	mu    sync.Mutex
	heard []string
}

func newReader(t testing.TB) *reader {
	client := fetch.New(fetch.Config{AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, HostDelay: -1})
	t.Cleanup(client.Close)
	r := &reader{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) { r.Subscriber.ServeHTTP(w, q) }))
	t.Cleanup(r.Server.Close)
	r.Subscriber = websub.New(client, r.URL+"/hub/")
	return r
}

func (r *reader) say(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.heard = append(r.heard, fmt.Sprintf(format, args...))
}

func (r *reader) listen(p news.Push) {
	r.Listen(p, websub.Listener{
		Confirmed: func(lease time.Duration) { r.say("confirmed for %v", lease) },
		Denied:    func(reason string) { r.say("denied: %s", reason) },
		Told:      func(body []byte, contentType string) { r.say("told %s as %s", body, contentType) },
	})
}

// took checks what was heard since the last time.
func (r *reader) took(t *testing.T, want string) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if got := strings.Join(r.heard, "; "); got != want {
		t.Errorf("heard %q, want %q", got, want)
	}
	r.heard = nil
}

// ask asks the reader what a hub asks, and checks its answer.
func ask(t *testing.T, callback string, q url.Values, status int, body string) {
	t.Helper()
	res, err := http.Get(callback + "?" + q.Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != status || status == 200 && string(got) != body {
		t.Errorf("%v is answered with %d %q, want %d %q", q, res.StatusCode, got, status, body)
	}
}

func question(mode, topic, challenge, lease string) url.Values {
	return url.Values{"hub.mode": {mode}, "hub.topic": {topic}, "hub.challenge": {challenge}, "hub.lease_seconds": {lease}}
}

const topic = "http://outlet.example/feed?a=1&b=2"

// TestASubscriptionIsConfirmed holds what the hub is asked, and that its
// question is answered where it is about what we want, and else is not.
func TestASubscriptionIsConfirmed(t *testing.T) {
	h, r := newHub(t), newReader(t)
	p := r.Push(h.URL, topic)
	if !r.Ours(p) || r.Ours(news.Push{Callback: "https://elsewhere.example/hub/x"}) || p.Callback == r.Push(h.URL, topic).Callback {
		t.Errorf("Push = %+v", p)
	}
	r.listen(p)
	if err := r.Subscribe(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	want := url.Values{"hub.mode": {"subscribe"}, "hub.topic": {topic}, "hub.callback": {p.Callback}, "hub.secret": {p.Secret}, "hub.lease_seconds": {"864000"}}
	if len(h.asked) != 1 || h.asked[0].Encode() != want.Encode() || len(p.Secret) < 32 || len(p.Secret) > 199 {
		t.Errorf("the hub was asked %v, want %v", h.asked, want)
	}
	ask(t, p.Callback, question("subscribe", "http://outlet.example/other", "x", ""), 404, "")
	ask(t, p.Callback, question("unsubscribe", topic, "x", ""), 404, "")
	ask(t, p.Callback, question("subscribe", topic, "", "60"), 404, "")
	ask(t, p.Callback, question("subscribe", topic, strings.Repeat("x", 5000), "60"), 404, "")
	ask(t, p.Callback, question("party", topic, "x", ""), 404, "")
	ask(t, p.Callback[:len(p.Callback)-1], question("subscribe", topic, "x", "60"), 404, "")
	r.took(t, "")
	ask(t, p.Callback, question("subscribe", topic, "<b>challenge</b>", "86400"), 200, "<b>challenge</b>")
	ask(t, p.Callback, question("subscribe", topic, "x", ""), 200, "x")
	ask(t, p.Callback, question("subscribe", topic, "x", "1"), 200, "x")
	ask(t, p.Callback, question("subscribe", topic, "x", "99999999999999999999"), 200, "x")
	ask(t, p.Callback, question("subscribe", topic, "x", "999999999999"), 200, "x")
	r.took(t, "confirmed for 24h0m0s; confirmed for 240h0m0s; confirmed for 1h0m0s; confirmed for 240h0m0s; confirmed for 2160h0m0s")
	ask(t, p.Callback, url.Values{"hub.mode": {"denied"}, "hub.topic": {topic}, "hub.reason": {"too many"}}, 200, "")
	r.took(t, "denied: the hub denies the subscription: too many")
}

// send sends a document as a hub does, and checks the status of the answer.
func send(t *testing.T, callback, signature string, body io.Reader, status int) {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, callback, body)
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/rss+xml")
	if signature != "" {
		q.Header.Set("X-Hub-Signature", signature)
	}
	res, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != status {
		t.Errorf("a document signed %q is answered with %d, want %d", signature, res.StatusCode, status)
	}
}

func sign(method string, digest func() hash.Hash, secret, body string) string {
	mac := hmac.New(digest, []byte(secret))
	mac.Write([]byte(body))
	return method + "=" + hex.EncodeToString(mac.Sum(nil))
}

// TestOnlyTheHubIsBelieved holds that a document counts that is signed with
// the secret, by any method, and that all others are taken and thrown away.
func TestOnlyTheHubIsBelieved(t *testing.T) {
	r := newReader(t)
	p := r.Push("http://hub.example/", topic)
	r.listen(p)
	const body = "<rss/>"
	for method, digest := range map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "SHA512": sha512.New} {
		send(t, p.Callback, sign(method, digest, p.Secret, body), strings.NewReader(body), http.StatusAccepted)
		r.took(t, "told <rss/> as application/rss+xml")
	}
	for _, signature := range []string{
		"", "sha256=", "sha256", "md5=00", "sha256=zz", sign("sha256", sha256.New, "another", body), sign("sha256", sha256.New, "", body),
		sign("sha1", sha256.New, p.Secret, body), sign("sha256", sha256.New, p.Secret, body+" "),
	} {
		send(t, p.Callback, signature, strings.NewReader(body), http.StatusAccepted)
		r.took(t, "")
	}
	send(t, p.Callback, "sha256=00", io.LimitReader(zeros{}, 16<<20), http.StatusRequestEntityTooLarge)
	send(t, r.URL+"/hub/unknown", "", strings.NewReader(body), http.StatusGone)
	r.Ignore(p)
	send(t, p.Callback, sign("sha1", sha1.New, p.Secret, body), strings.NewReader(body), http.StatusGone)
	r.took(t, "")
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return len(b), nil }

// TestASubscriptionEnds holds that the hub is asked to end it, and that its
// question about that is answered with yes.
func TestASubscriptionEnds(t *testing.T) {
	h, r := newHub(t), newReader(t)
	p := r.Push(h.URL, topic)
	r.listen(p)
	ask(t, p.Callback, question("subscribe", topic, "x", "86400"), 200, "x")
	if err := r.Unsubscribe(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if len(h.asked) != 1 || h.asked[0].Get("hub.mode") != "unsubscribe" || h.asked[0].Get("hub.callback") != p.Callback {
		t.Errorf("the hub was asked %v", h.asked)
	}
	ask(t, p.Callback, question("subscribe", topic, "x", "86400"), 404, "")
	ask(t, p.Callback, question("unsubscribe", topic, "bye", ""), 200, "bye")
	send(t, p.Callback, sign("sha1", sha1.New, p.Secret, "x"), strings.NewReader("x"), http.StatusGone)
	r.took(t, "confirmed for 24h0m0s")
}

// TestAHubThatRefusesIsAnError holds that a hub which will not, or is no
// public host, is an error that says so.
func TestAHubThatRefusesIsAnError(t *testing.T) {
	h, r := newHub(t), newReader(t)
	h.status = http.StatusPaymentRequired
	status := (*fetch.StatusError)(nil)
	if err := r.Subscribe(t.Context(), r.Push(h.URL, topic)); !errors.As(err, &status) || status.Status != http.StatusPaymentRequired {
		t.Errorf("Subscribe = %v, want HTTP 402", err)
	}
	for _, inside := range []string{"http://10.0.0.1/", "http://169.254.169.254/latest/", "http://[::1]/"} {
		if err := r.Subscribe(t.Context(), r.Push(inside, topic)); !errors.Is(err, fetch.ErrForbiddenAddress) {
			t.Errorf("Subscribe at %s = %v, want %v", inside, err, fetch.ErrForbiddenAddress)
		}
	}
}

func TestCheckAddress(t *testing.T) {
	for address, want := range map[string]bool{
		"https://rasad.example/hub": true, "http://rasad.example:8080/": true, "rasad.example": false, "ftp://rasad.example": false,
		"https://": false, "https://me:secret@rasad.example/": false, "https://rasad.example/?a=1": false, "": false,
	} {
		if err := websub.CheckAddress(address); (err == nil) != want {
			t.Errorf("CheckAddress(%q) = %v, want it fine: %t", address, err, want)
		}
	}
}

// FuzzCallback holds that nothing that anyone sends is believed, or answered
// with more than a challenge.
func FuzzCallback(f *testing.F) {
	f.Add("GET", "hub.mode=subscribe&hub.challenge=x&hub.topic=y", "", "")
	f.Add("POST", "", "sha256=00", "<rss/>")
	f.Fuzz(func(t *testing.T, method, query, signature, body string) {
		s := websub.New(nil, "https://rasad.example/hub")
		p := s.Push("https://hub.example/", topic)
		s.Listen(p, websub.Listener{
			Confirmed: func(d time.Duration) {
				if d < time.Hour || d > 90*24*time.Hour {
					t.Errorf("confirmed for %v", d)
				}
			},
			Denied: func(reason string) {
				if len(reason) > 2<<10 {
					t.Errorf("a reason of %d bytes", len(reason))
				}
			},
			Told: func([]byte, string) { t.Errorf("%q was believed", signature) },
		})
		q, err := http.NewRequestWithContext(context.Background(), method, p.Callback, strings.NewReader(body))
		if err != nil {
			return
		}
		q.URL.RawQuery = query
		q.Header.Set("X-Hub-Signature", signature)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, q)
		if w.Body.Len() > 4<<10 {
			t.Errorf("an answer of %d bytes", w.Body.Len())
		}
	})
}

func ExampleSubscriber() {
	s := websub.New(fetch.New(fetch.Config{}), "https://rasad.example/hub")
	p := s.Push("https://hub.example/", "https://outlet.example/feed")
	s.Listen(p, websub.Listener{Told: func([]byte, string) {}})
	fmt.Println(p.Topic, s.Ours(p))
	// Output: https://outlet.example/feed true
}
