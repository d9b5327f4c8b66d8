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

var archiveRules = []rule{
	{"ArchiveKeepsEveryByte", func(p *proof) {
		c := article("a1", "terror", "afghanistan")
		c.Article.Title = hostile
		c.Article.Lead = "می\u200cخواهد"
		c.Article.Body = "<b>&amp;\u2028\u2029</b>\n\n" + hostile
		c.Article.Tags = []string{"تهران", ""}
		c.Article.Published = time.Date(2026, 3, 21, 4, 30, 0, 123456789, time.FixedZone("Tehran", 12600))
		c.Article.FoundAt = p.clock.Now()
		p.claim(c)
		p.reopen()
		got, found, err := p.Archived(p.ctx, "a1")
		p.must(err)
		if !found || !got.Article.Published.Equal(c.Article.Published) {
			p.Fatalf("Archived = %+v, %v", got, found)
		}
		got.Article.Published = c.Article.Published
		if want := (news.Archived{Article: c.Article, Matches: c.Matches}); !reflect.DeepEqual(got, want) {
			p.Errorf("Archived = %+v, want %+v", got, want)
		}
		if _, found, err := p.Archived(p.ctx, "a2"); found || err != nil {
			p.Errorf("Archived of an unknown ID = %v, %v, want nothing", found, err)
		}
	}},
	{"LatestIsNewestFirst", func(p *proof) {
		now := p.clock.Now()
		for _, a := range []struct {
			id        string
			published time.Time
			topics    []string
		}{
			{"old", now.Add(-48 * time.Hour), []string{"terror"}},
			{"new", now.Add(-time.Hour), []string{"terror", "afghanistan"}},
			{"middle", now.Add(-24 * time.Hour), []string{"afghanistan"}},
			{"unmatched", now.Add(-2 * time.Hour), nil},
			{"future", now.AddDate(10, 0, 0), []string{"terror"}},
			{"undated", time.Time{}, []string{"afghanistan"}},
			{"ancient", time.Date(1, 2, 3, 0, 0, 0, 0, time.UTC), []string{"terror"}},
		} {
			c := article(a.id, a.topics...)
			c.Article.Published = a.published
			p.claim(c)
		}
		p.wantLatest(nil, 100, "undated", "future", "new", "unmatched", "middle", "old", "ancient")
		p.wantLatest(nil, 2, "undated", "future")
		p.wantLatest([]string{"terror"}, 100, "future", "new", "old", "ancient")
		p.wantLatest([]string{"terror", "afghanistan"}, 3, "undated", "future", "new")
		p.wantLatest([]string{"afghanistan", "terror", "nothing", "terror"}, 100, "undated", "future", "new", "middle", "old", "ancient")
		p.wantLatest([]string{"nothing"}, 100)
		p.wantLatest([]string{}, 100)
		p.wantLatest(nil, 0)
	}},
	{"AnArticleClaimedAnewIsReplaced", func(p *proof) {
		p.claim(article("a1", "terror"))
		c := article("a1", "afghanistan")
		c.Keys = []string{"another"}
		c.Article.Title = "second"
		if v := p.claim(c); v != news.New {
			p.Fatalf("Claim = %v, want New", v)
		}
		got, _, err := p.Archived(p.ctx, "a1")
		p.must(err)
		if got.Article.Title != "second" {
			p.Errorf("Archived title = %q, want %q", got.Article.Title, "second")
		}
		p.wantLatest([]string{"terror"}, 10)
		p.wantLatest([]string{"afghanistan"}, 10, "a1")
		p.wantLatest(nil, 10, "a1")
		p.wantCounts(news.Counts{Seen: 2, Articles: 1, Outbox: 1})
	}},
}

// wantLatest checks the IDs of the latest articles.
func (p *proof) wantLatest(topics []string, limit int, want ...string) {
	p.Helper()
	got, err := p.Latest(p.ctx, topics, limit)
	p.must(err)
	var ids []string
	for _, a := range got {
		ids = append(ids, a.Article.ID)
	}
	if fmt.Sprint(ids) != fmt.Sprint(want) {
		p.Errorf("Latest(%q, %d) = %q, want %q", topics, limit, ids, want)
	}
}

// hostile holds what breaks careless storage.
const hostile = "\u202bایران\u202c \x00 '; DROP TABLE seen;-- \"\\ {}[]:,|%s%n \r\n\t\x7f 😀\ufeff\ufffd \U0010ffff é e\u0301"
