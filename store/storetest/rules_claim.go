package storetest

import (
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rasadnews/rasad/news"
)

var identityRules = []rule{
	{"SeenIsRemembered", func(p *proof) {
		p.must(p.MarkSeen(p.ctx, []string{"a", "", "ایران\x00'\";--"}))
		p.must(p.MarkSeen(p.ctx, []string{"a", "a"}))
		p.must(p.MarkSeen(p.ctx, nil))
		got, err := p.Seen(p.ctx, []string{"a", "b", "", "ایران\x00'\";--", "a", "ایران"})
		p.must(err)
		if want := []bool{true, false, true, true, true, false}; !reflect.DeepEqual(got, want) {
			p.Errorf("Seen = %v, want %v", got, want)
		}
		p.wantCounts(news.Counts{Seen: 3})
	}},
	{"SeenTellsManyKeysApart", func(p *proof) {
		const n = 3000
		var marked, others []string
		for i := range n {
			marked = append(marked, fmt.Sprintf("item %d", i))
			others = append(others, fmt.Sprintf("other %d", i))
		}
		p.must(p.MarkSeen(p.ctx, marked))
		for want, keys := range map[bool][]string{true: marked, false: others} {
			got, err := p.Seen(p.ctx, keys)
			p.must(err)
			for i := range got {
				if got[i] != want {
					p.Fatalf("Seen(%q) = %v, want %v", keys[i], got[i], want)
				}
			}
		}
		p.wantCounts(news.Counts{Seen: n})
	}},
	{"SeenOutlivesAYearIfLookedUp", func(p *proof) {
		p.must(p.MarkSeen(p.ctx, []string{"evergreen", "claimed"}))
		c := article("claimed")
		c.Keys = []string{"claimed"}
		for range 26 {
			p.clock.Advance(14 * 24 * time.Hour)
			got, err := p.Seen(p.ctx, []string{"evergreen"})
			p.must(err)
			if v := p.claim(c); !got[0] || v != news.Duplicate {
				p.Fatalf("at %v: Seen = %v, Claim = %v, want true and Duplicate", p.clock.Now(), got[0], v)
			}
		}
		p.wantCounts(news.Counts{Seen: 2})
	}},
	{"WhatNobodyLooksUpIsForgotten", whatNobodyLooksUpIsForgotten},
	{"AStopForgetsNothingThatWasSeen", aStopForgetsNothing},
	{"ALeapOfTheClockForgetsNothingThatWasSeen", aLeapForgetsNothing},
	{"AClockThatLeapsToAndFroForgetsNothingThatWasSeen", leapsForgetNothing},
	{"AClockThatIsSetBackForgetsInTime", aClockSetBackForgets},
	{"SeenSurvivesAClockThatGoesBack", func(p *proof) {
		for range 40 { // each day of a month, so that every border is crossed
			key := p.clock.Now().String()
			p.must(p.MarkSeen(p.ctx, []string{key}))
			p.clock.Advance(-time.Hour)
			got, err := p.Seen(p.ctx, []string{key})
			p.must(err)
			if !got[0] {
				p.Errorf("Seen(%q) an hour before it was marked = false, want true", key)
			}
			p.clock.Advance(25 * time.Hour)
		}
	}},
	{"ClaimIsNewOnce", func(p *proof) {
		c := article("a1", "terror")
		if v := p.claim(c); v != news.New {
			p.Fatalf("Claim = %v, want New", v)
		}
		if v := p.claim(c); v != news.Duplicate {
			p.Fatalf("second Claim = %v, want Duplicate", v)
		}
		p.wantCounts(news.Counts{Seen: 1, Articles: 1, Outbox: 1})
	}},
	{"ClaimOfARepeatedKeyIsNew", func(p *proof) {
		c := article("a1")
		c.Keys = []string{"k", "k", "k"}
		if v := p.claim(c); v != news.New {
			p.Errorf("Claim = %v, want New", v)
		}
		p.wantCounts(news.Counts{Seen: 1, Articles: 1})
	}},
	{"DuplicateMarksAllItsKeys", func(p *proof) {
		p.must(p.MarkSeen(p.ctx, []string{"old"}))
		c := article("a1", "terror")
		c.Keys = []string{"young", "old", "younger"}
		if v := p.claim(c); v != news.Duplicate {
			p.Fatalf("Claim = %v, want Duplicate", v)
		}
		got, err := p.Seen(p.ctx, c.Keys)
		p.must(err)
		if !got[0] || !got[1] || !got[2] {
			p.Errorf("Seen = %v, want all true", got)
		}
		p.wantCounts(news.Counts{Seen: 3})
	}},
	{"ClaimWithoutMatchesLeavesTheOutboxEmpty", func(p *proof) {
		p.claim(article("a1"))
		p.wantCounts(news.Counts{Seen: 1, Articles: 1})
	}},
	{"OneClaimWinsAKey", func(p *proof) { oneClaimWins(p, 64, 20) }},
}

// oneClaimWins lets callers claim different articles that share one key each
// round, all at once.
func oneClaimWins(p *proof, callers, rounds int) {
	for round := range rounds {
		var won atomic.Int64
		var wg sync.WaitGroup
		start := make(chan struct{})
		for i := range callers {
			wg.Go(func() {
				<-start
				c := article(fmt.Sprintf("r%d-%d", round, i), "terror")
				c.Keys = append(c.Keys, fmt.Sprintf("shared %d", round))
				v, err := p.Claim(p.ctx, c)
				if err != nil {
					p.Error(err)
				}
				if v == news.New {
					won.Add(1)
				}
			})
		}
		close(start)
		wg.Wait()
		if won.Load() != 1 {
			p.Errorf("round %d: %d claims were New, want 1", round, won.Load())
		}
	}
	n := int64(rounds)
	p.wantCounts(news.Counts{Seen: n + n*int64(callers), Articles: n, Outbox: n})
}
