package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/fetch"
	"github.com/rasadnews/rasad/watcher/schedule"
)

// A tryConfig is what rasad try is asked for.
type tryConfig struct {
	source, url string
	asJSON      bool
}

func tryCommand() *cobra.Command {
	var t tryConfig
	c := &cobra.Command{
		Use:   "try URL|FILE [--source ID]",
		Short: "Take one page through all stages, and explain each",
		Long: "Try fetches a page, or reads a saved one, and tells what comes of it: what kind of\n" +
			"page it is and why, the parts of its article, and which topics it meets with\n" +
			"which points. It is fetched and read by the rules of its source: the one of\n" +
			"--source, else the first whose site the page is on. What can't be read is told\n" +
			"with what becomes of it. Nothing is kept and nobody is told.",
		Args: func(c *cobra.Command, args []string) error {
			switch err := cobra.ExactArgs(1)(c, args); {
			case err != nil:
				return err
			case t.url == "":
				return nil
			case isAddress(args[0]):
				return errors.New("--url is for a saved page: this one has an address")
			}
			return checkAddress("--url", t.url)
		},
		RunE: func(c *cobra.Command, args []string) error {
			cfg, _, err := configOf(c)
			if err != nil {
				return err
			}
			report, err := t.run(c.Context(), cfg, args[0], c.InOrStdin())
			if report == nil {
				return err
			}
			return errors.Join(report.write(c.OutOrStdout(), t.asJSON), err)
		},
	}
	c.Flags().StringVar(&t.source, "source", "", "the ID of the source whose rules count")
	c.Flags().StringVar(&t.url, "url", "", "the address that a saved page was read from")
	c.Flags().BoolVar(&t.asJSON, "json", false, "print JSON")
	return c
}

// A tryReport is what rasad try tells of a page.
type tryReport struct {
	Page    tryPage      `json:"page"`
	Source  string       `json:"source"`
	Ruled   []string     `json:"ruled"`          // the parts for which the source has rules
	Missed  []string     `json:"missed"`         // those whose rule found nothing
	Dropped tryDropped   `json:"dropped"`        // what the source's rules took out
	Next    string       `json:"next,omitempty"` // the article's next part, which the service would read as well
	Twin    string       `json:"twin,omitempty"` // its AMP page, which the service would read instead
	Article extracted    `json:"article"`
	Matches []news.Match `json:"matches"`
	Topics  int          `json:"topics"`  // that it was held against
	Outcome string       `json:"outcome"` // what becomes of an item with this page

	found   news.Article
	goesOn  bool // the text of the page does, to the watch lists
	catalog *news.Catalog
}

// A tryDropped is what the rules of a source take out of a page.
type tryDropped struct {
	Elements   int `json:"elements"`
	Characters int `json:"characters"`
}

// A tryPage is a page as it came.
type tryPage struct {
	Status  int     `json:"status,omitempty"` // none for a file
	Type    string  `json:"content_type,omitempty"`
	Bytes   int     `json:"bytes"`
	Charset string  `json:"charset"`
	Seconds float64 `json:"seconds,omitempty"`
}

// write prints the report.
func (r *tryReport) write(w io.Writer, asJSON bool) error {
	if !asJSON {
		return r.print(w)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(r)
}

// run takes a page through all stages. If it can't be read there are both a
// report, of what becomes of it, and an error.
func (t *tryConfig) run(ctx context.Context, cfg *config, where string, stdin io.Reader) (*tryReport, error) {
	r := &tryReport{catalog: cfg.Catalog(), Ruled: []string{}, Missed: []string{}, Matches: []news.Match{}}
	r.Article.Tags = []string{}
	r.Article.File, r.Article.URL = where, t.url
	if isAddress(where) {
		r.Article.File, r.Article.URL = "", where
	}
	source, err := r.sourceOf(t.source)
	if err != nil {
		return nil, err
	}
	r.Source, r.Ruled = source.ID, append(r.Ruled, partNames(source.Article)...)
	r.Topics = len(r.catalog.Topics)
	text, err := r.open(ctx, cfg, source, stdin)
	if err != nil {
		return r.unread(ctx, err)
	}
	site, err := extract.NewSite(source.Article, schedule.PlaceOf(source.Country).Clock())
	if err != nil {
		return nil, err
	}
	result, err := site.Page(text, r.Article.URL, time.Now())
	if err != nil {
		return r.unread(ctx, err)
	}
	r.found, r.Missed = result.Article, append(r.Missed, result.Missed...)
	r.Next, r.Twin, r.Dropped = result.Next, result.Twin, tryDropped{result.Dropped.Elements, result.Dropped.Chars}
	r.Article.fill(result)
	return r, r.match(result.Type)
}

// unread notes what becomes of a page that can't be read. Without an address
// there is nothing to say of it.
func (r *tryReport) unread(ctx context.Context, err error) (*tryReport, error) {
	if r.Article.URL == "" || r.Article.File != "" || ctx.Err() != nil {
		return nil, err
	}
	r.Article.Error, r.Outcome = err.Error(), watcher.Prospect("", err)
	return r, err
}

// match holds the article against the topics, if its text goes on.
func (r *tryReport) match(kind extract.Type) error {
	r.goesOn = kind.Use() == extract.UsePage
	if r.Outcome = watcher.Prospect(kind, nil); !r.goesOn {
		return nil
	}
	topics, err := matcher.New(r.catalog.Topics, r.catalog.Concepts)
	if err != nil {
		return err
	}
	r.Matches = append(r.Matches, topics.Match(&r.found)...)
	if r.Outcome = news.NoMatch.String(); len(r.Matches) > 0 {
		r.Outcome = news.Alerted.String()
	}
	return nil
}

// open fetches a page in the way of its source or reads a saved one, and returns
// its text.
func (r *tryReport) open(ctx context.Context, cfg *config, source news.Source, stdin io.Reader) (string, error) {
	if r.Article.File != "" {
		body, err := readPage(r.Article.File, stdin)
		if err != nil {
			return "", err
		}
		text, charset := fetch.Decode(body, "text/html")
		r.Page = tryPage{Bytes: len(body), Charset: charset}
		return text, nil
	}
	client := fetch.New(cfg.fetchConfig())
	defer client.Close()
	began := time.Now()
	res, err := client.Get(ctx, fetch.Request{
		URL: r.Article.URL, Publisher: source.Publisher, Proxy: source.Proxy, ObeyRobots: !source.IgnoreRobots,
	})
	if err != nil {
		return "", err
	}
	text, charset := fetch.Decode(res.Body, res.ContentType)
	r.Article.URL = res.URL
	r.Page = tryPage{res.Status, res.ContentType, len(res.Body), charset, time.Since(began).Seconds()}
	return text, nil
}

// sourceOf returns the source with an ID, or without one the first whose site
// the page is on; the zero source if there is none.
func (r *tryReport) sourceOf(id string) (news.Source, error) {
	if id != "" {
		return sourceNamed(r.catalog.Sources, id)
	}
	for _, s := range r.catalog.Sources {
		if site := siteOf(r.Article.URL); site != "" && siteOf(s.URL) == site {
			return s, nil
		}
	}
	return news.Source{}, nil
}

// siteOf returns the host of an address without its www.
func siteOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// partNames returns the parts for which there are rules.
func partNames(p news.Parts) []string {
	var names []string
	for _, part := range extract.PartsOf(p) {
		if part.Selector != "" {
			names = append(names, part.Name)
		}
	}
	return names
}

// origin tells where a part comes from: a rule, or none.
func (r *tryReport) origin(part string) string {
	switch {
	case slices.Contains(r.Missed, part):
		return "the rule found nothing"
	case slices.Contains(r.Ruled, part):
		return "by the rule"
	}
	return ""
}
