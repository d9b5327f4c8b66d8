package fetch_test

import (
	"errors"
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

// TestADeadConnectionIsGivenUp holds that a request which finds its kept
// connection of HTTP/2 dead has the next one dial anew.
func TestADeadConnectionIsGivenUp(t *testing.T) {
	s, _ := serveTLS(t, true, says("text"))
	var mute atomic.Bool
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	relay := func(from, to net.Conn, dead *atomic.Bool) { // drops what comes once it is dead
		defer from.Close()
		defer to.Close()
		for b := make([]byte, 32<<10); ; {
			n, err := from.Read(b)
			if err != nil {
				return
			}
			if !dead.Load() {
				to.Write(b[:n])
			}
		}
	}
	serving.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", s.Listener.Addr().String())
			if err != nil {
				conn.Close()
				continue
			}
			dead := &mute
			if mute.Load() { // a new connection lives
				dead = new(atomic.Bool)
			}
			serving.Go(func() { relay(conn, server, dead) })
			serving.Go(func() { relay(server, conn, dead) })
		}
	})
	t.Cleanup(func() { l.Close(); s.CloseClientConnections(); serving.Wait() })
	c := local(t, fetch.Config{Timeout: 2 * time.Second})
	ask := func() error {
		_, err := c.Get(t.Context(), fetch.Request{URL: "https://" + l.Addr().String()})
		return err
	}
	if err := ask(); err != nil {
		t.Fatal(err)
	}
	mute.Store(true)
	if err := ask(); !errors.Is(err, fetch.ErrTimeout) {
		t.Errorf("over a dead connection: %v, want ErrTimeout", err)
	}
	if err := ask(); err != nil {
		t.Errorf("after it: %v, want a new connection", err)
	}
}
