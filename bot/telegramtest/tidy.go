package telegramtest

import (
	"slices"
	"strings"
)

// mostEntities is how many entities of a message Telegram keeps; it drops the
// rest in silence, but for custom emoji.
const mostEntities = 100

// tidy makes of a text and its entities what Telegram makes of them before it
// stores a message: characters that it does not let through go, and the space
// at both ends; entities do not cross each other, none is empty, and none of a
// kind stands in another of that kind.
func tidy(s string, entities []Entity) (string, []Entity) {
	s, entities = clean(s, entities)
	entities = arrange(s, entities)
	s, entities = trim(s, entities)
	count := 0
	entities = slices.DeleteFunc(entities, func(e Entity) bool {
		if e.Type != "custom_emoji" {
			count++
		}
		return e.Type != "custom_emoji" && count > mostEntities
	})
	return s, entities
}

// clean replaces control characters by spaces; takes away carriage returns,
// line separators, directional embeddings and overrides (U+2028 to U+202E)
// and three combining lines; and leaves one of a run of direction marks.
func clean(s string, entities []Entity) (string, []Entity) {
	var b strings.Builder
	moved := make([]int, 0, len(s)+1) // from old UTF-16 offsets to new ones
	at := 0
	runes := []rune(s)
	for i, r := range runes {
		for range width16(r) {
			moved = append(moved, at)
		}
		switch {
		case r == '\r' || r >= 0x2028 && r <= 0x202e || r == 0x333 || r == 0x33f || r == 0x30a:
			continue
		case r < ' ' && r != '\n':
			r = ' '
		case isMark(r) && i+1 < len(runes) && isMark(runes[i+1]):
			r = 0x200c
		}
		b.WriteRune(r)
		at += width16(r)
	}
	moved = append(moved, at)
	for i, e := range entities {
		end := moved[e.Offset+e.Length]
		entities[i].Offset = moved[e.Offset]
		entities[i].Length = end - moved[e.Offset]
	}
	return b.String(), entities
}

// isMark tells the left-to-right and the right-to-left mark.
func isMark(r rune) bool { return r == 0x200e || r == 0x200f }

// trim takes the space off the end of a text, and off its beginning up to the
// first entity.
func trim(s string, entities []Entity) (string, []Entity) {
	if blank(s) {
		return "", nil
	}
	s = strings.TrimRight(s, " \n")
	length := length16(s)
	first := length
	for _, e := range entities {
		first = min(first, e.Offset)
	}
	lead := min(len(s)-len(strings.TrimLeft(s, " \n")), first)
	var kept []Entity
	for _, e := range entities {
		e.Length = min(e.Length, length-e.Offset)
		e.Offset -= lead
		if e.Length > 0 {
			kept = append(kept, e)
		}
	}
	sortEntities(kept)
	return s[lead:], kept
}

// blank tells whether a text shows nothing.
func blank(s string) bool {
	return strings.Trim(s, " \n\u00a0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"+
		"\u200a\u200b\u200c\u200d\u200e\u200f\u202f\u205f\u2800\u3000\ufeff\ufffc") == ""
}
