package watcher

import "github.com/rasadnews/rasad/news"

// A change is what a document differs in from the one before it.
type change struct {
	added  []news.Item // that were not there
	edited []news.Item // that said something else
	fickle news.Fickle // what has proved no identity
	trust  news.Trust

	// same are items that the last document held, though by what is known of
	// them they would be news: their address has changed, or what they say.
	same map[string]bool
}

// proof is how many documents in a row must show that addresses, or guids,
// hold, or don't. One shows little: outlets move to another domain.
const proof = 3

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

// compare holds items against the marks of the last document, at a source of
// which that much is believed. It recognises a source whose guids, or even
// addresses, are others at every fetch, and one whose guids only number the
// places in its document. If the last document is so old that the store may have
// forgotten what it held, that is known by the marks.
func compare(old []byte, items []news.Item, fickle news.Fickle, trust news.Trust, away bool) change {
	before := recall(old)
	marked := withoutSharedIDs(newest(items))
	marks := make([]mark, len(marked))
	for i, it := range marked {
		marks[i] = markOf(it)
	}
	w := before.witness(marks)
	c := change{same: make(map[string]bool)}
	c.fickle, c.trust = w.judge(fickle, trust)
	w.fickle = fickle == news.FickleURL || c.fickle == news.FickleURL
	w.away = away
	if w.moved() {
		for _, it := range items { // those without a mark are older than the rest
			c.same[it.URL] = true
		}
		for _, it := range marked {
			delete(c.same, it.URL)
		}
	}
	for i, it := range marked {
		c.sort(it, marks[i], before, w)
	}
	return c
}

// A witness is what a document shows of the guids and addresses of its source.
type witness struct {
	items    int             // all
	held     int             // those at an address of the last document
	renamed  int             // of these, those with other guids than before
	reused   int             // those with a guid of the last document, at a new address and with other words
	named    int             // new ones with new guids
	repeated int             // those that are known by their own words alone
	own      map[uint32]bool // words that one item alone says
	fickle   bool            // the store does not know items of the source by their addresses
	away     bool            // nor may it know any of them, as it has forgotten them
}

func (r memoir) witness(marks []mark) witness {
	w := witness{items: len(marks), own: distinct(marks)}
	for _, m := range marks {
		was, there := r.byURL[m.url]
		named, known := r.byID[m.id]
		switch {
		case there:
			w.held++
			w.renamed += count(m.id != 0 && was.id != 0 && m.id != was.id)
		case known:
			w.reused += count(m.words != 0 && named.words != 0 && m.words != named.words)
		case w.own[m.words] && r.told[m.words]:
			w.repeated++
		case m.id != 0:
			w.named++
		}
	}
	return w
}

// moved tells whether the document is the last one with other addresses.
func (w witness) moved() bool { return w.repeated >= 3 && w.repeated*5 >= w.items*4 }

// judge returns what is believed of the source after the document. That a new
// item brings a new guid where others have kept theirs is what guids are for:
// it takes no more to believe in them. An item now and then that is new in all
// but its guid has been edited and moved then.
func (w witness) judge(fickle news.Fickle, trust news.Trust) (news.Fickle, news.Trust) {
	switch {
	case w.moved():
		trust.Addresses = max(min(trust.Addresses, 0)-1, -proof)
	case w.held > 0 && w.held*2 >= w.items:
		trust.Addresses = min(max(trust.Addresses, 0)+1, proof)
	}
	switch {
	case w.renamed >= 3 && w.renamed*2 > w.held, w.reused > w.named:
		trust.Guids = max(trust.Guids-1, -proof)
	case w.reused < w.named && w.held > w.renamed:
		trust.Guids = proof
	}
	switch {
	case trust.Addresses == -proof:
		return news.FickleURL, trust
	case fickle == news.FickleURL && trust.Addresses < proof:
		return fickle, trust
	case trust.Guids == -proof:
		return news.FickleID, trust
	case fickle == news.FickleID && trust.Guids < proof:
		return fickle, trust
	}
	return news.FickleNone, trust
}

// sort puts an item where it belongs.
func (c *change) sort(it news.Item, m mark, before memoir, w witness) {
	was, there := before.byURL[m.url]
	if there && (w.fickle || w.away) {
		c.same[it.URL] = true
	}
	if named, known := before.byID[m.id]; !there && known && c.identifies(m, named) {
		was, there, c.same[it.URL] = named, true, true
	}
	switch {
	case there && was.words != m.words:
		c.edited = append(c.edited, it)
	case there:
	case w.own[m.words] && before.told[m.words] && (w.moved() || w.fickle): // else one that says the same is another one
		c.same[it.URL] = true
	default:
		c.added = append(c.added, it)
	}
}

// identifies tells whether an item at a new address is the one that had its
// guid before. If it says something else that is so only where guids have
// proved themselves: some feeds have a few of them, a slot each, and put one
// article after the other there.
func (c *change) identifies(m, named mark) bool {
	same := m.words != 0 && m.words == named.words
	return c.fickle == news.FickleNone && (same || c.trust.Guids > 0)
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
