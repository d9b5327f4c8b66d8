package telegramtest_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// A reply is the envelope of every answer.
type reply struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		MigrateTo  int64 `json:"migrate_to_chat_id"`
		RetryAfter int   `json:"retry_after"`
	} `json:"parameters"`
}

type params = map[string]any

// call calls a method of the Bot API with JSON.
func call(t *testing.T, s *telegramtest.Server, method string, p params) reply {
	t.Helper()
	body, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Post(s.URL()+"/bot"+s.Token()+"/"+method, "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var r reply
	if err := json.NewDecoder(answer.Body).Decode(&r); err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	if r.OK == (r.Code != 0) || !r.OK && answer.StatusCode != r.Code {
		t.Errorf("%s: status %d with %+v", method, answer.StatusCode, r)
	}
	return r
}

// must fails the test unless the call went well.
func must(t *testing.T, r reply) reply {
	t.Helper()
	if !r.OK {
		t.Fatalf("refused: %d %s", r.Code, r.Description)
	}
	return r
}

// send sends a message that must be accepted, and returns its ID.
func send(t *testing.T, s *telegramtest.Server, p params) int {
	t.Helper()
	var m struct {
		ID int `json:"message_id"`
	}
	decode(t, must(t, call(t, s, "sendMessage", p)).Result, &m)
	return m.ID
}

// poll returns the updates that wait, or the next ones.
func poll(t *testing.T, s *telegramtest.Server) []json.RawMessage {
	t.Helper()
	var updates []json.RawMessage
	decode(t, must(t, call(t, s, "getUpdates", params{"timeout": 30})).Result, &updates)
	if len(updates) == 0 {
		t.Fatal("no update came")
	}
	return updates
}

// acknowledge drops all updates that wait.
func acknowledge(t *testing.T, s *telegramtest.Server) {
	t.Helper()
	var updates []struct {
		ID int64 `json:"update_id"`
	}
	decode(t, must(t, call(t, s, "getUpdates", nil)).Result, &updates)
	if n := len(updates); n > 0 {
		must(t, call(t, s, "getUpdates", params{"offset": updates[n-1].ID + 1}))
	}
}

// kinds returns the kind of every update that waits, and drops them.
func kinds(t *testing.T, s *telegramtest.Server) []string {
	t.Helper()
	var updates []map[string]json.RawMessage
	decode(t, must(t, call(t, s, "getUpdates", nil)).Result, &updates)
	acknowledge(t, s)
	var names []string
	for _, u := range updates {
		for name := range u {
			if name != "update_id" {
				names = append(names, name)
			}
		}
	}
	return names
}
