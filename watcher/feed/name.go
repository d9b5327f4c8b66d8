package feed

import "strings"

// namespaces gives each namespace the prefix under which this package knows
// it: "" is that of the feed's own elements. URIs are in lower case and
// without a final slash or number sign.
var namespaces = map[string]string{
	"http://www.sitemaps.org/schemas/sitemap/0.9":          "",
	"http://www.google.com/schemas/sitemap/0.84":           "",
	"http://www.google.com/schemas/sitemap-news/0.9":       "news",
	"http://www.google.com/schemas/sitemap-image/1.1":      "image",
	"http://www.google.com/schemas/sitemap-video/1.1":      "video",
	"http://my.netscape.com/rdf/simple/0.9":                "",
	"http://channel.netscape.com/rdf/simple/0.9":           "",
	"http://purl.org/rss/1.0":                              "",
	"http://purl.org/net/rss1.1":                           "",
	"http://backend.userland.com/rss":                      "",
	"http://backend.userland.com/rss2":                     "",
	"http://blogs.law.harvard.edu/tech/rss":                "",
	"http://backend.userland.com/rss091":                   "",
	"http://www.w3.org/2005/atom":                          "atom",
	"http://purl.org/atom/ns":                              "atom",
	"http://example.com/necho":                             "atom",
	"http://purl.org/echo":                                 "atom",
	"http://example.com/newformat":                         "atom",
	"uri/of/echo/namespace":                                "atom",
	"http://purl.org/pie":                                  "atom",
	"http://purl.org/dc/elements/1.1":                      "dc",
	"http://purl.org/dc/elements/1.0":                      "dc",
	"http://purl.org/dc/terms":                             "dcterms",
	"http://purl.org/rss/1.0/modules/content":              "content",
	"http://www.w3.org/1999/xhtml":                         "xhtml",
	"http://search.yahoo.com/mrss":                         "media",
	"http://search.yahoo.com/rss":                          "media",
	"http://tools.search.yahoo.com/mrss":                   "media",
	"http://www.itunes.com/dtds/podcast-1.0.dtd":           "itunes",
	"http://example.com/dtds/podcast-1.0.dtd":              "itunes",
	"http://rssnamespace.org/feedburner/ext/1.0":           "feedburner",
	"http://www.w3.org/1999/02/22-rdf-syntax-ns":           "rdf",
	"http://purl.org/rss/1.0/modules/syndication":          "sy",
	"http://purl.org/rss/1.0/modules/slash":                "slash",
	"http://wellformedweb.org/commentapi":                  "wfw",
	"http://www.georss.org/georss":                         "georss",
	"http://webns.net/mvcb":                                "admin",
	"http://www.w3.org/xml/1998/namespace":                 "xml",
	"http://schemas.google.com/g/2005":                     "gd",
	"http://www.w3.org/2007/app":                           "app",
	"http://purl.org/syndication/thread/1.0":               "thr",
	"http://a9.com/-/spec/opensearch/1.1":                  "opensearch",
	"http://backend.userland.com/creativecommonsrssmodule": "creativecommons",
}

// A scope holds the prefixes that a document declares. A declaration counts
// for the rest of the document: no feed uses one prefix in two meanings.
type scope struct {
	prefixes map[string]string // to the known ones
	names    map[string]string // what name has returned
	atom     bool              // the document is Atom
}

// declare notes the xmlns attributes of a tag.
func (sc *scope) declare(attrs string) {
	if !strings.Contains(attrs, "xmlns") {
		return
	}
	attributes(attrs, func(name, uri string) {
		prefix, ok := strings.CutPrefix(name, "xmlns")
		if !ok || prefix != "" && prefix[0] != ':' {
			return
		}
		prefix = strings.ToLower(strings.TrimPrefix(prefix, ":"))
		uri = strings.ToLower(strings.TrimRight(strings.TrimSpace(uri), "/#"))
		known, ok := namespaces[uri]
		if !ok {
			if prefix == "" {
				return
			}
			known = prefix
		}
		if old, ok := sc.prefixes[prefix]; ok && old == known || len(sc.prefixes) >= mostNames {
			return
		}
		if sc.prefixes == nil {
			sc.prefixes = make(map[string]string)
		}
		sc.prefixes[prefix] = known
		clear(sc.names)
	})
}

// mostNames is how many prefixes, and how many names, are remembered.
const mostNames = 500

// name returns the name of an element as this package knows it: in lower
// case, with the known prefix of its namespace. A prefix that is not declared
// means what it mostly means. The feed's own elements have no prefix, be they
// RSS or Atom, unless one format stands inside the other.
func (sc *scope) name(raw string) string {
	if known, ok := sc.names[raw]; ok {
		return known
	}
	prefix, local := "", lower(raw)
	if i := strings.IndexByte(local, ':'); i >= 0 {
		prefix, local = local[:i], local[i+1:]
	}
	known, ok := sc.prefixes[prefix]
	if !ok {
		known = prefix
	}
	full := local
	if known != "" && (known != "atom" || !sc.atom && prefix != "") {
		full = known + ":" + local
	}
	if len(sc.names) < mostNames {
		if sc.names == nil {
			sc.names = make(map[string]string)
		}
		sc.names[raw] = full
	}
	return full
}

// lower is strings.ToLower without an allocation for what is lower already.
func lower(s string) string {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			return strings.ToLower(s)
		}
	}
	return s
}
