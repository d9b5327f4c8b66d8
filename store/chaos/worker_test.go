//go:build unix

package chaos_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// Orders are what a process that a test starts is to do.
type orders struct {
	Storm  bool   // claim for ever; else: work
	Store  string // its address
	Line   string // where the wire and Telegram are
	Token  string // of the bot
	Holder string // in leases
	Only   string // the one role that it has, desk or send; empty means both

	Mute     bool // log nothing but what goes wrong
	Join     bool // make one message of all alerts that wait
	Trusting bool // believe for ever that the lease is held

	Exit string // the moment at which it dies, such as "after Begin"
	Nth  int    // and the how manieth
}

// ordered is the variable with the orders of a process that a test started.
const ordered = "RASAD_TEST_CHAOS"

func TestMain(m *testing.M) {
	if text := os.Getenv(ordered); text != "" {
		if err := obey(text); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	if testing.Verbose() {
		table.print()
	}
	os.Exit(code)
}

// obey does what is ordered until the test that did dies or closes its end of
// stdin.
func obey(text string) error {
	var o orders
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return err
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	if o.Storm {
		return storm(o)
	}
	return work(context.Background(), o)
}

// work is a desk that gets its articles by the wire, and a bot that sends
// their alerts.
func work(ctx context.Context, o orders) error {
	f := &fuse{at: o.Exit, blows: func() {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // no step more
	}}
	f.left.Store(int64(o.Nth))
	var clock jumping
	go clock.follow()
	go tellHeap()
	level := slog.LevelInfo
	if o.Mute {
		level = slog.LevelWarn
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	real, err := store.Open(ctx, o.Store, store.Config{Clock: clock.now, Logger: log})
	if err != nil {
		return err
	}
	defer real.Close()
	leases := real
	if !strings.HasPrefix(o.Store, "sqlite:") { // leases go by the server's clock, where none is injected
		if leases, err = store.Open(ctx, o.Store, store.Config{Logger: log}); err != nil {
			return err
		}
		defer leases.Close()
	}
	books := fragile{Store: real, leases: leases, fuse: f, trusting: o.Trusting}
	api, err := telegram.New(o.Token, telegram.Config{API: o.Line, HTTPClient: &http.Client{Transport: fragileLine{http.DefaultTransport, f}}})
	if err != nil {
		return err
	}
	backlog := time.Duration(-1)
	if o.Join {
		backlog = 1
	}
	b := bot.New(api, books, catalog, bot.Config{
		Logger: log, Clock: clock.now, Holder: o.Holder, OwnProfile: true,
		Limits: bot.Limits{Off: true}, Workers: 64, Backlog: backlog, Every: 50 * time.Millisecond,
	})
	desk := news.NewDesk(everything{}, books, news.DeskConfig{Nudge: b.Nudge, Every: 100 * time.Millisecond, Logger: log})
	var all sync.WaitGroup
	if o.Only != onlyDesk {
		all.Go(func() { _ = b.Run(ctx) })
	}
	if o.Only != onlySend {
		all.Go(func() { _ = desk.Run(ctx) })
		all.Go(func() { read(ctx, o.Line+"/wire", desk) })
	}
	all.Wait()
	return nil
}

// The roles of a process that has but one.
const (
	onlyDesk = "desk"
	onlySend = "send"
)

// read handles articles as they come by the wire, one after the other, each
// until that is done.
func read(ctx context.Context, wire string, desk *news.Desk) {
	for ctx.Err() == nil {
		var a news.Article
		resp, err := http.Get(wire)
		if err == nil {
			err = json.NewDecoder(resp.Body).Decode(&a)
			resp.Body.Close()
		}
		if err == nil {
			_, err = desk.Handle(ctx, a, nil)
		}
		if err == nil {
			resp, err = http.Post(wire+"?done="+a.Code, "", nil)
		}
		if err != nil {
			time.Sleep(50 * time.Millisecond)
			continue
		}
		resp.Body.Close()
	}
}

// everything is a matcher that finds its topic in all articles.
type everything struct{}

const topic = "everything"

func (everything) Match(*news.Article) []news.Match { return []news.Match{{Topic: topic, Score: 1}} }

func catalog() *news.Catalog {
	return news.NewCatalog([]news.Source{{ID: "wire", Name: "The wire"}}, nil,
		[]news.Topic{{ID: topic, Name: map[string]string{"en": "Everything"}, Severity: news.SeverityNormal}})
}

// jumping is a clock that jumps an hour ahead at SIGUSR1, and an hour back at
// SIGUSR2.
type jumping struct{ ahead atomic.Int64 }

func (j *jumping) now() time.Time { return time.Now().Add(time.Duration(j.ahead.Load())) }

func (j *jumping) follow() {
	jumps := make(chan os.Signal, 8)
	signal.Notify(jumps, syscall.SIGUSR1, syscall.SIGUSR2)
	for s := range jumps {
		if s == syscall.SIGUSR1 {
			j.ahead.Add(int64(time.Hour))
		} else {
			j.ahead.Add(-int64(time.Hour))
		}
	}
}

// tellHeap says at SIGHUP what is in use of the heap, once the garbage is gone.
func tellHeap() {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGHUP)
	for range asked {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		fmt.Fprintf(os.Stderr, "heap: %d kB\n", m.HeapAlloc>>10)
	}
}

// A process is one that a test started.
type process struct {
	cmd  *exec.Cmd
	exit string // the moment at which it is to die
	log  *lines
	end  chan struct{} // closed when it has ended
}

// launch starts a process that does as ordered until it is killed, or the test
// ends. What it prints goes to out, if that is not nil.
func launch(t testing.TB, o orders, out io.Writer) *process {
	t.Helper()
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: exec.Command(os.Args[0]), exit: o.Exit, log: &lines{}, end: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), ordered+"="+string(text))
	p.cmd.Stdout, p.cmd.Stderr = out, p.log
	stdin, err := p.cmd.StdinPipe() // held open as long as this test lives
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.end)
		defer stdin.Close()
		_ = p.cmd.Wait() // that it was killed is no news
	}()
	t.Cleanup(p.kill)
	return p
}

// kill ends the process as kill -9 does.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.end
}

func (p *process) signal(t testing.TB, s syscall.Signal) {
	t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		t.Fatalf("%v: %v; the process said:\n%s", s, err, p.log)
	}
}

// lines is a log that can be read while it is written.
type lines struct {
	mu   sync.Mutex
	b    strings.Builder
	from int
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// String returns what was said since the log was cleared.
func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()[l.from:]
}

// all returns what was ever said.
func (l *lines) all() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// clear begins the log anew.
func (l *lines) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.from = l.b.Len()
}
