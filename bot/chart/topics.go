package chart

import (
	"cmp"
	"image/color"
	"slices"
)

// A stratum is a topic as it is drawn: one colour in every day's bar.
type stratum struct {
	name    string
	matches []int // by day, as many as there are days
	total   int
	ink     color.RGBA
}

// strata returns what is drawn of the topics over the newest of their days,
// the busiest first, without those that had no match.
func strata(d Days, days int) []stratum {
	var all []stratum
	for _, t := range d.Topics {
		s := stratum{name: t.Name, matches: make([]int, days)}
		for i := range min(len(t.Matches)-(d.Len-days), days) {
			s.matches[i] = count(t.Matches[d.Len-days+i])
			s.total += s.matches[i]
		}
		if s.total > 0 {
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(a, b stratum) int { return cmp.Compare(b.total, a.total) })
	if len(all) > MaxTopics {
		all = append(all[:MaxTopics-1], sum(all[MaxTopics-1:], d.Rest, days))
		all[MaxTopics-1].ink = rest
	}
	for i := range all {
		if all[i].ink == (color.RGBA{}) {
			all[i].ink = palette[i]
		}
	}
	return all
}

// sum makes one stratum of many.
func sum(many []stratum, name string, days int) stratum {
	one := stratum{name: name, matches: make([]int, days)}
	for _, s := range many {
		for i, n := range s.matches {
			one.matches[i] += n
		}
		one.total += s.total
	}
	return one
}

const legendRow = 50 // the height of a row of the legend

// legend names the colours in columns, with the matches of each, and returns
// where it ends.
func (p *page) legend(all []stratum, top float32) (bottom float32) {
	const swatch, gap = 28, 14
	names, counts := make([]line, len(all)), make([]line, len(all))
	var widest float32
	for i, s := range all {
		counts[i] = p.number(s.total, labelFace)
		names[i] = p.name(s.name, labelFace, room/2-swatch-3*gap-counts[i].width-40)
		widest = max(widest, swatch+2*gap+names[i].width+counts[i].width)
	}
	columns := min(int((room+40)/(widest+40)), 4)
	rows := (len(all) + columns - 1) / columns
	columns = (len(all) + rows - 1) / max(rows, 1) // as even as they can be
	for i := range all {
		x := margin + float32(i%columns)*(room+40)/float32(columns)
		y := top + float32(i/columns*legendRow)
		p.fill(box{x, y + 11, x + swatch, y + 11 + swatch}, 6, all[i].ink)
		p.write(names[i], x+swatch+gap, y+25+labelFace.size/3, ink)
		p.write(counts[i], x+swatch+2*gap+names[i].width, y+25+labelFace.size/3, faint)
	}
	return top + float32(rows*legendRow)
}
