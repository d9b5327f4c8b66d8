package extract_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/extract"
)

// pieces repeats a piece of a page n times, with its number for every %d.
func pieces(n int, piece string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(piece, "%d", fmt.Sprint(i+1)))
	}
	return b.String()
}

// TestListingsSayWhatTheyAre wants lists of news known by links that lead on, by
// what a page calls itself, and by its address.
func TestListingsSayWhatTheyAre(t *testing.T) {
	headlines := pieces(6, "<h2><a href=/n/%d>Fishermen of the village %d ask for a new ice house</a></h2><span>May %d, 2023</span>")
	about := "<p>She has written on the harbour for ten years, and won three prizes for what she wrote.</p><p>She lives on a boat, with two dogs and a great many books on the sea.</p>"
	for _, c := range []struct{ name, url, page string }{
		{"summaries that lead on", "https://harbour.example/fa/3",
			pieces(6, "<div><h2>Quay number %d</h2><p>The harbour board closes the quay of village %d until the end of the year, it said.</p><a href=/n/%d>ادامه خبر</a></div>")},
		{"lines that lead on", "https://harbour.example/novosti/",
			"<h2>Новости</h2>" + pieces(6, "<div><b>1%d.05.2023</b> Причал номер %d закрыли на ремонт до конца года, сообщили в порту. <a href=/n/%d>подробнее</a></div>")},
		{"an author", "https://harbour.example/people/ada", "<meta property=og:type content=profile><h1>Ada Holt</h1>" + about + headlines},
		{"an author by the address", "https://harbour.example/author/ada", "<h1>Ada Holt</h1>" + about + headlines},
		{"goods", "https://harbour.example/shop/34", "<meta property=og:type content=product><h1>Rope</h1><p>Strong rope for ships, sold by the metre and cut to the length that you ask for.</p>"},
	} {
		wantType(t, c.name, c.url, "<title>The Harbour</title>"+c.page, extract.TypeListing)
	}
}

// TestArticlesAmongLinksAreNoListing wants flashes and lists told as articles let
// through, whatever stands around them.
func TestArticlesAmongLinksAreNoListing(t *testing.T) {
	around := "<ul>" + pieces(25, "<li><a href=/n/%d>Fishermen of village %d ask for a new ice house</a>") + "</ul>"
	flash := "<h1>انفجار در بندر کهنه</h1><div>منابع محلی از وقوع انفجار در بندر خبر دادند</div>"
	for _, c := range []struct{ name, url, page string }{
		{"a flash in its box", "https://harbour.example/n/1", around + "<div>" + flash + "</div>"},
		{"a flash in none", "https://harbour.example/n/2", around + flash},
		{"an article under a folder of lists", "https://harbour.example/category/news/1301-quay", "<h1>Quay closed</h1><p>" + aBrief + "</p>" + around},
		{"a list of places", "https://harbour.example/n/3", "<h1>Five inns by the sea</h1><p>We slept in all of them so that you need not.</p>" +
			pieces(5, "<h2><a href=https://inn%d.example/>%d. The inn of village %d</a></h2><p>The rooms of the inn look out on the sea, and breakfast is served until noon by its kind landlady.</p>")},
		{"a video beside short news", "https://harbour.example/n/4", "<meta property=og:video content=/v.mp4><h1>Quay closed</h1><p>" + aBrief + "</p>"},
	} {
		wantType(t, c.name, c.url, "<title>The Harbour</title>"+c.page, extract.TypeArticle)
	}
	wantType(t, "a section of one word", "https://harbour.example/water", "<h1>آب</h1><div>تازه ترین رویدادها درباره آب استان و روستاهای آن</div>"+around, extract.TypeListing)
}
