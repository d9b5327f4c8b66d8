package telegramtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// do sends a request to the server itself.
func serve(s http.Handler, method, target, contentType string, body io.Reader) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, body)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestEveryEncoding(t *testing.T) {
	s := telegramtest.New(telegramtest.Config{})
	sara := s.User("Sara", "fa")
	chat := sara.Private()
	sara.Say(chat, "/start")
	target := "/bot" + s.Token() + "/SENDMESSAGE"
	form := url.Values{"chat_id": {itoa(chat.ID())}, "text": {"سلام & + %"}, "disable_notification": {"true"},
		"reply_markup": {`{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}`}}
	object, _ := json.Marshal(params{"chat_id": chat.ID(), "text": "سلام & + %", "disable_notification": true,
		"reply_markup": inline(params{"text": "a", "callback_data": "b"}), "parse_mode": nil})
	var parts bytes.Buffer
	multi := multipart.NewWriter(&parts)
	for name := range form {
		multi.WriteField(name, form.Get(name))
	}
	multi.Close()
	for name, w := range map[string]*httptest.ResponseRecorder{
		"query":     serve(s, "GET", target+"?"+form.Encode(), "", nil),
		"form":      serve(s, "POST", target, "application/x-www-form-urlencoded", strings.NewReader(form.Encode())),
		"json":      serve(s, "POST", target, "application/json; charset=utf-8", bytes.NewReader(object)),
		"multipart": serve(s, "POST", target, multi.FormDataContentType(), &parts),
	} {
		if w.Code != 200 {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	messages := chat.Messages()
	if len(messages) != 5 {
		t.Fatalf("%d messages, want 5", len(messages))
	}
	for _, m := range messages[1:] {
		if m.Text != "سلام & + %" || !m.Silent || m.Buttons[0][0] != (telegramtest.Button{Text: "a", Data: "b"}) || m.HTML != "سلام &amp; + %" {
			t.Errorf("message %+v", m)
		}
	}
}

// TestPartsAreFilesByTheirFilename holds that nothing but a filename, which may
// be empty, makes a file of a part of a form.
func TestPartsAreFilesByTheirFilename(t *testing.T) {
	s := telegramtest.New(telegramtest.Config{})
	sara := s.User("Sara", "fa")
	sara.Say(sara.Private(), "/start")
	var body strings.Builder
	for _, part := range []string{
		"name=\"chat_id\"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + itoa(sara.ID()),
		"name=\"caption\"\r\nContent-Type: application/octet-stream\r\n\r\nlook",
		"name=\"document\"; filename=\"\"\r\n\r\n1,2",
	} {
		body.WriteString("--b\r\nContent-Disposition: form-data; " + part + "\r\n")
	}
	body.WriteString("--b--\r\n")
	w := serve(s, "POST", "/bot"+s.Token()+"/sendDocument", "multipart/form-data; boundary=b", strings.NewReader(body.String()))
	last := sara.Private().Messages()[len(sara.Private().Messages())-1]
	if w.Code != 200 || last.Text != "look" || last.File == nil || last.File.Size != 3 {
		t.Errorf("%d %s gives %+v", w.Code, w.Body, last)
	}
	nameless := "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"
	w = serve(s, "POST", "/bot"+s.Token()+"/getMe", "multipart/form-data; boundary=b", strings.NewReader(nameless))
	if !strings.Contains(w.Body.String(), "field name in multipart/form-data not found") {
		t.Errorf("a part without a name: %d %s", w.Code, w.Body)
	}
}

// TestFormsOfTooManyParts holds that the server reads no more of a form than
// Telegram's does.
func TestFormsOfTooManyParts(t *testing.T) {
	s := telegramtest.New(telegramtest.Config{})
	for _, row := range []struct {
		header string
		parts  int
		want   string
	}{
		{`name="f%d"; filename="a"`, 51, "Request Entity Too Large: too much files attached"},
		{`name="f%d"`, 10_000, "Request Header Fields Too Large: total headers size exceeded"},
	} {
		var body strings.Builder
		for i := range row.parts {
			fmt.Fprintf(&body, "--b\r\nContent-Disposition: form-data; "+row.header+"\r\n\r\nx\r\n", i)
		}
		body.WriteString("--b--\r\n")
		w := serve(s, "POST", "/bot"+s.Token()+"/getMe", "multipart/form-data; boundary=b", strings.NewReader(body.String()))
		if !strings.Contains(w.Body.String(), row.want) {
			t.Errorf("%d parts: %d %s, want %s", row.parts, w.Code, w.Body, row.want)
		}
	}
}

func TestOddRequests(t *testing.T) {
	s := telegramtest.New(telegramtest.Config{})
	own := "/bot" + s.Token()
	for _, c := range []struct {
		method, target, kind, body string
		status                     int
	}{
		{"GET", "/", "", "", 404},
		{"GET", "/bot", "", "", 404},
		{"GET", "/botjunk/getMe", "", "", 404},
		{"GET", "/bot1:x/getMe", "", "", 401},
		{"GET", own, "", "", 404},
		{"GET", own + "/", "", "", 404},
		{"DELETE", own + "/getMe", "", "", 405},
		{"GET", own + "/getMe", "", "", 200},
		{"POST", own + "/getme", "", "", 200},
		{"POST", own + "/getMe", "text/plain", "x", 400},
		{"POST", own + "/getMe", "application/json", "[", 400},
		{"POST", own + "/getMe", "application/json", "[1]", 400},
		{"POST", own + "/getMe", "multipart/form-data; boundary=x", "junk", 400},
		{"POST", own + "/getMe", "application/x-www-form-urlencoded", "%zz", 400},
		{"GET", own + "/getMe?%zz", "", "", 400},
		{"POST", own + "/getMe", "application/json", strings.Repeat(" ", 2<<20), 413},
	} {
		w := serve(s, c.method, c.target, c.kind, strings.NewReader(c.body))
		var r reply
		if err := json.Unmarshal(w.Body.Bytes(), &r); w.Code != c.status || err != nil || r.OK != (c.status == 200) {
			t.Errorf("%s %s %.20q: %d %s, want %d", c.method, c.target, c.body, w.Code, w.Body, c.status)
		}
	}
	if strings.Contains(s.Calls()[0].Error, s.Token()) {
		t.Error("the token is in the log of calls")
	}
}

// FuzzServe proves that no body makes the server fail.
func FuzzServe(f *testing.F) {
	f.Add("sendMessage", "application/json", `{"chat_id":100000001,"text":"x","reply_markup":{"inline_keyboard":[[{}]]}}`)
	f.Add("editMessageText", "application/x-www-form-urlencoded", "chat_id=100000001&message_id=2&text=<b>x</b>&parse_mode=HTML")
	f.Add("setMyCommands", "application/json", `{"commands":[{"command":"x","description":"y"}],"scope":{"type":"chat","chat_id":1e99}}`)
	f.Add("sendMediaGroup", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.gif\"\r\n\r\nGIF89a\x01\x00\x01\x00\x00\x00\x00\r\n"+
		"--b\r\nContent-Disposition: form-data; name=\"media\"\r\n\r\n[{\"type\":\"photo\",\"media\":\"attach://a\"}]\r\n--b\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n100000001\r\n--b--\r\n")
	f.Add("setChatMenuButton", "application/json", `{"menu_button":{"type":"web_app","text":"x","web_app":null}}`)
	f.Add("setMessageReaction", "application/json", `{"chat_id":100000001,"message_id":1,"reaction":[null,{}]}`)
	f.Fuzz(func(t *testing.T, method, kind, body string) {
		s := telegramtest.New(telegramtest.Config{})
		sara := s.User("Sara", "fa")
		sara.Say(sara.Private(), "/start")
		target := &url.URL{Path: "/bot" + s.Token() + "/" + method}
		if strings.EqualFold(method, "getUpdates") {
			return // may wait
		}
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.URL = target
		r.Header["Content-Type"] = []string{kind}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code == 500 || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s: %d %s", method, w.Code, w.Body)
		}
	})
}
