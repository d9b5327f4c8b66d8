package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"time"
)

// Errors that Get and Post wrap. The first group may pass by itself; the
// second would be the same at the next try, as long as neither the page nor
// the configuration changes.
var (
	// ErrTimeout means that the document had not come whole in time.
	ErrTimeout = errors.New("no complete answer in time")

	// ErrUnreachable means that no connection came about: the name is
	// unknown, or nobody listens.
	ErrUnreachable = errors.New("host can't be reached")

	// ErrTLS means that the host could not prove who it is, or speaks no TLS.
	ErrTLS = errors.New("no trusted TLS connection")

	// ErrTruncated means that the connection, or the compressed document in
	// it, ended in the middle.
	ErrTruncated = errors.New("document cut short")

	// ErrProtocol means that what came is no HTTP, or more of its headers
	// than any honest answer has.
	ErrProtocol = errors.New("not a proper HTTP answer")

	// ErrProxy means that the proxy could not be used, which says nothing
	// about the document.
	ErrProxy = errors.New("proxy can't be used")

	// ErrRobotsUnknown means that the host's robots.txt can't be reached, so
	// that nothing may be fetched there for now (RFC 9309, 2.3.1.4). It wraps
	// why.
	ErrRobotsUnknown = errors.New("robots.txt can't be read")
)

var (
	// ErrTooLarge means that the document goes on beyond Config.MaxBytes.
	ErrTooLarge = errors.New("document too large")

	// ErrEncoding means that the body is compressed in a way that is unknown,
	// or not in the way that its header says.
	ErrEncoding = errors.New("body can't be decompressed")

	// ErrForbiddenAddress means that a name or redirect leads to an address
	// that is not public and that the operator has not allowed.
	ErrForbiddenAddress = errors.New("address is not public")

	// ErrRedirects means that redirects lead on and on, or nowhere.
	ErrRedirects = errors.New("redirects lead nowhere")

	// ErrNotText means that a picture, a film or the like came.
	ErrNotText = errors.New("not a text document")

	// ErrBadURL means that an address is none that can be fetched.
	ErrBadURL = errors.New("not an http or https address")

	// ErrRobots means that the host's robots.txt asks not to fetch the
	// document.
	ErrRobots = errors.New("robots.txt forbids it")
)

// A StatusError is an answer other than a document or "not modified".
type StatusError struct {
	Status int // what was answered, also 2xx or 3xx if there is a wall

	// RetryAfter is how long the server asks to be left alone, 0 if it
	// doesn't say.
	RetryAfter time.Duration

	// Wall names what stands before the document, such as "Cloudflare
	// challenge" or "login", if that can be told.
	Wall string
}

// Error returns the status in words.
func (e *StatusError) Error() string {
	s := fmt.Sprintf("HTTP %d %s", e.Status, http.StatusText(e.Status))
	if e.Wall != "" {
		s += " (" + e.Wall + ")"
	}
	return s
}

// Gone tells whether the document is not there, as opposed to not to be had
// now.
func (e *StatusError) Gone() bool {
	return e.Status == http.StatusNotFound || e.Status == http.StatusGone
}

// forbidden is an ErrForbiddenAddress that says what to do about it.
type forbidden struct{ addr netip.Addr }

// Error names the address, and the option that would allow it.
func (e forbidden) Error() string {
	return fmt.Sprintf("%v: %s (to allow it, list its network under fetch.allow_networks)", ErrForbiddenAddress, e.addr)
}

// Unwrap makes it an ErrForbiddenAddress.
func (e forbidden) Unwrap() error { return ErrForbiddenAddress }
