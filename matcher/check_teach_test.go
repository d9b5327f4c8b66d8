package matcher_test

import (
	"fmt"
	"testing"

	"github.com/rasadnews/rasad/matcher"
	"github.com/rasadnews/rasad/news"
)

func TestLettersOfTwoScriptsInAWord(t *testing.T) {
	asks(t, [][2]string{
		{"Кaбул", `"Кaбул" mixes letters of two scripts in one word`}, // with a Latin a
		{"аttack", `"аttack" mixes letters of two scripts in one word`},
		{"Москвa", `"Москвa" mixes letters of two scripts in one word`},
		{"bоmb*", `"bоmb" mixes letters of two scripts in one word`},
		{"ایrان", `"ایrان" mixes letters of two scripts in one word`},
		{"Кабул", ""},
		{"attack", ""},
		{"COVID-19", ""},
		{"С-300", ""},
		{"\"ISIS داعش\"", ""},
		{"داعش\u200cISIS", ""},
		{"naïve", ""},
	}...)
}

func TestSignsThatAreNotLookedAt(t *testing.T) {
	asks(t, [][2]string{
		{"C++", `C++ finds "c" as well: its signs ++ are not looked at`},
		{"C#", `C# finds "c" as well: its signs # are not looked at`},
		{".NET", `.NET finds "net" as well: its signs . are not looked at`},
		{"U.S.", ""},
		{"AT&T", ""},
		{"#bomb", ""},
		{"ج.ا.ایران", ""},
	}...)
}

func TestWhatAnOperatorTakes(t *testing.T) {
	asks(t, [][2]string{
		{"title:suicide bomb", "title: takes suicide alone, not bomb: write title:(suicide bomb), or AND between"},
		{"first/5:suicide bomb", "first/5: takes suicide alone, not bomb: write first/5:(suicide bomb), or AND between"},
		{"NOT suicide bomb", "NOT takes suicide alone, not bomb: write NOT (suicide bomb), or AND between"},
		{"-suicide bomb attack", "NOT takes suicide alone, not bomb: write NOT (suicide bomb), or AND between"},
		{"Kabul -title:suicide bomb", "NOT title: takes suicide alone, not bomb: write NOT title:(suicide bomb), or AND between"},
		{"suicide bomb{2}", `{2} counts bomb alone, not suicide: write "suicide bomb"{2}, or AND between`},
		{"suicide bomb SENTENCE Kabul", "suicide is not a part of what stands beside it, bomb SENTENCE Kabul: put a phrase into quotation marks, or write AND between"},
		{"Kabul SENTENCE suicide bomb", "bomb is not a part of what stands beside it, Kabul SENTENCE suicide"},
		{"title:suicide AND bomb", ""},
		{"title:(suicide bomb)", ""},
		{`title:"suicide bomb" Kabul`, ""},
		{"title:Kabul lang:en", ""},
		{"title:Kabul (bomb OR blast)", ""},
		{"suicide -film", ""},
		{`Kabul "suicide bomb"{2}`, ""},
		{"suicide AND bomb{2}", ""},
		{"(suicide bomb) SENTENCE Kabul", ""},
		{"bomb SENTENCE Kabul lang:en", ""},
	}...)
}

func TestWhatIsFoundNearlyEverywhere(t *testing.T) {
	asks(t, [][2]string{
		{"the", "the stands in most articles: write it beside a word that tells more"},
		{"bomb OR در", "در stands in most articles"},
		{"title:the", "the stands in most articles"},
		{"5", "the number 5 stands in most articles: say what it is a number of"},
		{"inter*", "inter* finds international, too, which stands in about one of 4 articles"},
		{"*ment", "*ment finds government, too"},
		{"/[^x]{0,50}abc/", "/[^x]{0,50}abc/ runs on over any text"},
		{"/abc\\w+/", "/abc\\w+/ leaves only three letters"},
		{"/[a-z]*abc/", "/[a-z]*abc/ leaves only three letters"},
		{"the AND bomb", ""},
		{`"the bomb"`, ""},
		{"bomb AND NOT the", ""},
		{"2024", ""},
		{"5 NEAR/0 bombs", ""},
		{"interpol*", ""},
		{"terror*", ""},
		{"attack", ""},
		{"/abcd\\w+/", ""},
		{"/abc[0-9]+/", ""},
		{"/abc.{0,20}def/", ""},
	}...)
}

// TestAnAliasUnderTwoConcepts compares what aliases find, not how they are
// written. A name within a longer one is no other's alias.
func TestAnAliasUnderTwoConcepts(t *testing.T) {
	for _, c := range []struct {
		one, two string
		want     string
	}{
		{"daesh", "daesh*", "[concept one aliases[0]: daesh*, an alias of @two, is found wherever daesh is]"},
		{"political prisoner", "political prisoners", "[]"},
		{"daesh", "DAESH", "[concept two aliases[0]: DAESH is an alias of @one too]"},
		{"Islamic State", "Islamic State Khorasan", "[]"},
		{"daesh", "dash", "[]"},
		{"=daesh", "#daesh", "[]"},
	} {
		concepts := []news.Concept{{ID: "one", Aliases: []string{c.one}}, {ID: "two", Aliases: []string{c.two}}}
		if got := fmt.Sprint(matcher.Check([]news.Topic{{ID: "t", Query: "@one NEAR/5 @two"}}, concepts)); got != c.want {
			t.Errorf("aliases %s and %s: %s, want %s", c.one, c.two, got, c.want)
		}
	}
}
