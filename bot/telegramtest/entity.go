package telegramtest

import (
	"cmp"
	"slices"
	"strings"
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

// normalLink returns a link as the server writes it, and whether it accepts
// it: with a scheme, a host in lower case and a path.
func normalLink(link string) (string, bool) {
	if !webAddress(link) {
		return "", false
	}
	scheme, rest, ok := strings.Cut(link, "://")
	if !ok {
		scheme, rest = "http", link
	}
	end := strings.IndexAny(rest+"/", "/?#")
	host, path := strings.ToLower(rest[:end]), strings.ReplaceAll(rest[end:], " ", "%20")
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return strings.ToLower(scheme) + "://" + host + path, true
}
