package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestDemoInABrowser opens the demo's page as a stranger would: it plays one
// who was never there, subscribes by pressing, sees an alert of the bundled
// site arrive, and presses what hangs under it.
func TestDemoInABrowser(t *testing.T) {
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("chromium is not installed")
		}
		t.Skip("chromium is not installed")
	}
	p := startProgram(t, "", "demo", "--speed", "4", "--data", t.TempDir())
	address := awaitLine(t, p, "Telegram   ")
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stopAllocator)
	ctx, closeBrowser := chromedp.NewContext(allocator)
	t.Cleanup(closeBrowser)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 860), chromedp.Navigate(address)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	v := visitor{t, ctx}

	v.await(`document.querySelectorAll('.entry').length === 4`) // one of every kind
	v.click(`#me`)
	v.click(`#menu button:nth-child(3)`) // Dana
	v.await(`document.querySelector('#me b').textContent === 'Dana'`)
	v.click(`.wide`) // START
	v.await(`[...document.querySelectorAll('.inline')].some(key => key.textContent.includes('Terrorism'))`)
	v.shoot("demo-start")
	v.press("Terrorism")
	v.press("Afghanistan")
	v.await(`[...document.querySelectorAll('.inline')].filter(key => key.textContent.includes('✅')).length >= 2`)
	v.await(`document.querySelector('article:not(.mine) .text a[href*="/news/"], article:not(.mine) .text a[href^="http://127.0.0.1"]')`)
	v.shoot("demo-alert")
	v.pressAll()

	// The entries change places while messages arrive, so where one was is no place to click.
	v.await(`document.querySelector('.head .status').textContent.match(/member|subscriber/) || document.querySelector('[data-chat^="-100"]').click()`)
	v.shoot("demo-channel")
	v.turnToPhone()
	v.shoot("demo-phone")
}

// awaitLine returns the address in the line of a program's output that begins
// so.
func awaitLine(t *testing.T, p *process, begin string) string {
	t.Helper()
	for {
		if _, rest, ok := strings.Cut(p.output(), begin); ok && strings.Contains(rest, "\n") {
			return strings.Fields(rest)[0]
		}
		select {
		case <-p.end:
			t.Fatal(p.output())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// A visitor looks at a page and acts on it.
type visitor struct {
	t   *testing.T
	ctx context.Context
}

func (v visitor) click(selector string) {
	v.t.Helper()
	v.await(`document.querySelector('` + selector + `')`)
	if err := chromedp.Do(v.ctx, chromedp.Click(chromedp.CSS(selector))); err != nil {
		v.t.Fatalf("click %s: %v", selector, err)
	}
}

// press presses the newest inline button with a label that contains the text.
func (v visitor) press(label string) {
	v.t.Helper()
	v.await(`(key => { if (key) key.click(); return key })([...document.querySelectorAll('.inline')].findLast(key => key.textContent.includes('` + label + `')))`)
	v.await(`!document.querySelector('.inline.waiting')`)
}

// pressAll presses each button under the newest alert that tells the bot
// something; all must be answered.
func (v visitor) pressAll() {
	v.t.Helper()
	v.await(`(async () => {
		const alert = [...document.querySelectorAll('article.keyed')].findLast(row => row.querySelector('.text a[href^="http://127.0.0.1"]'))
		for (const key of alert?.querySelectorAll('.inline:not(:has(i))') || []) if (key.isConnected) key.click()
		return true
	})()`)
	v.await(`!document.querySelector('.inline.waiting')`)
	silent, err := chromedp.Run(v.ctx, chromedp.Evaluate[bool](`document.querySelector('#toast').textContent.includes('did not answer')`))
	if err != nil || silent {
		v.t.Errorf("a button under the alert is not answered (%v)", err)
	}
}

// await waits until a JavaScript condition holds in the page.
func (v visitor) await(condition string) {
	v.t.Helper()
	_, err := chromedp.Run(v.ctx, chromedp.Evaluate[bool](`new Promise(resolve => {
		let watcher
		const check = () => { if (`+condition+`) { watcher.disconnect(); removeEventListener('resize', check); resolve(true) } }
		watcher = new MutationObserver(check)
		addEventListener('resize', check)
		watcher.observe(document, {subtree: true, childList: true, attributes: true, characterData: true})
		check()
	})`, chromedp.EvalAwaitPromise))
	if err != nil {
		v.shoot("demo-failed")
		v.t.Fatalf("page does not come to %s: %v", condition, err)
	}
}

// turnToPhone makes the page as narrow as a phone's, where nothing may stand out.
func (v visitor) turnToPhone() {
	v.t.Helper()
	if err := chromedp.Do(v.ctx, chromedp.EmulateViewport(390, 844)); err != nil {
		v.t.Fatal(err)
	}
	v.await(`innerWidth === 390 && document.documentElement.scrollWidth === 390`)
	v.await(`(log => log && log.scrollWidth <= log.clientWidth)(document.querySelector('.log'))`)
}

// shoot takes a screenshot into the folder that RASAD_SCREENSHOTS names.
func (v visitor) shoot(name string) {
	v.t.Helper()
	dir := os.Getenv("RASAD_SCREENSHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(context.WithoutCancel(v.ctx), chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644)
	}
	if err != nil {
		v.t.Error(err)
	}
}
