package chart_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/chart"
)

// TestOneChartOneImage draws a chart many times at once.
func TestOneChartOneImage(t *testing.T) {
	want := draw(t, sample("fa", 30, 9, 8))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if !bytes.Equal(draw(t, sample("fa", 30, 9, 8)), want) {
				t.Error("the same chart gave another image")
			}
		})
	}
	all.Wait()
}

// TestHostileTextsStayInTheirPlace puts texts in the place of a name, and
// finds the rest of the image as it was.
func TestHostileTextsStayInTheirPlace(t *testing.T) {
	plain := sample("fa", 7, 3, 5)
	plain.Sources.Rows[1].Name = strings.Repeat("الف", 100) // the widest there is
	before := decode(t, draw(t, plain))
	for name, text := range hostile {
		c := plain
		c.Sources.Rows = slices.Clone(plain.Sources.Rows)
		c.Sources.Rows[2].Name = text
		area := changed(before, decode(t, draw(t, c)))
		if area.Empty() {
			t.Errorf("%s: nothing was drawn", name)
		}
		if area.Dy() > 66 || area.Dx() > chart.Width/2 {
			t.Errorf("%s: the name changed the image in %v", name, area)
		}
	}
}

// everywhere is a chart with one text in each of its places.
func everywhere(lang, text string) chart.Chart {
	return chart.Chart{
		Lang: lang, Title: text, Note: text, Empty: text,
		Days: chart.Days{
			Title: text, Rest: text, Len: 3,
			Topics: []chart.Topic{{Name: text, Matches: []int{3, 0, 2}}, {Name: text, Matches: []int{1, 1, 1}}},
		},
		Sources: chart.Sources{Title: text, Rows: []chart.Source{{Name: text, Matches: 5}, {Name: text, Matches: 3}}},
	}
}

// checkMargins finds nothing drawn in a chart's margins.
func checkMargins(t *testing.T, name string, c chart.Chart) {
	t.Helper()
	img := decode(t, draw(t, c))
	inner := img.Rect.Inset(12)
	for p := range differences(img, image.NewPaletted(img.Rect, color.Palette{color.RGBA{0xff, 0xff, 0xff, 0xff}})) {
		if !p.In(inner) {
			t.Fatalf("%s: something is drawn in the margin at %v", name, p)
		}
	}
}

// TestHostileNumbers draws what no store should ever say.
func TestHostileNumbers(t *testing.T) {
	counts := []int{math.MaxInt, math.MinInt, -1, 0, 1, math.MaxInt}
	moments := []time.Time{{}, time.Unix(1<<40, 0), time.Unix(-1<<40, 0)}
	for i, days := range []int{math.MinInt, -1, 0, 1, 5, 366, 367, 5000, math.MaxInt32, math.MaxInt} {
		c := sample([]string{"prs", "ru"}[i%2], 7, 0, 0)
		c.Days.First, c.Days.Len = moments[i%3], days
		c.Days.Topics = []chart.Topic{{Name: "a", Matches: counts}, {Name: "b"}, {Name: "c", Matches: counts[:2]}}
		for i, n := range counts {
			c.Sources.Rows = append(c.Sources.Rows, chart.Source{Name: fmt.Sprint(i), Matches: n})
		}
		checkMargins(t, fmt.Sprintf("%s, %d days from %v", c.Lang, days, c.Days.First), c)
	}
}

// TestCutBetweenGraphemes finds an overlong name drawn as a whole number of
// its letters, marks and all, and an ellipsis.
func TestCutBetweenGraphemes(t *testing.T) {
	for lang, letter := range map[string]string{"fa": "سَّ", "en": "m\u0303\u0316"} {
		fitting := 12 // letters that fit without an ellipsis
		overlong := draw(t, named(strings.Repeat(letter, 200)))
		for !bytes.Equal(draw(t, named(strings.Repeat(letter, fitting+1))), overlong) {
			fitting++
		}
		// The ellipsis is narrower than a letter, so that it fits in its place.
		if !bytes.Equal(draw(t, named(strings.Repeat(letter, fitting-1)+"…")), overlong) {
			t.Errorf("%s: the overlong name is not drawn as %d letters and an ellipsis", lang, fitting-1)
		}
	}
}

// TestSpellingsDrawnAlike compares texts that a reader sees as one, and such
// that a reader tells apart.
func TestSpellingsDrawnAlike(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		alike bool
	}{
		{"روزنامهٔ شرق", "روزنامه\u0654 شرق", true},
		{"خبر\u202e", "خبر", true},
		{"  خبر \n روز ", "خبر روز", true},
		{"خبر 🔥", "خبر", true},
		{"", "—", true},
		{"می\u200cرود", "میرود", false},
		{"سلام", "س\u200cل\u200cا\u200cم", false},
		{"ایرانی", "ايراني", false},
		{"(خبر)", ")خبر(", false},
	} {
		if got := bytes.Equal(draw(t, named(c.a)), draw(t, named(c.b))); got != c.alike {
			t.Errorf("%q and %q are drawn alike: %v, want %v", c.a, c.b, got, c.alike)
		}
	}
}

// named is a Persian chart of a source with a name, and of one whose name
// takes all the room there is.
func named(name string) chart.Chart {
	overlong := chart.Source{Name: strings.Repeat("x", 400), Matches: 1}
	return chart.Chart{Lang: "fa", Sources: chart.Sources{Rows: []chart.Source{{Name: name, Matches: 1}, overlong}}}
}

// TestLinesBeginAtTheReadersSide finds the title on the right for languages
// written from there, and on the left for the others.
func TestLinesBeginAtTheReadersSide(t *testing.T) {
	for lang, right := range map[string]bool{
		"fa": true, "ur": true, "ru": false, "": false,
	} {
		without := decode(t, draw(t, chart.Chart{Lang: lang}))
		area := changed(without, decode(t, draw(t, chart.Chart{Lang: lang, Days: chart.Days{Title: "رصد rasad"}})))
		if got := area.Min.X > chart.Width/2; got != right {
			t.Errorf("%q: the title stands at %v, on the right: %v, want %v", lang, area, got, right)
		}
	}
}

// FuzzNames puts any text wherever there is one, and finds the margins white.
func FuzzNames(f *testing.F) {
	for name, text := range hostile {
		f.Add([]string{"fa", "en"}[len(name)%2], text, 3, 7)
	}
	f.Fuzz(func(t *testing.T, lang, text string, matches, days int) {
		c := everywhere(lang, text)
		c.Days.Len, c.Days.Topics[0].Matches[0], c.Sources.Rows[0].Matches = days, matches, matches
		checkMargins(t, text, c)
	})
}

// BenchmarkPNG draws the fullest charts. A reader of /stats is asked to wait
// half a second at most for all of it; a fifth of that is the chart's.
func BenchmarkPNG(b *testing.B) {
	for _, lang := range []string{"fa", "en"} {
		for _, days := range []int{7, 30, 90, chart.MaxDays} {
			c := sample(lang, days, 12, 9)
			b.Run(fmt.Sprintf("%s-%d-days", lang, days), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					draw(b, c)
				}
			})
		}
	}
}
