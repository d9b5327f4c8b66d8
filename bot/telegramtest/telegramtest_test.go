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
	return r
}

func TestTalk(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{})
	sara := s.User("Sara", "fa")
	chat := sara.Private()
	if r := call(t, s, "sendMessage", params{"chat_id": chat.ID(), "text": "x"}); r.Code != 403 {
		t.Errorf("before /start: %+v", r)
	}
	sara.Say(chat, "/start")
	r := call(t, s, "getUpdates", params{"timeout": 5})
	t.Logf("%s", r.Result)
	r = call(t, s, "sendMessage", params{"chat_id": chat.ID(), "text": "سلام <b>سارا</b> https://x.com/", "parse_mode": "HTML",
		"reply_markup": params{"inline_keyboard": [][]params{{{"text": "A", "callback_data": "a"}}}}})
	t.Logf("%s %s", r.Result, r.Description)
	m := chat.Messages()[1]
	t.Logf("%+v", m)
	q, err := sara.Press(chat, m.ID, "a")
	if err != nil {
		t.Fatal(err)
	}
	r = call(t, s, "getUpdates", params{"offset": 2})
	t.Logf("%s", r.Result)
	r = call(t, s, "answerCallbackQuery", params{"callback_query_id": q.ID, "text": "ok"})
	a, err := q.Answer(t.Context())
	t.Log(a, err, r)
}
