package watcher

import (
	"encoding/binary"
	"hash/fnv"
	"io"
	"slices"

	"github.com/rasadnews/rasad/news"
)

// mostMarks is how many items of a document are remembered, the newest ones.
const mostMarks = 200

// A mark is what is remembered of an item of the last document: hashes of its
// guid, 0 for none, of its address and of its words. The store knows for good
// what was seen; marks tell besides what is new at this source, even if it was
// seen at another, and what is the same item with other words.
type mark struct{ id, url, words uint32 }

func markOf(it news.Item) mark {
	m := mark{url: sum32(addressOf(it)), words: sum32(it.Title, it.Summary, it.Content)}
	if it.ID != "" {
		m.id = sum32(it.ID) | 1
	}
	return m
}

func sum32(parts ...string) uint32 {
	h := fnv.New32a()
	for _, p := range parts {
		io.WriteString(h, p)
		h.Write([]byte{0})
	}
	return h.Sum32()
}

// packed returns the marks of items as they are kept: twelve bytes each.
func packed(items []news.Item) []byte {
	items = newest(items)
	b := make([]byte, 0, 12*len(items))
	for _, it := range items {
		m := markOf(it)
		b = binary.LittleEndian.AppendUint32(b, m.id)
		b = binary.LittleEndian.AppendUint32(b, m.url)
		b = binary.LittleEndian.AppendUint32(b, m.words)
	}
	return b
}

func unpacked(b []byte) []mark {
	marks := make([]mark, 0, len(b)/12)
	for ; len(b) >= 12; b = b[12:] {
		marks = append(marks, mark{binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:]), binary.LittleEndian.Uint32(b[8:])})
	}
	return marks
}

// newest returns the items that are remembered of a document: if there are
// too many, and they are dated, the newest; else the first.
func newest(items []news.Item) []news.Item {
	if len(items) <= mostMarks {
		return items
	}
	items = slices.Clone(items)
	slices.SortStableFunc(items, func(a, b news.Item) int { return b.Published.Compare(a.Published) })
	return items[:mostMarks]
}

// A change is what a document differs in from the one before it.
type change struct {
	added  []news.Item // that were not there
	edited []news.Item // that said something else
	fickle news.Fickle // what has proved no identity

	// same are items that the last document held under another address: they
	// are not news, though their address is.
	same map[string]bool
}

// compare holds items against the marks of the last document. It recognises a
// source whose guids, or even addresses, are others at every fetch, and one
// whose guids only number the places in its document.
func compare(old []byte, items []news.Item, fickle news.Fickle) change {
	byID, byURL, byWords := make(map[uint32]mark), make(map[uint32]mark), make(map[uint32]bool)
	for _, m := range unpacked(old) {
		byID[m.id], byURL[m.url], byWords[m.words] = m, m, true
	}
	c := change{fickle: fickle, same: make(map[string]bool)}
	var stayed, renamed, kept, reused, repeated int
	items = newest(items)
	for _, it := range items {
		m := markOf(it)
		before, there := byURL[m.url]
		named, known := byID[m.id]
		known = known && m.id != 0
		if there && m.id != 0 && before.id != 0 {
			stayed++
			renamed += count(m.id != before.id)
		}
		if known {
			kept++
			reused += count(named.url != m.url && named.words != m.words)
		}
		repeated += count(!there && !known && byWords[m.words])
	}
	switch {
	case repeated >= 3 && repeated*5 >= len(items)*4:
		c.fickle = news.FickleURL
	case fickle == news.FickleNone && (stayed >= 3 && renamed == stayed || reused >= 2 && reused*2 >= kept):
		c.fickle = news.FickleID
	}
	for _, it := range items {
		c.sort(it, byID, byURL, byWords)
	}
	return c
}

// sort puts an item where it belongs.
func (c *change) sort(it news.Item, byID, byURL map[uint32]mark, byWords map[uint32]bool) {
	m := markOf(it)
	before, there := byURL[m.url]
	if !there && m.id != 0 && c.fickle == news.FickleNone && len(byID) > 1 {
		if before, there = byID[m.id]; there {
			c.same[it.URL] = true
		}
	}
	switch {
	case c.fickle == news.FickleURL && byWords[m.words]:
		c.same[it.URL] = true
	case !there:
		c.added = append(c.added, it)
	case before.words != m.words:
		c.edited = append(c.edited, it)
	}
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
