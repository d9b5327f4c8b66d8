package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/rasadnews/rasad/watcher/sitetest"
)

// realArticle is a real article as scraped, furniture and all. It belongs to
// its publisher and lies beside the project, not in it.
func realArticle(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(sharedFile("../..", "fartak-130413.txt"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the real article is not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// edit changes the world's configuration.
func (w *world) edit(change func(doc map[string]any)) {
	w.t.Helper()
	text, err := os.ReadFile(w.config)
	if err != nil {
		w.t.Fatal(err)
	}
	var doc map[string]any
	if err := yaml.Unmarshal(text, &doc); err != nil {
		w.t.Fatal(err)
	}
	change(doc)
	if text, err = yaml.Marshal(doc); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(w.config, text, 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// onlySource leaves one source in the configuration.
func (w *world) onlySource(id string) {
	w.edit(func(doc map[string]any) {
		var kept []any
		for _, s := range doc["sources"].([]any) {
			if s.(map[string]any)["id"] == id {
				kept = append(kept, s)
			}
		}
		doc["sources"] = kept
	})
}

// TestDryRunPrintsTheRealArticle publishes the real article at a source that
// a dry run watches, and wants its alert on the terminal: both topics, the
// headline, the words, and nothing of the furniture.
func TestDryRunPrintsTheRealArticle(t *testing.T) {
	content, furniture, err := sitetest.ParseScraped(realArticle(t))
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, "sqlite:"+filepath.Join(t.TempDir(), "unused.db"))
	w.onlySource("sepidar")
	p := w.start("run", "--dry-run")
	w.await("the baseline", p, func() bool { return strings.Contains(p.output(), "sepidar: ") })
	if _, err := w.site.PublishText("real", "sepidar", content); err != nil {
		t.Fatal(err)
	}
	w.await("the alert", p, func() bool { return strings.Contains(p.output(), "ALERT") })
	p.kill()
	out := p.output()
	for _, want := range []string{"ALERT [terrorism, afghanistan]", content.Title, "تروریسم", "افغانستان"} {
		if !strings.Contains(out, want) {
			t.Errorf("the output lacks %q", want)
		}
	}
	for _, line := range furniture {
		if len(line) > 20 && strings.Contains(out, line) {
			t.Errorf("furniture in the output: %q", line)
		}
	}
	if n := strings.Count(out, "ALERT ["); n != 1 {
		t.Errorf("%d alerts, want 1:\n%s", n, out)
	}
	if calls := w.telegram.Calls(); len(calls) > 0 {
		t.Errorf("a dry run called Telegram: %s", calls[0].Method)
	}
}

// TestBadSourcesAreNamedOnceAndTheRestGoesOn lets every misbehaving page and
// feed stand beside a good source.
func TestBadSourcesAreNamedOnceAndTheRestGoesOn(t *testing.T) {
	bad := []string{"500", "endless", "junk", "nothing", "cut", "html-feed", "loop", "gone"}
	w := newWorld(t, "sqlite:"+filepath.Join(t.TempDir(), "rasad.db"))
	w.onlySource("sepidar")
	w.edit(func(doc map[string]any) {
		doc["fetch"].(map[string]any)["timeout"] = "3s"
		for _, name := range append(bad, "empty", "charset") {
			doc["sources"] = append(doc["sources"].([]any), map[string]any{
				"id": "bad-" + name, "url": w.siteURL + "/faults/" + name, "lang": "fa", "every": "1s", "kind": "feed",
			})
		}
	})
	w.reader.Say(w.reader.Private(), "/subscribe all")
	p := w.start("run")
	w.await("the good source's baseline", p, func() bool { return strings.Contains(p.output(), "msg=baseline source=sepidar") })
	w.await("a line for each bad source", p, func() bool {
		for _, name := range bad {
			if !strings.Contains(p.output(), "bad-"+name) {
				return false
			}
		}
		return true
	})
	if err := w.site.Publish("tehran-meeting"); err != nil {
		t.Fatal(err)
	}
	w.await("the alert", p, func() bool { count, _ := w.told(); return count["tehran-meeting"] > 0 })
	p.kill()
	out := p.output()
	for _, name := range bad {
		if n := strings.Count(out, "source=bad-"+name+" "); n != 1 {
			t.Errorf("%d lines about bad-%s, want 1", n, name)
		}
	}
	if _, secret, _ := strings.Cut(w.telegram.Token(), ":"); strings.Contains(out, secret) {
		t.Error("the token stands in the output")
	}
	if t.Failed() {
		t.Log(out)
	}
}

// TestConfigIsReloadedWholeOrNotAtAll breaks the configuration under a running
// program, then mends it with a topic more.
func TestConfigIsReloadedWholeOrNotAtAll(t *testing.T) {
	w := newWorld(t, "sqlite:"+filepath.Join(t.TempDir(), "unused.db"))
	w.onlySource("sepidar")
	p := w.start("run", "--dry-run")
	w.await("the baseline", p, func() bool { return strings.Contains(p.output(), "sepidar: ") })
	good, err := os.ReadFile(w.config)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.config, []byte("topics: [{id: x, anny: [y]}]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.await("the refusal", p, func() bool {
		return strings.Contains(p.output(), "config.yaml:1:18") && strings.Contains(p.output(), "did you mean")
	})
	if err := os.WriteFile(w.config, good, 0o600); err != nil {
		t.Fatal(err)
	}
	w.edit(func(doc map[string]any) {
		doc["topics"] = []any{map[string]any{"id": "meetings", "name": map[string]any{"en": "Meetings"}, "any": []any{"نشست"}}}
	})
	w.await("the reload", p, func() bool { return strings.Contains(p.output(), "configuration reloaded") })
	if err := w.site.Publish("tehran-meeting"); err != nil {
		t.Fatal(err)
	}
	w.await("an alert of the new topic", p, func() bool { return strings.Contains(p.output(), "ALERT [meetings]") })
}
