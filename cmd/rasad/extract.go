package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/fetch"
	"github.com/rasadnews/rasad/watcher/schedule"
)

func extractCommand() *cobra.Command {
	var address, list, source string
	c := &cobra.Command{
		Use:   "extract [--url U] [--source ID] FILE… | --list FILE",
		Short: "Print the articles of saved pages as JSON, one a line",
		Long: "Extract reads saved pages and prints one JSON object for each, in the order given:\n" +
			"what kind of page it is and, if it is an article, its parts. Pages may be gzipped\n" +
			"(.gz). A list holds 'file TAB url' lines, and may be gzipped as well; its paths\n" +
			"are relative to where you are or else to the list, and what begins with # is\n" +
			"passed over. '-' is standard input. With --source they are read by the rules of\n" +
			"a source of the configuration, each by itself.",
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) == 0 && list == "":
				return errors.New("no pages: name files, or a list with --list")
			case address != "":
				return checkAddress("--url", address)
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			reader, err := readerOf(c, source)
			if err != nil {
				return err
			}
			saved, err := savedPages(args, list, address, c.InOrStdin())
			if err != nil {
				return err
			}
			return extractAll(c.Context(), c.OutOrStdout(), reader, saved)
		},
	}
	c.Flags().StringVar(&address, "url", "", "the address the pages were read from, if the list doesn't say")
	c.Flags().StringVar(&source, "source", "", "the ID of the source whose rules count")
	c.Flags().StringVar(&list, "list", "", "a file of 'file TAB url' lines")
	return c
}

// A pageReader says how saved pages are read: what '-' is, and by whose rules.
type pageReader struct {
	stdin io.Reader
	rules news.Parts
	zone  *time.Location
}

// readerOf returns the reader by the rules of a source, if one is named.
func readerOf(c *cobra.Command, id string) (pageReader, error) {
	r := pageReader{stdin: c.InOrStdin()}
	if id == "" {
		return r, nil
	}
	cfg, _, err := configOf(c)
	if err != nil {
		return r, err
	}
	source, err := sourceNamed(cfg.Catalog().Sources, id)
	r.rules, r.zone = source.Article, schedule.PlaceOf(source.Country).Clock()
	return r, err
}

// sourceNamed returns the source with an ID.
func sourceNamed(sources []news.Source, id string) (news.Source, error) {
	ids := make([]string, len(sources))
	for i, s := range sources {
		if ids[i] = s.ID; s.ID == id {
			return s, nil
		}
	}
	return news.Source{}, fmt.Errorf("there is no source %q%s", id, didYouMean(id, ids))
}

// isAddress tells whether s is an address on the web.
func isAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}

// checkAddress returns an error for what is not the address of a page; what names
// where it stands.
func checkAddress(what, s string) error {
	if isAddress(s) {
		return nil
	}
	return fmt.Errorf("%s %q: not the address of a page; it begins with http:// or https:// and names a host", what, s)
}

// extractAll extracts the pages on all cores and prints them in their order.
// A page that can't be read is a line with an error, and an error at the end.
func extractAll(ctx context.Context, w io.Writer, reader pageReader, saved []savedPage) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	failed := 0
	var writing error
	for page := range inOrder(ctx, saved, reader) {
		e := <-page
		if e.Error != "" {
			failed++
		}
		if writing == nil {
			writing = enc.Encode(e)
		}
	}
	if err := errors.Join(writing, out.Flush(), ctx.Err()); err != nil {
		return fmt.Errorf("print pages: %w", err)
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d pages could not be read", failed, len(saved))
	}
	return nil
}

// inOrder extracts pages side by side and returns, in the order of the pages,
// a channel for each on which it arrives. It ends early when ctx does.
func inOrder(ctx context.Context, saved []savedPage, reader pageReader) <-chan chan extracted {
	workers := runtime.GOMAXPROCS(0)
	busy := make(chan struct{}, workers)
	queue := make(chan chan extracted, 4*workers)
	go func() {
		defer close(queue)
		for _, s := range saved {
			page := make(chan extracted, 1)
			select {
			case queue <- page:
			case <-ctx.Done():
				return
			}
			busy <- struct{}{}
			go func() {
				page <- reader.extract(s)
				<-busy
			}()
		}
	}()
	return queue
}

// An extracted is what is printed of a page.
type extracted struct {
	File      string   `json:"file"`
	URL       string   `json:"url"`
	Type      string   `json:"type"`
	Title     string   `json:"title"`
	Lead      string   `json:"lead"`
	Text      string   `json:"text"`
	Author    string   `json:"author"`
	Published string   `json:"published"` // RFC 3339, or empty
	Modified  string   `json:"modified"`
	Language  string   `json:"language"`
	Canonical string   `json:"canonical"`
	Site      string   `json:"site"`
	Section   string   `json:"section"`
	Tags      []string `json:"tags"`
	Image     string   `json:"image"`
	Code      string   `json:"code"`
	Reason    string   `json:"reason"`
	Error     string   `json:"error,omitempty"`
}

// extract reads one page and extracts it, as the first of its site: what came
// out would depend on the order of the pages else.
func (p pageReader) extract(s savedPage) extracted {
	e := extracted{File: s.file, URL: s.url, Tags: []string{}}
	r, err := p.read(s)
	if err != nil {
		e.Error = err.Error()
		return e
	}
	e.fill(r)
	return e
}

func (p pageReader) read(s savedPage) (extract.Result, error) {
	if s.url != "" {
		if err := checkAddress("url", s.url); err != nil {
			return extract.Result{}, err
		}
	}
	body, err := readPage(s.file, p.stdin)
	if err != nil {
		return extract.Result{}, err
	}
	site, err := extract.NewSite(p.rules, p.zone)
	if err != nil {
		return extract.Result{}, err
	}
	text, _ := fetch.Decode(body, "text/html")
	return site.Page(text, s.url, time.Time{})
}

// fill takes over what was found.
func (e *extracted) fill(r extract.Result) {
	a := r.Article
	e.Type, e.Reason = string(r.Type), r.Reason
	e.Title, e.Lead, e.Text, e.Author = a.Title, a.Lead, a.Body, a.Author
	e.Published, e.Modified = rfc3339(a.Published), rfc3339(a.Modified)
	e.Language, e.Canonical, e.Site, e.Section = a.Lang, a.Canonical, a.Site, a.Section
	e.Image, e.Code = a.Image, a.Code
	e.Tags = append([]string{}, a.Tags...)
}

// rfc3339 writes a time as RFC 3339, and one that is unknown as nothing.
func rfc3339(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
