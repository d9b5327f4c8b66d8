package telegramtest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// A hand plays the users over HTTP, as a test in another language would.
type hand struct {
	t *testing.T
	h http.Handler
}

// do posts an action and returns the status and what the answer holds.
func (p hand) do(action, fields string) (int, map[string]any) {
	p.t.Helper()
	r := httptest.NewRequest("POST", "http://localhost/control/"+action, strings.NewReader(fields))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	p.h.ServeHTTP(w, r)
	var answer map[string]any
	if json.Unmarshal(w.Body.Bytes(), &answer) != nil {
		var list []any
		if err := json.Unmarshal(w.Body.Bytes(), &list); err != nil {
			p.t.Fatalf("%s %s: %d %s", action, fields, w.Code, w.Body)
		}
		answer = map[string]any{"list": list}
	}
	return w.Code, answer
}

// must is do for what has to succeed.
func (p hand) must(action, fields string) map[string]any {
	p.t.Helper()
	status, answer := p.do(action, fields)
	if status != 200 {
		p.t.Fatalf("%s %s: %d %v", action, fields, status, answer)
	}
	return answer
}

// bot makes a call of the Bot API and returns its result.
func (p hand) bot(s *telegramtest.Server, method, fields string) any {
	p.t.Helper()
	r := httptest.NewRequest("POST", "http://localhost/bot"+s.Token()+"/"+method, strings.NewReader(fields))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	p.h.ServeHTTP(w, r)
	var answer map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		p.t.Fatal(err)
	}
	if answer["ok"] != true {
		p.t.Fatalf("%s %s: %v", method, fields, answer)
	}
	return answer["result"]
}

// TestControlTellsAStory plays users of every kind over HTTP.
func TestControlTellsAStory(t *testing.T) {
	s := telegramtest.New(telegramtest.Config{})
	defer s.Close()
	p := hand{t, s.Site()}
	sara := p.must("user", `{"name":"Sara","language_code":"fa"}`)
	p.must("user", `{"name":"Omid"}`)
	said := p.must("say", `{"user":"Sara","text":"/start"}`)
	p.bot(s, "sendMessage", fmt.Sprintf(`{"chat_id":%.0f,"text":"<b>Welcome</b>","parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"text":"Subscribe","callback_data":"s"}]]}}`, sara["id"]))
	got := p.must("expect", fmt.Sprintf(`{"user":"Sara","text":["Wel","come"],"button":"Subscribe","after":%.0f}`, said["mark"]))
	if got["html"] != "<b>Welcome</b>" || got["from_bot"] != true {
		t.Errorf("expected %v", got)
	}
	pressed := make(chan map[string]any)
	go func() {
		_, answer := p.do("press", `{"user":"Sara","button":"Subscribe"}`)
		pressed <- answer
	}()
	var query string
	for query == "" {
		updates, _ := json.Marshal(p.bot(s, "getUpdates", `{"allowed_updates":["callback_query"]}`))
		_, after, _ := strings.Cut(string(updates), `"id":"`)
		query, _, _ = strings.Cut(after, `"`)
	}
	p.bot(s, "answerCallbackQuery", `{"callback_query_id":"`+query+`","text":"Done."}`)
	if a := <-pressed; a["text"] != "Done." {
		t.Errorf("the answer is %v", a)
	}
	p.must("supergroup", `{"title":"Desk","owner":"Sara","bot":"administrator","rights":["can_pin_messages"],"topics":["News"]}`)
	p.must("join", `{"user":"Omid","chat":"Desk"}`)
	p.must("promote", `{"user":"Omid","chat":"Desk","as":"administrator","rights":["can_delete_messages"]}`)
	member, _ := json.Marshal(p.bot(s, "getChatMember", fmt.Sprintf(`{"chat_id":-1001000000001,"user_id":%.0f}`, p.must("users", ``)["list"].([]any)[1].(map[string]any)["id"])))
	if !strings.Contains(string(member), `"can_delete_messages":true`) || !strings.Contains(string(member), `"can_pin_messages":false`) {
		t.Errorf("member %s", member)
	}
	thread := p.must("topic", `{"chat":"Desk","name":"Alerts"}`)["thread"].(float64)
	first := p.must("say", fmt.Sprintf(`{"user":"Omid","chat":"Desk","thread":%.0f,"text":"hello"}`, thread))
	p.must("edit", fmt.Sprintf(`{"user":"Omid","chat":"Desk","message":%.0f,"text":"hello again"}`, first["id"]))
	p.must("say", fmt.Sprintf(`{"user":"Sara","chat":"Desk","reply_to":%.0f,"text":"yes"}`, first["id"]))
	p.must("say", `{"user":"Sara","chat":"Desk","anonymous":true,"text":"hidden"}`)
	for _, action := range []string{"close_topic", "reopen_topic", "delete_topic"} {
		p.must(action, fmt.Sprintf(`{"chat":"Desk","thread":%.0f}`, thread))
	}
	p.must("restrict", `{"chat":"Desk"}`)
	p.must("restrict", `{"chat":"Desk","on":false}`)
	p.must("leave", `{"user":"Omid","chat":"Desk"}`)
	p.must("remove_bot", `{"chat":"Desk"}`)
	p.must("channel", `{"title":"Wire","username":"@wire","owner":"Sara"}`)
	p.must("add_bot", `{"chat":"@wire","as":"administrator"}`)
	p.must("group", `{"title":"Small","owner":"Omid","bot":"member"}`)
	if big := p.must("migrate", `{"chat":"Small"}`); big["kind"] != "supergroup" || big["bot"] != "member" {
		t.Errorf("migrated to %v", big)
	}
	for _, action := range []string{"block", "unblock", "deactivate"} {
		p.must(action, `{"user":"Omid"}`)
	}
	if n := len(p.must("chats", ``)["list"].([]any)); n != 6 {
		t.Errorf("%d chats", n)
	}
	text := p.must("transcript", `{"chat":"Desk"}`)["transcript"].(string)
	if !strings.Contains(text, "Desk: hidden") || strings.Contains(text, "hello") {
		t.Errorf("transcript %s", text)
	}
	if calls := p.must("calls", `{"method":"sendmessage"}`)["list"].([]any); len(calls) != 1 || calls[0].(map[string]any)["status"] != 200.0 {
		t.Errorf("calls %v", calls)
	}
}

// TestControlSendsFiles sends files over HTTP as a user does, and reads one
// back as the bot and as the test.
func TestControlSendsFiles(t *testing.T) {
	s := telegramtest.New(telegramtest.Config{})
	defer s.Close()
	p := hand{t, s.Site()}
	p.must("user", `{"name":"Sara"}`)
	photo, _ := json.Marshal(picture(t, 40, 30))
	p.must("photo", fmt.Sprintf(`{"user":"Sara","text":"look","content":%s}`, photo))
	sent := p.must("document", `{"user":"Sara","name":"a.csv","content":"YSxi"}`)
	p.must("react", fmt.Sprintf(`{"user":"Sara","message":%.0f,"emoji":["👍"]}`, sent["id"]))
	if text := p.must("transcript", `{"user":"Sara"}`)["transcript"].(string); !strings.Contains(text, "Sara: (photo) look") || !strings.Contains(text, "(document a.csv)") {
		t.Errorf("transcript %s", text)
	}
	id := sent["file"].(map[string]any)["id"].(string)
	if got := p.must("file", `{"file":"`+id+`"}`)["content"]; got != "YSxi" {
		t.Errorf("the file holds %v", got)
	}
	path := p.bot(s, "getFile", `{"file_id":"`+id+`"}`).(map[string]any)["file_path"].(string)
	w := httptest.NewRecorder()
	p.h.ServeHTTP(w, httptest.NewRequest("GET", "http://127.0.0.1:8081/file/bot"+s.Token()+"/"+path, nil))
	if w.Code != 200 || w.Body.String() != "a,b" {
		t.Errorf("the download is %d %s", w.Code, w.Body)
	}
}

// TestControlLooksByGet holds that what only looks can be asked for by GET.
func TestControlLooksByGet(t *testing.T) {
	s := telegramtest.New(telegramtest.Config{})
	defer s.Close()
	p := hand{t, s.Site()}
	p.must("user", `{"name":"Sara"}`)
	p.must("say", `{"user":"Sara","text":"one"}`)
	for path, want := range map[string]string{
		"/control/messages?user=Sara":                       `"text":"one"`,
		"/control/messages?user=Sara&after=1":               `[]`,
		"/control/transcript?user=Sara":                     "Sara: one",
		"/control/expect?user=Sara&from=anyone&timeout=0.5": `"mark":1`,
		"/control/expect?user=Sara&from=Sara&regexp=^o.e$":  `"mark":1`,
		"/control/time":                        `"mark":1`,
		"/control/messages?user=Sara&thread=1": `"text":"one"`,
		"/control/messages?user=Sara&after=x":  "after, timeout, thread, message, reply_to are numbers",
		"/":                                    `src="page/app.js"`,
		"/page/app.js":                         "import",
	} {
		w := httptest.NewRecorder()
		p.h.ServeHTTP(w, httptest.NewRequest("GET", "http://localhost"+path, nil))
		if body, _ := io.ReadAll(w.Body); !strings.Contains(string(body), want) {
			t.Errorf("GET %s: %d %s, want %s", path, w.Code, body, want)
		}
	}
}

// TestControlOfTimeAndTrouble moves the clock and makes calls fail over HTTP.
func TestControlOfTimeAndTrouble(t *testing.T) {
	s := telegramtest.New(telegramtest.Config{})
	defer s.Close()
	p := hand{t, s.Site()}
	p.must("user", `{"name":"Sara"}`)
	now, _ := time.Parse(time.RFC3339, p.must("time", `{}`)["now"].(string))
	then, _ := time.Parse(time.RFC3339, p.must("advance", `{"by":"26h"}`)["now"].(string))
	if then.Sub(now) < 26*time.Hour {
		t.Errorf("from %v to %v", now, then)
	}
	p.must("fail", `{"kind":"refuse","method":"getMe","count":1,"status":500,"description":"Internal Server Error"}`)
	p.must("fail", `{"kind":"flood","chat":"Sara","rate":1}`)
	for _, want := range []int{500, 200} {
		if status, body, err := get(t.Context(), s, "getMe", ""); status != want {
			t.Errorf("%d %s %v, want %d", status, body, err, want)
		}
	}
	p.must("heal", `{}`)
	p.must("say", `{"user":"Sara","text":"x"}`)
	p.bot(s, "sendMessage", `{"chat_id":100000001,"text":"x"}`)
}

func FuzzControl(f *testing.F) {
	f.Add("say", `{"user":"Sara","text":"x"}`)
	f.Add("promote", `{"user":1,"chat":"Desk","as":"member"}`)
	f.Add("channel", `{"owner":"Sara","title":"x","username":"@x","bot":"administrator"}`)
	f.Add("expect", `{"user":"Sara","regexp":".","timeout":0}`)
	f.Fuzz(func(t *testing.T, action, fields string) {
		s := telegramtest.New(telegramtest.Config{})
		defer s.Close()
		owner := s.User("Sara", "")
		s.Supergroup("Desk", owner).AddBot(telegramtest.Member)
		if strings.Contains(action, "expect") || strings.Contains(action, "press") || strings.Trim(action, "abcdefghijklmnopqrstuvwxyz_") != "" {
			return // they wait
		}
		r := httptest.NewRequest("POST", "/"+action, strings.NewReader(fields))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		s.Control().ServeHTTP(w, r)
		if !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s %s: %d %s", action, fields, w.Code, w.Body)
		}
		other := s.User("Omid", "")
		other.Say(other.Private(), "no lock was left")
	})
}
