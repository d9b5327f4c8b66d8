package main

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/rasadnews/rasad"
	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/store/storetest"
	"github.com/rasadnews/rasad/watcher/sitetest"
)

// A world is what stands around the program in these tests: a news site and a
// Telegram that outlive it.
type world struct {
	t        *testing.T
	site     *sitetest.Site
	siteURL  string
	telegram *telegramtest.Server
	reader   *telegramtest.User
	config   string // the path of config.yaml
}

func newWorld(t *testing.T, storeURL string) *world {
	t.Helper()
	bundled, err := fs.Sub(rasad.Site, "testdata/site")
	if err != nil {
		t.Fatal(err)
	}
	site, err := sitetest.Load(bundled)
	if err != nil {
		t.Fatal(err)
	}
	site.Config.Slow = 200 * time.Millisecond
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	w := &world{t: t, site: site, siteURL: server.URL, telegram: telegramtest.Start(t, telegramtest.Config{})}
	w.reader = w.telegram.User("Laleh", "fa")
	w.writeConfig(storeURL)
	return w
}

// writeConfig writes the configuration that ships with the program, with the
// world's site, Telegram and store in it.
func (w *world) writeConfig(storeURL string) {
	w.t.Helper()
	var doc map[string]any
	if err := yaml.Unmarshal(rasad.Config, &doc); err != nil {
		w.t.Fatal(err)
	}
	var sources []map[string]any
	for _, s := range w.site.Sources(w.siteURL) {
		source := map[string]any{"id": s.ID, "name": s.Name, "publisher": s.Publisher, "kind": string(s.Kind),
			"url": s.URL, "lang": s.Lang, "country": s.Country, "every": "1s"}
		if s.Grade != "" {
			source["grade"] = string(s.Grade)
		}
		if s.Select.Item != "" {
			source["select"] = map[string]any{"item": s.Select.Item, "link": s.Select.Link, "title": s.Select.Title, "date": s.Select.Date}
		}
		sources = append(sources, source)
	}
	doc["sources"] = sources
	doc["store"] = storeURL
	doc["telegram"] = map[string]any{"api": w.telegram.URL()}
	doc["fetch"] = map[string]any{"every": "1s", "host_delay": "0s", "allow_networks": []string{"127.0.0.0/8"}}
	delete(doc, "channels")
	text, err := yaml.Marshal(doc)
	if err != nil {
		w.t.Fatal(err)
	}
	w.config = filepath.Join(w.t.TempDir(), "config.yaml")
	if err := os.WriteFile(w.config, text, 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// start runs the program until it ends, is stopped, or the test ends.
func (w *world) start(args ...string) *process {
	w.t.Helper()
	cache := filepath.Join(filepath.Dir(w.config), "cache")
	return startIn(w.t, withToken(w.telegram.Token(), cache), append(args, "--config", w.config)...)
}

// longestAwait leaves room for the leases of a killed process to run out, and
// for all alerts, one a second, to a chat.
const longestAwait = 2 * time.Minute

// await waits until a condition holds, and fails the test after a while.
func (w *world) await(what string, p *process, condition func() bool, detail ...func() []string) {
	w.t.Helper()
	for deadline := time.Now().Add(longestAwait); !condition(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			for _, d := range detail {
				what += fmt.Sprintf(" %q", d())
			}
			for _, m := range w.reader.Private().Messages() {
				w.t.Logf("%v %q", m.FromBot, m.Text)
			}
			w.t.Fatalf("%s: not within %v; the program said:\n%s", what, longestAwait, p.output())
		}
	}
}

// told counts, by article, the messages that tell the reader of it, and those
// of them that are marked as a possible repeat.
func (w *world) told() (count, marked map[string]int) { return w.toldTo(w.reader) }

func (w *world) toldTo(reader *telegramtest.User) (count, marked map[string]int) {
	count, marked = map[string]int{}, map[string]int{}
	repeat := message.In("fa").Label(message.Repeat)
	for _, m := range reader.Private().Messages() {
		for _, e := range m.Entities {
			for _, a := range w.site.Articles() {
				if !m.FromBot || e.Type != "text_link" || !strings.HasSuffix(e.URL, a.Path) {
					continue
				}
				id := a.ID
				if a.DuplicateOf != "" {
					id = a.DuplicateOf
				}
				count[id]++
				if strings.Contains(m.Text, repeat) {
					marked[id]++
				}
			}
		}
	}
	return count, marked
}

// TestKilledAtAnyMomentEveryAlertArrives kills the program with SIGKILL while
// articles come out, many times, and holds that in the end the reader was told
// of each expected article: once, or again with the mark of a possible repeat.
func TestKilledAtAnyMomentEveryAlertArrives(t *testing.T) {
	for _, engine := range []string{"sqlite", "redis"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := "sqlite:" + filepath.Join(t.TempDir(), "rasad.db")
			if engine == "redis" {
				url = storetest.Redis(t).Address()
			}
			kills := 8
			if *long {
				kills = 40
			}
			testKills(t, newWorld(t, url), kills)
		})
	}
}

func testKills(t *testing.T, w *world, kills int) {
	w.reader.Say(w.reader.Private(), "/start")
	w.reader.Say(w.reader.Private(), "/subscribe all")
	p := w.start("run")
	sources := len(w.site.Sources(w.siteURL))
	w.await("baselines", p, func() bool { return strings.Count(p.output(), "msg=baseline") >= sources })
	w.await("the subscription", p, func() bool {
		n := 0
		for _, m := range w.reader.Private().Messages() {
			if m.FromBot {
				n++
			}
		}
		return n >= 2
	})

	done, killed := false, 0
	for !done || killed < kills {
		if _, more := w.site.PublishNext(); !more {
			done = true
		}
		// Anywhere between the first poll after the start and the last Finish.
		time.Sleep(time.Duration(100+rand.IntN(500)) * time.Millisecond)
		if rand.IntN(2) == 0 && killed < kills {
			p.kill()
			killed++
			p = w.start("run")
		}
	}

	w.await("every expected alert", p, func() bool { return len(w.missing()) == 0 }, w.missing)
	time.Sleep(2 * time.Second) // for what should not come
	count, marked := w.told()
	for _, a := range w.site.Articles() {
		switch n := count[a.ID]; {
		case a.Alerts() && n-marked[a.ID] > 1:
			t.Errorf("told %d times of %s, %d of them marked as a possible repeat", n, a.ID, marked[a.ID])
		case !a.Alerts() && a.DuplicateOf == "" && n > 0:
			t.Errorf("a false alert of %s", a.ID)
		}
	}
	total := 0
	for _, n := range marked {
		total += n
	}
	if total > killed {
		t.Errorf("%d possible repeats after %d kills: more than one a kill", total, killed)
	}
	t.Logf("%d kills, %d alerts, %d possible repeats", killed, len(count), total)
}

func (w *world) missing() []string {
	count, _ := w.told()
	var missing []string
	for _, a := range w.site.Articles() {
		if a.Alerts() && count[a.ID] == 0 {
			missing = append(missing, a.ID)
		}
	}
	return missing
}

// TestDemoKilledAtAnyMomentEndsWell kills the demo itself, from its very start
// on, and holds that a last round finds every alert there, and a second demo
// in the same folder is refused without harm.
func TestDemoKilledAtAnyMomentEndsWell(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, life := range []time.Duration{300, 700, 1200, 2500, 4000} {
		p := startProgram(t, "", "demo", "--speed", "8", "--data", dir)
		time.Sleep(life * time.Millisecond)
		p.kill()
	}
	p := startProgram(t, "", "demo", "--once", "--data", dir)
	second := startProgram(t, "", "demo", "--once", "--data", dir)
	for _, q := range []*process{p, second} {
		select {
		case <-q.end:
		case <-time.After(60 * time.Second):
			t.Fatalf("the demo does not end; it said:\n%s", q.output())
		}
	}
	codes := []int{p.cmd.ProcessState.ExitCode(), second.cmd.ProcessState.ExitCode()}
	slices.Sort(codes)
	if codes[0] != exitDone || codes[1] != exitFailed {
		t.Errorf("exit codes %v, want one 0 and one 1; they said:\n%s\n%s", codes, p.output(), second.output())
	}
	again := startProgram(t, "", "demo", "--once", "--data", dir)
	<-again.end
	if code := again.cmd.ProcessState.ExitCode(); code != exitDone || !strings.Contains(again.output(), "nothing came twice") {
		t.Errorf("another round: exit code %d; it said:\n%s", code, again.output())
	}
}
