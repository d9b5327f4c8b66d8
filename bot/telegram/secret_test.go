package telegram_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
)

// TestTokenIsNeverTold makes calls fail in many ways, at servers that repeat
// the token, and looks for it in all that can be printed.
func TestTokenIsNeverTold(t *testing.T) {
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	echo := func(w http.ResponseWriter, r *http.Request) {
		answering(502, "text/html", "<p>cannot reach "+r.URL.Path+"</p>")(w, r)
	}
	refuse := func(w http.ResponseWriter, r *http.Request) { refusal(400, "no "+r.URL.Path, "")(w, r) }
	redirect := func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/other"+r.URL.Path, http.StatusFound)
	}
	hang := func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }
	apis := []string{"http://127.0.0.1:1", "http://256.256.256.256", "http://[::1]:namedport", "::bad " + token, "http://x/?" + token}
	for _, h := range []http.HandlerFunc{echo, refuse, redirect, hang} {
		s := httptest.NewServer(h)
		defer s.Close()
		apis = append(apis, s.URL, s.URL+"/100%25")
	}
	var printed strings.Builder
	for _, api := range apis {
		c, err := telegram.New(token, telegram.Config{API: api, Timeout: time.Second, Logger: logger})
		fmt.Fprintf(&printed, "%v %#v", err, err)
		if err != nil {
			continue
		}
		type service struct {
			client *telegram.Client
			copied telegram.Client
		}
		for _, v := range []any{c, *c, service{c, *c}, &service{c, *c}, []any{*c}} {
			fmt.Fprintf(&printed, "%v %+v %#v %s %q %x ", v, v, v, v, v, v)
			asJSON, _ := json.Marshal(v)
			printed.Write(asJSON)
			logger.Info("client", "client", v)
		}
		for _, err := range []error{send(c), c.DeleteWebhook(t.Context())} {
			logger.Error("call", "err", err)
			fmt.Fprintf(&printed, "%v %+v %#v %s", err, err, err, err)
			for ; err != nil; err = errors.Unwrap(err) {
				fmt.Fprintf(&printed, "%v %+v", err, err)
			}
		}
	}
	for _, secret := range []string{token, "AAE-secret_Part0123456789", "AAE-secret"} {
		if strings.Contains(printed.String(), secret) || strings.Contains(log.String(), secret) {
			t.Fatalf("%q was told:\n%s\n%s", secret, printed.String(), log.String())
		}
	}
	if _, err := telegram.New("secret without a colon", telegram.Config{}); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("a wrong token: %v", err)
	}
}

// TestTokenIsNotToldInPart moves the token over every place at which a text
// can be cut, by us or by the server, in every kind of answer.
func TestTokenIsNotToldInPart(t *testing.T) {
	var answer string
	var kind string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answering(502, kind, answer)(w, r)
	}))
	t.Cleanup(s.Close)
	c := dial(t, s.URL)
	check := func(err error) {
		t.Helper()
		if strings.Contains(err.Error(), "AAE-secr") || strings.Contains(err.Error(), "6:AAE") {
			t.Fatalf("told: %v", err)
		}
	}
	for n := range 340 {
		filler := strings.Repeat("x", n) + " "
		for _, text := range []string{filler + token, filler + "/bot123456%3AAAE-secret_Part0123456789/getMe", filler + "123456:\u00adAAE-secret_Part0123456789"} {
			kind, answer = "text/html", text
			check(send(c))
			kind, answer = "application/json", fmt.Sprintf(`{"ok":false,"error_code":400,"description":%q}`, text)
			check(send(c))
			kind, answer = "application/json", fmt.Sprintf(`{"ok":true,"result":[{"x":%q}]}`, text)
			updates, err := c.GetUpdates(t.Context(), 1, 0, nil)
			if err != nil || len(updates) != 1 || updates[0].Err == nil {
				t.Fatal(updates, err)
			}
			check(updates[0].Err)
			_, err = c.GetUpdates(t.Context(), 0, 0, nil)
			check(err)
		}
	}
	for n := range token {
		kind, answer = "text/plain", "no route for /bot"+token[:n]
		check(send(c))
	}
}
