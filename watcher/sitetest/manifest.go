package sitetest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"time"
	"unicode"

	"github.com/rasadnews/rasad/news"
)

// An outlet is one file of outlets/: a news house and how its site behaves.
type outlet struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Publisher string         `json:"publisher"`
	Lang      string         `json:"lang"`
	Country   string         `json:"country"`
	Grade     news.Grade     `json:"grade"`
	Kind      news.Kind      `json:"kind"`   // how a watcher reads it
	Select    news.Selectors `json:"select"` // for kind page
	Feed      string         `json:"feed"`   // "rss" or "atom"
	Page      string         `json:"page"`   // the path of its articles, with {code} and {slug}
	Template  string         `json:"template"`
	Charset   string         `json:"charset"` // empty for UTF-8
	Broken    bool           `json:"broken"`  // the feed breaks off behind its items
	Fails     int            `json:"fails"`   // so many first requests for the feed answer 500

	// Furniture is all that stands around an article.
	Menu    []string          `json:"menu"`
	Related []headline        `json:"related"` // of other outlets: traps
	Words   map[string]string `json:"words"`   // labels, for templates of many languages
}

// A headline is one line of a related-news box.
type headline struct {
	Title  string `json:"title"`
	Outlet string `json:"outlet"`
}

// watched returns the path at which a watcher looks for new articles.
func (o *outlet) watched() string {
	if o.Kind == news.KindPage {
		return "/" + o.ID + "/"
	}
	return "/" + o.ID + "/" + o.Feed
}

// rtl tells whether the outlet's language is written from right to left.
func (o *outlet) rtl() bool {
	switch o.Lang {
	case "fa", "prs", "ps", "ar", "ur":
		return true
	}
	return false
}

// article returns a text as an article of the outlet.
func (o *outlet) article(id string, c Content) *Article {
	p := "/" + o.ID + strings.NewReplacer("{code}", c.Code, "{slug}", slug(c.Title)).Replace(o.Page)
	file, query, hasQuery := strings.Cut(p, "?")
	escaped := (&url.URL{Path: file}).EscapedPath()
	if hasQuery {
		escaped += "?" + query
	}
	return &Article{ID: id, Outlet: o.ID, Lang: o.Lang, Path: escaped, Content: c, path: p}
}

// slug returns the first words of a headline as they stand in a URL.
func slug(title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.Nd, unicode.M)
	})
	return strings.Join(words[:min(len(words), 6)], "-")
}

// A listing is one entry of articles.json.
type listing struct {
	ID          string   `json:"id"`
	Outlet      string   `json:"outlet"`
	Code        string   `json:"code"`
	Text        string   `json:"text"` // the file in articles/, where it isn't named like the ID
	Topics      []string `json:"topics"`
	DuplicateOf string   `json:"duplicate_of"`
	Trap        string   `json:"trap"`
	Baseline    bool     `json:"baseline"`
	Slow        bool     `json:"slow"`
	Fails       int      `json:"fails"`
}

// Load reads the site from the files of testdata/site. What doesn't fit
// together is refused: an article without an outlet or a text, a text that no
// article uses, an unknown key.
func Load(fsys fs.FS) (*Site, error) {
	s := &Site{
		templates: map[string]*template.Template{},
		byPath:    map[string]*Article{},
		published: map[string]time.Time{},
		requests:  map[string]int{},
	}
	if err := s.loadTemplates(fsys); err != nil {
		return nil, err
	}
	if err := s.loadOutlets(fsys); err != nil {
		return nil, err
	}
	if err := s.loadArticles(fsys); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Site) loadOutlets(fsys fs.FS) error {
	files, err := fs.Glob(fsys, "outlets/*.json")
	if err != nil || len(files) == 0 {
		return errors.Join(errors.New("the site has no outlets/*.json"), err)
	}
	for _, file := range files {
		o := &outlet{}
		if err := readJSON(fsys, file, o); err != nil {
			return err
		}
		switch {
		case o.ID+".json" != path.Base(file):
			return fmt.Errorf("%s: its id is %q", file, o.ID)
		case o.Feed != "rss" && o.Feed != "atom":
			return fmt.Errorf("%s: feed %q is neither rss nor atom", file, o.Feed)
		case s.templates[o.Template+"/article"] == nil || s.templates[o.Template+"/front"] == nil:
			return fmt.Errorf("%s: no template %q with article.html and front.html", file, o.Template)
		}
		s.outlets = append(s.outlets, o)
	}
	return nil
}

func (s *Site) loadArticles(fsys fs.FS) error {
	var listings []listing
	if err := readJSON(fsys, "articles.json", &listings); err != nil {
		return err
	}
	used := map[string]bool{}
	seen := map[string]bool{}
	for _, l := range listings {
		file := "articles/" + cmp.Or(l.Text, l.ID) + ".txt"
		used[file] = true
		c, err := readText(fsys, file)
		if err != nil {
			return err
		}
		if err := s.place(l, c, seen); err != nil {
			return fmt.Errorf("articles.json: %s: %w", l.ID, err)
		}
		seen[l.ID] = true
	}
	files, err := fs.Glob(fsys, "articles/*")
	for _, file := range files {
		if !used[file] {
			return fmt.Errorf("%s: no article in articles.json uses it", file)
		}
	}
	return err
}

// place puts a text at its outlet, behind the articles that were seen before.
func (s *Site) place(l listing, c Content, seen map[string]bool) error {
	o := s.outlet(l.Outlet)
	switch {
	case o == nil:
		return fmt.Errorf("no outlet %q", l.Outlet)
	case seen[l.ID]:
		return errors.New("stands twice")
	case l.DuplicateOf != "" && !seen[l.DuplicateOf]:
		return fmt.Errorf("repeats %q, which does not stand before it", l.DuplicateOf)
	}
	c.Code = l.Code
	a := o.article(l.ID, c)
	a.Topics, a.DuplicateOf, a.Trap = l.Topics, l.DuplicateOf, l.Trap
	a.Baseline, a.Slow, a.Fails = l.Baseline, l.Slow, l.Fails
	return s.add(a)
}

func (s *Site) outlet(id string) *outlet {
	for _, o := range s.outlets {
		if o.ID == id {
			return o
		}
	}
	return nil
}

// readText reads a text: lines of "key: value", a blank line, then paragraphs
// with a blank line between them.
func readText(fsys fs.FS, file string) (Content, error) {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return Content{}, err
	}
	head, body, _ := strings.Cut(strings.TrimSpace(string(data)), "\n\n")
	var c Content
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if !c.set(key, value) {
			return c, fmt.Errorf("%s: unknown key in %q", file, line)
		}
	}
	for paragraph := range strings.SplitSeq(body, "\n\n") {
		if p := strings.Join(strings.Fields(paragraph), " "); p != "" {
			c.Paragraphs = append(c.Paragraphs, p)
		}
	}
	if c.Title == "" || c.Lead == "" || len(c.Paragraphs) == 0 {
		return c, fmt.Errorf("%s: needs a title, a lead and paragraphs", file)
	}
	return c, nil
}

// set takes one line of a text's head. It returns false for an unknown key.
func (c *Content) set(key, value string) bool {
	switch key {
	case "title":
		c.Title = value
	case "lead":
		c.Lead = value
	case "dateline":
		c.Dateline = value
	case "author":
		c.Author = value
	case "section":
		c.Section = value
	case "caption":
		c.Caption = value
	case "tags":
		for tag := range strings.SplitSeq(value, "|") {
			c.Tags = append(c.Tags, strings.TrimSpace(tag))
		}
	default:
		return false
	}
	return true
}

func readJSON(fsys fs.FS, file string, into any) error {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}
