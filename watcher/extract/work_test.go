package extract_test

import (
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/extract"
)

// TestWorkGrowsWithThePage wants a page that is twice as large, in each of the
// ways in which pages are made to cost much, to cost about twice as much. What is
// taken of memory, all in all, is the measure: it grows with what is done.
func TestWorkGrowsWithThePage(t *testing.T) {
	repeat := strings.Repeat
	text := repeat("<p>The harbour board met on Monday, and agreed on a plan for the new quay.</p>", 100)
	head := "<title>Quay closed</title><h1>Quay closed</h1>"
	for name, page := range map[string]func(n int) string{
		"times in named boxes": func(n int) string {
			return head + repeat(`<div class="`+repeat("ab ", 5*n)+`">`, 20*n) + repeat("<time>2020-01-01</time>", 100*n) + text
		},
		"dates in named boxes": func(n int) string {
			return head + repeat(`<b class="`+repeat("ab ", 5*n)+`">`, 20*n) + repeat("<i class=date>1 May 2020</i>", 100*n) + text
		},
		"a title over headings": func(n int) string {
			return "<title>" + repeat("Quay closed ", 2000*n) + "</title>" + head + repeat("<h2>Another heading of the page</h2>", 50*n) + text
		},
		"titles around text": func(n int) string {
			return head + repeat("<div class=title>", 20*n) + repeat(text, 10*n)
		},
		"dates around text": func(n int) string {
			return head + repeat("<div class=date>", 20*n) + repeat(text, 10*n)
		},
		"paragraphs":     func(n int) string { return head + repeat(text, 20*n) },
		"short lines":    func(n int) string { return head + repeat("<p>x y z.", 5000*n) },
		"names of boxes": func(n int) string { return head + repeat(`<p class="`+repeat("aB-c ", 500*n)+`">x.</p>`, 20) + text },
		"links and texts": func(n int) string {
			return head + repeat("<h2><a href=/x>A headline of other news</a></h2>"+text[:80], 500*n)
		},
	} {
		small, large := page(4), page(8)
		least := float64(len(large)) / float64(len(small))
		if got := float64(taken(t, large)) / float64(taken(t, small)); got > 1.3*least {
			t.Errorf("%s: a page %.1f times as large takes %.1f times as much", name, least, got)
		}
	}
}

// TestMemoryOfHostilePages wants no page to take much more than its own size
// and a fixed sum.
func TestMemoryOfHostilePages(t *testing.T) {
	repeat := strings.Repeat
	for name, page := range map[string]string{
		"attributes":       repeat("<p "+repeat("a ", 1999)+">x</p>", 3000),
		"short paragraphs": repeat("<p>x y z.", 95_000),
		"times":            repeat("<time>x", 95_000),
		"names":            repeat(`<p class="`+repeat("a-b ", 20_000)+`">text.</p>`, 150),
	} {
		const mb = 1 << 20
		most := uint64(200*mb + 10*len(page))
		if raced() {
			most *= 3 // what the race detector notes is taken, too
		}
		if got := taken(t, page); got > most {
			t.Errorf("%s: %d MB for a page of %d", name, got/mb, len(page)/mb)
		}
	}
}

// raced tells whether the test was built with the race detector.
func raced() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// taken is how much memory is taken for a page, all in all.
func taken(t *testing.T, page string) uint64 {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := extract.Page(page, "https://harbour.example/n/1"); err != nil {
		t.Error(err)
	}
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
