package fetch_test

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/rasadnews/rasad/watcher/fetch"
)

// names is a DNS server on loopback.
type names struct {
	conn net.PacketConn

	mu      sync.Mutex
	answers map[string][]netip.Addr // one after the other, the last for good
	asked   map[string]int
}

func openNames(t testing.TB) *names {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n := &names{conn: conn, answers: map[string][]netip.Addr{}, asked: map[string]int{}}
	var serving sync.WaitGroup
	serving.Go(n.serve)
	t.Cleanup(func() { conn.Close(); serving.Wait() })
	return n
}

// set has a name, which ends in a dot, mean one address after the other.
func (n *names) set(name string, addresses ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.answers[name], n.asked[name] = nil, 0
	for _, a := range addresses {
		n.answers[name] = append(n.answers[name], netip.MustParseAddr(a))
	}
}

func (n *names) serve() {
	packet := make([]byte, 4096)
	for {
		size, from, err := n.conn.ReadFrom(packet)
		if err != nil {
			return
		}
		var m dnsmessage.Message
		if m.Unpack(packet[:size]) != nil || len(m.Questions) != 1 {
			continue
		}
		m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
		n.answer(&m)
		if reply, err := m.Pack(); err == nil {
			n.conn.WriteTo(reply, from)
		}
	}
}

func (n *names) answer(m *dnsmessage.Message) {
	n.mu.Lock()
	defer n.mu.Unlock()
	q := m.Questions[0]
	name := q.Name.String()
	all := n.answers[name]
	if len(all) == 0 {
		m.RCode = dnsmessage.RCodeNameError
		return
	}
	a := all[min(n.asked[name], len(all)-1)]
	head := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}
	switch {
	case q.Type == dnsmessage.TypeA && a.Is4():
		m.Answers = []dnsmessage.Resource{{Header: head, Body: &dnsmessage.AResource{A: a.As4()}}}
		n.asked[name]++
	case q.Type == dnsmessage.TypeAAAA && a.Is6():
		m.Answers = []dnsmessage.Resource{{Header: head, Body: &dnsmessage.AAAAResource{AAAA: a.As16()}}}
		n.asked[name]++
	}
}

func (n *names) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", n.conn.LocalAddr().String())
	}}
}

// TestNamesLeadToNoPrivateHost holds that it is the address behind a name that
// counts, at the moment at which it is dialled.
func TestNamesLeadToNoPrivateHost(t *testing.T) {
	n := openNames(t)
	c := fetch.New(fetch.Config{HostDelay: -1, Resolver: n.resolver()})
	t.Cleanup(c.Close)
	for _, address := range []string{"127.0.0.1", "10.1.2.3", "169.254.169.254", "100.100.100.200", "::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::"} {
		n.set("news.example.", address)
		if _, err := c.Get(t.Context(), fetch.Request{URL: "http://news.example/"}); !errors.Is(err, fetch.ErrForbiddenAddress) {
			t.Errorf("a name of %s: %v, want ErrForbiddenAddress", address, err)
		}
	}
	if _, err := c.Get(t.Context(), fetch.Request{URL: "http://nobody.example/"}); !errors.Is(err, fetch.ErrUnreachable) {
		t.Errorf("a name that nobody has: %v, want ErrUnreachable", err)
	}
}

// TestNamesThatChange holds that a name which means another address at every
// look leads nowhere that it may not: only loopback is allowed here, to which
// it leads at first.
func TestNamesThatChange(t *testing.T) {
	s := serve(t, says("text"))
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	n := openNames(t)
	m := openProxy(t, "", "")
	for _, proxy := range []string{"direct", "socks5://" + m.Addr().String(), "http://" + m.Addr().String()} {
		m.to["rebound.example:"+port] = s.Listener.Addr().String()
		n.set("rebound.example.", "127.0.0.1", "10.0.0.1")
		c := local(t, fetch.Config{Resolver: n.resolver(), Proxy: proxy})
		first, err := c.Get(t.Context(), fetch.Request{URL: "http://rebound.example:" + port})
		if err != nil || string(first.Body) != "text" {
			t.Errorf("%s: while the name means loopback: %v", proxy, err)
		}
		c.Close() // so that it is dialled again
		m.seen()
		if _, err := c.Get(t.Context(), fetch.Request{URL: "http://rebound.example:" + port}); !errors.Is(err, fetch.ErrForbiddenAddress) {
			t.Errorf("%s: once the name means another address: %v, want ErrForbiddenAddress", proxy, err)
		}
		if seen := m.seen(); seen != "" {
			t.Errorf("%s: it was asked for %s", proxy, seen)
		}
	}
}

// TestASilentNameServerIsGivenUp holds that looking a name up counts to the
// time in which a connection must come about.
func TestASilentNameServerIsGivenUp(t *testing.T) {
	mute, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mute.Close() })
	n := &names{conn: mute}
	c := local(t, fetch.Config{Resolver: n.resolver(), ConnectTimeout: 100 * time.Millisecond})
	for _, proxy := range []string{"direct", "socks5://127.0.0.1:1"} {
		if _, err := c.Get(t.Context(), fetch.Request{URL: "http://news.example/", Proxy: proxy}); !errors.Is(err, fetch.ErrTimeout) {
			t.Errorf("%s: %v, want ErrTimeout", proxy, err)
		}
	}
}
