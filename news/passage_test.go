package news_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rasadnews/rasad/news"
)

// found returns the hits of terms in an article, letter by letter.
func found(a *news.Article, terms ...string) []news.Hit {
	var hits []news.Hit
	for _, f := range []news.Field{news.FieldTitle, news.FieldLead, news.FieldBody} {
		for _, term := range terms {
			for at := 0; ; {
				i := strings.Index(a.Text(f)[at:], term)
				if i < 0 {
					break
				}
				hits = append(hits, news.Hit{Field: f, Start: at + i, End: at + i + len(term), Term: term})
				at += i + len(term)
			}
		}
	}
	return hits
}

// show writes a passage with its bold words in brackets.
func show(p news.Passage) string {
	var b strings.Builder
	if p.Head {
		b.WriteString("… ")
	}
	at := 0
	for _, r := range p.Bold {
		b.WriteString(p.Text[at:r[0]] + "[" + p.Text[r[0]:r[1]] + "]")
		at = r[1]
	}
	b.WriteString(p.Text[at:])
	if p.Tail {
		b.WriteString(" …")
	}
	return b.String()
}

func TestPassages(t *testing.T) {
	filler := strings.Repeat("filler words stand here ", 20)
	for _, row := range []struct {
		name  string
		a     news.Article
		terms []string
		max   int
		want  []string
	}{
		{
			name: "the title's hits are not repeated", terms: []string{"alpha"}, max: 3,
			a:    news.Article{Title: "alpha", Lead: "no", Body: "nothing"},
			want: nil,
		}, {
			name: "lead before body", terms: []string{"alpha"}, max: 3,
			a:    news.Article{Lead: "An alpha\n here.", Body: "Then  alpha again."},
			want: []string{"An [alpha] here.", "Then [alpha] again."},
		}, {
			name: "near ones merge", terms: []string{"alpha", "beta"}, max: 3,
			a:    news.Article{Body: "An alpha and a beta."},
			want: []string{"An [alpha] and a [beta]."},
		}, {
			name: "paragraphs stay apart", terms: []string{"alpha"}, max: 3,
			a:    news.Article{Body: "An alpha.\n\nAnother alpha."},
			want: []string{"An [alpha].", "Another [alpha]."},
		}, {
			name: "different terms first", terms: []string{"alpha", "beta"}, max: 2,
			a:    news.Article{Body: "alpha 1\n\nalpha 2\n\nalpha 3\n\nbeta 4"},
			want: []string{"[alpha] 1", "[beta] 4"},
		}, {
			name: "the richest first, in reading order", terms: []string{"alpha", "beta", "gamma"}, max: 2,
			a:    news.Article{Body: "alpha 1\n\nalpha beta 2\n\ngamma 3"},
			want: []string{"[alpha] [beta] 2", "[gamma] 3"},
		}, {
			name: "none asked for", terms: []string{"alpha"}, max: 0,
			a:    news.Article{Body: "alpha"},
			want: nil,
		}, {
			name: "cut at words", terms: []string{"alpha"}, max: 1,
			a: news.Article{Body: filler + "alpha " + filler},
			want: []string{"… filler words stand here filler words stand here filler words stand here filler words stand here [alpha] " +
				"filler words stand here filler words stand here filler words stand here filler words stand here …"},
		}, {
			name: "cut at sentences", terms: []string{"alpha"}, max: 1,
			a:    news.Article{Body: filler + "end. It was J. Smith who said alpha? " + filler},
			want: []string{"It was J. Smith who said [alpha]?"},
		}, {
			name: "marks stay with their letter", terms: []string{"e"}, max: 1,
			a:    news.Article{Body: "caf" + "e\u0301 x"},
			want: []string{"caf[e\u0301] x"},
		},
	} {
		var got []string
		for _, p := range news.Passages(&row.a, found(&row.a, row.terms...), row.max) {
			got = append(got, show(p))
		}
		if strings.Join(got, "|") != strings.Join(row.want, "|") {
			t.Errorf("%s:\n%q, want\n%q", row.name, got, row.want)
		}
	}
}

func TestPassagesLeaveOutWhatDoesNotFit(t *testing.T) {
	a := news.Article{Body: "سلام alpha"}
	hits := []news.Hit{
		{Field: news.FieldBody, Start: -1, End: 2}, {Field: news.FieldBody, Start: 3, End: 3},
		{Field: news.FieldBody, Start: 1, End: 4}, {Field: news.FieldBody, Start: 2, End: 5},
		{Field: news.FieldBody, Start: 5, End: 999}, {Field: "footer", Start: 0, End: 2},
	}
	if got := news.Passages(&a, hits, 3); len(got) != 0 {
		t.Errorf("Passages = %v", got)
	}
}

// TestPassagesKeepWithinBounds holds where passages end: at paragraphs however
// they are parted, not behind abbreviations, not amid heaped marks, and not at
// the end of an endless hit.
func TestPassagesKeepWithinBounds(t *testing.T) {
	words := strings.Repeat("filler words stand here ", 20)
	for _, row := range []struct{ body, term, want string }{
		{"first\r\n\r\nbomb here\n \t\nlast", "bomb", "[bomb] here"},
		{"first\u2029bomb here\u2029last", "bomb", "[bomb] here"},
		{"one\nbomb two", "bomb", "one [bomb] two"},
		{words + "the house of Dr. Smith and the bomb of Lt. Col. Brown was " + words, "bomb",
			"… words stand here filler words stand here filler words stand here the house of Dr. Smith and the [bomb] of Lt. Col. Brown was filler words stand here filler words stand here filler words stand here …"},
		{"a bomb" + strings.Repeat("\u0301", 50) + " fell", "bomb", "a [bomb" + strings.Repeat("\u0301", 50) + "] fell"},
	} {
		a := news.Article{Body: row.body}
		got := news.Passages(&a, found(&a, row.term), 3)
		if len(got) != 1 || show(got[0]) != row.want {
			t.Errorf("Passages of %.60q = %+v, want %q", row.body, got, row.want)
		}
	}
	a := news.Article{Body: strings.Repeat("یک دو ", 2000)}
	for _, p := range news.Passages(&a, []news.Hit{{Field: news.FieldBody, Start: 11, End: len(a.Body), Term: "x"}}, 3) {
		if len(p.Text) > 2000 || !p.Tail || len(p.Bold) != 1 {
			t.Errorf("an endless hit gives %d bytes, %v", len(p.Text), p.Bold)
		}
	}
}

// TestAHundredThousandHitsAreNoStall would not end if each hit looked through
// the text, or at all others.
func TestAHundredThousandHitsAreNoStall(t *testing.T) {
	a := news.Article{Body: strings.Repeat("bomb ", 100_000)}
	if got := news.Passages(&a, found(&a, "bomb"), 3); len(got) == 0 || len(got[0].Bold) == 0 {
		t.Errorf("Passages = %v", got)
	}
}

func TestHeadline(t *testing.T) {
	a := news.Article{Title: " Alpha \n meets alpha ", Body: "alpha"}
	p := news.Headline(&a, found(&a, "alpha"))
	if got, want := show(p), "Alpha meets [alpha]"; got != want {
		t.Errorf("Headline = %q, want %q", got, want)
	}
}

func FuzzPassages(f *testing.F) {
	f.Add("lead", "body alpha beta", 5, 10, 2, 3)
	f.Add("", strings.Repeat("🇮🇷👩‍👩‍👧e\u0301", 90), 700, 704, 0, 4)
	f.Add("ی\u0654\u200c", strings.Repeat("ا", 900), 400, 402, 300, 302)
	f.Fuzz(func(t *testing.T, lead, body string, s1, e1, s2, e2 int) {
		a := news.Article{Title: lead, Lead: lead, Body: body}
		var hits []news.Hit
		for _, field := range []news.Field{news.FieldTitle, news.FieldLead, news.FieldBody} {
			hits = append(hits, news.Hit{Field: field, Start: s1, End: e1, Term: "1"}, news.Hit{Field: field, Start: s2, End: e2, Term: "2"})
		}
		passages := append(news.Passages(&a, hits, 3), news.Headline(&a, hits))
		for _, p := range passages {
			at := 0
			for _, r := range p.Bold {
				if r[0] < at || r[1] <= r[0] || r[1] > len(p.Text) {
					t.Fatalf("bold %v of %q", p.Bold, p.Text)
				}
				at = r[1]
			}
			if !utf8.ValidString(body) || !utf8.ValidString(lead) {
				continue
			}
			if !utf8.ValidString(p.Text) {
				t.Fatalf("a rune was cut: %q", p.Text)
			}
			if first, _ := utf8.DecodeRuneInString(p.Text); p.Head && unicode.In(first, unicode.M) {
				t.Fatalf("cut before a mark: %q", p.Text)
			}
		}
	})
}

func ExamplePassages() {
	a := news.Article{
		Title: "A meeting in Tehran",
		Body:  "They ask the Taliban for a government of all.\n\nNo country ends terrorism alone.",
	}
	hits := []news.Hit{
		{Field: news.FieldBody, Start: 13, End: 20, Term: "Taliban"},
		{Field: news.FieldBody, Start: 63, End: 72, Term: "terrorism"},
	}
	for _, p := range news.Passages(&a, hits, 3) {
		fmt.Printf("%s — %s\n", p.Text, p.Text[p.Bold[0][0]:p.Bold[0][1]])
	}
	// Output:
	// They ask the Taliban for a government of all. — Taliban
	// No country ends terrorism alone. — terrorism
}
