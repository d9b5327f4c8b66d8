package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// maxAnswer bounds an answer: a hundred updates of the largest messages take
// a few megabytes.
const maxAnswer = 32 << 20

// A transport carries one call for the library and checks its answer before
// the library sees it.
type transport struct {
	ctx    context.Context
	client *http.Client
	file   *source // that the call uploads, or nil

	wrote      atomic.Bool   // the request, or a part of it, went out
	answered   bool          // a JSON answer came
	status     int           // of the answer
	code       int           // error_code of the answer to an upload, which the library loses
	retryAfter time.Duration // of the answer's Retry-After
}

// Do implements the library's HTTPClient.
func (t *transport) Do(req *http.Request) (*http.Response, error) {
	ctx := httptrace.WithClientTrace(t.ctx, &httptrace.ClientTrace{
		WroteHeaders: func() { t.wrote.Store(true) },
	})
	resp, err := t.client.Do(req.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	t.status = resp.StatusCode
	t.retryAfter = retryAfter(resp.Header)

	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err == nil && len(body) <= maxAnswer && isJSON(resp.Header, body) {
		t.answered = true
		body = plain(body, t.status)
		t.code = errorCode(t.file, body)
		resp.Body = io.NopCloser(bytes.NewReader(body))
		return resp, nil
	}
	return nil, t.gateway(resp, body, err)
}

// errorCode reads the error_code of an answer to an upload.
func errorCode(file *source, body []byte) int {
	var answer struct {
		Code int `json:"error_code"`
	}
	if file == nil || json.Unmarshal(body, &answer) != nil {
		return 0
	}
	return answer.Code
}

// gateway describes an answer that did not come from the Bot API itself, or
// did not come whole. Its description is raw: it must be redacted before it is
// cut.
func (t *transport) gateway(resp *http.Response, body []byte, err error) *Error {
	e := &Error{Kind: KindGateway, Code: resp.StatusCode, RetryAfter: t.retryAfter}
	switch {
	case err != nil:
		e.Description, e.cause = "the answer broke off: "+err.Error(), ended(err)
	case len(body) > maxAnswer:
		e.Description = fmt.Sprintf("an answer of over %d bytes", maxAnswer)
	default:
		kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
		e.Description = fmt.Sprintf("an answer of %q instead of JSON: %s", kind, body)
	}
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		e.Kind, e.RetryAfter = KindFlood, max(e.RetryAfter, time.Second)
	case resp.StatusCode == http.StatusRequestEntityTooLarge:
		e.Kind = tooLarge(t.file != nil)
	default:
		// A 4xx was turned away at the gate. Anything else may have passed it.
		e.InDoubt = resp.StatusCode < 400 || resp.StatusCode >= 500
	}
	return e
}

// isJSON reports whether an answer is one whole JSON object, by what it holds
// rather than by its header alone: some proxies rename content types.
func isJSON(h http.Header, body []byte) bool {
	kind, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	if strings.HasSuffix(kind, "html") {
		return false
	}
	body = bytes.TrimSpace(body)
	return len(body) > 0 && body[0] == '{' && json.Valid(body)
}

// retryAfter reads a Retry-After header in seconds, the only form that the
// Bot API sends.
func retryAfter(h http.Header) time.Duration {
	n, err := strconv.Atoi(strings.TrimSpace(h.Get("Retry-After")))
	if err != nil || n < 0 || n > longestRetry {
		return 0
	}
	return time.Duration(n) * time.Second
}

// httpClient returns a copy of c, or a client of the package's own, that
// follows no redirects: one would carry the token elsewhere.
func httpClient(c *http.Client) *http.Client {
	if c == nil {
		c = &http.Client{Transport: &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
			TLSHandshakeTimeout:   10 * time.Second,
			ForceAttemptHTTP2:     true,
			MaxIdleConnsPerHost:   64,
			IdleConnTimeout:       90 * time.Second,
			ExpectContinueTimeout: time.Second,
		}}
	}
	own := *c
	own.Timeout = 0 // each call brings its own deadline
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}
