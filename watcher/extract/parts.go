package extract

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// next returns the address of the next part of an article that is cut into
// several pages, or "". The page must name it as what comes next, and it must
// be the page's own address with the number of a part: what comes next on most
// sites is another article.
func (p *page) next() string {
	for _, n := range find(p.doc, 20, func(n *html.Node) bool {
		return (n.Data == "link" || n.Data == "a") && strings.EqualFold(attr(n, "rel"), "next")
	}) {
		if link := absolute(p.base, strings.TrimSpace(attr(n, "href"))); partOf(p.base, link) {
			return link
		}
	}
	return ""
}

// partOf tells whether an address is that of a later part of the article at
// base, which may be a part itself.
func partOf(base *url.URL, link string) bool {
	u, err := url.Parse(link)
	if err != nil || link == "" || u.Host != base.Host {
		return false
	}
	first, number := part(base)
	again, later := part(u)
	whole, _ := bare(base)
	if again != first && again != whole {
		return false
	}
	return later != "" && later != number
}

// partForms are how addresses say which part of an article they are.
var partForms = regexp.MustCompile(`(?:/page)?/(\d{1,2})$|[-_](\d{1,2})$`)

// part returns an address without what says which part it is, and that.
func part(u *url.URL) (whole, number string) {
	whole, query := bare(u)
	for _, key := range []string{"page", "p", "pg", "part", "pagenum"} {
		if v := query.Get(key); v != "" && len(v) <= 2 {
			return whole, v
		}
	}
	if m := partForms.FindStringSubmatchIndex(whole); m != nil {
		return whole[:m[0]], strings.Trim(whole[m[0]:], "/-_page")
	}
	return whole, ""
}

// partMark is how headlines end that say which part of an article follows:
// "(2)", "– page 2 of 3", «بخش ۲».
var partMark = regexp.MustCompile(`(?i)[\s\-–—|:،,(\[]+` +
	`(?:(?:page|part|صفحه|بخش|قسمت|الصفحة|الجزء|صفحہ|حصہ|مخ|برخه|страница|стр\.?|часть)\s*)?` +
	`[0-9۰-۹٠-٩]{1,2}(?:\s*(?:/|of|از|من|из)\s*[0-9۰-۹٠-٩]{1,2})?[\s)\]]*$`)

// SameHeadline tells whether a page with a headline can be a further part of
// the article that has the first one: they are the same but for the number of
// the part, or the part has none.
func SameHeadline(first, part string) bool {
	whole := func(s string) string { return key(partMark.ReplaceAllString(s, "")) }
	return part == "" || key(first) == key(part) || key(first) == whole(part) || whole(first) == whole(part)
}

// bare returns an address's path without its ending, and its query.
func bare(u *url.URL) (string, url.Values) {
	path := strings.TrimSuffix(u.Path, "/")
	for _, ending := range []string{".html", ".htm", ".php", ".aspx"} {
		path = strings.TrimSuffix(path, ending)
	}
	return path, u.Query()
}
