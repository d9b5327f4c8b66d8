package matcher_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
)

// warned holds the warnings about topics: one with the words of want, or none
// if want is empty.
func warned(t *testing.T, topic news.Topic, want string) {
	t.Helper()
	topic.ID = "t"
	got := warnings(topic)
	if want == "" && len(got) > 0 || want != "" && (len(got) != 1 || !strings.Contains(got[0], want)) {
		t.Errorf("%+v: %q, want %q", topic, got, want)
	}
}

// asks holds the warnings about queries, in pairs of query and want.
func asks(t *testing.T, pairs ...[2]string) {
	t.Helper()
	for _, p := range pairs {
		warned(t, news.Topic{Query: p[0]}, p[1])
	}
}

func TestWhatCanNeverBeMet(t *testing.T) {
	asks(t, [][2]string{
		{"attacks AND NOT attack", "attacks and NOT attack are never met together"},
		{"attack AND NOT attacks", ""},
		{"bomb AND NOT (bomb OR blast)", "bomb and NOT (bomb OR blast) are never met together"},
		{"bomb AND NOT (film OR blast)", ""},
		{"bomb AND NOT (bomb AND film)", ""},
		{"title:bomb AND NOT bomb", "title:bomb and NOT bomb are never met together"},
		{"bomb AND NOT title:bomb", ""},
		{"title:(NOT film) AND bomb AND NOT film", ""},
		{"bomb NOTNEAR/3 bomb", "bomb NOTNEAR/3 bomb is never met: bomb stands wherever bomb does"},
		{"attacks NOTNEAR/3 attack", "attacks NOTNEAR/3 attack is never met"},
		{"attack NOTNEAR/3 attacks", ""},
		{"first/2:(aa bb cc)", "aa bb cc can never be met: it has more words than first/2: allows"},
		{"first/3:(aa bb cc)", ""},
		{`first/3:("suicide bomb" AND "bomb attack")`, ""},
		{"first/1:(attack AND attacks*)", ""},
		{`first/2:(bomb OR "state of the union")`, `"state of the union" can never be met: the phrase has more words than first/2: allows`},
		{"lang:en (کابل OR هرات)", "کابل OR هرات is written in letters that no text of lang:en has"},
		{"lang:en (کابل OR Herat)", ""},
		{"lang:en title:کابل", "title:کابل is written in letters that no text of lang:en has"},
		{"lang:fa (کابل OR هرات)", ""},
		{"(lang:en | lang:fa) کابل", ""},
		{"lang:fa lang:(en | ru) bomb", "an article has one lang: lang:fa and lang:en OR lang:ru are never met together"},
		{"lang:fa lang:(fa | ru) bomb", "lang:fa OR lang:ru adds nothing: it is met wherever lang:fa is"},
		{"lang:fa NOT lang:fa bomb", "lang:fa and NOT lang:fa are never met together"},
	}...)
	warned(t, news.Topic{All: []string{"film", "xx"}, None: []string{"film"}}, "all[0]: film is never met: none[0] excludes every article that holds it")
	warned(t, news.Topic{All: []string{"film", "xx"}, None: []string{"films"}}, "")
	warned(t, news.Topic{Any: []string{"title:film", "xx"}, None: []string{"film"}}, "any[0]: title:film is never met")
	warned(t, news.Topic{Any: []string{"film", "xx"}, None: []string{"title:film"}}, "")
}

// TestImpossibleTermsHaveNoPoints counts what weights can add up to without
// terms that are never met.
func TestImpossibleTermsHaveNoPoints(t *testing.T) {
	topic := news.Topic{ID: "t", Threshold: 3, Weighted: []news.Weight{{Term: "bomb", Weight: 2}, {Term: "film AND NOT film", Weight: 2}, {Term: "blast", Weight: -1}}}
	got := fmt.Sprint(warnings(topic))
	if !strings.Contains(got, "the threshold 3 can never be reached: all terms together have 2") {
		t.Errorf("warnings are %s", got)
	}
	topic.Weighted[1].Term = "film AND NOT bomb"
	warned(t, topic, "")
}

func TestWhatAnotherPartCovers(t *testing.T) {
	asks(t, [][2]string{
		{"*istan OR Pakistan", `*istan is found wherever Pakistan stands as it is written: "*istan" leaves it only its own endings`},
		{"*istan OR =Pakistan", `*istan is found wherever =Pakistan is`},
		{"*istan OR istana", ""},
		{"w?rd OR word", "w?rd is found wherever word stands as it is written"},
		{"w?rd OR wooord", ""},
		{"~zelensky OR zelensky", "~zelensky is found wherever zelensky stands as it is written"},
		{"~zelensky OR zaluzhny", ""},
		{"ایران OR ایرانی", "ایران is found wherever ایرانی stands as it is written"},
		{"bomb OR title:bomb", `bomb is met wherever title:bomb is: "bomb" covers it`},
		{"blast OR title:bomb", ""},
		{"bomb OR (bomb AND Kabul)", `bomb is met wherever bomb AND Kabul is`},
		{"bomb OR (blast AND Kabul)", ""},
		{"bomb{2} OR bomb", "bomb is met wherever bomb{2} is"},
		{"bomb{2} OR blast", ""},
		{"bomb OR bomb NEAR/3 Kabul", "bomb is met wherever bomb NEAR/3 Kabul is"},
		{"bomb OR Kabul NOTNEAR/3 bomb", ""},
		{"bomb bomb", "bomb stands here twice: to find it twice write bomb{2}"},
		{"bomb blast", ""},
		{"bomb AND bombs", "bomb adds nothing: it is met wherever bombs is"},
		{"bomb AND (bomb OR blast)", "bomb OR blast adds nothing: it is met wherever bomb is"},
		{"bomb AND NOT film AND (blast OR film)", ""},
	}...)
	warned(t, news.Topic{All: []string{"bomb", "bombs"}}, "all[0]: bomb adds nothing: it is met wherever all[1] is")
	warned(t, news.Topic{All: []string{"bomb", "blast"}}, "")
}

// TestSignsTellTermsApart holds terms of the same letters that find different
// things.
func TestSignsTellTermsApart(t *testing.T) {
	warned(t, news.Topic{Any: []string{"#bomb", "bomb"}}, "any[0]: bomb is found wherever #bomb is: any[1] covers it")
	warned(t, news.Topic{Any: []string{"U.S.", "u s"}}, "")
	warned(t, news.Topic{Any: []string{"suicide bomb", "suicide-bomb"}}, "any[1]: suicide-bomb stands in any[0] already")
	warned(t, news.Topic{Threshold: 2, Weighted: []news.Weight{{Term: "bomb", Weight: 1}, {Term: "#bomb", Weight: 1}}}, "")
	warned(t, news.Topic{Threshold: 2, Weighted: []news.Weight{{Term: "bomb", Weight: 1}, {Term: "BOMB", Weight: 1}}}, "weighted[1].term: BOMB stands in weighted[0] already")
}

// TestTooManyTermsAreSaid wants a word where the check leaves something out.
func TestTooManyTermsAreSaid(t *testing.T) {
	var topics []news.Topic
	for i := range 20001 {
		topics = append(topics, news.Topic{ID: fmt.Sprint("t", i), Query: fmt.Sprintf("word%dx", i)})
	}
	got := matcher.Check(topics, nil)
	if len(got) != 1 || !strings.Contains(got[0].Message, "20001 different terms are too many to be held against each other") || !got[0].Warning {
		t.Errorf("Check of 20,001 terms tells %.300v", got)
	}
	var many strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&many, "title:word%dx OR ", i)
	}
	warned(t, news.Topic{Query: many.String() + "bomb"}, "its parts are too many to be all held against each other")
	if got := matcher.Check(topics[:100], nil); len(got) > 0 {
		t.Errorf("Check of 100 terms tells %.300v", got)
	}
}
