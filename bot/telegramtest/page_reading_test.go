package telegramtest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"github.com/rasadnews/rasad/bot/telegramtest"
)

// TestPageOpensAtTheFirstUnread comes back to a chat in which much was written:
// it opens where reading goes on, and what is not scrolled to stays unread.
func TestPageOpensAtTheFirstUnread(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{})
	sara := s.User("Sara", "en")
	sara.Say(sara.Private(), "/start")
	for i := range 32 {
		send(t, s, params{"chat_id": sara.ID(), "text": fmt.Sprint("line ", i, strings.Repeat("\nmore", 3))})
	}
	const badge = `document.querySelector('.entry .badge')`
	b := browse(t, s.Site(), phone, fmt.Sprintf("#%d", sara.ID()))
	b.await(badge + `?.textContent === '32'`)
	b.visit(sara.ID(), sara.ID(), 0)
	b.hold(map[string]string{
		`document.querySelector('.unread').nextElementSibling.innerText.startsWith('line 0')`:                      "true",
		`(r => r.top >= 57 && r.bottom < innerHeight)(document.querySelector('.unread').getBoundingClientRect())`:  "true",
		`document.querySelector('.log').scrollHeight - document.querySelector('.log').scrollTop > 2 * innerHeight`: "true",
	})
	b.await(`(n => n > 20 && n < 32)(Number(` + badge + `?.textContent))`)
	b.click(".down")
	b.await(`!` + badge + ` && document.querySelector('.unread')`)
	b.await(`document.querySelector('.day.passed')`) // which covered a message
	b.read(`String(document.querySelector('.log').scrollTo(0, 0))`)
	b.await(`document.querySelector('.day') && !document.querySelector('.day.passed')`)

	b.visit(sara.ID(), 0, 0)
	send(t, s, params{"chat_id": sara.ID(), "text": "the newest"})
	b.await(badge + `?.textContent === '1'`)
	b.visit(sara.ID(), sara.ID(), 0)
	b.await(`document.querySelector('.unread')?.nextElementSibling.innerText.startsWith('the newest') && !` + badge)
	b.write("an answer" + kb.Enter)
	b.await(`document.querySelector('.log').innerText.includes('an answer') && !document.querySelector('.unread')`)
}

// TestPageKeepsDrafts looks at another chat while something is being written:
// the text, the reply and the edit that it is wait.
func TestPageKeepsDrafts(t *testing.T) {
	s := telegramtest.Start(t, telegramtest.Config{})
	sara := s.User("Sara", "en")
	desk := s.Forum("Desk", sara)
	topic := desk.Topic("News")
	desk.AddBot(telegramtest.Admin)
	sara.Say(sara.Private(), "first words")
	asked := send(t, s, params{"chat_id": sara.ID(), "text": "which city?"})
	b := browse(t, s.Site(), desktop, fmt.Sprintf("#%d/%d", sara.ID(), sara.ID()))
	b.await(`document.querySelectorAll('article').length === 2`)
	away := func(want map[string]string) {
		t.Helper()
		b.visit(sara.ID(), desk.ID(), topic)
		b.hold(map[string]string{`document.querySelector('#box').value`: "", `document.querySelector('.composer .about').hidden`: "true"})
		b.hold(want)
		b.visit(sara.ID(), sara.ID(), 0)
	}

	b.click("article:not(.mine) .handle")
	b.click("#menu button") // reply
	b.write("Herat, I")
	away(map[string]string{`document.querySelector('.gist:has(.draft)').textContent`: "Draft: Herat, I"})
	b.hold(map[string]string{
		`document.querySelector('#box').value`:                        "Herat, I",
		`document.querySelector('.composer .about span').textContent`: "which city?",
	})
	b.write(" think" + kb.Enter)
	b.await(`document.querySelector('.answered')`)
	if all := sara.Private().Messages(); all[len(all)-1].ReplyTo != asked || all[len(all)-1].Text != "Herat, I think" {
		t.Errorf("the reply is %+v", all[len(all)-1])
	}

	b.click("article.mine .handle")
	b.click("#menu button:last-child") // edit
	b.write(", changed")
	away(map[string]string{`document.querySelector('.gist:has(.draft)').textContent`: "Draft: first words, changed"})
	b.write(kb.Enter)
	b.await(`document.querySelector('.mine .text').textContent.startsWith('first words, changed')`)
	away(map[string]string{`document.querySelector('.draft')`: "null"})
	if n := len(sara.Private().Messages()); n != 3 {
		t.Errorf("there are %d messages, want 3", n)
	}
}
