package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

var memoryRules = []rule{
	{"ALeaseHasOneHolder", func(p *proof) {
		var won atomic.Int64
		var wg sync.WaitGroup
		for i := range 32 {
			wg.Go(func() {
				_, ok, err := p.Acquire(p.ctx, "watch", fmt.Sprint("process ", i), time.Minute)
				if err != nil {
					p.Error(err)
				}
				if ok {
					won.Add(1)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			p.Errorf("%d processes hold the lease, want 1", won.Load())
		}
	}},
	{"ALeaseEndsByTheClock", func(p *proof) {
		first := p.acquire("send", "a", true)
		if want := p.clock.Now().Add(time.Minute); !first.Expires.Equal(want) || first.Name != "send" || first.Holder != "a" {
			p.Errorf("Acquire = %+v, want it to expire at %v", first, want)
		}
		p.acquire("send", "b", false)
		p.clock.Advance(50 * time.Second)
		p.renew(first, true)
		p.clock.Advance(50 * time.Second)
		p.acquire("send", "b", false)
		p.clock.Advance(10 * time.Second)
		p.reopen()
		second := p.acquire("send", "b", true)
		if second.Token <= first.Token {
			p.Errorf("the second token is %d, want more than %d", second.Token, first.Token)
		}
		p.renew(first, false)
		p.must(p.Release(p.ctx, first))
		p.acquire("send", "c", false)
	}},
	{"AHolderReacquiresItsOwn", func(p *proof) {
		first := p.acquire("send", "a", true)
		p.clock.Advance(30 * time.Second)
		again := p.acquire("send", "a", true)
		if again.Token != first.Token || !again.Expires.Equal(first.Expires.Add(30*time.Second)) {
			p.Errorf("Acquire again = %+v, want the token of %+v, prolonged", again, first)
		}
	}},
	{"AReleasedLeaseIsFree", func(p *proof) {
		first := p.acquire("send", "a", true)
		for range 2 {
			p.must(p.Release(p.ctx, first))
		}
		p.renew(first, false)
		second := p.acquire("send", "a", true)
		third := p.acquire("watch", "a", true)
		if second.Token <= first.Token {
			p.Errorf("the token after a release is %d, want more than %d", second.Token, first.Token)
		}
		if third.Name != "watch" {
			p.Errorf("Acquire = %+v, want the lease watch", third)
		}
	}},
	{"AnExpiredLeaseThatNobodyTookIsRenewed", func(p *proof) {
		l := p.acquire("send", "a", true)
		p.clock.Advance(time.Hour)
		p.renew(l, true)
		p.acquire("send", "b", false)
	}},
	{"LeasesInForceAreFound", func(p *proof) {
		names := []string{"watch 2", "unknown", "watch 1", hostile, "watch 3"}
		p.wantHeld(names)
		one, hard := p.acquire("watch 1", "a", true), p.acquire(hostile, hostile, true)
		p.acquire("watch 2", "b", true)
		p.wantHeld(names, "watch 2 by b", "watch 1 by a", hostile+" by "+hostile)
		p.clock.Advance(50 * time.Second)
		p.renew(one, true)
		p.must(p.Release(p.ctx, hard))
		p.clock.Advance(20 * time.Second)
		p.reopen()
		p.wantHeld(names, "watch 1 by a")
		p.wantHeld(nil)
		l, err := p.Held(p.ctx, names)
		p.must(err)
		if want := p.clock.Now().Add(40 * time.Second); len(l) != 1 || l[0].Token != one.Token || !l[0].Expires.Equal(want) {
			p.Errorf("Held = %+v, want the token of %+v, in force until %v", l, one, want)
		}
	}},
	{"AnOldWatcherWritesNothing", func(p *proof) {
		put := func(failures int, under news.Lease) error {
			return p.PutSourceState(p.ctx, news.SourceState{Source: "irna", Failures: failures}, under)
		}
		want := func(failures int) {
			p.Helper()
			if s, err := p.SourceState(p.ctx, "irna"); s.Failures != failures || err != nil {
				p.Errorf("SourceState = %+v, %v, want %d failures", s, err, failures)
			}
		}
		old := p.acquire("watch 1", "a", true)
		p.must(put(1, old))
		p.clock.Advance(2 * time.Minute)
		p.must(put(2, old)) // nobody else has it
		fresh := p.acquire("watch 1", "b", true)
		p.wantFenced(put(3, old))
		want(2)
		p.must(put(4, fresh))
		p.must(p.Release(p.ctx, fresh))
		p.wantFenced(put(5, old))
		want(4)
		p.must(put(6, news.Lease{}))
		want(6)
	}},
	{"SourceStateIsKept", func(p *proof) {
		got, err := p.SourceState(p.ctx, "irna")
		p.must(err)
		if want := (news.SourceState{Source: "irna"}); !reflect.DeepEqual(got, want) {
			p.Errorf("SourceState of an unknown source = %+v, want %+v", got, want)
		}
		want := news.SourceState{
			Source: "irna", Based: true, ETag: `W/"` + hostile, LastModified: "Sat, 21 Mar 2026 08:00:00 GMT",
			PolledAt: p.clock.Now(), NextPoll: p.clock.Now().Add(time.Minute), Failures: 3, Err: hostile,
			Pending: []news.Pending{{Item: news.Item{URL: "https://outlet.example/?a=1&b=<2>", Title: hostile}, Tries: 2, Next: p.clock.Now(), Err: "503"}},
		}
		p.must(p.PutSourceState(p.ctx, news.SourceState{Source: "irna", Failures: 9}, news.Lease{}))
		p.must(p.PutSourceState(p.ctx, want, news.Lease{}))
		p.reopen()
		if got, err = p.SourceState(p.ctx, "irna"); err != nil || !reflect.DeepEqual(got, want) {
			p.Errorf("SourceState = %+v, %v, want %+v", got, err, want)
		}
	}},
	{"SettingsAreKept", func(p *proof) {
		for _, value := range []string{"first", hostile} {
			p.must(p.PutSetting(p.ctx, hostile, value))
		}
		p.must(p.PutSetting(p.ctx, "empty", ""))
		p.reopen()
		for key, want := range map[string]string{hostile: hostile, "empty": "", "unknown": ""} {
			if got, err := p.Setting(p.ctx, key); got != want || err != nil {
				p.Errorf("Setting(%q) = %q, %v, want %q", key, got, err, want)
			}
		}
	}},
	{"AClosedStoreSaysSo", func(p *proof) {
		l := p.acquire("send", "me", true)
		p.must(p.Store.Close())
		p.must(p.Store.Close())
		if _, err := p.Seen(p.ctx, []string{"a"}); err == nil {
			p.Error("Seen on a closed store went well, want an error")
		}
		if err := p.PutSetting(p.ctx, "a", "b"); err == nil {
			p.Error("PutSetting on a closed store went well, want an error")
		}
		if _, err := p.Claim(p.ctx, article("a1")); err == nil {
			p.Error("Claim on a closed store went well, want an error")
		}
		if held, err := p.Renew(p.ctx, l, time.Minute); held || err == nil || errors.Is(err, store.ErrDamaged) {
			p.Errorf("Renew on a closed store = %v, %v, want an error, and not of damage", held, err)
		}
	}},
}

func (p *proof) acquire(name, holder string, want bool) news.Lease {
	p.Helper()
	l, ok, err := p.Acquire(p.ctx, name, holder, time.Minute)
	p.must(err)
	if ok != want {
		p.Fatalf("Acquire(%s, %s) = %v, want %v", name, holder, ok, want)
	}
	return l
}

func (p *proof) renew(l news.Lease, want bool) {
	p.Helper()
	ok, err := p.Renew(p.ctx, l, time.Minute)
	p.must(err)
	if ok != want {
		p.Errorf("Renew(%+v) = %v, want %v", l, ok, want)
	}
}

// wantHeld checks which of some leases are in force, and by whom.
func (p *proof) wantHeld(names []string, want ...string) {
	p.Helper()
	leases, err := p.Held(p.ctx, names)
	p.must(err)
	var got []string
	for _, l := range leases {
		got = append(got, l.Name+" by "+l.Holder)
	}
	if !slices.Equal(got, want) {
		p.Errorf("Held(%q) = %q, want %q", names, got, want)
	}
}
