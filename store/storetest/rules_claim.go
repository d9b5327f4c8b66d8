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
	{"SeenIsRemembered", func(b *bench) {
		b.must(b.MarkSeen(b.ctx, []string{"a", "", "ایران\x00'\";--"}))
		b.must(b.MarkSeen(b.ctx, []string{"a", "a"}))
		b.must(b.MarkSeen(b.ctx, nil))
		got, err := b.Seen(b.ctx, []string{"a", "b", "", "ایران\x00'\";--", "a", "ایران"})
		b.must(err)
		if want := []bool{true, false, true, true, true, false}; !reflect.DeepEqual(got, want) {
			b.Errorf("Seen = %v, want %v", got, want)
		}
		b.wantCounts(news.Counts{Seen: 3})
	}},
	{"SeenTellsManyKeysApart", func(b *bench) {
		const n = 3000
		var marked, others []string
		for i := range n {
			marked = append(marked, fmt.Sprintf("item %d", i))
			others = append(others, fmt.Sprintf("other %d", i))
		}
		b.must(b.MarkSeen(b.ctx, marked))
		for want, keys := range map[bool][]string{true: marked, false: others} {
			got, err := b.Seen(b.ctx, keys)
			b.must(err)
			for i := range got {
				if got[i] != want {
					b.Fatalf("Seen(%q) = %v, want %v", keys[i], got[i], want)
				}
			}
		}
		b.wantCounts(news.Counts{Seen: n})
	}},
	{"SeenOutlivesAYearIfLookedUp", func(b *bench) {
		b.must(b.MarkSeen(b.ctx, []string{"evergreen", "claimed"}))
		c := article("claimed")
		c.Keys = []string{"claimed"}
		for range 26 {
			b.clock.Advance(14 * 24 * time.Hour)
			got, err := b.Seen(b.ctx, []string{"evergreen"})
			b.must(err)
			if v := b.claim(c); !got[0] || v != news.Duplicate {
				b.Fatalf("at %v: Seen = %v, Claim = %v, want true and Duplicate", b.clock.Now(), got[0], v)
			}
		}
		b.wantCounts(news.Counts{Seen: 2})
	}},
	{"SeenSurvivesAClockThatGoesBack", func(b *bench) {
		for range 40 { // each day of a month, so that every border is crossed
			key := b.clock.Now().String()
			b.must(b.MarkSeen(b.ctx, []string{key}))
			b.clock.Advance(-time.Hour)
			got, err := b.Seen(b.ctx, []string{key})
			b.must(err)
			if !got[0] {
				b.Errorf("Seen(%q) an hour before it was marked = false, want true", key)
			}
			b.clock.Advance(25 * time.Hour)
		}
	}},
	{"ClaimIsNewOnce", func(b *bench) {
		c := article("a1", "terror")
		if v := b.claim(c); v != news.New {
			b.Fatalf("Claim = %v, want New", v)
		}
		if v := b.claim(c); v != news.Duplicate {
			b.Fatalf("second Claim = %v, want Duplicate", v)
		}
		b.wantCounts(news.Counts{Seen: 1, Articles: 1, Outbox: 1})
	}},
	{"ClaimOfARepeatedKeyIsNew", func(b *bench) {
		c := article("a1")
		c.Keys = []string{"k", "k", "k"}
		if v := b.claim(c); v != news.New {
			b.Errorf("Claim = %v, want New", v)
		}
		b.wantCounts(news.Counts{Seen: 1, Articles: 1})
	}},
	{"DuplicateMarksAllItsKeys", func(b *bench) {
		b.must(b.MarkSeen(b.ctx, []string{"old"}))
		c := article("a1", "terror")
		c.Keys = []string{"young", "old", "younger"}
		if v := b.claim(c); v != news.Duplicate {
			b.Fatalf("Claim = %v, want Duplicate", v)
		}
		got, err := b.Seen(b.ctx, c.Keys)
		b.must(err)
		if !got[0] || !got[1] || !got[2] {
			b.Errorf("Seen = %v, want all true", got)
		}
		b.wantCounts(news.Counts{Seen: 3})
	}},
	{"ClaimWithoutMatchesLeavesTheOutboxEmpty", func(b *bench) {
		b.claim(article("a1"))
		b.wantCounts(news.Counts{Seen: 1, Articles: 1})
	}},
	{"OneClaimWinsAKey", func(b *bench) { oneClaimWins(b, 64, 20) }},
}

// oneClaimWins lets callers claim different articles that share one key each
// round, all at once.
func oneClaimWins(b *bench, callers, rounds int) {
	for round := range rounds {
		var won atomic.Int64
		var wg sync.WaitGroup
		start := make(chan struct{})
		for i := range callers {
			wg.Go(func() {
				<-start
				c := article(fmt.Sprintf("r%d-%d", round, i), "terror")
				c.Keys = append(c.Keys, fmt.Sprintf("shared %d", round))
				v, err := b.Claim(b.ctx, c)
				if err != nil {
					b.Error(err)
				}
				if v == news.New {
					won.Add(1)
				}
			})
		}
		close(start)
		wg.Wait()
		if won.Load() != 1 {
			b.Errorf("round %d: %d claims were New, want 1", round, won.Load())
		}
	}
	n := int64(rounds)
	b.wantCounts(news.Counts{Seen: n + n*int64(callers), Articles: n, Outbox: n})
}

var archiveRules = []rule{
	{"ArchiveKeepsEveryByte", func(b *bench) {
		c := article("a1", "terror", "afghanistan")
		c.Article.Title = hostile
		c.Article.Lead = "می\u200cخواهد"
		c.Article.Body = "<b>&amp;\u2028\u2029</b>\n\n" + hostile
		c.Article.Tags = []string{"تهران", ""}
		c.Article.Published = time.Date(2026, 3, 21, 4, 30, 0, 123456789, time.FixedZone("Tehran", 12600))
		c.Article.FoundAt = b.clock.Now()
		b.claim(c)
		b.reopen()
		got, found, err := b.Archived(b.ctx, "a1")
		b.must(err)
		if !found || !got.Article.Published.Equal(c.Article.Published) {
			b.Fatalf("Archived = %+v, %v", got, found)
		}
		got.Article.Published = c.Article.Published
		if want := (news.Archived{Article: c.Article, Matches: c.Matches}); !reflect.DeepEqual(got, want) {
			b.Errorf("Archived = %+v, want %+v", got, want)
		}
		if _, found, err := b.Archived(b.ctx, "a2"); found || err != nil {
			b.Errorf("Archived of an unknown ID = %v, %v, want nothing", found, err)
		}
	}},
	{"LatestIsNewestFirst", func(b *bench) {
		now := b.clock.Now()
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
			b.claim(c)
		}
		b.wantLatest(nil, 100, "undated", "future", "new", "unmatched", "middle", "old", "ancient")
		b.wantLatest(nil, 2, "undated", "future")
		b.wantLatest([]string{"terror"}, 100, "future", "new", "old", "ancient")
		b.wantLatest([]string{"terror", "afghanistan"}, 3, "undated", "future", "new")
		b.wantLatest([]string{"afghanistan", "terror", "nothing", "terror"}, 100, "undated", "future", "new", "middle", "old", "ancient")
		b.wantLatest([]string{"nothing"}, 100)
		b.wantLatest([]string{}, 100)
		b.wantLatest(nil, 0)
	}},
	{"AnArticleClaimedAnewIsReplaced", func(b *bench) {
		b.claim(article("a1", "terror"))
		c := article("a1", "afghanistan")
		c.Keys = []string{"another"}
		c.Article.Title = "second"
		if v := b.claim(c); v != news.New {
			b.Fatalf("Claim = %v, want New", v)
		}
		got, _, err := b.Archived(b.ctx, "a1")
		b.must(err)
		if got.Article.Title != "second" {
			b.Errorf("Archived title = %q, want %q", got.Article.Title, "second")
		}
		b.wantLatest([]string{"terror"}, 10)
		b.wantLatest([]string{"afghanistan"}, 10, "a1")
		b.wantLatest(nil, 10, "a1")
		b.wantCounts(news.Counts{Seen: 2, Articles: 1, Outbox: 1})
	}},
}

// wantLatest checks the IDs of the latest articles.
func (b *bench) wantLatest(topics []string, limit int, want ...string) {
	b.Helper()
	got, err := b.Latest(b.ctx, topics, limit)
	b.must(err)
	var ids []string
	for _, a := range got {
		ids = append(ids, a.Article.ID)
	}
	if fmt.Sprint(ids) != fmt.Sprint(want) {
		b.Errorf("Latest(%q, %d) = %q, want %q", topics, limit, ids, want)
	}
}

// hostile holds what breaks careless storage.
const hostile = "\u202bایران\u202c \x00 '; DROP TABLE seen;-- \"\\ {}[]:,|%s%n \r\n\t\x7f 😀\ufeff\ufffd \U0010ffff é e\u0301"
