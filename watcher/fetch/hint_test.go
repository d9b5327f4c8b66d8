package fetch_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/watcher/fetch"
)

func TestRedirectsForGoodAreTold(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		code, to := 0, ""
		switch r.URL.Path {
		case "/a":
			code, to = 301, "/b"
		case "/b":
			code, to = 308, "/home"
		case "/c":
			code, to = 301, "/d"
		case "/d":
			code, to = 302, "/e"
		case "/e":
			code, to = 301, "/home"
		case "/f":
			code, to = 307, "/a"
		default:
			io.WriteString(w, "home")
			return
		}
		http.Redirect(w, r, to, code)
	})
	c := local(t, fetch.Config{})
	for path, moved := range map[string]string{"/a": "/home", "/b": "/home", "/c": "/d", "/d": "", "/f": "", "/home": ""} {
		want := ""
		if moved != "" {
			want = s.URL + moved
		}
		res, err := c.Get(t.Context(), fetch.Request{URL: s.URL + path})
		if err != nil || res.Moved != want || res.URL != s.URL+"/home" {
			t.Errorf("Get(%q) = %+v, %v, want it at /home and Moved %q", path, res, err, want)
		}
	}
}

// TestPasswordsStayAtHome holds that a password goes to its own origin alone.
func TestPasswordsStayAtHome(t *testing.T) {
	var given []string
	note := func(r *http.Request) {
		user, password, _ := r.BasicAuth()
		given = append(given, r.URL.Path+" "+user+":"+password)
	}
	other := serve(t, func(_ http.ResponseWriter, r *http.Request) { note(r) })
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		note(r)
		switch r.URL.Path {
		case "/a":
			http.Redirect(w, r, "/b", http.StatusMovedPermanently)
		case "/b":
			http.Redirect(w, r, strings.Replace(other.URL, "//", "//evil:one@", 1)+"/c", http.StatusMovedPermanently)
		}
	})
	res, err := local(t, fetch.Config{}).Get(t.Context(), fetch.Request{URL: strings.Replace(s.URL, "//", "//me:SECRET@", 1) + "/a"})
	if want := []string{"/a me:SECRET", "/b me:SECRET", "/c :"}; err != nil || !slices.Equal(given, want) {
		t.Errorf("given %q, %v, want %q", given, err, want)
	}
	if res != nil && (strings.Contains(res.URL, "@") || res.Moved != "") {
		t.Errorf("the answer names %q, moved %q", res.URL, res.Moved)
	}
	for _, u := range []string{"http://me:SECRET@127.0.0.1:1/x", "http://me:SECRET@[::1/", "https://me:SECRET@10.0.0.1/"} {
		if _, err := local(t, fetch.Config{}).Get(t.Context(), fetch.Request{URL: u}); err == nil || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("Get(%q) = %v, want an error without the password", u, err)
		}
	}
}

func TestHintsOfHeaders(t *testing.T) {
	now := time.Now().UTC()
	date := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	for _, test := range []struct {
		name   string
		header http.Header
		maxAge time.Duration
		hubs   []string
		self   string
	}{
		{"none", http.Header{}, 0, nil, ""},
		{"max-age", http.Header{"Cache-Control": {"public, Max-Age=300"}}, 5 * time.Minute, nil, ""},
		{"max-age that has aged", http.Header{"Cache-Control": {`max-age="300"`}, "Age": {"100"}}, 200 * time.Second, nil, ""},
		{"max-age, older than that", http.Header{"Cache-Control": {"max-age=300"}, "Age": {"900"}}, 0, nil, ""},
		{"no-cache", http.Header{"Cache-Control": {"max-age=300", "no-cache"}}, 0, nil, ""},
		{"for ever", http.Header{"Cache-Control": {"max-age=99999999999"}}, 365 * 24 * time.Hour, nil, ""},
		{"a number that is none", http.Header{"Cache-Control": {"max-age=-5, max-age=soon"}}, 0, nil, ""},
		{"Expires", http.Header{"Date": {date(0)}, "Expires": {date(10 * time.Minute)}}, 10 * time.Minute, nil, ""},
		{"Expires by a wrong clock", http.Header{"Date": {date(-48 * time.Hour)}, "Expires": {date(-48*time.Hour + time.Minute)}}, time.Minute, nil, ""},
		{"Expires that is past", http.Header{"Expires": {"0"}}, 0, nil, ""},
		{"max-age before Expires", http.Header{"Cache-Control": {"max-age=60"}, "Expires": {date(time.Hour)}}, time.Minute, nil, ""},
		{"hubs", http.Header{"Link": {`<https://hub.example/>; rel="hub", </feed>; rel=self`, `<https://two.example/>;rel="x HUB"`}}, 0, []string{"https://hub.example/", "https://two.example/"}, "/feed"},
		{"odd links", http.Header{"Link": {`<a,b>; title="a, <c>; rel=hub"; rel=self, rubbish, <javascript:x>; rel=hub, <>; rel=hub`}}, 0, nil, "/a,b"},
		{"too many hubs", http.Header{"Link": {strings.Repeat("<https://hub.example/>; rel=hub, ", 500)}}, 0, slices.Repeat([]string{"https://hub.example/"}, 16), ""},
	} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			for name, values := range test.header {
				w.Header()[name] = values
			}
		})
		res, err := local(t, fetch.Config{}).Get(t.Context(), fetch.Request{URL: s.URL})
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		self := strings.TrimPrefix(res.Self, s.URL)
		if res.MaxAge != test.maxAge || !slices.Equal(res.Hubs, test.hubs) || self != test.self {
			t.Errorf("%s: %v, %q, %q, want %v, %q, %q", test.name, res.MaxAge, res.Hubs, self, test.maxAge, test.hubs, test.self)
		}
	}
}

func TestRetryAfterIsHeardOnAnyFailure(t *testing.T) {
	for value, want := range map[string]time.Duration{
		"120": 2 * time.Minute, " 7 ": 7 * time.Second, "99999999999": 24 * time.Hour, "-5": 0, "soon": 0, "": 0, "1.5": 0,
		"Mon, 01 Jan 2001 00:00:00 GMT": 0, "Fri, 01 Jan 2999 00:00:00 GMT": 24 * time.Hour,
	} {
		for _, code := range []int{403, 404, 410, 429, 500, 503} {
			s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", value)
				w.WriteHeader(code)
			})
			_, err := local(t, fetch.Config{}).Get(t.Context(), fetch.Request{URL: s.URL})
			var status *fetch.StatusError
			if !errors.As(err, &status) || status.Status != code || status.RetryAfter != want || status.Gone() != (code == 404 || code == 410) {
				t.Errorf("%d with Retry-After %q: %v, %+v, want %v", code, value, err, status, want)
			}
		}
	}
}

func TestFormsArePosted(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/hub", http.StatusPermanentRedirect)
		case "/lost":
			http.Redirect(w, r, "/hub", http.StatusFound)
		case "/large":
			w.Write(make([]byte, 1<<20))
		default:
			w.WriteHeader(http.StatusAccepted)
			io.WriteString(w, r.Method+" "+r.FormValue("hub.mode"))
		}
	})
	c := local(t, fetch.Config{})
	form := url.Values{"hub.mode": {"subscribe"}}
	for _, path := range []string{"/hub", "/moved"} {
		res, err := c.Post(t.Context(), fetch.Request{URL: s.URL + path, ETag: "x"}, form)
		if err != nil || res.Status != 202 || string(res.Body) != "POST subscribe" {
			t.Errorf("Post(%s) = %+v, %v", path, res, err)
		}
	}
	var status *fetch.StatusError
	if _, err := c.Post(t.Context(), fetch.Request{URL: s.URL + "/lost"}, form); !errors.As(err, &status) || status.Status != 302 {
		t.Errorf("a redirect that loses the form: %v", err)
	}
	if _, err := c.Post(t.Context(), fetch.Request{URL: s.URL + "/large"}, form); !errors.Is(err, fetch.ErrTooLarge) {
		t.Errorf("a large answer to a form: %v", err)
	}
}

func TestRequestsAreSigned(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, r.UserAgent()+"|"+r.Header.Get("Accept-Encoding"))
	})
	for agent, want := range map[string]string{"": "rasad/", "watch/2 (+https://w.example)": "watch/2 (+https://w.example)|"} {
		res, err := local(t, fetch.Config{UserAgent: agent}).Get(t.Context(), fetch.Request{URL: s.URL})
		if err != nil || !strings.HasPrefix(string(res.Body), want) {
			t.Errorf("signed %q: %+v, %v", agent, res, err)
			continue
		}
		for _, coding := range []string{"gzip", "br", "zstd"} {
			if _, asked, _ := strings.Cut(string(res.Body), "|"); !strings.Contains(asked, coding) {
				t.Errorf("asked for %q, which lacks %s", asked, coding)
			}
		}
	}
}

// TestValidatorsAreShort holds that a server can't have its reader keep, and
// send back each time, what is much longer than a validator.
func TestValidatorsAreShort(t *testing.T) {
	for etag, kept := range map[string]bool{`"v1"`: true, `W/"خبر"`: true, strings.Repeat("x", 10_000): false, "": false} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("ETag", etag) })
		c := local(t, fetch.Config{})
		res, err := c.Get(t.Context(), fetch.Request{URL: s.URL})
		if err != nil || (res.ETag != "") != kept {
			t.Errorf("ETag %.20q: %+v, %v, want it kept %v", etag, res, err, kept)
			continue
		}
		if _, err := c.Get(t.Context(), fetch.Request{URL: s.URL, ETag: res.ETag}); err != nil {
			t.Errorf("the next request, with %q: %v", res.ETag, err)
		}
	}
}
