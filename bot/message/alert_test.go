package message_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
)

// meeting is an article with hits in its title, lead and body.
func meeting() message.Alert {
	a := news.Article{
		ID: "0123456789abcdef", Source: "fartak", URL: "https://news.example/fa/1?a=1&b=2",
		Title:     "نشست تهران دربارهٔ افغانستان و <مبارزه> با تروریسم",
		Lead:      "نمایندگان شش کشور در تهران دربارهٔ آیندهٔ افغانستان گفت‌وگو کردند.",
		Body:      "در این نشست از طالبان خواسته شد که دولتی فراگیر بسازد.\n\nسخنگوی نشست گفت که هیچ کشوری به تنهایی از پس تروریسم برنمی‌آید & همه باید کنار هم باشند. او افزود که مردم افغانستان سال‌هاست بهای جنگ را می‌پردازند.",
		Published: time.Date(2026, 11, 24, 9, 4, 0, 0, time.UTC),
		Lang:      "fa",
	}
	alert := message.Alert{
		Article: a,
		Source:  news.Source{ID: "fartak", Name: "فرتاک نیوز", Country: "ir", Grade: "C"},
		Topics: []news.Topic{
			{ID: "terrorism", Name: map[string]string{"fa": "تروریسم", "en": "Terrorism"}, Severity: news.SeverityHigh},
			{ID: "afghanistan", Name: map[string]string{"fa": "افغانستان", "en": "Afghanistan"}, Severity: news.SeverityNormal},
		},
	}
	for _, term := range []string{"تروریسم", "افغانستان", "طالبان"} {
		alert.Hits = append(alert.Hits, hits(&a, term)...)
	}
	return alert
}

// hits finds a term letter by letter.
func hits(a *news.Article, term string) []news.Hit {
	var found []news.Hit
	for _, f := range []news.Field{news.FieldTitle, news.FieldLead, news.FieldBody} {
		text := a.Text(f)
		for at := 0; ; {
			i := strings.Index(text[at:], term)
			if i < 0 {
				break
			}
			found = append(found, news.Hit{Field: f, Start: at + i, End: at + i + len(term), Term: term})
			at += i + len(term)
		}
	}
	return found
}

func TestDump(t *testing.T) {
	for _, lang := range []string{"fa", "en"} {
		fmt.Println(meeting().HTML(lang))
		fmt.Println("-----")
		fmt.Println(meeting().Plain(lang, true))
		fmt.Println("-----")
	}
	fmt.Println(message.Status{Since: time.Now().Add(-50 * time.Hour), Now: time.Now(), Sources: 42, Failing: []message.Failing{{Name: "ایرنا", Times: 3, Reason: "fetch https://x: 502"}}, Found: 12345, Ended: map[news.End]int64{news.Alerted: 12, news.NoMatch: 12000}}.HTML("fa", news.Counts{Pending: 3}, true))
	fmt.Println(message.In("en").Say(message.Welcome, "Example", "terrorism"))
}
