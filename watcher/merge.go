package watcher

import (
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/fetch"
)

// slack is how far in the future a date may lie and still be one: clocks are
// off. What lies farther ahead, and what was before there was a web, is no
// date: when an item was first seen stands for it.
const slack = 10 * time.Minute

func dated(at, found time.Time) bool { return at.Year() >= 1990 && !at.After(found.Add(slack)) }

// merged returns the article of a page with what its item and source know
// beyond it.
func (b *beat) merged(a news.Article, it news.Item, pageURL string) news.Article {
	a.Source, a.FoundAt = b.source.ID, it.FoundAt
	a.URL = canonical(it.URL)
	if u := canonical(pageURL); specific(u, u, b.source.URL) {
		a.URL = u
	}
	if a.Canonical = canonical(a.Canonical); !specific(a.Canonical, a.URL, b.source.URL) {
		a.Canonical = ""
	}
	if a.Title == "" {
		a.Title = it.Title
	}
	if a.Lead == "" && !repeats(a.Body, it.Summary) && !repeats(a.Title, it.Summary) {
		a.Lead = it.Summary
	}
	if a.Author == "" {
		a.Author = it.Author
	}
	if !dated(a.Published, it.FoundAt) { // a zone that was guessed may put it into the future
		a.Published = it.Published
	}
	if len(a.Tags) == 0 {
		a.Tags = it.Tags
	}
	if a.Image == "" {
		a.Image = it.Image
	}
	return b.settled(a)
}

// ownArticle returns the article that an item makes by itself.
func (b *beat) ownArticle(it news.Item) news.Article {
	a := news.Article{
		Source: b.source.ID, URL: addressOf(it), Title: it.Title, Lead: it.Summary, Body: it.Content,
		Author: it.Author, Published: it.Published, FoundAt: it.FoundAt, Tags: it.Tags, Image: it.Image,
	}
	if a.Body == "" {
		a.Lead, a.Body = "", it.Summary
	}
	if repeats(a.Body, a.Lead) {
		a.Lead = ""
	}
	return b.settled(a)
}

// addressOf returns the address of an item's own article. One that was made
// for it is kept as it is.
func addressOf(it news.Item) string {
	if strings.Contains(it.URL, wordsMark) {
		return it.URL
	}
	return canonical(it.URL)
}

// repeats tells whether body says again how the summary begins. Summaries are
// often the body's first words, cut off somewhere.
func repeats(body, summary string) bool {
	return strings.Contains(body, clip(strings.TrimRight(summary, " .…[]"), 120))
}

// settled fills in the language and takes out dates that can't be.
func (b *beat) settled(a news.Article) news.Article {
	switch { // between Persian and Dari the source knows best
	case a.Lang == "", b.source.Lang == "prs" && a.Lang == "fa", b.source.Lang == "fa" && a.Lang == "prs":
		a.Lang = b.source.Lang
	}
	if a.Site == "" {
		a.Site = b.source.Name
	}
	a.Country = b.source.Country
	for _, tag := range b.source.Tags { // what a query's tag: asks for
		if !slices.Contains(a.Tags, tag) {
			a.Tags = append(slices.Clip(a.Tags), tag)
		}
	}
	for _, t := range []*time.Time{&a.Published, &a.Modified} {
		if !dated(*t, a.FoundAt) {
			*t = time.Time{}
		}
	}
	return a
}

// tells reports whether an item says enough to stand for its page: a title
// and some text.
func tells(it news.Item) bool { return it.Title != "" && (it.Summary != "" || it.Content != "") }

// headlined reports whether the title of an item is long enough to be a
// headline, which tells something by itself.
func headlined(it news.Item) bool { return len(strings.Fields(it.Title)) >= 4 }

// canonical returns the canonical form of an address, or the address itself
// if it has none.
func canonical(address string) string {
	if address == "" {
		return ""
	}
	if c, err := fetch.Canonical(address); err == nil {
		return c
	}
	return address
}
