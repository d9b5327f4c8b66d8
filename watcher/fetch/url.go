package fetch

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// longestURL is in bytes; servers take 8 KB at most.
const longestURL = 8 << 10

// Resolve returns the absolute http or https URL that ref means in a document
// at base, which may be empty. It reads what browsers read: blanks around and
// line ends inside an address, bare blanks and percent signs, backslashes for
// slashes, too many slashes or too few, hosts in any alphabet, in capitals or
// written as a number, and hosts that begin with "www." and have no scheme.
func Resolve(base, ref string) (string, error) {
	var b *url.URL
	if base != "" {
		b, _ = url.Parse(base)
	}
	u, err := address(b, ref)
	if err != nil {
		return "", err
	}
	return u.String(), nil
}

// address parses a URL, relative to base if there is one, as the URL standard
// of the WHATWG has it (url.spec.whatwg.org). The host is in its normal form.
func address(base *url.URL, raw string) (*url.URL, error) {
	if len(raw) > longestURL {
		return nil, fmt.Errorf("%w: %d bytes of %q", ErrBadURL, len(raw), clip(raw))
	}
	ref := tidyRef(raw, base)
	u, err := url.Parse(ref)
	if err != nil {
		u, err = url.Parse(escapePercents(ref))
	}
	if err != nil && base != nil && !hasScheme(ref) { // as in "12:30-news"
		u, err = url.Parse("./" + escapePercents(ref))
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %q", ErrBadURL, clip(raw))
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("%w: %q", ErrBadURL, clip(raw))
	}
	host, ok := normalHost(u)
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrBadURL, clip(raw))
	}
	if host != u.Host {
		u = new(*u)
		u.Host = host
	}
	return u, nil
}

// tidyRef takes controls out of a reference and puts its slashes right.
func tidyRef(raw string, base *url.URL) string {
	ref := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.TrimSpace(raw))
	if len(ref) > 4 && strings.EqualFold(ref[:4], "www.") {
		return "http://" + ref
	}
	end := strings.IndexAny(ref, "?#")
	if end < 0 {
		end = len(ref)
	}
	ref = strings.ReplaceAll(ref[:end], `\`, "/") + ref[end:]
	scheme, rest, ok := strings.Cut(ref, ":")
	scheme = strings.ToLower(scheme)
	switch {
	case strings.HasPrefix(ref, "//"):
		return "//" + strings.TrimLeft(ref, "/")
	case !ok || scheme != "http" && scheme != "https":
		return ref
	case base != nil && base.Scheme == scheme && !strings.HasPrefix(rest, "//"):
		return rest // relative, though it names its scheme
	}
	return scheme + "://" + strings.TrimLeft(rest, "/")
}

// hasScheme tells whether a reference begins with the name of a scheme.
func hasScheme(ref string) bool {
	for i := range len(ref) {
		switch c := ref[i] | 0x20; {
		case 'a' <= c && c <= 'z':
		case i > 0 && ref[i] == ':':
			return true
		case i == 0 || !('0' <= ref[i] && ref[i] <= '9' || strings.IndexByte("+-.", ref[i]) >= 0):
			return false
		}
	}
	return false
}

// escapePercents escapes the percent signs that begin no escape.
func escapePercents(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		if s[i] == '%' && !(i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])) {
			b.WriteString("25")
		}
	}
	return b.String()
}

// clip shortens what an error quotes, and leaves the password out of an address.
func clip(s string) string {
	s = withoutPassword(s)
	if len(s) > 200 {
		return strings.ToValidUTF8(s[:200], "") + "…"
	}
	return s
}

// normalHost returns the host and port of a URL in their one spelling: lower
// case, punycode, addresses as numbers are written today, no default port. It
// is false if nothing can be called so.
func normalHost(u *url.URL) (string, bool) {
	host := u.Hostname()
	if !ascii(host) {
		var err error
		if host, err = idna.Lookup.ToASCII(host); err != nil {
			return "", false
		}
	}
	host = strings.ToLower(strings.TrimRight(host, "."))
	if host == "" || strings.ContainsAny(host, "<>^|@") {
		return "", false
	}
	if strings.Contains(host, ":") {
		a, err := netip.ParseAddr(host)
		if err != nil {
			return "", false
		}
		host = a.String()
	} else if a, numeric, ok := numericHost(host); numeric {
		if !ok {
			return "", false
		}
		host = a.String()
	}
	port, err := strconv.ParseUint("0"+u.Port(), 10, 16)
	switch {
	case err != nil:
		return "", false
	case u.Port() != "" && !(u.Scheme == "http" && port == 80 || u.Scheme == "https" && port == 443):
		return net.JoinHostPort(host, strconv.FormatUint(port, 10)), true
	case strings.Contains(host, ":"):
		return "[" + host + "]", true
	}
	return host, true
}

// numericHost reads an IPv4 address as browsers do: of one to four numbers,
// each decimal, octal (0…) or hexadecimal (0x…), the last of which fills what
// is left, so that 2130706433, 0x7f.1 and 0177.0.0.1 are all 127.0.0.1. A host
// whose last part is a number is numeric, and nothing if it is no address.
func numericHost(host string) (a netip.Addr, numeric, ok bool) {
	parts := strings.Split(host, ".")
	last := parts[len(parts)-1]
	_, err := strconv.ParseUint(last, 10, 64)
	if hex, isHex := strings.CutPrefix(last, "0x"); err != nil && !(isHex && allHex(hex)) && strings.Trim(last, "0123456789") != "" {
		return a, false, false
	}
	if len(parts) > 4 {
		return a, true, false
	}
	var sum uint64
	for i, part := range parts {
		n, err := ipNumber(part)
		limit := uint64(256)
		if i == len(parts)-1 {
			limit = 1 << (8 * (5 - len(parts)))
		}
		if err != nil || n >= limit {
			return a, true, false
		}
		if i < len(parts)-1 {
			n <<= 8 * (3 - i)
		}
		sum += n
	}
	return netip.AddrFrom4([4]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)}), true, true
}

// ipNumber reads one number of an IPv4 address. "0x" alone is 0.
func ipNumber(s string) (uint64, error) {
	if hex, ok := strings.CutPrefix(s, "0x"); ok {
		return strconv.ParseUint("0"+hex, 16, 64)
	}
	if len(s) > 1 && s[0] == '0' {
		return strconv.ParseUint(s, 8, 64)
	}
	return strconv.ParseUint(s, 10, 64)
}

func allHex(s string) bool {
	for i := range len(s) {
		if !isHex(s[i]) {
			return false
		}
	}
	return true
}

func ascii[T string | []byte](s T) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
