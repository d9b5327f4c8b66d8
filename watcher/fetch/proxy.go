package fetch

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// CheckProxy tells whether an address names a proxy that can be used:
//
//	http://host:port     asked to connect, or to fetch what is plain http
//	https://host:port    the same, itself reached over TLS
//	socks5://host:port   told addresses that were looked up here
//	socks5h://host:port  told names, which it looks up itself
//
// each with user:password@ before the host where it wants that. The proxy may
// stand at a private address; what is fetched through it may not. That is
// checked by addresses looked up here, and holds fully with socks5, which is
// told the very address that was checked. A proxy that looks names up itself
// may find others for them: with http and https a name is refused if it has
// an address here that is not public; with socks5h, and where no address is
// found here, only if it can be seen by the name. Behind a name server that
// lies about hosts, as a filter does, that makes socks5h the one to use.
//
// So that passwords need not stand where addresses do, ${NAME} stands for a
// secret of that name, which may also be a whole address. Secret returns it,
// as os.LookupEnv does.
func CheckProxy(address string, secret func(name string) (string, bool)) error {
	_, err := parseProxy(address, secret)
	return err
}

var secretName = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

func parseProxy(raw string, secret func(string) (string, bool)) (*url.URL, error) {
	full, err := reveal(raw, secret)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(full)
	if err != nil || u.Hostname() == "" || u.Port() == "" {
		return nil, fmt.Errorf("%w: %q is not like http://host:port or socks5://user:password@host:port", ErrProxy, clip(raw))
	}
	switch u.Scheme {
	case "http", "https", "socks5", "socks5h":
		return u, nil
	}
	return nil, fmt.Errorf("%w: %q is not http, https, socks5 or socks5h", ErrProxy, clip(raw))
}

// reveal puts secrets in the place of their names: as they are if they are all
// of the address, else escaped.
func reveal(raw string, secret func(string) (string, bool)) (full string, err error) {
	full = secretName.ReplaceAllStringFunc(raw, func(place string) string {
		name := secretName.FindStringSubmatch(place)[1]
		value, ok := "", false
		if secret != nil {
			value, ok = secret(name)
		}
		switch {
		case !ok:
			err = fmt.Errorf("%w: there is no secret %s", ErrProxy, name)
		case place != raw:
			value = strings.ReplaceAll(url.QueryEscape(value), "+", "%20")
		}
		return value
	})
	return full, err
}

// divert has a route go through a proxy.
func (c *Client) divert(r *route, p *url.URL) {
	dialer := c.dialer() // unguarded: it dials the proxy, which the operator chose
	if p.Scheme == "http" || p.Scheme == "https" {
		r.transport.DialContext = dialer.DialContext
		r.transport.Proxy = http.ProxyURL(p)
		r.transport.OnProxyConnectResponse = func(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
			if answer.StatusCode == http.StatusOK {
				return nil
			}
			return fmt.Errorf("%w: it answers %s", ErrProxy, answer.Status)
		}
		r.target = c.judge
		return
	}
	names := p.Scheme == "socks5h"
	if names {
		r.target = func(_ context.Context, host string) error { return c.judgeName(host) }
	}
	dial := socks(p, dialer)
	r.transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, c.config.ConnectTimeout)
		defer cancel()
		if !names {
			var err error
			if address, err = c.pin(ctx, address); err != nil {
				return nil, err
			}
		}
		return dial(ctx, network, address)
	}
}

// pin looks up a host:port here and returns an address of it that is public.
func (c *Client) pin(ctx context.Context, address string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrBadURL, err)
	}
	addrs, err := c.config.Resolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return "", err
	}
	for _, a := range addrs {
		if err = permit(a, c.config.AllowNetworks); err == nil {
			return net.JoinHostPort(a.Unmap().String(), port), nil
		}
	}
	return "", err
}

// judge refuses a host that has an address which is not public. One that has
// none here is judged by its name.
func (c *Client) judge(ctx context.Context, host string) error {
	addrs, err := c.config.Resolver.LookupNetIP(ctx, "ip", host)
	if err != nil || len(addrs) == 0 {
		return c.judgeName(host)
	}
	for _, a := range addrs {
		if err := permit(a, c.config.AllowNetworks); err != nil {
			return err
		}
	}
	return nil
}

// judgeName refuses what is seen to be private without looking it up:
// addresses, and names that are reserved (RFC 6761, 6762, 8375) or have no
// dot.
func (c *Client) judgeName(host string) error {
	if a, err := netip.ParseAddr(host); err == nil {
		return permit(a, c.config.AllowNetworks)
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	_, top, dotted := cutLast(host, ".")
	switch {
	case !dotted, top == "localhost", top == "local", top == "internal", top == "lan", strings.HasSuffix(host, ".home.arpa"):
		return fmt.Errorf("%w: %s", ErrForbiddenAddress, clip(host))
	}
	return nil
}

// cutLast cuts s around the last sep.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return "", s, false
}
