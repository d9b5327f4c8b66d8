package fetch

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A Request names a document, and the validators of the version that the
// caller has.
type Request struct {
	// URL is http or https. A user name and password in it go to its own
	// origin alone, and never into a Response, an error or a redirect.
	URL string

	ETag         string
	LastModified string

	// Publisher names the house behind the document. Its requests share
	// Config.PublisherConns. Empty means none.
	Publisher string

	// Proxy is used in place of Config.Proxy. Empty means Config.Proxy,
	// "direct" none.
	Proxy string

	// ObeyRobots has the request fail with ErrRobots where the host's
	// robots.txt forbids it. A page is to obey; a feed is meant to be fetched.
	ObeyRobots bool

	// Permit, if set, is taken when the turn of the host has come. It is held
	// still when Get returns a document, for the caller to give back; until
	// then, and after an error, it is not held.
	Permit *Permit
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

	// Moved is where the document is for good: how far redirects led that
	// were all permanent (301 or 308). Empty if it is where it was asked for,
	// or was asked for with a password.
	Moved string

	// MaxAge is for how long the server says that its answer holds, 0 if it
	// doesn't say. It may be as long as a year.
	MaxAge time.Duration

	// Hubs are where one can subscribe to the document, and Self is under
	// which address, by its Link headers (WebSub, section 4). A feed may
	// name them in its text as well.
	Hubs []string
	Self string
}

// Get returns the document at r.URL. It waits for the turn of the host first,
// as long as ctx lasts; then Config.Timeout runs. An answer other than a
// document is a *StatusError, and what else goes wrong wraps one of this
// package's errors where there is one.
func (c *Client) Get(ctx context.Context, r Request) (*Response, error) {
	return c.do(ctx, &trip{client: c, Request: r, method: http.MethodGet, max: c.config.MaxBytes})
}

// maxReply is in bytes, of the answer to a form.
const maxReply = 64 << 10

// Post sends a form, as a hub of WebSub wants it, and returns the answer. Only
// r's URL, Publisher, Proxy and ObeyRobots count. It follows redirects that
// have the form sent again (307 and 308) and no others, as they would lose it.
func (c *Client) Post(ctx context.Context, r Request, form url.Values) (*Response, error) {
	r.ETag, r.LastModified = "", ""
	return c.do(ctx, &trip{client: c, Request: r, method: http.MethodPost, form: form.Encode(), max: maxReply})
}

func (c *Client) do(ctx context.Context, t *trip) (*Response, error) {
	res, err := t.run(ctx)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", clip(t.URL), err)
	}
	return res, nil
}

// withoutPassword returns a URL, or what was meant as one, without the user
// name and password in it.
func withoutPassword(raw string) string {
	scheme, rest, ok := strings.Cut(raw, "//")
	if !ok {
		scheme, rest = "", raw
	} else {
		scheme += "//"
	}
	authority := rest
	if end := strings.IndexAny(rest, "/?#\\"); end >= 0 {
		authority = rest[:end]
	}
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		return scheme + rest[at+1:]
	}
	return raw
}
