package search

import (
	"encoding/binary"
	"slices"
	"sort"
	"strings"
)

// A segment is some articles that were taken in together, or merged since: what
// there is to count of each, and where the leaves are that hold their terms. It
// never changes. Its articles are its documents 0, 1, 2…, the newest first.
type segment struct {
	number  int64
	keys    []int64 // by document; they fall
	sources []int32 // by document, into names
	names   []string
	topics  []string
	matches []match  // in the order of documents
	terms   []string // the first one of each leaf
}

// A match says that a document matches a topic, by its place in topics.
type match struct{ doc, topic int32 }

// columns returns a segment's columns as they are kept.
func (s *segment) columns() []byte {
	b := binary.AppendUvarint(nil, uint64(len(s.keys)))
	for i, key := range s.keys {
		before := key
		if i > 0 {
			before = s.keys[i-1] - key
		}
		b = binary.AppendUvarint(b, uint64(before))
	}
	b = appendTexts(b, s.names)
	for _, source := range s.sources {
		b = binary.AppendUvarint(b, uint64(source))
	}
	b = appendTexts(b, s.topics)
	b = binary.AppendUvarint(b, uint64(len(s.matches)))
	at := int32(0)
	for _, m := range s.matches {
		b = binary.AppendUvarint(b, uint64(m.doc-at))
		b = binary.AppendUvarint(b, uint64(m.topic))
		at = m.doc
	}
	return b
}

// readSegment is the way back from columns, with the first terms of the leaves.
func readSegment(number int64, columns, terms []byte) (*segment, error) {
	s, r := &segment{number: number}, &leaf{rest: columns}
	err := s.readKeys(r)
	if err == nil {
		err = s.readSources(r)
	}
	if err == nil {
		err = s.readMatches(r)
	}
	if err == nil {
		s.terms, err = (&leaf{rest: terms}).texts()
	}
	return s, err
}

func (s *segment) readKeys(r *leaf) error {
	n, err := r.number()
	if err != nil || n == 0 || n > uint64(len(r.rest)) {
		return errDamaged
	}
	s.keys = make([]int64, n)
	for i := range s.keys {
		v, err := r.number()
		if err != nil {
			return err
		}
		s.keys[i] = int64(v)
		if i > 0 {
			s.keys[i] = s.keys[i-1] - int64(v)
		}
	}
	return nil
}

func (s *segment) readSources(r *leaf) (err error) {
	if s.names, err = r.texts(); err != nil {
		return err
	}
	s.sources = make([]int32, len(s.keys))
	for i := range s.sources {
		v, err := r.number()
		if err != nil || v >= uint64(len(s.names)) {
			return errDamaged
		}
		s.sources[i] = int32(v)
	}
	return nil
}

func (s *segment) readMatches(r *leaf) (err error) {
	if s.topics, err = r.texts(); err != nil {
		return err
	}
	n, err := r.number()
	if err != nil || n > uint64(len(r.rest)) {
		return errDamaged
	}
	s.matches = make([]match, n)
	at := uint64(0)
	for i := range s.matches {
		step, err := r.number()
		if err != nil {
			return err
		}
		topic, err := r.number()
		if at += step; err != nil || at >= uint64(len(s.keys)) || topic >= uint64(len(s.topics)) {
			return errDamaged
		}
		s.matches[i] = match{int32(at), int32(topic)}
	}
	return nil
}

// within returns the documents of a span of keys: from the first, up to before
// the last.
func (s *segment) within(from, to int64) (first, last int) {
	first = sort.Search(len(s.keys), func(i int) bool { return s.keys[i] < to })
	return first, sort.Search(len(s.keys), func(i int) bool { return s.keys[i] < from })
}

// doc returns the document of a key, and whether there is one.
func (s *segment) doc(key int64) (int, bool) {
	return slices.BinarySearchFunc(s.keys, key, func(k, key int64) int {
		switch {
		case k > key:
			return -1
		case k < key:
			return 1
		}
		return 0
	})
}

// leavesOf returns the leaves that may hold terms that begin with a prefix: from
// the first, up to before the last.
func (s *segment) leavesOf(prefix string) (first, last int) {
	first, begins := slices.BinarySearch(s.terms, prefix)
	if !begins && first > 0 {
		first-- // which may go on to it
	}
	last = sort.Search(len(s.terms), func(i int) bool { return s.terms[i] > prefix && !strings.HasPrefix(s.terms[i], prefix) })
	return first, last
}
