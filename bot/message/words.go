package message

import (
	"slices"

	"github.com/rasadnews/rasad/news"
)

// words are the matched words as the article writes them, one for each term,
// in the order of the text. What lies within a longer one is left out.
func (a Alert) words() []string {
	const enough = 400 // hits; an alert shows far fewer words
	hits := a.Hits[:min(len(a.Hits), enough)]
	told := map[string]bool{}
	var words []string
	for _, h := range hits {
		if told[h.Term] || slices.ContainsFunc(hits, func(o news.Hit) bool { return within(h, o) }) {
			continue
		}
		told[h.Term] = true
		word := h.Term
		if text := a.Article.Text(h.Field); h.Start >= 0 && h.Start < h.End && h.End <= len(text) {
			word = text[h.Start:h.End]
		}
		if word = shorten(word, 60); word != "" && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

// within reports whether a hit lies within a longer one.
func within(h, o news.Hit) bool {
	return h.Field == o.Field && o.Start <= h.Start && h.End <= o.End && o.End-o.Start > h.End-h.Start
}
