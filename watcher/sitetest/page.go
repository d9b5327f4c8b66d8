package sitetest

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news/calendar"
)

// A Content is what an outlet writes; its template adds the furniture.
type Content struct {
	// Site is the outlet's name as its page shows it. Empty means the name of
	// the outlet that owns the template.
	Site string

	Title      string    // the headline
	Lead       string    // one paragraph below it
	Dateline   string    // such as «به گزارش …،», a line of its own above the text
	Paragraphs []string  // the text, without markup
	Author     string    // empty means unsigned
	Section    string    // of the outlet
	Caption    string    // of the picture; empty means no picture
	Tags       []string  // as the outlet's page shows them
	Code       string    // the outlet's own news code
	Published  time.Time // as the page shows it
	URL        string    // canonical; empty means none is named
}

// A page is what a template is filled with.
type page struct {
	Content
	Outlet *outlet
	Dir    string    // "rtl" or "ltr"
	Home   string    // the path of the outlet's front page
	Latest []Article // what the outlet published, newest first
}

// Fill puts any content into a page template, such as "portal", with the
// furniture of the first outlet that uses it, and returns the HTML in UTF-8.
func (s *Site) Fill(template string, c Content) (string, error) {
	for _, o := range s.outlets {
		if o.Template == template {
			return s.render("article", o, c, nil)
		}
	}
	return "", fmt.Errorf("fill %q: no outlet has such a template", template)
}

// render fills a template of the outlet's family: "article" or "front".
func (s *Site) render(name string, o *outlet, c Content, latest []Article) (string, error) {
	if c.Site == "" {
		c.Site = o.Name
	}
	p := page{Content: c, Outlet: o, Dir: "ltr", Home: "/" + o.ID + "/", Latest: latest}
	if o.rtl() {
		p.Dir = "rtl"
	}
	var b strings.Builder
	if err := s.templates[o.Template+"/"+name].Execute(&b, p); err != nil {
		return "", fmt.Errorf("fill %s of %s: %w", name, o.ID, err)
	}
	return b.String(), nil
}

// functions are what a template can call beside its fields.
var functions = template.FuncMap{
	// date writes a time as the outlet's readers read it:
	// «سه‌شنبه ۳ آذر ۱۴۰۵ - ۱۲:۳۴» for Persian ones.
	"date": func(t time.Time, o *outlet) string {
		switch o.Lang {
		case "fa":
			t = t.In(calendar.Tehran())
		case "prs", "ps":
			t = t.In(calendar.Kabul())
		default:
			t = t.UTC()
		}
		return calendar.Format(t, o.Lang) + " - " + calendar.Digits(t.Format("15:04"), o.Lang)
	},
	"stamp":  func(t time.Time) string { return t.Format(time.RFC3339) },
	"digits": func(s string, o *outlet) string { return calendar.Digits(s, o.Lang) },
}

// loadTemplates reads templates/FAMILY/PAGE.html.
func (s *Site) loadTemplates(fsys fs.FS) error {
	files, err := fs.Glob(fsys, "templates/*/*.html")
	if err != nil || len(files) == 0 {
		return errors.Join(errors.New("the site has no templates/*/*.html"), err)
	}
	for _, file := range files {
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			return err
		}
		t, err := template.New(file).Option("missingkey=error").Funcs(functions).Parse(string(data))
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		family := path.Base(path.Dir(file))
		s.templates[family+"/"+strings.TrimSuffix(path.Base(file), ".html")] = t
	}
	return nil
}
