package storetest

import (
	"fmt"
	"reflect"
	"time"

	"github.com/rasadnews/rasad/news"
)

var voteRules = []rule{
	{"VotesAreKept", func(p *proof) {
		t0 := p.clock.Now()
		v := news.Vote{Chat: group, User: 6000000000, Article: "a1", Up: true, At: t0.Add(-time.Hour),
			Terms: map[string][]string{"terror": {hostile, "بمب"}, hostile: {}}}
		p.must(p.PutVote(p.ctx, v))
		p.must(p.PutVote(p.ctx, v))
		p.must(p.PutVote(p.ctx, news.Vote{Chat: group, User: 2, Article: "a1", Terms: map[string][]string{"terror": {"z", "a", "z", ""}}}))
		p.must(p.PutVote(p.ctx, news.Vote{Chat: group, User: 2, Article: "a2"}))
		p.reopen()
		v = v.Tidy()
		two := news.Vote{Chat: group, User: 2, Article: "a1", At: t0, Terms: map[string][]string{"terror": {"a", "z"}}}
		p.wantVotes(group, "a1", two, v)
		p.wantVotes(5, "a1")
		p.wantApprovals("", "terror +1-1", hostile+" +1-0")
		p.wantApprovals("terror", "a +0-1", "z +0-1", hostile+" +1-0", "بمب +1-0")
		p.wantApprovals(hostile)
	}},
	{"TheLastVoteCounts", func(p *proof) {
		v := news.Vote{Chat: 1, User: 1, Article: "a1", Up: true, Terms: map[string][]string{"a": {"x"}, "b": {"x"}}}
		p.must(p.PutVote(p.ctx, v))
		p.wantApprovals("a", "x +1-0")
		v.Up, v.Terms = false, map[string][]string{"a": {"x", "y"}}
		p.must(p.PutVote(p.ctx, v))
		p.wantApprovals("", "a +0-1")
		p.wantApprovals("a", "x +0-1", "y +0-1")
		p.wantApprovals("b")
		other := v
		other.Chat, other.Up = 2, true
		p.must(p.PutVote(p.ctx, other))
		p.wantApprovals("", "a +1-1")
	}},
	{"VotesMigrate", func(p *proof) {
		t0 := p.clock.Now()
		vote := func(chat, user int64, up bool, at time.Time) news.Vote {
			v := news.Vote{Chat: chat, User: user, Article: "a1", Up: up, At: at, Terms: map[string][]string{"a": {"x"}}}
			p.must(p.PutVote(p.ctx, v))
			v.Chat = supergroup
			return v
		}
		only := vote(group, 1, true, t0)
		vote(group, 2, true, t0)
		later := vote(supergroup, 2, false, t0.Add(time.Second))
		latest := vote(group, 3, true, t0.Add(time.Hour))
		vote(supergroup, 3, false, t0)
		vote(group, 4, true, t0)
		same := vote(supergroup, 4, false, t0)
		p.must(p.MigrateChat(p.ctx, group, supergroup))
		p.wantVotes(group, "a1")
		p.wantVotes(supergroup, "a1", only, later, latest, same)
		p.wantApprovals("", "a +2-2")
		p.wantApprovals("a", "x +2-2")
	}},
}

func (p *proof) wantVotes(chat int64, article string, want ...news.Vote) {
	p.Helper()
	got, err := p.VotesOn(p.ctx, chat, article)
	p.must(err)
	if !reflect.DeepEqual(got, want) {
		p.Errorf("VotesOn(%d, %s) = %+v, want %+v", chat, article, got, want)
	}
}

// wantApprovals checks the sums by topic, or those by term of a topic.
func (p *proof) wantApprovals(topic string, want ...string) {
	p.Helper()
	all, err := p.TopicApprovals(p.ctx)
	if topic != "" {
		all, err = p.TermApprovals(p.ctx, topic)
	}
	p.must(err)
	var got []string
	for _, a := range all {
		got = append(got, fmt.Sprintf("%s +%d-%d", a.Of, a.Up, a.Down))
	}
	sameInAnyOrder := map[string]int{}
	for i := range got {
		sameInAnyOrder[got[i]]++
	}
	for i := range want {
		sameInAnyOrder[want[i]]--
	}
	for _, n := range sameInAnyOrder {
		if n != 0 {
			p.Errorf("approvals of %q = %q, want %q", topic, got, want)
			return
		}
	}
	for i := 1; i < len(all); i++ {
		if all[i-1].Of >= all[i].Of {
			p.Errorf("approvals of %q = %q, want them sorted", topic, got)
		}
	}
}
