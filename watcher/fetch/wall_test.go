package fetch_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/watcher/fetch"
)

func TestWallsAreNamed(t *testing.T) {
	header := func(code int, name, value string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set(name, value)
			w.WriteHeader(code)
			io.WriteString(w, "<!doctype html><title>Wait</title>")
		}
	}
	page := func(code int, text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(code)
			io.WriteString(w, text)
		}
	}
	to := func(target string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/page" {
				io.WriteString(w, "<!doctype html><form><input type=password></form>")
				return
			}
			http.Redirect(w, r, target, http.StatusFound)
		}
	}
	for _, test := range []struct {
		name, wall string
		handler    http.HandlerFunc
	}{
		{"Cloudflare by header", "Cloudflare challenge", header(403, "cf-mitigated", "challenge")},
		{"Cloudflare by header, well", "Cloudflare challenge", header(200, "cf-mitigated", "challenge")},
		{"Cloudflare by its page", "Cloudflare challenge", page(503, "<!DOCTYPE html><title>Just a moment...</title><script>window._cf_chl_opt={}</script>")},
		{"AWS", "AWS WAF challenge", header(202, "x-amzn-waf-action", "challenge")},
		{"AWS, with a riddle", "AWS WAF challenge", header(405, "x-amzn-waf-action", "captcha")},
		{"Vercel", "Vercel challenge", header(429, "x-vercel-mitigated", "challenge")},
		{"DDoS-Guard", "DDoS-Guard challenge", page(403, "<!DOCTYPE html><title>DDOS-GUARD</title><a href=https://ddos-guard.net/>")},
		{"Anubis", "Anubis challenge", page(200, `<!doctype html><html><head><title>Making sure you're not a bot!</title><script id="anubis_challenge">{}</script>`)},
		{"Sucuri, behind a byte order mark", "Sucuri challenge", page(200, "\ufeff\n<html><title>You are being redirected...</title><script>var s={},sucuri_cloudproxy_js=''</script>")},
		{"a filter", "state filter", page(403, `<html><head></head><body><iframe src="http://10.10.34.35:80"></iframe></body></html>`)},
		{"401", "login", header(401, "WWW-Authenticate", "Basic")},
		{"402", "subscription", header(402, "X-A", "b")},
		{"a redirect to a login", "login", to("/user/Login.php?next=/page")},
		{"a redirect to consent", "consent", to("/consent?next=/page")},
		{"a redirect to a subscription", "subscription", to("/subscribe/")},
		{"a redirect to a riddle", "captcha", to("/showcaptcha?u=/page")},
		{"a plain refusal", "", page(403, "<html>no")},
		{"a refusal that begins like a feed", "", page(500, "<?xml version='1.0'?><rss/>")},
	} {
		s := serve(t, test.handler)
		_, err := local(t, fetch.Config{}).Get(t.Context(), fetch.Request{URL: s.URL + "/page"})
		var status *fetch.StatusError
		if !errors.As(err, &status) || status.Wall != test.wall {
			t.Errorf("%s: %v, want a StatusError with the wall %q", test.name, err, test.wall)
		}
	}
}

func TestWhatIsNoWall(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"an article on walls": says("<!doctype html><p>Sites that use ddos-guard, or send their readers to /login.</p>"),
		"a feed with a mark":  says(`<?xml version="1.0"?><rss><item><title>How _cf_chl_opt works</title></item></rss>`),
		"a long page":         says("<!doctype html><script>_cf_chl_opt</script>" + strings.Repeat("<p>words</p>", 10_000)),
		"a redirect within":   func(w http.ResponseWriter, r *http.Request) { redirectOnce(w, r, "/news/login-2/story") },
		"a page named so":     func(w http.ResponseWriter, r *http.Request) { redirectOnce(w, r, r.URL.Path+"?again") },
		"consent on the way":  func(w http.ResponseWriter, r *http.Request) { redirectTwice(w, r) },
	} {
		s := serve(t, handler)
		if _, err := local(t, fetch.Config{}).Get(t.Context(), fetch.Request{URL: s.URL + "/login/page"}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func redirectOnce(w http.ResponseWriter, r *http.Request, to string) {
	if r.URL.Path == "/login/page" && r.URL.RawQuery == "" {
		http.Redirect(w, r, to, http.StatusFound)
		return
	}
	io.WriteString(w, "<!doctype html><p>The story.")
}

// redirectTwice sends its reader to ask for consent, which is given with a
// cookie, and back.
func redirectTwice(w http.ResponseWriter, r *http.Request) {
	_, err := r.Cookie("consent")
	switch {
	case r.URL.Path == "/consent":
		http.SetCookie(w, &http.Cookie{Name: "consent", Value: "none", Path: "/"})
		http.Redirect(w, r, "/login/page", http.StatusFound)
	case err != nil:
		http.Redirect(w, r, "/consent", http.StatusFound)
	default:
		io.WriteString(w, "<!doctype html><p>The story.")
	}
}
