package redis

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"
)

// ErrAway is in the error of Open when the server may be there in a moment: it
// starts, fails over, or is out of reach, of memory or of disk. All else is for
// the operator to mend first.
var ErrAway = errors.New("the store is away")

// passing are the beginnings of the errors of a server that may be over in a
// moment, whether or not anybody does something.
var passing = []string{
	"MOVED", "ASK", "TRYAGAIN", "CLUSTERDOWN", "MASTERDOWN", "READONLY", "LOADING", "BUSY", "NOREPLICAS", "max number of clients",
}

// passes tells whether an error of the server, or of the way to it, is worth
// another try at once.
func passes(err error) bool {
	for _, never := range []error{context.Canceled, redis.ErrClosed, errUnconfirmed, errNewer, errMoving, errNoMaster} {
		if errors.Is(err, never) {
			return false
		}
	}
	if untrusted(err) || isGone(err) {
		return false
	}
	var answered redis.Error
	if !errors.As(err, &answered) {
		return true // the network's
	}
	return begins(err, passing...)
}

// begins tells whether an error is one of the server's that begins so.
func begins(err error, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return redis.HasErrorPrefix(err, p) })
}

// untrusted tells whether TLS, as it is set up, is why there is no connection.
func untrusted(err error) bool {
	var record tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var alert *net.OpError // as package tls names what the other end refuses
	return errors.As(err, &record) || errors.As(err, &certificate) || errors.As(err, &authority) ||
		errors.As(err, &alert) && alert.Op == "remote error"
}

// babbles tells whether what answers is no Redis server: the client library has
// but texts for that.
func babbles(err error) bool {
	var answered redis.Error
	return !errors.As(err, &answered) && slices.ContainsFunc([]string{
		"redis: can't parse ", "redis: can't read ", "redis: invalid reply", "redis: invalid line",
	}, func(text string) bool { return strings.Contains(err.Error(), text) })
}

// A remedy is what an operator can do about errors that begin in some way.
type remedy struct {
	prefixes []string
	advice   string // what it is, and what to do
}

// remedies are tried in their order.
var remedies = []remedy{
	{[]string{"LOADING"}, "is loading its data: try again in a moment"},
	{[]string{"READONLY"}, "is a read-only replica: give the address of its master, or those of its sentinels"},
	{[]string{"OOM"}, "is out of memory: raise its maxmemory"},
	{[]string{"MISCONF"}, "cannot write to its disk: free some space, see its log"},
	{[]string{"NOREPLICAS"}, "takes no writes without replicas that are in step: start them, or lower min-replicas-to-write"},
	{[]string{"CLUSTERDOWN"}, "is not whole: see to the nodes that are down, and set cluster-require-full-coverage no"},
	{[]string{"ASK", "TRYAGAIN"}, "is moving our keys to another node: all goes on when that is done"},
	{[]string{"MOVED"}, "is one node of a cluster: write redis+cluster:// in the place of redis://"},
	{[]string{"MASTERDOWN"}, "is a replica without its master: see to the master"},
	{[]string{"BUSY"}, "is busy with somebody's script"},
	{[]string{"max number of clients"}, "has too many clients: raise its maxclients"},
	{[]string{"This instance has cluster support disabled"}, "is no cluster: write redis:// in the place of redis+cluster://"},
	{[]string{"DB index", "SELECT is not allowed"}, "has no database of that number: change the one at the end of the store's address"},
	{[]string{"unknown command 'sentinel'", "unknown command `sentinel`"}, "is no sentinel: give the address of the sentinels, " +
		"port 26379 if nothing else was set, or write redis:// in the place of redis+sentinel:// and leave out the master's name"},
	{[]string{"WRONGTYPE"}, "has something that is not rasad's where its store is to be: give another prefix (?prefix=NAME)"},
	{[]string{"unknown command 'evalsha'", "unknown command 'select'", "unknown command 'cluster'"}, "is a sentinel, or no server that rasad can use: " +
		"for sentinels write redis+sentinel:// and the master's name behind their addresses, else run Redis 7 or newer"},
	{[]string{"unknown command"}, "lacks a command that rasad uses: run Redis 7 or newer"},
}

// An explained is an error to which explain has added what there is to say.
type explained struct{ error }

func (e explained) Unwrap() error { return e.error }

// explain adds to an error of the server, once, which one it was and what the
// operator can do about it.
func (e *Engine) explain(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.As(err, new(explained)) {
		return err // that somebody left is nobody's fault
	}
	if last := e.writer.server.trouble.behind(err); last != nil {
		return explained{fmt.Errorf("%w: %w", e.advise(last), err)}
	}
	return explained{e.advise(err)}
}

// advise returns an error with what explain adds to it.
func (e *Engine) advise(err error) error {
	switch {
	case errors.Is(err, redis.ErrClosed):
		return errors.New("the store is closed")
	case begins(err, "STALE"):
		_, epoch, _ := strings.Cut(err.Error(), "STALE")
		return e.goneTo(strings.TrimSpace(epoch))
	case begins(err, "REMAINS"):
		return fmt.Errorf("redis at %s: %w: %w", e.place(), errRemains, err)
	case errors.Is(err, errSentinels):
		return fmt.Errorf("redis at %s: %w", e.server, err)
	case forbidden(err):
		return fmt.Errorf("redis at %s forbids it to this user: allow the keys %s* and the commands that rasad uses (docs/redis.md): %w", e.server, e.prefix, err)
	}
	for _, r := range remedies {
		if begins(err, r.prefixes...) {
			return fmt.Errorf("redis at %s %s: %w", e.server, e.inKind(r.advice), err)
		}
	}
	switch {
	case redis.IsAuthError(err):
		return fmt.Errorf("redis at %s refuses the user or password: check those in the store's address: %w", e.server, err)
	case untrusted(err):
		return fmt.Errorf("redis at %s and this program do not agree on TLS: check the scheme, rediss:// or redis://, and ca=, cert= and key= of the store's address: %w", e.server, err)
	case babbles(err):
		return fmt.Errorf("what answers at %s does not speak as redis does: check host and port; over TLS, write rediss:// in the place of redis://: %w", e.server, err)
	case errors.Is(err, io.EOF):
		return fmt.Errorf("redis at %s closes the connection: it stops, or serves over TLS alone (write rediss://), "+
			"or runs in protected mode, for its own machine alone (give it a password and bind it to an address): %w", e.server, err)
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("redis at %s does not answer in time: it is cut off or busy, or it does not serve over TLS and rediss:// is wrong: %w", e.server, err)
	}
	return fmt.Errorf("redis at %s: %w", e.server, err)
}

// inKind returns an advice with its schemes as the store's address has them: with
// two s if it goes over TLS.
func (e *Engine) inKind(advice string) string {
	if !e.secure {
		return advice
	}
	return strings.NewReplacer("redis://", "rediss://", "redis+", "rediss+").Replace(advice)
}

// forbidden tells whether an error says that the user may not do it, of a command
// or of one in a script, of which Redis 7.0 says it in words alone.
func forbidden(err error) bool {
	return redis.IsPermissionError(err) || err != nil && strings.Contains(err.Error(), "The user executing the script can't")
}

// away marks an error of Open that may pass by itself or by what is done to the
// server. That our keys are on another node does not, for a client that knows of
// no cluster.
func (e *Engine) away(err error) error {
	if begins(err, "MOVED") && !e.clustered() {
		return nil
	}
	if passes(err) && !babbles(err) || begins(err, "OOM", "MISCONF") {
		return ErrAway
	}
	return nil
}
