package chart

import (
	"github.com/rasadnews/rasad/news/calendar"
)

const plotHeight = 480

// days draws matches by day, a bar a day in which the topics are stacked, below
// a legend, and returns where the days end.
//
// Time runs from left to right for every reader. That is how Persian, Arabic
// and Urdu readers meet it, in schoolbooks and at the exchange; mirrored, a
// rise would look like a fall. What is mirrored is the rest: the scale stands
// at the side where lines begin, for these readers beside the newest day.
func (p *page) days(d Days, empty string, top float32) (bottom float32) {
	d.Len = max(d.Len, 0)
	n := min(d.Len, MaxDays)
	all := strata(d, n)
	at := p.legend(all, p.section(d.Title, top)) + 40
	totals, highest := totals(all, n)
	height := float32(plotHeight)
	if highest == 0 {
		height /= 2
	}
	plot := box{margin, at, Width - margin, at + height}
	step, end := scale(max(highest, 1))
	plot = p.scale(plot, step, end, highest)
	p.ticks(plot, d, n)
	if highest == 0 {
		p.nothing(empty, plot)
	} else {
		p.bars(plot, all, totals, end)
	}
	p.canvas.fill(box{plot.left, plot.bottom - 1, plot.right, plot.bottom + 1}, 0, axis)
	return plot.bottom + 66
}

// totals sums up the topics by day.
func totals(all []stratum, days int) (totals []int, highest int) {
	totals = sum(all, "", days).matches
	for _, n := range totals {
		highest = max(highest, n)
	}
	return totals, highest
}

// scale draws the lines and numbers of the scale, and returns what it leaves
// of the plot.
func (p *page) scale(plot box, step, end, highest int) box {
	if highest == 0 {
		return plot
	}
	width := p.number(end, tickFace).width + 16
	if p.rtl() {
		plot.right -= width
	} else {
		plot.left += width
	}
	for n := 0; n <= end; n += step {
		y := plot.bottom - plot.height()*float32(n)/float32(end)
		p.canvas.fill(box{plot.left, y - 1, plot.right, y + 1}, 0, grid)
		l := p.number(n, tickFace)
		p.write(l, margin+width-16-l.width, y+tickFace.size/3, faint)
	}
	return plot
}

// ticks writes as many days below the plot as there is room for, the newest
// among them.
func (p *page) ticks(plot box, d Days, n int) {
	if n == 0 {
		return
	}
	labels := make([]line, n)
	var widest float32
	for i := range n {
		day := d.First.AddDate(0, 0, d.Len-n+i)
		labels[i] = p.say(calendar.DayMonth(day, p.lang), tickFace, plot.width()/2)
		widest = max(widest, labels[i].width)
	}
	slot := plot.width() / float32(n)
	moved := max((widest-slot)/2, 0) // the newest, to stay within the margin
	step := 1
	for _, step = range []int{1, 2, 3, 5, 7, 10, 14, 21, 30, 60, 90, 120} {
		if float32(step)*slot >= widest+moved+20 {
			break
		}
	}
	for i := n - 1; i >= 0; i -= step {
		middle := plot.left + (float32(i)+0.5)*slot
		x := min(middle-labels[i].width/2, Width-margin-labels[i].width)
		if x < margin {
			break // no room for the oldest
		}
		p.canvas.fill(box{middle - 1, plot.bottom, middle + 1, plot.bottom + 8}, 0, axis)
		p.canvas.text(labels[i], x, plot.bottom+44, faint)
	}
}

// bars draws the days, with their totals above them where all of these fit.
func (p *page) bars(plot box, all []stratum, totals []int, end int) {
	slot := plot.width() / float32(len(totals))
	width := min(slot*0.74, 132)
	labels, fit := make([]line, len(totals)), true
	for i, n := range totals {
		labels[i] = p.number(n, tickFace)
		fit = fit && labels[i].width+12 <= slot
	}
	for i, total := range totals {
		middle := plot.left + (float32(i)+0.5)*slot
		top := p.stack(box{middle - width/2, plot.top, middle + width/2, plot.bottom}, all, i, end)
		if fit && total > 0 {
			half := labels[i].width / 2
			p.canvas.fill(box{middle - half - 6, top - 38, middle + half + 6, top - 4}, 0, paper) // over the scale's lines
			p.canvas.text(labels[i], middle-half, top-10, ink)
		}
	}
}

// stack draws one day into a box that is as high as the scale, the busiest
// topic at the bottom, and returns where the bar ends.
func (p *page) stack(b box, all []stratum, day, end int) (top float32) {
	height, bottom := b.height(), b.bottom
	for _, s := range all {
		high := height * float32(s.matches[day]) / float32(end)
		if high == 0 {
			continue
		}
		part := box{b.left, bottom - high, b.right, bottom}
		if high > 6 && bottom < b.bottom {
			part.bottom -= 2 // a thread of paper parts the colours
		}
		p.canvas.fill(part, 3, s.ink)
		bottom -= high
	}
	return bottom
}
