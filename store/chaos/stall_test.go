//go:build unix

package chaos_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/rasadnews/rasad/store/storetest"
)

// A door is a sender's own way to Telegram, where its messages are counted and
// can be kept for a while.
type door struct {
	*httptest.Server
	world *world

	mu     sync.Mutex
	closed chan struct{} // nil while it is open
	posts  int           // messages that came to it
	kept   int           // of these, those that wait
}

// door opens one.
func (w *world) door() *door {
	d := &door{world: w}
	d.Server = httptest.NewServer(d)
	w.Cleanup(d.Close)
	w.Cleanup(d.open)
	return d
}

func (d *door) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/sendMessage") {
		d.world.note(d.came)
		if wait := d.waits(); wait != nil {
			<-wait
		}
	}
	d.world.ServeHTTP(rw, r)
}

func (d *door) came() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.posts++
	if d.closed != nil {
		d.kept++
	}
}

func (d *door) waits() chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.closed
}

func (d *door) close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed, d.kept = make(chan struct{}), 0
}

func (d *door) open() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed != nil {
		close(d.closed)
	}
	d.closed = nil
}

// counts returns how many messages have come, and how many wait.
func (d *door) counts() (posts, kept int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.posts, d.kept
}

// TestStalledSender stops the process that sends, with a message to each reader
// under way, until another has taken its lease, and lets it go on then: it posts
// nothing more.
func TestStalledSender(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "Redis", storetest.Redis(t).Address())
	desk := w.start(orders{Only: onlyDesk})
	doors := []*door{w.door(), w.door()}
	first := w.start(orders{Only: onlySend, Holder: "first", Line: doors[0].URL})
	w.arrive(desk, 3*readers)
	second := w.start(orders{Only: onlySend, Holder: "second", Line: doors[1].URL})
	stalls := times(1, 5)
	for range stalls {
		w.arrive(desk, 3*readers)
		doors[0].close()
		w.until("a message to each reader", desk, func() bool { _, kept := doors[0].counts(); return kept == readers })
		first.signal(t, syscall.SIGSTOP)
		first.log.clear()
		doors[0].open()
		w.arrive(desk, 10*readers) // the second has the lease
		before, _ := doors[0].counts()
		first.signal(t, syscall.SIGCONT)
		w.says(first, "sending stops")
		w.arrive(desk, 10*readers)
		if after, _ := doors[0].counts(); after > before {
			t.Errorf("the sender that was stopped has posted %d more, want none", after-before)
		}
		first, second = second, first
		doors[0], doors[1] = doors[1], doors[0]
	}
	w.finish(desk, 10)
	w.report("sender stopped for longer than its lease", stalls, stalls*readers)
}

// TestTrustingSender has a sender that never finds out that its lease is over,
// whatever its clock and the store say. Begin fences it off once another has the
// lease.
func TestTrustingSender(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "Redis", storetest.Redis(t).Address())
	desk := w.start(orders{Only: onlyDesk})
	doors := []*door{w.door(), w.door()}
	w.start(orders{Only: onlySend, Holder: "first", Line: doors[0].URL, Trusting: true})
	w.arrive(desk, 3*readers)
	w.start(orders{Only: onlySend, Holder: "second", Line: doors[1].URL})
	w.until("messages of the second sender", desk, func() bool { posts, _ := doors[1].counts(); return posts > 3*readers })
	before, _ := doors[0].counts()
	w.arrive(desk, 30*readers)
	if after, _ := doors[0].counts(); after > before+readers {
		t.Errorf("the sender whose lease is over has posted %d more, want what was under way at most", after-before)
	}
	w.finish(desk, 10)
	w.report("sender that does not see that its lease is over", 1, readers)
}

// TestStalledFile stops the only process of a file, and lets it go on an hour
// later by its clock: nobody else can take its place meanwhile.
func TestStalledFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "SQLite", "sqlite:"+t.TempDir()+"/rasad.db")
	p, stalls := w.start(orders{}), times(2, 20)
	for range stalls {
		w.arrive(p, 3*readers)
		p.signal(t, syscall.SIGSTOP)
		second := w.start(orders{Holder: "second"})
		<-second.end
		if said := second.log.String(); !strings.Contains(said, "another process uses this database") {
			t.Errorf("beside a process that is stopped, a second one says %q", said)
		}
		p.signal(t, syscall.SIGUSR1)
		p.signal(t, syscall.SIGCONT)
	}
	w.finish(p, 10)
	w.report("process stopped, and a second one refused", stalls, stalls*readers)
}
