package feed

import (
	"strings"

	"github.com/rasadnews/rasad/watcher/fetch"
)

// Detect tells whether a document is a feed, by what stands in it: its
// Content-Type is wrong too often.
func Detect(body []byte, contentType string) bool {
	const enough = 64 << 10
	doc, _ := fetch.Decode(body[:min(len(body), enough)], contentType)
	p := &parser{s: newScanner(doc), names: scope{}, feed: &Feed{}}
	return p.root() == nil && strings.TrimSpace(p.feed.Format) != ""
}
