package fetch

import (
	"context"
	"fmt"
	"net/netip"
	"syscall"
)

// notPublic are the networks of the IANA special-purpose registries that lead
// to no public host, and one that is special without standing there. What the
// netip predicates name (loopback, private, link-local, multicast, unspecified)
// is not repeated.
var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),        // this network
	netip.MustParsePrefix("100.64.0.0/10"),    // behind a carrier's NAT
	netip.MustParsePrefix("168.63.129.16/32"), // the platform of Azure, seen from its machines
	netip.MustParsePrefix("192.0.0.0/24"),     // protocol assignments
	netip.MustParsePrefix("192.0.2.0/24"),     // documentation
	netip.MustParsePrefix("192.88.99.0/24"),   // 6to4 relays
	netip.MustParsePrefix("198.18.0.0/15"),    // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"),  // documentation
	netip.MustParsePrefix("203.0.113.0/24"),   // documentation
	netip.MustParsePrefix("240.0.0.0/4"),      // reserved, and broadcast
	netip.MustParsePrefix("2001::/23"),        // protocol assignments, Teredo
	netip.MustParsePrefix("2001:db8::/32"),    // documentation
	netip.MustParsePrefix("2002::/16"),        // 6to4: any IPv4 address in disguise
	netip.MustParsePrefix("3fff::/20"),        // documentation
}

var (
	globalUnicast = netip.MustParsePrefix("2000::/3")
	nat64         = netip.MustParsePrefix("64:ff9b::/96")
)

// public tells whether addr is an address of the public Internet.
func public(addr netip.Addr) bool {
	if addr.Is6() && nat64.Contains(addr) {
		b := addr.As16()
		addr = netip.AddrFrom4([4]byte(b[12:]))
	}
	if addr.Is6() && !globalUnicast.Contains(addr) {
		return false
	}
	if !addr.IsGlobalUnicast() || addr.IsPrivate() {
		return false
	}
	for _, p := range notPublic {
		if p.Contains(addr) {
			return false
		}
	}
	return true
}

// permit refuses an address that is neither public nor allowed.
func permit(addr netip.Addr, allow []netip.Prefix) error {
	addr = addr.Unmap().WithZone("")
	for _, p := range allow {
		if p.Contains(addr) {
			return nil
		}
	}
	if !public(addr) {
		return forbidden{addr}
	}
	return nil
}

// guard returns a check for net.Dialer.ControlContext. It runs after the name
// was resolved, on the very address that is dialled, so that no DNS answer can
// change between check and use.
func guard(allow []netip.Prefix) func(context.Context, string, string, syscall.RawConn) error {
	return func(_ context.Context, _, address string, _ syscall.RawConn) error {
		ap, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("%w: %s", ErrForbiddenAddress, address)
		}
		return permit(ap.Addr(), allow)
	}
}
