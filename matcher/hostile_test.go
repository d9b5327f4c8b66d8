package matcher_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
)

// hostileTexts are what a text of nothing else repeats, and hostileQueries are
// the ones that have most to do in them.
var hostileTexts = []string{
	"a", "the ", "thebombattack", "\u200c", "ا\u200c", "the and of bomb ", "a. ", "bomb\n\n", "ها ", "a-", "\xff",
	"\u202eا\u2066", "aа", "1 a", "والو", "ا\u0651", "می ", "s300 ", "the bomb attack. And so ",
}

var hostileQueries = []string{
	"the NEAR/1000 and", "(the NEAR/1000 and) NEAR/1000 of", "the NOTNEAR/1000 zz", "the{1000}", "a SENTENCE the",
	"(the SENTENCE NOT zz) PARAGRAPH bomb", "first/10000:(the and)", "*omb", "b?mb", "~attack", "abc*", "/abc.*d/",
	"/the (a|b|[a-z ]+)*bomb/", `"the the"`, "می", "ها NEAR/5 ها", `"می ها ها"`, `"ا ا ا ا ا ا ا"`, `"a a a a a a a a b"`,
	"2 OF (the, and, of, bomb NEAR/3 the)", "اااا*", "title:the lang:fa",
}

// TestHostileTextsAreMatched holds each query against each text, at a length
// at which looking at every pair of places would not end.
func TestHostileTextsAreMatched(t *testing.T) {
	const size = 16 << 10
	var topics []news.Topic
	for _, q := range hostileQueries {
		topics = append(topics, news.Topic{ID: q, Query: q})
	}
	m := build(t, topics...)
	for _, s := range hostileTexts {
		a := news.Article{Title: s, Body: strings.Repeat(s, size/len(s))}
		for _, match := range m.Match(&a) {
			for _, h := range match.Hits {
				text := a.Text(h.Field)
				if h.Start < 0 || h.Start >= h.End || h.End > len(text) || utf8.ValidString(text) && !utf8.ValidString(text[h.Start:h.End]) {
					t.Fatalf("%s hits %+v in %q repeated", match.Topic, h, s)
				}
			}
		}
	}
}

// TestEveryPlaceOfALongArticleIsTold wants all hits of queries that ask where
// terms stand. The test would not end if each hit took a look at all others.
func TestEveryPlaceOfALongArticleIsTold(t *testing.T) {
	const n = 100_000
	a := news.Article{Title: "x", Body: strings.Repeat("the ", n)}
	for _, q := range []string{"the NOTNEAR/1000 and", "the SENTENCE NOT and", "the{2}", "the"} {
		got := build(t, news.Topic{ID: "t", Query: q}).Match(&a)
		if len(got) != 1 || len(got[0].Hits) != n {
			t.Errorf("%s: not all of %d places are told", q, n)
		}
	}
	if _, err := matcher.New([]news.Topic{{ID: "t", Query: strings.Repeat("(", 10_000) + "a" + strings.Repeat(")", 10_000)}}, nil); err == nil {
		t.Error("10,000 parentheses are no error")
	}
}
