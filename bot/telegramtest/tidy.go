package telegramtest

import (
	"cmp"
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

// arrange makes entities nest. Styles are joined with others of their kind,
// cut where they would cross something else, and dropped inside code. No quote
// stands in a quote; links and code stand in quotes and hold none.
func arrange(s string, entities []Entity) []Entity {
	sortEntities(entities)
	var quotes, links, styles []Entity
	for _, e := range entities {
		switch e = e.withoutLead(s); {
		case e.Length <= 0:
		case e.isStyle():
			styles = append(styles, e)
		case e.isQuote():
			quotes = append(quotes, e)
		default:
			links = append(links, e)
		}
	}
	var fixed []Entity
	for _, e := range append(quotes, links...) {
		if e.Type == "code" {
			e.Language = "" // it counts only together with <pre>
		}
		if !slices.ContainsFunc(fixed, e.conflicts) {
			fixed = append(fixed, e)
		}
	}
	for _, style := range joinStyles(styles) {
		for _, part := range cutStyle(style, fixed) {
			if part = part.withoutLead(s); part.Length > 0 {
				fixed = append(fixed, part)
			}
		}
	}
	sortEntities(fixed)
	return fixed
}

// isStyle tells the entities that can be cut in pieces.
func (e Entity) isStyle() bool {
	return slices.Contains(styleOrder, e.Type)
}

// styleOrder lists the styles as they nest when they cover the same text.
var styleOrder = []string{"bold", "italic", "underline", "strikethrough", "spoiler"}

func (e Entity) isQuote() bool { return e.Type == "blockquote" || e.Type == "expandable_blockquote" }

// conflicts tells whether e cannot stand where o stands: a quote holds what
// is no quote, and links and code hold nothing.
func (e Entity) conflicts(o Entity) bool {
	overlap := e.Offset < o.Offset+o.Length && o.Offset < e.Offset+e.Length
	inside := o.Offset <= e.Offset && e.Offset+e.Length <= o.Offset+o.Length
	return overlap && !(o.isQuote() && !e.isQuote() && inside)
}

// withoutLead takes the space off the beginning of an entity whose text alone
// matters; one of space alone becomes empty.
func (e Entity) withoutLead(s string) Entity {
	if e.Type == "text_link" || e.Type == "text_mention" || e.Type == "custom_emoji" {
		return e
	}
	part := slice16(s, e.Offset, e.Length)
	n := len(part) - len(strings.TrimLeft(part, " \n"))
	e.Offset, e.Length = e.Offset+n, e.Length-n
	return e
}

// joinStyles joins styles of one kind that overlap or touch.
func joinStyles(styles []Entity) []Entity {
	var joined []Entity
	for _, kind := range styleOrder {
		last := -1
		for _, e := range styles {
			if e.Type != kind {
				continue
			}
			if last >= 0 && e.Offset <= joined[last].Offset+joined[last].Length {
				end := max(joined[last].Offset+joined[last].Length, e.Offset+e.Length)
				joined[last].Length = end - joined[last].Offset
				continue
			}
			joined = append(joined, e)
			last = len(joined) - 1
		}
	}
	return joined
}

// cutStyle cuts a style wherever it would cross a border of those placed
// before it, and leaves out the pieces that lie in code.
func cutStyle(style Entity, placed []Entity) []Entity {
	end := style.Offset + style.Length
	cuts := []int{end}
	for _, o := range placed {
		oEnd := o.Offset + o.Length
		code := o.Type == "code" || o.Type == "pre"
		crosses := style.Offset < oEnd && o.Offset < end && (code ||
			style.Offset < o.Offset && end < oEnd || o.Offset < style.Offset && oEnd < end)
		for _, at := range []int{o.Offset, oEnd} {
			if crosses && at > style.Offset && at < end {
				cuts = append(cuts, at)
			}
		}
	}
	slices.SortFunc(cuts, cmp.Compare[int])
	var parts []Entity
	from := style.Offset
	for _, to := range slices.Compact(cuts) {
		part := style
		part.Offset, part.Length = from, to-from
		from = to
		inCode := slices.ContainsFunc(placed, func(o Entity) bool {
			return (o.Type == "code" || o.Type == "pre") && part.Offset < o.Offset+o.Length && o.Offset < part.Offset+part.Length
		})
		if !inCode {
			parts = append(parts, part)
		}
	}
	return parts
}
