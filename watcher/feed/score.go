package feed

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

var (
	datedPath = regexp.MustCompile(`(?:^|/)(?:19|20|13|14)\d\d[/-]?(?:0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:[/-]?(?:[0-2]?\d|3[01]))?(?:[/-]|$)`)
	longID    = regexp.MustCompile(`\d{5,}`)
	uuid      = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
)

// Score tells how much a link looks like one to an article: more than 0 means
// that it does. It weighs the date and the number in its path, the words of
// its slug and of its text, and the segments of paths that lead elsewhere.
func Score(address, label string) float64 {
	u, err := url.Parse(address)
	if err != nil {
		return -10
	}
	path := strings.ToLower(u.Path)
	segments := strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
	score := -2.5
	if len(segments) == 0 && u.RawQuery == "" {
		return -10
	}
	for i, s := range segments {
		if elsewhere[strings.TrimSuffix(s, ".html")] {
			score -= 3
		}
		if i < len(segments)-1 && articleSegment[s] {
			score += 1
		}
	}
	if datedPath.MatchString(path) {
		score += 2.5
	}
	if longID.MatchString(path) || longID.MatchString(u.RawQuery) || uuid.MatchString(path) {
		score += 1.5
	}
	if len(segments) > 0 {
		score += min(float64(slugWords(segments))*0.5, 3)
	}
	score += min(float64(words(label))*0.3, 2.4)
	return score
}

// elsewhere are segments of paths that don't lead to articles.
var elsewhere = set("tag tags topic topics category categories section author authors staff profile contact contact-us about about-us privacy terms login signin subscribe newsletter newsletters rss feed search advertise jobs video videos podcasts gallery live")

// articleSegment are segments that stand before an article's slug or number.
var articleSegment = set("article articles story stories news post posts")

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
