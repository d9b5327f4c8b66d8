package telegramtest

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A poster sends updates to a webhook.
type poster struct{ client *http.Client }

// How long a webhook may take for its answer, and how much of it is read.
const (
	slowestAnswer = time.Minute
	longestAnswer = 1 << 20
)

// A posted is what came of sending an update.
type posted struct {
	status     int
	trouble    string        // as last_error_message puts it; empty for success
	retryAfter time.Duration // that the webhook asked for
	method     *request      // that the webhook's answer asks for
}

// poster returns what sends updates to a webhook: the transport of the Config,
// or else, for a local server, one of its own.
func (s *Server) poster(h *hook) poster {
	p := poster{&http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	switch {
	case s.config.WebhookTransport != nil:
		p.client.Transport = s.config.WebhookTransport
	case s.config.LocalWebhooks:
		p.client.Transport = h.transport()
	default:
		p.client.Transport = nowhere{}
	}
	return p
}

// nowhere is the network of a server that is not to leave the machine.
type nowhere struct{}

func (nowhere) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, &net.DNSError{Err: "Name or service not known"}
}

// transport reaches a webhook at the address that was given with it, and
// trusts the certificate that was.
func (h *hook) transport() http.RoundTripper {
	t := &http.Transport{MaxConnsPerHost: h.Connections, MaxIdleConnsPerHost: h.Connections, IdleConnTimeout: time.Minute}
	if h.IP != "" {
		t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			_, port, err := net.SplitHostPort(address)
			if err != nil {
				return nil, err
			}
			return (&net.Dialer{}).DialContext(ctx, network, net.JoinHostPort(h.IP, port))
		}
	}
	if h.Certificate != "" {
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM([]byte(h.Certificate))
		t.TLSClientConfig = &tls.Config{RootCAs: pool}
	}
	return t
}

func (p poster) close() { p.client.CloseIdleConnections() }

// send sends one update.
func (p poster) send(ctx context.Context, h *hook, u pending) posted {
	ctx, cancel := context.WithTimeout(ctx, slowestAnswer)
	defer cancel()
	body, err := json.Marshal(wireUpdate{ID: u.ID, Kind: u.Kind, Body: u.Body})
	if err != nil {
		panic("telegramtest: update is not JSON: " + err.Error()) // our own types always are
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(body))
	if err != nil {
		return posted{trouble: "invalid webhook URL"}
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "")
	if h.Secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.Secret)
	}
	answer, err := p.client.Do(r)
	if err != nil {
		return posted{trouble: troubleOf(err)}
	}
	defer answer.Body.Close()
	a := posted{status: answer.StatusCode}
	if a.status < 200 || a.status > 299 {
		a.trouble = "Wrong response from the webhook: " + strconv.Itoa(a.status) + " " + http.StatusText(a.status)
		a.retryAfter = seconds(answer.Header.Get("Retry-After"))
		return a
	}
	answered, err := io.ReadAll(io.LimitReader(answer.Body, longestAnswer+1))
	switch {
	case err != nil:
		a.trouble = troubleOf(err)
	case len(answered) <= longestAnswer:
		a.method = methodIn(answer.Header, answered)
	}
	return a
}

// methodIn returns the call that a webhook's answer makes, or nil. Those that
// ask for something cannot be made so, as nobody would hear the answer, nor
// those that change the webhook itself.
func methodIn(h http.Header, body []byte) *request {
	r := &http.Request{Method: http.MethodPost, URL: &url.URL{}, Header: h, Body: io.NopCloser(bytes.NewReader(body))}
	params, err := readParams(nil, r)
	if err != nil {
		return nil
	}
	name := strings.ToLower(params["method"])
	switch {
	case name == "", strings.HasPrefix(name, "get"):
		return nil
	case name == "setwebhook", name == "deletewebhook", name == "close", name == "logout":
		return nil
	}
	delete(params, "method")
	return &request{ctx: context.Background(), method: name, params: params}
}

// seconds reads a Retry-After header.
func seconds(s string) time.Duration {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 || n > 1<<20 {
		return 0
	}
	return time.Duration(n) * time.Second
}

// troubleOf puts a failure to reach a webhook in the server's words.
func troubleOf(err error) string {
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	var timeout net.Error
	switch {
	case errors.As(err, &name):
		return "Failed to resolve host: " + name.Err
	case errors.As(err, &certificate):
		return "SSL error {error:0A000086:SSL routines::certificate verify failed}"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "Connection refused"
	case errors.Is(err, syscall.ECONNRESET):
		return "Connection reset by peer"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "Connection closed"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "Read timeout expired"
	}
	if cause := (*url.Error)(nil); errors.As(err, &cause) {
		err = cause.Err // without the address
	}
	return err.Error()
}
