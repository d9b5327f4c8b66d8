package telegramtest_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestPageShowsAndActs plays one user on the page: messages come, are edited
// and go as they happen, and what the user does reaches the bot.
func TestPageShowsAndActs(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{})
	sara := s.User("سارا", "fa")
	chat := sara.Private()
	must(t, call(t, s, "setMyCommands", params{"language_code": "fa", "commands": []params{{"command": "topics", "description": "موضوع\u200cها"}, {"command": "help", "description": "راهنما"}}}))
	b := browse(t, s.Site(), phone, fmt.Sprintf("#%d/%d", sara.ID(), chat.ID()))
	b.click(".wide") // START
	if text := said(t, s); text != "/start" {
		t.Fatalf("START says %q", text)
	}

	sent := send(t, s, params{
		"chat_id": chat.ID(), "parse_mode": "HTML",
		"text":         `😀 خبر <b>طالبان</b> و <b>داعش</b> <a href="https://example.com/1">متن</a>`,
		"reply_markup": inline(params{"text": "گوش نده", "callback_data": "mute:7"}),
	})
	b.await(`document.querySelector('.text b')`)
	b.hold(map[string]string{
		`[...document.querySelectorAll('.text b')].map(b => b.textContent).join(' ')`:    "طالبان داعش",
		`document.querySelector('.text a[href^=https]').href`:                            "https://example.com/1",
		`document.documentElement.scrollWidth <= innerWidth`:                             "true",
		`performance.getEntriesByType('resource').every(r => r.name.startsWith(origin))`: "true",
	})
	for _, alert := range []bool{false, true} {
		acknowledge(t, s)
		b.click(".inline")
		query := pressed(t, s)
		if query.Data != "mute:7" || query.Message.ID != sent {
			t.Errorf("pressing gives %+v", query)
		}
		must(t, call(t, s, "answerCallbackQuery", params{"callback_query_id": query.ID, "text": "خاموش شد", "show_alert": alert}))
		where := map[bool]string{false: "#toast:popover-open", true: "#window[open] p"}[alert]
		b.await(`document.querySelector('` + where + `')?.textContent === 'خاموش شد'`)
	}
	b.click("#window .key")

	acknowledge(t, s)
	b.write("/to")
	b.await(`document.querySelectorAll('#suggestions button').length === 1`)
	b.write(kb.Enter)
	if text := said(t, s); text != "/topics" {
		t.Errorf("the suggestion says %q", text)
	}
	must(t, call(t, s, "editMessageText", params{"chat_id": chat.ID(), "message_id": sent, "text": "دگرگون"}))
	b.await(`!document.querySelector('.text b') && document.querySelector('.log').innerText.includes('دگرگون')`)
	must(t, call(t, s, "deleteMessage", params{"chat_id": chat.ID(), "message_id": sent}))
	b.await(`!document.querySelector('article:not(.mine)')`)

	b.click(".head [aria-haspopup]")
	b.click("#menu .danger")
	b.await(`document.querySelector('.wide')`)
	if r := call(t, s, "sendMessage", params{"chat_id": chat.ID(), "text": "x"}); r.OK {
		t.Error("the bot is not blocked")
	}
}

// TestPageNeverRunsWhatItShows puts markup and links of the worst kind
// wherever a text can stand.
func TestPageNeverRunsWhatItShows(t *testing.T) {
	const evil = `"><img src=x onerror="window.evil=1"><script>window.evil=1</script>`
	s := telegramtest.Start(t, telegramtest.Config{})
	mallory := s.User(evil, "en")
	mallory.Note(evil)
	forum := s.Forum(evil, mallory)
	thread := forum.Topic(evil)
	forum.AddBot(telegramtest.Admin)
	mallory.SayIn(forum, thread, evil)
	mallory.SendDocument(forum, evil+".html", []byte("<script>window.evil=1</script>"), evil)
	quoted := html.EscapeString(evil)
	m := send(t, s, params{
		"chat_id": forum.ID(), "message_thread_id": thread, "parse_mode": "HTML",
		"text":         fmt.Sprintf(`%s<pre><code class="language-%s">x</code></pre>`, quoted, quoted),
		"reply_markup": inline(params{"text": evil, "callback_data": "x"}),
	})
	must(t, call(t, s, "pinChatMessage", params{"chat_id": forum.ID(), "message_id": m}))
	must(t, call(t, s, "setMyCommands", params{"commands": []params{{"command": "x", "description": evil}}}))
	must(t, call(t, s, "setMyName", params{"name": "<b>" + strings.Repeat("x", 50)}))

	b := browse(t, s.Site(), desktop, fmt.Sprintf("#%d/%d/%d", mallory.ID(), forum.ID(), thread))
	b.write("/")
	b.await(`document.querySelector('#suggestions button')`)
	b.click("#me")
	b.await(`document.querySelector('#menu:popover-open')`)
	b.hold(map[string]string{
		`window.evil`: "undefined",
		`document.querySelectorAll('script:not([type=module]), img').length`: "0",
		`document.querySelector('.inline span').textContent`:                 evil,
	})
	if got := b.read(`(() => { try { document.body.innerHTML = '<i>x</i>'; return 'allowed' } catch { return 'refused' } })()`); got != "refused" {
		t.Errorf("turning text into markup is %s", got)
	}
}

// TestPageComesBack breaks the connection: the page tells, and catches up.
func TestPageComesBack(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{})
	sara := s.User("Sara", "en")
	sara.Say(sara.Private(), "one")
	gone := send(t, s, params{"chat_id": sara.ID(), "text": "two"})
	b := browse(t, s.Site(), desktop, fmt.Sprintf("#%d/%d", sara.ID(), sara.ID()))
	b.await(`document.querySelectorAll('article').length === 2`)
	b.server.CloseClientConnections()
	must(t, call(t, s, "deleteMessage", params{"chat_id": sara.ID(), "message_id": gone}))
	send(t, s, params{"chat_id": sara.ID(), "text": "three"})
	b.await(`[...document.querySelectorAll('.text')].map(e => e.firstChild.textContent).join() === 'one,three' && document.querySelector('.status').textContent === 'bot'`)
}

// TestPagePlaysEverybody switches users and chats, joins, writes into a topic
// and replies, and counts what is unread.
func TestPagePlaysEverybody(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{ReadsGroups: true})
	sara, omid := s.User("Sara", "en"), s.User("Omid", "fa")
	omid.Note("member")
	forum := s.Forum("Desk", sara)
	news := forum.Topic("News")
	forum.AddBot(telegramtest.Admin)
	b := browse(t, s.Site(), desktop, "")
	b.await(`document.querySelector('#me b')?.textContent === 'Sara'`)
	b.click("#me")
	b.click("#menu button:nth-child(2)")
	b.await(`document.querySelector('#me b').textContent === 'Omid' && document.querySelector('.role').textContent === 'member'`)

	b.click(fmt.Sprintf(`[data-chat="%d"]`, forum.ID()))
	b.await(`['JOIN', 'پیوستن'].includes(document.querySelector('.wide')?.textContent)`)
	b.click(".wide")
	b.click(fmt.Sprintf(`[data-thread="%d"]`, news))
	acknowledge(t, s)
	b.write("hello" + kb.Enter)
	var u struct {
		Message struct {
			Text   string
			Thread int `json:"message_thread_id"`
			From   struct{ ID int64 }
		}
	}
	decode(t, poll(t, s)[0], &u)
	if m := u.Message; m.Text != "hello" || m.Thread != news || m.From.ID != omid.ID() {
		t.Errorf("the message is %+v", m)
	}
	send(t, s, params{"chat_id": forum.ID(), "text": "general news"})
	b.await(`document.querySelector('[data-thread="0"] .badge')?.textContent === '۱'`)
	b.click(`[data-thread="0"]`)
	b.await(`!document.querySelector('.tabs .badge')`)
	b.click("article .handle")
	b.click("#menu button") // reply
	acknowledge(t, s)
	b.write("seen" + kb.Enter)
	var reply struct {
		Message struct {
			To struct{ Text string } `json:"reply_to_message"`
		}
	}
	decode(t, poll(t, s)[0], &reply)
	if reply.Message.To.Text != "general news" {
		t.Errorf("the reply is %+v", reply)
	}
	b.await(`document.querySelector('.answered span')?.textContent === 'general news'`)
}

// TestPageBeginsWithNobody makes the first user and a forum on the page, and
// gives that a topic.
func TestPageBeginsWithNobody(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{})
	b := browse(t, s.Site(), desktop, "")
	b.await(`document.querySelector('#me').title !== ''`)
	b.click("#me")
	b.click("#menu button")
	b.click("#window input")
	b.do(chromedp.KeyEvent("Sara" + kb.Enter))
	b.await(`document.querySelector('#me b').textContent === 'Sara'`)
	b.click("#new")
	b.click("#menu button:nth-child(3)") // a group with topics
	b.click("#window input")
	b.do(chromedp.KeyEvent("Desk" + kb.Enter))
	b.await(`document.querySelector('h1')?.textContent === 'Desk' && document.querySelectorAll('[role=tab]').length === 2`)
	b.click(".tabs .round")
	b.click("#window input")
	b.do(chromedp.KeyEvent("News" + kb.Enter))
	b.await(`document.querySelector('[aria-selected=true] bdi')?.textContent === 'News'`)
	b.write("hello" + kb.Enter)
	b.await(`document.querySelector('.mine .text')?.textContent.startsWith('hello')`)
}

// TestPageShowsFiles holds that a photo opens in full size, and that nothing
// else is shown from the page's address.
func TestPageShowsFiles(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{})
	sara := s.User("Sara", "en")
	sara.SendPhoto(sara.Private(), picture(t, 300, 200), "a chart")
	doc := sara.SendDocument(sara.Private(), "گزارش.html", []byte("<script>"), "")
	b := browse(t, s.Site(), phone, fmt.Sprintf("#%d/%d", sara.ID(), sara.ID()))
	b.click(".photo")
	b.await(`document.querySelector('#viewer[open] img').naturalWidth === 300`)
	b.do(chromedp.KeyEvent(kb.Escape))
	b.await(`!document.querySelector('#viewer').open`)
	b.hold(map[string]string{
		`document.querySelector('.document').download`:          "گزارش.html",
		`document.querySelector('.document small').textContent`: "8 B",
	})
	w := httptest.NewRecorder()
	s.Site().ServeHTTP(w, httptest.NewRequest("GET", "http://localhost/page/file?id="+doc.File.ID, nil))
	if w.Code != 200 || w.Header().Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("document: %d %v", w.Code, w.Header())
	}
}

// TestPageRefusesOtherSites holds that another site's page can make a browser
// do nothing here, and what is served is kept apart.
func TestPageRefusesOtherSites(t *testing.T) {
	s := telegramtest.New(telegramtest.Config{})
	sara := s.User("Sara", "en")
	for site, status := range map[string]int{"same-origin": 200, "same-site": 403, "cross-site": 403} {
		r := httptest.NewRequest("POST", "http://localhost/control/say", strings.NewReader(`{"user":"Sara","text":"hello"}`))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Sec-Fetch-Site", site)
		w := httptest.NewRecorder()
		s.Site().ServeHTTP(w, r)
		if w.Code != status {
			t.Errorf("%s: status %d, want %d: %s", site, w.Code, status, w.Body)
		}
	}
	if n := len(sara.Private().Messages()); n != 1 {
		t.Errorf("%d messages were written, want 1", n)
	}
	for path, status := range map[string]int{"/": 200, "/page/app.js": 200, "/page/frame.css": 200, "/page/index.html": 404, "/page/..%2fpage.go": 404, "/page/file?id=x": 404, "/page/": 404} {
		w := httptest.NewRecorder()
		s.Site().ServeHTTP(w, httptest.NewRequest("GET", "http://localhost"+path, nil))
		if policy := w.Header().Get("Content-Security-Policy"); w.Code != status || !strings.Contains(policy, "default-src 'none'") {
			t.Errorf("%s: status %d, policy %q, want %d", path, w.Code, policy, status)
		}
	}
}

func inline(buttons ...params) params { return params{"inline_keyboard": [][]params{buttons}} }

func decode(t *testing.T, raw json.RawMessage, v any) {
	t.Helper()
	if err := json.Unmarshal(raw, v); err != nil {
		t.Fatal(err)
	}
}

// said returns the text of the message that the bot gets next.
func said(t *testing.T, s *telegramtest.Server) string {
	t.Helper()
	var u struct{ Message struct{ Text string } }
	decode(t, poll(t, s)[0], &u)
	return u.Message.Text
}

type callbackQuery struct {
	ID, Data string
	Message  struct {
		ID int `json:"message_id"`
	}
}

// pressed returns the callback query that the bot gets next.
func pressed(t *testing.T, s *telegramtest.Server) callbackQuery {
	t.Helper()
	var u struct {
		Query callbackQuery `json:"callback_query"`
	}
	decode(t, poll(t, s)[0], &u)
	return u.Query
}
