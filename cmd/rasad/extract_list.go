package main

import (
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/rasadnews/rasad/watcher/extract"
)

// A savedPage is a file that holds a page, and the address it came from.
type savedPage struct{ file, url string }

// savedPages returns the pages that are named, then those of a list, if there is
// one.
func savedPages(names []string, list, address string, stdin io.Reader) ([]savedPage, error) {
	saved := make([]savedPage, 0, len(names))
	for _, name := range names {
		saved = append(saved, savedPage{name, address})
	}
	if list != "" {
		more, err := readList(list, address, stdin)
		if err != nil {
			return nil, err
		}
		saved = append(saved, more...)
	}
	return saved, checkStdin(list, saved)
}

// readList reads 'file TAB url' lines, but blank ones and those that begin with
// #. A file that isn't found from here is looked for beside the list; one without
// an address has the one that is given.
func readList(name, address string, stdin io.Reader) ([]savedPage, error) {
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
	for line := range strings.Lines(strings.TrimPrefix(string(text), "\uFEFF")) {
		file, url, _ := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		if strings.TrimSpace(file) == "" || strings.HasPrefix(file, "#") {
			continue
		}
		if _, err := os.Stat(file); err != nil && !filepath.IsAbs(file) {
			if beside := filepath.Join(filepath.Dir(name), file); exists(beside) {
				file = beside
			}
		}
		saved = append(saved, savedPage{file, cmp.Or(strings.TrimSpace(url), address)})
	}
	return saved, nil
}

// checkStdin returns an error if standard input would be read twice.
func checkStdin(list string, saved []savedPage) error {
	readers := 0
	if list == "-" {
		readers++
	}
	for _, s := range saved {
		if s.file == "-" {
			readers++
		}
	}
	if readers > 1 {
		return errors.New("standard input (-) can be read once alone")
	}
	return nil
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
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
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, fmt.Errorf("%s is a folder: name its files, or a list of them with --list", file)
	}
	if !strings.HasSuffix(file, ".gz") {
		return f, nil
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
