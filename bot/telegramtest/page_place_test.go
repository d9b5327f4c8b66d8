package telegramtest_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestPageGoesWhereItIsSent changes the address while the page still begins:
// what it is told of the place before must not lead it elsewhere.
func TestPageGoesWhereItIsSent(t *testing.T) {
	g := newGallery(t)
	second := g.reader["en"]
	b := browse(t, g.s.Site(), phone, "")
	for range 12 {
		b.do(chromedp.Navigate("about:blank"), chromedp.Navigate(b.server.URL))
		b.read(fmt.Sprintf("location.hash = '%d'", second.ID()))
		b.await(`document.querySelector('#me b')?.textContent === 'Dana' && document.querySelectorAll('.entry').length === 4`)
	}
}

// TestPageStepsThroughTopics walks the topics with the arrow keys: the last one
// is the end, also for those who can make another.
func TestPageStepsThroughTopics(t *testing.T) {
	g := newGallery(t)
	lead := g.reader["fa"]
	b := browse(t, g.s.Site(), desktop, fmt.Sprintf("#%d/%d", lead.ID(), g.forum.ID()))
	b.await(`document.querySelector('.tabs .round')`)
	step := func(key string, topic int) {
		t.Helper()
		b.read(`document.querySelector('[role=tab][aria-selected=true]').focus()`)
		b.do(chromedp.KeyEvent(key))
		b.hold(map[string]string{`location.hash.split('/')[2] || '0'`: fmt.Sprint(topic)})
		b.await(fmt.Sprintf(`document.querySelector('[role=tab][aria-selected=true]').dataset.thread === '%d'`, topic))
	}
	step(kb.ArrowRight, g.topic)
	step(kb.ArrowRight, g.topic)
	step(kb.ArrowLeft, 0)
	b.read(`document.querySelector('.tabs .round').focus()`)
	for _, key := range []string{kb.ArrowRight, kb.ArrowLeft} {
		b.do(chromedp.KeyEvent(key))
		b.hold(map[string]string{`location.hash.split('/')[2] || '0'`: "0", `document.activeElement.className`: "round"})
	}
}
