package telegramtest

import (
	"cmp"
	"slices"
	"sort"
)

// arrange makes entities nest. Styles are joined with others of their kind,
// cut where they would cross something else, and dropped inside code. No quote
// stands in a quote; links and code stand in quotes and hold none. It takes
// little more time than the text and the entities are long.
func arrange(s string, entities []Entity) []Entity {
	sortEntities(entities)
	lead := leads(s)
	var quotes, links, others row
	styles := map[string]row{}
	for _, e := range entities {
		switch e = e.withoutLead(lead); {
		case e.Length <= 0:
		case slices.Contains(styleOrder, e.Type):
			styles[e.Type] = styles[e.Type].join(e)
		case e.isQuote():
			quotes = quotes.put(e)
		default:
			others = append(others, e)
		}
	}
	for _, e := range others {
		if quotes.frames(e) {
			links = links.put(e)
		}
	}
	placed := []row{quotes, links}
	for _, kind := range styleOrder {
		var parts row
		for _, style := range styles[kind] {
			for _, part := range cut(style, placed, links) {
				if part = part.withoutLead(lead); part.Length > 0 {
					parts = append(parts, part)
				}
			}
		}
		placed = append(placed, parts)
	}
	fixed := slices.Concat(placed...)
	sortEntities(fixed)
	return fixed
}

// styleOrder lists the styles, which can be cut in pieces, as they nest when
// they cover the same text.
var styleOrder = []string{"bold", "italic", "underline", "strikethrough", "spoiler"}

func (e Entity) isQuote() bool { return e.Type == "blockquote" || e.Type == "expandable_blockquote" }
func (e Entity) isCode() bool  { return e.Type == "code" || e.Type == "pre" }
func (e Entity) end() int      { return e.Offset + e.Length }

// leads counts for every UTF-16 offset of a text the spaces and line breaks
// that begin there.
func leads(s string) []int {
	lead := make([]int, length16(s)+1)
	at := 0
	for _, r := range s {
		if r == ' ' || r == '\n' {
			lead[at] = 1
		}
		at += width16(r)
	}
	for i := at - 1; i >= 0; i-- {
		if lead[i] == 1 {
			lead[i] += lead[i+1]
		}
	}
	return lead
}

// withoutLead takes the space off the beginning of an entity whose text alone
// matters; one of space alone becomes empty.
func (e Entity) withoutLead(lead []int) Entity {
	switch e.Type {
	case "text_link", "text_mention", "custom_emoji":
		return e
	}
	n := min(lead[e.Offset], e.Length)
	e.Offset, e.Length = e.Offset+n, e.Length-n
	return e
}

// A row holds entities that do not overlap, in the order of the text.
type row []Entity

// join adds a style, which becomes one with the last one where they overlap or
// touch.
func (r row) join(e Entity) row {
	if n := len(r); n > 0 && e.Offset <= r[n-1].end() {
		r[n-1].Length = max(r[n-1].end(), e.end()) - r[n-1].Offset
		return r
	}
	return append(r, e)
}

// put adds an entity in its place, unless it overlaps another one.
func (r row) put(e Entity) row {
	if len(r.over(e)) > 0 {
		return r
	}
	if e.Type == "code" {
		e.Language = "" // it counts only together with <pre>
	}
	at := sort.Search(len(r), func(i int) bool { return r[i].Offset > e.Offset })
	return slices.Insert(r, at, e)
}

// frames tells whether e crosses and holds none of the quotes of r.
func (r row) frames(e Entity) bool {
	over := r.over(e)
	return len(over) == 0 || over[0].Offset <= e.Offset && e.end() <= over[0].end()
}

// over returns the entities of the row that overlap e.
func (r row) over(e Entity) row {
	first := sort.Search(len(r), func(i int) bool { return r[i].end() > e.Offset })
	end := sort.Search(len(r), func(i int) bool { return r[i].Offset >= e.end() })
	return r[first:max(first, end)]
}

// cut cuts a style wherever it would cross a border of those placed before it,
// and leaves out the pieces that lie in code. As nothing in a row overlaps,
// only the first and the last one there can cross the style.
func cut(style Entity, placed []row, links row) []Entity {
	cuts := []int{style.end()}
	var code row
	for _, r := range placed {
		over := r.over(style)
		if len(over) == 0 {
			continue
		}
		first, last := over[0], over[len(over)-1]
		if first.Offset < style.Offset && first.end() < style.end() {
			cuts = append(cuts, first.end())
		}
		if style.Offset < last.Offset && style.end() < last.end() {
			cuts = append(cuts, last.Offset)
		}
	}
	for _, o := range links.over(style) {
		if o.isCode() {
			code = append(code, o)
			cuts = append(cuts, o.Offset, o.end())
		}
	}
	slices.SortFunc(cuts, cmp.Compare[int])
	var parts []Entity
	from := style.Offset
	for _, to := range cuts {
		if to <= from || to > style.end() {
			continue
		}
		part := style
		part.Offset, part.Length = from, to-from
		from = to
		if len(code.over(part)) == 0 {
			parts = append(parts, part)
		}
	}
	return parts
}
