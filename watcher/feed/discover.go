package feed

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"github.com/rasadnews/rasad/watcher/fetch"
)

// A Candidate is where a feed of a site may be. Whether it is one shows when
// it is fetched.
type Candidate struct {
	URL   string `json:"url"`
	Title string `json:"title"` // what the site calls it
	Named bool   `json:"named"` // the site says so itself; else the address is a guess
}

// maxCandidates is how many addresses are worth trying.
const maxCandidates = 40

// Discover returns where the feeds of a site may be that gives only its home
// page, the likeliest first: those that the page names by <link
// rel=alternate>, those that it links to for people, then the paths where
// feeds and news sitemaps mostly are. Feeds of comments come last of those
// that are named.
func Discover(text, baseURL string) []Candidate {
	p, doc, err := openPage(nil, text, baseURL)
	if err != nil {
		return guesses(nil, baseURL)
	}
	var found []Candidate
	doc.Find("link[href]").Each(func(_ int, l *goquery.Selection) {
		if alternate(l) {
			found = p.candidate(found, l, l.AttrOr("title", ""))
		}
	})
	doc.Find("a[href]").Each(func(_ int, a *goquery.Selection) {
		if u, err := fetch.Resolve(p.base, a.AttrOr("href", "")); err == nil && sameSite(u, p.url) && feedPath(u) {
			found = p.candidate(found, a, label(a))
		}
	})
	slices.SortStableFunc(found, func(a, b Candidate) int { return int(one(comments(a)) - one(comments(b))) })
	return guesses(found, p.url)
}

// alternate tells the links to feeds in a page's head (RFC 8288, the types of
// RSS, Atom and JSON Feed).
func alternate(l *goquery.Selection) bool {
	kind, _, _ := strings.Cut(lower(l.AttrOr("type", "")), ";")
	for rel := range strings.FieldsSeq(lower(l.AttrOr("rel", ""))) {
		switch {
		case rel == "feed":
			return true
		case rel != "alternate":
		case slices.Contains([]string{"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}, strings.TrimSpace(kind)):
			return true
		case strings.TrimSpace(kind) == "application/json", strings.HasSuffix(kind, "/xml"):
			return feedPath(l.AttrOr("href", ""))
		}
	}
	return false
}

var feedName = regexp.MustCompile(`(?i)[/=](?:rss2?|atom|rdf|feeds?|allnews)(?:$|/|\.(?:xml|json|php|aspx?)$)|[-_.](?:rss|atom|feed)\d?\.(?:xml|php|aspx?)$`)

// feedPath tells an address by whose path a feed may be expected.
func feedPath(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (feedName.MatchString("/"+u.Path) || feedName.MatchString("="+u.Query().Get("feed")))
}

// comments tells a feed of what readers write.
func comments(c Candidate) bool {
	return strings.Contains(lower(c.URL), "comment") || strings.Contains(lower(c.Title), "comment") || strings.Contains(c.Title, "دیدگاه")
}

// candidate adds what an element leads to.
func (p *page) candidate(found []Candidate, el *goquery.Selection, title string) []Candidate {
	u, err := fetch.Resolve(p.base, el.AttrOr("href", ""))
	if err != nil {
		return found
	}
	return offer(found, Candidate{URL: u, Title: line(title), Named: true})
}

func offer(found []Candidate, c Candidate) []Candidate {
	if len(found) >= maxCandidates || slices.ContainsFunc(found, func(f Candidate) bool { return f.URL == c.URL }) {
		return found
	}
	return append(found, c)
}

// wellKnown are paths of feeds and sitemaps, beside the page first and then in
// the site's root, in the order of how common they are.
var wellKnown = []string{
	"rss", "feed", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed/", "rss/", "rss/allnews", "feed.json",
	"news-sitemap.xml", "sitemap-news.xml", "sitemap_news.xml", "sitemap.xml", "sitemap_index.xml",
}

func guesses(found []Candidate, pageURL string) []Candidate {
	u, err := url.Parse(pageURL)
	if err != nil || u.Host == "" {
		return found
	}
	folder := path.Dir("/" + strings.TrimPrefix(u.EscapedPath(), "/") + "x")
	for _, at := range slices.Compact([]string{"/", strings.TrimSuffix(folder, "/") + "/"}) {
		for _, name := range wellKnown {
			if guess, err := fetch.Resolve(u.Scheme+"://"+u.Host+at, name); err == nil {
				found = offer(found, Candidate{URL: guess})
			}
		}
	}
	return found
}
