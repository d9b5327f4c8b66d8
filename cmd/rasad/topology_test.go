//go:build linux

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// A topology is a deployment: processes that watch, and two that send, over one
// Redis, and a site of which every outlet has an address of its own.
type topology struct {
	*world
	readers []*telegramtest.User
	boss    *telegramtest.User
	books   store.Store
	watch   []*process
	send    []*process

	polled polled
	kills  struct{ watchers, senders, stalls int }
	gap    time.Duration // the longest without a sender
}

// polled is when each outlet was asked last, by its address, and how long it
// was not at most.
type polled struct {
	mu      sync.Mutex
	last    map[string]time.Time
	longest time.Duration
	within  bool // gaps count: every outlet has been asked, and the test goes on
}

func (p *polled) note(host string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if last, ok := p.last[host]; ok && p.within {
		p.longest = max(p.longest, now.Sub(last))
	}
	p.last[host] = now
}

// gap returns the longest time for which one was not asked.
func (p *polled) gap() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.longest
}

// all tells whether every outlet was asked since a time.
func (p *polled) all(since time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, last := range p.last {
		if !last.After(since) {
			return false
		}
	}
	return true
}

// newTopology starts a deployment, whose readers are subscribed and whose
// sources have their baselines.
func newTopology(t *testing.T, watchers, readers int) *topology {
	t.Helper()
	address := storetest.StartRedis(t).Address()
	d := &topology{world: newWorld(t, address), polled: polled{last: map[string]time.Time{}}}
	d.boss = d.telegram.User("Boss", "en")
	d.edit(func(doc map[string]any) { doc["telegram"].(map[string]any)["admins"] = []int64{d.boss.ID()} })
	d.spread()
	books, err := store.Open(t.Context(), address, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { books.Close() })
	d.books = books
	for range 2 {
		d.send = append(d.send, d.start("run", "--roles", "send"))
	}
	for i := range readers {
		u := d.telegram.User(fmt.Sprintf("Reader %d", i), "fa")
		u.Say(u.Private(), "/subscribe all")
		d.readers = append(d.readers, u)
	}
	d.await("the subscriptions", d.send[0], func() bool {
		c, err := books.Counts(t.Context())
		return err == nil && c.Subscriptions > 0 && c.Chats == int64(readers) && c.Subscriptions%int64(readers) == 0
	})
	d.gather()
	for range watchers {
		d.watch = append(d.watch, d.start("run", "--roles", "watch"))
	}
	d.awaitBaselines()
	d.polled.mu.Lock()
	d.polled.within = true
	d.polled.mu.Unlock()
	return d
}

// gather makes a crowd between the readers that wants nothing of this site, so that
// an article is fanned out in two chunks.
func (d *topology) gather() {
	for i := range news.ChunkSize {
		err := d.books.PutSubscription(d.t.Context(), news.Subscription{
			Recipient: news.Recipient{Chat: d.readers[0].ID(), Thread: 1 + i}, Topic: "terrorism",
			Filter: news.Filter{Sources: []string{"another"}},
		})
		if err != nil {
			d.t.Fatal(err)
		}
	}
}

// spread gives every outlet of the site an address of its own on loopback, as
// sources at one address are watched by one process.
func (d *topology) spread() {
	site, err := url.Parse(d.siteURL)
	if err != nil {
		d.t.Fatal(err)
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.polled.note(r.Host)
		d.site.ServeHTTP(w, r)
	})
	d.edit(func(doc map[string]any) {
		for i, s := range doc["sources"].([]any) {
			source := s.(map[string]any)
			host := net.JoinHostPort(fmt.Sprintf("127.0.0.%d", 2+i), site.Port())
			l, err := net.Listen("tcp", host)
			if err != nil {
				d.t.Fatal(err)
			}
			server := &http.Server{Handler: handler}
			go server.Serve(l)
			d.t.Cleanup(func() { server.Close() })
			source["url"] = strings.Replace(source["url"].(string), site.Host, host, 1)
		}
	})
}

// awaitBaselines waits until every source has its baseline: what comes out
// before is old.
func (d *topology) awaitBaselines() {
	d.await("baselines", d.watch[0], func() bool {
		said := strings.Join(d.said(), "\n")
		for _, s := range d.site.Sources(d.siteURL) {
			if !strings.Contains(said, "msg=baseline source="+s.ID+" ") {
				return false
			}
		}
		return true
	})
}

// sender returns which process holds the lease to send, or -1.
func (d *topology) sender() int {
	held, err := d.books.Held(context.WithoutCancel(d.t.Context()), []string{news.SendLease})
	if err != nil {
		d.t.Fatal(err)
	}
	for i, p := range d.send {
		if len(held) > 0 && strings.Contains(held[0].Holder, fmt.Sprintf("/%d/", p.cmd.Process.Pid)) {
			return i
		}
	}
	return -1
}

// killWatcher kills a process that watches. Another comes for it, by replace, only
// once the rest has taken over its sources.
func (d *topology) killWatcher() (replace func()) {
	i := rand.IntN(len(d.watch))
	d.watch[i].kill()
	killed := time.Now()
	d.kills.watchers++
	return func() {
		d.await("the others at what the dead one watched", d.send[0], func() bool { return d.polled.all(killed) }, d.said)
		d.watch[i] = d.start("run", "--roles", "watch")
	}
}

// replaceSender does something to the process that sends, and waits until the
// other one does.
func (d *topology) replaceSender(do func(p *process)) (replaced int) {
	d.await("a sender", d.send[0], func() bool { replaced = d.sender(); return replaced >= 0 })
	other := d.send[1-replaced]
	do(d.send[replaced])
	began := time.Now()
	d.await("another sender", other, func() bool { return d.sender() == 1-replaced })
	d.gap = max(d.gap, time.Since(began))
	return replaced
}

func (d *topology) killSender() {
	i := d.replaceSender(func(p *process) { p.kill() })
	d.send[i] = d.start("run", "--roles", "send")
	d.kills.senders++
}

// stallSender stops the process that sends until the other one does, and lets
// it go on then. It must see that it has been replaced.
func (d *topology) stallSender() {
	i := d.replaceSender(func(p *process) { d.signal(p, syscall.SIGSTOP) })
	said := len(d.send[i].output())
	d.signal(d.send[i], syscall.SIGCONT)
	d.await("the end of the old sender", d.send[i], func() bool {
		return strings.Contains(d.send[i].output()[said:], "sending stops")
	})
	if d.sender() == i {
		d.t.Error("the old sender has the lease again")
	}
	d.kills.stalls++
}

func (d *topology) signal(p *process, s syscall.Signal) {
	if err := p.cmd.Process.Signal(s); err != nil {
		d.t.Fatal(err)
	}
}

// TestManyProcesses runs watchers and senders over one Redis, and kills them
// while articles come out.
func TestManyProcesses(t *testing.T) {
	t.Parallel()
	watchers, readers, rounds := 3, 2, 1
	if *long {
		watchers, readers, rounds = 4, 5, 6
	}
	d := newTopology(t, watchers, readers)
	articles := len(d.site.Articles())
	deeds := []func(){d.killSender, d.stallSender}
	done, total := 0, rounds*len(deeds)
	for i, more := 0, true; more || done < total; i++ {
		if more {
			_, more = d.site.PublishNext()
		}
		// Anywhere between the first poll and the last Finish.
		time.Sleep(time.Duration(rand.IntN(300)) * time.Millisecond)
		for done < total && (!more || done*articles < i*total) {
			replace := d.killWatcher()
			deeds[done%len(deeds)]()
			replace()
			done++
		}
	}
	d.settled()
	d.answers()
	got := d.count()
	replaced := d.kills.senders + d.kills.stalls
	if limit := replaced * readers; got.lost > 0 || got.repeated > limit || got.unmarked > 0 || got.disorder > 0 {
		t.Errorf("%d lost, %d repeated of %d at most, %d of them not marked, %d out of order", got.lost, got.repeated, limit, got.unmarked, got.disorder)
	}
	if limit := (d.kills.watchers + replaced) * readers; got.behind > limit {
		t.Errorf("%d came after later ones that went ahead, want an article for each kill at most", got.behind)
	}
	t.Logf("| %d watchers and 2 senders, %d watchers and %d senders killed, %d senders stopped | Redis | %d | %d alerts | %d | %d of %d | %d | sending %.1f s, a source %.1f s |",
		watchers, d.kills.watchers, d.kills.senders, d.kills.stalls, d.kills.watchers+replaced, got.due, got.lost, got.repeated, replaced*readers, got.disorder, d.gap.Seconds(), d.polled.gap().Seconds())
}
