package telegramtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// A bot that knows one message and one answer, and the user it talks to.
func Example() {
	s := telegramtest.New(telegramtest.Config{})
	client := &http.Client{Transport: s.Transport()} // no network
	bot := func(method string, p url.Values) {
		answer, err := client.PostForm("https://api.telegram.org/bot"+s.Token()+"/"+method, p)
		if err == nil {
			answer.Body.Close()
		}
	}

	sara := s.User("Sara", "en")
	chat := sara.Private()
	sara.Say(chat, "/start")
	bot("sendMessage", url.Values{
		"chat_id":      {fmt.Sprint(chat.ID())},
		"text":         {"Two articles on <b>Kabul</b>"},
		"parse_mode":   {"HTML"},
		"reply_markup": {`{"inline_keyboard":[[{"text":"Mute","callback_data":"mute:7"}]]}`},
	})
	for _, m := range chat.Messages() {
		fmt.Println(m.ID, m.HTML, m.Buttons)
	}

	pressed, err := sara.Press(chat, 2, "Mute")
	if err != nil {
		panic(err)
	}
	bot("answerCallbackQuery", url.Values{"callback_query_id": {pressed.ID}, "text": {"Muted."}})
	answer, _ := pressed.Answer(context.Background())
	fmt.Println(answer.Text)

	// What Telegram would refuse is refused in its words.
	bot("sendMessage", url.Values{"chat_id": {fmt.Sprint(chat.ID())}, "text": {"<b>x"}, "parse_mode": {"HTML"}})
	calls := s.Calls()
	fmt.Println(calls[len(calls)-1].Status, calls[len(calls)-1].Error)
	// Output:
	// 1 /start []
	// 2 Two articles on <b>Kabul</b> [[{Mute mute:7  }]]
	// Muted.
	// 400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"
}

// A bot and a test in any language: everything goes over HTTP.
func ExampleServer_Site() {
	s := telegramtest.New(telegramtest.Config{Token: "42:TEST"})
	defer s.Close()
	server := httptest.NewServer(s.Site())
	defer server.Close()
	post := func(path, fields string) string {
		answer, err := http.Post(server.URL+path, "application/json", strings.NewReader(fields))
		if err != nil {
			return err.Error()
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		return strings.TrimSpace(string(body))
	}

	fmt.Println(post("/control/user", `{"name":"Sara","language_code":"fa"}`))
	post("/control/say", `{"user":"Sara","text":"/start"}`)
	post("/bot42:TEST/sendMessage", `{"chat_id":100000001,"text":"*Welcome*\\!","parse_mode":"MarkdownV2"}`)
	var got struct{ HTML string }
	json.Unmarshal([]byte(post("/control/expect", `{"user":"Sara","text":"Welcome"}`)), &got)
	fmt.Println(got.HTML)
	// Output:
	// {"id":100000001,"name":"Sara","language_code":"fa"}
	// <b>Welcome</b>!
}

// Updates come to a bot's webhook without a network.
func ExampleDirect() {
	hook := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var u struct {
			Message struct {
				Text string
				Chat struct{ ID int64 }
			}
		}
		json.NewDecoder(r.Body).Decode(&u)
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"method":"sendMessage","chat_id":%d,"text":"You said %s."}`, u.Message.Chat.ID, u.Message.Text)
	})
	s := telegramtest.New(telegramtest.Config{WebhookTransport: telegramtest.Direct(hook)})
	defer s.Close()
	client := &http.Client{Transport: s.Transport()}
	answer, err := client.Get("https://api.telegram.org/bot" + s.Token() + "/setWebhook?url=https://bot.example/hook")
	if err != nil {
		panic(err)
	}
	answer.Body.Close()

	sara := s.User("Sara", "en")
	sara.Say(sara.Private(), "hello")
	m, err := sara.Private().Await(context.Background(), telegramtest.Want{Text: telegramtest.Parts{"You said"}})
	fmt.Println(m.Text, err)
	// Output: You said hello. <nil>
}

// A fault hits the calls that it names, and nothing else.
func ExampleServer_Fail() {
	s := telegramtest.New(telegramtest.Config{})
	s.Fail(telegramtest.Fault{Kind: telegramtest.Flood, Method: "getMe", RetryAfter: 5})
	client := &http.Client{Transport: s.Transport()}
	for range 2 {
		answer, err := client.Get("https://api.telegram.org/bot" + s.Token() + "/getMe")
		if err != nil {
			panic(err)
		}
		answer.Body.Close()
		fmt.Println(answer.Status, strings.TrimSpace(answer.Header.Get("Retry-After")))
	}
	// Output:
	// 429 Too Many Requests 5
	// 200 OK
}

// What the parser makes of a text is what a user sees.
func ExampleParse() {
	text, entities, err := telegramtest.Parse(`خبر <b>کابل</b> &amp; <a href="example.com">تهران</a>`)
	fmt.Println(text, err)
	for _, e := range entities {
		fmt.Printf("%s %d %d %q\n", e.Type, e.Offset, e.Length, e.URL)
	}
	_, _, err = telegramtest.Parse("a <br> b")
	fmt.Println(err)
	// Output:
	// خبر کابل & تهران <nil>
	// bold 4 4 ""
	// text_link 11 5 "http://example.com/"
	// Unsupported start tag "br" at byte offset 2
}
