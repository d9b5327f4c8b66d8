package watcher

import "github.com/rasadnews/rasad/news"

// A change is what a document differs in from the one before it.
type change struct {
	added  []news.Item // that were not there
	edited []news.Item // that said something else
	fickle news.Fickle // what has proved no identity

	// same are items that the last document held under another address: they
	// are not news, though their address is.
	same map[string]bool
}

// A memoir is the last document as its marks have it.
type memoir struct {
	byID, byURL map[uint32]mark
	told        map[uint32]bool // words that one item alone said
}

func recall(packed []byte) memoir {
	marks := unpacked(packed)
	r := memoir{make(map[uint32]mark), make(map[uint32]mark), distinct(marks)}
	for _, m := range marks {
		r.byID[m.id], r.byURL[m.url] = m, m
	}
	delete(r.byID, 0)
	return r
}

// distinct returns the words of items that have words of their own. What
// several items of a document say, such as "Weather", tells none from another.
func distinct(marks []mark) map[uint32]bool {
	own := make(map[uint32]bool, len(marks))
	for _, m := range marks {
		_, shared := own[m.words]
		own[m.words] = !shared && m.words != 0
	}
	return own
}

// compare holds items against the marks of the last document. It recognises a
// source whose guids, or even addresses, are others at every fetch, and one
// whose guids only number the places in its document.
func compare(old []byte, items []news.Item, fickle news.Fickle) change {
	before := recall(old)
	items = withoutSharedIDs(newest(items))
	marks := make([]mark, len(items))
	for i, it := range items {
		marks[i] = markOf(it)
	}
	own := distinct(marks)
	c := change{fickle: fickle, same: make(map[string]bool)}
	var stayed, renamed, kept, reused, repeated int
	for _, m := range marks {
		was, there := before.byURL[m.url]
		named, known := before.byID[m.id]
		if there && m.id != 0 && was.id != 0 {
			stayed++
			renamed += count(m.id != was.id)
		}
		if known {
			kept++
			reused += count(named.url != m.url && named.words != m.words)
		}
		repeated += count(!there && !known && own[m.words] && before.told[m.words])
	}
	switch {
	case repeated >= 3 && repeated*5 >= len(items)*4:
		c.fickle = news.FickleURL
	case fickle == news.FickleNone && (stayed >= 3 && renamed == stayed || reused >= 2 && reused*2 >= kept):
		c.fickle = news.FickleID
	}
	for i, it := range items {
		c.sort(it, marks[i], before)
	}
	return c
}

// sort puts an item where it belongs.
func (c *change) sort(it news.Item, m mark, before memoir) {
	was, there := before.byURL[m.url]
	if !there && m.id != 0 && c.fickle == news.FickleNone && len(before.byID) > 1 {
		if was, there = before.byID[m.id]; there {
			c.same[it.URL] = true
		}
	}
	switch {
	case c.fickle == news.FickleURL && before.told[m.words]:
		c.same[it.URL] = true
	case !there:
		c.added = append(c.added, it)
	case was.words != m.words:
		c.edited = append(c.edited, it)
	}
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
