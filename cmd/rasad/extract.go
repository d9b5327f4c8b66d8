package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/fetch"
)

func extractCommand() *cobra.Command {
	var address, list string
	c := &cobra.Command{
		Use:   "extract [--url U] FILE… | --list FILE",
		Short: "Print the articles of saved pages as JSON, one a line",
		Long: "Extract reads saved pages and prints one JSON object for each, in the order given:\n" +
			"what kind of page it is and, if it is an article, its parts. Pages may be gzipped\n" +
			"(.gz). A list holds 'file TAB url' lines, and may be gzipped as well; its paths\n" +
			"are relative to where you are or else to the list. '-' is standard input.",
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
			saved := make([]savedPage, 0, len(args))
			for _, name := range args {
				saved = append(saved, savedPage{name, address})
			}
			if list != "" {
				more, err := readList(list, c.InOrStdin())
				if err != nil {
					return err
				}
				saved = append(saved, more...)
			}
			return extractAll(c.Context(), c.OutOrStdout(), c.InOrStdin(), saved)
		},
	}
	c.Flags().StringVar(&address, "url", "", "the address the pages were read from")
	c.Flags().StringVar(&list, "list", "", "a file of 'file TAB url' lines")
	return c
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

// A savedPage is a file that holds a page, and the address it came from.
type savedPage struct{ file, url string }

// readList reads 'file TAB url' lines. A file that isn't found from here is
// looked for beside the list.
func readList(name string, stdin io.Reader) ([]savedPage, error) {
	f, err := openZipped(name, stdin)
	if err != nil {
		return nil, fmt.Errorf("read list: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("read list: %w", err)
	}
	var saved []savedPage
	for line := range strings.Lines(string(text)) {
		file, address, _ := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if file == "" {
			continue
		}
		if _, err := os.Stat(file); err != nil && !filepath.IsAbs(file) {
			if beside := filepath.Join(filepath.Dir(name), file); exists(beside) {
				file = beside
			}
		}
		saved = append(saved, savedPage{file, strings.TrimSpace(address)})
	}
	return saved, nil
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// extractAll extracts the pages on all cores and prints them in their order.
// A page that can't be read is a line with an error, and an error at the end.
func extractAll(ctx context.Context, w io.Writer, stdin io.Reader, saved []savedPage) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	failed := 0
	var writing error
	for page := range inOrder(ctx, saved, stdin) {
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
func inOrder(ctx context.Context, saved []savedPage, stdin io.Reader) <-chan chan extracted {
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
				page <- extractFile(s, stdin)
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

// extractFile reads one page and extracts it.
func extractFile(s savedPage, stdin io.Reader) extracted {
	e := extracted{File: s.file, URL: s.url, Tags: []string{}}
	body, err := readPage(s.file, stdin)
	if err != nil {
		e.Error = err.Error()
		return e
	}
	text, _ := fetch.Decode(body, "text/html")
	r, err := extract.Page(text, s.url)
	if err != nil {
		e.Error = err.Error()
		return e
	}
	e.fill(r)
	return e
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

// readPage reads a saved page and refuses one that is larger than the
// extractor takes.
func readPage(file string, stdin io.Reader) ([]byte, error) {
	f, err := openZipped(file, stdin)
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, extract.MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	if len(body) > extract.MaxSize {
		return nil, fmt.Errorf("%w: the limit is %d bytes", extract.ErrTooLarge, extract.MaxSize)
	}
	return body, nil
}

// openZipped opens a file, unzipped if it is a .gz; "-" is stdin.
func openZipped(file string, stdin io.Reader) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(stdin), nil
	}
	f, err := os.Open(file)
	if err != nil || !strings.HasSuffix(file, ".gz") {
		return f, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("unzip %s: %w", file, err)
	}
	return &zipped{z, f}, nil
}

// A zipped is a zipped file that is read unzipped.
type zipped struct {
	*gzip.Reader
	file *os.File
}

// Close closes the file, too.
func (z *zipped) Close() error { return errors.Join(z.Reader.Close(), z.file.Close()) }

// rfc3339 writes a time as RFC 3339, and one that is unknown as nothing.
func rfc3339(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
