package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// shownSection returns the section that the page shows: the last link of the
// trail from the site's front to the article, or a single link that is named as
// the section, near the headline.
func (p *page) shownSection() string {
	for _, n := range find(p.doc, 20, trail) {
		section := ""
		for _, a := range find(n, 20, func(n *html.Node) bool { return n.Data == "a" && leadsAway(n) }) {
			if s := shortTextOf(a, longestTitle); !home(a, s) && length(s) <= 40 && !p.isTitle(s) {
				section = s
			}
		}
		if section != "" {
			return section
		}
	}
	for _, n := range find(p.doc, 20, sectionBox) {
		links := find(n, 2, func(n *html.Node) bool { return n.Data == "a" && leadsAway(n) })
		if n.Data == "a" {
			links = []*html.Node{n}
		}
		if s := shortTextOf(n, longestTitle); len(links) == 1 && s != "" && length(s) <= 40 && !p.inFurniture(n) {
			link := shortTextOf(links[0], longestTitle)
			if label, ends := strings.CutSuffix(s, link); ends && length(label) <= 20 {
				return link
			}
		}
	}
	return ""
}

// isTitle tells whether a text is the article's own title, which ends some
// trails.
func (p *page) isTitle(s string) bool {
	return strings.Contains(key(p.head.title), key(s)) && length(s) > 25
}

// trail tells whether an element is named as the way from the front to the
// article.
func trail(n *html.Node) bool {
	if n.Data == "body" || n.Data == "html" {
		return false
	}
	for _, name := range []string{attr(n, "class"), attr(n, "id"), attr(n, "aria-label")} {
		words := nameWords(name)
		if slices.ContainsFunc(words, func(w string) bool { return w == "breadcrumb" || w == "breadcrumbs" || w == "crumb" || w == "crumbs" }) ||
			follows(words, "news", "path") {
			return true
		}
	}
	return false
}

// sectionBox tells whether an element is named as the article's section.
func sectionBox(n *html.Node) bool {
	if n.Data == "body" || n.Data == "html" || n.Data == "article" {
		return false
	}
	words := nameWords(attr(n, "class"))
	return attr(n, "itemprop") == "articleSection" || len(words) <= 3 && slices.ContainsFunc(words, func(w string) bool { return w == "category" || w == "rubric" || w == "service" })
}

// home tells whether a link leads to a site's front, by where it leads or by
// what it is called.
func home(a *html.Node, text string) bool {
	href := attr(a, "href")
	return href == "/" || strings.Count(strings.TrimSuffix(href, "/"), "/") == 2 && strings.Contains(href, "//") || fronts[key(text)]
}

// fronts are names of front pages.
var fronts = foldedSet("home", "front page", "خانه", "صفحه اصلی", "صفحه نخست", "صفحه اول", "نخست", "الرئيسية", "الصفحة الرئيسية", "کور پاڼه", "کور", "صفحہ اول", "главная")

func foldedSet(names ...string) map[string]bool {
	folded := make(map[string]bool, len(names))
	for _, n := range names {
		folded[key(n)] = true
	}
	return folded
}
