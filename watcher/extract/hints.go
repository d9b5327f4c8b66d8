package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// A hint is what an element's name, role, class and id say about what it
// holds.
type hint int

const (
	noHint   hint = iota
	content       // the words of an article's body
	lead          // its lead
	aside         // furniture, unless most of the page's text stands in it
	never         // furniture, whatever stands in it
	headline      // its title
)

// Words of class names and ids, by what they say. A word is compared whole:
// class="post-body_relatedLinks" has the words post, body, related and links.
var (
	contentWords = set("articlebody articlecontent articletext storybody storytext storycontent newsbody newstext newscontent " +
		"entrycontent postcontent postbody postentry maincontent itemfulltext itembody fulltext bodytext textbody contentbody " +
		"body matn nastooh entry story articlewrapper echo paragraph paragraphs rte richtext wysiwyg")
	leadWords  = set("lead lede leads standfirst subtitle subtitr dek deck sapo introtext newslead leadtext subheadline subhead")
	asideWords = set("related relates recommend recommended recommendation recommendations recirc recirculation trending popular mostread mostpopular mostviewed " +
		"latest share shares sharing sharebar sharebox social socials addthis addtoany sharethis follow followus " +
		"sidebar sidebars rail breadcrumb breadcrumbs crumbs crumb promo promos promotion promoted newsletter newsletters subscribe subscription signup " +
		"ad ads adv advert advertisement advertising adsense adbox adslot dfp sponsor sponsored banner banners " +
		"widget widgets footer foot navbar navigation nav menu menus toolbar tools tags tag tagcloud taglist keywords topics " +
		"byline author authors authorbox bio aboutauthor contributor credit credits caption captions wpcaption figcaption imgcaption copyright " +
		"comment comments respond reply replies disqus fbcomments cookie cookies consent gdpr modal popup overlay tooltip login register " +
		"pagination pager paging pagenav prevnext rating ratings vote votes poll survey useful feedback " +
		"telegram instagram whatsapp print printer email shortlink shorturl qrcode " +
		"readalso seealso morenews moreon morestories teaser teasers card cards outbrain taboola mgid zergnet carousel slider slideshow " +
		"timestamp dateline datetime pubdate postmeta entrymeta metadata meta info kicker eyebrow rutitr hidden invisible sronly visuallyhidden screenreader " +
		"correction disclaimer jobs weather skip editors linkbox newsbox mostvisited pelikan hamkhabar")
	neverWords = set("comments commentlist commentslist commentform disqus fbcomments taboola outbrain mgid zergnet cookieconsent gdpr " +
		"relatednews relatedposts relatedarticles relatedcontent sharebar breadcrumb breadcrumbs newsletter srOnly sronly visuallyhidden screenreader")
	// Of the words of furniture those that also say what an article tells of, or
	// how a paragraph of it looks.
	doubtWords = set("info weather email jobs card cards topics correction popular latest tools print editors skip " +
		"poll survey vote votes kicker widget widgets")
	spanWords     = set("caption credit credits tooltip popover rollover dropdown offscreen srt")
	headlineWords = set("title headline heading titr newstitle posttitle entrytitle articletitle")
)

// hintOf reads what an element says about itself.
func hintOf(n *html.Node) hint {
	if n.Type != html.ElementNode {
		return noHint
	}
	switch n.Data {
	case "aside", "footer", "figcaption", "menu", "form", "address", "amp-social-share":
		return aside
	case "html", "body", "main":
		return noHint
	}
	if attr(n, "itemprop") == "articleBody" {
		return content
	}
	switch attr(n, "role") {
	case "navigation", "complementary", "banner", "contentinfo", "search", "dialog", "form", "menu", "toolbar":
		return aside
	}
	h := hintOfNames(attr(n, "class"), attr(n, "id"))
	if h == aside && quotes(n) {
		return noHint
	}
	return h
}

// quotes tells whether a box embeds a post of a social network as a quotation:
// such a box is named like a share bar, but what it quotes is the article's.
func quotes(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if c.Data == "blockquote" || c.Data == "div" && c.FirstChild != nil && c.FirstChild.Data == "blockquote" {
			return true
		}
	}
	return false
}

// hintOfNames reads class names and an id. Of several hints the strongest
// counts: never, then a lead or content, then aside.
func hintOfNames(class, id string) hint {
	found := [headline + 1]bool{}
	for _, name := range append(strings.Fields(class), id) {
		words := nameWords(name)
		for i, w := range words {
			found[wordHint(w)] = true
			if i > 0 {
				found[wordHint(words[i-1]+w)] = true
			}
		}
	}
	for _, h := range []hint{never, aside, lead, content, headline} {
		if found[h] {
			return h
		}
	}
	return noHint
}

// doubtful tells whether all that calls an element furniture are words which
// may be said of an article's text, too.
func doubtful(n *html.Node) bool {
	for _, name := range append(strings.Fields(attr(n, "class")), attr(n, "id")) {
		words := nameWords(name)
		for i, w := range words {
			if h := wordHint(w); h == never || h == aside && !doubtWords[w] || i > 0 && wordHint(words[i-1]+w) == aside {
				return false
			}
		}
	}
	return true
}

// stems are the beginnings of words that say furniture, whatever is glued to
// them.
var stems = strings.Fields("related recommend breadcrumb newsletter subscri sidebar sharing sharebar advert sponsor mostread mostview")

func wordHint(w string) hint {
	switch {
	case neverWords[w]:
		return never
	case asideWords[w]:
		return aside
	case hasStem(w):
		return aside
	case leadWords[w]:
		return lead
	case contentWords[w]:
		return content
	case headlineWords[w]:
		return headline
	}
	return noHint
}

func hasStem(w string) bool {
	for _, s := range stems {
		if strings.HasPrefix(w, s) {
			return true
		}
	}
	return false
}

// nameWords cuts a class name or id into its words, in lower case:
// "post-bodyText_2" is post, body, text.
func nameWords(name string) []string {
	var words []string
	var w strings.Builder
	end := func() {
		if w.Len() > 0 {
			words = append(words, w.String())
			w.Reset()
		}
	}
	lower := false
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r):
			end()
			lower = false
			continue
		case unicode.IsUpper(r) && lower:
			end()
		}
		lower = unicode.IsLower(r)
		w.WriteRune(unicode.ToLower(r))
		if len(words) > 12 {
			break
		}
	}
	end()
	return words
}

// furnitureSpan tells whether an inline element inside a paragraph is no part
// of its sentence.
func furnitureSpan(n *html.Node) bool {
	if n.Data == "img" || n.Data == "source" || n.Data == "picture" {
		return true
	}
	if len(n.Attr) == 0 {
		return false
	}
	if n.Data != "span" && n.Data != "a" && n.Data != "small" && n.Data != "em" && n.Data != "i" {
		return false
	}
	for _, name := range strings.Fields(attr(n, "class")) {
		for _, w := range nameWords(name) {
			if spanWords[w] || neverWords[w] {
				return true
			}
		}
	}
	return false
}
