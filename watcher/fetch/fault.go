package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
)

// errBody marks what went wrong while a body was read.
var errBody = errors.New("read document")

// named gives an error of the network the name that this package has for it.
// Outer is the caller's context; limited is outer with the trip's own limits.
func named(outer, limited context.Context, err error) error {
	var (
		op      *net.OpError
		dns     *net.DNSError
		timeout net.Error
		status  *StatusError
		stream  streamError
		body    = errors.Is(err, errBody)
	)
	switch cause := context.Cause(limited); {
	case outer.Err() != nil:
		return outer.Err()
	case errors.As(err, &status):
		return err
	case cause == errIdle:
		return fmt.Errorf("%w: %w", ErrTimeout, cause)
	case cause != nil && body:
		return fmt.Errorf("%w: reading the document", ErrTimeout)
	case cause != nil:
		return fmt.Errorf("%w: waiting for the answer", ErrTimeout)
	case ours(err):
		return err
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return fmt.Errorf("%w: %w", ErrProxy, op.Err)
	case errors.As(err, &timeout) && timeout.Timeout():
		if errors.As(err, &op) && op.Op == "dial" {
			return fmt.Errorf("%w: connecting", ErrTimeout)
		}
		return fmt.Errorf("%w: %s", ErrTimeout, strings.TrimPrefix(err.Error(), "net/http: "))
	case errors.As(err, &dns), errors.As(err, &op) && op.Op == "dial":
		return fmt.Errorf("%w: %w", ErrUnreachable, err)
	case isTLS(err):
		return fmt.Errorf("%w: %w", ErrTLS, err)
	case errors.As(err, &op), errors.As(err, &stream), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%w: %w", ErrTruncated, err)
	}
	return fmt.Errorf("%w: %w", ErrProtocol, err)
}

// A streamError has the fields of the error by which net/http says that a
// server of HTTP/2 broke off an answer. It has no name there, and lets itself
// be read into any that looks like it.
type streamError struct {
	StreamID uint32
	Code     uint32
	Cause    error
}

// Error makes it a target of errors.As.
func (e streamError) Error() string {
	return fmt.Sprintf("stream %d broken off: code %d", e.StreamID, e.Code)
}

// ours tells whether an error has its name already.
func ours(err error) bool {
	for _, e := range []error{
		ErrForbiddenAddress, ErrRedirects, ErrBadURL, ErrTooLarge, ErrNotText, ErrEncoding, ErrTruncated, ErrRobots, ErrProxy, ErrUnreachable,
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// isTLS tells the errors of a handshake.
func isTLS(err error) bool {
	var (
		record tls.RecordHeaderError
		cert   *tls.CertificateVerificationError
		host   x509.HostnameError
		alert  *net.OpError // as crypto/tls wraps those of either side
	)
	return errors.As(err, &record) || errors.As(err, &cert) || errors.As(err, &host) ||
		errors.As(err, &alert) && (alert.Op == "remote error" || alert.Op == "local error")
}
