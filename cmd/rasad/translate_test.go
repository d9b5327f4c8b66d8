package main

import (
	"strings"
	"testing"
	"unicode"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
)

// TestProblemsAreTold asks what cannot be asked, or is doubtful, and holds that
// a reader of Persian is told in Persian: the texts go by the formats of
// another room, which may change there.
func TestProblemsAreTold(t *testing.T) {
	ask := newLibrary(nil, func() *news.Catalog {
		return news.NewCatalog(nil, []news.Concept{{ID: "isis", Aliases: []string{"داعش"}}}, nil)
	}).Ask
	for _, query := range []string{
		"", "کابل AND", "(کابل", "کابل)", "()", `"کابل`, "کابل, هرات", "کابل && هرات", "کابل || هرات", "- کابل", "@isi", "@zzzzzz", "@ کابل",
		"titel:کابل", "qqqq:کابل", "https://irna.ir/1", "کابل NEAR هرات", "OF (a, b)", "7 OF (کابل, هرات)", "b*", "ka*bul", `"!"`,
		"country:iran کابل", "NOT کابل", "کابل or هرات", `"کابل OR هرات"`, "the", "ب", "کابل کابل", "کابل{",
	} {
		_, problems := ask(query)
		if len(problems) == 0 {
			t.Errorf("%.40q: nothing is wrong with it", query)
			continue
		}
		told := message.In("fa").Problem(problems[0])
		if !strings.ContainsFunc(strings.ReplaceAll(told, "کابل", ""), func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
			t.Errorf("%.40q: %q is not told in Persian: %q", query, problems[0].Format, told)
		}
	}
}
