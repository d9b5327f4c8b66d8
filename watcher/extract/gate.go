package extract

import (
	"fmt"
	"strings"

	"github.com/rasadnews/rasad/news"
)

// judge decides what kind of page this is, and why if it is no article.
func (p *page) judge(a *news.Article, body []block) (Type, string) {
	chars, links, sentences := 0, 0, 0
	for _, b := range body {
		chars += b.chars
		links += b.linked
		if b.chars >= 60 && endsSentence(b.text) {
			sentences++
		}
	}
	text := key(a.Title + " " + p.head.title)
	switch {
	case len(p.blocks) == 0:
		return TypeEmpty, "the page shows no text"
	case chars < 1500 && hasAny(text, errorTitles):
		return TypeError, fmt.Sprintf("its title is that of an error page: %q", firstOf(a.Title, p.head.title))
	case chars < 1500 && hasAny(text, wallTitles):
		return TypeWall, fmt.Sprintf("its title is that of a check or a wall: %q", firstOf(a.Title, p.head.title))
	case chars < 40:
		return TypeEmpty, fmt.Sprintf("its text has %d characters", chars)
	case sentences == 0 && chars < 140:
		return TypeEmpty, fmt.Sprintf("no sentence stands in its %d characters", chars)
	case p.isListing(chars, links, sentences):
		return TypeListing, "it lists other pages rather than telling of one thing"
	}
	return TypeArticle, ""
}

// isListing tells whether a page is made of links to others: its address is a
// site's front, or links outweigh the text by far.
func (p *page) isListing(chars, links, sentences int) bool {
	linked, headings := 0, 0
	for _, b := range p.blocks {
		if b.linked*10 > b.chars*8 && b.chars >= 25 {
			linked += b.chars
			headings++
		}
	}
	if path := strings.Trim(p.base.Path, "/"); path == "" && p.base.RawQuery == "" && p.base.Host != "" {
		return true
	}
	if sentences <= 1 && headings > 20 && linked > 5*chars {
		return true
	}
	return links*2 > chars
}

func hasAny(text string, parts []string) bool {
	for _, s := range parts {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}

// errorTitles and wallTitles are parts of folded titles, without blanks.
var (
	errorTitles = []string{"404", "pagenotfound", "notfound", "صفحهیافتنشد", "صفحهموردنظر", "الصفحهغیرموجوده", "страницаненайдена",
		"500internal", "502badgateway", "503service", "accessdenied", "403forbidden", "خطای"}
	wallTitles = []string{"justamoment", "attentionrequired", "areyouarobot", "ddosprotection", "securitycheck", "beforeyoucontinue", "verifyyouarehuman"}
)
