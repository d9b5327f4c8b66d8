package main

import (
	"net"
	"net/url"
	"slices"
	"strings"
)

// webhookPorts are those that Telegram calls; an empty one means 443.
var webhookPorts = []string{"", "443", "80", "88", "8443"}

// webhook checks where Telegram is to bring updates. A Bot API server of
// one's own takes plain http, and any port.
func (v *validator) webhook(cfg *config) {
	w := &cfg.Telegram.Webhook
	if w.URL == "" {
		if v.given("telegram", "webhook") {
			v.fault([]any{"telegram", "webhook"}, "a webhook needs the url at which Telegram finds it")
		}
		return
	}
	path := []any{"telegram", "webhook", "url"}
	v.address(w.URL, path...)
	u, err := url.Parse(w.URL)
	own := !strings.HasPrefix(cfg.Telegram.API, "https://api.telegram.org")
	switch {
	case err != nil || u.Host == "" || own:
	case u.Scheme != "https":
		v.fault(path, "Telegram brings updates to https alone, not to %q", w.URL)
	case !slices.Contains(webhookPorts, u.Port()):
		v.fault(path, "Telegram brings updates to the ports 443, 80, 88 and 8443 alone, not to %s", u.Port())
	}
	if _, _, err := net.SplitHostPort(w.Listen); err != nil {
		v.fault([]any{"telegram", "webhook", "listen"}, "%q is not like 127.0.0.1:8475 or :8475", w.Listen)
	}
}

// given tells whether a path stands in the file.
func (v *validator) given(path ...any) bool {
	n := resolve(v.doc.root)
	for _, step := range path {
		next := child(n, step)
		if next == nil {
			return false
		}
		n = resolve(next)
	}
	return true
}
