package matcher

import (
	"strings"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/text"
)

// A reading is an article as all matchers of a Live see it: scanned once. It
// is scratch memory.
type reading struct {
	article *news.Article
	lang    string // as the article or else its letters and words tell
	tongues tongueSet
	texts   [len(fields)]text.Text

	counted bool                   // the numbers below are of this article
	words   [len(fields)][]int32   // the number of the word that each token is in
	units   [2][len(fields)][]span // its sentences and paragraphs
}

// A span is a range of tokens of a field, its last one included.
type span struct {
	first, last int32
	field       uint8
}

// read scans an article.
func (r *reading) read(a *news.Article) {
	r.article, r.counted = a, false
	for i, f := range fields {
		r.texts[i].Scan(a.Text(f))
	}
	r.lang = a.Lang
	if r.lang == "" && r.arabic() {
		r.lang = languageOf(a)
	}
	r.tongues = spoken(r.lang)
}

// trim lets go of the memory that a very long article took.
func (r *reading) trim() {
	for i := range r.texts {
		if cap(r.texts[i].Tokens) > longArticle {
			*r = reading{}
			return
		}
	}
}

// longArticle is how many words an article has whose memory is not kept.
const longArticle = 1 << 16

// arabic tells whether there are words in Arabic letters. Where there are none,
// the language changes nothing of what terms find.
func (r *reading) arabic() bool {
	for i := range r.texts {
		for k := range r.texts[i].Tokens {
			if r.texts[i].Tokens[k].Script == text.Arabic {
				return true
			}
		}
	}
	return false
}

// languageOf tells the language of an article by its beginning: that of its
// body, or of all fields if it is short.
func languageOf(a *news.Article) string {
	if len(a.Body) >= telltale {
		return text.Language(a.Body[:telltale])
	}
	parts, left := [len(fields)]string{a.Title, a.Lead, a.Body}, telltale
	for i, s := range parts {
		parts[i] = s[:min(len(s), left)]
		left -= len(parts[i])
	}
	return text.Language(parts[:]...)
}

// telltale is how many bytes of an article tell its language.
const telltale = 1 << 10

// count numbers the words and finds the units, for the queries that ask.
func (r *reading) count() {
	if r.counted {
		return
	}
	r.counted = true
	for i := range r.texts {
		r.words[i] = r.words[i][:0]
		for u := range r.units {
			r.units[u][i] = r.units[u][i][:0]
		}
		word := int32(-1)
		for k := range r.texts[i].Tokens {
			token := &r.texts[i].Tokens[k]
			if k == 0 || beginsWord(token.Gap) {
				word++
			}
			r.words[i] = append(r.words[i], word)
			r.unit(0, i, k, token.Opens)
			r.unit(1, i, k, k == 0 || token.Gap == text.Edge && fields[i] == news.FieldBody)
		}
	}
}

// beginsWord tells whether a word begins after a gap, as readers count them: what
// half-spaces, hyphens, apostrophes and dots join is one: Kabul's, 3.5, S-300.
func beginsWord(gap text.Gap) bool { return gap >= text.Space && gap != text.Dot }

// unit adds a token to the last unit of a field, or begins the next.
func (r *reading) unit(u, field, token int, opens bool) {
	units := &r.units[u][field]
	if opens || len(*units) == 0 {
		*units = append(*units, span{int32(token), int32(token), uint8(field)})
	}
	(*units)[len(*units)-1].last = int32(token)
}

// passes tells whether what is known of the article besides its text is so.
func (r *reading) passes(name, value string) bool {
	switch name {
	case "lang":
		if r.lang == "" {
			r.lang = languageOf(r.article)
		}
		base, _, _ := strings.Cut(r.lang, "-")
		return strings.EqualFold(base, value) || strings.EqualFold(r.lang, value)
	case "source":
		return strings.EqualFold(r.article.Source, value)
	case "country":
		return strings.EqualFold(r.article.Country, value)
	case "tag":
		for _, t := range r.article.Tags {
			if strings.EqualFold(t, value) {
				return true
			}
		}
	}
	return false
}
