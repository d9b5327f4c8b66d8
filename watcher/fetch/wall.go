package fetch

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// wallBytes is how long a page may be that is taken for a wall by its text.
const wallBytes = 32 << 10

// headerMarks are headers that say, in one word, what stands before a document.
var headerMarks = []struct{ header, value, wall string }{
	{"Cf-Mitigated", "challenge", "Cloudflare challenge"},
	{"X-Amzn-Waf-Action", "challenge", "AWS WAF challenge"},
	{"X-Amzn-Waf-Action", "captcha", "AWS WAF challenge"},
	{"X-Vercel-Mitigated", "challenge", "Vercel challenge"},
}

// textMarks stand in the page of a wall and in no other.
var textMarks = []struct{ mark, wall string }{
	{"_cf_chl_opt", "Cloudflare challenge"},
	{"window.gokuProps", "AWS WAF challenge"},
	{"anubis_challenge", "Anubis challenge"},
	{"sucuri_cloudproxy_js", "Sucuri challenge"},
	{"geo.captcha-delivery.com", "DataDome challenge"},
	{"px-captcha", "HUMAN challenge"},
	{"Incapsula incident ID", "Imperva challenge"},
	{"/_sec/cp_challenge/", "Akamai challenge"},
	{"__arcsjs", "ArvanCloud challenge"},
	{`src="http://10.10.34.3`, "state filter"}, // what networks in Iran answer for a blocked site
}

// refusalMarks stand in the page of a wall too, and elsewhere beside; they
// count where the answer is a refusal.
var refusalMarks = []struct{ mark, wall string }{
	{"ddos-guard", "DDoS-Guard challenge"},
	{"errors.edgesuite.net", "Akamai denial"},
	{"cf-error-details", "Cloudflare denial"},
}

// wayMarks are the first labels of hosts and the parts of paths to which a
// redirect leads those who are not to read on.
var wayMarks = []struct {
	wall          string
	hosts, folder []string
}{
	{"consent", []string{"consent", "guce", "myprivacy"}, []string{"consent", "cookie-consent", "cookiewall", "cookie-wall", "privacy-wall", "privacy-gate"}},
	{"login", []string{"login", "signin", "accounts", "auth", "sso", "idp", "passport"},
		[]string{"login", "log-in", "log_in", "signin", "sign-in", "sign_in", "sso", "oauth", "oauth2", "wp-login"}},
	{"subscription", nil, []string{"subscribe", "subscription", "subscriptions", "paywall"}},
	{"captcha", nil, []string{"captcha", "showcaptcha", "sorry"}},
}

// wallOfHead names the wall that the head of an answer tells of, or "".
func wallOfHead(answer *http.Response) string {
	for _, m := range headerMarks {
		if strings.EqualFold(answer.Header.Get(m.header), m.value) {
			return m.wall
		}
	}
	switch answer.StatusCode {
	case http.StatusUnauthorized:
		return "login"
	case http.StatusPaymentRequired:
		return "subscription"
	case http.StatusNetworkAuthenticationRequired: // RFC 6585, 6
		return "login of the network"
	}
	return ""
}

// wallOfText names the wall that a page is, or "". A document that begins as
// feeds do is none, whatever it tells of.
func wallOfText(body []byte, refused bool) string {
	start := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(body[:min(len(body), 512)], []byte("\xef\xbb\xbf"))))
	page := bytes.HasPrefix(start, []byte("<!")) || bytes.HasPrefix(start, []byte("<html"))
	if len(body) > wallBytes || !refused && !page {
		return ""
	}
	for _, m := range textMarks {
		if bytes.Contains(body, []byte(m.mark)) {
			return m.wall
		}
	}
	for _, m := range refusalMarks {
		if refused && bytes.Contains(body, []byte(m.mark)) {
			return m.wall
		}
	}
	return ""
}

// wallOnTheWay names the wall to which redirects led from one address to
// another, or "".
func wallOnTheWay(from, to *url.URL) string {
	asked, came := partsOf(from), partsOf(to)
	for _, m := range wayMarks {
		if slices.Contains(m.hosts, label(to)) && label(from) != label(to) {
			return m.wall
		}
		for _, part := range m.folder {
			if slices.Contains(came, part) && !slices.Contains(asked, part) {
				return m.wall
			}
		}
	}
	return ""
}

// label returns the first label of a host.
func label(u *url.URL) string {
	first, _, _ := strings.Cut(u.Hostname(), ".")
	return first
}

// partsOf returns the segments of a path, in lower case and without endings
// such as ".php".
func partsOf(u *url.URL) []string {
	parts := strings.Split(strings.ToLower(u.Path), "/")
	for i, part := range parts {
		name, ending, found := cutLast(part, ".")
		if found && len(ending) < 5 {
			parts[i] = name
		}
	}
	return parts
}
