package feed

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A trait is something about a link that tells whether it leads to an article.
type trait int

// The traits, with what is counted: 0 or 1 unless it says otherwise.
const (
	always        trait = iota
	labelWords          // the words of its text: 1 for every four, 3 at most
	longLabel           // six of them or more
	noLabel             // none
	slugWordCount       // the words of the longest segment: 1 for every three, 3⅓ at most
	longSlug            // four of them or more
	bareSegment         // the last segment has two words at most, and no number
	datedPath           // a date, and more behind it
	numbered            // a number of five digits or more, or a UUID
	articlePath         // a segment that stands before articles
	listPath            // a segment that stands before lists
	elsewherePath       // a segment that never leads to articles
	seldomPath          // one that seldom does
	elsewhereHost       // such a word before the host's name
	aboutOutlet         // its last segment tells of the outlet and not of the world
	aboutLabel          // and so does its text
	rootPath            // it has one segment
	hasQuery            // more than tracking
	otherService        // the host is a network or a shop
	hasExtension        // .html and the like
	traits
)

// weights are what each trait adds to a score. They are those of a logistic
// regression on labelled front-page links, rounded. See score_test.go for how,
// and for what they are worth on sites that they were not made on.
var weights = [traits]float64{
	always:        -2.8,
	labelWords:    1.2,
	longLabel:     0.9,
	noLabel:       0.5,
	slugWordCount: 1.2,
	longSlug:      1.0,
	bareSegment:   -1.5,
	datedPath:     2.1,
	numbered:      0.6,
	articlePath:   1.4,
	listPath:      -1.1,
	elsewherePath: -2.3,
	seldomPath:    -0.7,
	elsewhereHost: -0.7,
	aboutOutlet:   -1.2,
	aboutLabel:    -1.1,
	rootPath:      -0.5,
	hasQuery:      -0.7,
	otherService:  -0.9,
	hasExtension:  -0.8,
}

// hopeless is the score of what can't lead to an article.
const hopeless = -10

// Score tells how much a link looks like one to an article, by its address and
// its text: more than 0 means that it does.
func Score(address, label string) float64 {
	seen, ok := look(address, label)
	if !ok {
		return hopeless
	}
	score := 0.0
	for t, n := range seen {
		score += weights[t] * n
	}
	return score
}

var (
	// pathDate finds a date, Gregorian or Jalali, that more of the path
	// follows: what ends with a date is an archive.
	pathDate  = regexp.MustCompile(`(?:^|/)(?:19|20|13|14)\d\d[/-]?(?:0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:[/-]?(?:[0-2]?\d|3[01]))?[/-]+[^/]`)
	longID    = regexp.MustCompile(`\d{5,}`)
	uuid      = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	extension = regexp.MustCompile(`\.(?:html?|php|aspx?|cms)$`)
	anyNumber = regexp.MustCompile(`\d{4}`)
)

// look finds the traits of a link. It is false for what is no address, and for
// that of a front page.
func look(address, label string) (seen [traits]float64, ok bool) {
	u, err := url.Parse(address)
	if err != nil {
		return seen, false
	}
	path := strings.ToLower(u.Path)
	segments := strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
	if len(segments) == 0 && u.RawQuery == "" {
		return seen, false
	}
	seen[always] = 1
	lookAtLabel(&seen, label)
	if len(segments) > 0 {
		lookAtSegments(&seen, segments)
	}
	lookAtHost(&seen, u.Hostname())
	seen[datedPath] = one(pathDate.MatchString(path))
	seen[numbered] = one(longID.MatchString(path) || longID.MatchString(u.RawQuery) || uuid.MatchString(path))
	seen[rootPath] = one(len(segments) == 1)
	seen[hasQuery] = one(tells(u.RawQuery))
	return seen, true
}

func one(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

func lookAtLabel(seen *[traits]float64, label string) {
	n := words(label)
	seen[labelWords] = float64(min(n, 12)) / 4
	seen[longLabel] = one(n >= 6)
	seen[noLabel] = one(n == 0)
	seen[aboutLabel] = one(n <= 3 && slices.ContainsFunc(parts(strings.ToLower(label)), func(w string) bool { return services[w] }))
}

func lookAtSegments(seen *[traits]float64, segments []string) {
	most := 0
	for i, s := range segments {
		most = max(most, len(parts(s)))
		bare := extension.ReplaceAllString(s, "")
		switch last := i == len(segments)-1; {
		case elsewhere[bare]:
			seen[elsewherePath] = 1
		case seldom[bare]:
			seen[seldomPath] = 1
		case !last && listing[s]:
			seen[listPath] = 1
		case !last && articleSegment[s]:
			seen[articlePath] = 1
		}
	}
	last := segments[len(segments)-1]
	slug := parts(extension.ReplaceAllString(last, ""))
	seen[slugWordCount] = float64(min(most, 10)) / 3
	seen[longSlug] = one(most >= 4)
	seen[bareSegment] = one(len(slug) <= 2 && !anyNumber.MatchString(last))
	seen[hasExtension] = one(extension.MatchString(last))
	seen[aboutOutlet] = one(len(slug) <= 5 && slices.ContainsFunc(slug, func(w string) bool { return services[w] }))
}

func lookAtHost(seen *[traits]float64, host string) {
	labels := strings.Split(strings.ToLower(host), ".")
	seen[elsewhereHost] = one(len(labels) > 2 && (elsewhere[labels[0]] || seldom[labels[0]]))
	seen[otherService] = one(slices.ContainsFunc(labels[:len(labels)-1], func(l string) bool { return networks[l] }))
}

// tells tells whether a query says more than where the reader came from.
func tells(query string) bool {
	for p := range strings.SplitSeq(query, "&") {
		if p != "" && !hasPrefix(p, "utm_") && !hasPrefix(p, "fbclid") && !hasPrefix(p, "gclid") && !hasPrefix(p, "ref") {
			return true
		}
	}
	return false
}

// parts returns the words of a slug.
func parts(slug string) []string {
	return strings.FieldsFunc(slug, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) && r != '\u200c' })
}

// words counts the words of a text.
func words(s string) int {
	n := 0
	for w := range strings.FieldsSeq(s) {
		if strings.IndexFunc(w, unicode.IsLetter) >= 0 {
			n++
		}
	}
	return n
}
