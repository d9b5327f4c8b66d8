package fetch_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rasadnews/rasad/watcher/fetch"
)

// serveTLS serves over TLS, with HTTP/2 if h2, and counts open connections.
func serveTLS(t testing.TB, h2 bool, h http.HandlerFunc) (s *httptest.Server, open *atomic.Int32) {
	open = new(atomic.Int32)
	s = httptest.NewUnstartedServer(h)
	s.EnableHTTP2 = h2
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed, http.StateHijacked:
			open.Add(-1)
		}
	}
	s.StartTLS()
	t.Cleanup(s.Close)
	return s, open
}

func TestHTTP2IsSpoken(t *testing.T) {
	for h2, want := range map[bool]string{true: "HTTP/2.0", false: "HTTP/1.1"} {
		s, _ := serveTLS(t, h2, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Proto) })
		res, err := local(t, fetch.Config{}).Get(t.Context(), fetch.Request{URL: s.URL})
		if err != nil || string(res.Body) != want {
			t.Errorf("Get = %+v, %v, want %s", res, err, want)
		}
	}
}

// TestConnectionsAreKept holds that requests to one host, one after another,
// share a connection.
func TestConnectionsAreKept(t *testing.T) {
	for _, h2 := range []bool{false, true} {
		var mu sync.Mutex
		from := map[string]bool{}
		s, _ := serveTLS(t, h2, func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			from[r.RemoteAddr] = true
			switch r.URL.Path {
			case "/304":
				w.WriteHeader(http.StatusNotModified)
			case "/404":
				http.NotFound(w, r)
			case "/302":
				http.Redirect(w, r, "/200", http.StatusFound)
			default:
				io.WriteString(w, "text")
			}
		})
		c := local(t, fetch.Config{})
		for _, path := range []string{"/200", "/304", "/404", "/302", "/200"} {
			c.Get(t.Context(), fetch.Request{URL: s.URL + path, ETag: `"1"`})
		}
		if len(from) != 1 {
			t.Errorf("HTTP/2 %v: %d connections for five requests, want one", h2, len(from))
		}
	}
}

// TestConnectionsAtRestAreBounded holds that of many hosts only so many keep a
// connection, in HTTP/1 and in HTTP/2 alike, and those asked last.
func TestConnectionsAtRestAreBounded(t *testing.T) {
	const hosts, most = 20, 5
	for _, h2 := range []bool{false, true} {
		var open []*atomic.Int32
		c := local(t, fetch.Config{
			IdleConns: most, HeaderTimeout: 30 * time.Millisecond, IdleTimeout: 30 * time.Millisecond, TLSTimeout: 30 * time.Millisecond,
		})
		count := func() (n int32) {
			for _, o := range open {
				n += o.Load()
			}
			return n
		}
		for range hosts {
			s, o := serveTLS(t, h2, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "text") })
			open = append(open, o)
			// A machine under load may be slower than these limits: it is the
			// connections that count, not the answers.
			c.Get(t.Context(), fetch.Request{URL: s.URL})
			<-time.After(31 * time.Millisecond) // so that it is surely not in use
		}
		for deadline := time.Now().Add(20 * time.Second); count() > most && time.Now().Before(deadline); {
			<-time.After(time.Millisecond)
		}
		if n := count(); n > most {
			t.Errorf("HTTP/2 %v: %d connections to %d hosts are open, want %d at most", h2, n, hosts, most)
		}
	}
}
