package watcher

import (
	"encoding/binary"
	"hash/fnv"
	"io"
	"slices"
	"strings"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// mostMarks is how many items of a document are remembered, the newest ones.
const mostMarks = 200

// A mark is what is remembered of an item of the last document: hashes of its
// guid, of its address and of its words, 0 for none. The store knows what was
// seen for as long as it is looked up; marks tell besides what is new at this
// source, even if it was seen at another, and what is the same item with other
// words.
type mark struct{ id, url, words uint32 }

func markOf(it news.Item) mark {
	m := mark{url: sum32(plain(it.URL))}
	if it.ID != "" {
		m.id = sum32(plain(it.ID)) | 1
	}
	if !wordless(it) {
		m.words = sum32(it.Title, it.Summary, it.Content) | 1
	}
	return m
}

// plain returns what an address has in common with those of the same page over
// https, for telephones or as AMP, and anything else as it is.
func plain(address string) string {
	if !strings.Contains(address, "://") || strings.Contains(address, wordsMark) {
		return address
	}
	if twin, err := fetch.TwinKey(address); err == nil {
		return twin
	}
	return address
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
	items = withoutSharedIDs(newest(items))
	b := make([]byte, 0, 12*len(items))
	for _, it := range items {
		m := markOf(it)
		b = binary.LittleEndian.AppendUint32(b, m.id)
		b = binary.LittleEndian.AppendUint32(b, m.url)
		b = binary.LittleEndian.AppendUint32(b, m.words)
	}
	return b
}

// joined returns marks and those from before of other items, as many as are
// kept.
func joined(marks, before []byte) []byte {
	there := make(map[uint32]bool)
	for _, m := range unpacked(marks) {
		there[m.url] = true
	}
	for old := range slices.Chunk(before, 12) {
		if len(marks) < 12*mostMarks && !there[binary.LittleEndian.Uint32(old[4:])] {
			marks = append(marks, old...)
		}
	}
	return marks
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
