package main

import (
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// What the keys of a configuration may say.
var (
	languages  = []string{"ar", "en", "fa", "prs", "ps", "ru", "ur"}
	logLevels  = []string{"debug", "info", "warn", "error"}
	robotsWays = []string{"obey", ignore}
	kinds      = []string{string(news.KindAuto), string(news.KindFeed), string(news.KindSitemap), string(news.KindPage), string(news.KindTelegram)}
	accesses   = []string{string(bot.AccessOpen), string(bot.AccessList), string(bot.AccessInvite)}
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
	v.keep(&cfg.Keep)
	v.address(cfg.Telegram.API, "telegram", "api")
	v.oneOf(cfg.Telegram.Access, accesses, "telegram", "access")
	v.webhook(cfg)
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
	if written := child(v.doc.root, "store"); written != nil && holdsPassword(resolve(written).Value) {
		v.warn([]any{"store"}, "a password stands in the file: put the address into RASAD_REDIS_URL, which counts before this one")
	}
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
	if err := store.CheckAddress(value); err != nil {
		v.fault([]any{"store"}, "%s%s", from, err)
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
