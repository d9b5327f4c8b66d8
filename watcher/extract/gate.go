package extract

import (
	"fmt"
	"strings"

	"github.com/rasadnews/rasad/news"
)

// judge decides what kind of page this is, and why if it is no article. Where a
// rule of the site found the body, an article stands where the site has its
// articles: then only what the page is called, and a video's lack of text, can
// say otherwise.
func (p *page) judge(a *news.Article, body []block) (Type, string) {
	m := measure(body)
	ruled := len(p.chosen["body"]) > 0 && m.chars > 0
	if len(p.blocks) == 0 && len(body) == 0 {
		return TypeEmpty, "the page shows no text"
	}
	if why := Noise(a.Body); why != "" {
		return TypeEmpty, why
	}
	if kind, why := p.notice(a, m, ruled); why != "" {
		return kind, why
	}
	media := p.media(m)
	if media != "" && p.titled >= 0 {
		return TypeMedia, media
	}
	if why := p.listing(a, m); why != "" && !ruled {
		return TypeListing, why
	}
	if media != "" {
		return TypeMedia, media
	}
	if why := p.empty(m); why != "" && !ruled {
		return TypeEmpty, why
	}
	if why := p.live(); why != "" {
		return TypeLive, why
	}
	return TypeArticle, ""
}

// A size is how much text a body has.
type size struct{ chars, linked, sentences int }

func measure(body []block) size {
	var m size
	for _, b := range body {
		m.chars += b.chars
		m.linked += b.linked
		if b.chars >= 40 && endsSentence(b.text) {
			m.sentences++
		}
	}
	return m
}

// empty tells why there is too little text for an article, or "". Flashes end
// without a stop, under a headline.
func (p *page) empty(m size) string {
	switch {
	case m.chars < 40 && !p.flash():
		return fmt.Sprintf("its text has %d characters", m.chars)
	case m.sentences == 0 && m.chars < 140 && (p.titled < 0 || m.chars < 60) && !p.flash():
		return fmt.Sprintf("no sentence stands in its %d characters", m.chars)
	}
	return ""
}

// media tells why a page is a video or a gallery, or "": it is one by its type or
// its address, and has little text. One that merely has a video to show is an
// article as soon as it tells something.
func (p *page) media(m size) string {
	kind := strings.ToLower(p.head.first("og:type"))
	named := strings.HasPrefix(kind, "video") ||
		hasAny("/"+strings.ToLower(p.base.Path)+"/", []string{"/video", "/photo", "/gallery", "/galleries", "/film", "/multimedia"})
	shows := m.sentences == 0 && p.head.first("og:video", "og:video:url") != ""
	if m.chars >= 300 || !named && !shows {
		return ""
	}
	return fmt.Sprintf("a video or gallery with %d characters of text", m.chars)
}

func hasAny(text string, parts []string) bool {
	for _, s := range parts {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}
