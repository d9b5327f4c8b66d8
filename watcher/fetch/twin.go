package fetch

import (
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// TwinKey returns what an address has in common with those of the same page
// in another dress: Canonical without the scheme, without what marks AMP pages
// and their caches and pages for telephones, without "www." and without a
// slash at the end. Two addresses with one key are one page, as far as that
// can be told without reading it; where a page names another address as
// canonical, that counts more. The key itself is no address.
//
//	https://amp.news.example/world/1/
//	https://www.news.example/world/1/amp.html
//	http://m.news.example/world/1?utm_source=x
//	https://www-news-example.cdn.ampproject.org/c/s/www.news.example/world/1?amp=1
//
// all have the key news.example/world/1.
func TwinKey(rawURL string) (string, error) {
	address, err := Canonical(rawURL)
	if err != nil {
		return "", err
	}
	if origin, ok := behindCache(address); ok {
		if address, err = Canonical("https://" + origin); err != nil {
			return "", err
		}
	}
	_, rest, _ := strings.Cut(address, "://")
	rest, fragment, routed := strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	host, path, _ := strings.Cut(rest, "/")
	key := plainHost(host)
	if path = plainPath(path); path != "" {
		key += "/" + path
	}
	if query = plainQuery(query); query != "" {
		key += "?" + query
	}
	if routed {
		key += "#" + fragment
	}
	return key, nil
}

// behindCache returns the address, without its scheme, of which a canonical
// one is the copy in an AMP cache: "…/c/s/host/path", where "s" says https and
// the letter before it says that this is a document.
func behindCache(address string) (string, bool) {
	_, rest, _ := strings.Cut(address, "://")
	host, path, _ := strings.Cut(rest, "/")
	switch {
	case strings.HasSuffix(host, ".cdn.ampproject.org"), strings.HasSuffix(host, ".bing-amp.com"):
		kind, origin, _ := strings.Cut(path, "/")
		if kind != "c" && kind != "v" {
			return "", false
		}
		path = origin
	case strings.HasPrefix(host, "www.google.") && strings.HasPrefix(path, "amp/"):
		path = strings.TrimPrefix(path, "amp/")
	default:
		return "", false
	}
	origin := strings.TrimPrefix(path, "s/")
	host, _, _ = strings.Cut(origin, "/")
	return origin, strings.Contains(host, ".")
}

// dresses are the labels of hosts that say how a page is shown.
var dresses = []string{"www", "amp", "m", "mobile", "mobi", "wap", "touch"}

// plainHost takes the dresses out of what stands before a registered domain.
func plainHost(host string) string {
	name, port, hasPort := strings.Cut(host, ":")
	domain, err := publicsuffix.EffectiveTLDPlusOne(name)
	if strings.HasPrefix(host, "[") || err != nil {
		return host
	}
	labels := strings.Split(strings.TrimSuffix(strings.TrimSuffix(name, domain), "."), ".")
	labels = slices.DeleteFunc(labels, func(label string) bool { return label == "" || slices.Contains(dresses, label) })
	name = strings.Join(append(labels, domain), ".")
	if hasPort {
		return name + ":" + port
	}
	return name
}

// plainPath takes the dress out of a path: a segment "amp", a first one that
// says that this is for telephones, an ending ".amp".
func plainPath(path string) string {
	segments := strings.Split(strings.Trim(path, "/"), "/")
	kept := segments[:0]
	for i, segment := range segments {
		switch lower := strings.ToLower(segment); {
		case lower == "amp" || lower == "amphtml" || i > 0 && lower == "amp.html":
		case i == 0 && len(segments) > 1 && (lower == "m" || lower == "mobile"):
		default:
			kept = append(kept, segment)
		}
	}
	if len(kept) == 0 {
		return ""
	}
	last := &kept[len(kept)-1]
	switch lower := strings.ToLower(*last); {
	case strings.HasSuffix(lower, ".amp.html"):
		*last = (*last)[:len(*last)-len(".amp.html")] + ".html"
	case strings.HasSuffix(lower, ".amp"):
		*last = (*last)[:len(*last)-len(".amp")]
	}
	return strings.Trim(strings.Join(kept, "/"), "/")
}

// plainQuery takes the dress out of a query.
func plainQuery(query string) string {
	parameters := strings.Split(query, "&")
	return strings.Join(slices.DeleteFunc(parameters, func(p string) bool {
		name, value, _ := strings.Cut(strings.ToLower(p), "=")
		switch name {
		case "amp":
			return true
		case "output", "outputtype", "outputformat", "view":
			return value == "amp"
		case "m", "mobile":
			return value == "1" || value == "true"
		}
		return false
	}), "&")
}
