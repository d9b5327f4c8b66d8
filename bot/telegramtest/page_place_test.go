package telegramtest_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
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
