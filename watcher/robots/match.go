package robots

import "strings"

// Allow tells whether a document may be fetched. Target is what a request
// line names: the path and the query of its URL.
//
// Of the patterns that the beginning of the target meets, the longest
// decides; of two that are equally long, the one that allows; and without
// any it may be fetched (RFC 9309, 2.2.2). So may /robots.txt always.
func (r *Rules) Allow(target string) bool {
	if r == nil || len(r.rules) == 0 {
		return true
	}
	target, _, _ = strings.Cut(target, "#")
	target = normal(target, false)
	if !strings.HasPrefix(target, "/") {
		target = "/" + target
	}
	if path, _, _ := strings.Cut(target, "?"); path == "/robots.txt" {
		return true
	}
	for _, rule := range r.rules {
		if meets(target, rule.pattern) {
			return rule.allow
		}
	}
	return true
}

// meets tells whether the beginning of a target, or all of it if the pattern
// ends in "$", meets a pattern in which "*" stands for anything. The first
// place where a part between two stars fits is as good as any other, so that
// a target is gone through once.
func meets(target, pattern string) bool {
	pattern, whole := strings.CutSuffix(pattern, "$")
	part, pattern, more := strings.Cut(pattern, "*")
	target, ok := strings.CutPrefix(target, part)
	if !ok {
		return false
	}
	for more {
		part, pattern, more = strings.Cut(pattern, "*")
		if !more && whole {
			return strings.HasSuffix(target, part)
		}
		i := strings.Index(target, part)
		if i < 0 {
			return false
		}
		target = target[i+len(part):]
	}
	return !whole || target == ""
}

// normal brings a target or pattern to the form in which they are compared
// (RFC 9309, 2.2.2): an octet and its escape are the same, but for "/" and "?"
// in a path. Octets that may stand in a URL are bare, all others escaped. In a
// pattern "*" and a "$" at the end are left as they are; everywhere else they
// are escaped, so that an escaped one in a pattern means the character
// itself (2.2.3).
func normal(s string, pattern bool) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(s))
	query, starred := false, false
	for i := 0; i < len(s); i++ {
		c, escaped := s[i], false
		if c == '%' && i+2 < len(s) && unhex(s[i+1]) < 16 && unhex(s[i+2]) < 16 {
			c, escaped = unhex(s[i+1])<<4|unhex(s[i+2]), true
			i += 2
		}
		star := pattern && !escaped && c == '*'
		switch {
		case star:
			if !starred { // two stars mean no more than one
				b.WriteByte(c)
			}
		case pattern && !escaped && c == '$' && i == len(s)-1:
			b.WriteByte(c)
		case bare(c), (c == '/' || c == '?') && (query || !escaped):
			b.WriteByte(c)
			query = query || c == '?'
		default:
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
		starred = star
	}
	return b.String()
}

// bare tells the octets that mean the same whether they are escaped or not,
// and may stand in a URL (RFC 3986, 2.2 and 2.3).
func bare(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || strings.IndexByte("-._~!&'()+,;=:@[]", c) >= 0
}

// unhex returns the value of a hexadecimal digit, 16 for anything else.
func unhex(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 16
}
