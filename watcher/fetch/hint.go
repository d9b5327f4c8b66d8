package fetch

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	maxRetry = 24 * time.Hour       // the longest Retry-After that is believed
	maxFresh = 365 * 24 * time.Hour // the longest freshness (RFC 9111, 1.2.2, allows so much)
	maxLinks = 16                   // hubs of one answer

	maxValidator = 1 << 10 // bytes
)

// validator returns a validator, or nothing if it is longer than any honest one:
// it is kept with its source, and sent with each request.
func validator(v string) string {
	if len(v) > maxValidator {
		return ""
	}
	return v
}

// retryAfter reads the header of that name: seconds or a date (RFC 9110,
// 10.2.3).
func retryAfter(h http.Header) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	d := time.Duration(0)
	if n, err := strconv.ParseUint(v, 10, 64); err == nil {
		d = time.Duration(min(n, uint64(maxRetry/time.Second))) * time.Second
	} else if t, err := http.ParseTime(v); err == nil {
		d = time.Until(t)
	}
	return min(max(d, 0), maxRetry)
}

// freshness returns for how long the server says that its answer holds, 0 if
// it doesn't (RFC 9111, 4.2.1): max-age, else Expires, less the Age at which a
// cache handed it on.
func freshness(h http.Header) time.Duration {
	fresh, said := time.Duration(0), false
	for _, line := range h["Cache-Control"] {
		for directive := range strings.SplitSeq(line, ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
			switch strings.ToLower(name) {
			case "no-cache", "no-store":
				return 0
			case "max-age":
				if n, err := strconv.ParseUint(strings.Trim(value, `"`), 10, 63); err == nil {
					fresh, said = time.Duration(min(n, uint64(maxFresh/time.Second)))*time.Second, true
				}
			}
		}
	}
	if !said {
		expires, err := http.ParseTime(h.Get("Expires"))
		if err != nil {
			return 0
		}
		now, err := http.ParseTime(h.Get("Date"))
		if err != nil {
			now = time.Now()
		}
		fresh = expires.Sub(now)
	}
	if age, err := strconv.ParseUint(h.Get("Age"), 10, 31); err == nil {
		fresh -= time.Duration(age) * time.Second
	}
	return min(max(fresh, 0), maxFresh)
}

// webSub reads the Link headers by which a document names its hubs and its
// own address as a topic (WebSub, 4; RFC 8288, 3).
func webSub(h http.Header, base *url.URL) (hubs []string, self string) {
	for _, line := range h["Link"] {
		for line != "" && len(hubs) < maxLinks {
			var target, params string
			target, params, line = cutLink(line)
			u, err := address(base, target)
			if target == "" || err != nil {
				continue
			}
			for rel := range strings.FieldsSeq(linkRel(params)) {
				switch {
				case strings.EqualFold(rel, "hub"):
					hubs = append(hubs, u.String())
				case strings.EqualFold(rel, "self") && self == "":
					self = u.String()
				}
			}
		}
	}
	return hubs, self
}

// cutLink cuts the first link off a Link header: "<target>; params, rest". A
// comma inside quotation marks is part of a parameter.
func cutLink(line string) (target, params, rest string) {
	_, line, found := strings.Cut(line, "<")
	target, line, closed := strings.Cut(line, ">")
	if !found || !closed {
		return "", "", ""
	}
	quoted := false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == ',' && !quoted:
			return target, line[:i], line[i+1:]
		}
	}
	return target, line, ""
}

// linkRel returns the relations among a link's parameters. A semicolon inside
// quotation marks parts none.
func linkRel(params string) string {
	quoted := false
	parts := func(r rune) bool {
		quoted = quoted != (r == '"')
		return r == ';' && !quoted
	}
	for _, p := range strings.FieldsFunc(params, parts) {
		name, value, _ := strings.Cut(p, "=")
		if strings.EqualFold(strings.TrimSpace(name), "rel") {
			return strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return ""
}
