package telegramtest

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
)

// width16 returns how many UTF-16 units a character takes.
func width16(r rune) int { return max(1, utf16.RuneLen(r)) }

// length16 returns the length of a text in UTF-16 units.
func length16(s string) int {
	n := 0
	for _, r := range s {
		n += width16(r)
	}
	return n
}

// slice16 cuts a text by UTF-16 units.
func slice16(s string, offset, length int) string {
	start, end, at := len(s), len(s), 0
	for i, r := range s {
		if at >= offset && start == len(s) {
			start = i
		}
		if at >= offset+length {
			end = i
			break
		}
		at += width16(r)
	}
	return s[min(start, end):end]
}

// sortEntities puts entities in the order of the Bot API: by offset, the
// longer ones first.
func sortEntities(entities []Entity) {
	slices.SortStableFunc(entities, func(a, b Entity) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(b.Length, a.Length))
	})
}

// tidy takes the space around a text away, as the server does, and moves its
// entities with it.
func tidy(s string, entities []Entity) (string, []Entity) {
	s = strings.ReplaceAll(s, "\r", "")
	trimmed := strings.TrimRightFunc(s, unicode.IsSpace)
	length := length16(trimmed)
	left := strings.TrimLeftFunc(trimmed, func(r rune) bool { return r == '\n' || r == ' ' || r == '\t' })
	shift := length - length16(left)
	var kept []Entity
	for _, e := range entities {
		start, end := max(e.Offset, shift), min(e.Offset+e.Length, length)
		if end > start {
			e.Offset, e.Length = start-shift, end-start
			kept = append(kept, e)
		}
	}
	return left, kept
}

// normalLink returns a link as the server writes it, and whether it accepts
// it.
func normalLink(link string) (string, bool) {
	if !webAddress(link) {
		return "", false
	}
	if !strings.Contains(link, "://") {
		link = "http://" + link
	}
	u, err := url.Parse(link)
	if err != nil {
		return "", false
	}
	if u.Path == "" && (u.Scheme == "http" || u.Scheme == "https") {
		u.Path = "/"
	}
	return u.String(), true
}

// detectable are the entities that a server finds by itself in plain text.
var detectable = []struct {
	kind    string
	pattern *regexp.Regexp // its first group is the entity
}{
	{"url", regexp.MustCompile(`(?i)(?:^|[^\w@/])(https?://[^\s<>"']*[^\s<>"'.,:;!?)\]}»])`)},
	{"bot_command", regexp.MustCompile(`(?:^|[^\w/<>@])(/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?:$|[^\w/])`)},
	{"mention", regexp.MustCompile(`(?:^|[^\w@/])(@[A-Za-z0-9_]{3,32})(?:$|[^\w])`)},
	{"hashtag", regexp.MustCompile(`(?:^|[^\pL\pN_@/#&])(#[\pL\pN_\x{200c}·]*[\pL_][\pL\pN_\x{200c}·]*)`)},
}

// withDetected adds the entities that the server finds by itself to those of
// the markup, outside code and links.
func withDetected(s string, entities []Entity) []Entity {
	all := slices.Clone(entities)
	for _, d := range detectable {
		for at := 0; at < len(s); {
			m := d.pattern.FindStringSubmatchIndex(s[at:])
			if m == nil {
				break
			}
			e := Entity{Type: d.kind, Offset: length16(s[:at+m[2]]), Length: length16(s[at+m[2] : at+m[3]])}
			if !slices.ContainsFunc(all, e.clashes) {
				all = append(all, e)
			}
			at += m[3]
		}
	}
	sortEntities(all)
	return all
}

// clashes tells whether a detected entity cannot stand with another one:
// where they cross, and inside code, links and other detected ones.
func (e Entity) clashes(o Entity) bool {
	if e.Offset >= o.Offset+o.Length || o.Offset >= e.Offset+e.Length {
		return false
	}
	inside := e.Offset >= o.Offset && e.Offset+e.Length <= o.Offset+o.Length
	around := o.Offset >= e.Offset && o.Offset+o.Length <= e.Offset+e.Length
	switch o.Type {
	case "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote":
		return !inside && !around
	}
	return true
}
