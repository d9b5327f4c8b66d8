package main

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rasadnews/rasad/news"
)

// A generator writes documents and queries of words that no one speaks, with
// lengths and frequencies like those of news (Zipf's law). It writes the same
// every time.
type generator struct {
	*rand.Rand
	letters []rune
	endings []string // of some words in documents
	words   []string // from the most common one to the rarest
	zipf    *rand.Zipf
}

// newGenerator returns a generator of queries of some words, the most common
// ones first, and of others in the same letters.
func newGenerator(words []string) *generator {
	r := rand.New(rand.NewPCG(1, 2))
	g := &generator{Rand: r, words: words, zipf: rand.NewZipf(r, 1.07, 3, uint64(len(words)-1))}
	for _, w := range words[:min(len(words), 1000)] {
		g.letters = append(g.letters, []rune(w)...)
	}
	return g
}

// wordsOf returns the words of documents, the most common ones first.
func wordsOf(articles []news.Article) []string {
	count := map[string]int{}
	for i := range articles {
		for w := range strings.FieldsFuncSeq(articles[i].Title+" "+articles[i].Body, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if utf8.RuneCountInString(w) > 2 {
				count[w]++
			}
		}
	}
	words := slices.Sorted(maps.Keys(count))
	slices.SortStableFunc(words, func(a, b string) int { return count[b] - count[a] })
	return append(words, "rasad") // that there be one
}

// generateCorpus returns queries and documents in the letters of a language.
func generateCorpus(lang string, queries int) ([]news.Topic, []news.Article) {
	const vocabulary, documents = 60000, 1000
	endings := []string{"ها", "\u200cهای", "ی", "ان"}
	letters, words := "ابپتجچحخدرزسشصطعغفقکگلمنوهی", 300 // about 4 KB a document
	if lang == "en" {
		letters, words = "eeeetttaaaoooiinnnssrrhhllddccuummffppggwwyybbvk", 150 // 1.2 KB
		endings = []string{"s", "ed", "ing", "'s"}
	}
	r := rand.New(rand.NewPCG(1, 2))
	g := &generator{Rand: r, letters: []rune(letters), endings: endings, zipf: rand.NewZipf(r, 1.07, 3, vocabulary-1)}
	seen := map[string]bool{}
	for len(g.words) < vocabulary {
		if w := g.word(len(g.words)); !seen[w] {
			seen[w] = true
			g.words = append(g.words, w)
		}
	}
	articles := make([]news.Article, documents)
	for i := range articles {
		articles[i] = news.Article{ID: strconv.Itoa(i), Lang: lang, Title: g.sentence(9), Body: g.text(words)}
	}
	return g.queries(queries), articles
}

// queries writes so many queries.
func (g *generator) queries(n int) []news.Topic {
	topics := make([]news.Topic, n)
	for i := range topics {
		topics[i] = news.Topic{ID: "generated " + strconv.Itoa(i), Query: g.query()}
	}
	return topics
}

// word writes a word, a short one if it is to be common.
func (g *generator) word(rank int) string {
	least := 2
	for n := rank; n > 8; n /= 8 {
		least++
	}
	w := make([]rune, least+g.IntN(5))
	for i := range w {
		w[i] = g.letters[g.IntN(len(g.letters))]
	}
	return string(w)
}

func (g *generator) any() string { return g.words[g.zipf.Uint64()] }

// rare picks a word as watch lists hold them: none of the most common ones, or
// one that no document holds.
func (g *generator) rare() string {
	if g.IntN(2) == 0 {
		return g.word(g.IntN(len(g.words)))
	}
	common := min(300, len(g.words)/2)
	return g.words[common+g.IntN(len(g.words)-common)]
}

func (g *generator) sentence(words int) string {
	all := make([]string, words)
	for i := range all {
		if all[i] = g.any(); g.IntN(10) == 0 {
			all[i] += g.endings[g.IntN(len(g.endings))]
		}
	}
	return strings.Join(all, " ")
}

// text writes paragraphs of sentences.
func (g *generator) text(words int) string {
	var b strings.Builder
	for written := 0; written < words; {
		n := 8 + g.IntN(18)
		b.WriteString(g.sentence(n) + ".")
		if written += n; g.IntN(5) == 0 {
			b.WriteString("\n\n")
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// query writes a boolean query of exact terms: one term, or groups of
// alternatives that must all be met, some with exclusions.
func (g *generator) query() string {
	if g.IntN(5) == 0 {
		return g.term()
	}
	var groups []string
	for range 1 + g.IntN(3) {
		terms := make([]string, 1+g.IntN(6))
		for i := range terms {
			terms[i] = g.term()
		}
		groups = append(groups, "("+strings.Join(terms, " OR ")+")")
	}
	for range g.IntN(3) {
		groups = append(groups, "NOT "+g.term())
	}
	return strings.Join(groups, " AND ")
}

func (g *generator) term() string {
	switch g.IntN(12) {
	case 0, 1, 2:
		return `="` + g.rare() + " " + g.any() + `"`
	case 3:
		if w := []rune(g.rare()); len(w) > 4 {
			return string(w[:4]) + "*"
		}
	case 4:
		return "title:=" + g.rare()
	}
	return "=" + g.rare()
}
