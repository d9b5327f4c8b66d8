package chaos_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/storetest"
)

// TestBacklog has a sender work off a queue of a million deliveries, and holds
// that it needs no more memory at the end than near the beginning: of its heap, and
// of the system's unless the race detector takes some.
func TestBacklog(t *testing.T) {
	for _, engine := range []string{"SQLite", "Redis"} {
		t.Run(engine, func(t *testing.T) {
			address := "sqlite:" + filepath.Join(t.TempDir(), "rasad.db")
			if engine == "Redis" {
				address = storetest.StartRedis(t).Address()
			}
			drain(t, engine, address, times(5_000, 1_000_000))
		})
	}
}

func drain(t *testing.T, engine, address string, n int) {
	const chats = 1000
	enqueueAll(t, address, n, chats)
	c := newCounter(chats)
	line := httptest.NewServer(c)
	defer line.Close()
	p := launch(t, orders{Only: onlySend, Store: address, Line: line.URL, Token: "1:TEST", Holder: "the only worker", Mute: true}, nil)
	began := time.Now()
	c.await(t, p, n/10)
	early, heap := memory(t, p), heapOf(t, p)
	late := early
	for tenth := 2; tenth <= 10; tenth++ {
		c.await(t, p, n/10*tenth)
		late = max(late, memory(t, p))
	}
	took, grown := time.Since(began), heapOf(t, p)-heap
	p.kill()
	const little = 2 << 10 // kB
	if grown > little {
		t.Errorf("the worker holds %d kB more of its heap at the end than after a tenth", grown)
	}
	const room = 24 << 10 // kB, for the collector of garbage
	if late > early+room && !raceDetector {
		t.Errorf("the worker has %d kB after a tenth, and up to %d later: it grows with the queue", early, late)
	}
	t.Logf("%d deliveries in %v, %.0f a second; %d kB after a tenth, %d at most later; the heap in use has grown by %d kB",
		n, took.Round(time.Second), float64(n)/took.Seconds(), early, late, grown)
	table.add(t, row{fault: fmt.Sprintf("backlog, worked off in %d–%d MB", early>>10, late>>10), engine: engine, times: 1,
		counted: n, what: "alerts", lost: n - c.arrived, repeated: c.repeated, disorder: c.disorder})
}

// enqueueAll fills the queue as the desk does: chunk by chunk, for so many
// chats in turn.
func enqueueAll(t *testing.T, address string, n, chats int) {
	t.Helper()
	s := openWell(t, address)
	defer s.Close()
	for from := 0; from < n; from += chats {
		for first := 0; first < chats; first += news.ChunkSize {
			var to []int64
			for i := first; i < min(first+news.ChunkSize, chats, first+n-from); i++ {
				to = append(to, int64(i+1))
			}
			d := news.Delivery{Text: fmt.Sprintf("Text %d.", from/chats+1), Class: news.ClassNormal}
			if err := s.EnqueueAll(t.Context(), d.Text, d, to); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// A counter is a Telegram that keeps nothing but counts, so that a million
// messages need no memory here.
type counter struct {
	mu                          sync.Mutex
	changed                     chan struct{}
	last                        []int // text that each chat got
	arrived, repeated, disorder int
}

func newCounter(chats int) *counter {
	return &counter{last: make([]int, chats+1), changed: make(chan struct{})}
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasSuffix(r.URL.Path, "/getUpdates"):
		_, _ = io.Copy(io.Discard, r.Body)
		select {
		case <-r.Context().Done():
		case <-time.After(time.Second):
			fmt.Fprint(w, `{"ok":true,"result":[]}`)
		}
		return
	case !strings.HasSuffix(r.URL.Path, "/sendMessage"):
		fmt.Fprint(w, `{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"Counter","username":"counter_bot"}}`)
		return
	}
	chat, text := r.FormValue("chat_id"), r.FormValue("text")
	to, err := strconv.Atoi(chat)
	n, err2 := strconv.Atoi(strings.Trim(text, "Text ."))
	if err != nil || err2 != nil || to < 1 || to >= len(c.last) {
		http.Error(w, "what is this?", http.StatusTeapot)
		return
	}
	id := c.count(to, n)
	_ = json.NewEncoder(w).Encode(map[string]any{"ok": true, "result": map[string]any{
		"message_id": id, "date": time.Now().Unix(), "chat": map[string]any{"id": to, "type": "private"}, "text": text,
	}})
}

// count notes that a text came to a chat.
func (c *counter) count(to, n int) (message int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch last := c.last[to]; {
	case n == last:
		c.repeated++
	case n != last+1:
		c.disorder++
	default:
		c.arrived++
	}
	c.last[to] = n
	close(c.changed)
	c.changed = make(chan struct{})
	return n
}

// await waits until n messages have arrived.
func (c *counter) await(t testing.TB, p *process, n int) {
	t.Helper()
	late := time.After(10 * patience)
	for {
		c.mu.Lock()
		got, changed := c.arrived, c.changed
		c.mu.Unlock()
		if got >= n {
			return
		}
		select {
		case <-changed:
		case <-p.end:
			t.Fatalf("the worker ended; it said:\n%s", p.log)
		case <-late:
			t.Fatalf("only %d of %d; the worker said:\n%s", got, n, p.log)
		}
	}
}

// heapOf returns what a process has in use of its heap, in kB: that which the race
// detector adds nothing to.
func heapOf(t testing.TB, p *process) int {
	t.Helper()
	p.log.clear()
	p.signal(t, syscall.SIGHUP)
	late := time.After(patience)
	for look := time.Tick(20 * time.Millisecond); ; {
		select {
		case <-look:
		case <-late:
			t.Fatalf("the worker does not tell its heap within %v, but says:\n%s", patience, p.log)
		}
		var kB int
		_, said, found := strings.Cut(p.log.String(), "heap: ")
		if _, err := fmt.Sscanf(said, "%d kB\n", &kB); found && err == nil {
			return kB
		}
	}
}

// memory returns the resident memory of a process in kB.
func memory(t testing.TB, p *process) int {
	t.Helper()
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), "VmRSS:"); ok {
			kB, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(rest, "kB")))
			if err != nil {
				t.Fatal(err)
			}
			return kB
		}
	}
	t.Fatal("the system does not tell the process's memory")
	return 0
}
