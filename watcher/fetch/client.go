package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Config holds the options of a Client. Its zero value works.
type Config struct {
	// UserAgent is how the client names itself. Zero means that it names
	// rasad.
	UserAgent string

	// AllowNetworks may be reached although they are not public.
	AllowNetworks []netip.Prefix

	Timeout       time.Duration // for one document, redirects included; zero means 30 s
	HeaderTimeout time.Duration // from a request to the head of its answer; zero means 15 s
	MaxBytes      int64         // of a document, after decompression; zero means 15 MB

	// HostDelay parts the starts of two requests to one host. Zero means a
	// second, a negative value none at all.
	HostDelay time.Duration

	// HostConns is how many requests to one host may be under way at once.
	// Zero means 2.
	HostConns int

	// HostPatience is after how long a request that is still under way makes
	// room for another, up to 8 at one host or HostConns if that is more.
	// Zero means 2 s.
	HostPatience time.Duration
}

const (
	defaultAgent = "rasad/1.0 (+https://github.com/rasadnews/rasad)"
	maxRedirects = 10
	maxRetry     = 24 * time.Hour // the longest Retry-After that is believed
)

// A Client gets documents. It is safe for concurrent use.
type Client struct {
	config Config
	http   *http.Client
	gates  *gates
}

// New returns a client. Close it to let its idle connections go.
func New(c Config) *Client {
	c.UserAgent = or(c.UserAgent, defaultAgent)
	c.Timeout = or(c.Timeout, 30*time.Second)
	c.HeaderTimeout = or(c.HeaderTimeout, 15*time.Second)
	c.MaxBytes = or(c.MaxBytes, 15<<20)
	c.HostDelay = max(or(c.HostDelay, time.Second), 0)
	c.HostConns = or(c.HostConns, 2)
	c.HostPatience = or(c.HostPatience, 2*time.Second)
	dialer := &net.Dialer{Timeout: 10 * time.Second, Control: guard(c.AllowNetworks)}
	return &Client{
		config: c,
		gates:  newGates(c.HostConns, c.HostDelay, c.HostPatience),
		http: &http.Client{
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Transport: &http.Transport{
				Proxy:                  nil, // see the package comment
				DialContext:            dialer.DialContext,
				ForceAttemptHTTP2:      true,
				DisableCompression:     true, // body decompresses, and counts
				TLSHandshakeTimeout:    10 * time.Second,
				ResponseHeaderTimeout:  c.HeaderTimeout,
				MaxResponseHeaderBytes: 256 << 10,
				MaxIdleConnsPerHost:    c.HostConns,
				MaxIdleConns:           4096,
				IdleConnTimeout:        6 * time.Minute, // longer than the usual interval of polls
			},
		},
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
func (c *Client) Close() { c.http.CloseIdleConnections() }

// A Request names a document, and the validators of the version that the
// caller has.
type Request struct {
	URL          string
	ETag         string
	LastModified string
}

// A Response is a document, or the word that it has not changed.
type Response struct {
	Status      int
	URL         string // where the document was, after redirects
	ContentType string // as the server sent it
	Body        []byte // decompressed, in the publisher's encoding

	ETag         string
	LastModified string
	NotModified  bool // Body is empty: the caller's version holds
}

// Get returns the document at r.URL. It waits for the turn of the host first,
// as long as ctx lasts; then Config.Timeout runs. An answer other than a
// document is a *StatusError, and what else goes wrong wraps one of this
// package's errors where there is one.
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	res, err := c.get(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", r.URL, err)
	}
	return res, nil
}

func (c *Client) get(ctx context.Context, r Request) (*Response, error) {
	u, err := address(nil, r.URL)
	if err != nil {
		return nil, err
	}
	left := c.config.Timeout
	for range maxRedirects + 1 {
		leave, err := c.gates.enter(ctx, u.Host)
		if err != nil {
			return nil, err
		}
		began := time.Now()
		res, next, err := c.visit(ctx, u, r, left)
		leave()
		if err != nil || res != nil {
			return res, err
		}
		left -= time.Since(began)
		u = next
	}
	return nil, fmt.Errorf("%w: more than %d", ErrRedirects, maxRedirects)
}

// visit follows u as long as its redirects stay at its host, which costs that
// host one turn. It returns a response, or where at another host to go on.
func (c *Client) visit(ctx context.Context, u *url.URL, r Request, left time.Duration) (*Response, *url.URL, error) {
	limited, cancel := context.WithTimeoutCause(ctx, left, ErrTimeout)
	defer cancel()
	for range maxRedirects + 1 {
		res, next, err := c.once(limited, u, r)
		switch {
		case err != nil && ctx.Err() == nil && (limited.Err() != nil || isTimeout(err)):
			return nil, nil, fmt.Errorf("%w (%s)", ErrTimeout, stage(err))
		case err != nil || res != nil:
			return res, nil, err
		case next.Host != u.Host:
			return nil, next, nil
		}
		u = next
	}
	return nil, nil, fmt.Errorf("%w: more than %d", ErrRedirects, maxRedirects)
}

// once makes one request. It returns a response, or where a redirect leads.
func (c *Client) once(ctx context.Context, u *url.URL, r Request) (*Response, *url.URL, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrBadURL, err)
	}
	req.Header.Set("User-Agent", c.config.UserAgent)
	req.Header.Set("Accept", "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5")
	req.Header.Set("Accept-Encoding", "gzip, deflate")
	if r.ETag != "" {
		req.Header.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		req.Header.Set("If-Modified-Since", r.LastModified)
	}
	answer, err := c.http.Do(req)
	if err != nil {
		return nil, nil, bare(err)
	}
	defer answer.Body.Close()
	switch s := answer.StatusCode; {
	case s == http.StatusNotModified:
		return &Response{Status: s, URL: u.String(), NotModified: true,
			ETag: answer.Header.Get("ETag"), LastModified: answer.Header.Get("Last-Modified")}, nil, nil
	case s == 301, s == 302, s == 303, s == 307, s == 308:
		rinse(answer.Body)
		next, err := redirect(u, answer.Header.Get("Location"))
		return nil, next, err
	case s < 200 || s > 299:
		rinse(answer.Body)
		return nil, nil, statusError(answer)
	}
	res, err := c.document(answer)
	return res, nil, err
}

// redirect returns where a Location header leads.
func redirect(from *url.URL, location string) (*url.URL, error) {
	if location == "" {
		return nil, fmt.Errorf("%w: no Location", ErrRedirects)
	}
	return address(from, location)
}

// rinse reads what is left of a short body, so that its connection can be
// used again.
func rinse(r io.Reader) { io.CopyN(io.Discard, r, 16<<10) }

func statusError(answer *http.Response) *StatusError {
	e := &StatusError{Status: answer.StatusCode, RetryAfter: retryAfter(answer.Header.Get("Retry-After"))}
	if strings.EqualFold(answer.Header.Get("Cf-Mitigated"), "challenge") {
		e.Wall = "Cloudflare challenge"
	}
	return e
}

// retryAfter reads the header of that name: seconds or a date (RFC 9110,
// 10.2.3).
func retryAfter(v string) time.Duration {
	d := time.Duration(0)
	if n, err := strconv.Atoi(strings.TrimSpace(v)); err == nil {
		d = time.Duration(min(n, int(maxRetry/time.Second))) * time.Second
	} else if t, err := http.ParseTime(v); err == nil {
		d = time.Until(t)
	}
	return min(max(d, 0), maxRetry)
}

// bare takes off the wrapping of net/http that repeats method and URL.
func bare(err error) error {
	if e := (*url.Error)(nil); errors.As(err, &e) {
		return e.Err
	}
	return err
}

func isTimeout(err error) bool {
	var e net.Error
	return errors.As(err, &e) && e.Timeout()
}

// stage says where a request that took too long was.
func stage(err error) string {
	var op *net.OpError
	switch {
	case errors.As(err, &op) && op.Op == "dial":
		return "connecting"
	case errors.Is(err, errBody):
		return "reading the document"
	}
	return "waiting for the answer"
}
