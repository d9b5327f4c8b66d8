package feed_test

import (
	"fmt"
	"testing"

	"github.com/rasadnews/rasad/watcher/feed"
)

// sections are what a site's articles are filed under; its front page links
// to them, too.
var sections = []string{"politics", "economy", "culture", "sport", "world"}

func learned(n int, form string) *feed.Template {
	var t feed.Template
	for i := range n {
		t.Learn(fmt.Sprintf(form, sections[i%len(sections)], 90210+i))
	}
	return &t
}

// TestATemplateKnowsArticlesByTheirAddress wants the links that a site's feed
// taught to be told from the others, where the address alone would not do.
func TestATemplateKnowsArticlesByTheirAddress(t *testing.T) {
	for _, c := range []struct {
		form          string
		article, list string
	}{
		{"https://www.news.example/fa/%s/%d", "https://news.example/fa/sport/99999", "https://news.example/fa/sport"},
		{"https://news.example/fa/%s/%d", "https://m.news.example/fa/health/99999", "https://news.example/fa/tags/99999"},
		{"https://news.example/%s/n%d", "https://news.example/sport/n99999?utm_source=front", "https://news.example/sport/page2"},
		{"https://news.example/show.php?sec=%s&id=%d", "https://news.example/show.php?id=7777777&sec=world", "https://news.example/list.php?sec=world"},
		{"https://news.example/2026/11/24/%s-and-other-things-%d/", "https://news.example/2026/12/01/a-bridge-is-opened/", "https://news.example/2026/12/01/"},
	} {
		template := learned(40, c.form)
		if fit, ok := template.Fits(c.article); !ok || fit < 0.5 {
			t.Errorf("%s: Fits(%q) = %v, %v, want it to", c.form, c.article, fit, ok)
		}
		if fit, ok := template.Fits(c.list); !ok || fit > 0 {
			t.Errorf("%s: Fits(%q) = %v, %v, want it not to", c.form, c.list, fit, ok)
		}
	}
}

func TestATemplateOfFewSaysNothing(t *testing.T) {
	for _, template := range []*feed.Template{nil, {}, learned(4, "https://news.example/fa/%s/%d")} {
		if fit, ok := template.Fits("https://news.example/fa/sport/99999"); ok {
			t.Errorf("Fits = %v of %+v", fit, template)
		}
	}
}

// TestATemplateStaysSmall holds that a site whose addresses never look alike
// can't fill the memory.
func TestATemplateStaysSmall(t *testing.T) {
	var template feed.Template
	for i := range 3_000 {
		template.Learn(fmt.Sprintf("https://news.example/w%c%c/%d?p%d=1", 'a'+i%26, 'a'+i/26%26, i, i))
		template.Learn(fmt.Sprintf("https://news.example/%c%c%c/%d", 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26, 10_000+i))
	}
	words := 0
	for _, s := range template.Shapes {
		for _, w := range s.Words {
			words += len(w)
		}
	}
	if len(template.Shapes) > 100 || words > 10_000 {
		t.Errorf("%d shapes with %d words", len(template.Shapes), words)
	}
}
