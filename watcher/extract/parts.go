package extract

import (
	"net/url"
	"regexp"
	"strconv"
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

// partOf tells whether an address is that of the part that follows the one at
// base: the second of an article, or the one behind a part.
func partOf(base *url.URL, link string) bool {
	u, err := url.Parse(link)
	if err != nil || link == "" || u.Host != base.Host {
		return false
	}
	later, ok := partOfAddress(u)
	if !ok || later.number < 2 || !later.ofArticle(u) {
		return false
	}
	if later.number == 2 && (part{whole: bare(base), query: base.Query().Encode()}).same(later) {
		return true
	}
	first, ok := partOfAddress(base)
	return ok && first.same(later) && later.number == first.number+1
}

// A part is an address taken apart: which part of what it is.
type part struct {
	whole, query string // the article's
	number       int
}

func (p part) same(q part) bool { return p.whole == q.whole && p.query == q.query }

// partForms are how paths say which part of an article they are. A number behind
// a hyphen says so only in the name of a file: elsewhere it tells apart articles
// of one headline.
var partForms = regexp.MustCompile(`^(.+?)(?:/page)?/(\d{1,2})$|^(.+)[-_](\d{1,2})\.html?$`)

// datedPath is a path that ends in a date, whose last number is a day.
var datedPath = regexp.MustCompile(`(?:^|\D)(?:19|20|1[34])\d\d[-_/]\d{1,2}(?:[-_/]\d{1,2})?$`)

// partOfAddress takes an address apart, if it says which part it is.
func partOfAddress(u *url.URL) (part, bool) {
	query := u.Query()
	for _, key := range []string{"page", "p", "pg", "part", "pagenum"} {
		if n, err := strconv.Atoi(query.Get(key)); err == nil && n < 100 {
			query.Del(key)
			return part{bare(u), query.Encode(), n}, true
		}
	}
	path := strings.TrimSuffix(u.Path, "/")
	m := partForms.FindStringSubmatch(path)
	if m == nil || datedPath.MatchString(bare(u)) {
		return part{}, false
	}
	n, err := strconv.Atoi(m[2] + m[4])
	return part{m[1] + m[3], query.Encode(), n}, err == nil
}

// ofArticle tells whether what is cut into parts can be an article rather than
// a list: it stands in a folder, is a file, or has a number or a name of several
// words.
func (p part) ofArticle(u *url.URL) bool {
	folder := strings.LastIndex(p.whole, "/")
	name := p.whole[folder+1:]
	return name != "" && (folder > 0 || strings.ContainsAny(name+p.query, "0123456789-_")) ||
		strings.HasSuffix(u.Path, ".html") || strings.HasSuffix(u.Path, ".htm")
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

// bare returns an address's path without its ending.
func bare(u *url.URL) string {
	path := strings.TrimSuffix(u.Path, "/")
	for _, ending := range []string{".html", ".htm", ".php", ".aspx"} {
		path = strings.TrimSuffix(path, ending)
	}
	return path
}
