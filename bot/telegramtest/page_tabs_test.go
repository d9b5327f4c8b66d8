package telegramtest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestPageHasATabForEverybody plays eight people in a tab each, more than the
// connections that a browser keeps to a server: all of them write, and all see
// what happens.
func TestPageHasATabForEverybody(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{})
	var tabs []*browser
	var desk *telegramtest.Chat
	for i := range 8 {
		u := s.User(fmt.Sprint("Reader ", i), "en")
		if i == 0 {
			desk = s.Supergroup("Desk", u)
			tabs = append(tabs, browse(t, s.Site(), phone, fmt.Sprintf("#%d/%d", u.ID(), desk.ID())))
		} else {
			u.Join(desk)
			tabs = append(tabs, tabs[0].tab(fmt.Sprintf("#%d/%d", u.ID(), desk.ID())))
		}
	}
	for i, tab := range tabs {
		text := fmt.Sprint("hello from ", i)
		tab.write(text + kb.Enter)
		for _, other := range tabs {
			other.await(fmt.Sprintf("document.querySelector('.log').innerText.includes(%q)", text))
		}
	}
	tabs[1].do(chromedp.Navigate("about:blank"))
	tabs[0].write("one left" + kb.Enter)
	tabs[7].await(`document.querySelector('.log').innerText.includes('one left')`)
}

// TestPageTellsOfAServerThatIsSilent holds that what does not come through is
// told, and stays in the box.
func TestPageTellsOfAServerThatIsSilent(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{})
	sara := s.User("Sara", "en")
	sara.Say(sara.Private(), "/start")
	over := make(chan struct{})
	site := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/control/") {
			<-over
		}
		s.Site().ServeHTTP(w, r)
	})
	b := browse(t, site, phone, fmt.Sprintf("#%d/%d", sara.ID(), sara.ID()))
	defer close(over)
	b.read(`AbortSignal.timeout = () => AbortSignal.abort()`) // the time is over at once
	b.write("are you there?" + kb.Enter)
	b.await(`document.querySelector('#toast:popover-open')?.textContent === 'The server does not answer'`)
	b.hold(map[string]string{`document.querySelector('#box').value.trim()`: "are you there?"})
}

// TestPageStreamsForUsers holds what a stream may be asked for.
func TestPageStreamsForUsers(t *testing.T) {
	s := telegramtest.New(telegramtest.Config{})
	for query, status := range map[string]int{"user=x": 400, "user=1&user=": 400, strings.Repeat("user=1&", 101): 400} {
		w := httptest.NewRecorder()
		s.Site().ServeHTTP(w, httptest.NewRequest("GET", "http://localhost/page/events?"+query, nil))
		if w.Code != status {
			t.Errorf("%.20s: status %d, want %d", query, w.Code, status)
		}
	}
}
