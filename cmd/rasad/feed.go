package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/feed"
	"github.com/rasadnews/rasad/watcher/fetch"
)

func feedCommand() *cobra.Command {
	var from input
	var pick news.Selectors
	c := &cobra.Command{
		Use:   "feed [--url U] [--content-type C] FILE|URL",
		Short: "Print what a feed says as JSON",
		Long: "Feed reads a feed (RSS, RDF, Atom, CDF, JSON Feed), a sitemap or an index of them,\n" +
			"the page of a Telegram channel (https://t.me/s/NAME) or a front page, from a file\n" +
			"or from where it is published, and prints one JSON object. It may be gzipped, and\n" +
			"broken: what could be read is printed, with the error beside it. An entry without\n" +
			"a summary has its content as one; those of an index are its sitemaps. '-' is\n" +
			"standard input. With selectors, those of a source's select, it is read as a page\n" +
			"whatever it is.",
		Args: func(c *cobra.Command, args []string) error {
			return errors.Join(from.args("feed")(c, args), feed.CheckSelectors(pick))
		},
		RunE: func(c *cobra.Command, args []string) error {
			body, err := from.read(c, args[0], feed.MaxBytes)
			if err != nil {
				return err
			}
			printed, err := readFeed(body, from.contentType, from.url, pick)
			return errors.Join(printJSON(c.OutOrStdout(), printed), err)
		},
	}
	from.flags(c)
	c.Flags().StringVar(&from.contentType, "content-type", "", "the Content-Type that it came with, as the server sent it")
	c.Flags().StringVar(&pick.Item, "item", "", "of a page: the CSS selector of an item")
	c.Flags().StringVar(&pick.Link, "link", "", "of a page: the selector of an item's link")
	c.Flags().StringVar(&pick.Title, "title", "", "of a page: the selector of an item's title")
	c.Flags().StringVar(&pick.Date, "date", "", "of a page: the selector of an item's date")
	c.Flags().StringVar(&pick.Exclude, "exclude", "", "of a page: the selector of what is no item")
	return c
}

// An input is the document that a command reads: where it is, and where it came from.
type input struct{ url, contentType string }

func (in *input) flags(c *cobra.Command) {
	c.Flags().StringVar(&in.url, "url", "", "the address that it was read from")
}

// args checks the command line: one document, and the address of one.
func (in *input) args(what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) != 1:
			return fmt.Errorf("%d documents: name one file or address of a %s", len(args), what)
		case in.url != "" && !isAddress(in.url):
			return fmt.Errorf("--url %q: not the address of a %s; it begins with http:// or https:// and names a host", in.url, what)
		}
		return nil
	}
}

// read returns no more than limit bytes, and one that tells that there are
// more, of a file, of standard input or of what an address answers. It notes
// where an address has led and with what type.
func (in *input) read(c *cobra.Command, name string, limit int64) ([]byte, error) {
	if isAddress(name) {
		return in.fetch(c, name)
	}
	r := c.InOrStdin()
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("read document: %w", err)
		}
		defer f.Close()
		r = f
	}
	body, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	return body, nil
}

// fetch gets a document as the service does, by the configuration.
func (in *input) fetch(c *cobra.Command, address string) ([]byte, error) {
	cfg, _, err := configOf(c)
	if err != nil {
		return nil, err
	}
	client := fetch.New(cfg.fetchConfig())
	defer client.Close()
	ctx := c.Context()
	if ctx == nil {
		ctx = context.Background()
	}
	res, err := client.Get(ctx, fetch.Request{URL: address})
	if err != nil {
		return nil, err
	}
	if in.url == "" {
		in.url = res.URL
	}
	if in.contentType == "" {
		in.contentType = res.ContentType
	}
	return res.Body, nil
}

// A printedFeed is what is printed of a feed. Dates are RFC 3339 in UTC, and
// empty where there are none.
type printedFeed struct {
	Format   feed.Format    `json:"format"`
	Encoding string         `json:"encoding"`
	Language string         `json:"language"`
	Feed     printedHead    `json:"feed"`
	Entries  []printedEntry `json:"entries"`
	Error    string         `json:"error"`
}

type printedHead struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Link      string   `json:"link"`
	Summary   string   `json:"summary"`
	Author    string   `json:"author"`
	Published string   `json:"published"`
	Updated   string   `json:"updated"`
	Tags      []string `json:"tags"`
}

type printedEntry struct {
	ID         string           `json:"id"`
	Title      string           `json:"title"`
	Link       string           `json:"link"`
	Links      []string         `json:"links"`
	Summary    string           `json:"summary"`
	Content    string           `json:"content"`
	Published  string           `json:"published"`
	Updated    string           `json:"updated"`
	Author     string           `json:"author"`
	Tags       []string         `json:"tags"`
	Enclosures []feed.Enclosure `json:"enclosures"`
}

// readFeed reads a document for print. The error says that nothing of it could
// be read; one that is broken and has entries bears the fault itself.
func readFeed(body []byte, contentType, address string, pick news.Selectors) (printedFeed, error) {
	picked := pick != news.Selectors{}
	var f *feed.Feed
	var err error
	if !picked {
		f, err = feed.Parse(body, contentType, address)
	}
	if picked || f == nil && feed.Detect(body, contentType) == feed.HTML {
		f, err = readFront(body, contentType, address, pick)
	}
	p := printedFeed{Entries: []printedEntry{}, Feed: printedHead{Tags: []string{}}}
	if err != nil {
		p.Error = err.Error()
	}
	if f == nil {
		return p, err
	}
	p.Format, p.Encoding, p.Language = f.Format, f.Charset, f.Lang
	p.Feed = printedHead{f.ID, f.Title, f.Link, f.Summary, f.Author, rfc3339(f.Published), rfc3339(f.Updated), list(f.Tags)}
	for i := range f.Entries {
		p.Entries = append(p.Entries, printEntry(&f.Entries[i]))
	}
	for _, child := range f.Children {
		p.Entries = append(p.Entries, printEntry(&feed.Entry{Item: news.Item{URL: child.URL}, Updated: child.Modified}))
	}
	return p, nil
}

// readFront reads the articles of a front page.
func readFront(body []byte, contentType, address string, pick news.Selectors) (*feed.Feed, error) {
	text, charset := fetch.Decode(body, contentType)
	items, err := feed.Page(text, address, pick)
	if len(items) == 0 {
		return nil, err
	}
	f := &feed.Feed{Format: feed.HTML, Charset: charset, Link: address}
	for _, it := range items {
		f.Entries = append(f.Entries, feed.Entry{Item: it})
	}
	return f, err
}

func printEntry(e *feed.Entry) printedEntry {
	p := printedEntry{
		ID: e.ID, Title: e.Title, Link: e.URL, Links: list(e.Links), Summary: e.Summary, Content: e.Content,
		Published: rfc3339(e.Published), Updated: rfc3339(e.Updated), Author: e.Author,
		Tags: list(e.Tags), Enclosures: list(e.Enclosures),
	}
	if p.Summary == "" {
		p.Summary = e.Content
	}
	if len(p.Links) == 0 && e.URL != "" {
		p.Links = []string{e.URL}
	}
	return p
}

// list returns s, and an empty list for none.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// printJSON writes v as one line.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
