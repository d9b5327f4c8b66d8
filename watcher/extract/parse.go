package extract

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// maxTags is how many tags of a page are parsed; real pages have a tenth. What
// stands behind them is not read.
const maxTags = 100_000

// parse returns the node tree of a page. A page that nests too deep for the
// parser is read by its text-bearing tags alone, and one with too many tags in
// part.
func parse(text string) (*html.Node, error) {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "\uFFFD")
	if hostile(text) {
		text = flatten(text)
	}
	doc, err := html.Parse(strings.NewReader(text))
	if err == nil {
		return doc, nil
	}
	doc, err = html.Parse(strings.NewReader(flatten(text)))
	if err != nil {
		return nil, fmt.Errorf("html: %w", err)
	}
	return doc, nil
}

// hostile tells whether a page has more tags than any honest page.
func hostile(text string) bool {
	return strings.Count(text, "<") > maxTags
}

// flat are the elements that flatten keeps: those that part, link or describe
// text without nesting.
var flat = map[string]bool{
	"title": true, "meta": true, "link": true, "base": true, "h1": true, "h2": true, "h3": true,
	"p": true, "br": true, "time": true, "script": true, "style": true,
}

// flatten rewrites a page with the elements of flat alone, every other block
// opening a new paragraph.
func flatten(text string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(text))
	z.SetMaxBuf(MaxSize)
	for range maxTags {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(z.Raw())
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			raw := string(z.Raw())
			name, _ := z.TagName()
			switch {
			case flat[string(name)]:
				b.WriteString(raw)
			case !inline[string(name)]:
				b.WriteString("<p>")
			}
		}
	}
	return b.String()
}
