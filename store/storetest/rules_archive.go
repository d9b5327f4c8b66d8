package storetest

import (
	"fmt"
	"reflect"
	"time"

	"github.com/rasadnews/rasad/news"
)

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
