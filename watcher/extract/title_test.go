package extract_test

import (
	"testing"

	"github.com/rasadnews/rasad/watcher/extract"
)

// TestTitle wants the headline that the page shows, whatever its head calls it
// and wherever the site's name stands.
func TestTitle(t *testing.T) {
	const want = "Old quay to be closed until Friday"
	text := each("<p>", "</p>", []string{
		"The harbour board met on Monday, and agreed on a plan for the new quay that divers had asked for since last winter.",
		"Its chair said that the first stones would be laid in spring, if the ground is found as firm as they all hope.",
	})
	for name, page := range map[string]string{
		"the head's title":                   "<title>" + want + " | The Harbour</title><h1>" + want + "</h1>",
		"the site's name is a linked h1":     "<title>" + want + " - The Harbour</title><meta property=og:title content='The Harbour'><h1><a href=/>The Harbour</a></h1><h2>" + want + "</h2>",
		"the site's name is an h1":           "<title>" + want + " - The Harbour</title><meta property=og:title content='The Harbour'><h1>The Harbour</h1><h2>" + want + "</h2>",
		"the site's name comes first":        "<title>The Harbour: " + want + "</title><h1>The Harbour</h1><h2>" + want + "</h2>",
		"only the site in the head":          "<title>The Harbour</title><table><tr><td><a href=/>Home</a></td><td><h3>" + want + "</h3><small>1 May 2020</small>",
		"in bold, only the site in the head": "<title>The Harbour</title><div><p><b>" + want + "</b></p>",
		"in large letters":                   "<title>The Harbour</title><table><tr><td><font size=4>" + want + "</font><br>",
		"named a title":                      "<title>The Harbour</title><table><tr><td><span class=titr>" + want + "</span><hr>",
		"cut short in the head":              "<title>Old quay to be closed...</title><div><h3>" + want + "</h3></div>",
		"a section above":                    "<title>" + want + " - The Harbour</title><h1>Local news</h1><h2>" + want + "</h2>",
	} {
		r, err := extract.Page(page+text, "https://harbour.example/n/1")
		if err != nil || r.Article.Title != want {
			t.Errorf("%s: title = %q, %v, want %q", name, r.Article.Title, err, want)
		}
	}
	r, err := extract.Page("<title>Quay closed | The Harbour</title>"+text+"<h2>What the divers have to say</h2>"+text, "https://harbour.example/n/1")
	if err != nil || r.Article.Title != "Quay closed" {
		t.Errorf("a heading amid the text: title = %q, %v, want that of the head", r.Article.Title, err)
	}
}
