package main

import (
	"context"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

func TestWebhookFaults(t *testing.T) {
	const sources = "sources: [{id: a, url: https://a.example/}]\n"
	for text, want := range map[string]string{
		"telegram: {webhook: {url: https://rasad.example/x}}":                              "",
		"telegram: {webhook: {url: 'https://rasad.example:8443/x', listen: ':80'}}":        "",
		"telegram: {api: 'http://127.0.0.1:8081', webhook: {url: 'http://127.0.0.1:9/x'}}": "",
		"telegram: {webhook: {url: http://rasad.example/x}}":                               "https alone",
		"telegram: {webhook: {url: 'https://rasad.example:8080/x'}}":                       "ports 443, 80, 88 and 8443 alone, not to 8080",
		"telegram: {webhook: {url: rasad.example}}":                                        "a URL begins with",
		"telegram: {webhook: {url: https://rasad.example/x, listen: everywhere}}":          `"everywhere" is not like 127.0.0.1:8475`,
		"telegram: {webhook: {url: https://rasad.example/x, secret: abc}}":                 `unknown key "secret"`,
		"telegram: {webhook: {listen: ':80'}}":                                             "needs the url",
		"telegram: {webhook: https://rasad.example/x}":                                     "must be keys with values",
	} {
		if got := strings.Join(faultsOf(t, sources+text), "\n"); (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestRunByWebhook runs the program with a webhook: it answers what Telegram
// brings, and polls for nothing. Without a secret it does not start.
func TestRunByWebhook(t *testing.T) {
	store := "sqlite:" + filepath.Join(t.TempDir(), "rasad.db")
	w := newWorld(t, store)
	w.telegram = telegramtest.Start(t, telegramtest.Config{LocalWebhooks: true})
	w.reader = w.telegram.User("Laleh", "fa")
	listen := freeAddress(t)
	w.writeConfig(store)
	w.edit(func(doc map[string]any) {
		doc["telegram"].(map[string]any)["webhook"] = map[string]any{"url": "http://" + listen + "/telegram", "listen": listen}
	})
	t.Setenv("RASAD_TELEGRAM_WEBHOOK_SECRET", "not a secret")
	refused := w.start("run")
	<-refused.end
	if got := refused.output(); !strings.Contains(got, "RASAD_TELEGRAM_WEBHOOK_SECRET") || strings.Contains(got, "not a secret") {
		t.Errorf("with a bad secret the program says %s", got)
	}
	t.Setenv("RASAD_TELEGRAM_WEBHOOK_SECRET", "s3cret_-")
	w.start("run")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	w.reader.Say(w.reader.Private(), "/start")
	if _, err := w.reader.Private().Wait(ctx, func(m telegramtest.Message) bool { return m.FromBot }); err != nil {
		t.Fatal(err)
	}
	for _, c := range w.telegram.Calls() {
		if c.Method == "getUpdates" {
			t.Error("the bot polls although it has a webhook")
		}
	}
	resp, err := http.Post("http://"+listen+"/telegram", "application/json", strings.NewReader(`{"update_id":99}`))
	if err != nil {
		t.Fatal(err)
	}
	if resp.Body.Close(); resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("a stranger's update gets %d", resp.StatusCode)
	}
}

// freeAddress returns an address on loopback where nothing listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
