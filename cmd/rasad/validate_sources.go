package main

import (
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/watcher"
	"github.com/rasadnews/rasad/watcher/extract"
	"github.com/rasadnews/rasad/watcher/feed"
	"github.com/rasadnews/rasad/watcher/fetch"
	"github.com/rasadnews/rasad/watcher/websub"
)

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

// families checks the rules of articles, and who goes by them.
func (v *validator) families(cfg *config) {
	check := v.ids("families")
	ids := make([]string, len(cfg.Families))
	for i, f := range cfg.Families {
		check(f.ID, i)
		ids[i] = f.ID
		v.parts(f.Article, "families", i, "article")
		if f.Article == (partsConfig{}) && !v.doc.faulty("families", i) { // a fault in it explains that
			v.fault([]any{"families", i}, "the family %q says nothing of its articles: give it \"article\"", f.ID)
		}
	}
	for i, s := range cfg.Sources {
		v.parts(s.Article, "sources", i, "article")
		if s.Family != "" && !slices.Contains(ids, s.Family) {
			v.fault([]any{"sources", i, "family"}, "there is no family %q%s", s.Family, didYouMean(s.Family, ids))
		}
		if s.Kind == string(news.KindTelegram) {
			v.pageless(s, i)
		}
	}
}

// pageless reports rules for the pages of a channel, whose messages have none.
func (v *validator) pageless(s sourceConfig, i int) {
	const why = "a channel's messages are read where they stand: no page of theirs is, so %q does nothing"
	if s.Family != "" {
		v.fault([]any{"sources", i, "family"}, why, "family")
	}
	if s.Article != (partsConfig{}) {
		v.fault([]any{"sources", i, "article"}, why, "article")
	}
}

// parts checks every selector, each at its own place.
func (v *validator) parts(p partsConfig, path ...any) {
	for _, part := range extract.PartsOf(news.Parts(p)) {
		if part.Selector == "" {
			continue
		}
		if err := extract.CheckSelector(part.Selector); err != nil {
			v.fault(append(slices.Clip(path), part.Name), "%v", err)
		}
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
