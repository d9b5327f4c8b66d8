package search

import (
	"encoding/binary"
	"errors"
	"slices"
)

// errDamaged says that a file holds what nobody wrote.
var errDamaged = errors.New("the search index is damaged")

// A leaf is some terms of a segment in their order, each with the documents that
// hold it: how many bytes the term shares with the one before, how many follow,
// these; how many bytes the documents take, and these, each number as the
// distance from the one before. All numbers are varints.
//
// A leaf that is read is its data, the part that is left, and the term that was
// read last with its documents.
type leaf struct {
	rest []byte
	term []byte
	docs []byte
}

// next reads the next term. It is false at the end.
func (l *leaf) next() (bool, error) {
	if len(l.rest) == 0 {
		return false, nil
	}
	shared, err := l.number()
	if err != nil || shared > uint64(len(l.term)) {
		return false, errDamaged
	}
	suffix, err := l.bytes()
	if err != nil {
		return false, err
	}
	l.term = append(l.term[:shared], suffix...)
	l.docs, err = l.bytes()
	return err == nil, err
}

func (l *leaf) number() (uint64, error) {
	v, n := binary.Uvarint(l.rest)
	if n <= 0 {
		return 0, errDamaged
	}
	l.rest = l.rest[n:]
	return v, nil
}

// bytes reads a length and so many bytes.
func (l *leaf) bytes() ([]byte, error) {
	n, err := l.number()
	if err != nil || n > uint64(len(l.rest)) {
		return nil, errDamaged
	}
	b := l.rest[:n]
	l.rest = l.rest[n:]
	return b, nil
}

// eachDoc calls use with the documents of a term, of a segment that has so many,
// until it wants no more.
func eachDoc(docs []byte, size int, use func(doc int) (more bool)) error {
	at := -1
	for len(docs) > 0 {
		step, n := uint64(docs[0]), 1
		if step >= 0x80 {
			if step, n = binary.Uvarint(docs); n <= 0 {
				return errDamaged
			}
		}
		docs = docs[n:]
		if step == 0 || step > uint64(size-1-at) {
			return errDamaged
		}
		if at += int(step); !use(at) {
			return nil
		}
	}
	return nil
}

// leafBytes is the size beyond which a leaf takes no further term.
const leafBytes = 4000

// A leafWriter makes leaves of terms that come in their order.
type leafWriter struct {
	first string // of the leaf that is being written
	last  []byte
	data  []byte
	docs  []byte

	// full is given each leaf that is done. It must not keep the data.
	full func(first string, data []byte) error
}

// add writes a term with its documents, which rise.
func (w *leafWriter) add(term string, docs []int32) error {
	if len(w.data) > leafBytes {
		if err := w.end(); err != nil {
			return err
		}
	}
	if len(w.data) == 0 {
		w.first, w.last = term, w.last[:0]
	}
	shared := 0
	for shared < min(len(w.last), len(term)) && w.last[shared] == term[shared] {
		shared++
	}
	w.data = binary.AppendUvarint(w.data, uint64(shared))
	w.data = appendText(w.data, term[shared:])
	w.last = append(w.last[:shared], term[shared:]...)
	w.docs = w.docs[:0]
	at := int32(-1)
	for _, d := range docs {
		w.docs = binary.AppendUvarint(w.docs, uint64(d-at))
		at = d
	}
	w.data = binary.AppendUvarint(w.data, uint64(len(w.docs)))
	w.data = append(w.data, w.docs...)
	return nil
}

// end hands over the last leaf.
func (w *leafWriter) end() error {
	if len(w.data) == 0 {
		return nil
	}
	err := w.full(w.first, w.data)
	w.data = w.data[:0]
	return err
}

// appendText writes the length of a text and the text.
func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// texts reads as many texts as a number before them says.
func (l *leaf) texts() ([]string, error) {
	n, err := l.number()
	if err != nil || n > uint64(len(l.rest)) {
		return nil, errDamaged
	}
	all := make([]string, n)
	for i := range all {
		b, err := l.bytes()
		if err != nil {
			return nil, err
		}
		all[i] = string(b)
	}
	return all, nil
}

// appendTexts is the way back from texts.
func appendTexts(b []byte, all []string) []byte {
	b = binary.AppendUvarint(slices.Grow(b, 16*len(all)), uint64(len(all)))
	for _, t := range all {
		b = appendText(b, t)
	}
	return b
}
