package feed_test

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rasadnews/rasad/watcher/feed"
)

// An assertion is one comparison of an expectation of the suite: a place such
// as entries[0].tags[1].term and what stands there.
type assertion struct {
	place string // without the index of the entry
	entry int    // -1: the feed itself
	want  string
}

var (
	comparison = regexp.MustCompile(`(?s)^\(*((?:feed|entries\[\d+\])(?:\[u?['"][\w]+['"]\]|\.\w+|\[\d+\])+)\s*==\s*(.*?)\)*$`)
	counting   = regexp.MustCompile(`^len\(entries\) == (\d+)$`)
	quotedKey  = regexp.MustCompile(`\[u?['"](\w+)['"]\]`)
	firstIndex = regexp.MustCompile(`^entries\[(\d+)\]`)
	dateTuple  = regexp.MustCompile(`^\((\d+), (\d+), (\d+), (\d+), (\d+), (\d+),`)
)

// assertions parts an expectation, a line of Python, into those of its
// comparisons that are news-core.
func assertions(expect string) (list []assertion) {
	for _, part := range conjuncts(expect) {
		if m := counting.FindStringSubmatch(part); m != nil {
			list = append(list, assertion{"len", -1, m[1]})
			continue
		}
		m := comparison.FindStringSubmatch(part)
		if m == nil {
			continue
		}
		a := assertion{entry: -1, place: quotedKey.ReplaceAllString(m[1], ".$1")}
		if e := firstIndex.FindStringSubmatch(a.place); e != nil {
			a.entry, _ = strconv.Atoi(e[1])
			a.place = "entry" + strings.TrimPrefix(a.place, e[0])
		}
		want, ok := value(m[2])
		if a.want = want; ok && core(a.place) && plain(want) != "" {
			list = append(list, a)
		}
	}
	return list
}

var coreField = regexp.MustCompile(`^(?:feed|entry)\.(?:(?:title|subtitle|tagline|summary|description)(?:_detail\.value)?|link|id|guid|author|author_detail\.name|` +
	`(?:published|updated|date|modified|issued)(?:_parsed)?|tags\[\d+\]\.term|category|language)$|` +
	`^entry\.(?:content\[\d+\]\.value|links\[\d+\]\.href|enclosures\[\d+\]\.(?:href|url|type|length))$`)

func core(place string) bool { return coreField.MatchString(place) }

// conjuncts splits at the word "and" outside of strings.
func conjuncts(expect string) (parts []string) {
	var quote byte
	from := 0
	for i := 0; i < len(expect); i++ {
		switch c := expect[i]; {
		case quote != 0 && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case strings.HasPrefix(expect[i:], " and "):
			parts = append(parts, strings.TrimSpace(expect[from:i]))
			from = i + len(" and ")
		}
	}
	return append(parts, strings.TrimSpace(expect[from:]))
}

// value reads a value of Python: a string, also one put together with +, the
// tuple of a date, or a number.
func value(s string) (string, bool) {
	if m := dateTuple.FindStringSubmatch(s); m != nil {
		var n [6]int
		for i := range n {
			n[i], _ = strconv.Atoi(m[i+1])
		}
		return stamp(time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC)), true
	}
	if _, err := strconv.Atoi(s); err == nil {
		return s, true
	}
	var whole strings.Builder
	for s != "" {
		one, rest, ok := pythonString(strings.TrimLeft(s, " +u"))
		if !ok {
			return "", false
		}
		whole.WriteString(one)
		s = strings.TrimSpace(rest)
	}
	return whole.String(), true
}

// pythonString reads one string literal at the start of s.
func pythonString(s string) (text, rest string, ok bool) {
	if s == "" || s[0] != '\'' && s[0] != '"' {
		return "", s, false
	}
	quote := s[:1]
	if strings.HasPrefix(s, strings.Repeat(quote, 3)) {
		quote = strings.Repeat(quote, 3)
	}
	var b strings.Builder
	for s = s[len(quote):]; s != ""; {
		if after, ended := strings.CutPrefix(s, quote); ended {
			return b.String(), after, true
		}
		if s[0] == '\\' && len(s) > 3 && s[1] == 'x' { // a character, not a byte
			n, _ := strconv.ParseUint(s[2:4], 16, 8)
			b.WriteRune(rune(n))
			s = s[4:]
			continue
		}
		r, _, tail, err := strconv.UnquoteChar(s, quote[0])
		if err != nil {
			r, tail = rune(s[0]), s[1:]
		}
		b.WriteRune(r)
		s = tail
	}
	return "", s, false
}

// holds tells whether an assertion holds, and says what stands there instead.
func (a assertion) holds(f *feed.Feed) (bool, string) {
	if a.place == "len" {
		return a.want == strconv.Itoa(len(f.Entries)), fmt.Sprintf("%d entries, want %s", len(f.Entries), a.want)
	}
	e := feed.Entry{Links: []string{f.Link, f.Self}}
	e.ID, e.URL, e.Title, e.Summary, e.Author, e.Email = f.ID, f.Link, f.Title, f.Summary, f.Author, f.Email
	e.Published, e.Updated, e.Tags, e.Lang = f.Published, f.Updated, f.Tags, f.Lang
	if a.entry >= 0 {
		if a.entry >= len(f.Entries) {
			return false, fmt.Sprintf("no entry %d", a.entry)
		}
		e = f.Entries[a.entry]
	}
	got := a.found(&e)
	ok := slices.ContainsFunc(got, func(s string) bool { return alike(s, a.want) })
	return ok, fmt.Sprintf("%s = %q, want %q", a.place, got, a.want)
}

// found returns what stands at the place: any of it does.
func (a assertion) found(e *feed.Entry) []string {
	_, field, _ := strings.Cut(a.place, ".")
	field = strings.TrimSuffix(field, "_detail.value")
	name, index := field, 0
	if at := strings.IndexByte(field, '['); at > 0 {
		name = field[:at]
		index, _ = strconv.Atoi(strings.Trim(field[at:strings.IndexByte(field, ']')], "["))
	}
	switch name {
	case "title":
		return []string{e.Title}
	case "link":
		return []string{e.URL}
	case "id", "guid":
		return []string{e.ID}
	case "summary", "description", "subtitle", "tagline":
		if e.Summary == "" {
			return []string{e.Content}
		}
		return []string{e.Summary}
	case "content":
		return []string{e.Content}
	case "author", "author_detail.name":
		return []string{e.Author, fmt.Sprintf("%s (%s)", e.Author, e.Email)}
	case "published", "published_parsed", "issued", "issued_parsed":
		return []string{stamp(e.Published)}
	case "updated", "updated_parsed", "modified", "modified_parsed", "date", "date_parsed":
		return []string{stamp(e.Updated)}
	case "tags", "category":
		return e.Tags[min(index, len(e.Tags)):]
	case "language":
		return []string{e.Lang}
	case "links":
		return e.Links
	}
	if index >= len(e.Enclosures) {
		return nil
	}
	file := e.Enclosures[index]
	return []string{file.URL, file.Type, strconv.FormatInt(file.Length, 10)}
}

func stamp(t time.Time) string { return t.Format("2006-01-02 15:04:05") }

var anyTag = regexp.MustCompile(`<[^>]*>`)

// alike compares plain text with markup, without blanks; and dates that the
// suite gives in words with moments.
func alike(got, want string) bool {
	for _, form := range []string{time.RFC1123, time.RFC3339} {
		if t, err := time.Parse(form, want); err == nil && got == stamp(t.UTC()) {
			return true
		}
	}
	return flat(got) == plain(want) || flat(got) == flat(want)
}

func flat(s string) string { return strings.Join(strings.Fields(s), "") }

// plain returns the text of markup, without blanks.
func plain(markup string) string {
	return flat(html.UnescapeString(anyTag.ReplaceAllString(markup, " ")))
}

// located returns what a Content-Location means at base.
func located(base, ref string) string {
	b, err := url.Parse(base)
	if err != nil {
		return base
	}
	u, err := b.Parse(ref)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return base
	}
	return u.String()
}
