package message_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/go-text/typesetting/segmenter"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestSplitClosesIsolates holds that a value which is parted runs in its own
// direction in both parts, and disturbs nothing behind it.
func TestSplitClosesIsolates(t *testing.T) {
	for _, row := range []struct {
		name, markup string
		limit        int
		want         []string
	}{
		{"a value", "به \u2068one two three\u2069 نه", 12, []string{"به \u2068one two\u2069", "\u2068three\u2069 نه"}},
		{"one in a tag", "<b>\u2068one two\u2069</b> نه", 8, []string{"<b>\u2068one\u2069</b>", "<b>\u2068two\u2069</b> نه"}},
		{"a tag in one", "\u2067<i>یک دو</i>\u2069 x", 6, []string{"\u2067<i>یک</i>\u2069", "\u2067<i>دو</i>\u2069 x"}},
		{"one in one", "\u2068a \u2067ب پ\u2069 c\u2069", 8, []string{"\u2068a \u2067ب\u2069\u2069", "\u2068\u2067پ\u2069 c\u2069"}},
		{"the end of a line ends it", "\u2068one\ntwo", 6, []string{"\u2068one", "two"}},
		{"no mark stands alone", "ab \u2068cd\u2069 ef", 7, []string{"ab \u2068cd\u2069", "ef"}},
	} {
		if got := message.Split(row.markup, row.limit); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", row.want) {
			t.Errorf("%s: Split = %q, want %q", row.name, got, row.want)
		}
	}
}

// TestEveryPartBalances parts random text with values in it at every limit.
func TestEveryPartBalances(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	pieces := []string{"\u2068طالبان کابل\u2069", "\u2067<b>x y</b>\u2069", "<i>\u2068Herat \u2066۱۲\u2069 هرات\u2069</i>", " کلمه ", "\n", "\n\n", "<code>/mute x</code>", "👍🏽"}
	for range 300 {
		var whole strings.Builder
		for range 1 + r.IntN(40) {
			whole.WriteString(pieces[r.IntN(len(pieces))])
		}
		limit := 20 + r.IntN(60)
		for _, part := range message.Split(whole.String(), limit) {
			text, _, err := telegramtest.Parse(part)
			opened := strings.Count(text, "\u2066") + strings.Count(text, "\u2067") + strings.Count(text, "\u2068")
			if n := message.Units(part); err != nil || opened != strings.Count(text, "\u2069") || n > limit {
				t.Fatalf("a part of %d units, %d are allowed, opens %d isolates and closes %d, %v: %q\nof %q",
					n, limit, opened, strings.Count(text, "\u2069"), err, part, whole.String())
			}
		}
	}
}

// TestNoSignIsCut holds every border between parts against the graphemes of
// the text.
func TestNoSignIsCut(t *testing.T) {
	signs := []string{"🇦🇫", "🇮🇷", "👩🏽‍🚒", "👍🏿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "e\u0301\u0316", "سَّ", "می\u200cر", "각", "각", "न्दी", "กำ", "\u0600۱۲", "a", "ب", "😀", "&amp;\u0301", "<b>\u0628\u0650</b>\u0651"}
	r := rand.New(rand.NewPCG(13, 14))
	for range 400 {
		var b strings.Builder
		for range 1 + r.IntN(30) {
			b.WriteString(signs[r.IntN(len(signs))])
		}
		whole := message.Strip(b.String())
		borders := map[int]bool{}
		var seg segmenter.Segmenter
		seg.Init([]rune(whole))
		for i := seg.GraphemeIterator(); i.Next(); {
			borders[i.Grapheme().Offset] = true
		}
		at := 0
		for _, part := range message.Split(b.String(), 16) {
			if !borders[at] {
				t.Fatalf("%q is cut inside a sign at %d, before %q", whole, at, part)
			}
			at += len([]rune(message.Strip(part)))
		}
		if at != len([]rune(whole)) {
			t.Fatalf("%d characters of %d are left of %q", at, len([]rune(whole)), whole)
		}
	}
}

// TestNoEntityIsDropped parts what has more entities than Telegram keeps, or
// heavier ones than it takes.
func TestNoEntityIsDropped(t *testing.T) {
	long := strings.Repeat("%D9%86", 90)
	for name, line := range map[string]string{
		"links":           `<a href="https://a.example/%d">خبر</a>` + "\n",
		"long addresses":  `<a href="https://a.example/%d?` + long + `">خبر</a>` + "\n",
		"links in bold":   `<b>خبر <a href="https://a.example/%d">۱</a> نو</b> `,
		"without a blank": `<a href="https://a.example/%d">خ</a>`,
		"code in bold":    `<b>x<code>y</code><a href="https://a.example/%d">z</a></b>,`,
		"inside a quote":  `<blockquote>a <a href="https://a.example/%d">z</a></blockquote>`,
	} {
		var whole strings.Builder
		for i := range 200 {
			whole.WriteString(strings.ReplaceAll(line, "%d", fmt.Sprint(i)))
		}
		checkSplit(t, whole.String(), message.MaxUnits)
		links := map[string]bool{}
		for _, part := range message.Split(whole.String(), message.MaxUnits) {
			_, entities, err := telegramtest.Parse(part)
			weight := 0
			for _, e := range entities {
				links[e.URL] = true
				weight += 16 + len(e.URL)
			}
			if written := strings.Count(part, "<a "); err != nil || len(entities) > 100 || weight > 9_000 || written > len(entities) {
				t.Errorf("%s: a part has %d entities of %d bytes, %d links are written, %v", name, len(entities), weight, written, err)
			}
		}
		for i := range 200 {
			if url := fmt.Sprintf("https://a.example/%d", i); !links[url] && !links[url+"?"+long] {
				t.Errorf("%s: the link %s is lost", name, url)
			}
		}
	}
}
