package chart_test

import (
	"cmp"
	"image/color"
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/rasadnews/rasad/bot/chart"
)

// vision is how linear light reaches an eye without one kind of its cones:
// Machado, Oliveira and Fernandes, "A Physiologically-based Model for
// Simulation of Color Vision Deficiency" (2009), at its full severity.
var vision = map[string][3][3]float64{
	"full": {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protan": {
		{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998},
	},
	"deutan": {
		{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881},
	},
	"tritan": {
		{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900},
	},
}

// TestColoursAreToldApart sees a chart of eight topics, and one of more, with
// four kinds of eyes, and finds each two colours at a distance that is seen at
// a glance: twelve in CIELAB, where two and a half is just noticeable.
func TestColoursAreToldApart(t *testing.T) {
	for _, topics := range []int{chart.MaxTopics, chart.MaxTopics + 4} {
		inks := colours(t, topics)
		for eye, m := range vision {
			for i, a := range inks {
				for _, b := range inks[:i] {
					if d := distance(see(a, m), see(b, m)); d < 12 {
						t.Errorf("%d topics, %s vision: %v and %v are %.1f apart", topics, eye, a, b, d)
					}
				}
			}
		}
	}
}

// colours returns the topics' colours: the first is what a chart of one topic
// shows most of on its white paper, the others what one of many shows most of
// besides.
func colours(t *testing.T, topics int) []color.RGBA {
	t.Helper()
	one, many := pixels(t, 1), pixels(t, topics)
	maps.DeleteFunc(many, func(c color.RGBA, _ int) bool { return one[c] > 1000 }) // all but edges
	delete(one, color.RGBA{0xff, 0xff, 0xff, 0xff})
	return append(most(one, 1), most(many, chart.MaxTopics-1)...)
}

// most returns the n colours with the most pixels.
func most(pixels map[color.RGBA]int, n int) []color.RGBA {
	return slices.SortedFunc(maps.Keys(pixels), func(a, b color.RGBA) int {
		return cmp.Compare(pixels[b], pixels[a])
	})[:n]
}

// pixels counts the pixels by colour of a chart of one day and many topics.
func pixels(t *testing.T, topics int) map[color.RGBA]int {
	t.Helper()
	c := sample("en", 1, 0, 0)
	for range topics {
		c.Days.Topics = append(c.Days.Topics, chart.Topic{Name: "x", Matches: []int{10}})
	}
	img, pixels := decode(t, draw(t, c)), map[color.RGBA]int{}
	for _, i := range img.Pix {
		pixels[img.Palette[i].(color.RGBA)]++
	}
	return pixels
}

// see returns a colour in CIELAB as an eye sees it.
func see(c color.RGBA, m [3][3]float64) [3]float64 {
	light := apply(m, [3]float64{linear(c.R), linear(c.G), linear(c.B)})
	xyz := apply([3][3]float64{
		{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505},
	}, light)
	x, y, z := lightness(xyz[0]/0.9505), lightness(xyz[1]), lightness(xyz[2]/1.089)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func linear(v uint8) float64 {
	if f := float64(v) / 255; f > 0.04045 {
		return math.Pow((f+0.055)/1.055, 2.4)
	} else {
		return f / 12.92
	}
}

func lightness(f float64) float64 {
	if f > 0.008856 {
		return math.Cbrt(f)
	}
	return 7.787*f + 16.0/116
}

func apply(m [3][3]float64, v [3]float64) (out [3]float64) {
	for i, row := range m {
		out[i] = row[0]*v[0] + row[1]*v[1] + row[2]*v[2]
	}
	return out
}

func distance(a, b [3]float64) float64 {
	return math.Sqrt((a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1]) + (a[2]-b[2])*(a[2]-b[2]))
}
