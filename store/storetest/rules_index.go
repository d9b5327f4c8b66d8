package storetest

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/text"
)

var indexRules = []rule{
	{"SearchFindsByWords", func(p *proof) {
		p.publish("a1", "Blast in Kabul", "Two bombs went off. کتاب\u200cهای آموزشی")
		p.publish("a2", "Kabul's market", "Prices rise آب")
		p.publish("a3", "Nothing of the kind", "")
		p.wantFound(news.Search{}, "a3", "a2", "a1")
		p.wantFound(words("kabul"), "a2", "a1")
		p.wantFound(words("bomb"), "a1")
		p.wantFound(words("kabul", "bomb"), "a1")
		p.wantFound(words("kabul", "bomb|price"), "a2", "a1")
		p.wantFound(words("کتابها"), "a1")
		p.wantFound(words("اب"), "a2")
		p.wantFound(words("ombs"))
		p.wantFound(words("bombast"))
		p.wantFound(words("|"), "a3", "a2", "a1")
		p.wantFound(news.Search{Words: [][]string{{}}})
		p.wantFound(news.Search{Words: [][]string{{"kabul"}, {}}})
	}},
	{"SearchMindsNoHostileWords", func(p *proof) {
		p.publish("a1", "Kabul "+hostile, hostile)
		for _, w := range []string{`ka" OR "x`, `kabul" AND "`, "kabul*", "NOT kabul", "words:kabul", "^kabul", "-", "\x00", `"`, "§"} {
			if _, err := p.Search(p.ctx, news.Search{Words: [][]string{{w}, {"kabul"}}, Limit: 9}); err != nil {
				p.Errorf("Search for %q: %v", w, err)
			}
		}
		p.wantFound(news.Search{Words: [][]string{{`ka"`}}}, "a1")
		p.wantFound(words("ایران"), "a1")
		p.wantFound(news.Search{Topics: []string{hostile}})
		p.wantFound(news.Search{Sources: []string{`outlet" OR "a`}})
	}},
	{"SearchHeedsTopicsSourcesLanguagesAndTime", func(p *proof) {
		start := p.clock.Now()
		for i, a := range []struct{ id, source, lang, topics string }{
			{"a1", "irna", "fa", "terror"}, {"a2", "irna", "en-GB", "terror water"}, {"a3", "bbc", "en", ""}, {"a4", "bbc", "prs", "water"},
		} {
			c := article(a.id, strings.Fields(a.topics)...)
			c.Article.Source, c.Article.Lang, c.Article.Published = a.source, a.lang, start.Add(time.Duration(i-9)*time.Hour)
			p.claim(c)
		}
		p.wantFound(news.Search{Topics: []string{"terror"}}, "a2", "a1")
		p.wantFound(news.Search{Topics: []string{"terror", "water"}}, "a4", "a2", "a1")
		p.wantFound(news.Search{Topics: []string{"unknown"}})
		p.wantFound(news.Search{Sources: []string{"bbc"}}, "a4", "a3")
		p.wantFound(news.Search{Langs: []string{"EN"}}, "a3", "a2")
		p.wantFound(news.Search{Langs: []string{"en-gb", "fa"}}, "a2", "a1")
		p.wantFound(news.Search{Sources: []string{"irna"}, Topics: []string{"water"}, Words: [][]string{{"headline"}}}, "a2")
		p.wantFound(news.Search{Since: start.Add(-7 * time.Hour)}, "a4", "a3")
		p.wantFound(news.Search{Before: start.Add(-7 * time.Hour)}, "a2", "a1")
		p.wantFound(news.Search{Since: start.Add(-8 * time.Hour), Before: start.Add(-6 * time.Hour), Words: [][]string{{"headline"}}}, "a3", "a2")
	}},
	{"SearchComesInTheOrderOfTheArchive", func(p *proof) {
		now := p.clock.Now()
		for id, at := range map[string]time.Time{
			"yesterday": now.Add(-24 * time.Hour), "hour": now.Add(-time.Hour), "future": now.Add(time.Hour), "1960": time.Unix(-3e8, 0), "never": {},
		} {
			c := article(id)
			c.Article.Published = at
			p.claim(c)
			p.clock.Advance(time.Second)
		}
		latest, err := p.Latest(p.ctx, nil, 9)
		p.must(err)
		var want []string
		for _, a := range latest {
			want = append(want, a.Article.ID)
		}
		p.wantFound(news.Search{}, want...)
		p.wantFound(words("headline"), want...)
	}},
	{"SearchReadsPages", func(p *proof) { searchReadsPages(p) }},
	{"SearchFindsWhatWasClaimedAnew", func(p *proof) {
		p.publish("a1", "Old title", "first words")
		p.wantFound(words("old"), "a1")
		for range 3 { // the last claim of all each time, so that its number is not used again
			c := article("a1", "terror")
			c.Keys = []string{fmt.Sprint(p.clock.Now())}
			c.Article.Title, c.Article.Published = "New title", p.clock.Now()
			p.claim(c)
			p.clock.Advance(time.Minute)
			p.wantFound(words("old"))
			p.wantFound(words("new"), "a1")
			p.wantFound(news.Search{Topics: []string{"terror"}}, "a1")
			p.wantFound(news.Search{}, "a1")
		}
		topics, err := p.TopTopics(p.ctx, time.Time{}, time.Time{}, 9)
		p.must(err)
		if want := []news.Volume{{ID: "terror", Articles: 1, Matched: 1}}; !reflect.DeepEqual(topics, want) {
			p.Errorf("TopTopics = %v, want %v", topics, want)
		}
	}},
	{"SearchOutlivesTheProcess", func(p *proof) {
		for i := range 600 { // more than are taken in at once
			p.publish(fmt.Sprint("a", i), "Blast", fmt.Sprint("number", i))
		}
		p.reopen()
		p.publish("b", "Blast", "number555")
		if left := p.settle(); left != 0 {
			p.Errorf("%d articles are left, want none", left)
		}
		p.wantFound(words("number", "55"), "b", "a559", "a558", "a557", "a556", "a555", "a554", "a553", "a552", "a551", "a550", "a55")
		p.reopen()
		p.settle()
		p.wantFound(words("555"), "b", "a555")
	}},
	{"ArticlesAreCounted", func(p *proof) { articlesAreCounted(p) }},
	{"SearchAgreesWithARead", func(p *proof) { searchAgrees(p) }},
	{"AClosedStoreSearchesNothing", func(p *proof) {
		p.publish("a1", "Blast", "")
		p.must(p.Store.Close())
		if _, err := p.Search(p.ctx, news.Search{Limit: 1}); err == nil {
			p.Error("Search of a closed store went well, want an error")
		}
		if _, err := p.Days(p.ctx, nil, time.Time{}, time.Time{}, 0); err == nil {
			p.Error("Days of a closed store went well, want an error")
		}
	}},
}

// words returns a search for groups of prefixes, each parted by |.
func words(groups ...string) news.Search {
	var s news.Search
	for _, g := range groups {
		s.Words = append(s.Words, strings.Split(g, "|"))
	}
	return s
}

// publish claims an article a second after the one before.
func (p *proof) publish(id, title, body string) {
	p.Helper()
	p.clock.Advance(time.Second)
	c := article(id)
	c.Article.Title, c.Article.Body, c.Article.Published = title, body, p.clock.Now()
	p.claim(c)
}

// settle searches until the index has taken everything in.
func (p *proof) settle() (left int64) {
	p.Helper()
	for range 1000 {
		found, err := p.Search(p.ctx, news.Search{})
		p.must(err)
		if left = found.Left; left == 0 {
			break
		}
	}
	return left
}

// wantFound checks which articles a search finds.
func (p *proof) wantFound(s news.Search, want ...string) {
	p.Helper()
	s.Limit = 1000
	found, err := p.Search(p.ctx, s)
	p.must(err)
	if got := idsOf(found.Articles); !slices.Equal(got, want) || found.Next != 0 || found.Left != 0 {
		p.Errorf("Search(%+v) = %q, next %d, left %d, want %q and no more", s, got, found.Next, found.Left, want)
	}
}

func idsOf(articles []news.Placed) []string {
	var ids []string
	for _, a := range articles {
		ids = append(ids, a.Article.ID)
	}
	return ids
}

// searchReadsPages reads pages of every size while articles come.
func searchReadsPages(p *proof) {
	var want []string
	for i := range 20 {
		c := article(fmt.Sprint("a", i))
		c.Article.Published = p.clock.Now().Add(-time.Duration(i/4) * time.Second) // four of each second
		p.claim(c)
	}
	found, err := p.Search(p.ctx, news.Search{Limit: 100})
	p.must(err)
	want = idsOf(found.Articles)
	if len(want) != 20 {
		p.Fatalf("Search finds %q, want all", want)
	}
	for size := 1; size <= 21; size++ {
		var got []string
		s := news.Search{Words: [][]string{{"headline"}}, Limit: size}
		for {
			found, err := p.Search(p.ctx, s)
			p.must(err)
			if len(found.Articles) > size {
				p.Fatalf("a page of %d has %d articles", size, len(found.Articles))
			}
			got = append(got, idsOf(found.Articles)...)
			if s.After = found.Next; s.After == 0 {
				break
			}
			p.clock.Advance(time.Second)
			p.publish(fmt.Sprint("late", size, s.After), "Headline", "")
		}
		if got = got[len(got)-20:]; !slices.Equal(got, want) {
			p.Fatalf("pages of %d end in %q, want %q", size, got, want)
		}
	}
	if found, err := p.Search(p.ctx, news.Search{}); err != nil || len(found.Articles) > 0 {
		p.Errorf("Search with no limit = %v, %v, want nothing", idsOf(found.Articles), err)
	}
}

// searchAgrees holds random searches against a read of all articles.
func searchAgrees(p *proof) {
	r := rand.New(rand.NewPCG(1, 2))
	vocabulary := strings.Fields("kabul kabuli market bomb bombs کتاب کتاب\u200cها کتاب ها می شود می\u200cشود آب اب C-130 water")
	var all []news.Article
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	for i := range 300 {
		c := article(fmt.Sprint("a", i))
		var text []string
		for range r.IntN(6) {
			text = append(text, pick(vocabulary...))
		}
		c.Article.Title, c.Article.Lead, c.Article.Body = pick(vocabulary...), "", strings.Join(text, " ")
		c.Article.Source, c.Article.Published = pick("irna", "bbc"), p.clock.Now().Add(-time.Duration(i)*time.Minute)
		p.claim(c)
		all = append(all, c.Article)
	}
	p.settle()
	for range 200 {
		s := news.Search{}
		for range r.IntN(3) {
			s.Words = append(s.Words, []string{pick("kab", "bomb", "mar", "wat"), pick("کتاب", "کتابها", "میش", "اب", "130", "bombs")}[:1+r.IntN(2)])
		}
		if r.IntN(2) == 0 {
			s.Sources = []string{"irna"}
		}
		var want []string
		for _, a := range all {
			if (len(s.Sources) == 0 || a.Source == "irna") && holds(a, s.Words) {
				want = append(want, a.ID)
			}
		}
		p.wantFound(s, want...)
	}
}

// holds tells whether an article has a key for each group.
func holds(a news.Article, groups [][]string) bool {
	var keys []string
	var t text.Text
	for _, f := range []news.Field{news.FieldTitle, news.FieldLead, news.FieldBody} {
		t.Scan(a.Text(f))
		t.Keys(func(k string) { keys = append(keys, k) })
	}
	return !slices.ContainsFunc(groups, func(group []string) bool {
		return !slices.ContainsFunc(group, func(prefix string) bool {
			return slices.ContainsFunc(keys, func(k string) bool { return strings.HasPrefix(k, prefix) })
		})
	})
}
