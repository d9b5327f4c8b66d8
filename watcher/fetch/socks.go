package fetch

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"time"
)

// socks returns a dialer that has the SOCKS 5 proxy p connect (RFC 1928). What
// the proxy says of the host is ErrUnreachable, what of itself ErrProxy.
func socks(p *url.URL, dialer *net.Dialer) dialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, p.Host)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrProxy, err)
		}
		stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
		err = connect(conn, p.User, address)
		if !stop() {
			err = ctx.Err()
		}
		if err != nil {
			conn.Close()
			return nil, err
		}
		return conn, nil
	}
}

// connect has the proxy at the other end of conn connect to a host:port.
func connect(conn net.Conn, user *url.Userinfo, address string) error {
	target, err := socksAddress(address)
	if err != nil {
		return err
	}
	if err := greet(conn, user); err != nil {
		return err
	}
	if _, err := conn.Write(append([]byte{5, 1, 0}, target...)); err != nil {
		return fmt.Errorf("%w: %w", ErrProxy, err)
	}
	head := make([]byte, 4)
	if _, err := io.ReadFull(conn, head); err != nil {
		return fmt.Errorf("%w: %w", ErrProxy, err)
	}
	switch reply := head[1]; {
	case head[0] != 5:
		return fmt.Errorf("%w: it speaks no SOCKS 5", ErrProxy)
	case reply == 3 || reply == 4 || reply == 5 || reply == 6:
		return fmt.Errorf("%w through the proxy: %s", ErrUnreachable, socksReplies[reply])
	case reply != 0 && int(reply) < len(socksReplies):
		return fmt.Errorf("%w: %s", ErrProxy, socksReplies[reply])
	case reply != 0:
		return fmt.Errorf("%w: it answers %d", ErrProxy, reply)
	}
	return skipBound(conn, head[3])
}

// socksReplies are what the codes of RFC 1928, section 6, mean.
var socksReplies = [...]string{
	1: "it fails", 2: "it does not allow this connection", 3: "network unreachable", 4: "host unreachable",
	5: "connection refused", 6: "too far away", 7: "it can't connect", 8: "it knows no such address",
}

// greet agrees with a proxy on how to prove who one is, and does so (RFC 1929).
func greet(conn net.Conn, user *url.Userinfo) error {
	const none, password = 0, 2
	hello := []byte{5, 1, none}
	if user != nil {
		hello = []byte{5, 2, none, password}
	}
	answer := make([]byte, 2)
	if _, err := conn.Write(hello); err != nil {
		return fmt.Errorf("%w: %w", ErrProxy, err)
	}
	if _, err := io.ReadFull(conn, answer); err != nil {
		return fmt.Errorf("%w: %w", ErrProxy, err)
	}
	switch {
	case answer[0] != 5:
		return fmt.Errorf("%w: it speaks no SOCKS 5", ErrProxy)
	case answer[1] == none:
		return nil
	case answer[1] != password || user == nil:
		return fmt.Errorf("%w: it wants credentials", ErrProxy)
	}
	secret, _ := user.Password()
	name := user.Username()
	if len(name) > 255 || len(secret) > 255 {
		return fmt.Errorf("%w: its credentials are too long", ErrProxy)
	}
	proof := append([]byte{1, byte(len(name))}, name...)
	proof = append(append(proof, byte(len(secret))), secret...)
	if _, err := conn.Write(proof); err != nil {
		return fmt.Errorf("%w: %w", ErrProxy, err)
	}
	if _, err := io.ReadFull(conn, answer); err != nil || answer[1] != 0 {
		return fmt.Errorf("%w: it wants other credentials", ErrProxy)
	}
	return nil
}

// socksAddress writes a host:port as RFC 1928, section 4, wants it.
func socksAddress(address string) ([]byte, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadURL, err)
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil || len(host) > 255 {
		return nil, fmt.Errorf("%w: %q", ErrBadURL, clip(address))
	}
	var b []byte
	switch a, err := netip.ParseAddr(host); {
	case err != nil:
		b = append([]byte{3, byte(len(host))}, host...)
	case a.Is4():
		b = append([]byte{1}, a.AsSlice()...)
	default:
		b = append([]byte{4}, a.AsSlice()...)
	}
	return append(b, byte(number>>8), byte(number)), nil
}

// skipBound reads past the address from which a proxy connects.
func skipBound(conn net.Conn, kind byte) error {
	length := map[byte]int{1: net.IPv4len, 4: net.IPv6len}[kind]
	if kind == 3 {
		one := make([]byte, 1)
		if _, err := io.ReadFull(conn, one); err != nil {
			return fmt.Errorf("%w: %w", ErrProxy, err)
		}
		length = int(one[0])
	}
	if _, err := io.CopyN(io.Discard, conn, int64(length)+2); err != nil {
		return fmt.Errorf("%w: %w", ErrProxy, err)
	}
	return nil
}
