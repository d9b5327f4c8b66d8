package extract

import (
	"encoding/json"
	"html"
	"slices"
	"strings"

	nodes "golang.org/x/net/html"
)

// An ldArticle is what a page's JSON-LD says of an article, as
// https://schema.org/Article defines it.
type ldArticle struct {
	kind        string
	url         string
	headline    string
	description string
	body        string
	author      string
	published   string
	modified    string
	section     string
	publisher   string
	image       string
	keywords    []string
	language    string
}

// ldKinds are the types that are read as articles.
var ldKinds = set("article newsarticle reportagenewsarticle analysisnewsarticle backgroundnewsarticle " +
	"opinionnewsarticle reviewnewsarticle blogposting socialmediaposting report review liveblogposting " +
	"scholarlyarticle techarticle advertisercontentarticle")

// readLD reads the articles of one JSON-LD script. Scripts that are no JSON
// are mended where only raw line breaks are wrong, and passed over otherwise.
func readLD(s string) []ldArticle {
	var v any
	if json.Unmarshal([]byte(s), &v) != nil {
		s = strings.Map(func(r rune) rune {
			if r < ' ' {
				return ' '
			}
			return r
		}, s)
		s = strings.TrimSuffix(strings.TrimSpace(s), ";")
		if json.Unmarshal([]byte(s), &v) != nil {
			return nil
		}
	}
	var found []ldArticle
	walkLD(v, 0, &found)
	return found
}

// article returns what the structured data says of the page's article, empty if
// it says nothing.
func (h *head) article() ldArticle {
	if len(h.ld) == 0 {
		return ldArticle{}
	}
	return h.ld[0]
}

// ownLD leaves out what structured data says of other articles, if it speaks of
// several and one is this page's: by its address, or by a headline that the page
// has.
func (p *page) ownLD() {
	if len(p.head.ld) < 2 {
		return
	}
	shown := []string{key(p.head.title), key(p.head.first("og:title"))}
	for _, n := range find(p.doc, 20, func(n *nodes.Node) bool { return n.Data == "h1" }) {
		shown = append(shown, key(shortTextOf(n, longestTitle)))
	}
	others := func(ld ldArticle) bool {
		if link := absolute(p.base, ld.url); link != "" && (link == p.base.String() || link == absolute(p.base, p.head.canonical)) {
			return false
		}
		k := key(atMost(ld.headline, longestTitle))
		return k == "" || !slices.ContainsFunc(shown, func(s string) bool { return strings.HasPrefix(s, k) || strings.HasSuffix(s, k) })
	}
	if own := slices.DeleteFunc(slices.Clone(p.head.ld), others); len(own) > 0 {
		p.head.ld = own
	}
}

func walkLD(v any, depth int, found *[]ldArticle) {
	if depth > 8 || len(*found) > 50 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			walkLD(e, depth+1, found)
		}
	case map[string]any:
		kind := ldKind(v)
		if ldKinds[kind] {
			*found = append(*found, ldArticleOf(v, kind))
			return
		}
		for _, k := range []string{"@graph", "mainEntity", "mainEntityOfPage", "hasPart"} {
			walkLD(v[k], depth+1, found)
		}
	}
}

// ldKind returns a node's type in lower case, the first that is known if it
// has several.
func ldKind(m map[string]any) string {
	var kinds []string
	switch t := m["@type"].(type) {
	case string:
		kinds = []string{t}
	case []any:
		for _, e := range t {
			if s, ok := e.(string); ok {
				kinds = append(kinds, s)
			}
		}
	}
	for _, k := range kinds {
		if k = strings.ToLower(k); ldKinds[k] {
			return k
		}
	}
	return ""
}

func ldArticleOf(m map[string]any, kind string) ldArticle {
	a := ldArticle{
		kind:        kind,
		url:         firstOf(ldLink(m["url"]), ldLink(m["mainEntityOfPage"]), ldLink(m["@id"])),
		headline:    ldText(m["headline"]),
		description: ldText(m["description"]),
		author:      ldText(m["author"]),
		published:   ldText(m["datePublished"]),
		modified:    ldText(m["dateModified"]),
		section:     ldText(m["articleSection"]),
		publisher:   ldText(m["publisher"]),
		image:       ldLink(m["image"]),
		language:    ldText(m["inLanguage"]),
	}
	if s, ok := m["articleBody"].(string); ok {
		a.body = html.UnescapeString(s)
	}
	switch k := m["keywords"].(type) {
	case string:
		a.keywords = splitTags(k)
	case []any:
		for _, e := range k {
			a.keywords = append(a.keywords, ldText(e))
		}
	}
	return a
}

// ldText returns a value as text: itself, a node's name, or the texts of a
// list, joined.
func ldText(v any) string {
	switch v := v.(type) {
	case string:
		return oneLine(html.UnescapeString(v))
	case map[string]any:
		return ldText(v["name"])
	case []any:
		var all []string
		for _, e := range v {
			if s := ldText(e); s != "" && len(all) < 10 {
				all = append(all, s)
			}
		}
		return strings.Join(all, ", ")
	}
	return ""
}

// ldLink returns a value as an address: itself, a node's url, or the first of
// a list.
func ldLink(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case map[string]any:
		return firstOf(ldLink(v["url"]), ldLink(v["@id"]))
	case []any:
		if len(v) > 0 {
			return ldLink(v[0])
		}
	}
	return ""
}
