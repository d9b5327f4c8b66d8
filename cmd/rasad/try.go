package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
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
			"which points. It is read by the rules of its source: the one of --source, else\n" +
			"the first whose site the page is on. Nothing is kept and nobody is told.",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			cfg, _, err := configOf(c)
			if err != nil {
				return err
			}
			report, err := t.run(c.Context(), cfg, args[0], c.InOrStdin())
			if err != nil {
				return err
			}
			if !t.asJSON {
				return report.print(c.OutOrStdout())
			}
			enc := json.NewEncoder(c.OutOrStdout())
			enc.SetEscapeHTML(false)
			return enc.Encode(report)
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
	Next    string       `json:"next,omitempty"` // the article's next part, which the service would read as well
	Twin    string       `json:"twin,omitempty"` // its AMP page, which the service would read instead
	Article extracted    `json:"article"`
	Matches []news.Match `json:"matches"`
	Topics  int          `json:"topics"` // that it was held against

	found   news.Article
	catalog *news.Catalog
}

// A tryPage is a page as it came.
type tryPage struct {
	Status  int     `json:"status,omitempty"` // none for a file
	Type    string  `json:"content_type,omitempty"`
	Bytes   int     `json:"bytes"`
	Charset string  `json:"charset"`
	Seconds float64 `json:"seconds,omitempty"`
}

// run takes a page through all stages.
func (t *tryConfig) run(ctx context.Context, cfg *config, where string, stdin io.Reader) (*tryReport, error) {
	r := &tryReport{catalog: cfg.Catalog(), Ruled: []string{}, Missed: []string{}, Matches: []news.Match{}}
	text, err := r.open(ctx, cfg, where, stdin)
	if err != nil {
		return nil, err
	}
	if !isAddress(where) {
		r.Article.URL = t.url
	}
	source, err := r.sourceOf(t.source)
	if err != nil {
		return nil, err
	}
	site, err := extract.NewSite(source.Article, schedule.PlaceOf(source.Country).Clock())
	if err != nil {
		return nil, err
	}
	result, err := site.Page(text, r.Article.URL, time.Now())
	if err != nil {
		return nil, err
	}
	r.Source, r.found = source.ID, result.Article
	r.Ruled, r.Missed = append(r.Ruled, partNames(source.Article)...), append(r.Missed, result.Missed...)
	r.Next, r.Twin = result.Next, result.Twin
	r.Article.fill(result)
	topics, err := matcher.New(r.catalog.Topics, r.catalog.Concepts)
	if err != nil {
		return nil, err
	}
	r.Topics = len(r.catalog.Topics)
	if result.Type == extract.TypeArticle || result.Type == extract.TypeLive {
		r.Matches = append(r.Matches, topics.Match(&r.found)...)
	}
	return r, nil
}

// open fetches a page or reads a saved one, and returns its text.
func (r *tryReport) open(ctx context.Context, cfg *config, where string, stdin io.Reader) (string, error) {
	if !isAddress(where) {
		body, err := readPage(where, stdin)
		if err != nil {
			return "", err
		}
		text, charset := fetch.Decode(body, "text/html")
		r.Article.File, r.Page = where, tryPage{Bytes: len(body), Charset: charset}
		return text, nil
	}
	client := fetch.New(cfg.fetchConfig())
	defer client.Close()
	began := time.Now()
	res, err := client.Get(ctx, fetch.Request{URL: where})
	if err != nil {
		return "", fmt.Errorf("fetch %s: %w", where, err)
	}
	text, charset := fetch.Decode(res.Body, res.ContentType)
	r.Article.URL = res.URL
	r.Page = tryPage{res.Status, res.ContentType, len(res.Body), charset, time.Since(began).Seconds()}
	return text, nil
}

// sourceOf returns the source with an ID, or without one the first whose site
// the page is on; the zero source if there is none.
func (r *tryReport) sourceOf(id string) (news.Source, error) {
	var ids []string
	for _, s := range r.catalog.Sources {
		if id == s.ID || id == "" && siteOf(r.Article.URL) != "" && siteOf(s.URL) == siteOf(r.Article.URL) {
			return s, nil
		}
		ids = append(ids, s.ID)
	}
	if id != "" {
		return news.Source{}, fmt.Errorf("there is no source %q%s", id, didYouMean(id, ids))
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
	for _, f := range []struct{ name, selector string }{
		{"title", p.Title}, {"lead", p.Lead}, {"body", p.Body}, {"author", p.Author}, {"published", p.Published},
		{"modified", p.Modified}, {"section", p.Section}, {"tags", p.Tags}, {"image", p.Image}, {"code", p.Code}, {"drop", p.Drop},
	} {
		if f.selector != "" {
			names = append(names, f.name)
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
