package extract

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"github.com/rasadnews/rasad/news"
)

// fillFacts sets what the page says of the article beside its text and times.
// The headline is known by then: what stands near it, or in the boxes of others,
// is told apart by it.
func (p *page) fillFacts(a *news.Article) {
	h := &p.head
	ld := h.article()
	a.Lang = p.declaredLanguage(ld.language)
	a.Canonical = firstOf(absolute(p.base, h.canonical), absolute(p.base, h.first("og:url")))
	a.Section = firstOf(h.first("article:section"), ld.section, h.first("section", "category"), p.shownSection())
	a.Image = firstOf(absolute(p.base, h.first("og:image", "og:image:url", "twitter:image", "twitter:image:src")), absolute(p.base, ld.image))
	a.Author = p.author(ld)
	a.Code = p.code()
}

// site returns the name of the page's site, if the page gives it.
func (p *page) site() string {
	return siteName(firstOf(p.head.first("og:site_name"), p.head.article().publisher, p.head.first("application-name")))
}

// siteName takes the slogan off a site's name; an address is no name.
func siteName(s string) string {
	s, _, _ = strings.Cut(s, " | ")
	if strings.Contains(s, "://") {
		return ""
	}
	return strings.TrimSpace(s)
}

// titleSite returns what a page's title element says beside the headline, if
// that is short enough for a site's name.
func (p *page) titleSite(title string) string {
	rest, found := strings.CutPrefix(p.head.title, title)
	if !found {
		rest, found = strings.CutSuffix(p.head.title, title)
	}
	rest = strings.Trim(rest, " |–—-:»«·•/\\")
	if !found || title == "" || length(rest) > 40 {
		return ""
	}
	return rest
}

func firstOf(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

// codeLine is the line in which an outlet gives its own number of the article.
var codeLine = regexp.MustCompile(`(?i)(?:کد[\s\x{200C}]*(?:خبر|مطلب|محتوا|نوشته)|شناسه\s*(?:خبر|مطلب)|شماره\s*خبر|` +
	`(?:رقم|رمز|كود|کود)\s*الخبر|د خبر کوډ|news\s*(?:code|id)|код новости)\s*[:：]?\s*([0-9۰-۹٠-٩]{2,12})`)

// code returns the outlet's own news code, its digits in ASCII: what a line says
// to be one, or an element that is named so and says so.
func (p *page) code() string {
	if code := p.after(codeLine); code != "" {
		return strings.Map(foldDigit, code)
	}
	for _, n := range find(p.doc, 20, func(n *html.Node) bool {
		return n.Data != "pre" && n.Data != "code" && slices.Contains(nameWords(attr(n, "class")), "code")
	}) {
		s := shortTextOf(n, 100)
		if code := codeOf(s); codeLabel.MatchString(s) && strings.ContainsAny(code, "0123456789") && !strings.Contains(code, " ") {
			return code
		}
	}
	return ""
}

// after returns what a line of the page says behind the words it begins with.
func (p *page) after(line *regexp.Regexp) string {
	for _, b := range p.blocks[:min(len(p.blocks), manyBlocks)] {
		if b.chars > 300 {
			continue
		}
		if m := line.FindStringSubmatch(b.text); m != nil {
			return strings.TrimSpace(m[1])
		}
	}
	return ""
}

// picture returns the first picture that stands with the text, or "": a large one,
// as far as its element says how large it is.
func (p *page) picture(at place) string {
	box := at.box
	if box == 0 {
		box = p.main
	}
	for _, n := range find(p.boxes[box].node, 50, func(n *html.Node) bool { return n.Data == "img" || n.Data == "amp-img" }) {
		link := absolute(p.base, pictured(n))
		if link != "" && largePicture(n) && !p.inFurniture(n) && at.holds(p, n) && !ornament.MatchString(link) {
			return link
		}
	}
	return ""
}

// ornament is the address of a picture that belongs to the page's looks.
var ornament = regexp.MustCompile(`(?i)\.(?:gif|svg)(?:\?|$)|logo|icon|avatar|spacer|blank|pixel|banner|emoji|captcha`)

// largePicture tells whether nothing says that a picture is small.
func largePicture(n *html.Node) bool {
	for _, key := range []string{"width", "height"} {
		if size, err := strconv.Atoi(strings.TrimSuffix(attr(n, key), "px")); err == nil && size < 100 {
			return false
		}
	}
	return true
}
