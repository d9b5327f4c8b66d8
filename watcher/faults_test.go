package watcher_test

import (
	"io"
	"log"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/fetch"
	"github.com/rasadnews/rasad/watcher/sitetest"
)

// TestEachFaultStaysWithItsSource has every fault of the bundled site watched
// beside a good outlet, on one host: each ends with an error that is told once
// and stands at that source alone, and the good outlet's news comes through.
func TestEachFaultStaysWithItsSource(t *testing.T) {
	site, err := sitetest.Load(os.DirFS("../testdata/site"))
	if err != nil {
		t.Fatal(err)
	}
	log.SetOutput(io.Discard) // where net/http quotes what came beyond an answer
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
	faulty := httptest.NewServer(site)
	t.Cleanup(faulty.Close)
	o := newOutlet(t)
	index := httptest.NewRecorder()
	site.ServeHTTP(index, httptest.NewRequest("GET", "/faults/", nil))
	links := regexp.MustCompile(`href="(/faults/([^"]+))"`).FindAllStringSubmatch(index.Body.String(), -1)
	if len(links) < 40 {
		t.Fatalf("the site has %d faults", len(links))
	}
	sources := []news.Source{rss(o, "good")}
	for _, l := range links {
		sources = append(sources, news.Source{ID: l[2], Name: l[2], URL: faulty.URL + l[1], Kind: news.KindFeed, Lang: "en", Every: time.Hour})
	}
	// What holds no items says so by being empty, and is no fault of its first poll.
	quiet := map[string]bool{"good": true, "empty": true, "longer": true}

	s := open(t, filepath.Join(t.TempDir(), "rasad.db"))
	defer s.Close()
	config, _ := based()
	h := watch(t, s, config, fetch.Config{Timeout: 5 * time.Second, MaxBytes: 2 << 20, HostConns: 64}, sources...)
	wait(t, h, func() bool {
		all := h.Health()
		return len(all) == len(sources) && !slices.ContainsFunc(all, func(s watcher.SourceHealth) bool { return s.PolledAt.IsZero() })
	})
	o.publish("/news/1-good", "A bomb is found")
	if a := h.alert(t); a.Title != "A bomb is found" {
		t.Errorf("alert = %+v", a)
	}
	for _, health := range h.Health() {
		id := health.Source.ID
		if (health.Err == "") != quiet[id] {
			t.Errorf("%s: its error is %q", id, health.Err)
		}
		want := 1
		if quiet[id] {
			want = 0
		}
		if n := h.log.count(`msg="source fails" source=` + id + " "); n != want {
			t.Errorf("%s: it is told %d times that it fails, want %d", id, n, want)
		}
	}
	if t.Failed() {
		t.Logf("log:\n%s", h.log)
	}
}
