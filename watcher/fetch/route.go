package fetch

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/rasadnews/rasad/watcher/robots"
)

// A route is a way to the servers: straight, or through a proxy.
type route struct {
	transport *http.Transport
	robots    *robots.Cache

	// target judges the host of a URL before it is asked for, where the
	// dialer sees the proxy alone. Nil means that the dialer judges.
	target func(context.Context, string) error
}

// check refuses a URL whose host is not public, as far as that can be told
// before it is dialled.
func (r *route) check(ctx context.Context, u *url.URL) error {
	if r.target == nil {
		return nil
	}
	return r.target(ctx, u.Hostname())
}

// direct is the proxy that is none.
const direct = "direct"

// route returns the way through a proxy. The addresses of proxies come from
// the operator, so that there are few.
func (c *Client) route(through string) (*route, error) {
	through = or(through, c.config.Proxy)
	c.mu.Lock()
	defer c.mu.Unlock()
	if r := c.routes[through]; r != nil {
		return r, nil
	}
	r := &route{transport: c.transport(), robots: robots.NewCache(robots.Token(c.config.UserAgent), c.robotsFile(through))}
	if through != "" && through != direct {
		p, err := parseProxy(through, c.config.Secret)
		if err != nil {
			return nil, err
		}
		c.divert(r, p)
	}
	r.transport.DialContext = c.lines.over(r.transport.DialContext)
	c.routes[through] = r
	return r, nil
}

// transport returns a transport that goes straight to public addresses. A
// connection at rest should cost little, as there are thousands: answers are
// read in one gulp into the document anyway, so that small buffers serve, and
// frames of HTTP/2 are kept to the smallest size that a client may ask for, as
// a connection keeps a buffer of the largest that ever came.
func (c *Client) transport() *http.Transport {
	dialer := c.dialer()
	dialer.ControlContext = guard(c.config.AllowNetworks)
	return &http.Transport{
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // unpack does it, and counts
		TLSHandshakeTimeout:    c.config.TLSTimeout,
		ResponseHeaderTimeout:  c.config.HeaderTimeout,
		MaxResponseHeaderBytes: 256 << 10,
		MaxIdleConnsPerHost:    c.config.HostConns,
		MaxIdleConns:           c.config.IdleConns, // has those of HTTP/2 forgotten, which lines hangs up
		IdleConnTimeout:        c.config.IdleLife,
		ReadBufferSize:         2 << 10,
		WriteBufferSize:        1 << 10,
		HTTP2: &http.HTTP2Config{
			MaxReadFrameSize:              16 << 10,
			MaxReceiveBufferPerStream:     512 << 10,
			MaxReceiveBufferPerConnection: 1 << 20,
		},
	}
}

func (c *Client) dialer() *net.Dialer {
	return &net.Dialer{Timeout: c.config.ConnectTimeout, Resolver: c.config.Resolver, KeepAlive: 2 * time.Minute}
}
