package fetch

import (
	"net"
	"net/netip"
	"sync"
	"time"
)

// Config holds the options of a Client. Its zero value works.
type Config struct {
	// UserAgent is how the client names itself. Zero means that it names
	// rasad. The name that robots.txt files know it by is what stands before
	// the first slash or blank.
	UserAgent string

	// AllowNetworks may be reached although they are not public.
	AllowNetworks []netip.Prefix

	// Proxy is what requests go through that name no proxy of their own: an
	// address as CheckProxy wants it. Empty means none.
	Proxy string

	// Secret returns what ${NAME} stands for in the address of a proxy, such
	// as os.LookupEnv. Nil means that there are no secrets.
	Secret func(name string) (string, bool)

	// Resolver looks names up. Nil means the system's.
	Resolver *net.Resolver

	Timeout        time.Duration // for one document, redirects included; zero means 30 s
	ConnectTimeout time.Duration // for a connection, its name looked up; zero means 10 s
	TLSTimeout     time.Duration // for the TLS handshake; zero means 10 s
	HeaderTimeout  time.Duration // from a request to the head of its answer; zero means 15 s
	IdleTimeout    time.Duration // between two bytes of a body; zero means 10 s
	MaxBytes       int64         // of a document, after decompression; zero means 15 MB

	// HostDelay parts the starts of two requests to one host. Zero means a
	// second, a negative value none at all.
	HostDelay time.Duration

	// HostConns is how many requests to one host may be under way at once.
	// Zero means 2.
	HostConns int

	// PublisherConns is how many requests to one publisher, at all its hosts,
	// may be under way at once. Zero means 6.
	PublisherConns int

	// IdleConns is beyond how many connections, to all hosts, those are hung
	// up that have been quiet longest. Zero means 2048.
	IdleConns int

	// IdleLife is how long a connection is kept that is not in use. Zero means
	// 6 minutes, which is longer than the usual interval of polls.
	IdleLife time.Duration

	// HostPatience is after how long a request that is still under way makes
	// room for another, up to 8 at one host or HostConns if that is more; so
	// with a publisher. Zero means 2 s.
	HostPatience time.Duration
}

const defaultAgent = "rasad/1.0 (+https://github.com/rasadnews/rasad)"

// filesAtOnce is how many robots.txt files are fetched at once.
const filesAtOnce = 128

// A Client gets documents. It is safe for concurrent use.
type Client struct {
	config   Config
	gates    *gates
	lines    *lines
	files    Permits // for robots.txt files
	unpacker unpacker

	mu     sync.Mutex
	routes map[string]*route // by the proxy's address, "" for none
}

// New returns a client. Close it to let its idle connections go.
func New(c Config) *Client {
	c.UserAgent = or(c.UserAgent, defaultAgent)
	c.Timeout = or(c.Timeout, 30*time.Second)
	c.ConnectTimeout = or(c.ConnectTimeout, 10*time.Second)
	c.TLSTimeout = or(c.TLSTimeout, 10*time.Second)
	c.HeaderTimeout = or(c.HeaderTimeout, 15*time.Second)
	c.IdleTimeout = or(c.IdleTimeout, 10*time.Second)
	c.MaxBytes = or(c.MaxBytes, 15<<20)
	c.HostDelay = max(or(c.HostDelay, time.Second), 0)
	c.HostConns = or(c.HostConns, 2)
	c.PublisherConns = or(c.PublisherConns, 6)
	c.IdleConns = or(c.IdleConns, 2048)
	c.IdleLife = or(c.IdleLife, 6*time.Minute)
	c.HostPatience = or(c.HostPatience, 2*time.Second)
	c.Resolver = or(c.Resolver, net.DefaultResolver)
	return &Client{
		config: c,
		gates:  newGates(c),
		lines:  newLines(c),
		files:  NewPermits(filesAtOnce),
		routes: make(map[string]*route),
	}
}

// or returns v, or def if v is zero.
func or[T comparable](v, def T) T {
	var zero T
	if v == zero {
		return def
	}
	return v
}

// Close lets idle connections go. Requests under way go on.
func (c *Client) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range c.routes {
		r.transport.CloseIdleConnections()
	}
}
