package chart_test

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot/chart"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// TestGolden draws charts in every language, of one day and of ninety, of no
// topic and of twelve. Whoever changes a golden looks at it.
func TestGolden(t *testing.T) {
	for name, c := range map[string]chart.Chart{
		"fa-7-days":             sample("fa", 7, 7, 8),
		"fa-90-days-12-topics":  sample("fa", 90, 12, 9),
		"fa-1-day-1-topic":      sample("fa", 1, 1, 1),
		"fa-empty":              sample("fa", 7, 0, 0),
		"prs-1-day":             sample("prs", 1, 1, 1),
		"ps-7-days":             sample("ps", 7, 4, 5),
		"ar-30-days":            sample("ar", 30, 4, 4),
		"ur-7-days":             sample("ur", 7, 4, 5),
		"ru-30-days":            sample("ru", 30, 5, 5),
		"en-7-days-12-topics":   sample("en", 7, 12, 9),
		"en-90-days":            sample("en", 90, 4, 8),
		"en-empty":              sample("en", 30, 0, 0),
		"fa-hostile-everywhere": hostileEverywhere(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := draw(t, c)
			file := filepath.Join("testdata", name+".png")
			if *update {
				if err := os.WriteFile(file, data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			golden, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got, want := decode(t, data), decode(t, golden)
			if got.Rect != want.Rect {
				t.Fatalf("the image is %v, that of %s %v", got.Rect, file, want.Rect)
			}
			const letter = 60 // pixels at least
			if n := differing(got, want); n > letter {
				t.Errorf("%d pixels differ from %s; look at both, then run with -update", n, file)
			}
		})
	}
}

// hostileEverywhere is a chart whose every name is one of the hostile texts.
func hostileEverywhere() chart.Chart {
	c := sample("fa", 7, 8, 8)
	c.Title, c.Note, c.Days.Title = hostile["overlong Persian"], hostile["mixed controls"], hostile["marks"]
	i := 0
	for _, name := range []string{"overrides", "emoji", "marks", "no glyphs", "joiners", "overlong Latin", "lines", "empty"} {
		c.Days.Topics[i].Name, c.Sources.Rows[i].Name = hostile[name], hostile[name]
		i++
	}
	return c
}

func draw(t testing.TB, c chart.Chart) []byte {
	t.Helper()
	data, err := c.PNG()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func decode(t testing.TB, data []byte) *image.Paletted {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	few, ok := img.(*image.Paletted)
	if !ok || few.Rect.Dx() != chart.Width || few.Rect.Dy() > chart.MaxHeight || few.Rect.Dy() < chart.Width/2 {
		t.Fatalf("the image is a %T of %v, want one with a palette, %d by at most %d", img, img.Bounds(), chart.Width, chart.MaxHeight)
	}
	return few
}

// differing counts the pixels that differ for the eye: processors round the
// edges of shapes differently.
func differing(a, b *image.Paletted) (n int) {
	for range differences(a, b) {
		n++
	}
	return n
}

// changed returns the area in which two images differ.
func changed(a, b *image.Paletted) (area image.Rectangle) {
	for p := range differences(a, b) {
		area = area.Union(image.Rectangle{p, p.Add(image.Pt(1, 1))})
	}
	return area
}

func differences(a, b *image.Paletted) iter.Seq[image.Point] {
	return func(yield func(image.Point) bool) {
		var table [256][256]bool // is a's colour distant from b's?
		for i, c := range a.Palette {
			for j, d := range b.Palette {
				table[i][j] = distant(c, d)
			}
		}
		for i := range a.Pix {
			if table[a.Pix[i]][b.Pix[i]] && !yield(image.Pt(i%a.Stride, i/a.Stride)) {
				return
			}
		}
	}
}

func distant(a, b color.Color) bool {
	const visible = 40
	c, d := a.(color.RGBA), b.(color.RGBA)
	return c != d && (max(c.R, d.R)-min(c.R, d.R) > visible ||
		max(c.G, d.G)-min(c.G, d.G) > visible || max(c.B, d.B)-min(c.B, d.B) > visible)
}

// hostile are texts that try to break out of their place.
var hostile = map[string]string{
	"empty":            "",
	"blank":            " \u00a0\u2003\n",
	"overrides":        "\u202eاخبار\u202d BBC \u2067news\u2066 روز\u202c",
	"mixed controls":   "\x00\x1b[31mقرمز\u200f \ufeffred\u2069\u2069\u2069\u061c",
	"marks":            "خ" + strings.Repeat("\u064b\u0651\u0652\u0654\u0670", 200) + "بر Z" + strings.Repeat("\u0300\u0316\u20dd", 400),
	"only marks":       strings.Repeat("\u0651", 500),
	"joiners":          strings.Repeat("می\u200c\u200d\u200c", 300),
	"emoji":            "🔥 خبر 👩🏽‍🚒🇮🇷 فوری 1️⃣",
	"only emoji":       "🔥👩🏽‍🚒🇮🇷",
	"no glyphs":        "新华社 हिन्दी",
	"overlong Persian": strings.Repeat("خبرگزاری", 1250),
	"overlong Latin":   strings.Repeat("W", 10_000),
	"overlong blanks":  "x" + strings.Repeat(" ", 10_000) + "x",
	"lines":            "یک\nدو\r\nسه\tچهار",
	"invalid bytes":    "\xff\xfe\x80خبر\xc3",
	"wide ligature":    strings.Repeat("\ufdfd", 40),
	"separator alone":  "BBC خبر٬x",
	"sign alone":       "BBC خبر\u06ddx",
	"tatweel":          "خبـ" + strings.Repeat("ـ", 2000) + "ـر",
	"non-characters":   "\uffff\U0010ffff\ufdd0\U000e0001",
	"brackets":         strings.Repeat("([{<«", 100) + "الف" + strings.Repeat("»>}])", 100),
}
