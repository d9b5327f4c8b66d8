package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad"
	"github.com/rasadnews/rasad/news"
)

// faultsOf loads a configuration and returns its problems as line:column:
// message.
func faultsOf(t *testing.T, source string) []string {
	t.Helper()
	_, err := parseConfig("test.yaml", []byte(source))
	if err == nil {
		return nil
	}
	var faults *configError
	if !errors.As(err, &faults) {
		t.Fatalf("parseConfig = %v, want a *configError", err)
	}
	var lines []string
	for _, p := range faults.Problems {
		lines = append(lines, fmt.Sprintf("%d:%d: %s", p.Line, p.Column, p.Message))
	}
	return lines
}

// TestEveryFaultIsReportedAtOnce holds the file of faults against the places
// and words that each must be reported with: wrong shapes, wrong values and
// references to nothing, all in one go.
func TestEveryFaultIsReportedAtOnce(t *testing.T) {
	source, err := os.ReadFile("../../testdata/config/faults.yaml")
	if err != nil {
		t.Fatal(err)
	}
	faults := faultsOf(t, string(source))
	got := strings.Join(faults, "\n")
	want := []string{
		`1:8: a store is sqlite:FILE, redis://HOST:PORT/DB`,
		`2:6: "loud" is not one of debug, info, warn, error`,
		`4:8: a URL begins with https:// or http://`,
		`5:3: unknown key "token" in "telegram": a token never stands in the configuration`,
		`6:16: "every" must be a duration such as 30s, 5m or 2h, not "soon"`,
		`6:39: "10.0.0.0/99" is not a network`,
		`8:10: "Irna!" is no id`,
		`8:35: a URL begins with https:// or http://, not "irna.example"`,
		`8:55: "xx" is not one of ar, en, fa`,
		`8:68: "iran" is not a country's two letters`,
		`8:81: "G" is not one of A, B`,
		`8:91: "every" must be 1s at least`,
		`8:103: "rss" is not one of auto, feed, sitemap, page, telegram`,
		`10:10: the id "twice" stands twice in sources (first in line 9)`,
		`10:60: unknown key "selct" in an entry of "sources" (did you mean "select"?)`,
		`12:5: the concept has no aliases`,
		`14:27: "xx" is not one of ar, en, fa`,
		`14:65: "hihg" is not one of low, normal, high, critical (did you mean "high"?)`,
		`14:87: @talban is not known: did you mean @taliban?`,
		`15:5: the topic looks for nothing`,
		`16:5: the topic has both a query and lists`,
		`17:24: an entry of "any" must be text: write "110" in quotes`,
		`19:12: "monitoring room" is no chat`,
		`19:38: there is no topic "terorism" (did you mean "terrorism"?)`,
	}
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("the faults lack %q; got:\n%s", w, got)
		}
	}
	if len(faults) != len(want) {
		t.Errorf("%d faults, want %d; got:\n%s", len(faults), len(want), got)
	}
	if strings.Contains(got, "SECRET") {
		t.Error("the faults show a token")
	}
}

func TestFaultsOfYAMLItself(t *testing.T) {
	for _, test := range []struct{ name, source, want string }{
		{"broken", "store: [a\nlog: info\n", "not YAML"},
		{"a concept without quotation marks", "log: info\ntopics:\n  - id: t\n    any: [داعش, @isis]\n", `4:17: what begins with @ must be quoted in YAML: write "@isis"`},
		{"an item without quotation marks", "topics:\n  - id: t\n    any:\n      - @isis\n      - x\n", `4:9: what begins with @ must be quoted in YAML: write "@isis"`},
		{"a list for keys", "- a\n- b\n", "1:1: the configuration must be keys with values, not a list"},
		{"a key that stands twice", "log: info\nlog: warn\n", `2:1: key "log" stands twice (first in line 1)`},
		{"no value", "sources:\n  - id:\n", `"id" has no value`},
		{"text for a list", "topics: terrorism\n", `1:9: "topics" must be a list, such as [a, b], not "terrorism"`},
		{"a list for text", "store: [a]\n", `1:8: "store" must be one value, not a list`},
		{"two documents", "log: info\n---\nlog: warn\n", "2:1: a second document begins here"},
		{"no selector", "sources: [{id: a, url: 'https://a.example', kind: page, select: {item: 'div[[', link: a}}]\n", "1:65: selector item"},
		{"no selector of an article", "sources: [{id: a, url: 'https://a.example', article: {body: 'div[['}}]\n", `"div[[" is no CSS selector`},
		{"no selector of a family", "families: [{id: f, article: {drop: '..x'}}]\n", `"..x" is no CSS selector`},
		{"no such family", "families: [{id: nastooh, article: {body: .x}}]\nsources: [{id: a, url: 'https://a.example', family: nastoo}]\n", `there is no family "nastoo"`},
		{"a family without rules", "families: [{id: f}]\n", "says nothing of its articles"},
		{"hours to keep", "keep: {articles: 9600h}\n", `1:18: "articles": write days or weeks, such as 400d or 52w, or forever, not "9600h"`},
		{"no such access", "telegram: {access: invit}\n", `1:20: "invit" is not one of open, list, invite (did you mean "invite"?)`},
		{"a loop of anchors", "sources: &a\n  - *a\n", "not"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := strings.Join(faultsOf(t, test.source), "\n")
			if !strings.Contains(got, test.want) {
				t.Errorf("faults = %q, want %q in it", got, test.want)
			}
		})
	}
}

func TestBuiltInConfigIsWell(t *testing.T) {
	cfg, err := parseConfig(builtIn, rasad.Config)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range cfg.warnings {
		t.Errorf("warning: %d:%d: %s", w.Line, w.Column, w.Message)
	}
	if cfg.Store != "sqlite:data/rasad.db" || cfg.Fetch.Every < time.Minute {
		t.Errorf("store %q, every %v: not what a stranger expects", cfg.Store, cfg.Fetch.Every)
	}
}

func TestTokenComesFromTheEnvironmentOrAFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "config.yaml")
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("config.yaml", "telegram: {token_file: token}\n")
	t.Setenv("RASAD_TELEGRAM_TOKEN", "")
	if _, err := loadConfig(file); err == nil || !strings.Contains(err.Error(), "token_file") {
		t.Errorf("a missing token file gave %v", err)
	}
	write("token", "1:FROM-FILE\n")
	cfg, err := loadConfig(file)
	if err != nil || cfg.Token != "1:FROM-FILE" {
		t.Errorf("token = %v, %v, want the file's", cfg, err)
	}
	t.Setenv("RASAD_TELEGRAM_TOKEN", "2:FROM-ENV")
	if cfg, err = loadConfig(file); err != nil || cfg.Token != "2:FROM-ENV" {
		t.Errorf("token = %v, %v, want the environment's", cfg, err)
	}
}

func TestStoreOfTheEnvironmentWins(t *testing.T) {
	t.Setenv("RASAD_REDIS_URL", "redis://127.0.0.1:6379/3")
	cfg, err := parseConfig("test.yaml", []byte("store: sqlite:a.db\n"))
	if err != nil || cfg.Store != "redis://127.0.0.1:6379/3" {
		t.Errorf("store = %v, %v", cfg, err)
	}
}

func FuzzConfig(f *testing.F) {
	f.Add([]byte("sources: [{id: a}]"))
	f.Add([]byte("a: &a [*a]"))
	f.Add(rasad.Config)
	f.Fuzz(func(t *testing.T, source []byte) {
		if _, err := parseConfig("fuzz.yaml", source); err != nil {
			_ = err.Error()
		}
	})
}

// TestHowSourcesAreFetched holds the keys that say how: they reach the sources
// and the fetcher, a password is taken from the environment alone, and a wrong
// value is a fault that shows none.
func TestHowSourcesAreFetched(t *testing.T) {
	t.Setenv("RASAD_TEST_PASSWORD", "p@ss:word")
	const sources = "\nsources:\n  - {id: a, url: https://a.example/, robots: ignore, proxy: direct}\n  - {id: b, url: https://b.example/, robots: obey, proxy: %s}\n"
	cfg, err := parseConfig("test.yaml", fmt.Appendf(nil, `fetch: {user_agent: "watch/1.0 (+https://w.example)", proxy: "socks5h://me:${RASAD_TEST_PASSWORD}@p.example:1080", host_connections: 3}`+sources, "http://127.0.0.1:3128"))
	if err != nil {
		t.Fatal(err)
	}
	f, s := cfg.fetchConfig(), cfg.Catalog().Sources
	if f.HostConns != 3 || f.PublisherConns != 6 || f.Proxy != "socks5h://me:${RASAD_TEST_PASSWORD}@p.example:1080" || f.Secret == nil {
		t.Errorf("fetchConfig = %+v", f)
	}
	if !s[0].IgnoreRobots || s[0].Proxy != "direct" || s[1].IgnoreRobots || s[1].Proxy != "http://127.0.0.1:3128" {
		t.Errorf("sources = %+v", s)
	}
	for key, want := range map[string]string{
		"proxy: ftp://p.example:21":                            "is not http, https, socks5 or socks5h",
		"proxy: p.example:1080":                                "is not like http://host:port",
		"proxy: http://p.example":                              "is not like http://host:port",
		"proxy: http://me:SECRET@p.example:1":                  "a password doesn't stand in the configuration",
		`proxy: "http://me:${RASAD_TEST_NOTHING}@p.example:1"`: "there is no secret RASAD_TEST_NOTHING",
		`user_agent: "(+https://w.example)"`:                   "begins with a name",
		`user_agent: "a\nb"`:                                   "one line",
		"host_connections: 0":                                  `"host_connections" must be from 1 to 8`,
		"publisher_connections: 1000":                          `"publisher_connections" must be from 1 to 64`,
	} {
		faults := strings.Join(faultsOf(t, "fetch: {"+key+"}\n"), "\n")
		if !strings.Contains(faults, want) || strings.Contains(faults, "SECRET") {
			t.Errorf("%s: %q, want %q", key, faults, want)
		}
	}
	faults := strings.Join(faultsOf(t, fmt.Sprintf(strings.Replace(sources, "obey", "obye", 1), "http://me:SECRET@p.example:1")), "\n")
	if !strings.Contains(faults, `did you mean "obey"?`) || !strings.Contains(faults, "a password doesn't stand") || strings.Contains(faults, "SECRET") {
		t.Errorf("of a source: %q", faults)
	}
}

// TestFamiliesShareRules wants a source to read articles by its own rules
// first, then by those of its family, and to drop what either drops.
func TestFamiliesShareRules(t *testing.T) {
	cfg, err := parseConfig("test.yaml", []byte(`
families:
  - {id: harbour, article: {title: h1.t, body: .text, drop: .ad}}
sources:
  - {id: a, url: "https://a.example", family: harbour, article: {body: "#own", drop: .poll}}
  - {id: b, url: "https://b.example"}
`))
	if err != nil {
		t.Fatal(err)
	}
	sources := cfg.Catalog().Sources
	if got, want := sources[0].Article, (news.Parts{Title: "h1.t", Body: "#own", Drop: ".ad, .poll"}); got != want {
		t.Errorf("rules of a = %+v, want %+v", got, want)
	}
	if sources[1].Article != (news.Parts{}) {
		t.Errorf("rules of b = %+v, want none", sources[1].Article)
	}
}

// TestEverySelectorIsNamedAtItsPlace wants each selector that is none reported
// where it stands, with what to write in its place.
func TestEverySelectorIsNamedAtItsPlace(t *testing.T) {
	const source = `families:
  - id: f
    article:
      title: "h1["
      body: div..x
      lead: //div[@class="lead"]
      image: meta[property="og:image"]::attr(content)
sources:
  - {id: a, url: "https://a.example", article: {author: "b::text", code: 'a[href^="https://c.example/a::b"]'}}
  - {id: tg, url: "https://t.me/harbour", kind: telegram, family: f}
  - {id: tg2, url: "https://t.me/harbour2", kind: telegram, article: {body: .x}}
`
	got := faultsOf(t, source)
	for i, want := range []string{
		`4:14: "h1[" is no CSS selector`, `5:13: "div..x" is no CSS selector`, `6:13: "//div[@class=\"lead\"]" is XPath: write it in CSS`,
		`7:14: "meta[property=\"og:image\"]::attr(content)": select the element alone`, `9:57: "b::text": select the element alone`,
		`10:67: a channel's messages are read where they stand`, `11:70: a channel's messages are read where they stand`,
	} {
		if i >= len(got) || !strings.HasPrefix(got[i], want) {
			t.Fatalf("faults = %s\nwant %q as number %d", strings.Join(got, "\n"), want, i+1)
		}
	}
	if len(got) != 7 {
		t.Errorf("%d faults, want 7:\n%s", len(got), strings.Join(got, "\n"))
	}
}

// TestAFaultOfAFamilyIsReportedOnce wants no second fault that would only be the
// consequence of a misspelled key or of a value of the wrong kind.
func TestAFaultOfAFamilyIsReportedOnce(t *testing.T) {
	for source, want := range map[string]string{
		"families: [{id: f, articel: {body: .x}}]\n":  `did you mean "article"`,
		"families: [{id: f, article: {boddy: .x}}]\n": `did you mean "body"`,
		"families: [{id: f, article: .x}]\n":          "must be keys with values",
	} {
		if got := faultsOf(t, source); len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("%s: faults = %q, want one with %q", source, got, want)
		}
	}
}
