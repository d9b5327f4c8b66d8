package message_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

var update = flag.Bool("update", false, "rewrite the goldens")

// meeting is an article with hits in its title, lead and body.
func meeting() message.Alert {
	a := news.Article{
		ID: "0123456789abcdef", Source: "fartak", URL: "https://news.example/fa/1?a=1&b=2",
		Title: "نشست تهران دربارهٔ افغانستان و <مبارزه> با تروریسم",
		Lead:  "نمایندگان شش کشور در تهران دربارهٔ آیندهٔ افغانستان گفت\u200cوگو کردند.",
		Body: "در این نشست از طالبان خواسته شد که دولتی فراگیر بسازد.\n\n" +
			"سخنگوی نشست گفت که هیچ کشوری به تنهایی از پس تروریسم برنمی\u200cآید & همه باید کنار هم باشند. " +
			"او افزود که مردم افغانستان سال\u200cهاست بهای جنگ را می\u200cپردازند.",
		Published: time.Date(2026, 11, 24, 9, 4, 0, 0, time.UTC),
		Lang:      "fa",
	}
	alert := message.Alert{
		Article: a,
		Source:  news.Source{ID: "fartak", Name: "فرتاک نیوز", Country: "ir", Grade: "C"},
		Topics: []news.Topic{
			{ID: "terrorism", Name: map[string]string{
				"fa": "تروریسم", "ps": "ترهګري", "ar": "الإرهاب", "ur": "دہشت گردی", "ru": "Терроризм", "en": "Terrorism"}, Severity: news.SeverityHigh},
			{ID: "afghanistan", Name: map[string]string{
				"fa": "افغانستان", "ps": "افغانستان", "ar": "أفغانستان", "ur": "افغانستان", "ru": "Афганистан", "en": "Afghanistan"}, Severity: news.SeverityNormal},
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

// reader is a chat of a language, ten minutes and some after the meeting.
func reader(lang string) *message.Locale {
	return message.For(news.Chat{Lang: lang}, time.Date(2026, 11, 24, 9, 16, 30, 0, time.UTC))
}

// TestAlerts compares the alert in every language and form with its golden.
func TestAlerts(t *testing.T) {
	repeat := meeting()
	repeat.Repeat = true
	untitled := meeting()
	untitled.Article.Title, untitled.Article.URL, untitled.Article.Published = "", "javascript:alert(1)", time.Time{}
	untitled.Article.FoundAt = time.Date(2026, 3, 21, 20, 40, 0, 0, time.UTC)
	untitled.Hits, untitled.Source = nil, news.Source{ID: "unknown", Name: "unknown"}
	compact, headline := meeting(), meeting()
	compact.Format, headline.Format = news.FormatCompact, news.FormatHeadline
	for name, a := range map[string]message.Alert{
		"meeting": meeting(), "compact": compact, "headline": headline, "repeat": repeat, "untitled": untitled, "russian": russian(),
	} {
		for _, lang := range message.Languages() {
			l := reader(lang)
			golden(t, name+"."+lang+".html", a.HTML(l))
			accepted(t, a.HTML(l))
			if lang == "fa" || lang == "en" {
				golden(t, name+"."+lang+".txt", a.Plain(l, false))
			}
		}
	}
}

// russian is an alert in Russian, many hours old, that met a watch.
func russian() message.Alert {
	a := news.Article{
		ID: "fedcba9876543210", Source: "vesti", URL: "https://vesti.example/1",
		Title:     "Талибан и ООН: встреча в Кабуле (2026)",
		Body:      "Представители ООН встретились в Кабуле с движением «Талибан».",
		Published: time.Date(2026, 11, 22, 20, 40, 0, 0, time.UTC),
	}
	own := news.Watch{ID: "abcdefgh23456777", Query: `"Талибан" OR طالبان`}
	matches := []news.Match{
		{Topic: news.WatchTopic(own.ID), Hits: hits(&a, "Талибан")},
		{Topic: news.WatchTopic("another23456777a"), Hits: hits(&a, "Кабуле")},
	}
	c := news.NewCatalog([]news.Source{{ID: "vesti", Name: "Вести", Country: "ru", Grade: "D"}}, nil, nil)
	return message.NewAlert(c, news.Archived{Article: a, Matches: matches}, nil, own)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got+"\n" != string(want) {
		t.Errorf("%s:\n%s\nwant:\n%s", name, got, want)
	}
}

// accepted fails unless the strict server would take the text.
func accepted(t *testing.T, html string) (text string) {
	t.Helper()
	text, entities, err := telegramtest.Parse(html)
	if err != nil {
		t.Fatalf("refused: %v\n%q", err, html)
	}
	if n := len(utf16.Encode([]rune(text))); n > 4096 || strings.TrimSpace(text) == "" || len(html) > 32<<10 {
		t.Fatalf("%d units, %d bytes of HTML: %q", n, len(html), html)
	}
	if len(entities) > 100 {
		t.Fatalf("%d entities", len(entities))
	}
	return text
}

// TestHostileAlerts renders what an evil outlet could send, in every
// language; Telegram must accept each, and its markup must stay text.
func TestHostileAlerts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 600 {
		a := hostileAlert(r)
		for _, lang := range message.Languages() {
			text := accepted(t, a.HTML(reader(lang)))
			for _, c := range text {
				if c >= '\u202a' && c <= '\u202e' || c == 0 || c == '\u2067' {
					t.Fatalf("%U got through: %q", c, text)
				}
			}
			if strings.Count(text, "\u2068") != strings.Count(text, "\u2069") {
				t.Fatalf("isolates do not pair up: %q", text)
			}
			if strings.TrimSpace(a.Plain(reader(lang), true)) == "" {
				t.Fatal("an empty alert")
			}
		}
	}
}

// hostilePieces are what hostile texts are made of.
var hostilePieces = []string{
	"<b>", "</b>", "<a href=\"x\">", "&", "&amp;", "&#60;", "\"", "'", "<", ">", "</blockquote>", "<!--",
	"\x00", "\x1b[31m", "\r\n", "\n\n", "\u2028", "\t", "\u202e", "\u2066", "\u2069", "\u200f", "\ufeff", "\u200b",
	"\xff\xfe", "\xed\xa0\x80", "\U0010ffff", "🇮🇷", "👩‍👩‍👧", "e\u0301\u0301\u0301", "ی\u0654", "\u0301",
	"طالبان", "می\u200cشود", "Taliban", "хлеб", "ایران ", " ", " ", "word ", strings.Repeat("ا", 300), strings.Repeat("😀", 100), strings.Repeat("&", 500),
}

func hostile(r *rand.Rand, pieces int) string {
	var b strings.Builder
	for range r.IntN(pieces + 1) {
		b.WriteString(hostilePieces[r.IntN(len(hostilePieces))])
	}
	return b.String()
}

func hostileAlert(r *rand.Rand) message.Alert {
	a := message.Alert{
		Article: news.Article{
			Title: hostile(r, 30), Lead: hostile(r, 30), Body: hostile(r, 200), Source: hostile(r, 3),
			URL: []string{"https://a.example/" + hostile(r, 5), hostile(r, 5), "http://x/\"><b>", "https://u:p@h/"}[r.IntN(4)],
		},
		Source: news.Source{ID: "s", Name: hostile(r, 5), Country: []string{"ir", "", "xx", hostile(r, 1)}[r.IntN(4)], Grade: news.Grade(hostile(r, 1))},
		Repeat: r.IntN(2) == 0,
		Format: []news.Format{"", news.FormatFull, news.FormatCompact, news.FormatHeadline, "x"}[r.IntN(5)],
	}
	if r.IntN(2) == 0 {
		a.Article.Published = time.Unix(r.Int64N(1<<33)-1<<30, 0)
	}
	for range r.IntN(12) {
		a.Topics = append(a.Topics, news.Topic{ID: hostile(r, 2), Name: map[string]string{"fa": hostile(r, 4)},
			Severity: []news.Severity{"low", "normal", "high", "critical", "x"}[r.IntN(5)]})
	}
	for range r.IntN(60) {
		f := []news.Field{news.FieldTitle, news.FieldLead, news.FieldBody}[r.IntN(3)]
		n := len(a.Article.Text(f)) + 2
		start := r.IntN(n) - 1
		a.Hits = append(a.Hits, news.Hit{Field: f, Start: start, End: start + r.IntN(40) - 2, Term: hostile(r, 3)})
	}
	return a
}

func FuzzAlert(f *testing.F) {
	f.Add("عنوان", "lead", "body طالبان", "https://a.example/", 5, 9)
	f.Add("<b>", "&", "\xff", "javascript:", 0, 3)
	f.Fuzz(func(t *testing.T, title, lead, body, url string, start, end int) {
		a := meeting()
		a.Article.Title, a.Article.Lead, a.Article.Body, a.Article.URL = title, lead, body, url
		a.Hits = append(a.Hits, news.Hit{Field: news.FieldBody, Start: start, End: end, Term: title},
			news.Hit{Field: news.FieldTitle, Start: start, End: end, Term: lead})
		accepted(t, a.HTML(reader("fa")))
		accepted(t, a.HTML(reader("en")))
	})
}

func TestStrip(t *testing.T) {
	for html, want := range map[string]string{
		"<b>a</b> &lt;b&gt; &amp; &quot;": `a <b> & "`,
		"a < b":                           "a ",
		"":                                "",
		`<a href="x">y</a>`:               "y",
	} {
		if got := message.Strip(html); got != want {
			t.Errorf("Strip(%q) = %q, want %q", html, got, want)
		}
	}
}

func TestOnlySevereAlertsRing(t *testing.T) {
	for severity, silent := range map[news.Severity]bool{
		news.SeverityLow: true, news.SeverityNormal: true, news.SeverityHigh: false, news.SeverityCritical: false,
	} {
		a := message.Alert{Topics: []news.Topic{{Severity: news.SeverityLow}, {Severity: severity}}}
		if a.Silent() != silent {
			t.Errorf("an alert of severity %s: silent = %v, want %v", severity, a.Silent(), silent)
		}
	}
}

func ExampleAlert() {
	a := message.Alert{
		Article: news.Article{
			Title: "Six countries meet in Tehran", URL: "https://news.example/1",
			Body: "They ask the Taliban for a government of all.", Published: time.Date(2026, 11, 24, 9, 4, 0, 0, time.UTC),
		},
		Source: news.Source{Name: "The Example", Country: "gb", Grade: "B"},
		Topics: []news.Topic{{ID: "afghanistan", Name: map[string]string{"en": "Afghanistan"}, Severity: news.SeverityHigh}},
		Hits:   []news.Hit{{Field: news.FieldBody, Start: 13, End: 20, Term: "Taliban"}},
	}
	fmt.Println(a.Plain(message.In("en"), false))
	// Output:
	// 🔴 Six countries meet in Tehran
	// https://news.example/1
	// 🇬🇧 The Example · United Kingdom · grade B
	// 🕒 Tuesday 24 November 2026, 09:04 UTC · 3 Azar
	//
	//   ❝ They ask the Taliban for a government of all.
	//
	// 🏷 Afghanistan — high
	// 🔎 Words: Taliban
}
