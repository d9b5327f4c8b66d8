package feed

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var (
	// datedPath finds a date, Gregorian or Jalali, that more of the path
	// follows: what ends with a date is an archive.
	datedPath = regexp.MustCompile(`(?:^|/)(?:19|20|13|14)\d\d[/-]?(?:0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:[/-]?(?:[0-2]?\d|3[01]))?[/-]+[^/]`)
	longID    = regexp.MustCompile(`\d{5,}`)
	uuid      = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
)

// Score tells how much a link looks like one to an article: more than 0 means
// that it does. It weighs the date and the number in its path, the words of
// its slug and of its text, and the segments and words that lead elsewhere.
// The weights are made by hand and measured on labelled front-page links.
func Score(address, label string) float64 {
	u, err := url.Parse(address)
	if err != nil {
		return -10
	}
	path := strings.ToLower(u.Path)
	segments := strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
	if len(segments) == 0 && u.RawQuery == "" {
		return -10
	}
	score := -2.6 + min(float64(words(label))*0.3, 2.4) + min(float64(slugWords(segments))*0.5, 3)
	if service, _, ok := strings.Cut(u.Host, "."); ok && elsewhere[service] {
		score -= 3
	}
	for i, s := range segments {
		last := i == len(segments)-1
		switch {
		case elsewhere[strings.TrimSuffix(s, ".html")], !last && listing[s]:
			score -= 3
		case !last && articleSegment[s]:
			score++
		}
		if last && serving(s) {
			score -= 2.5
		}
	}
	if datedPath.MatchString(path) {
		score += 2.5
	}
	if longID.MatchString(path) || longID.MatchString(u.RawQuery) || uuid.MatchString(path) {
		score += 1.5
	}
	return score
}

// elsewhere are segments of paths, and first labels of hosts, that don't lead
// to articles.
var elsewhere = set(`tag tags topic topics category categories section author authors autor auteur autore staff
	profile profiles user users people contact contact-us about about-us privacy terms login signin register account
	subscribe subscription subscriptions newsletters rss feed search advertise advertising jobs job careers videos
	podcasts gallery galleries live donate give giving support help faq shop store product products coupons
	vouchercodes calendar puzzles games sponsored servlet sitemap members membership`)

// listing are segments under which lists stand.
var listing = set(`page pages archive archives resources lists`)

// articleSegment are segments that stand before an article's slug or number.
var articleSegment = set("article articles story stories news post posts")

// services are words of slugs that tell of the outlet and not of the world.
var services = set(`privacy terms staff contact subscribe donate advertising advertise cookies newsletters masthead
	ethics signup copyright disclaimer crossword horoscope obituaries classifieds`)

// serving tells whether a short slug holds such a word.
func serving(slug string) bool {
	parts := strings.FieldsFunc(strings.TrimSuffix(slug, ".html"), func(r rune) bool { return !unicode.IsLetter(r) })
	return len(parts) <= 5 && slices.ContainsFunc(parts, func(w string) bool { return services[w] })
}

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// slugWords counts the words of the longest segment.
func slugWords(segments []string) int {
	most := 0
	for _, s := range segments {
		n := len(strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '\u200c' }))
		most = max(most, n)
	}
	return most
}

func words(s string) int {
	n := 0
	for w := range strings.FieldsSeq(s) {
		if strings.IndexFunc(w, unicode.IsLetter) >= 0 {
			n++
		}
	}
	return n
}
