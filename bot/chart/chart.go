package chart

import "time"

// The width of every chart in pixels, and the most that its height may be: it
// fills a phone's width and is seen whole, and is far within what sendPhoto
// takes (10 MB, width and height together 10,000).
const (
	Width     = 1280
	MaxHeight = 1560
)

// Most of what a chart shows; the rest of the topics is summed up, and the
// rest of the sources left out.
const (
	MaxDays    = 366
	MaxTopics  = 8
	MaxSources = 8
)

// A Chart is what one image tells. Its texts are plain and may come from
// anywhere: what would disturb the image is taken out, and what is too long
// is cut. Counts below zero count as zero, and those above a billion as that.
type Chart struct {
	// Lang is the reader's language, one of fa, prs, ps, ar, ur, ru and en,
	// and English if it is none of them. It decides direction, digits and
	// calendar.
	Lang string
	// Title stands above all, and Note, such as the days in words, below it.
	Title, Note string
	// Empty stands where there is nothing to draw.
	Empty string

	Days    Days
	Sources Sources
}

// Days are matches by day and topic.
type Days struct {
	Title string
	// First is any moment of the first day, in the reader's time zone, and
	// Len the number of days. Of more than MaxDays, the newest are shown.
	First time.Time
	Len   int
	// Topics come in any order; the chart puts the busiest first. Of more
	// than MaxTopics, the smallest become one, which is called Rest.
	Topics []Topic
	Rest   string
}

// A Topic has its matches by day, from the first day on; days that are
// missing at the end had none.
type Topic struct {
	Name    string
	Matches []int
}

// Sources are matches by source, in any order; the busiest are shown.
type Sources struct {
	Title string
	Rows  []Source
}

// A Source has its number of matches.
type Source struct {
	Name    string
	Matches int
}

// PNG draws the chart. The same chart gives the same image. It is safe for
// concurrent use.
func (c Chart) PNG() ([]byte, error) {
	p := newPage(c.Lang)
	at := p.heading(c)
	at = p.days(c.Days, c.Empty, at+24)
	at = p.sources(c.Sources, c.Empty, at+14)
	return p.canvas.encode(int(at) + margin)
}
