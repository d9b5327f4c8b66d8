package watcher

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/publicsuffix"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/text"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// keysOf returns the keys by which an item is known: its address, what that
// has in common with the same page's for telephones or AMP, and its
// publisher's own identity together with what it is called, as far as they are
// not fickle. An item whose address is none has no keys. Where addresses are
// fickle the item is known by its words, if it has any.
//
// The identity alone would buy one thing, the same article under another
// address and another headline at once, and it has a price: some feeds give
// every item the same guid, and all but the first would be lost in silence.
// With the headline it still knows an article that has moved; one that has
// kept its address is known by that; and one that has changed both while it
// stood in the feed is known by its mark.
func keysOf(source string, it news.Item, fickle news.Fickle) []string {
	if fickle == news.FickleURL && !wordless(it) {
		return []string{"words:" + source + ":" + wordsOf(it)}
	}
	if strings.Contains(it.URL, wordsMark) {
		return []string{"url:" + it.URL}
	}
	u, err := fetch.Canonical(it.URL)
	if err != nil {
		return nil
	}
	keys := []string{"url:" + u}
	if twin, err := fetch.TwinKey(u); err == nil {
		keys = append(keys, "twin:"+twin)
	}
	called := text.Fold(it.Title)
	if called == "" {
		called = text.Fold(it.Summary)
	}
	if it.ID == "" || called == "" || fickle != news.FickleNone {
		return keys
	}
	sum := sha256.Sum256([]byte(it.ID + "\x00" + called))
	return append(keys, "id:"+source+":"+hex.EncodeToString(sum[:16]))
}

// wordsMark stands in the addresses that are made for items which have none,
// before what identifies them.
const wordsMark = "#rasad-"

// wordsOf identifies an item by what it says, for one that has no address, or
// another one at every fetch.
func wordsOf(it news.Item) string {
	sum := sha256.Sum256([]byte(text.Fold(it.Title) + "\x00" + text.Fold(it.Summary) + "\x00" + text.Fold(it.Content)))
	return hex.EncodeToString(sum[:12])
}

// wordless tells whether an item says nothing, as those of most sitemaps do:
// what it says is no identity then.
func wordless(it news.Item) bool {
	return text.Fold(it.Title) == "" && text.Fold(it.Summary) == "" && text.Fold(it.Content) == ""
}

// withoutSharedIDs takes the identity from items of one document that share
// it and yet lead to different pages: it identifies nothing, not even with a
// headline.
func withoutSharedIDs(items []news.Item) []news.Item {
	page := make(map[string]string, len(items))
	shared := make(map[string]bool)
	for _, it := range items {
		if u, ok := page[it.ID]; ok && u != it.URL {
			shared[it.ID] = true
		}
		page[it.ID] = it.URL
	}
	if len(shared) == 0 {
		return items
	}
	out := make([]news.Item, len(items))
	for i, it := range items {
		if shared[it.ID] {
			it.ID = ""
		}
		out[i] = it
	}
	return out
}

// specific tells whether an address, canonical already, can be that of one
// article read at page: it is on the same site, and neither the site's front,
// nor the source's own address, nor what is left of the page's address when
// that which names the article is taken off. Some sites call every page by the
// address of their front or section; as an identity that would make each
// article a repetition of the one before.
func specific(address, page, source string) bool {
	u, err1 := url.Parse(address)
	p, err2 := url.Parse(page)
	if err1 != nil || err2 != nil || !sameSite(u.Hostname(), p.Hostname()) {
		return false
	}
	if own, err := fetch.Canonical(source); err == nil && own == address {
		return false
	}
	path := strings.Trim(u.Path, "/")
	if path == "" && u.RawQuery == "" && u.Fragment == "" {
		return false
	}
	if folder := strings.HasPrefix(p.Path, "/"+path+"/"); u.RawQuery == "" && (folder || p.RawQuery != "") {
		return namesArticle(path)
	}
	return true
}

// namesArticle tells whether a path holds a number of four digits or a slug
// of three words.
func namesArticle(path string) bool {
	run := 0
	for _, r := range path {
		if run++; !unicode.IsDigit(r) {
			run = 0
		}
		if run == 4 {
			return true
		}
	}
	last := path[strings.LastIndexByte(path, '/')+1:]
	return len(strings.FieldsFunc(last, func(r rune) bool { return r == '-' || r == '_' || r == ' ' })) >= 3
}

// sameSite tells whether two hosts belong to one registered domain.
func sameSite(a, b string) bool {
	if a == b {
		return true
	}
	x, err1 := publicsuffix.EffectiveTLDPlusOne(a)
	y, err2 := publicsuffix.EffectiveTLDPlusOne(b)
	return err1 == nil && err2 == nil && x == y
}
