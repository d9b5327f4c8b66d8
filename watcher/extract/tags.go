package extract

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/rasadnews/rasad/news"
)

// maxTagsKept is how many tags of an article are kept.
const maxTagsKept = 30

// tags collects the article's tags: those of the site's rules, the head's and
// JSON-LD's, those on the page, and last the head's keywords, if they are this
// article's.
func (p *page) tags(a *news.Article) []string {
	var all []string
	for _, n := range p.chosen["tags"] {
		all = append(all, splitTags(textOf(n))...)
	}
	for _, more := range []func() []string{
		func() []string { return append(slices.Clone(p.head.tags), p.head.article().keywords...) },
		func() []string { return splitTags(p.head.first("news_keywords")) },
		func() []string { return p.keywords(a) },
		p.tagsOfLine, p.tagLinks,
	} {
		if len(all) == 0 {
			all = more()
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

// keywords are those of the head if half of them stand in the article: many
// sites give the same ones on all their pages.
func (p *page) keywords(a *news.Article) []string {
	words := splitTags(p.head.first("keywords"))
	text, found := key(a.Title+a.Lead+a.Body), 0
	for _, w := range words {
		if k := key(w); k != "" && strings.Contains(text, k) {
			found++
		}
	}
	if 2*found < len(words) {
		return nil
	}
	return words
}

// splitTags cuts a line of keywords at its commas.
func splitTags(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == '،' || r == ';' || r == '؛' })
}

// tagLine is a line that gives tags in words.
var tagLine = regexp.MustCompile(`(?i)^(?:برچسب[\s\x{200C}]*(?:ها)?|کلید[\s\x{200C}]*واژه[\s\x{200C}]*(?:ها)?|` +
	`ټګونه|ٹیگز|الوسوم|الكلمات المفتاحية|теги|метки|tags)\s*[:：]\s*(.+)$`)

// tagsOfLine are the tags of a line: its links, or what its commas part.
func (p *page) tagsOfLine() []string {
	for i := range p.blocks[:min(len(p.blocks), manyBlocks)] {
		b := &p.blocks[i]
		m := tagLine.FindStringSubmatch(b.text)
		if m == nil || b.chars > 300 {
			continue
		}
		if box := p.boxes[b.box]; b.linked > 0 && box.to-box.from == 1 {
			return linkTexts(box.node)
		}
		return splitTags(m[1])
	}
	return nil
}

// tagLinks are the links that are marked as tags, else those of a box that is
// named so.
func (p *page) tagLinks() []string {
	var all []string
	for _, a := range find(p.doc, 4*maxTagsKept, func(n *html.Node) bool {
		return n.Data == "a" && slices.Contains(strings.Fields(attr(n, "rel")), "tag")
	}) {
		all = append(all, shortTextOf(a, longestTitle))
	}
	if len(all) > 0 {
		return all
	}
	for _, n := range find(p.doc, 20, tagBox) {
		if !p.inFurniture(n) {
			if all = linkTexts(n); len(all) > 0 {
				return all
			}
		}
	}
	return nil
}

// tagBox tells whether an element is named as the one with an article's tags.
func tagBox(n *html.Node) bool {
	if n.Data == "body" || n.Data == "html" || n.Data == "article" {
		return false
	}
	words := nameWords(attr(n, "class"))
	return len(words) <= 4 && slices.ContainsFunc(words, func(w string) bool { return w == "tags" || w == "taglist" || w == "keywords" })
}

// linkTexts are the texts of the links under n that lead to other pages.
func linkTexts(n *html.Node) []string {
	var texts []string
	for _, a := range find(n, maxTagsKept, func(n *html.Node) bool { return n.Data == "a" && leadsAway(n) }) {
		texts = append(texts, shortTextOf(a, longestTitle))
	}
	return texts
}
