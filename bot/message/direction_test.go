package message_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
)

// TestValuesRunAsTheyAreWritten holds that a value runs in the direction of
// most of its letters, whatever word it begins with.
func TestValuesRunAsTheyAreWritten(t *testing.T) {
	for value, want := range map[string]string{
		"طالبان":  "\u2068طالبان\u2069",
		"Taliban": "\u2068Taliban\u2069",
		"BBC: طالبان گذرگاه را گشود":       "\u2068\u200fBBC: طالبان گذرگاه را گشود\u2069",
		"نوروز is what Persians call it":   "\u2068\u200eنوروز is what Persians call it\u2069",
		"۱۴۰۵/۰۹/۰۳":                       "\u2068۱۴۰۵/۰۹/۰۳\u2069",
		"ООН و طالبان":                     "\u2068\u200fООН و طالبان\u2069",
		"<b> & \u202eطالبان\u2067 \u2069x": "\u2068\u200f&lt;b&gt; &amp; طالبان x\u2069",
	} {
		got := message.In("en").Say(message.UnknownTopic, "Topic", value)
		if !strings.Contains(got, want) {
			t.Errorf("Say(%q) = %q, want %q in it", value, got, want)
		}
	}
}

// TestLinesKeepTheirDirection holds that every line of an alert begins with
// what makes it run as its language does, or as the article's does where it is
// quoted, among the most mixed headlines and outlets.
func TestLinesKeepTheirDirection(t *testing.T) {
	a := news.Article{
		Title: "BBC (بی\u200cبی\u200cسی) 12/3: «Taliban» و ООН!", URL: "https://news.example/خبر?a=1",
		Lead: "NATO گفت: «نه».", Body: "The word نوروز is old.\n\n(نه) — (no)", Published: time.Date(2026, 11, 24, 9, 4, 0, 0, time.UTC),
	}
	alert := message.Alert{
		Article: a, Source: news.Source{Name: "Радио (آزادی)", Country: "cz", Grade: "B"},
		Topics: []news.Topic{{ID: "x", Name: map[string]string{"en": "A (الف) 1"}}},
		Hits:   append(hits(&a, "نه"), hits(&a, "نوروز")...),
	}
	for _, lang := range message.Languages() {
		l := reader(lang)
		golden(t, "mixed."+lang+".html", alert.HTML(l))
		for _, line := range strings.Split(accepted(t, alert.HTML(l)), "\n") {
			quoted := strings.Contains(line, "NATO") || strings.Contains(line, "The word") || strings.Contains(line, "(نه)")
			switch marked := strings.HasPrefix(line, "\u200f"); {
			case line == "":
			case quoted && marked == strings.Contains(line, "The word"):
				t.Errorf("%s: a quote runs the wrong way: %q", lang, line)
			case !quoted && marked != l.RTL():
				t.Errorf("%s: a line runs the wrong way: %q", lang, line)
			}
		}
	}
}
