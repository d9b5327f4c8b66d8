package extract

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// maxTags is how many tags of a page are parsed; real pages have a tenth. What
// stands behind them is not read.
const maxTags = 60_000

// parse returns the node tree of a page. A page that nests too deep for the
// parser is read by its text-bearing tags alone, and one with too many tags in
// part.
func parse(text string) (*html.Node, error) {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "\uFFFD")
	if len(text) > large {
		text = thin(text)
	}
	if hostile(text) {
		text = flatten(text)
	}
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		doc, err = html.Parse(strings.NewReader(flatten(text)))
	}
	if err != nil {
		return nil, fmt.Errorf("html: %w", err)
	}
	if len(text) > large {
		boundNames(doc)
	}
	return doc, nil
}

// hostile tells whether a page has more tags than any honest page.
func hostile(text string) bool {
	return strings.Count(text, "<") > maxTags
}

// large is the size in bytes past which a page is looked at for what would cost
// too much to parse.
const large = 1 << 20

// maxAttrs is how many attributes of a tag are parsed; real tags have a dozen.
const maxAttrs = 60

// thin cuts tags off behind so many attributes.
func thin(text string) string {
	var b strings.Builder
	kept := 0
	for i := 0; i+1 < len(text); i++ {
		if text[i] != '<' || !isLetter(text[i+1]) {
			continue
		}
		cut, end := tagEnds(text, i)
		if end < 0 {
			break // it never ends: what follows is one tag to the parser, too
		}
		if cut < end {
			b.WriteString(text[kept:cut])
			kept = end
		}
		i = end - 1
	}
	if kept == 0 {
		return text
	}
	b.WriteString(text[kept:])
	return b.String()
}

// tagEnds returns where a tag ends that begins at from, and where its first
// maxAttrs attributes do; the end is negative if there is none.
func tagEnds(text string, from int) (cut, end int) {
	attrs, quote, blank := 0, byte(0), false
	cut = -1
	for i := from + 1; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>':
			if cut < 0 {
				cut = i
			}
			return cut, i
		case (c == '"' || c == '\'') && text[i-1] == '=':
			quote = c
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '/':
			blank = true
		case blank:
			blank = false
			if attrs++; attrs > maxAttrs && cut < 0 {
				cut = i
			}
		}
	}
	return cut, -1
}

// maxNames is how many bytes of classes, ids and styles a page is read with; real
// pages have some hundred thousand. Elements behind that have none.
const maxNames = 2 << 20

// boundNames bounds the names that every step after it takes apart.
func boundNames(doc *html.Node) {
	size := 0
	find(doc, 1, func(n *html.Node) bool {
		for i := range n.Attr {
			a := &n.Attr[i]
			if a.Key != "class" && a.Key != "id" && a.Key != "style" {
				continue
			}
			if size += len(a.Val); size > maxNames {
				a.Val = ""
			}
		}
		return false
	})
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// flat are the elements that flatten keeps: those that part, link or describe
// text without nesting. Of times, which do, the start alone is kept.
var flat = map[string]bool{
	"title": true, "meta": true, "link": true, "base": true, "h1": true, "h2": true, "h3": true,
	"p": true, "br": true, "script": true, "style": true,
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
			case string(name) == "time":
				if raw[1] != '/' {
					b.WriteString(raw + "</time>")
				}
			case flat[string(name)]:
				b.WriteString(raw)
			case !inline[string(name)]:
				b.WriteString("<p>")
			}
		}
	}
	return b.String()
}
