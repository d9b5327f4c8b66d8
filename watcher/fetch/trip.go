package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptrace"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

	"github.com/rasadnews/rasad/watcher/robots"
)

const maxRedirects = 10

// A trip is a request on its way through redirects.
type trip struct {
	client *Client
	Request
	method string
	form   string
	max    int64 // bytes of the document
	cut    bool  // a longer one is cut off there, and is no error
	prompt bool  // the host's pause between two requests does not count

	route *route
	home  *url.URL      // where it set out: the origin that its password is for
	left  time.Duration // to live
	line  *line         // that the last request took

	hops    int
	passed  map[string]bool // addresses, with the cookies that they were asked with
	jar     http.CookieJar  // what redirects gave: some sites want it back at once
	moved   *url.URL        // how far permanent redirects led
	tempted bool            // a redirect was not permanent
}

// run goes from host to host, waiting for the turn of each.
func (t *trip) run(ctx context.Context) (*Response, error) {
	u, err := address(nil, t.URL)
	if err != nil {
		return nil, err
	}
	if t.route, err = t.client.route(t.Proxy); err != nil {
		return nil, err
	}
	t.home, t.left = u, t.client.config.Timeout
	for {
		t.Permit.Return()
		rules, err := t.rules(ctx, u)
		if err != nil {
			return nil, err
		}
		if err := obey(rules, u); err != nil {
			return nil, err
		}
		res, next, err := t.call(ctx, u, rules)
		if res == nil {
			t.Permit.Return()
		}
		if err != nil || res != nil {
			return res, err
		}
		u = next
	}
}

// call visits u when its host has a turn for it, and then there is a permit.
func (t *trip) call(ctx context.Context, u *url.URL, rules *robots.Rules) (*Response, *url.URL, error) {
	turn, err := t.client.gates.enter(ctx, u.Host, t.Publisher, t.pause(rules))
	if err != nil {
		return nil, nil, err
	}
	defer turn.leave()
	if err := t.Permit.Take(ctx); err != nil {
		return nil, nil, err
	}
	began := time.Now()
	t.line = nil
	res, next, err := t.visit(ctx, u, rules)
	if errors.Is(err, ErrTimeout) {
		t.line.suspect(began)
	}
	t.left -= time.Since(began)
	return res, next, err
}

// visit follows u as long as its redirects stay at its host, which costs that
// host one turn. It returns a response, or where at another host, or under
// other rules, to go on.
func (t *trip) visit(ctx context.Context, u *url.URL, rules *robots.Rules) (*Response, *url.URL, error) {
	limited, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	end := time.AfterFunc(t.left, func() { cancel(errTotal) })
	defer end.Stop()
	for {
		res, next, err := t.once(limited, cancel, u)
		switch {
		case err != nil:
			return nil, nil, named(ctx, limited, err)
		case res != nil:
			return res, nil, nil
		case next.Host != u.Host, t.ObeyRobots && next.Scheme != u.Scheme:
			return nil, next, nil
		}
		if err := obey(rules, next); err != nil {
			return nil, nil, err
		}
		u = next
	}
}

// once makes one request. It returns a response, or where a redirect leads.
// Cancel ends ctx.
func (t *trip) once(ctx context.Context, cancel context.CancelCauseFunc, u *url.URL) (*Response, *url.URL, error) {
	if err := t.route.check(ctx, u); err != nil {
		return nil, nil, err
	}
	answer, err := t.route.transport.RoundTrip(t.request(ctx, u))
	if err != nil {
		return nil, nil, err
	}
	defer answer.Body.Close()
	body := &patient{r: answer.Body, wait: t.client.config.IdleTimeout, cancel: cancel}
	defer body.stop()
	switch s := answer.StatusCode; {
	case s == http.StatusNotModified && t.ETag+t.LastModified != "":
		return t.response(answer, u), nil, nil
	case s == 301, s == 302, s == 303, s == 307, s == 308:
		next, err := t.redirect(u, answer)
		rinse(body)
		return nil, next, err
	case s < 200 || s > 299:
		return nil, nil, t.refusal(answer, body)
	}
	if wall := or(wallOfHead(answer), wallOnTheWay(t.home, u)); wall != "" {
		rinse(body)
		return nil, nil, t.status(answer, wall)
	}
	res := t.response(answer, u)
	if res.Body, err = t.document(answer, body); err != nil {
		return nil, nil, err
	}
	if wall := wallOfText(res.Body, false); wall != "" {
		return nil, nil, t.status(answer, wall)
	}
	return res, nil, nil
}

// request returns what to send to u.
func (t *trip) request(ctx context.Context, u *url.URL) *http.Request {
	h := http.Header{
		"User-Agent":      {t.client.config.UserAgent},
		"Accept":          {"text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5"},
		"Accept-Encoding": {accepted},
	}
	if t.ETag != "" {
		h["If-None-Match"] = []string{t.ETag}
	}
	if t.LastModified != "" {
		h["If-Modified-Since"] = []string{t.LastModified}
	}
	bare := *u
	bare.User = nil
	r := &http.Request{Method: t.method, URL: &bare, Host: u.Host, Header: h, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
	if t.method == http.MethodPost {
		h["Content-Type"] = []string{"application/x-www-form-urlencoded"}
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(t.form)), int64(len(t.form))
		r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(t.form)), nil }
	}
	if password, ok := t.home.User.Password(); (ok || t.home.User.Username() != "") && u.Scheme == t.home.Scheme && u.Host == t.home.Host {
		r.SetBasicAuth(t.home.User.Username(), password)
	}
	if t.jar != nil {
		for _, c := range t.jar.Cookies(u) {
			r.AddCookie(c)
		}
	}
	return r.WithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(i httptrace.GotConnInfo) { t.line = lineOf(i.Conn) },
	}))
}

// response returns what the head of an answer says.
func (t *trip) response(answer *http.Response, u *url.URL) *Response {
	h := answer.Header
	bare := *u
	bare.User, bare.Fragment, bare.RawFragment = nil, "", ""
	res := &Response{
		Status: answer.StatusCode, URL: bare.String(), ContentType: h.Get("Content-Type"),
		ETag: validator(h.Get("ETag")), LastModified: validator(h.Get("Last-Modified")), NotModified: answer.StatusCode == http.StatusNotModified,
		MaxAge: freshness(h),
	}
	res.Hubs, res.Self = webSub(h, &bare)
	if t.moved != nil && t.home.User == nil {
		res.Moved = t.moved.String()
	}
	return res
}

// redirect returns where an answer leads.
func (t *trip) redirect(from *url.URL, answer *http.Response) (*url.URL, error) {
	location := answer.Header.Get("Location")
	if location == "" {
		return nil, fmt.Errorf("%w: no Location", ErrRedirects)
	}
	next, err := address(from, location)
	if err != nil {
		return nil, err
	}
	permanent := answer.StatusCode == 301 || answer.StatusCode == 308
	wait := retryAfter(answer.Header)
	switch {
	case t.method == http.MethodPost && answer.StatusCode != 307 && answer.StatusCode != 308, wait > 0:
		return nil, t.status(answer, "")
	}
	next.User = nil // what a redirect says is nobody's password
	if next.Fragment == "" {
		next.Fragment, next.RawFragment = from.Fragment, from.RawFragment
	}
	t.tempted = t.tempted || !permanent
	if !t.tempted {
		t.moved = next
	}
	t.keep(from, answer)
	return next, t.count(next)
}

// keep remembers the cookies of a redirect for the rest of the trip.
func (t *trip) keep(from *url.URL, answer *http.Response) {
	cookies := answer.Cookies()
	if len(cookies) == 0 {
		return
	}
	if t.jar == nil {
		jar, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
		if err != nil {
			return
		}
		t.jar = jar
	}
	t.jar.SetCookies(from, cookies[:min(len(cookies), 32)])
}

// count counts a redirect to u and fails if there are too many, or the trip
// has been there and would be no wiser now.
func (t *trip) count(u *url.URL) error {
	if t.hops++; t.hops > maxRedirects {
		return fmt.Errorf("%w: more than %d", ErrRedirects, maxRedirects)
	}
	key := u.String()
	if t.jar != nil {
		for _, c := range t.jar.Cookies(u) {
			key += "\n" + c.String()
		}
	}
	if t.passed[key] {
		return fmt.Errorf("%w: a loop through %s", ErrRedirects, clip(u.String()))
	}
	if t.passed == nil {
		t.passed = make(map[string]bool)
	}
	t.passed[key] = true
	return nil
}

// refusal returns the error that an answer other than a document is.
func (t *trip) refusal(answer *http.Response, body io.Reader) error {
	if answer.StatusCode == http.StatusProxyAuthRequired {
		rinse(body)
		return fmt.Errorf("%w: it wants other credentials", ErrProxy)
	}
	short := &trip{client: t.client, max: wallBytes, cut: true}
	page, err := short.document(answer, body)
	if err != nil {
		page = nil // it is refused, and why is a guess anyway
	}
	return t.status(answer, or(wallOfHead(answer), wallOfText(page, true)))
}

// status returns the error of an answer behind which stands a wall, or none.
func (t *trip) status(answer *http.Response, wall string) error {
	return &StatusError{Status: answer.StatusCode, RetryAfter: retryAfter(answer.Header), Wall: wall}
}

// rinse reads what is left of a short body, so that its connection can be
// used again.
func rinse(r io.Reader) { io.CopyN(io.Discard, r, 16<<10) }

var (
	errTotal = errors.New("in total")
	errIdle  = errors.New("the document stood still")
)
