package fetch

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// tracking are the query parameters that tell where a reader came from and
// never what is read. A star ends a prefix.
var tracking = []string{
	"utm_*", "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "twclid",
	"ttclid", "igshid", "igsh", "srsltid", "mc_cid", "mc_eid", "_ga", "_gl", "_openstat", "mkt_tok", "vero_id",
	"oly_anon_id", "oly_enc_id", "wickedid", "at_medium", "at_campaign", "at_custom*", "at_link*", "ns_source",
	"ns_mchannel", "ns_campaign", "ns_linkname", "traffic_source", "cmpid", "ref_src", "ref_url", "__twitter_impression",
	"guccounter", "guce_referrer*", "hss_channel", "spm", "pk_*", "mtm_*", "piwik_*", "hsa_*", "_hsenc", "_hsmi", "wt_mc", "wt.*",
}

// Canonical returns the one spelling of a URL by which documents are told
// apart: scheme and host in lower case, the host in punycode, no default
// port, no dot segments, percent-escapes only where they are needed and in
// upper case, no tracking parameters, and no fragment unless it is a route of
// a page that is drawn by script ("#!…", "#/…").
func Canonical(rawURL string) (string, error) {
	u, err := address(nil, rawURL)
	if err != nil {
		return "", err
	}
	host, err := canonicalHost(u)
	if err != nil {
		return "", fmt.Errorf("%w: %q", ErrBadURL, rawURL)
	}
	u = (&url.URL{}).ResolveReference(u) // takes the dot segments out
	var s strings.Builder
	s.WriteString(u.Scheme + "://" + host)
	if path := escape(u.EscapedPath(), true); path != "" {
		s.WriteString(path)
	} else {
		s.WriteByte('/')
	}
	if query := withoutTracking(u.RawQuery); query != "" {
		s.WriteString("?" + escape(query, false))
	}
	if f := u.EscapedFragment(); strings.HasPrefix(f, "!") || strings.HasPrefix(f, "/") {
		s.WriteString("#" + escape(f, false))
	}
	return s.String(), nil
}

// Resolve returns the absolute http or https URL that ref means in a document
// at base, which may be empty. It reads what browsers read: blanks around and
// line ends inside an address, bare blanks and percent signs, hosts that begin
// with "www." and have no scheme.
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

// longestURL is in bytes; servers take 8 KB at most.
const longestURL = 8 << 10

// address parses a URL, relative to base if there is one.
func address(base *url.URL, raw string) (*url.URL, error) {
	if len(raw) > longestURL {
		return nil, fmt.Errorf("%w: %d bytes of %q", ErrBadURL, len(raw), clip(raw))
	}
	ref := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.TrimSpace(raw))
	if len(ref) > 4 && strings.EqualFold(ref[:4], "www.") {
		ref = "http://" + ref
	}
	u, err := url.Parse(ref)
	if err != nil {
		u, err = url.Parse(escapePercents(ref))
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %q", ErrBadURL, clip(raw))
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return nil, fmt.Errorf("%w: %q", ErrBadURL, clip(raw))
	}
	return u, nil
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

func canonicalHost(u *url.URL) (string, error) {
	host := strings.TrimRight(u.Hostname(), ".")
	if !ascii(host) {
		var err error
		if host, err = idna.Lookup.ToASCII(host); err != nil {
			return "", err
		}
	}
	if host == "" {
		return "", ErrBadURL
	}
	host = strings.ToLower(host)
	port := u.Port()
	if port == "" || u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		if strings.Contains(host, ":") {
			return "[" + host + "]", nil
		}
		return host, nil
	}
	return net.JoinHostPort(host, port), nil
}

func ascii[T string | []byte](s T) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// withoutTracking drops tracking parameters from a query and leaves the rest
// as and where it was.
func withoutTracking(query string) string {
	kept := strings.FieldsFunc(query, func(r rune) bool { return r == '&' })
	n := 0
	for _, p := range kept {
		name, _, _ := strings.Cut(p, "=")
		if !isTracking(name) {
			kept[n] = p
			n++
		}
	}
	return strings.Join(kept[:n], "&")
}

func isTracking(name string) bool {
	name = strings.ToLower(name)
	for _, t := range tracking {
		if prefix, ok := strings.CutSuffix(t, "*"); name == t || ok && strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// escape brings percent-escapes to one form: none for unreserved characters
// (RFC 3986, 2.3), upper case for the others, and one for every byte that may
// not stand bare.
func escape(s string, path bool) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c, escaped := s[i], false
		if c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			c, escaped = unhex(s[i+1])<<4|unhex(s[i+2]), true
			i += 2
		}
		switch {
		case unreserved(c), !escaped && bare7(c) && !(path && c == '?'):
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

// bare7 tells the reserved characters that may stand unescaped.
func bare7(c byte) bool { return strings.IndexByte("!$&'()*+,;=:@/?[]%", c) >= 0 }

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}
