package sitetest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/charmap"

	"github.com/rasadnews/rasad/watcher/sitetest"
)

// letters names, for each language, letters that its texts hold and letters
// that they don't.
var letters = map[string]struct {
	script  *unicode.RangeTable
	has     string // at least one of these
	hasNone string
}{
	"fa":  {unicode.Arabic, "پچژگ", "ټډړږښڼځڅېةى"},
	"prs": {unicode.Arabic, "پچژگ", "ټډړږښڼځڅېةىيك"},
	"ps":  {unicode.Arabic, "ټډړږښڼځڅې", "ةى"},
	"ar":  {unicode.Arabic, "ةىأإ", "پچژگیک"},
	"ru":  {unicode.Cyrillic, "ыэъё", ""},
	"en":  {unicode.Latin, "w", ""},
}

func TestTextsAreInTheScriptsTheyClaim(t *testing.T) {
	langs := map[string]int{}
	for _, a := range load(t).Articles() {
		langs[a.Lang]++
		text := strings.Join(append(a.Paragraphs, a.Title, a.Lead), " ")
		want, ok := letters[a.Lang]
		if !ok {
			t.Errorf("%s is in %q, which no test knows", a.ID, a.Lang)
			continue
		}
		for _, r := range text {
			if unicode.IsLetter(r) && !unicode.Is(want.script, r) && a.Lang != "fa" {
				t.Errorf("%s is in %s and holds the letter %q", a.ID, a.Lang, r)
			}
		}
		if !strings.ContainsAny(text, want.has) || want.hasNone != "" && strings.ContainsAny(text, want.hasNone) {
			t.Errorf("%s does not read as %s: it needs one of %q and none of %q", a.ID, a.Lang, want.has, want.hasNone)
		}
	}
	for lang := range letters {
		if langs[lang] < 2 {
			t.Errorf("%d articles in %s, want at least 2", langs[lang], lang)
		}
	}
}

func TestManifestIsComplete(t *testing.T) {
	site := load(t)
	texts := map[string]bool{}
	var traps, duplicates, alerts int
	for _, a := range site.Articles() {
		texts[a.Title] = true
		if len(a.Paragraphs) < 3 || len(a.Paragraphs) > 7 {
			t.Errorf("%s has %d paragraphs, want 3 to 7", a.ID, len(a.Paragraphs))
		}
		if a.Trap != "" {
			traps++
		}
		if a.DuplicateOf != "" {
			duplicates++
		}
		if a.Alerts() {
			alerts++
		}
	}
	if len(texts) < 21 || traps < 6 || duplicates < 2 || alerts < 8 {
		t.Errorf("%d texts, %d traps, %d duplicates, %d alerts: want at least 21, 6, 2, 8", len(texts), traps, duplicates, alerts)
	}
	files, err := filepath.Glob("../../testdata/site/articles/*.txt")
	if err != nil || len(files) != len(texts) {
		t.Errorf("%d text files, %d texts in use, %v", len(files), len(texts), err)
	}
}

// TestPagesAreWellFormed checks that every element of a page is closed in
// order, the void ones apart, and that no template left anything empty.
func TestPagesAreWellFormed(t *testing.T) {
	site := publishAll(t)
	site.Config.Slow = 1
	base := serve(t, site)
	pages := []string{"/", "/faults/"}
	for _, a := range site.Articles() {
		for range a.Fails {
			get(t, base+a.Path)
		}
		pages = append(pages, a.Path)
	}
	for _, source := range site.Sources("") {
		pages = append(pages, "/"+source.ID+"/")
	}
	for _, page := range pages {
		response, body := get(t, base+page)
		if response.StatusCode != 200 {
			t.Errorf("%s answers %d", page, response.StatusCode)
		}
		if err := balanced(body); err != nil {
			t.Errorf("%s: %v", page, err)
		}
	}
}

// balanced returns an error if an element is not closed where it should be.
func balanced(page string) error {
	void := []string{"meta", "link", "br", "input", "img", "hr"}
	optional := []string{"li", "p", "html", "body", "head"}
	var open []string
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			open = slices.DeleteFunc(open, func(n string) bool { return slices.Contains(optional, n) })
			if len(open) > 0 {
				return fmt.Errorf("%v stay open", open)
			}
			return nil
		case html.StartTagToken:
			name, _ := z.TagName()
			if !slices.Contains(void, string(name)) {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			for len(open) > 0 && open[len(open)-1] != string(name) && slices.Contains(optional, open[len(open)-1]) {
				open = open[:len(open)-1]
			}
			if len(open) == 0 || open[len(open)-1] != string(name) {
				return fmt.Errorf("</%s> closes nothing; open are %v", name, open)
			}
			open = open[:len(open)-1]
		}
	}
}

func TestTheOldOutletReallyIsWindows1256(t *testing.T) {
	site := publishAll(t)
	base := serve(t, site)
	for _, a := range site.Articles() {
		if a.Outlet != "kohandiar" {
			continue
		}
		response, body := get(t, base+a.Path)
		if got := response.Header.Get("Content-Type"); got != "text/html" {
			t.Errorf("%s: Content-Type %q, want none but the page's own word for the charset", a.ID, got)
		}
		if utf8.ValidString(body) {
			t.Errorf("%s is valid UTF-8", a.ID)
		}
		decoded, err := charmap.Windows1256.NewDecoder().String(body)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range append(a.Paragraphs, a.Title, `charset=windows-1256`) {
			if !strings.Contains(decoded, want) {
				t.Errorf("%s decoded lacks %q", a.ID, want)
			}
		}
		if strings.Contains(decoded, "&#1") {
			t.Errorf("%s holds letters that windows-1256 lacks", a.ID)
		}
	}
	_, feed := get(t, base+"/kohandiar/rss")
	if utf8.ValidString(feed) || !strings.Contains(feed, `encoding="windows-1256"`) {
		t.Error("its feed is not in windows-1256, or does not say so")
	}
}

// smallSite returns the files of a site of one article.
func smallSite() fstest.MapFS {
	return fstest.MapFS{
		"articles.json":             {Data: []byte(`[{"id": "a", "outlet": "o", "code": "1"}]`)},
		"articles/a.txt":            {Data: []byte("title: T\nlead: L\n\nOne.\n\nTwo.\n")},
		"outlets/o.json":            {Data: []byte(`{"id": "o", "kind": "feed", "feed": "rss", "template": "t", "page": "/{code}"}`)},
		"templates/t/article.html":  {Data: []byte("{{.Title}}")},
		"templates/t/front.html":    {Data: []byte("{{.Site}}")},
		"templates/t/README.ignore": {Data: []byte("not a template")},
	}
}

func TestLoadRefusesWhatDoesNotFit(t *testing.T) {
	if _, err := sitetest.Load(smallSite()); err != nil {
		t.Fatalf("Load of a small site: %v", err)
	}
	for name, c := range map[string]struct{ file, data string }{
		"unknown key in the manifest": {"articles.json", `[{"id": "a", "outlet": "o", "typo": "1"}]`},
		"unknown outlet":              {"articles.json", `[{"id": "a", "outlet": "x"}]`},
		"no text":                     {"articles.json", `[{"id": "b", "outlet": "o"}]`},
		"an article twice":            {"articles.json", `[{"id": "a", "outlet": "o"}, {"id": "a", "outlet": "o"}]`},
		"two at one path":             {"articles.json", `[{"id": "a", "outlet": "o"}, {"id": "b", "text": "a", "outlet": "o"}]`},
		"repeats what never was":      {"articles.json", `[{"id": "a", "outlet": "o", "duplicate_of": "z"}]`},
		"a text nobody uses":          {"articles/b.txt", "title: T\nlead: L\n\nOne."},
		"unknown key in a text":       {"articles/a.txt", "title: T\nlead: L\nled: L\n\nOne."},
		"a text without paragraphs":   {"articles/a.txt", "title: T\nlead: L\n"},
		"an outlet under a wrong ID":  {"outlets/p.json", `{"id": "o", "feed": "rss", "template": "t"}`},
		"an unknown feed":             {"outlets/o.json", `{"id": "o", "feed": "rdf", "template": "t"}`},
		"an unknown template":         {"outlets/o.json", `{"id": "o", "feed": "rss", "template": "u"}`},
		"a broken template":           {"templates/t/front.html", "{{.Title"},
	} {
		files := smallSite()
		files[c.file] = &fstest.MapFile{Data: []byte(c.data)}
		if _, err := sitetest.Load(files); err == nil {
			t.Errorf("Load with %s gave no error", name)
		}
	}
	for _, gone := range []string{"articles.json", "articles/a.txt", "outlets/o.json", "templates/t/front.html"} {
		files := smallSite()
		delete(files, gone)
		if _, err := sitetest.Load(files); err == nil {
			t.Errorf("Load without %s gave no error", gone)
		}
	}
}

func FuzzParseScraped(f *testing.F) {
	f.Add("//\nکدخبر: ۱ //\nیک سرخط که شش واژه دارد\nلید\nیک سرخط که شش واژه دارد\nبه گزارش ما،\n" + strings.Repeat("کلمه ", 20))
	f.Add("")
	if text, err := os.ReadFile("../../testdata/site/articles/tehran-meeting.txt"); err == nil {
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, _, err := sitetest.ParseScraped(text)
		if err == nil && (c.Title == "" || c.Lead == "" || len(c.Paragraphs) == 0) {
			t.Errorf("ParseScraped(%q) = %+v without an error", text, c)
		}
	})
}
