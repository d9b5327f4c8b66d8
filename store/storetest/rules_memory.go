package storetest

import (
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rasadnews/rasad/news"
)

var memoryRules = []rule{
	{"ALeaseHasOneHolder", func(b *bench) {
		var won atomic.Int64
		var wg sync.WaitGroup
		for i := range 32 {
			wg.Go(func() {
				_, ok, err := b.Acquire(b.ctx, "watch", fmt.Sprint("process ", i), time.Minute)
				if err != nil {
					b.Error(err)
				}
				if ok {
					won.Add(1)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			b.Errorf("%d processes hold the lease, want 1", won.Load())
		}
	}},
	{"ALeaseEndsByTheClock", func(b *bench) {
		first := b.acquire("send", "a", true)
		if want := b.clock.Now().Add(time.Minute); !first.Expires.Equal(want) || first.Name != "send" || first.Holder != "a" {
			b.Errorf("Acquire = %+v, want it to expire at %v", first, want)
		}
		b.acquire("send", "b", false)
		b.clock.Advance(50 * time.Second)
		b.renew(first, true)
		b.clock.Advance(50 * time.Second)
		b.acquire("send", "b", false)
		b.clock.Advance(10 * time.Second)
		b.reopen()
		second := b.acquire("send", "b", true)
		if second.Token <= first.Token {
			b.Errorf("the second token is %d, want more than %d", second.Token, first.Token)
		}
		b.renew(first, false)
		b.must(b.Release(b.ctx, first))
		b.acquire("send", "c", false)
	}},
	{"AHolderReacquiresItsOwn", func(b *bench) {
		first := b.acquire("send", "a", true)
		b.clock.Advance(30 * time.Second)
		again := b.acquire("send", "a", true)
		if again.Token != first.Token || !again.Expires.Equal(first.Expires.Add(30*time.Second)) {
			b.Errorf("Acquire again = %+v, want the token of %+v, prolonged", again, first)
		}
	}},
	{"AReleasedLeaseIsFree", func(b *bench) {
		first := b.acquire("send", "a", true)
		for range 2 {
			b.must(b.Release(b.ctx, first))
		}
		b.renew(first, false)
		second := b.acquire("send", "a", true)
		third := b.acquire("watch", "a", true)
		if second.Token <= first.Token {
			b.Errorf("the token after a release is %d, want more than %d", second.Token, first.Token)
		}
		if third.Name != "watch" {
			b.Errorf("Acquire = %+v, want the lease watch", third)
		}
	}},
	{"AnExpiredLeaseThatNobodyTookIsRenewed", func(b *bench) {
		l := b.acquire("send", "a", true)
		b.clock.Advance(time.Hour)
		b.renew(l, true)
		b.acquire("send", "b", false)
	}},
	{"SourceStateIsKept", func(b *bench) {
		got, err := b.SourceState(b.ctx, "irna")
		b.must(err)
		if want := (news.SourceState{Source: "irna"}); !reflect.DeepEqual(got, want) {
			b.Errorf("SourceState of an unknown source = %+v, want %+v", got, want)
		}
		want := news.SourceState{
			Source: "irna", Based: true, ETag: `W/"` + hostile, LastModified: "Sat, 21 Mar 2026 08:00:00 GMT",
			PolledAt: b.clock.Now(), NextPoll: b.clock.Now().Add(time.Minute), Failures: 3, Err: hostile,
			Pending: []news.Pending{{Item: news.Item{URL: "https://outlet.example/?a=1&b=<2>", Title: hostile}, Tries: 2, Next: b.clock.Now(), Err: "503"}},
		}
		b.must(b.PutSourceState(b.ctx, news.SourceState{Source: "irna", Failures: 9}))
		b.must(b.PutSourceState(b.ctx, want))
		b.reopen()
		if got, err = b.SourceState(b.ctx, "irna"); err != nil || !reflect.DeepEqual(got, want) {
			b.Errorf("SourceState = %+v, %v, want %+v", got, err, want)
		}
	}},
	{"SettingsAreKept", func(b *bench) {
		for _, value := range []string{"first", hostile} {
			b.must(b.PutSetting(b.ctx, hostile, value))
		}
		b.must(b.PutSetting(b.ctx, "empty", ""))
		b.reopen()
		for key, want := range map[string]string{hostile: hostile, "empty": "", "unknown": ""} {
			if got, err := b.Setting(b.ctx, key); got != want || err != nil {
				b.Errorf("Setting(%q) = %q, %v, want %q", key, got, err, want)
			}
		}
	}},
	{"AClosedStoreSaysSo", func(b *bench) {
		b.must(b.Store.Close())
		b.must(b.Store.Close())
		if _, err := b.Seen(b.ctx, []string{"a"}); err == nil {
			b.Error("Seen on a closed store went well, want an error")
		}
		if err := b.PutSetting(b.ctx, "a", "b"); err == nil {
			b.Error("PutSetting on a closed store went well, want an error")
		}
		if _, err := b.Claim(b.ctx, article("a1")); err == nil {
			b.Error("Claim on a closed store went well, want an error")
		}
	}},
}

func (b *bench) acquire(name, holder string, want bool) news.Lease {
	b.Helper()
	l, ok, err := b.Acquire(b.ctx, name, holder, time.Minute)
	b.must(err)
	if ok != want {
		b.Fatalf("Acquire(%s, %s) = %v, want %v", name, holder, ok, want)
	}
	return l
}

func (b *bench) renew(l news.Lease, want bool) {
	b.Helper()
	ok, err := b.Renew(b.ctx, l, time.Minute)
	b.must(err)
	if ok != want {
		b.Errorf("Renew(%+v) = %v, want %v", l, ok, want)
	}
}
