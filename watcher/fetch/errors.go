package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"time"
)

// Errors that Get wraps. All but ErrTimeout would be the same at the next
// try, as long as neither the page nor the configuration changes.
var (
	// ErrTimeout means that the document had not come whole in time.
	ErrTimeout = errors.New("no complete answer in time")

	// ErrTooLarge means that the document goes on beyond Config.MaxBytes.
	ErrTooLarge = errors.New("document too large")

	// ErrForbiddenAddress means that a name or redirect leads to an address
	// that is not public and that the operator has not allowed.
	ErrForbiddenAddress = errors.New("address is not public")

	// ErrRedirects means that redirects lead on and on, or nowhere.
	ErrRedirects = errors.New("redirects lead nowhere")

	// ErrNotText means that a picture, a film or the like came.
	ErrNotText = errors.New("not a text document")

	// ErrBadURL means that an address is none that can be fetched.
	ErrBadURL = errors.New("not an http or https address")
)

// A StatusError is an answer other than a document or "not modified".
type StatusError struct {
	Status int

	// RetryAfter is how long the server asks to be left alone, 0 if it
	// doesn't say.
	RetryAfter time.Duration

	// Wall names what stands before the document, such as "Cloudflare
	// challenge", if that can be told.
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
