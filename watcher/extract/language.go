package extract

import (
	"strings"

	"github.com/rasadnews/rasad/news/text"
)

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
