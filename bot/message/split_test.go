package message_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegramtest"
)

func TestSplit(t *testing.T) {
	for _, row := range []struct {
		name, markup string
		limit        int
		want         []string
	}{
		{"fits", "<b>one</b>\n\ntwo", 100, []string{"<b>one</b>\n\ntwo"}},
		{"paragraphs", "first one\n\nsecond one\n\nthird", 22, []string{"first one\n\nsecond one", "third"}},
		{"lines", "first one\nsecond one", 12, []string{"first one", "second one"}},
		{"words", "a few words here", 11, []string{"a few words", "here"}},
		{"no border", "abcdefgh", 3, []string{"abc", "def", "gh"}},
		{"open tags", `<b>one <a href="https://x.example/?a&amp;b">two three</a></b>`, 8,
			[]string{`<b>one <a href="https://x.example/?a&amp;b">two</a></b>`, `<b><a href="https://x.example/?a&amp;b">three</a></b>`}},
		{"entities", "&amp;&lt;&gt;&quot;", 2, []string{"&amp;&lt;", "&gt;&quot;"}},
		{"surrogate pairs", "😀😀😀", 4, []string{"😀😀", "😀"}},
		{"marks stay", "ae\u0301\u0301b", 3, []string{"a", "e\u0301\u0301", "b"}},
		{"an expandable quote", "<blockquote expandable>one two\n\nthree</blockquote>", 8,
			[]string{"<blockquote expandable>one two</blockquote>", "<blockquote expandable>three</blockquote>"}},
		{"blank", " \n\n ", 5, nil},
		{"a paragraph that leaves the part nearly empty", "a\n\n" + strings.Repeat("word ", 10), 40,
			[]string{"a\n\n" + strings.TrimSpace(strings.Repeat("word ", 7)), "word word word"}},
	} {
		if got := message.Split(row.markup, row.limit); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", row.want) {
			t.Errorf("%s: Split = %q, want %q", row.name, got, row.want)
		}
	}
}

// markup writes hostile text with nested tags.
func markup(r *rand.Rand, depth int) string {
	var b strings.Builder
	for range 1 + r.IntN(6) {
		inner := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(hostile(r, 12))
		if depth > 0 {
			inner += markup(r, depth-1)
		}
		switch r.IntN(6) {
		case 0:
			b.WriteString("<b>" + inner + "</b>")
		case 1:
			b.WriteString(`<a href="https://a.example/?x=1&amp;y=2">` + inner + "</a>")
		case 2:
			b.WriteString("<i>" + inner + "</i> ")
		default:
			b.WriteString(inner + "\n\n")
		}
	}
	return b.String()
}

// signs are what of a text may not be lost.
func signs(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S) {
			return r
		}
		return -1
	}, text)
}

// TestSplitLosesNothing parts random markup: the strict parser takes each part,
// none is too long, and together they say all.
func TestSplitLosesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 400 {
		whole := markup(r, 2)
		limit := []int{20, 100, 1024, message.MaxUnits}[r.IntN(4)]
		checkSplit(t, whole, limit)
	}
}

func checkSplit(t *testing.T, whole string, limit int) {
	t.Helper()
	var all strings.Builder
	for _, part := range message.Split(whole, limit) {
		text, _, err := telegramtest.Parse(part)
		if err != nil {
			t.Fatalf("a part is refused: %v\n%q\nof %q", err, part, whole)
		}
		if n := message.Units(part); n > limit && n > 80 || len(part) > 32<<10 || strings.TrimSpace(text) == "" {
			t.Fatalf("a part of %d units, %d bytes: %q", n, len(part), part)
		}
		all.WriteString(message.Strip(part))
	}
	if got, want := signs(all.String()), signs(message.Strip(whole)); got != want {
		t.Fatalf("the parts say %q, want %q", got, want)
	}
}

// TestSplitPlain holds that no sign of a plain text is taken for markup.
func TestSplitPlain(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 200 {
		whole := strings.ToValidUTF8(hostile(r, 60), "")
		var all strings.Builder
		for _, part := range message.SplitPlain(whole, 100) {
			all.WriteString(part)
		}
		if got, want := signs(all.String()), signs(whole); got != want {
			t.Fatalf("the parts say %q, want %q", got, want)
		}
	}
}

func TestFlattenKeepsAddresses(t *testing.T) {
	got := message.Flatten(`<b>1 &lt; 2</b> <a href="https://x.example/?a=1&amp;b=2">read</a>`)
	if want := "1 < 2 read (https://x.example/?a=1&b=2)"; got != want {
		t.Errorf("Flatten = %q, want %q", got, want)
	}
}

func FuzzSplit(f *testing.F) {
	f.Add("<b>one</b> two", 5)
	f.Add("a &lt;b&gt;\n\n<i>c</i>", 3)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = 20 + abs(limit)%4000
		whole := "<b>" + strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(strings.ToValidUTF8(text, "?")) + "</b>"
		checkSplit(t, whole, limit)
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}
