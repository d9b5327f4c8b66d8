package chart

import (
	"cmp"
	"slices"
)

const (
	rowHeight = 47 // of a source
	barHeight = 26
)

// sources draws the busiest sources as bars, and returns where they end.
func (p *page) sources(s Sources, empty string, top float32) (bottom float32) {
	rows, at := busiest(s.Rows), p.section(s.Title, top)
	if len(rows) == 0 {
		p.nothing(empty, box{margin, at, Width - margin, at + 2*rowHeight})
		return at + 2*rowHeight
	}

	const widest = room * 0.42
	names, counts := make([]line, len(rows)), make([]line, len(rows))
	var nameWidth, countWidth float32
	for i, r := range rows {
		names[i] = p.name(r.Name, labelFace, widest)
		counts[i] = p.number(r.Matches, labelFace)
		if nameWidth = max(nameWidth, names[i].width); names[i].cut {
			nameWidth = widest
		}
		countWidth = max(countWidth, counts[i].width)
	}
	start := margin + nameWidth + 24
	length := Width - margin - countWidth - 18 - start
	for i, r := range rows {
		middle := at + rowHeight/2
		share := float32(float64(r.Matches) / float64(rows[0].Matches))
		end := start + max(length*share, 4)
		p.write(names[i], margin, middle+labelFace.size/3, ink)
		p.fill(box{start, middle - barHeight/2, start + length, middle + barHeight/2}, 6, track)
		p.fill(box{start, middle - barHeight/2, end, middle + barHeight/2}, 6, accent)
		p.write(counts[i], Width-margin-counts[i].width, middle+labelFace.size/3, ink)
		at += rowHeight
	}
	return at
}

// busiest returns the sources to show: those with the most matches, in the
// order given where these are equal.
func busiest(all []Source) []Source {
	var rows []Source
	for _, s := range all {
		if s.Matches = count(s.Matches); s.Matches > 0 {
			rows = append(rows, s)
		}
	}
	slices.SortStableFunc(rows, func(a, b Source) int { return cmp.Compare(b.Matches, a.Matches) })
	return rows[:min(len(rows), MaxSources)]
}
