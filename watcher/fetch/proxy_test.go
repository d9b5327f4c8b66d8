package fetch_test

import (
	"bufio"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/rasadnews/rasad/watcher/fetch"
)

// A middleman is a proxy, of both kinds at one port, that lets those through
// who know the password, and remembers what it was asked to connect to.
type middleman struct {
	net.Listener
	user, password string
	to             map[string]string // other addresses for what it is asked for

	mu    sync.Mutex
	asked []string
}

func openProxy(t *testing.T, user, password string) *middleman {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m := &middleman{Listener: l, user: user, password: password, to: map[string]string{}}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			serving.Go(func() {
				defer conn.Close()
				m.serve(conn)
			})
		}
	})
	t.Cleanup(func() { l.Close(); serving.Wait() })
	return m
}

// seen returns what the proxy was asked to connect to, and forgets it.
func (m *middleman) seen() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	defer func() { m.asked = nil }()
	return strings.Join(m.asked, " ")
}

func (m *middleman) dial(address string) (net.Conn, error) {
	m.mu.Lock()
	m.asked = append(m.asked, address)
	if other, ok := m.to[address]; ok {
		address = other
	}
	m.mu.Unlock()
	return net.Dial("tcp", address)
}

func (m *middleman) serve(conn net.Conn) {
	r := bufio.NewReader(conn)
	switch first, err := r.Peek(1); {
	case err != nil:
	case first[0] == 5:
		m.serveSOCKS(conn, r)
	default:
		m.serveHTTP(conn, r)
	}
}

// serveSOCKS speaks SOCKS 5 (RFC 1928, 1929).
func (m *middleman) serveSOCKS(conn net.Conn, r *bufio.Reader) {
	take := func(n int) []byte {
		b := make([]byte, n)
		io.ReadFull(r, b)
		return b
	}
	take(int(take(2)[1]))
	if m.user == "" {
		conn.Write([]byte{5, 0})
	} else {
		conn.Write([]byte{5, 2})
		user := string(take(int(take(2)[1])))
		password := string(take(int(take(1)[0])))
		if user != m.user || password != m.password {
			conn.Write([]byte{1, 1})
			return
		}
		conn.Write([]byte{1, 0})
	}
	var host string
	switch take(4)[3] {
	case 1:
		host = net.IP(take(4)).String()
	case 3:
		host = string(take(int(take(1)[0])))
	case 4:
		host = net.IP(take(16)).String()
	}
	server, err := m.dial(net.JoinHostPort(host, fmt.Sprint(binary.BigEndian.Uint16(take(2)))))
	if err != nil {
		conn.Write([]byte{5, 5, 0, 1, 0, 0, 0, 0, 0, 0})
		return
	}
	conn.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
	pipe(conn, r, server)
}

// serveHTTP serves one request to connect, or to fetch.
func (m *middleman) serveHTTP(conn net.Conn, r *bufio.Reader) {
	request, err := http.ReadRequest(r)
	if err != nil {
		return
	}
	if want := "Basic " + base64.StdEncoding.EncodeToString([]byte(m.user+":"+m.password)); m.user != "" && request.Header.Get("Proxy-Authorization") != want {
		io.WriteString(conn, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
		return
	}
	host := request.Host
	if _, _, err := net.SplitHostPort(host); err != nil {
		host = net.JoinHostPort(host, "80")
	}
	server, err := m.dial(host)
	if err != nil {
		io.WriteString(conn, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
		return
	}
	if request.Method == http.MethodConnect {
		io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n")
	} else {
		request.Header.Del("Proxy-Authorization")
		request.Header.Set("Connection", "close")
		request.Write(server)
	}
	pipe(conn, r, server)
}

func pipe(conn net.Conn, r io.Reader, server net.Conn) {
	defer server.Close()
	var both sync.WaitGroup
	both.Go(func() { io.Copy(server, r); server.(*net.TCPConn).CloseWrite() })
	both.Go(func() { io.Copy(conn, server); conn.Close() })
	both.Wait()
}

func TestDocumentsComeThroughProxies(t *testing.T) {
	plain := serve(t, says("plain"))
	secure, _ := serveTLS(t, true, says("secure"))
	m := openProxy(t, "reader", "se cret:@/")
	secrets := func(name string) (string, bool) {
		switch name {
		case "PASSWORD":
			return "se cret:@/", true
		case "WHOLE":
			return "socks5://reader:se%20cret:%40%2F@" + m.Addr().String(), true
		}
		return "", false
	}
	for _, proxy := range []string{
		"http://reader:${PASSWORD}@" + m.Addr().String(), "socks5://reader:${PASSWORD}@" + m.Addr().String(),
		"socks5h://reader:${PASSWORD}@" + m.Addr().String(), "${WHOLE}",
	} {
		global := local(t, fetch.Config{Proxy: proxy, Secret: secrets})
		own := local(t, fetch.Config{Proxy: "http://127.0.0.1:1", Secret: secrets})
		for url, want := range map[string]string{plain.URL: "plain", secure.URL: "secure"} {
			for name, get := range map[string]func() (*fetch.Response, error){
				"for all":        func() (*fetch.Response, error) { return global.Get(t.Context(), fetch.Request{URL: url}) },
				"for one source": func() (*fetch.Response, error) { return own.Get(t.Context(), fetch.Request{URL: url, Proxy: proxy}) },
			} {
				res, err := get()
				if err != nil || string(res.Body) != want {
					t.Errorf("%s through %s, %s: %+v, %v", want, proxy, name, res, err)
				}
				if seen := m.seen(); !strings.HasSuffix(url, seen) || seen == "" {
					t.Errorf("%s through %s, %s: the proxy was asked for %q", want, proxy, name, seen)
				}
			}
		}
		if _, err := global.Get(t.Context(), fetch.Request{URL: plain.URL, Proxy: "direct"}); err != nil || m.seen() != "" {
			t.Errorf("direct, past %s: %v", proxy, err)
		}
	}
}

// TestFaultsOfProxiesAreTheirs holds that a proxy that can't be used is named
// as such, and that no error shows a password.
func TestFaultsOfProxiesAreTheirs(t *testing.T) {
	s := serve(t, says("text"))
	secure, _ := serveTLS(t, true, says("secure"))
	m := openProxy(t, "reader", "right")
	nobody := openProxy(t, "", "")
	nobody.Close()
	for _, proxy := range []string{
		"http://reader:SECRET@" + m.Addr().String(), "socks5://reader:SECRET@" + m.Addr().String(), "socks5h://reader:SECRET@" + m.Addr().String(),
		"http://reader:SECRET@" + nobody.Addr().String(), "socks5://reader:SECRET@" + nobody.Addr().String(),
		"socks4://reader:SECRET@127.0.0.1:1080", "http://reader:SECRET@proxy", "reader:SECRET@proxy:1", "http://reader:${NOTHING}@127.0.0.1:1",
		"http://reader:SEC%RET@127.0.0.1:1",
	} {
		for _, url := range []string{s.URL, secure.URL} {
			_, err := local(t, fetch.Config{Proxy: proxy}).Get(t.Context(), fetch.Request{URL: url})
			if !errors.Is(err, fetch.ErrProxy) {
				t.Errorf("Get(%s) through %s: %v, want ErrProxy", url, proxy, err)
			}
			if err != nil && strings.Contains(err.Error(), "SEC") {
				t.Errorf("through %s: the error shows a password: %v", proxy, err)
			}
		}
	}
	well := openProxy(t, "", "")
	for _, scheme := range []string{"socks5", "socks5h"} {
		c := local(t, fetch.Config{Proxy: scheme + "://" + well.Addr().String()})
		if _, err := c.Get(t.Context(), fetch.Request{URL: "http://127.0.0.1:1/"}); !errors.Is(err, fetch.ErrUnreachable) {
			t.Errorf("a dead host through %s: %v, want ErrUnreachable", scheme, err)
		}
	}
}

// TestProxiesLeadToNoPrivateHost holds that what may not be fetched straight
// may not be fetched through a proxy either, by redirects neither.
func TestProxiesLeadToNoPrivateHost(t *testing.T) {
	inner := serve(t, says("inner"))
	names := openNames(t)
	for _, name := range []string{"printer.local.", "db.internal.", "router.", "rebound.example."} {
		names.set(name, "192.168.0.9")
	}
	m := openProxy(t, "", "")
	m.to["198.41.0.4:80"] = serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inner.URL, http.StatusFound) }).Listener.Addr().String()
	for _, scheme := range []string{"http", "socks5", "socks5h"} {
		c := fetch.New(fetch.Config{Proxy: scheme + "://" + m.Addr().String(), HostDelay: -1, Resolver: names.resolver()})
		t.Cleanup(c.Close)
		for _, url := range []string{
			inner.URL, "http://10.0.0.1/", "http://169.254.169.254/", "http://[::ffff:10.0.0.1]/", "http://2130706433/", "http://0x7f.1/",
			"http://localhost/", "http://LocalHost./", "http://printer.local/", "http://db.internal/", "http://router/", "https://10.0.0.1/",
		} {
			if _, err := c.Get(t.Context(), fetch.Request{URL: url}); !errors.Is(err, fetch.ErrForbiddenAddress) {
				t.Errorf("Get(%s) through %s: %v, want ErrForbiddenAddress", url, scheme, err)
			}
		}
		if seen := m.seen(); seen != "" {
			t.Errorf("%s: the proxy was asked for %s", scheme, seen)
		}
		if _, err := c.Get(t.Context(), fetch.Request{URL: "http://198.41.0.4/"}); !errors.Is(err, fetch.ErrForbiddenAddress) {
			t.Errorf("a redirect through %s: %v, want ErrForbiddenAddress", scheme, err)
		}
		if seen := m.seen(); seen != "198.41.0.4:80" {
			t.Errorf("%s: the proxy was asked for %q", scheme, seen)
		}
	}
}
