package feed

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A Template is what the addresses of a site's articles look like, learned
// from those that are known to be: the links of its feeds and sitemaps. Its
// zero value knows none. It is not safe for concurrent use while it learns.
type Template struct {
	// Known is how many addresses it has learned from.
	Known int `json:"known"`

	// Shapes are those of the addresses, such as "news.example/w/d/s".
	Shapes map[string]*Shape `json:"shapes,omitempty"`
}

// A Shape is one form of addresses: whose segments are words, numbers, dates
// or slugs in the same places.
type Shape struct {
	Known int `json:"known"`

	// Words are those that stood at each place of a word, and how often.
	Words []map[string]int `json:"words,omitempty"`
}

// The limits of a Template, so that no site can make it grow.
const (
	maxShapes = 64
	maxWords  = 64 // at one place
)

// fewest is how many addresses make a Template that has a say.
const fewest = 5

// Learn takes in the address of an article.
func (t *Template) Learn(address string) {
	name, words, ok := shapeOf(address)
	if !ok {
		return
	}
	s := t.Shapes[name]
	if s == nil {
		if len(t.Shapes) >= maxShapes {
			return
		}
		if t.Shapes == nil {
			t.Shapes = make(map[string]*Shape)
		}
		s = &Shape{Words: make([]map[string]int, len(words))}
		t.Shapes[name] = s
	}
	t.Known++
	s.Known++
	for i, w := range words {
		if s.Words[i] == nil {
			s.Words[i] = make(map[string]int)
		}
		if s.Words[i][w] > 0 || len(s.Words[i]) < maxWords {
			s.Words[i][w]++
		}
	}
}

// Fits tells how well an address fits, from 0 to 1, and false if too few
// addresses are known to say. An address has the share of the known ones that
// have its shape, in full from a twentieth on; and at each place of a word, a
// word that stands there in all of them may be no other, while where it
// changes, as sections do, another one costs half.
func (t *Template) Fits(address string) (fit float64, ok bool) {
	if t == nil || t.Known < fewest {
		return 0, false
	}
	name, words, ok := shapeOf(address)
	s := t.Shapes[name]
	if !ok || s == nil {
		return 0, true
	}
	fit = min(1, 20*float64(s.Known)/float64(t.Known))
	for i, w := range words {
		known := s.Words[i]
		switch {
		case known[w] > 0:
		case len(known) < 2 || elsewhere[w]:
			return 0, true
		default:
			fit /= 2
		}
	}
	return fit, true
}

// lean is how much a template moves the score of a link: an address like those
// of the site's articles is one, and another is the less likely one the more of
// them are known.
func (t *Template) lean(address string) float64 {
	fit, ok := t.Fits(address)
	if !ok {
		return 0
	}
	const most, doubt = 6, 2
	return most*fit - doubt*(1-fit)*min(1, float64(t.Known)/50)
}

// shapeOf returns the shape of an address, and the words in it.
func shapeOf(address string) (name string, words []string, ok bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "", nil, false
	}
	var b strings.Builder
	b.WriteString(plainHost(u.Hostname()))
	segments := strings.FieldsFunc(strings.ToLower(u.Path), func(r rune) bool { return r == '/' })
	const deepest = 16
	if len(segments) == 0 && u.RawQuery == "" || len(segments) > deepest {
		return "", nil, false
	}
	for _, s := range segments {
		kind := kindOf(s)
		if b.WriteString("/" + kind); kind == "w" {
			words = append(words, s)
		}
	}
	var names []string
	for p := range strings.SplitSeq(u.RawQuery, "&") {
		if n, value, _ := strings.Cut(p, "="); tells(p) {
			names = append(names, n+"="+kindOf(value))
		}
	}
	if slices.Sort(names); len(names) > 0 {
		b.WriteString("?" + strings.Join(names[:min(len(names), deepest)], "&"))
	}
	return b.String(), words, true
}

// plainHost takes off what names the same site on other screens.
func plainHost(host string) string {
	host = strings.ToLower(host)
	for _, prefix := range []string{"www.", "m.", "mobile.", "amp."} {
		host = strings.TrimPrefix(host, prefix)
	}
	return host
}

var (
	yearSegment  = regexp.MustCompile(`^(?:19|20|13|14)\d\d$`)
	dateSegment  = regexp.MustCompile(`^(?:19|20|13|14)\d\d[-_.]?(?:0?[1-9]|1[0-2])[-_.]?(?:[0-2]?\d|3[01])$`)
	monthSegment = regexp.MustCompile(`^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}$`)
)

// kindOf returns the kind of a segment: y a year, d a date, n a short number,
// N a long one, u a UUID, i a word with a long number, s a slug, w a word;
// with its extension.
func kindOf(s string) string {
	ext := extension.FindString(s)
	s = strings.TrimSuffix(s, ext)
	digits := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) < 0 && s != ""
	switch {
	case yearSegment.MatchString(s):
		return "y" + ext
	case dateSegment.MatchString(s):
		return "d" + ext
	case digits && len(s) <= 2, monthSegment.MatchString(s):
		return "n" + ext
	case digits:
		return "N" + ext
	case uuid.MatchString(s):
		return "u" + ext
	case len(parts(s)) >= 3 || len(parts(s)) == 2 && len(s) > 16:
		return "s" + ext
	case anyNumber.MatchString(s):
		return "i" + ext
	case ext != "":
		return "s" + ext
	}
	return "w"
}
