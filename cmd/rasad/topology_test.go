//go:build linux

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"slices"
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
	for range watchers {
		d.watch = append(d.watch, d.start("run", "--roles", "watch"))
	}
	d.awaitBaselines()
	d.polled.mu.Lock()
	d.polled.within = true
	d.polled.mu.Unlock()
	return d
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

// killWatcher kills a process that watches. Another comes for it only once the
// rest has had its sources.
func (d *topology) killWatcher() {
	i := rand.IntN(len(d.watch))
	d.watch[i].kill()
	d.watch[i] = d.start("run", "--roles", "watch")
	d.kills.watchers++
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
		out := d.send[i].output()[said:]
		return strings.Contains(out, "another process sends now") || strings.Contains(out, "could not be renewed")
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

// settled waits until every reader was told of all there is, and nothing waits.
func (d *topology) settled() {
	d.await("every expected alert", d.send[0], func() bool { return len(d.awaited()) == 0 }, d.awaited, d.said)
}

// awaited tells what is to come: alerts, by reader, and what is in the store.
func (d *topology) awaited() (all []string) {
	for _, u := range d.readers {
		count, _ := d.toldTo(u)
		for _, a := range d.site.Articles() {
			if a.Alerts() && count[a.ID] == 0 {
				all = append(all, u.Name()+": "+a.ID)
			}
		}
	}
	c, err := d.books.Counts(d.t.Context())
	if err != nil || c.Outbox+c.Pending+c.Attempting > 0 {
		all = append(all, fmt.Sprintf("%+v, %v", c, err))
	}
	return all
}

// said is what all processes said.
func (d *topology) said() []string {
	var all []string
	for _, p := range slices.Concat(d.watch, d.send) {
		all = append(all, strings.Split(p.output(), "\n")...)
	}
	return all
}

// answers asks the process that sends for what others know.
func (d *topology) answers() {
	d.t.Helper()
	all := len(d.watch) + len(d.send)
	crew := presence{store: d.books, self: func() member { return member{} }}
	d.await("the end of the dead ones' seats", d.send[0], func() bool { return len(crew.others(d.t.Context())) == all })
	d.boss.Say(d.boss.Private(), "/status")
	d.boss.Expect(d.t, fmt.Sprintf("Processes: %d", all), "watch", "send")
	d.boss.Say(d.boss.Private(), "/search تروریسم")
	d.boss.Expect(d.t, "تروریسم")
}

// count counts what the readers got.
func (d *topology) count() (due, lost, repeated, unmarked, disorder int) {
	for _, u := range d.readers {
		count, marked := d.toldTo(u)
		for _, a := range d.site.Articles() {
			n := count[a.ID]
			switch {
			case a.Alerts():
				due++
				lost += max(0, 1-n)
				repeated += max(0, n-1)
				unmarked += max(0, n-1-marked[a.ID])
			case a.DuplicateOf == "" && n > 0:
				d.t.Errorf("a false alert of %s", a.ID)
			}
		}
		disorder += d.disorder(u)
	}
	return due, lost, repeated, unmarked, disorder
}

// disorder counts messages of a chat that came after what was queued later.
func (d *topology) disorder(u *telegramtest.User) int {
	n, last := 0, int64(0)
	for _, m := range u.Private().Messages() {
		brought, err := d.books.DeliveriesOf(d.t.Context(), u.ID(), m.ID)
		if err != nil {
			d.t.Fatal(err)
		}
		for _, b := range brought {
			if b.ID < last {
				n++
			}
			last = max(last, b.ID)
		}
	}
	return n
}

// TestManyProcesses runs watchers and senders over one Redis, and kills them
// while articles come out.
func TestManyProcesses(t *testing.T) {
	t.Parallel()
	watchers, readers, rounds := 3, 2, 1
	if *long {
		watchers, readers, rounds = 4, 5, 8
	}
	d := newTopology(t, watchers, readers)
	articles := len(d.site.Articles())
	deeds := []func(){d.killWatcher, d.killSender, d.killWatcher, d.stallSender}
	done, total := 0, rounds*len(deeds)
	for i, more := 0, true; more || done < total; i++ {
		if more {
			_, more = d.site.PublishNext()
		}
		// Anywhere between the first poll and the last Finish.
		time.Sleep(time.Duration(rand.IntN(300)) * time.Millisecond)
		for done < total && (!more || done*articles < i*total) {
			deeds[done%len(deeds)]()
			done++
		}
	}
	d.settled()
	d.answers()
	due, lost, repeated, unmarked, disorder := d.count()
	replaced := d.kills.senders + d.kills.stalls
	if limit := replaced * readers; lost > 0 || repeated > limit || unmarked > 0 || disorder > 0 {
		t.Errorf("%d lost, %d repeated of %d at most, %d of them not marked, %d out of order", lost, repeated, limit, unmarked, disorder)
	}
	t.Logf("| %d watchers and 2 senders, %d watchers and %d senders killed, %d senders stopped | Redis | %d | %d alerts | %d | %d of %d | %d | sending %.1f s, a source %.1f s |",
		watchers, d.kills.watchers, d.kills.senders, d.kills.stalls, done, due, lost, repeated, replaced*readers, disorder, d.gap.Seconds(), d.polled.longest.Seconds())
}
