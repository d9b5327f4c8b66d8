package telegramtest_test

import (
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

func TestWebhookRefusals(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{WebhookTransport: telegramtest.Direct(&listener{})})
	for _, c := range []struct {
		p    params
		want string
	}{
		{params{"url": "http://bot.example/"}, "bad webhook: An HTTPS URL must be provided for webhook"},
		{params{"url": "https://bot.example:8080/"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"},
		{params{"url": "https://127.0.0.1/"}, "bad webhook: IP address 127.0.0.1 is reserved"},
		{params{"url": "https://bot.example/", "ip_address": "10.0.0.1"}, "bad webhook: IP address 10.0.0.1 is reserved"},
		{params{"url": "https://bot.example/", "ip_address": "x"}, "bad webhook: Invalid IP address specified"},
		{params{"url": "https://[2001:db8::1]/"}, "bad webhook: IPv6-only addresses are not allowed"},
		{params{"url": "ftp://bot.example/"}, "invalid webhook URL specified"},
		{params{"url": "https:///x"}, "invalid webhook URL specified"},
		{params{"url": "https://bot.example/", "secret_token": strings.Repeat("x", 257)}, "secret token is too long"},
		{params{"url": "https://bot.example/", "secret_token": "a b"}, "secret token contains unallowed characters"},
	} {
		must(t, call(t, s, "setWebhook", params{"url": "bot.example/hook"}))
		r := call(t, s, "setWebhook", c.p)
		if r.Code != 400 || r.Description != "Bad Request: "+c.want {
			t.Errorf("%v: %d %s, want %s", c.p, r.Code, r.Description, c.want)
		}
		if info := must(t, call(t, s, "getWebhookInfo", nil)); !strings.Contains(string(info.Result), `"url":""`) {
			t.Errorf("%v: the old webhook is still there: %s", c.p, info.Result)
		}
	}
}

// TestWebhookOverTLS brings updates to a server that signed its own
// certificate, which is uploaded, and to none that did not show it.
func TestWebhookOverTLS(t *testing.T) {
	l := &listener{answer: func(http.ResponseWriter, *http.Request, arrival) {}}
	server := httptest.NewUnstartedServer(l)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	s := telegramtest.Start(t, telegramtest.Config{LocalWebhooks: true})
	sara := s.User("Sara", "fa")
	must(t, call(t, s, "setWebhook", params{"url": server.URL}))
	sara.Say(sara.Private(), "hello")
	info := func() string { return string(must(t, call(t, s, "getWebhookInfo", nil)).Result) }
	for !strings.Contains(info(), "certificate verify failed") {
		if strings.Contains(info(), `"pending_update_count":0`) {
			t.Fatal("an unknown certificate was trusted")
		}
	}
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	for name, p := range map[string]params{
		"certificate": {"url": server.URL}, "mine": {"url": server.URL, "certificate": "attach://mine"},
	} {
		must(t, call(t, s, "deleteWebhook", nil))
		sara.Say(sara.Private(), "again")
		must(t, upload(t, s, "setWebhook", p, map[string]part{name: {"cert.pem", certificate}}))
		for !strings.Contains(info(), `"has_custom_certificate":true,"pending_update_count":0,"ip_address":"127.0.0.1"`) {
		}
	}
	if r := upload(t, s, "setWebhook", params{"url": server.URL}, map[string]part{"certificate": {"cert.pem", []byte("nonsense")}}); r.Code != 400 {
		t.Errorf("nonsense for a certificate: %+v", r)
	}
}

// TestWebhookStaysAfterRestart holds that a server with a journal goes on
// delivering what its webhook had not taken.
func TestWebhookStaysAfterRestart(t *testing.T) {
	journal := filepath.Join(t.TempDir(), "telegram.jsonl")
	l := &listener{answer: func(w http.ResponseWriter, _ *http.Request, a arrival) {
		if a.message.Text == "two" {
			w.WriteHeader(500)
		}
	}}
	hook := httptest.NewServer(l)
	defer hook.Close()
	open := func() *telegramtest.Server {
		return telegramtest.Start(t, telegramtest.Config{LocalWebhooks: true, Journal: journal})
	}
	s := open()
	sara := s.User("Sara", "fa")
	must(t, call(t, s, "setWebhook", params{"url": hook.URL}))
	sara.Say(sara.Private(), "one")
	sara.Say(sara.Private(), "two")
	for !strings.Contains(string(call(t, s, "getWebhookInfo", nil).Result), "500 Internal Server Error") {
	}
	s.Close()
	l.mu.Lock()
	l.came, l.answer = nil, nil
	l.mu.Unlock()
	s = open()
	for !strings.Contains(string(must(t, call(t, s, "getWebhookInfo", nil)).Result), `"pending_update_count":0`) {
	}
	if got := l.ids(); !slices.Equal(got, []int64{2}) {
		t.Errorf("after a restart came %v", got)
	}
}
