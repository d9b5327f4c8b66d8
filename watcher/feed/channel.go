package feed

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// xml reads what stands in the root of a feed or sitemap.
func (p *parser) xml() {
	for {
		t := p.s.next()
		switch t.kind {
		case end:
			p.conclude()
			return
		case shut:
			p.over = p.over || t.name == p.rootName
		case open:
			p.names.declare(t.attrs)
			p.child(t)
		}
	}
}

// child reads an element that is not in an entry. Behind the end of the root
// only entries count: some documents hold one feed after the other.
func (p *parser) child(t token) {
	name := p.names.name(t.name)
	switch {
	case p.unit(name):
		if p.more = p.full(); p.more {
			p.s.pos, p.over = len(p.s.doc), true
		} else if p.feed.Format == SitemapIndex {
			p.sitemap(t)
		} else {
			p.entry(t)
		}
	case p.over || name == "rdf:rdf" || name == "rss" || name == "feed":
	case name == "channel":
		p.channel(t)
	case name == "image" || name == "atom:image":
		p.head.readImage(p, p.capture(t))
	case name == "textinput" || name == "cloud" || name == "items" || name == "generator" || name == "contributor":
		p.capture(t) // their titles and links are not the feed's
	default:
		if p.hint(name, t) {
			return
		}
		p.head.take(p, name, t)
		if p.head.link != "" && p.feed.Format != Atom && !p.own {
			p.base = p.head.link // relative links of RSS mean the site, wherever the feed is kept
		}
	}
}

// unit tells the elements that a document is a list of.
func (p *parser) unit(name string) bool {
	switch name {
	case "item", "entry":
		return true
	case "url":
		return p.feed.Format == Sitemap
	case "sitemap":
		return p.feed.Format == SitemapIndex
	}
	return false
}

// channel reads the attributes of a <channel>.
func (p *parser) channel(t token) {
	p.rebase(t.attrs)
	p.head.base = p.base
	if about := attribute(t.attrs, "rdf:about"); about != "" {
		p.head.set(&p.head.ID, idField, 1, line(about))
	}
	p.head.cdf(p, t.attrs)
}

// hint reads the elements that say when and how the document changes. It is
// false for all others.
func (p *parser) hint(name string, t token) bool {
	f := p.feed
	switch name {
	case "ttl":
		f.Every = minutes(p.capture(t).text())
	case "sy:updateperiod":
		p.period = periods[lower(line(p.capture(t).text()))]
	case "sy:updatefrequency":
		p.times, _ = strconv.Atoi(line(p.capture(t).text()))
	case "skiphours":
		for _, s := range p.capture(t).all("hour") {
			if h, err := strconv.Atoi(line(s)); err == nil && 0 <= h && h <= 24 && !slices.Contains(f.SkipHours, h%24) {
				f.SkipHours = append(f.SkipHours, h%24)
			}
		}
	case "skipdays":
		for _, s := range p.capture(t).all("day") {
			for d := time.Sunday; d <= time.Saturday; d++ {
				if strings.EqualFold(line(s), d.String()) && !slices.Contains(f.SkipDays, d) {
					f.SkipDays = append(f.SkipDays, d)
				}
			}
		}
	default:
		return false
	}
	return true
}

// periods are the words of sy:updatePeriod (RSS 1.0, module syndication).
var periods = map[string]time.Duration{
	"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour,
	"monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
}

// minutes reads a ttl; what is none, or longer than a month, is no hint.
func minutes(s string) time.Duration {
	n, err := strconv.Atoi(line(s))
	if err != nil || n < 0 || n > 31*24*60 {
		return 0
	}
	return time.Duration(n) * time.Minute
}

// conclude makes what was read of the feed itself the feed's.
func (p *parser) conclude() {
	h, f := &p.head, p.feed
	h.settle()
	f.ID, f.Title, f.Summary = h.ID, h.Title, or(h.Summary, h.Content)
	f.Link = or(h.link, h.guid)
	f.Author, f.Email, f.Tags, f.Image = h.Author, h.Email, h.Tags, h.Image
	f.Published, f.Updated = h.published, h.updated
	f.Lang = or(h.Lang, f.Lang)
	if f.Every == 0 {
		f.Every = p.period / time.Duration(min(max(p.times, 1), 1000))
	}
	if p.feed.Format == SitemapIndex || p.feed.Format == Sitemap {
		f.Link = ""
	}
}
