package robots

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// MaxBytes is how much of a file is read (RFC 9309, 2.5).
	MaxBytes = 500 << 10

	maxDelay = time.Hour
)

// Rules are what a robots.txt file says to one crawler. Nil allows everything.
type Rules struct {
	// Delay is the pause between two requests that the file asks for by a
	// Crawl-delay line, at most an hour, and 0 without one. RFC 9309 doesn't
	// know such lines: take it as a hint.
	Delay time.Duration

	rules []rule // the longest pattern first, of equal ones what allows
}

// A rule is one Allow or Disallow line.
type rule struct {
	pattern string // see normal
	allow   bool
}

// Token returns the name by which robots.txt files call a crawler with that
// User-Agent header: its first product without the version (RFC 9309, 2.2.1),
// or, where that poses as a browser, the product behind "compatible;".
func Token(userAgent string) string {
	if _, bot, ok := strings.Cut(userAgent, "compatible;"); ok && strings.HasPrefix(userAgent, "Mozilla/") {
		userAgent = strings.TrimSpace(bot)
	}
	return userAgent[:tokenEnd(userAgent)]
}

func tokenEnd(s string) int {
	for i := range len(s) {
		if c := s[i] | 0x20; (c < 'a' || c > 'z') && s[i] != '-' && s[i] != '_' {
			return i
		}
	}
	return len(s)
}

// Parse reads the first MaxBytes of a robots.txt file. Any file can be read:
// lines that make no sense are passed over. The rules are those of all groups
// that name the crawler's token, in whatever case, or, if none does, of the
// groups for all crawlers.
func Parse(file []byte, token string) *Rules {
	text := string(file[:min(len(file), MaxBytes)])
	if len(file) > MaxBytes { // the last line may be cut in the middle, and say more than was meant
		text = text[:strings.LastIndexAny(text, "\r\n")+1]
	}
	text = strings.TrimPrefix(text, "\uFEFF")
	p := parser{token: token}
	for text != "" {
		end := strings.IndexAny(text, "\r\n")
		if end < 0 {
			end = len(text) - 1
		}
		p.line(text[:end+1])
		text = text[end+1:]
	}
	r := p.all
	if p.named {
		r = p.ours
	}
	slices.SortStableFunc(r.rules, func(a, b rule) int {
		return cmp.Or(cmp.Compare(len(b.pattern), len(a.pattern)), compareBool(b.allow, a.allow))
	})
	r.rules = slices.Clip(r.rules)
	return &r
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// A parser goes through a file line by line. A group begins with one or more
// User-agent lines; the first rule ends that beginning.
type parser struct {
	token     string
	all, ours Rules // for all crawlers, for the one with our token
	named     bool  // a group names it

	begun         bool // rules have come since the last User-agent line
	forAll, forUs bool // whom the group is for
}

func (p *parser) line(line string) {
	line, _, _ = strings.Cut(line, "#")
	key, value, ok := strings.Cut(line, ":")
	if !ok {
		return
	}
	value = strings.TrimSpace(value)
	switch strings.ToLower(strings.TrimSpace(key)) {
	case "user-agent":
		p.agent(value)
	case "allow":
		p.rule(value, true)
	case "disallow":
		p.rule(value, false)
	case "crawl-delay":
		p.delay(value)
	}
}

// agent reads a User-agent line. After rules it begins a new group. What
// follows the token, such as a version, doesn't count.
func (p *parser) agent(value string) {
	if p.begun {
		p.begun, p.forAll, p.forUs = false, false, false
	}
	switch end := tokenEnd(value); {
	case value == "*" || strings.HasPrefix(value, "* ") || strings.HasPrefix(value, "*\t"):
		p.forAll = true
	case end > 0 && strings.EqualFold(value[:end], p.token):
		p.forUs, p.named = true, true
	}
}

// rule reads an Allow or Disallow line. One that stands before any group is
// nobody's, and one without a path says nothing, but ends the beginning of
// its group.
func (p *parser) rule(path string, allow bool) {
	p.begun = true
	if path == "" || !p.forAll && !p.forUs {
		return
	}
	r := rule{normal(path, true), allow}
	if p.forAll {
		p.all.rules = append(p.all.rules, r)
	}
	if p.forUs {
		p.ours.rules = append(p.ours.rules, r)
	}
}

// delay reads a Crawl-delay line. It doesn't end the beginning of a group, as
// what is not of the RFC must not (2.2.4).
func (p *parser) delay(value string) {
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || !(seconds > 0) {
		return
	}
	d := time.Duration(min(seconds, maxDelay.Seconds()) * float64(time.Second))
	if p.forAll {
		p.all.Delay = max(p.all.Delay, d)
	}
	if p.forUs {
		p.ours.Delay = max(p.ours.Delay, d)
	}
}
