package matcher_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
)

// TestOperatorsDecide holds one query of each operator, and one that just fails.
func TestOperatorsDecide(t *testing.T) {
	a := news.Article{
		Lang: "en", Source: "irna", Country: "IR", Tags: []string{"Agency"},
		Title: "Blast in Kabul", Lead: "Five were killed near a school.",
		Body: "Dr. Noor blamed the Taliban for the bombing. Police fired S-300 rockets!\n\n" +
			"Economic terrorism is a phrase. The police and the army of the police came. Terrorism is not.",
	}
	for _, c := range []struct{ met, unmet string }{
		{"*ting OR *lice", "*ting"},
		{"k?bul", "k?abul"},
		{"~kabol", "~kabxxl OR ~kaxxol"},
		{"~talibna", "~talibnas"},
		{"taliban NEAR/2 bombing", "taliban NEAR/1 bombing"},
		{"taliban ONEAR/2 bombing", "bombing ONEAR/2 taliban"},
		{"terrorism NOTNEAR/3 army", "taliban NOTNEAR/2 bombing"},
		{`terrorism NOTNEAR/0 "economic terrorism"`, `"economic terrorism" NOTNEAR/0 terrorism`},
		{"noor SENTENCE taliban", "taliban SENTENCE police"},
		{"taliban PARAGRAPH police", "taliban PARAGRAPH phrase"},
		{"(police SENTENCE army) AND kabul", "police SENTENCE (army AND NOT came)"},
		{"police{3}", "police{4}"},
		{"2 OF (kabul, herat, taliban)", "2 OF (kabul, herat, kunduz)"},
		{"first/1:blast", "first/2:kabul"},
		{"first/11:(killed AND taliban)", "first/10:(killed AND taliban)"},
		{"body:first/3:noor", "body:first/1:noor"},
		{"lang:en kabul", "lang:fa kabul"},
		{"source:irna kabul", "source:isna kabul"},
		{"country:ir kabul", "country:af kabul"},
		{"tag:agency kabul", "tag:sport kabul"},
		{`/s-?[0-9]+ rockets/`, `/s-?[a-z]+ rockets/`},
		{`title:/bla[s-t]{2} in/`, `body:/bla[s-t]{2} in/`},
	} {
		for query, want := range map[string]bool{c.met: true, c.unmet: false} {
			m := build(t, news.Topic{ID: "t", Query: query})
			if got := len(m.Match(&a)) == 1; got != want {
				t.Errorf("%s: matched is %v, want %v", query, got, want)
			}
		}
	}
}

// TestWordsAreCountedAsReadersDo counts what stands between places and at the
// beginning of a text: what no blank parts is one word.
func TestWordsAreCountedAsReadersDo(t *testing.T) {
	for _, text := range []string{"Kabul", "Kabul's", "Kabul’s", "3.5", "10,000", "U.S.", "S-300", "s300", "north-east", "state-of-the-art", "می\u200cشود", "#a_b", "a/b"} {
		a := news.Article{Lang: "en", Body: "first " + text + " blast here"}
		for query, want := range map[string]bool{
			"first NEAR/1 blast": true, "first NEAR/0 blast": false, "blast NOTNEAR/0 first": true, "blast NOTNEAR/1 first": false,
			"first/3:blast": true, "first/2:blast": false, "first/3:here": false,
		} {
			m := build(t, news.Topic{ID: "t", Query: query})
			if got := len(m.Find(&a, nil)) == 1; got != want {
				t.Errorf("%s in %q: %v, want %v", query, a.Body, got, want)
			}
		}
	}
}

// TestWeightsAddUp tells what each weighted term gives.
func TestWeightsAddUp(t *testing.T) {
	m := build(t, news.Topic{ID: "t", Threshold: 5, Weighted: []news.Weight{
		{Term: "attack", Weight: 2, PerHit: true},
		{Term: "@taliban", Weight: 3},
		{Term: "film festival", Weight: -4},
		{Term: "army", Weight: 1},
	}})
	for _, c := range []struct {
		body, want string
	}{
		{"An attack by the Taliban, the Taliban said", "5 attack×1=2 @taliban×2=3 hits 3"},
		{"An attack", ""},
		{"attacks, attacks, an attack", "6 attack×3=6 hits 3"},
		{"The Taliban and the army", ""},
		{"An attack by the Taliban at a film festival", ""},
		{"Three attacks, attacks and attacks of the Taliban: a film festival", "5 attack×3=6 @taliban×1=3 film festival×1=-4 hits 4"},
	} {
		got := ""
		for _, match := range m.Match(&news.Article{Lang: "en", Body: c.body}) {
			got = fmt.Sprint(match.Score)
			for _, p := range match.Parts {
				got += fmt.Sprintf(" %s×%d=%v", p.Term, p.Count, p.Points)
			}
			got += fmt.Sprint(" hits ", len(match.Hits))
		}
		if got != c.want {
			t.Errorf("%q scores %q, want %q", c.body, got, c.want)
		}
	}
}

// TestScoreCountsTerms tells the parts of a list's score.
func TestScoreCountsTerms(t *testing.T) {
	m := build(t, news.Topic{ID: "t", Any: []string{"حمله", "@taliban"}})
	found := m.Match(&news.Article{Lang: "fa", Title: "حمله طالبان", Body: "حمله\u200cهای طالبان"})
	want := []news.ScorePart{{Term: "حمله", Count: 2, Points: 1}, {Term: "طالبان", Count: 2, Points: 1}}
	if len(found) != 1 || found[0].Score != 2 || !slices.Equal(found[0].Parts, want) {
		t.Errorf("Match = %+v, want parts %+v", found, want)
	}
}

func ExampleLive_Add() {
	m, err := matcher.New(nil, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	live := matcher.NewLive(m)
	if err := live.Add(news.Topic{ID: "watch-7", Query: "کابل NEAR/5 انفجار"}); err != nil {
		fmt.Println(err)
		return
	}
	a := news.Article{Lang: "fa", Title: "انفجار در غرب کابل"}
	for _, match := range live.Match(&a) {
		fmt.Println(match.Topic, match.Score)
	}
	live.Remove("watch-7")
	fmt.Println(len(live.Match(&a)))
	// Output:
	// watch-7 2
	// 0
}
