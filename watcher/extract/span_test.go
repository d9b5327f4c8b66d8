package extract_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/extract"
)

// TestTextOverContainers wants all of a text whose beginning or end stands
// beside the box that holds most of it, and nothing of what else stands there.
func TestTextOverContainers(t *testing.T) {
	const intro, end = "هیئت راهداری این تصمیم\u200cها را گرفت:", "هیئت دوشنبه هفته آینده باز گرد می\u200cآید."
	all := slices.Concat(paragraphs, more)
	long := each("<p>", "</p>", all)
	with := func(before, after []string) string {
		return strings.Join(slices.Concat(before, all, after), "\n\n")
	}
	for _, c := range []struct{ name, html, want string }{
		{"a list with an introduction", "<p>" + intro + "</p><ol>" + each("<li>", "</li>", all) + "</ol>", with([]string{intro}, nil)},
		{"a list with an end", "<ul>" + each("<li>", "</li>", all) + "</ul><p>" + end + "</p>", with(nil, []string{end})},
		{"a beginning in a box of its own", "<div><p>" + intro + "</p></div><div>" + long + "</div>", with([]string{intro}, nil)},
		{"an end behind an advertisement", "<div class=part-1>" + long + "</div><div>Advertisement</div><div class=part-2><p>" + end + "</p></div>", with(nil, []string{end})},
		{"a date in between", "<div class=text><p>" + intro + "</p></div><div class=when>۱۸ آبان ۱۴۰۰</div><div class=text>" + long + "</div>", with([]string{intro}, nil)},
	} {
		r, err := extract.Page("<html lang=fa><title>عنوان خبر</title><body><h1>عنوان خبر</h1>"+c.html+"<div>تهران، خیابان دریا</div>", "https://news.example/1")
		if got := strings.TrimSpace(r.Article.Lead + "\n\n" + r.Article.Body); err != nil || got != c.want {
			t.Errorf("%s: text = %q, %v, want %q", c.name, got, err, c.want)
		}
	}
}
