package telegramtest_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// A browser is a headless Chromium with a server's page in it.
type browser struct {
	t      *testing.T
	ctx    context.Context
	server *httptest.Server
}

// The sizes of a phone and of a desk.
var phone, desktop = [2]int64{390, 844}, [2]int64{1280, 860}

// browse serves a site and shows a place of it, such as "#100000001".
func browse(t *testing.T, site http.Handler, size [2]int64, place string) *browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("chromium is not installed")
		}
		t.Skip("chromium is not installed")
	}
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.Flag("disable-quic", true))
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stopAllocator)
	ctx, closeBrowser := chromedp.NewContext(allocator)
	t.Cleanup(closeBrowser)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(size[0], size[1])); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	b := &browser{t, ctx, server}
	b.do(chromedp.Navigate(server.URL + "/" + place))
	b.await(begun)
	return b
}

// begun holds once the page was told what to show, and its buttons work.
const begun = `document.querySelector('#me b')`

// tab shows a place of the server in another tab of the same browser.
func (b *browser) tab(place string) *browser {
	b.t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx)
	b.t.Cleanup(cancel)
	other := &browser{b.t, ctx, b.server}
	other.do(chromedp.Navigate(b.server.URL + "/" + place))
	other.await(begun)
	return other
}

// do acts in the browser.
func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// click clicks the element of a selector.
func (b *browser) click(selector string) {
	b.t.Helper()
	b.await(fmt.Sprintf("document.querySelector(%q)", selector))
	for tries := 1; ; tries++ {
		err := chromedp.Do(b.ctx, chromedp.Click(chromedp.CSS(selector)))
		if err == nil {
			return
		}
		if tries == 5 || !strings.Contains(err.Error(), "Could not find node") { // it was drawn anew meanwhile
			b.t.Fatalf("click %s: %v", selector, err)
		}
	}
}

// write types into the box, and keys such as kb.Enter too.
func (b *browser) write(text string) {
	b.t.Helper()
	b.await("document.querySelector('#box')")
	b.do(chromedp.SendKeys(chromedp.CSS("#box"), text))
}

// read returns the value of a JavaScript expression as text.
func (b *browser) read(expression string) string {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// hold requires JavaScript expressions to have the values given.
func (b *browser) hold(want map[string]string) {
	b.t.Helper()
	for expression, want := range want {
		if got := b.read(expression); got != want {
			b.t.Errorf("%s = %q, want %q", expression, got, want)
		}
	}
}

// await waits until a JavaScript condition holds in the page.
func (b *browser) await(condition string) {
	b.t.Helper()
	_, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`new Promise(resolve => {
		let watcher
		const check = () => { if (`+condition+`) { watcher.disconnect(); resolve(true) } }
		watcher = new MutationObserver(check)
		watcher.observe(document, {subtree: true, childList: true, attributes: true, characterData: true})
		check()
	})`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("page does not come to %s: %v", condition, err)
	}
}

// wear shows the page in the light or the dark.
func (b *browser) wear(scheme string) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}, {Name: "hover", Value: "hover"},
	}})
	if err != nil {
		b.t.Fatal(err)
	}
}

// visit plays a user and opens a chat, and a topic of it; no chat is the list.
func (b *browser) visit(user, chat int64, topic int) {
	b.t.Helper()
	b.read(fmt.Sprintf("location.hash = '%d/%d/%d'", user, chat, topic))
	b.await(fmt.Sprintf(`[
		document.querySelector('#me').dataset.user,
		document.querySelector('.entry[aria-current]')?.dataset.chat ?? 0,
		document.querySelector('[role=tab][aria-selected=true]')?.dataset.thread ?? 0,
	].join() === '%d,%d,%d'`, user, chat, topic))
}

// shoot takes a picture for people to look at, where RASAD_SCREENSHOTS names a
// folder for them. Elsewhere there is none.
func (b *browser) shoot(name string) {
	b.t.Helper()
	dir := os.Getenv("RASAD_SCREENSHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}
