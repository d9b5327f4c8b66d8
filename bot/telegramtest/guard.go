package telegramtest

import (
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// guarded keeps pages of other sites, open in somebody's browser, off a server
// of their machine: they may lead to its pages, but neither call the bot's
// methods, which a GET carries out too, nor play its users. A name that is not
// the server's own may be another site's, which had it lead here.
func (s *Server) guarded(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		bots := strings.HasPrefix(r.URL.Path, "/bot") || strings.HasPrefix(r.URL.Path, "/file/bot")
		control := strings.HasPrefix(r.URL.Path, "/control")
		why := ""
		switch {
		case !s.isNamed(r.Host):
			why = "this server goes by the name of localhost, an address, or one of Config.Hosts (--host), not by that of the request"
		case (bots || control) && foreign(r):
			why = otherSite
		}
		switch {
		case why == "":
			h.ServeHTTP(w, r)
		case bots:
			answer(w, nil, forbidden("%s", why))
		default:
			tellControl(w, nil, &trouble{http.StatusForbidden, why})
		}
	})
}

const otherSite = "a page of another site may not do this"

// isNamed tells whether the Host of a request is the server's own: localhost,
// an address, which no other site can lead here, or a name of the Config.
func (s *Server) isNamed(host string) bool {
	u := url.URL{Host: host}
	name := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	_, err := netip.ParseAddr(name)
	return err == nil || name == "localhost" || strings.HasSuffix(name, ".localhost") ||
		slices.ContainsFunc(s.config.Hosts, func(own string) bool { return strings.EqualFold(own, name) })
}

// foreign tells whether a browser makes a request for a page of another site.
// Programs say nothing of this.
func foreign(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return false
	case "":
		origin, err := url.Parse(r.Header.Get("Origin"))
		return r.Header.Get("Origin") != "" && (err != nil || origin.Host != r.Host)
	}
	return true
}
