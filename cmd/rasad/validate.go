package main

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/feed"
	"github.com/rasadnews/rasad/watcher/fetch"
	"github.com/rasadnews/rasad/watcher/websub"
)

// What the keys of a configuration may say.
var (
	languages  = []string{"ar", "en", "fa", "prs", "ps", "ru", "ur"}
	logLevels  = []string{"debug", "info", "warn", "error"}
	robotsWays = []string{"obey", ignore}
	kinds      = []string{string(news.KindAuto), string(news.KindFeed), string(news.KindSitemap), string(news.KindPage), string(news.KindTelegram)}
	grades     = []string{"A", "B", "C", "D", "E", "F", "ungraded"}
	counts     = []string{perHit, "once"}
	severities = []string{string(news.SeverityLow), string(news.SeverityNormal), string(news.SeverityHigh), string(news.SeverityCritical)}

	agentForm   = regexp.MustCompile(`^[A-Za-z][A-Za-z_-]*[^\x00-\x1f\x7f]*$`)
	idForm      = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,47}$`)
	countryForm = regexp.MustCompile(`^[a-z]{2}$`)
	chatForm    = regexp.MustCompile(`^(@[A-Za-z][A-Za-z0-9_]{3,31}|-?[0-9]{1,19})$`)
)

// ignore is what the key robots of a source says where its robots.txt doesn't
// count.
const ignore = "ignore"

// A validator holds the values of a configuration against what they may be,
// and gathers all faults with their places.
type validator struct {
	doc      *document
	warnings []problem
}

// validate adds the faults of a well-shaped configuration to its document and
// returns its warnings. Values are brought to their normal form on the way.
func validate(cfg *config, doc *document) []problem {
	v := &validator{doc: doc}
	v.oneOf(cfg.Log, logLevels, "log")
	v.store(cfg.Store)
	v.address(cfg.Telegram.API, "telegram", "api")
	v.fetch(&cfg.Fetch)
	v.webSub(&cfg.WebSub)
	v.families(cfg)
	v.sources(cfg.Sources)
	v.concepts(cfg.Concepts)
	v.topics(cfg)
	v.channels(cfg)
	v.idle(cfg)
	sortProblems(v.warnings)
	return v.warnings
}

// fault reports that the value at a path is wrong.
func (v *validator) fault(path []any, format string, args ...any) {
	v.doc.report(v.doc.node(path...), format, args...)
}

// warn is fault for what may be meant so.
func (v *validator) warn(path []any, format string, args ...any) {
	n := v.doc.node(path...)
	v.warnings = append(v.warnings, problem{Line: max(n.Line, 1), Column: max(n.Column, 1), Message: fmt.Sprintf(format, args...), Warning: true})
}

func (v *validator) oneOf(value string, choices []string, path ...any) {
	if value != "" && !slices.Contains(choices, value) {
		v.fault(path, "%q is not one of %s%s", value, strings.Join(choices, ", "), nearest(value, choices))
	}
}

// nearest is didYouMean without the list of choices.
func nearest(word string, choices []string) string {
	if hint := didYouMean(word, choices); strings.Contains(hint, "did you mean") {
		return hint
	}
	return ""
}

func (v *validator) required(value string, path ...any) bool {
	if strings.TrimSpace(value) == "" {
		v.fault(path, "%q is missing or empty", path[len(path)-1])
		return false
	}
	return true
}

func (v *validator) address(value string, path ...any) {
	if !v.required(value, path...) {
		return
	}
	u, err := url.Parse(value)
	switch {
	case err != nil:
		v.fault(path, "not a URL: %v", err)
	case u.Scheme != "http" && u.Scheme != "https":
		v.fault(path, "a URL begins with https:// or http://, not %q", value)
	case u.Host == "":
		v.fault(path, "the URL names no host: %q", value)
	case u.User != nil:
		v.fault(path, "a URL with a name or password in it is not taken: secrets don't stand in the configuration")
	}
}

func (v *validator) store(value string) {
	for _, name := range storeVariables {
		if os.Getenv(name) != "" {
			v.storeAddress(value, name+", which counts before the file: ")
			return
		}
	}
	v.storeAddress(value, "")
}

// storeAddress checks a store's address without showing it: it may hold a
// password.
func (v *validator) storeAddress(value, from string) {
	scheme, rest, _ := strings.Cut(value, ":")
	switch scheme {
	case "sqlite":
		if rest == "" {
			v.fault([]any{"store"}, "%ssqlite: wants a file, such as sqlite:data/rasad.db", from)
		}
	case "redis", "rediss":
		if u, err := url.Parse(value); err != nil || u.Host == "" {
			v.fault([]any{"store"}, "%snot a Redis URL, such as redis://host:6379/0", from)
		}
	default:
		v.fault([]any{"store"}, "%sa store is sqlite:FILE, redis://HOST:PORT/DB or rediss://HOST:PORT/DB", from)
	}
}

func (v *validator) fetch(f *fetchConfig) {
	v.atLeast(f.Every, time.Second, "fetch", "every")
	v.atLeast(f.Timeout, time.Second, "fetch", "timeout")
	v.atLeast(f.HostDelay, 0, "fetch", "host_delay")
	if f.MaxBytes < 1<<10 {
		v.fault([]any{"fetch", "max_bytes"}, "max_bytes must be 1024 at least")
	}
	if f.UserAgent != "" && !agentForm.MatchString(f.UserAgent) {
		v.fault([]any{"fetch", "user_agent"}, "user_agent must be one line that begins with a name, such as rasad/1.0 (+https://example.org/rasad)")
	}
	v.between(f.HostConnections, 1, 8, "fetch", "host_connections")
	v.between(f.PublisherConnections, 1, 64, "fetch", "publisher_connections")
	v.proxy(f.Proxy, "fetch", "proxy")
	for i, n := range f.AllowNetworks {
		if _, err := netip.ParsePrefix(n); err != nil {
			v.fault([]any{"fetch", "allow_networks", i}, "%q is not a network such as 10.0.0.0/8 or ::1/128", n)
		}
	}
}

func (v *validator) webSub(w *webSubConfig) {
	if w.Address == "" {
		return
	}
	if err := websub.CheckAddress(w.Address); err != nil {
		v.fault([]any{"websub", "address"}, "hubs send to an address such as https://rasad.example.org/hub: %v", err)
	}
	if _, _, err := net.SplitHostPort(w.Listen); err != nil {
		v.fault([]any{"websub", "listen"}, "%q is not like 127.0.0.1:8474 or :8474", w.Listen)
	}
}

// proxy checks the address of a proxy without showing it: it may hold a
// password, though it must not.
func (v *validator) proxy(address string, path ...any) {
	if address == "" || address == "direct" {
		return
	}
	bare, err := url.Parse(os.Expand(address, func(string) string { return "" }))
	if err == nil && bare.User != nil {
		if password, _ := bare.User.Password(); password != "" {
			v.fault(path, "a password doesn't stand in the configuration: write ${NAME} in its place, and set NAME in the environment")
			return
		}
	}
	if err := fetch.CheckProxy(address, os.LookupEnv); err != nil {
		v.fault(path, "%v", err)
	}
}

func (v *validator) between(n, least, most int64, path ...any) {
	if n < least || n > most {
		v.fault(path, "%q must be from %d to %d", path[len(path)-1], least, most)
	}
}

func (v *validator) atLeast(d, least time.Duration, path ...any) {
	if d < least {
		v.fault(path, "%q must be %s at least", path[len(path)-1], least)
	}
}

// ids returns a check that each ID has the form of one and stands once.
func (v *validator) ids(list string) func(id string, i int) {
	first := map[string]int{}
	return func(id string, i int) {
		path := []any{list, i, "id"}
		if !v.required(id, path...) {
			return
		}
		if !idForm.MatchString(id) {
			v.fault(path, "%q is no id: lower-case letters a–z, digits, - and _, 48 at most", id)
		}
		if j, ok := first[id]; ok {
			v.fault(path, "the id %q stands twice in %s (first in line %d)", id, list, v.doc.node(list, j, "id").Line)
			return
		}
		first[id] = i
	}
}

// families checks the rules of articles, and who goes by them.
func (v *validator) families(cfg *config) {
	check := v.ids("families")
	ids := make([]string, len(cfg.Families))
	for i, f := range cfg.Families {
		check(f.ID, i)
		ids[i] = f.ID
		v.parts(f.Article, "families", i, "article")
		if f.Article == (partsConfig{}) {
			v.fault([]any{"families", i}, "the family %q says nothing of its articles: give it \"article\"", f.ID)
		}
	}
	for i, s := range cfg.Sources {
		v.parts(s.Article, "sources", i, "article")
		if s.Family != "" && !slices.Contains(ids, s.Family) {
			v.fault([]any{"sources", i, "family"}, "there is no family %q%s", s.Family, didYouMean(s.Family, ids))
		}
	}
}

func (v *validator) parts(p partsConfig, path ...any) {
	if err := extract.CheckParts(news.Parts(p)); err != nil {
		v.fault(path, "%v", err)
	}
}

func (v *validator) sources(sources []sourceConfig) {
	check := v.ids("sources")
	for i := range sources {
		s := &sources[i]
		check(s.ID, i)
		at := func(key string) []any { return []any{"sources", i, key} }
		v.address(s.URL, at("url")...)
		v.oneOf(s.Kind, kinds, at("kind")...)
		if !watcher.IsChannel(s.URL) && s.Kind == string(news.KindTelegram) {
			v.fault(at("url"), "%q is no Telegram channel: write https://t.me/NAME", s.URL)
		}
		v.proxy(s.Proxy, at("proxy")...)
		v.oneOf(s.Robots, robotsWays, at("robots")...)
		v.oneOf(s.Grade, grades, at("grade")...)
		if s.Grade == "ungraded" {
			s.Grade = ""
		}
		v.oneOf(s.Lang, languages, at("lang")...)
		if s.Country != "" && !countryForm.MatchString(s.Country) {
			v.fault(at("country"), "%q is not a country's two letters, such as ir or af", s.Country)
		}
		if s.Every != 0 {
			v.atLeast(s.Every, time.Second, at("every")...)
		}
		if s.Select != (selectConfig{}) && s.Kind != string(news.KindPage) {
			v.fault(at("select"), "only a source of kind page has selectors")
		} else if err := feed.CheckSelectors(news.Selectors(s.Select)); err != nil {
			v.fault(at("select"), "%v", err)
		}
	}
}

func (v *validator) concepts(concepts []conceptConfig) {
	check := v.ids("concepts")
	for i, c := range concepts {
		check(c.ID, i)
	}
}

// idle warns of what does nothing, or does it twice.
func (v *validator) idle(cfg *config) {
	if len(cfg.Sources) == 0 {
		v.warn([]any{"sources"}, "there are no sources: nothing is watched")
	}
	if len(cfg.Topics) == 0 {
		v.warn([]any{"topics"}, "there are no topics: nobody is told of anything")
	}
	first := map[string]string{}
	for i, s := range cfg.Sources {
		if id, ok := first[s.URL]; ok && s.URL != "" {
			v.warn([]any{"sources", i, "url"}, "the source %q has this URL too", id)
			continue
		}
		first[s.URL] = s.ID
	}
}

func (v *validator) channels(cfg *config) {
	for i, c := range cfg.Channels {
		at := func(key string) []any { return []any{"channels", i, key} }
		if v.required(c.Chat, at("chat")...) && !chatForm.MatchString(c.Chat) {
			v.fault(at("chat"), "%q is no chat: write @name, or the number of a chat in quotes", c.Chat)
		}
		v.oneOf(c.Lang, languages, at("lang")...)
		if len(c.Topics) == 0 {
			v.fault(at("topics"), "the channel %s gets no topics", c.Chat)
		}
		for j, id := range c.Topics {
			if !slices.ContainsFunc(cfg.Topics, func(t topicConfig) bool { return t.ID == id }) {
				v.fault([]any{"channels", i, "topics", j}, "there is no topic %q%s", id, didYouMean(id, topicIDs(cfg.Topics)))
			}
		}
	}
}

func topicIDs(topics []topicConfig) []string {
	ids := make([]string, len(topics))
	for i, t := range topics {
		ids[i] = t.ID
	}
	return ids
}
