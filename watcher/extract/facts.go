package extract

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/text"
)

// maxTagsKept is how many tags of an article are kept.
const maxTagsKept = 30

// fillFacts sets what the page says of the article beside its text and times.
func (p *page) fillFacts(a *news.Article) {
	h := &p.head
	var ld ldArticle
	if len(h.ld) > 0 {
		ld = h.ld[0]
	}
	a.Lang = p.declaredLanguage(ld.language)
	a.Canonical = absolute(p.base, h.canonical)
	if a.Canonical == "" {
		a.Canonical = absolute(p.base, h.first("og:url"))
	}
	a.Site = siteName(firstOf(h.first("og:site_name"), ld.publisher, h.first("application-name")))
	a.Section = firstOf(h.first("article:section"), ld.section, h.first("section", "category"), p.shownSection())
	a.Image = firstOf(absolute(p.base, h.first("og:image", "og:image:url", "twitter:image", "twitter:image:src")), absolute(p.base, ld.image))
	a.Tags = p.tags(ld)
	a.Author = p.author(ld)
	a.Code = p.code()
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

// declaredLanguage returns the language the page declares, as BCP 47 names it;
// Dari, which pages call fa-AF, is prs.
func (p *page) declaredLanguage(ld string) string {
	declared := firstOf(p.head.lang, p.head.first("content-language", "language", "og:locale"), ld)
	tag := strings.ToLower(strings.ReplaceAll(strings.TrimSpace(declared), "_", "-"))
	base, region, _ := strings.Cut(tag, "-")
	switch {
	case base == "fa" && region == "af":
		return "prs"
	case len(base) == 2 || len(base) == 3:
		return base
	}
	return ""
}

// told are the languages that package text tells apart.
var told = set("fa ar ps ur ru en")

// language decides between what a page declares and what its text is in. Many
// sites keep the declaration their template came with, so the text is believed
// where it can be told; what text cannot tell, such as Dari from Persian, is
// left to the declaration.
func language(declared, body string) string {
	seen := text.Language(body)
	switch {
	case declared == "":
		return seen
	case seen == "" || declared == "prs" && seen == "fa" || declared == "fa" && seen == "prs":
		return declared
	case told[declared] || declared == "prs":
		return seen
	}
	return declared
}

// tags collects the article's tags: the head's, JSON-LD's, then the links that
// are marked as tags.
func (p *page) tags(ld ldArticle) []string {
	var all []string
	for _, n := range p.chosen["tags"] {
		all = append(all, splitTags(textOf(n))...)
	}
	if len(all) == 0 {
		all = append(append(all, p.head.tags...), ld.keywords...)
	}
	if len(all) == 0 {
		all = splitTags(p.head.first("news_keywords", "keywords"))
	}
	if len(all) == 0 {
		all = splitTags(p.after(tagLine))
	}
	if len(all) == 0 {
		for _, a := range find(p.doc, 4*maxTagsKept, func(n *html.Node) bool { return n.Data == "a" && strings.Contains(attr(n, "rel"), "tag") }) {
			all = append(all, textOf(a))
		}
	}
	var kept []string
	seen := make(map[string]bool)
	for _, t := range all {
		t = strings.Trim(oneLine(t), "# ")
		if strings.HasPrefix(t, "@") || strings.HasPrefix(t, "/") { // the system's own marks
			continue
		}
		if k := key(t); k != "" && !seen[k] && length(t) <= 60 && len(kept) < maxTagsKept {
			seen[k] = true
			kept = append(kept, t)
		}
	}
	return kept
}

// splitTags cuts a line of keywords at its commas.
func splitTags(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == '،' || r == ';' || r == '؛' })
}

// codeLine is the line in which an outlet gives its own number of the article.
var codeLine = regexp.MustCompile(`(?i)(?:کد[\s\x{200C}]*(?:خبر|مطلب|محتوا|نوشته)|شناسه\s*(?:خبر|مطلب)|شماره\s*خبر|(?:رقم|رمز|كود|کود)\s*الخبر|د خبر کوډ|news\s*(?:code|id)|код новости)\s*[:：]?\s*([0-9۰-۹٠-٩]{2,12})`)

// code returns the outlet's own news code, in ASCII digits.
func (p *page) code() string { return strings.Map(foldLetter, p.after(codeLine)) }

// tagLine and authorLine are lines that give tags or the author in words.
var (
	tagLine    = regexp.MustCompile(`(?i)^(?:برچسب[\s\x{200C}]*(?:ها)?|کلید[\s\x{200C}]*واژه[\s\x{200C}]*(?:ها)?|ټګونه|ٹیگز|الوسوم|الكلمات المفتاحية|теги|метки|tags)\s*[:：]\s*(.+)$`)
	authorLine = regexp.MustCompile(`(?i)(?:^|[\s|])(?:نویسنده|خبرنگار|گزارشگر|لیکوال|الكاتب|بقلم|автор)\s*[:：]\s*([^|:،,\n]{3,60})`)
)

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

// author returns who signed the article.
func (p *page) author(ld ldArticle) string {
	names := []string{ld.author, p.head.first("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl")}
	for _, n := range find(p.doc, 3, func(n *html.Node) bool {
		return strings.Contains(attr(n, "rel"), "author") || attr(n, "itemprop") == "author" && n.Data != "meta"
	}) {
		names = append(names, textOf(n))
	}
	names = append(names, p.after(authorLine))
	for _, name := range names {
		name, _, _ = strings.Cut(name, " | ")
		name = strings.TrimSpace(byPrefix.ReplaceAllString(name, ""))
		if name != "" && !dated.MatchString(name) && !nobody[key(name)] && length(name) <= 100 && !strings.Contains(name, "://") && !strings.HasPrefix(name, "@") {
			return name
		}
	}
	return ""
}

// dated is a year or a number as long: no part of a name.
var dated = regexp.MustCompile(`[0-9۰-۹٠-٩]{4}`)

// nobody are the names that systems give to authors they do not know.
var nobody = set("admin administrator root guest гость مدیر مدیرسایت ادمین webmaster superuser")

var byPrefix = regexp.MustCompile(`^(?i:by|von|par|por|автор:?|نویسنده:?|نویسنده :|كتب:?)\s+`)
