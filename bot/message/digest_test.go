package message_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
)

// telling is an alert of an outlet with a headline, some hours before the
// meeting's.
func telling(outlet, title string, hours int) message.Alert {
	a := meeting()
	a.Article.ID = outlet + title
	a.Article.Title, a.Article.Body = title, ""
	a.Article.URL = fmt.Sprintf("https://%s.example/%d", outlet, hours)
	a.Article.Published = a.Article.Published.Add(-time.Duration(hours) * time.Hour)
	a.Source = news.Source{ID: outlet, Name: outlet}
	a.Hits = hits(&a.Article, "طالبان")
	return a
}

// night is what a reader missed: a story that three outlets tell, the last of
// them as grave news, and others.
func night() message.Digest {
	grave := telling("Kabul Post", "سخنگوی طالبان از گشایش گذرگاه تورخم خبر داد", 1)
	mild := telling("Herat Daily", "گشایش گذرگاه تورخم: سخنگوی طالبان خبر داد", 3)
	milder := telling("Балх", "سخنگوی طالبان از گشایش گذرگاه تورخم خبر داد.", 5)
	quiet := telling("The Example", "A quiet one about <b>rivers</b>", 30)
	mild.Topics, milder.Topics, quiet.Topics = mild.Topics[1:], milder.Topics[1:], quiet.Topics[1:]
	return message.Digest{Alerts: []message.Alert{milder, quiet, mild, meeting(), grave}}
}

// TestDigests compares digests with their goldens: one story a line, under the
// gravest topic of its outlets.
func TestDigests(t *testing.T) {
	for name, reason := range map[string]message.DigestReason{
		"backlog": message.DigestBacklog, "hourly": message.DigestHourly, "daily": message.DigestDaily, "quiet": message.DigestQuiet,
	} {
		d := night()
		d.Reason, d.Repeat = reason, reason == message.DigestHourly
		for _, lang := range message.Languages() {
			if name != "backlog" && lang != "fa" && lang != "en" {
				continue
			}
			golden(t, "digest-"+name+"."+lang+".html", d.HTML(reader(lang)))
			accepted(t, d.HTML(reader(lang)))
		}
	}
	for _, lang := range []string{"fa", "en"} {
		golden(t, "digest-backlog."+lang+".txt", night().Plain(reader(lang)))
	}
}

func TestDigestsRing(t *testing.T) {
	d := night()
	if d.Silent() {
		t.Error("a digest with an alert that rings is silent")
	}
	d.Alerts = slices.DeleteFunc(d.Alerts, func(a message.Alert) bool { return !a.Silent() })
	if !d.Silent() {
		t.Error("a digest of quiet alerts rings")
	}
}

// TestAStoryOfManyOutlets holds that all outlets of a story are named, within
// Telegram's limits, and that of what is too much for a digest the number is
// told.
func TestAStoryOfManyOutlets(t *testing.T) {
	var d message.Digest
	for i := range message.MaxDigest + 3 {
		a := telling(fmt.Sprintf("%02d %s", i, strings.Repeat("outlet ", 30)), "Taliban open the Torkham crossing again", i)
		a.Article.URL = fmt.Sprintf("https://a.example/%d?%s", i, strings.Repeat("&", 100))
		d.Alerts = append(d.Alerts, a)
	}
	text := accepted(t, d.HTML(message.In("en")))
	for i := range message.MaxDigest {
		if !strings.Contains(text, fmt.Sprintf("\u2068%02d outlet", i)) {
			t.Errorf("outlet %d is not named: %s", i, text)
		}
	}
	if !strings.Contains(text, "23 delayed alerts") || !strings.Contains(text, "and 3 more") {
		t.Errorf("what is left out is not told: %s", text)
	}
}

// TestStories says which headlines are one story.
func TestStories(t *testing.T) {
	for _, row := range []struct {
		one, other string
		same       bool
	}{
		{"Taliban open the Torkham crossing again", "Taliban Open the Torkham Crossing Again!", true},
		{"Taliban open the Torkham crossing again", "Taliban open Torkham crossing again", true},
		{"طالبان گذرگاه تورخم را گشود", "طالبان گذرگاه تورخم را گشود", true},
		{"كابل: گذرگاه تورخم دوباره باز شد", "کابل: گذرگاه تورخم دوباره باز شد", true},
		{"Taliban open the Torkham crossing again", "Taliban close the Spin Boldak crossing for days", false},
		{"Day 12 of the talks in Doha begins", "Day 13 of the talks in Doha begins", false},
		{"AT&T 4G network available in Corning", "AT&T 4G network available in Marshall", false},
		{"Breaking news", "Breaking news", false},
		{"", "", false},
	} {
		d := message.Digest{Alerts: []message.Alert{telling("one", row.one, 1), telling("other", row.other, 2)}}
		lines := strings.Count(d.HTML(message.In("en")), "•")
		if same := lines == 1; same != row.same {
			t.Errorf("%q and %q are one story: %v, want %v", row.one, row.other, same, row.same)
		}
	}
	copied, original := telling("one", "A headline of our own", 1), telling("other", "Another one entirely", 2)
	copied.Article.Body = strings.Repeat("The text of an agency that many outlets print. ", 9)
	original.Article.Body = copied.Article.Body
	d := message.Digest{Alerts: []message.Alert{copied, original}}
	if html := d.HTML(message.In("en")); strings.Count(html, "•") != 1 || !strings.Contains(html, "also: ") {
		t.Errorf("one text is told twice: %s", html)
	}
}

// TestHostileDigests fills digests with what evil outlets could send.
func TestHostileDigests(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 150 {
		d := message.Digest{Repeat: r.IntN(2) == 0}
		for range 1 + r.IntN(message.MaxDigest+3) {
			d.Alerts = append(d.Alerts, hostileAlert(r))
		}
		for _, lang := range message.Languages() {
			accepted(t, d.HTML(reader(lang)))
		}
	}
}

// TestLongDigestShowsAll holds that every alert of a full digest has its line,
// however long the headlines are.
func TestLongDigestShowsAll(t *testing.T) {
	var d message.Digest
	for i := range message.MaxDigest {
		a := meeting()
		a.Article.ID, a.Article.Body = fmt.Sprint(i), ""
		a.Article.Title = fmt.Sprintf("No %02d %s", i, strings.Repeat("😀 a long headline ", 60))
		a.Article.URL = fmt.Sprintf("https://a.example/%d?%s", i, strings.Repeat("&", 300))
		a.Topics = []news.Topic{{ID: fmt.Sprint(i), Name: map[string]string{"en": strings.Repeat("T", 300)}}}
		a.Source.Name = strings.Repeat("Outlet ", 50)
		d.Alerts = append(d.Alerts, a)
	}
	text := accepted(t, d.HTML(reader("en")))
	for i := range message.MaxDigest {
		if want := fmt.Sprintf("No %02d", i); !strings.Contains(text, want) {
			t.Errorf("%q is missing", want)
		}
	}
}
