package telegramtest_test

import (
	"encoding/json"
	"net/http/httptest"
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestOtherSitesCanDoNothing holds that a page of another site reaches neither
// the bot's side nor the control API of a Site, by any method, and that no name
// of another site leads there.
func TestOtherSitesCanDoNothing(t *testing.T) {
	s := telegramtest.New(telegramtest.Config{Token: "42:TEST", Hosts: []string{"telegram"}, LocalWebhooks: true})
	defer s.Close()
	site := s.Site()
	hook := "/bot42:TEST/setWebhook?url=http://10.0.0.1/x"
	for _, c := range []struct {
		method, address, header, value string
		want                           int
	}{
		{"GET", "http://localhost:8081" + hook, "Sec-Fetch-Site", "cross-site", 403},
		{"GET", "http://localhost:8081" + hook, "Sec-Fetch-Site", "same-site", 403},
		{"POST", "http://localhost:8081" + hook, "Origin", "http://evil.example", 403},
		{"POST", "http://localhost:8081" + hook, "Origin", "null", 403},
		{"GET", "http://evil.example" + hook, "", "", 403},
		{"GET", "http://localhost:8081/file/bot42:TEST/x", "Sec-Fetch-Site", "cross-site", 403},
		{"GET", "http://localhost:8081/control/users", "Sec-Fetch-Site", "cross-site", 403},
		{"GET", "http://evil.example:8081/control/users", "", "", 403},
		{"GET", "http://evil.example/", "", "", 403},
		{"GET", "http://localhost:8081/", "Sec-Fetch-Site", "cross-site", 200}, // a link leads there
		{"GET", "http://localhost:8081/bot42:TEST/getMe", "Sec-Fetch-Site", "none", 200},
		{"GET", "http://localhost:8081/bot42:TEST/getMe", "Origin", "http://localhost:8081", 200},
		{"GET", "http://127.0.0.1/bot42:TEST/getMe", "", "", 200},
		{"GET", "http://[::1]:8081/bot42:TEST/getMe", "", "", 200},
		{"GET", "http://TELEGRAM:8081/bot42:TEST/getMe", "", "", 200},
		{"GET", "http://bot.localhost/control/users", "Sec-Fetch-Site", "same-origin", 200},
	} {
		r := httptest.NewRequest(c.method, c.address, nil)
		if c.header != "" {
			r.Header.Set(c.header, c.value)
		}
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		if w.Code != c.want || c.want == 403 && !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s %s, %s %s: %d %s, want %d", c.method, c.address, c.header, c.value, w.Code, w.Body, c.want)
		}
	}
}
