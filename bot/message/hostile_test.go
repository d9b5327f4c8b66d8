package message_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf16"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// hugeTitles are titles of 64 KiB, each evil in its own way.
func hugeTitles() []string {
	const size = 64 << 10
	var titles []string
	for _, unit := range append(hostilePieces, "\u202eכותרת title ", "<b>عنوان</b> ", "العنوان title заголовок ", "\u200d", "a\u0300", "&lt;", "\u2067\u2069\u2068", "\xed\xa0\xbd", "<a href='tg://user?id=1'>") {
		titles = append(titles, strings.Repeat(unit, size/len(unit)))
	}
	return titles
}

// letters returns the letters of a text, which no cleaning may lose.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}

// TestTextIsWhatWasMeant holds that what Telegram makes of an alert is the
// text that the markup stands for, and holds the title's beginning: no
// character of the outlet's ever becomes markup or is lost.
func TestTextIsWhatWasMeant(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	titles := hugeTitles()
	for range 60 {
		titles = append(titles, hostile(r, 30))
	}
	for _, title := range titles {
		a := meeting()
		a.Article.Title = title
		for _, lang := range message.Languages() {
			html := a.HTML(message.In(lang))
			text := accepted(t, html)
			meant, _, err := telegramtest.Parse(strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;").Replace(message.Strip(html)))
			if err != nil || text != meant {
				t.Fatalf("Telegram shows %q, %q was meant", text, meant)
			}
			units := utf16.Encode([]rune(strings.ToValidUTF8(title, "\ufffd")))
			begin := letters(string(utf16.Decode(units[:min(len(units), 100)])))
			if !strings.Contains(letters(text), begin) {
				t.Fatalf("the title %.100q begins with the letters %q, which %q lacks", title, begin, text)
			}
		}
	}
}

// TestHostileAnswers renders every kind of answer with hostile names, reasons
// and topics in it.
func TestHostileAnswers(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	huge := hugeTitles()
	pick := func() string {
		if r.IntN(4) == 0 {
			return huge[r.IntN(len(huge))]
		}
		return hostile(r, 20)
	}
	for range 40 {
		topics := []news.Topic{{ID: "a", Name: map[string]string{"fa": pick(), "en": pick()}, Severity: "high"}, {ID: "b"}}
		catalog := news.NewCatalog([]news.Source{{ID: "s", Name: pick(), Country: "ir", Grade: "C"}}, nil, topics)
		var alerts []message.Alert
		for i := range 5 {
			alerts = append(alerts, message.NewAlert(catalog, news.Archived{
				Article: news.Article{ID: fmt.Sprint(i), Source: "s", URL: "https://a.example/" + pick(), Title: pick(), Body: pick(), Published: time.Unix(r.Int64N(1<<32), 0)},
				Matches: []news.Match{{Topic: "a"}},
			}, nil))
		}
		status := message.Status{Now: time.Now(), Since: time.Unix(0, 0), Sources: 40}
		var notices []message.SourceNotice
		for i := range 40 {
			status.Failing = append(status.Failing, message.Failing{Name: pick(), Times: i, Reason: pick()})
			notices = append(notices, message.SourceNotice{Name: pick(), Reason: pick(), Well: i%2 == 0, Lasted: time.Duration(i) * time.Hour})
		}
		for _, lang := range message.Languages() {
			l := message.In(lang)
			page := message.Page{Title: l.Say(message.SearchTitle, "Query", message.Query(pick(), 200)), First: 1, Notes: []string{l.Say(message.SearchLeft, "Count", 1234567)}}
			page.Alerts = alerts
			accepted(t, page.HTML(l))
			if n := message.Units(page.HTML(l)); n > message.MaxUnits {
				t.Errorf("%s: a page of %d units", lang, n)
			}
			query := pick()
			accepted(t, message.Wrong(l, query, []news.Problem{{Offset: len(query) / 2, Message: pick()}, {Offset: len(query), Format: "a term is expected before %s", Args: []string{pick()}}}))
			accepted(t, message.Outlet(l, news.Source{ID: pick(), Name: pick()}, news.SourceState{Failures: 3, Err: pick()}))
			accepted(t, message.Sources(lang, notices))
			accepted(t, status.HTML(lang, news.Counts{}, true))
			accepted(t, message.TopicLine(l, topics[0]))
			if label := message.TopicLabel(l, topics[0]); strings.TrimSpace(label) == "" || len(utf16.Encode([]rune(label))) > 64 {
				t.Errorf("the label %q", label)
			}
			value := pick()
			for _, k := range []message.Key{message.Subscribed, message.Unsubscribed, message.NotSubscribed, message.UnknownTopic, message.DidYouMean, message.NoticeStopped, message.NoticeDoubt, message.TopicClosed} {
				accepted(t, l.Say(k, "Topics", l.List([]string{value, value}, 5), "Topic", value, "Chat", value, "Reason", value))
			}
		}
	}
}
