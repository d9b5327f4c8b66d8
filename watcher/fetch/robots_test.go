package fetch_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/watcher/fetch"
)

// An outlet serves its robots.txt by robots and anything else, and remembers
// what it was asked for.
type outlet struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
}

func openOutlet(t *testing.T, robots, page http.HandlerFunc) *outlet {
	o := &outlet{}
	o.Server = serve(t, func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock()
		o.asked = append(o.asked, r.URL.RequestURI())
		o.mu.Unlock()
		if r.URL.Path == "/robots.txt" {
			robots(w, r)
			return
		}
		page(w, r)
	})
	return o
}

func (o *outlet) count(target string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(slices.DeleteFunc(slices.Clone(o.asked), func(s string) bool { return s != target }))
}

// says returns a handler that answers with a text.
func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, text) }
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func TestPagesObeyRobots(t *testing.T) {
	o := openOutlet(t, says("User-agent: rasad\nDisallow: /private\nDisallow: /*?print=\n\nUser-agent: other\nDisallow: /"), says("text"))
	c := local(t, fetch.Config{})
	for path, allowed := range map[string]bool{
		"/news/1": true, "/private/1": false, "/%70rivate": false, "/news/1?print=1": false, "/news?a": true, "": true,
	} {
		_, err := c.Get(t.Context(), fetch.Request{URL: o.URL + path, ObeyRobots: true})
		if allowed != (err == nil) || !allowed && !errors.Is(err, fetch.ErrRobots) {
			t.Errorf("Get(%q) = %v, want allowed %v", path, err, allowed)
		}
		if _, err := c.Get(t.Context(), fetch.Request{URL: o.URL + path}); err != nil {
			t.Errorf("Get(%q) that need not obey: %v", path, err)
		}
	}
	if n := o.count("/robots.txt"); n != 1 {
		t.Errorf("robots.txt was asked for %d times, want once", n)
	}
	if n := o.count("/private/1"); n != 1 {
		t.Errorf("the private page was asked for %d times, want once: by the one who need not obey", n)
	}
	named := local(t, fetch.Config{UserAgent: "Other/2.0 (+https://other.example)"})
	if _, err := named.Get(t.Context(), fetch.Request{URL: o.URL + "/news/1", ObeyRobots: true}); !errors.Is(err, fetch.ErrRobots) {
		t.Errorf("by another name: %v, want ErrRobots", err)
	}
}

func TestRedirectsObeyRobots(t *testing.T) {
	there := openOutlet(t, says("User-agent: *\nDisallow: /shut"), says("there"))
	here := openOutlet(t, says("User-agent: *\nDisallow: /private"), func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/in":
			http.Redirect(w, r, "/private", http.StatusFound)
		case "/out":
			http.Redirect(w, r, there.URL+"/open", http.StatusFound)
		case "/shut":
			http.Redirect(w, r, there.URL+"/shut", http.StatusFound)
		}
	})
	c := local(t, fetch.Config{})
	for path, want := range map[string]error{"/in": fetch.ErrRobots, "/out": nil, "/shut": fetch.ErrRobots} {
		if _, err := c.Get(t.Context(), fetch.Request{URL: here.URL + path, ObeyRobots: true}); !errors.Is(err, want) {
			t.Errorf("Get(%q) = %v, want %v", path, err, want)
		}
	}
	if here.count("/private")+there.count("/shut") > 0 {
		t.Error("a redirect led where robots.txt forbids it")
	}
}

// TestWhatRobotsFilesCanBe holds what an answer for robots.txt means for a
// page that the file, where there is one, forbids.
func TestWhatRobotsFilesCanBe(t *testing.T) {
	const shut = "User-agent: *\nDisallow: /page\n"
	elsewhere := serve(t, says(shut))
	for _, test := range []struct {
		name   string
		robots http.HandlerFunc
		want   error
	}{
		{"a file", says(shut), fetch.ErrRobots},
		{"none", status(404), nil},
		{"a secret", status(403), nil},
		{"behind a challenge", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Cf-Mitigated", "challenge")
			w.WriteHeader(403)
		}, nil},
		{"out of order", status(503), fetch.ErrRobotsUnknown},
		{"cut short", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "999")
			io.WriteString(w, shut)
		}, fetch.ErrRobotsUnknown},
		{"elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL, http.StatusMovedPermanently)
		}, fetch.ErrRobots},
		{"nowhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/robots.txt", http.StatusMovedPermanently)
		}, nil},
		{"in a network of ours", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://10.0.0.1/", http.StatusMovedPermanently)
		}, fetch.ErrForbiddenAddress},
		{"a picture", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "image/png") }, nil},
		{"endless", func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, shut)
			for line := "Allow: /" + strings.Repeat("x", 1000) + "\n"; ; {
				if _, err := io.WriteString(w, line); err != nil {
					return
				}
			}
		}, fetch.ErrRobots},
		{"in a coding that nobody knows", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "rot13")
			io.WriteString(w, shut)
		}, nil},
	} {
		o := openOutlet(t, test.robots, says("text"))
		_, err := local(t, fetch.Config{}).Get(t.Context(), fetch.Request{URL: o.URL + "/page", ObeyRobots: true})
		if !errors.Is(err, test.want) {
			t.Errorf("robots.txt %s: %v, want %v", test.name, err, test.want)
		}
	}
}

func TestCrawlDelayPartsPages(t *testing.T) {
	const pause = 40 * time.Millisecond
	var mu sync.Mutex
	var starts []time.Time
	o := openOutlet(t, says("User-agent: *\nCrawl-delay: 0.04"), func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		starts = append(starts, time.Now())
	})
	c := local(t, fetch.Config{})
	began := time.Now()
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			if _, err := c.Get(t.Context(), fetch.Request{URL: fmt.Sprint(o.URL, "/", i), ObeyRobots: true}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if took := time.Since(began); len(starts) != 4 || took < 3*pause {
		t.Errorf("%d pages in %v, want 4 in %v or more", len(starts), took, 3*pause)
	}
}

// TestRobotsFilesWaitForNoPause holds that the pause between two requests to a
// host puts off neither its robots.txt nor what comes after that.
func TestRobotsFilesWaitForNoPause(t *testing.T) {
	o := openOutlet(t, says(""), says("text"))
	c := fetch.New(fetch.Config{AllowNetworks: loopback, HostDelay: time.Hour})
	t.Cleanup(c.Close)
	if _, err := c.Get(t.Context(), fetch.Request{URL: o.URL + "/1", ObeyRobots: true}); err != nil {
		t.Error(err)
	}
	if o.count("/robots.txt") != 1 || o.count("/1") != 1 {
		t.Errorf("asked for %q", o.asked)
	}
}
