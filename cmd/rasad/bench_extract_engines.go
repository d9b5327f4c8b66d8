package main

import (
	"net/url"
	"strings"
	"time"

	readability "codeberg.org/readeck/go-readability/v2"

	"github.com/rasadnews/rasad/watcher/extract"
)

// An engine finds the article of a page.
type engine struct {
	name    string
	extract func(text, pageURL string) answer
}

// An answer is what an engine found: nothing on a page that it refused, as no
// text of that goes on.
type answer struct {
	title, body string
	published   time.Time
	refused     bool
}

// engines are measured beside each other: first our own, then the best of the
// others that were tried on the benchmark.
var engines = []engine{
	{"rasad", extractOwn},
	{"go-readability v2", extractReadability},
}

func extractOwn(text, pageURL string) answer {
	r, err := extract.Page(text, pageURL)
	if err != nil || r.Type.Use() != extract.UsePage {
		return answer{refused: true}
	}
	a := r.Article
	return answer{title: a.Title, body: a.Body, published: a.Published}
}

func extractReadability(text, pageURL string) answer {
	u, err := url.Parse(pageURL)
	if err != nil {
		return answer{refused: true}
	}
	a, err := readability.FromReader(strings.NewReader(text), u)
	if err != nil || a.Node == nil {
		return answer{refused: true}
	}
	var body strings.Builder
	if err := a.RenderText(&body); err != nil {
		return answer{refused: true}
	}
	published, _ := a.PublishedTime() // none is zero, which is none
	return answer{title: a.Title(), body: body.String(), published: published}
}
