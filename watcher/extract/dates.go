package extract

import (
	"regexp"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/calendar"
)

// fillDates sets when the article was published and changed. The rules of the
// site go first. Then what the page says for machines goes before what it
// shows: JSON-LD, meta elements, time elements, and last the lines that are
// marked or worded as a date. Only then are words heard such as "2 hours ago".
// A page that says nothing sure leaves them zero: the item's own date is better
// than one that is of something else.
func (p *page) fillDates(a *news.Article, at place) {
	local := p.localTime(a.Lang)
	published, modified := p.chosenDates("published"), p.chosenDates("modified")
	for _, ld := range p.head.ld {
		published, modified = append(published, ld.published), append(modified, ld.modified)
	}
	for _, name := range publishedNames {
		published = append(published, p.head.meta[name])
	}
	for _, name := range modifiedNames {
		modified = append(modified, p.head.meta[name])
	}
	a.Published = firstDate(published, local, func(t time.Time) bool { return p.plausible(t) && !invented(t) })
	a.Modified = firstDate(modified, local, p.plausible)
	shown, likely := p.shownDates(at)
	if a.Published.IsZero() {
		a.Published = firstDate(append(append(shown, likely...), pathDate(p.base.Path)), local, p.plausible)
	}
	if a.Modified.IsZero() {
		a.Modified = firstDate(p.lineDates(modifiedLine), local, p.plausible)
	}
	if a.Published.IsZero() && !p.fetched.IsZero() {
		a.Published = firstDate(append(p.chosenDates("published"), shown...), p.fetched.In(local.Location()), p.plausible)
	}
	if !a.Modified.IsZero() && a.Modified.Before(a.Published) {
		a.Modified = time.Time{}
	}
}

// firstDate reads the first of the texts that is a date as wanted.
func firstDate(texts []string, now time.Time, want func(time.Time) bool) time.Time {
	for _, s := range texts {
		if t, ok := calendar.Parse(s, now); ok && want(t) {
			return t
		}
	}
	return time.Time{}
}

// chosenDates are the texts that the rules of the site take for a date.
func (p *page) chosenDates(part string) []string {
	var texts []string
	for _, n := range p.chosen[part] {
		texts = append(texts, said(n), textOf(n))
	}
	return texts
}

// publishedNames and modifiedNames are the meta elements that hold a date.
var (
	publishedNames = []string{
		"article:published_time", "og:article:published_time", "datepublished", "og:published_time", "publishdate", "pubdate",
		"publish-date", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date.created",
		"dcterms.date", "dc.date", "date", "article.published", "publication_date", "cxenseparse:recs:publishtime",
		"article_date_original", "displaydate", "ptime", "originalpublicationdate",
	}
	modifiedNames = []string{"article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "last-modified", "lastmod", "revised"}
)

// plausible tells whether an article of the web can be of that time. A page's
// clock may run a day ahead of ours.
func (p *page) plausible(t time.Time) bool {
	if !p.fetched.IsZero() && t.After(p.fetched.AddDate(0, 0, 2)) {
		return false
	}
	return t.Year() >= 1994 && t.Year() < 2100
}

// invented tells whether a time is what software gives that knows a year alone.
func invented(t time.Time) bool {
	return t.Month() == time.January && t.Day() == 1 && t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0
}

// localTime is a clock in the zone where times are meant that name none: that of
// the outlet or, if it is not known, of a language.
func (p *page) localTime(lang string) time.Time {
	zone := time.UTC
	switch {
	case p.zone != nil:
		zone = p.zone
	case lang == "fa":
		zone = calendar.Tehran()
	case lang == "prs" || lang == "ps":
		zone = calendar.Kabul()
	}
	return longAgo(zone)
}

// longAgo is a clock that lies long before any page, so that nothing relative to
// it is taken for a date.
func longAgo(zone *time.Location) time.Time { return time.Date(1970, 1, 2, 0, 0, 0, 0, zone) }

// datePath is a date among the parts of an address.
var datePath = regexp.MustCompile(`/(20\d\d|1[34]\d\d)/(\d\d?)/(\d\d?)(?:/|$)`)

// pathDate returns the date that an address has as its folders, or "".
func pathDate(path string) string {
	if m := datePath.FindStringSubmatch(path); m != nil {
		return m[1] + "-" + m[2] + "-" + m[3]
	}
	return ""
}
