package feed_test

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher/feed"
)

// shared returns a file or folder of the measuring data, which is not part of
// the project, and skips the test where it is absent.
func shared(t testing.TB, name string) string {
	t.Helper()
	root := os.Getenv("RASAD_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(root, "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("measuring data is absent: %v", err)
	}
	return path
}

var (
	headerLine = regexp.MustCompile(`(?m)^\s*Header:\s*([\w-]+)\s*:\s*(.*?)\s*$`)
	expectLine = regexp.MustCompile(`(?m)^\s*Expect:\s*(.*?)\s*$`)
	assertion  = regexp.MustCompile(`^(?:not bozo and )?(?:bozo and )?entries\[(\d+)\](?:\[['"](\w+)['"]\]|\.(\w+))(?:\[0\]\[['"]value['"]\])? == (.*)$`)
	dateTuple  = regexp.MustCompile(`^\((\d+), (\d+), (\d+), (\d+), (\d+), (\d+),`)
)

// A suiteFile is one file of feedparser's suite.
type suiteFile struct {
	name, contentType, base, expect string
	body                            []byte
}

func suite(t testing.TB, folders ...string) []suiteFile {
	root := shared(t, "feeds/feedparser")
	var files []suiteFile
	for _, folder := range folders {
		err := filepath.Walk(filepath.Join(root, folder), func(path string, info os.FileInfo, err error) error {
			if err != nil || info.IsDir() || !strings.HasSuffix(path, ".xml") {
				return err
			}
			body, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			f := suiteFile{name: strings.TrimPrefix(path, root+"/"), body: body, base: "http://127.0.0.1:8097/" + filepath.Base(path)}
			plain := strings.ReplaceAll(string(body), "\x00", "")
			for _, m := range headerLine.FindAllStringSubmatch(plain, -1) {
				switch strings.ToLower(m[1]) {
				case "content-type":
					f.contentType = m[2]
				case "content-location":
					f.base = m[2]
				}
			}
			if m := expectLine.FindStringSubmatch(plain); m != nil {
				f.expect = m[1]
			}
			files = append(files, f)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(files) == 0 {
		t.Fatalf("no files under %s", root)
	}
	return files
}

// TestSuiteEncodings measures how many feeds in odd encodings are read.
func TestSuiteEncodings(t *testing.T) {
	good, all := 0, suite(t, "encoding")
	for _, f := range all {
		if got, err := feed.Parse(f.body, f.contentType, f.base); got != nil {
			good++
		} else {
			t.Logf("%s: %v", f.name, err)
		}
	}
	t.Logf("%d of %d read", good, len(all))
	if good < len(all) {
		t.Errorf("%d feeds could not be read", len(all)-good)
	}
}

// TestSuiteAssertions measures what is said of items against what the suite
// expects. Markup is compared as the text that it is.
func TestSuiteAssertions(t *testing.T) {
	good, all := 0, 0
	for _, f := range suite(t, "wellformed", "illformed", "entities", "encoding") {
		m := assertion.FindStringSubmatch(f.expect)
		if m == nil {
			continue
		}
		field, want := m[2]+m[3], m[4]
		get := fields[field]
		if get == nil {
			continue
		}
		want, ok := literal(want)
		if !ok {
			continue
		}
		all++
		n, _ := strconv.Atoi(m[1])
		got, err := feed.Parse(f.body, f.contentType, f.base)
		switch {
		case got == nil || n >= len(got.Entries):
			t.Logf("%s: no entry %d for %s: %v", f.name, n, field, err)
		case !alike(get(got.Entries[n].Item), want):
			t.Logf("%s: %s = %q, want %q", f.name, field, get(got.Entries[n].Item), want)
		default:
			good++
		}
	}
	share := float64(good) / float64(all)
	t.Logf("%d of %d assertions hold (%.1f %%)", good, all, 100*share)
	if share < 0.93 {
		t.Errorf("%.1f %% of the assertions hold, want 93 or more", 100*share)
	}
}

var fields = map[string]func(news.Item) string{
	"title":            func(i news.Item) string { return i.Title },
	"link":             func(i news.Item) string { return i.URL },
	"id":               func(i news.Item) string { return i.ID },
	"guid":             func(i news.Item) string { return i.ID },
	"summary":          said,
	"description":      said,
	"content":          func(i news.Item) string { return i.Content },
	"author":           func(i news.Item) string { return i.Author },
	"published_parsed": func(i news.Item) string { return stamp(i.Published) },
	"date_parsed":      func(i news.Item) string { return stamp(i.Published) },
	"updated_parsed":   func(i news.Item) string { return stamp(i.Published) },
}

// said is what the suite calls a summary: the content where there is no other.
func said(i news.Item) string {
	if i.Summary == "" {
		return i.Content
	}
	return i.Summary
}

func stamp(t time.Time) string { return t.Format("2006-01-02 15:04:05") }

// literal reads the string or the date that an assertion of the suite, a line
// of Python, compares with.
func literal(s string) (string, bool) {
	if m := dateTuple.FindStringSubmatch(s); m != nil {
		var n [6]int
		for i := range n {
			n[i], _ = strconv.Atoi(m[i+1])
		}
		return fmt.Sprintf("%04d-%02d-%02d %02d:%02d:%02d", n[0], n[1], n[2], n[3], n[4], n[5]), true
	}
	s = strings.TrimPrefix(s, "u")
	if len(s) < 2 || s[0] != s[len(s)-1] || s[0] != '"' && s[0] != '\'' {
		return "", false
	}
	s = strings.ReplaceAll(s[1:len(s)-1], `\'`, `'`)
	out, err := strconv.Unquote(`"` + strings.ReplaceAll(strings.ReplaceAll(s, `\"`, `"`), `"`, `\"`) + `"`)
	return out, err == nil
}

var anyTag = regexp.MustCompile(`<[^>]*>`)

// alike compares plain text with markup, without blanks.
func alike(got, markup string) bool {
	flat := func(s string) string { return strings.Join(strings.Fields(s), "") }
	return flat(got) == flat(html.UnescapeString(anyTag.ReplaceAllString(markup, " "))) || flat(got) == flat(markup)
}
