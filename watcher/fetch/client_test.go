package fetch_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rasadnews/rasad/watcher/fetch"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

// local returns a client that may reach loopback and does not wait.
func local(t *testing.T, c fetch.Config) *fetch.Client {
	c.AllowNetworks = append(c.AllowNetworks, loopback...)
	if c.HostDelay == 0 {
		c.HostDelay = -1
	}
	client := fetch.New(c)
	t.Cleanup(client.Close)
	return client
}

func serve(t *testing.T, h http.HandlerFunc) *httptest.Server {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

func TestUnchangedDocumentsAreNotSentAgain(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		http.ServeContent(w, r, "a.xml", time.Unix(1_700_000_000, 0), strings.NewReader("<rss/>"))
	})
	c := local(t, fetch.Config{})
	first, err := c.Get(t.Context(), fetch.Request{URL: s.URL})
	if err != nil || string(first.Body) != "<rss/>" || first.ETag != `"v1"` || first.LastModified == "" {
		t.Fatalf("Get = %+v, %v", first, err)
	}
	second, err := c.Get(t.Context(), fetch.Request{URL: s.URL, ETag: first.ETag, LastModified: first.LastModified})
	if err != nil || !second.NotModified || len(second.Body) != 0 {
		t.Errorf("Get with validators = %+v, %v, want not modified", second, err)
	}
}

func TestAddressesThatAreNotPublicAreRefused(t *testing.T) {
	c := fetch.New(fetch.Config{HostDelay: -1})
	for _, url := range []string{
		"http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/",
		"http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/", "http://[::]/", "http://[::ffff:127.0.0.1]/",
		"http://[::ffff:169.254.169.254]/", "http://100.64.0.1/", "http://[fd00::1]/", "http://[fe80::1%25lo]/",
		"http://[64:ff9b::7f00:1]/", "http://[64:ff9b::a9fe:a9fe]/", "http://[2002:7f00:1::]/", "http://224.0.0.1/",
		"http://255.255.255.255/", "http://[::127.0.0.1]/", "http://168.63.129.16/", "http://[fd00:ec2::254]/", "http://[2001:0:7f00:1::]/",
	} {
		_, err := c.Get(t.Context(), fetch.Request{URL: url})
		if !errors.Is(err, fetch.ErrForbiddenAddress) {
			t.Errorf("Get(%q) = %v, want ErrForbiddenAddress", url, err)
		} else if !strings.Contains(err.Error(), "fetch.allow_networks") {
			t.Errorf("Get(%q) = %v, which does not say how to allow it", url, err)
		}
	}
}

func TestRedirectsIntoForbiddenNetworksAreRefused(t *testing.T) {
	for _, target := range []string{"http://169.254.169.254/", "http://10.1.2.3/x", "http://[::1]:9/"} {
		s := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, target, http.StatusFound) })
		if _, err := local(t, fetch.Config{}).Get(t.Context(), fetch.Request{URL: s.URL}); !errors.Is(err, fetch.ErrForbiddenAddress) {
			t.Errorf("redirect to %s: %v, want ErrForbiddenAddress", target, err)
		}
	}
}

func TestOnlyHTTPIsFollowed(t *testing.T) {
	for _, target := range []string{"file:///etc/passwd", "gopher://127.0.0.1/", "javascript:alert(1)", "http://"} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", target)
			w.WriteHeader(http.StatusFound)
		})
		c := local(t, fetch.Config{})
		if _, err := c.Get(t.Context(), fetch.Request{URL: s.URL}); !errors.Is(err, fetch.ErrBadURL) {
			t.Errorf("redirect to %q: %v, want ErrBadURL", target, err)
		}
		if _, err := c.Get(t.Context(), fetch.Request{URL: target}); !errors.Is(err, fetch.ErrBadURL) {
			t.Errorf("Get(%q) = %v, want ErrBadURL", target, err)
		}
	}
}

func TestRedirectsEnd(t *testing.T) {
	var asked atomic.Int32
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.URL.Path == "/home" {
			io.WriteString(w, "home")
			return
		}
		http.Redirect(w, r, r.URL.Path+"x", http.StatusMovedPermanently)
	})
	c := local(t, fetch.Config{})
	if _, err := c.Get(t.Context(), fetch.Request{URL: s.URL}); !errors.Is(err, fetch.ErrRedirects) {
		t.Errorf("Get = %v, want ErrRedirects", err)
	}
	if n := asked.Load(); n > 12 {
		t.Errorf("a loop was followed %d times", n)
	}
	hop := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, s.URL+"/home", http.StatusFound) })
	res, err := c.Get(t.Context(), fetch.Request{URL: hop.URL})
	if err != nil || res.URL != s.URL+"/home" || string(res.Body) != "home" {
		t.Errorf("Get over two hosts = %+v, %v", res, err)
	}
}

func TestSizeIsCappedAfterDecompression(t *testing.T) {
	zeros := make([]byte, 1<<20)
	bomb := func(b *bytes.Buffer, w io.WriteCloser) []byte {
		for range 8 {
			w.Write(zeros)
		}
		w.Close()
		return b.Bytes()
	}
	var one, two bytes.Buffer
	bombs := map[string][]byte{"gzip": bomb(&one, gzip.NewWriter(&one)), "deflate": bomb(&two, zlib.NewWriter(&two))}
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		coding := strings.TrimPrefix(r.URL.Path, "/")
		if b, ok := bombs[coding]; ok {
			w.Header().Set("Content-Encoding", coding)
			w.Write(b)
			return
		}
		for r.Context().Err() == nil {
			if _, err := w.Write(zeros); err != nil {
				return
			}
		}
	})
	c := local(t, fetch.Config{MaxBytes: 1 << 20})
	for _, path := range []string{"/gzip", "/deflate", "/endless"} {
		if _, err := c.Get(t.Context(), fetch.Request{URL: s.URL + path}); !errors.Is(err, fetch.ErrTooLarge) {
			t.Errorf("Get(%s) = %v, want ErrTooLarge", path, err)
		}
	}
}

func TestCompressedDocuments(t *testing.T) {
	const text = "hello, hello, hello"
	compress := map[string]func(io.Writer) io.WriteCloser{
		"gzip":     func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
		"deflate":  func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) },
		"deflate ": func(w io.Writer) io.WriteCloser { f, _ := flate.NewWriter(w, 6); return f }, // bare
		"":         func(w io.Writer) io.WriteCloser { return nop{w} },
	}
	for name, with := range compress {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			var b bytes.Buffer
			z := with(&b)
			io.WriteString(z, text)
			z.Close()
			if name != "" {
				w.Header().Set("Content-Encoding", strings.TrimSpace(name))
			}
			w.Write(b.Bytes())
		})
		res, err := local(t, fetch.Config{}).Get(t.Context(), fetch.Request{URL: s.URL})
		if err != nil || string(res.Body) != text {
			t.Errorf("Content-Encoding %q: %v, %v", name, res, err)
		}
	}
}

type nop struct{ io.Writer }

func (nop) Close() error { return nil }

func TestSlowServersAreGivenUp(t *testing.T) {
	release := make(chan struct{})
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/trickle" {
			for {
				io.WriteString(w, "x")
				w.(http.Flusher).Flush()
				select {
				case <-release:
					return
				case <-r.Context().Done():
					return
				case <-time.After(5 * time.Millisecond):
				}
			}
		}
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	defer close(release)
	for path, c := range map[string]fetch.Config{
		"/silent":  {HeaderTimeout: 50 * time.Millisecond},
		"/stuck":   {Timeout: 50 * time.Millisecond},
		"/trickle": {Timeout: 50 * time.Millisecond},
	} {
		if _, err := local(t, c).Get(t.Context(), fetch.Request{URL: s.URL + path}); !errors.Is(err, fetch.ErrTimeout) {
			t.Errorf("Get(%s) = %v, want ErrTimeout", path, err)
		}
	}
}

func TestTheCallersEndIsNoTimeout(t *testing.T) {
	arrived := make(chan struct{})
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) { close(arrived); <-r.Context().Done() })
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	_, err := local(t, fetch.Config{}).Get(ctx, fetch.Request{URL: s.URL})
	if !errors.Is(err, context.Canceled) || errors.Is(err, fetch.ErrTimeout) {
		t.Errorf("Get = %v, want context.Canceled", err)
	}
}

func TestErrorsOfTheServerAreNamed(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/busy":
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusTooManyRequests)
		case "/wall":
			w.Header().Set("Cf-Mitigated", "challenge")
			w.WriteHeader(http.StatusForbidden)
		case "/film":
			w.Header().Set("Content-Type", "video/mp4")
			io.WriteString(w, "…")
		case "/cut":
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, "short")
		default:
			http.NotFound(w, r)
		}
	})
	c := local(t, fetch.Config{})
	status := func(path string) *fetch.StatusError {
		_, err := c.Get(t.Context(), fetch.Request{URL: s.URL + path})
		var e *fetch.StatusError
		if !errors.As(err, &e) {
			t.Fatalf("Get(%s) = %v, want a StatusError", path, err)
		}
		return e
	}
	if e := status("/busy"); e.Status != 429 || e.RetryAfter != 2*time.Minute || e.Gone() {
		t.Errorf("busy = %+v", e)
	}
	if e := status("/wall"); e.Wall != "Cloudflare challenge" {
		t.Errorf("wall = %+v", e)
	}
	if e := status("/none"); !e.Gone() {
		t.Errorf("none = %+v", e)
	}
	if _, err := c.Get(t.Context(), fetch.Request{URL: s.URL + "/film"}); !errors.Is(err, fetch.ErrNotText) {
		t.Errorf("film: %v, want ErrNotText", err)
	}
	if _, err := c.Get(t.Context(), fetch.Request{URL: s.URL + "/cut"}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("cut: %v, want io.ErrUnexpectedEOF", err)
	}
}

func TestAHostGetsItsPauseAndFewConnections(t *testing.T) {
	var mu sync.Mutex
	var starts []time.Time
	var open, most int
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		starts = append(starts, time.Now())
		open++
		most = max(most, open)
		mu.Unlock()
		fmt.Fprint(w, "ok")
		mu.Lock()
		open--
		mu.Unlock()
	})
	const pause = 20 * time.Millisecond
	c := local(t, fetch.Config{HostDelay: pause, HostConns: 2})
	began := time.Now()
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if _, err := c.Get(t.Context(), fetch.Request{URL: s.URL}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if most > 2 {
		t.Errorf("%d requests at once, want 2 at most", most)
	}
	if took := time.Since(began); len(starts) != 6 || took < 5*pause {
		t.Errorf("%d requests took %v, want 6 in %v or more", len(starts), took, 5*pause)
	}
}

func ExampleClient_Get() {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"1"`)
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader("news"))
	}))
	defer s.Close()
	c := fetch.New(fetch.Config{AllowNetworks: loopback, HostDelay: -1})
	defer c.Close()

	res, err := c.Get(context.Background(), fetch.Request{URL: s.URL})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(res.Body), res.ETag)
	res, err = c.Get(context.Background(), fetch.Request{URL: s.URL, ETag: res.ETag})
	fmt.Println(res.NotModified, err)
	// Output:
	// news "1"
	// true <nil>
}
