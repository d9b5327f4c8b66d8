package extract

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/calendar"
)

// fillDates sets when the article was published and changed. The rules of the
// site go first. Then what the page says for machines goes before what it
// shows: JSON-LD, meta elements, time elements, and last the lines that are
// marked or worded as a date. Only then are words heard such as "2 hours ago".
// A page that says nothing sure leaves them zero.
func (p *page) fillDates(a *news.Article) {
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
	a.Published, a.Modified = firstDate(published, local), firstDate(modified, local)
	shown, likely := p.shownDates()
	if a.Published.IsZero() {
		a.Published = firstDate(append(append(shown, likely...), pathDate(p.base.Path)), local)
	}
	if a.Modified.IsZero() {
		a.Modified = firstDate(p.lineDates(modifiedLine), local)
	}
	if a.Published.IsZero() && !p.fetched.IsZero() {
		a.Published = firstDate(append(p.chosenDates("published"), shown...), p.fetched.In(local.Location()))
	}
	if !a.Modified.IsZero() && a.Modified.Before(a.Published) {
		a.Modified = time.Time{}
	}
}

// firstDate reads the first of the texts that is a date of an article.
func firstDate(texts []string, now time.Time) time.Time {
	for _, s := range texts {
		if t, ok := calendar.Parse(s, now); ok && plausible(t) {
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
func plausible(t time.Time) bool {
	return t.Year() >= 1994 && t.Year() < 2100
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

// shownDates are the texts on the page that may say when it was published:
// time elements that say so, those near the headline, and, less sure, short
// lines that are named as dates.
func (p *page) shownDates() (shown, lines []string) {
	var sure, likely []string
	for _, n := range find(p.doc, 2000, func(n *html.Node) bool { return n.Data == "time" || attr(n, "itemprop") == "datePublished" }) {
		s := attr(n, "datetime")
		if s == "" {
			s = attr(n, "content")
		}
		if s == "" {
			s = textOf(n)
		}
		switch {
		case p.inFurniture(n):
		case attr(n, "itemprop") == "datePublished" || hasAttr(n, "pubdate") || strings.Contains(attr(n, "class"), "publish"):
			sure = append(sure, s)
		case attr(n, "itemprop") != "dateModified" && !strings.Contains(attr(n, "class"), "updated"):
			likely = append(likely, s)
		}
	}
	before, behind := p.datedElements()
	for _, n := range append(behind, before...) {
		if s := textOf(n); len(s) < 200 && !p.inFurniture(n) && !changedFirst(s) {
			lines = append(lines, s)
		}
	}
	if worded := p.lineDates(dateLine); len(worded) > 0 {
		sure = append(sure, worded[0])
	}
	return append(append(sure, likely...), p.nearHeadline()...), lines
}

// datedElements are the elements that are named as dates, before the headline
// and behind it, where an article's own stands as a rule.
func (p *page) datedElements() (before, behind []*html.Node) {
	var headline *html.Node
	if p.titled >= 0 {
		headline = p.boxes[p.blocks[p.titled].box].node
	}
	dated, passed := &before, false
	for _, n := range find(p.doc, 4000, func(n *html.Node) bool { return n == headline || datedName(n) }) {
		if passed = passed || n == headline; passed {
			dated = &behind
		}
		if n != headline {
			*dated = append(*dated, n)
		}
	}
	return before, behind
}

// lineDates are what short lines of the page say behind the words of a pattern.
func (p *page) lineDates(worded *regexp.Regexp) []string {
	var texts []string
	for _, b := range p.blocks[:min(len(p.blocks), manyBlocks)] {
		if b.chars > 250 {
			continue
		}
		if m := worded.FindStringSubmatch(b.text); m != nil {
			texts = append(texts, m[1])
		}
	}
	return texts
}

// nearHeadline are the short lines around the headline: those behind it, the
// nearest first, then those before it. The clock of the site's masthead is no
// date of the article.
func (p *page) nearHeadline() []string {
	var lines []string
	note := func(i int) {
		if i < 0 || i >= len(p.blocks) {
			return
		}
		b := p.blocks[i]
		if b.chars < 100 && !isHeading(b.tag) && !teaser(b) && !masthead.MatchString(b.text) && !changedFirst(b.text) {
			lines = append(lines, b.text)
		}
	}
	if p.titled < 0 {
		return nil
	}
	for i, text := 1, 0; i <= near && p.titled+i < len(p.blocks) && text < 2; i++ {
		note(p.titled + i)
		if strong(&p.blocks[p.titled+i]) {
			text++ // behind the lead and the first paragraph it is too late
		}
	}
	for i := 1; i <= near; i++ {
		note(p.titled - i)
	}
	return lines
}

// changedFirst tells whether the first date of a line is that of a change.
func changedFirst(s string) bool {
	at := modifiedLine.FindStringIndex(s)
	if at == nil {
		return false
	}
	other := dateLine.FindStringIndex(s)
	return other == nil || at[0] < other[0]
}

// masthead begins a line that gives today's date.
var masthead = regexp.MustCompile(`(?i)^[^\p{L}\p{N}]*(?:امروز|نن|today|اليوم|сегодня|آج)(?:[^\p{L}\p{N}]|$)`)

// near is how many blocks from the headline a line that is a date is taken
// for the article's.
const near = 8

// datePath is a date among the parts of an address.
var datePath = regexp.MustCompile(`/(20\d\d|1[34]\d\d)/(\d\d?)/(\d\d?)(?:/|$)`)

// pathDate returns the date that an address has as its folders, or "".
func pathDate(path string) string {
	if m := datePath.FindStringSubmatch(path); m != nil {
		return m[1] + "-" + m[2] + "-" + m[3]
	}
	return ""
}

// dateLine is a line that says that a date of publishing follows.
var dateLine = regexp.MustCompile(`(?i)(?:تاریخ\s*(?:انتشار|خبر|درج|ثبت)|زمان\s*انتشار|منتشر\s*شده|` +
	`تاريخ\s*(?:النشر|انتشار|خبر)|نشر\s*(?:في|بتاريخ)|` +
	`خپرېدو\s*نېټه|شائع\s*شدہ|published(?:\s*on)?|posted(?:\s*on)?|опубликовано|дата\s*публикации)\s*[:：]?\s*(.{6,80})`)

// modifiedLine is a line that says that a date of the last change follows.
var modifiedLine = regexp.MustCompile(`(?i)(?:(?:آخرین|تاریخ)?\s*(?:به[\s\x{200C}]*روز[\s\x{200C}]*رسانی|ویرایش)` +
	`(?:\s*(?:خبر|شده|در))?|آخر\s*تحديث|تم\s*التحديث|` +
	`وروستی\s*تغییر|آخری\s*اپ\s*ڈیٹ|(?:last\s*)?(?:updated|modified)(?:\s*on)?|обновлено|изменено)\s*[:：]?\s*(.{6,80})`)

// datedName tells whether an element is named as one that shows a date.
func datedName(n *html.Node) bool {
	for _, name := range append(strings.Fields(attr(n, "class")), attr(n, "id")) {
		words := nameWords(name)
		if slices.Contains(words, "today") || slices.Contains(words, "now") {
			return false
		}
		for _, w := range words {
			switch w {
			case "date", "time", "datetime", "timestamp", "pubdate", "published", "publishdate", "tarikh", "newsdate", "pdate":
				return true
			}
		}
	}
	return false
}
