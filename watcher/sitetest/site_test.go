package sitetest_test

import (
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rasadnews/rasad/watcher/sitetest"
)

func load(t testing.TB) *sitetest.Site {
	t.Helper()
	site, err := sitetest.Load(os.DirFS("../../testdata/site"))
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// serve starts the site on loopback and returns its address.
func serve(t testing.TB, site *sitetest.Site) string {
	t.Helper()
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	return server.URL
}

// get fetches a page and returns it with its body read.
func get(t testing.TB, url string, header ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func TestOnlyTheBaselineStandsThereAtFirst(t *testing.T) {
	site := load(t)
	base := serve(t, site)
	met := 0
	for _, a := range site.Articles() {
		want := http.StatusNotFound
		if a.Baseline {
			want = http.StatusOK
			met += min(len(a.Topics), 1)
		}
		if got, _ := get(t, base+a.Path); got.StatusCode != want {
			t.Errorf("before its publication %s answers %d, want %d", a.ID, got.StatusCode, want)
		}
	}
	if met == 0 {
		t.Error("no baseline article meets a topic, so a baseline has nothing to tell")
	}
}

func TestPublishNextFollowsTheOrder(t *testing.T) {
	site := load(t)
	var want, got []string
	for _, a := range site.Articles() {
		if !a.Baseline {
			want = append(want, a.ID)
		}
	}
	for a, ok := site.PublishNext(); ok; a, ok = site.PublishNext() {
		got = append(got, a.ID)
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("published %v, want %v", got, want)
	}
	if len(want) < 15 {
		t.Errorf("%d articles are published, want at least 15", len(want))
	}
}

func TestPublishedArticlesAreInTheirFeeds(t *testing.T) {
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	site := load(t)
	site.Config.Now = func() time.Time { return now }
	base := serve(t, site)
	if err := site.Publish("tehran-meeting"); err != nil {
		t.Fatal(err)
	}
	_, body := get(t, base+"/sepidar/rss")
	var feed struct {
		Items []struct {
			Title   string `xml:"title"`
			Link    string `xml:"link"`
			PubDate string `xml:"pubDate"`
		} `xml:"channel>item"`
	}
	if err := xml.Unmarshal([]byte(body), &feed); err != nil {
		t.Fatal(err)
	}
	if len(feed.Items) < 2 || feed.Items[0].PubDate != now.Format(time.RFC1123Z) {
		t.Fatalf("the feed holds %+v, want the new article first, dated %s", feed.Items, now.Format(time.RFC1123Z))
	}
	if _, page := get(t, feed.Items[0].Link); !strings.Contains(page, feed.Items[0].Title) {
		t.Errorf("the page at %s lacks its headline %q", feed.Items[0].Link, feed.Items[0].Title)
	}
	if err := site.Publish("nothing"); err == nil {
		t.Error("publishing an unknown article gave no error")
	}
}

func TestAnUnchangedFeedIsNotSentAgain(t *testing.T) {
	site := load(t)
	base := serve(t, site)
	for _, source := range site.Sources(base) {
		for range 3 { // past the failures of an outlet that begins with them
			get(t, source.URL)
		}
		first, _ := get(t, source.URL)
		tag := first.Header.Get("ETag")
		if again, _ := get(t, source.URL, "If-None-Match", tag); again.StatusCode != http.StatusNotModified {
			t.Errorf("%s with the same ETag answers %d, want 304", source.ID, again.StatusCode)
		}
	}
	tagOf := func() string { r, _ := get(t, base+"/sepidar/rss"); return r.Header.Get("ETag") }
	before := tagOf()
	if err := site.Publish("tehran-meeting"); err != nil {
		t.Fatal(err)
	}
	if tagOf() == before {
		t.Error("the feed keeps its ETag although an article came")
	}
}

func TestManyMayPublishAndReadAtOnce(t *testing.T) {
	site := load(t)
	site.Config.Slow = 1
	base := serve(t, site)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for _, ok := site.PublishNext(); ok; _, ok = site.PublishNext() {
				get(t, base+"/sepidar/rss")
			}
		})
		all.Go(func() {
			for _, a := range site.Articles() {
				get(t, base+a.Path)
			}
		})
	}
	all.Wait()
}

func TestPublishTextRefusesWhatIsThere(t *testing.T) {
	site := load(t)
	c := sitetest.Content{Title: "T", Lead: "L", Paragraphs: []string{"P"}, Code: "61880"}
	for name, err := range map[string]error{
		"a known ID":        second(site.PublishText("chess", "bargeshanbe", c)),
		"an unknown outlet": second(site.PublishText("new", "nowhere", c)),
		"a taken path":      second(site.PublishText("new", "bargeshanbe", c)),
	} {
		if err == nil {
			t.Errorf("PublishText with %s gave no error", name)
		}
	}
}

func TestFillRefusesAnUnknownTemplate(t *testing.T) {
	if page, err := load(t).Fill("parchment", sitetest.Content{Title: "T"}); err == nil {
		t.Errorf("Fill with an unknown template gave %q", page)
	}
}

func TestAnAddressMayCarryMoreThanItNeeds(t *testing.T) {
	site := publishAll(t)
	base := serve(t, site)
	for _, path := range []string{"/bargeshanbe/news/61880?utm_source=telegram", "/kohandiar/show.asp?id=3301"} {
		if response, _ := get(t, base+path); response.StatusCode != 200 {
			t.Errorf("%s answers %d, want 200", path, response.StatusCode)
		}
	}
	for _, path := range []string{"/kohandiar/show.asp?id=1", "/sepidar/nothing", "/nobody/", "/sepidar"} {
		if response, _ := get(t, base+path); response.StatusCode != 404 {
			t.Errorf("%s answers %d, want 404", path, response.StatusCode)
		}
	}
}

func second(_ sitetest.Article, err error) error { return err }
