package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestSimulate drives rasad telegram simulate by plain HTTP, as a bot and a
// test in another language would, and again after it was killed.
func TestSimulate(t *testing.T) {
	journal := t.TempDir() + "/telegram.jsonl"
	run := func() (*process, string) {
		p := startProgram(t, "", "telegram", "simulate", "--listen", "127.0.0.1:0", "--user", "Sara/fa", "--journal", journal, "--token", "42:SECRET")
		var base string
		for base == "" {
			select {
			case <-p.end:
				t.Fatal(p.output())
			default:
			}
			_, rest, _ := strings.Cut(p.output(), "Bot API      ")
			if line, _, ok := strings.Cut(rest, "\n"); ok {
				base = line
			}
		}
		return p, base
	}
	p, base := run()
	post := func(path, fields string) (int, string) {
		t.Helper()
		resp, err := http.Post(base+path, "application/json", bytes.NewBufferString(fields))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	if status, body := post("/control/say", `{"user":"Sara","text":"/start"}`); status != 200 {
		t.Fatal(status, body)
	}
	status, body := post("/bot42:SECRET/getUpdates", `{"timeout":10}`)
	var updates struct {
		Result []struct {
			Message struct {
				Chat struct{ ID int64 }
				Text string
			}
		}
	}
	if err := json.Unmarshal([]byte(body), &updates); err != nil || status != 200 || len(updates.Result) != 1 || updates.Result[0].Message.Text != "/start" {
		t.Fatalf("updates %d %s", status, body)
	}
	post("/bot42:SECRET/sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"*Welcome*","parse_mode":"MarkdownV2"}`, updates.Result[0].Message.Chat.ID))
	if status, body := post("/control/expect", `{"user":"Sara","text":"Welcome"}`); status != 200 || !strings.Contains(body, `"html":"<b>Welcome</b>"`) {
		t.Errorf("expected %d %s", status, body)
	}
	p.kill()
	_, base = run()
	if status, body := post("/control/transcript", `{"user":"Sara"}`); status != 200 || !strings.Contains(body, "bot: Welcome") {
		t.Errorf("after a restart %d %s", status, body)
	}
	resp, err := http.Get(base + "/")
	if err != nil {
		t.Fatal(err)
	}
	page, _ := io.ReadAll(resp.Body)
	if resp.Body.Close(); !strings.Contains(string(page), `src="page/app.js"`) {
		t.Errorf("the page says %s", page)
	}
}
