package fetch

import "strings"

// tracking are the query parameters that tell where a reader came from and
// never what is read. A star ends a prefix.
var tracking = []string{
	"utm_*", "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "twclid",
	"ttclid", "igshid", "igsh", "srsltid", "mc_cid", "mc_eid", "_ga", "_gl", "_openstat", "mkt_tok", "vero_id",
	"oly_anon_id", "oly_enc_id", "wickedid", "at_medium", "at_campaign", "at_custom*", "at_link*", "ns_source",
	"ns_mchannel", "ns_campaign", "ns_linkname", "traffic_source", "cmpid", "ref_src", "ref_url", "__twitter_impression",
	"guccounter", "guce_referrer*", "hss_channel", "spm", "pk_*", "mtm_*", "piwik_*", "hsa_*", "_hsenc", "_hsmi", "wt_mc", "wt.*",
	"xtor", "ocid", "mibextid", "epik", "dicbo", "tblci", "_branch_match_id", "phpsessid", "jsessionid", "amp_*", "usqp", "aoh",
}

// Canonical returns the one spelling of a URL by which documents are told
// apart: scheme and host in lower case, the host in punycode, no user, no
// default port, no dot segments, percent-escapes only where they are needed
// and in upper case, no tracking or session parameters, and no fragment unless
// it is a route of a page that is drawn by script ("#!…", "#/…"). It is its
// own canonical form.
func Canonical(rawURL string) (string, error) {
	u, err := address(nil, rawURL)
	if err != nil {
		return "", err
	}
	var s strings.Builder
	s.WriteString(u.Scheme + "://" + u.Host)
	s.WriteString(withoutDots(withoutSession(escape(u.EscapedPath(), true))))
	if query := withoutTracking(escape(u.RawQuery, false)); query != "" {
		s.WriteString("?" + query)
	}
	if f := escape(u.EscapedFragment(), false); strings.HasPrefix(f, "!") || strings.HasPrefix(f, "/") {
		s.WriteString("#" + f)
	}
	return s.String(), nil
}

// withoutDots resolves the dot segments of an absolute path (RFC 3986, 5.2.4).
func withoutDots(path string) string {
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	kept := segments[:0]
	for i, segment := range segments {
		last := i == len(segments)-1
		switch segment {
		case ".", "..":
			if segment == ".." && len(kept) > 0 {
				kept = kept[:len(kept)-1]
			}
			if last {
				kept = append(kept, "")
			}
		default:
			kept = append(kept, segment)
		}
	}
	return "/" + strings.Join(kept, "/")
}

// withoutSession takes the parameter out of a path by which Java servers know
// a reader who keeps no cookies.
func withoutSession(path string) string {
	for {
		at := strings.Index(strings.ToLower(path), ";jsessionid=")
		if at < 0 {
			return path
		}
		end := at + 1
		for end < len(path) && path[end] != ';' && path[end] != '/' {
			end++
		}
		path = path[:at] + path[end:]
	}
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
		case unreserved(c), !escaped && reserved(c) && !(path && c == '?'):
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

// reserved tells the characters that may stand bare, and mean another thing
// then than escaped.
func reserved(c byte) bool { return strings.IndexByte("!$&'()*+,;=:@/?[]", c) >= 0 }

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}
