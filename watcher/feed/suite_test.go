package feed_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

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
	expectLine = regexp.MustCompile(`(?m)Expect:\s*(.*?)\s*$`)
)

// A suiteFile is one file of feedparser's suite. Its head, a comment, says
// with which headers a server gives it, and what is expected.
type suiteFile struct {
	name, group, contentType, base, expect string
	body                                   []byte
}

// suite reads all files of the suite.
func suite(t testing.TB) []suiteFile {
	root := shared(t, "feeds/feedparser")
	var files []suiteFile
	err := filepath.Walk(root, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() || !slices.Contains([]string{".xml", ".json"}, filepath.Ext(path)) {
			return err
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		f := suiteFile{name: filepath.ToSlash(name), body: body, base: "http://127.0.0.1:8097/" + filepath.ToSlash(name)}
		f.group, _, _ = strings.Cut(f.name, "/")
		if inner := strings.Split(f.name, "/"); f.group == "wellformed" {
			f.group = inner[1]
		}
		plain := strings.ReplaceAll(string(body), "\x00", "")
		for _, m := range headerLine.FindAllStringSubmatch(plain, -1) {
			switch strings.ToLower(m[1]) {
			case "content-type":
				f.contentType = m[2]
			case "content-location":
				f.base = located(f.base, m[2])
			}
		}
		if m := expectLine.FindStringSubmatch(plain); m != nil {
			f.expect = m[1]
		}
		files = append(files, f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 1000 {
		t.Fatalf("%d files under %s", len(files), root)
	}
	return files
}

// overall is the group of all; it stands behind the others.
const overall = "~ all"

// A tally counts what holds of what is claimed, by group.
type tally map[string]*[2]int

func (c tally) add(group string, good bool) {
	for _, g := range []string{group, overall} {
		if c[g] == nil {
			c[g] = new([2]int)
		}
		c[g][1]++
		if good {
			c[g][0]++
		}
	}
}

func (c tally) share(group string) (good, all int) {
	if n := c[group]; n != nil {
		return n[0], n[1]
	}
	return 0, 0
}

// TestSuite reads every file of feedparser's suite and holds what it expects
// against what comes out. It prints three measures:
//
// News-core assertions are those on what `rasad feed` prints: of a feed title,
// link, id, summary (which the suite calls subtitle, tagline and description,
// too), author, published, updated, tags and language; of an entry these, and
// content, links and enclosures; and the number of entries. An expectation
// that joins several makes as many assertions. All others are left out: on
// details beside them (the type, language or base of a text, people's
// addresses on the web, contributors, rights, info, generator …), on the
// podcasts' and maps' own elements, on HTTP headers and on "bozo"; and those
// that want markup without any text, such as an image, which says nothing.
//
// Leniently means that text is compared without tags and blanks, entities
// replaced, as this parser gives plain text where the suite gives cleaned
// HTML; that an author may be the name alone where the suite wants "name
// (address)"; that dates are compared as moments; that an address may stand
// anywhere among the links; and that the content is a summary where there is
// no other, as the suite has it too.
//
// Encoding and illformed count the files of these folders of which a feed
// came out.
func TestSuite(t *testing.T) {
	core, read := tally{}, tally{}
	for _, f := range suite(t) {
		got, err := feed.Parse(f.body, f.contentType, f.base)
		read.add(strings.SplitN(f.name, "/", 2)[0], got != nil)
		if got == nil {
			t.Logf("%s: %v", f.name, err)
			got = &feed.Feed{}
		}
		for _, a := range assertions(f.expect) {
			ok, what := a.holds(got)
			if core.add(f.group, ok); !ok {
				t.Logf("%s: %s", f.name, what)
			}
		}
	}
	t.Log("\n" + table(core, "news-core assertions") + table(read, "files read"))
	if good, all := core.share(overall); all < 800 || float64(good) < 0.95*float64(all) {
		t.Errorf("%d of %d assertions hold, want 95 %%", good, all)
	}
	if good, all := read.share("encoding"); good < all {
		t.Errorf("%d of %d encodings are read, want all", good, all)
	}
	if good, all := read.share("illformed"); good < all-2 {
		t.Errorf("%d of %d ill-formed feeds are read, want all but 2", good, all)
	}
}

func table(c tally, title string) string {
	var s strings.Builder
	w := tabwriter.NewWriter(&s, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s\t\t\t\n", title)
	groups := make([]string, 0, len(c))
	for g := range c {
		groups = append(groups, g)
	}
	slices.Sort(groups)
	for _, g := range groups {
		good, all := c.share(g)
		fmt.Fprintf(w, "  %s\t%d\tof %d\t%.1f %%\n", strings.TrimSpace(strings.Trim(g, "~")), good, all, 100*float64(good)/float64(all))
	}
	w.Flush()
	return s.String()
}
