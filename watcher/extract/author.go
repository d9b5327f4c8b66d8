package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// authorLine is a line that gives the author in words.
var authorLine = regexp.MustCompile(`(?i)(?:^|[\s|])(?:نویسنده|خبرنگار|گزارشگر|لیکوال|الكاتب|بقلم|автор)` +
	`\s*[:：]\s*([^|:،,\n]{3,60})`)

// author returns who signed the article: as the head says, or an element that is
// marked or named as the author, or a line.
func (p *page) author(ld ldArticle) string {
	names := []string{ld.author, p.head.first("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl")}
	for _, n := range find(p.doc, 3, func(n *html.Node) bool {
		return strings.Contains(attr(n, "rel"), "author") || attr(n, "itemprop") == "author" && n.Data != "meta"
	}) {
		names = append(names, shortTextOf(n, longestTitle))
	}
	names = append(names, p.signed(), p.after(authorLine))
	for _, name := range names {
		name, _, _ = strings.Cut(name, " | ")
		name = strings.TrimSpace(byPrefix.ReplaceAllString(name, ""))
		if name != "" && !dated.MatchString(name) && !nobody[key(name)] && length(name) <= 100 &&
			!strings.Contains(name, "://") && !strings.HasPrefix(name, "@") {
			return name
		}
	}
	return ""
}

// signed returns the name in an element that is named as the author's, or in a
// line under the headline that says by whom the article is.
func (p *page) signed() string {
	for _, n := range find(p.doc, 20, authorBox) {
		s := shortTextOf(n, 200)
		named := slices.Contains(nameWords(attr(n, "class")), "name") || byPrefix.MatchString(s)
		if named && !p.inFurniture(n) && !p.besideTeaser(p.boxAround(n)) && length(s) <= 80 && !endsWithStop(s) {
			return unsigned(s)
		}
	}
	if p.titled < 0 {
		return ""
	}
	for _, b := range p.blocks[p.titled+1 : min(p.titled+5, len(p.blocks))] {
		if strong(&b) {
			break
		}
		if s := unsigned(b.text); b.chars <= 80 && strings.HasPrefix(b.text, "By ") && isName(strings.TrimPrefix(s, "By ")) {
			return s
		}
	}
	return ""
}

// authorBox tells whether an element is named as the author's.
func authorBox(n *html.Node) bool {
	words := nameWords(attr(n, "class"))
	return len(words) <= 4 && slices.ContainsFunc(words, func(w string) bool {
		return w == "author" || w == "byline" || w == "writer" || w == "authorname"
	})
}

// unsigned cuts the date off a line that names an author.
func unsigned(s string) string {
	for i, r := range s {
		if (r == ',' || r == '،' || r == '|' || r == '–' || r == '•') && strings.ContainsFunc(s[i:], unicode.IsDigit) {
			return strings.TrimSpace(s[:i])
		}
	}
	return s
}

// isName tells whether words are those of names, or join such.
func isName(s string) bool {
	words := strings.Fields(s)
	for _, w := range words {
		if r := []rune(w)[0]; !unicode.IsUpper(r) && !slices.Contains([]string{"and", "&", "de", "van", "von", "der", "al", "bin", "la"}, w) {
			return false
		}
	}
	return len(words) >= 2 && len(words) <= 10 && !endsWithStop(s)
}

// dated is a year or a number as long: no part of a name.
var dated = regexp.MustCompile(`[0-9۰-۹٠-٩]{4}`)

// nobody are the names that systems give to authors they do not know.
var nobody = set("admin administrator root guest гость مدیر مدیرسایت ادمین webmaster superuser")

var byPrefix = regexp.MustCompile(`^(?i:by|von|par|por|автор:?|نویسنده:?|نویسنده :|كتب:?)\s+`)
