package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/store/storetest"
	"github.com/rasadnews/rasad/watcher/sitetest"
)

// TestDryRunWatchesTheBundledSite watches the bundled site at many hosts, and
// wants alerts, and an account of all items in the end.
func TestDryRunWatchesTheBundledSite(t *testing.T) {
	w := newWorld(t, "sqlite:"+filepath.Join(t.TempDir(), "unused.db"))
	p := w.start("run", "--dry-run", "--site", "60")
	w.await("baselines and an alert", p, func() bool {
		return strings.Count(p.output(), " seen, ") >= 60 && strings.Contains(p.output(), "ALERT [")
	})
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	w.await("the account", p, func() bool { return strings.Contains(p.output(), "60 sources, ") })
	if calls := w.telegram.Calls(); len(calls) > 0 {
		t.Errorf("a dry run called Telegram: %s", calls[0].Method)
	}
}

// isolates takes out what keeps the directions of texts apart.
var isolates = strings.NewReplacer("\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "")

// TestAdminsAreToldOfAFailingSource holds that an admin is told once on
// Telegram of a source that fails, finds it in /status, and is told once that
// it is well.
func TestAdminsAreToldOfAFailingSource(t *testing.T) {
	w := newWorld(t, "sqlite:"+filepath.Join(t.TempDir(), "rasad.db"))
	w.onlySource("sepidar")
	w.edit(func(doc map[string]any) {
		doc["telegram"].(map[string]any)["admins"] = []any{w.reader.ID()}
		doc["sources"] = append(doc["sources"].([]any), map[string]any{
			"id": "failing", "name": "Failing Post", "url": w.siteURL + "/faults/500", "lang": "en", "every": "1s", "kind": "feed",
		})
	})
	w.reader.Say(w.reader.Private(), "/language en")
	p := w.start("run")
	said := func(text string) (n int) {
		for _, m := range w.reader.Private().Messages() {
			if m.FromBot && strings.Contains(isolates.Replace(m.Text), text) {
				n++
			}
		}
		return n
	}
	const fails, well = "Failing Post is failing: fetch", "Failing Post is working again"
	w.await("the notice", p, func() bool { return said(fails) > 0 })
	w.reader.Say(w.reader.Private(), "/status")
	w.await("the status", p, func() bool { return said("Failing Post (") > 0 })
	w.edit(func(doc map[string]any) {
		for _, s := range doc["sources"].([]any) {
			if s := s.(map[string]any); s["id"] == "failing" {
				s["url"] = w.siteURL + "/sepidar/rss"
			}
		}
	})
	w.await("the good news", p, func() bool { return said(well) > 0 })
	if f, w := said(fails), said(well); f != 1 || w != 1 {
		t.Errorf("told %d times that it fails and %d times that it is well, want once each", f, w)
	}
}

// TestAKilledProcessHandsItsSourcesOver runs two processes that watch and one
// that sends, over one Redis, and kills one that watches: the other one takes
// its sources over, and every alert arrives.
func TestAKilledProcessHandsItsSourcesOver(t *testing.T) {
	w := newWorld(t, storetest.Redis(t).Address())
	w.reader.Say(w.reader.Private(), "/subscribe all")
	send := w.start("run", "--roles", "send")
	w.await("the subscription", send, func() bool { return len(w.reader.Private().Messages()) >= 2 })
	sources := len(w.site.Sources(w.siteURL))
	one := w.start("run", "--roles", "watch")
	w.await("baselines", one, func() bool { return strings.Count(one.output(), "msg=baseline") >= sources })
	two := w.start("run", "--roles", "watch")
	var out []sitetest.Article
	publish := func(n int) { // few, as Telegram takes one message a second
		for range n {
			if a, ok := w.site.PublishNext(); ok && a.Alerts() {
				out = append(out, a)
			}
		}
	}
	publish(4)
	one.kill()
	publish(4)
	var count, marked map[string]int
	w.await("every expected alert", two, func() bool {
		count, marked = w.told()
		return !slices.ContainsFunc(out, func(a sitetest.Article) bool { return count[a.ID] == 0 })
	}, w.missing)
	for _, a := range out {
		if n := count[a.ID]; n-marked[a.ID] > 1 {
			t.Errorf("told %d times of %s, %d of them marked as a possible repeat", n, a.ID, marked[a.ID])
		}
	}
}

// TestHubsNeedAnAddress holds what the configuration may say of hubs.
func TestHubsNeedAnAddress(t *testing.T) {
	const sources = "sources: [{id: a, url: https://t.me/a_news, kind: telegram}, {id: b, url: https://b.example/, kind: sitemap}]\n"
	for text, want := range map[string]string{
		"": "",
		"websub: {address: https://a.example/hub, listen: ':8474'}":    "",
		"websub: {address: https://a.example/hub}":                     "",
		"websub: {address: a.example}":                                 "hubs send to an address such as",
		"websub: {address: https://a.example/hub, listen: everywhere}": `"everywhere" is not like 127.0.0.1:8474`,
		"websub: {adress: https://a.example/hub}":                      `unknown key "adress"`,
	} {
		if got := strings.Join(faultsOf(t, sources+text), "\n"); (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestATelegramSourceIsAChannel holds that the address of one leads to Telegram.
func TestATelegramSourceIsAChannel(t *testing.T) {
	got := strings.Join(faultsOf(t, "sources: [{id: c, url: https://c.example/, kind: telegram}]\n"), "\n")
	if !strings.Contains(got, "is no Telegram channel: write https://t.me/NAME") {
		t.Errorf("faults = %q", got)
	}
}
