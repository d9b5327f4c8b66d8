//go:build unix

package chaos_test

import (
	"fmt"
	"strings"
	"time"
)

// until waits for a condition of what is counted.
func (w *world) until(what string, p *process, condition func() bool) {
	w.Helper()
	late := time.After(patience)
	for {
		w.mu.Lock()
		met, changed := condition(), w.changed
		w.mu.Unlock()
		if met {
			return
		}
		select {
		case <-changed:
		case <-p.end:
			w.Fatalf("the worker ended before %s; it said:\n%s", what, p.log)
		case <-late:
			w.Fatalf("no %s within %v; the worker said:\n%s", what, patience, p.log)
		}
	}
}

// arrive waits for n alerts more.
func (w *world) arrive(p *process, n int) {
	w.Helper()
	w.mu.Lock()
	goal := len(w.arrivals) + n
	w.mu.Unlock()
	w.until(fmt.Sprintf("%d alerts more", n), p, func() bool { return len(w.arrivals) >= goal })
}

// reach waits until every reader has got two alerts more, so that one of them is
// done with: the answer to the last may be on its way.
func (w *world) reach(p *process) {
	w.Helper()
	goals := make([]int, len(w.readers))
	for i, u := range w.readers {
		goals[i] = len(u.Private().Messages()) + 2
	}
	w.until("two alerts more for every reader", p, func() bool {
		for i, u := range w.readers {
			if len(u.Private().Messages()) < goals[i] {
				return false
			}
		}
		return true
	})
}

// says waits until a worker has said something.
func (w *world) says(p *process, text string) {
	w.Helper()
	late := time.After(patience)
	for look := time.Tick(20 * time.Millisecond); !strings.Contains(p.log.String(), text); {
		select {
		case <-look:
		case <-p.end:
			w.Fatalf("the worker ended before it said %q; it said:\n%s", text, p.log)
		case <-late:
			w.Fatalf("the worker did not say %q within %v, but:\n%s", text, patience, p.log)
		}
	}
}

// finish ends the wire after so many articles more than it has offered, and
// waits until all is sent that is to be sent. Then the worker is killed.
func (w *world) finish(p *process, more int) {
	w.Helper()
	w.note(func() { w.last = w.begun + more })
	w.until("the end of the wire", p, func() bool { return w.done >= w.last })
	w.until("the last alerts", p, func() bool { return w.missing(w.last) == 0 })
	p.kill()
}

// missing counts the readers who were not told of an article. The caller
// holds w.mu.
func (w *world) missing(n int) int {
	missing := 0
	title := fmt.Sprintf("Article %d.", n)
	for _, u := range w.readers {
		found := false
		for _, m := range u.Private().Messages() {
			found = found || strings.Contains(m.Text, title)
		}
		if !found {
			missing++
		}
	}
	return missing
}
