package extract_test

import (
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/extract"
)

// An original is an article as its author wrote it, without a page around it.
type original struct {
	title, lead string
	paragraphs  []string
}

// fill puts an article into a page template.
func (o original) fill(template string) string {
	var paragraphs, breaks, spans []string
	for _, p := range o.paragraphs {
		p = html.EscapeString(p)
		paragraphs = append(paragraphs, "<p>"+p+"</p>")
		breaks = append(breaks, p)
		spans = append(spans, "<div><span>"+strings.Replace(p, " ", "</span> <span>", 1)+"</span></div>")
	}
	third := len(paragraphs) / 3
	return strings.NewReplacer(
		"{{title}}", html.EscapeString(o.title), "{{lead}}", html.EscapeString(o.lead),
		"{{paragraphs}}", strings.Join(paragraphs, "\n"), "{{breaks}}", strings.Join(breaks, "<br />\n<br />"),
		"{{spans}}", strings.Join(spans, ""), "{{part1}}", strings.Join(paragraphs[:third], "\n"),
		"{{part2}}", strings.Join(paragraphs[third:2*third], "\n"), "{{part3}}", strings.Join(paragraphs[2*third:], "\n"),
		"{{site}}", "آوای کوهستان", "{{code}}", "۱۳۰۴۱۳", "{{date}}", "سه\u200cشنبه ۱۸ آبان ۱۴۰۰ - ۱۲:۳۴",
	).Replace(template)
}

// TestTemplates fills every template with an article and wants exactly that
// article back: each paragraph, and none of the page's furniture.
func TestTemplates(t *testing.T) {
	own := ownArticle(t)
	for name, o := range map[string]original{"own": own, "brief": {own.title, own.lead, own.paragraphs[1:3]}} {
		t.Run(name, func(t *testing.T) { fillTemplates(t, o) })
	}
}

// TestTemplatesWithTheRealArticle does the same with a real one, where it is.
func TestTemplatesWithTheRealArticle(t *testing.T) { fillTemplates(t, realArticle(t)) }

func fillTemplates(t *testing.T, o original) {
	templates, err := filepath.Glob("../../testdata/extract/templates/*.html")
	if err != nil || len(templates) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	for _, file := range templates {
		t.Run(filepath.Base(file), func(t *testing.T) {
			template, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r, err := extract.Page(o.fill(string(template)), "https://news.example/fa/news/130413")
			if err != nil {
				t.Fatal(err)
			}
			check(t, r, o)
		})
	}
}

func check(t *testing.T, r extract.Result, o original) {
	t.Helper()
	a := r.Article
	if r.Type != extract.TypeArticle {
		t.Errorf("type = %s (%s), want article", r.Type, r.Reason)
	}
	for _, f := range []struct{ name, got, want string }{
		{"title", a.Title, o.title}, {"lead", a.Lead, o.lead}, {"code", a.Code, "130413"}, {"language", a.Lang, "fa"},
		{"published", a.Published.Format("2006-01-02 15:04 -0700"), "2021-11-09 12:34 +0330"},
	} {
		if f.got != f.want {
			t.Errorf("%s = %q, want %q", f.name, f.got, f.want)
		}
	}
	got := strings.Split(a.Body, "\n\n")
	if !slices.Equal(got, o.paragraphs) {
		for _, p := range got {
			if !slices.Contains(o.paragraphs, p) {
				t.Errorf("body has %q", p)
			}
		}
		for _, p := range o.paragraphs {
			if !slices.Contains(got, p) {
				t.Errorf("body lacks %q", p)
			}
		}
	}
}

// ownArticle reads the bundled article: headline, lead and paragraphs, parted
// by blank lines.
func ownArticle(t *testing.T) original {
	text, err := os.ReadFile("../../testdata/extract/article.txt")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(strings.TrimSpace(string(text)), "\n\n")
	return original{parts[0], parts[1], parts[2:]}
}

// realArticle reads the article that is kept beside the project as scraped,
// with its furniture, and takes the article out of it by hand.
func realArticle(t *testing.T) original {
	text, err := os.ReadFile(shared(t, "data/fartak-130413.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var o original
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "//") || strings.HasPrefix(line, "کدخبر") || line == o.title:
		case o.title == "":
			o.title = line
		case o.lead == "":
			o.lead = line
		case strings.HasPrefix(line, "برای ورود"):
			return o
		default:
			o.paragraphs = append(o.paragraphs, line)
		}
	}
	return o
}
