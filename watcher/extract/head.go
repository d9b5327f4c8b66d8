package extract

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// A head is what a page says of itself outside its text.
type head struct {
	lang      string
	title     string            // the title element
	canonical string            // as written
	twin      string            // its AMP twin, as written
	meta      map[string]string // the first content by lower-case name, property or itemprop
	tags      []string          // every article:tag
	ld        []ldArticle
	refresh   bool // the page sends its reader on at once
}

// maxMeta is how much of a meta element's content is kept.
const maxMeta = 5000

// longestTitle is how many bytes a title may have: none is longer.
const longestTitle = 1000

// atMost returns a text, but none that is longer than size bytes.
func atMost(s string, size int) string {
	if len(s) > size {
		return ""
	}
	return s
}

// readHead collects a page's meta elements, wherever they stand.
func readHead(doc *html.Node) head {
	h := head{meta: make(map[string]string)}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			h.note(n)
		}
		if n.Data != "svg" {
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				walk(c)
			}
		}
	}
	walk(doc)
	return h
}

// note reads one element.
func (h *head) note(n *html.Node) {
	switch n.Data {
	case "html":
		if h.lang == "" {
			h.lang = attr(n, "lang")
			if h.lang == "" {
				h.lang = attr(n, "xml:lang")
			}
		}
	case "title":
		if h.title == "" && (n.Parent == nil || n.Parent.Data != "svg") {
			h.title = shortTextOf(n, longestTitle)
		}
	case "link":
		switch href := strings.TrimSpace(attr(n, "href")); strings.ToLower(strings.TrimSpace(attr(n, "rel"))) {
		case "canonical":
			h.canonical = firstOf(h.canonical, href)
		case "amphtml":
			h.twin = firstOf(h.twin, href)
		}
	case "meta":
		h.noteMeta(n)
	case "script":
		if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") && n.FirstChild != nil {
			h.ld = append(h.ld, readLD(n.FirstChild.Data)...)
		}
	}
}

func (h *head) noteMeta(n *html.Node) {
	content := oneLine(attr(n, "content"))
	if content == "" || len(content) > maxMeta {
		return
	}
	if strings.EqualFold(attr(n, "http-equiv"), "refresh") {
		h.refresh = strings.Contains(strings.ToLower(content), "url=")
	}
	for _, k := range []string{"name", "property", "itemprop"} {
		name := strings.ToLower(strings.TrimSpace(attr(n, k)))
		if name == "" {
			continue
		}
		if name == "article:tag" && len(h.tags) < maxTagsKept {
			h.tags = append(h.tags, content)
		}
		if _, taken := h.meta[name]; !taken {
			h.meta[name] = content
		}
	}
}

// first returns the content of the first of the meta names that is there.
func (h *head) first(names ...string) string {
	for _, name := range names {
		if s := h.meta[name]; s != "" {
			return s
		}
	}
	return ""
}

// absolute resolves a link against the page's address; it returns "" for what
// is no web address.
func absolute(base *url.URL, link string) string {
	if link == "" {
		return ""
	}
	u, err := base.Parse(link)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}
