package sitetest_test

import (
	"context"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestAFlakyOutletRecovers(t *testing.T) {
	site := publishAll(t)
	base := serve(t, site)
	paths := []string{"/lantern/rss"}
	for _, a := range site.Articles() {
		if a.Fails > 0 {
			paths = append(paths, a.Path)
		}
	}
	if len(paths) < 2 {
		t.Fatal("no article's page fails at first")
	}
	for _, path := range paths {
		first, _ := get(t, base+path)
		second, _ := get(t, base+path)
		if first.StatusCode != 500 || second.StatusCode != 200 {
			t.Errorf("%s answers %d, then %d; want 500, then 200", path, first.StatusCode, second.StatusCode)
		}
	}
}

// TestAHealedSiteFailsNowhere wants a site that is served again by another
// process to spare its readers the failures they have met before.
func TestAHealedSiteFailsNowhere(t *testing.T) {
	site := publishAll(t)
	site.Config.Healed, site.Config.Slow = true, 1
	base := serve(t, site)
	paths := []string{"/lantern/rss"}
	for _, a := range site.Articles() {
		paths = append(paths, a.Path)
	}
	for _, path := range paths {
		if first, _ := get(t, base+path); first.StatusCode != 200 {
			t.Errorf("%s answers %d at first, want 200", path, first.StatusCode)
		}
	}
	if fault, _ := get(t, base+"/faults/500"); fault.StatusCode != 500 {
		t.Errorf("/faults/500 answers %d on a healed site", fault.StatusCode)
	}
}

func TestTheBrokenFeedBreaksBehindItsItems(t *testing.T) {
	site := publishAll(t)
	_, body := get(t, serve(t, site)+"/bargeshanbe/rss")
	var any struct{}
	if err := xml.Unmarshal([]byte(body), &any); err == nil {
		t.Error("the broken feed is well-formed")
	}
	broken := strings.Index(body, "&nbsp;")
	for _, a := range site.Articles() {
		if at := strings.Index(body, a.Title); a.Outlet == "bargeshanbe" && (at < 0 || at > broken) {
			t.Errorf("%s stands at %d, behind the break at %d", a.ID, at, broken)
		}
	}
}

func TestASlowPageTakesItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := publishAll(t)
		site.Config.Slow = 5 * time.Second
		for _, a := range site.Articles() {
			if !a.Slow {
				continue
			}
			began, answer := time.Now(), httptest.NewRecorder()
			site.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, a.Path, nil))
			if took := time.Since(began); answer.Code != 200 || took != site.Config.Slow {
				t.Errorf("%s answers %d after %s, want 200 after %s", a.ID, answer.Code, took, site.Config.Slow)
			}
			gone, cancel := context.WithTimeout(t.Context(), time.Second)
			began = time.Now()
			site.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(gone, http.MethodGet, a.Path, nil))
			cancel()
			if took := time.Since(began); took != time.Second {
				t.Errorf("%s goes on for %s though its reader left after a second", a.ID, took)
			}
			return
		}
		t.Error("no article has a slow page")
	})
}

func TestTheEndlessPageEndsWithItsReader(t *testing.T) {
	site := load(t)
	response, err := http.Get(serve(t, site) + "/faults/endless")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if n, err := io.CopyN(io.Discard, response.Body, 4<<20); err != nil {
		t.Errorf("the endless page ended after %d bytes: %v", n, err)
	}
}

func TestFaultsAnswerAsTheySay(t *testing.T) {
	site := load(t)
	site.Config.Slow = 1
	base := serve(t, site)
	for path, want := range map[string]int{
		"500": 500, "slow": 200, "junk": 200, "empty": 200, "nothing": 200,
		"charset": 200, "html-feed": 200, "gone": 410, "unheard-of": 404, "": 200,
	} {
		if got, _ := get(t, base+"/faults/"+path); got.StatusCode != want {
			t.Errorf("/faults/%s answers %d, want %d", path, got.StatusCode, want)
		}
	}
	if response, body := get(t, base+"/faults/charset"); !strings.Contains(response.Header.Get("Content-Type"), "8859") ||
		!strings.Contains(body, "برگ شنبه") {
		t.Error("/faults/charset is not a page in UTF-8 under another name")
	}
	if _, err := http.Get(base + "/faults/loop"); err == nil {
		t.Error("/faults/loop came to an end")
	}
	cut, err := http.Get(base + "/faults/cut")
	if err != nil {
		t.Fatal(err)
	}
	defer cut.Body.Close()
	if _, err := io.ReadAll(cut.Body); err == nil {
		t.Error("/faults/cut sent all that it promised")
	}
}
