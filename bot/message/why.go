package message

import (
	"fmt"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news"
)

// The most that is told of why an alert came.
const (
	whyReasons = 6
	whyTerms   = 12
	whyWords   = 8
)

// A Why tells why a reader got an alert.
type Why struct {
	Alert   Alert
	Reasons []Reason
	Sent    time.Time // zero if that is not known
}

// A Reason is a topic or watch that the article met, and how the reader came
// to be told of it.
type Reason struct {
	Topic news.Topic
	Match news.Match
	Query string // of a watch

	Subscribed bool      // it is, still
	Configured bool      // by the operator
	Since      time.Time // of the subscription
}

// HTML returns the reasons as Telegram HTML.
func (w Why) HTML(l *Locale) string {
	parts := []string{l.line(l.Say(WhyTitle)) + "\n" + l.line(w.Alert.headline(l, inPage, w.Alert.link(), pageTitle))}
	for i, r := range w.Reasons {
		if i == whyReasons {
			parts = append(parts, l.line(l.Say(AndMore, "Count", len(w.Reasons)-i)))
			break
		}
		parts = append(parts, strings.Join(r.lines(l, &w.Alert.Article), "\n"))
	}
	lines := []string{l.line(w.Alert.outlet(l, asHTML))}
	for _, at := range []struct {
		key  Key
		time time.Time
	}{{WhyPublished, w.Alert.Article.Published}, {WhySeen, w.Alert.Article.FoundAt}, {WhySent, w.Sent}} {
		if !at.time.IsZero() {
			lines = append(lines, l.line("🕒 "+l.Say(at.key, "Moment", HTML(l.Moment(at.time)))))
		}
	}
	return strings.Join(append(parts, strings.Join(lines, "\n")), "\n\n")
}

// Short tells the same in at most so many units of plain text: the topics with
// their words, the score, and who tells it.
func (w Why) Short(l *Locale, most int) string {
	var parts []string
	for _, r := range w.Reasons {
		parts = append(parts, fmt.Sprintf("%s: %s (%s)", topicName(l, r.Topic, 40), strings.Join(r.words(l, &w.Alert.Article), l.Label(Comma)), l.Decimal(r.Match.Score)))
	}
	text := strings.Join(parts, "\n")
	return head(text+"\n"+w.Alert.outlet(l, asPlain), most)
}

// lines tell of one topic: the words and where they stand, the score and what
// it is made of, and the subscription.
func (r Reason) lines(l *Locale, a *news.Article) []string {
	lines := []string{l.line(marker(r.Topic.Severity) + " <b>" + isolate(escape(topicName(l, r.Topic, 60))) + "</b> — " + l.Label(severityKey(r.Topic.Severity)))}
	if r.Query != "" {
		lines = append(lines, l.line(l.Say(WatchQuery, "Query", Query(r.Query, 200))))
	}
	if words := r.words(l, a); len(words) > 0 {
		var shown []string
		for _, w := range words[:min(len(words), whyWords)] {
			shown = append(shown, escape(w))
		}
		lines = append(lines, l.line("🔎 "+l.Say(WhyFound, "Words", HTML(l.enumerate(shown, len(words)-len(shown))))))
	}
	lines = append(lines, l.line("🧮 "+r.score(l)), l.line("🔔 "+r.subscription(l)))
	return lines
}

// score is how the score came about.
func (r Reason) score(l *Locale) string {
	var sum []string
	for _, p := range r.Match.Parts[:min(len(r.Match.Parts), whyTerms)] {
		sum = append(sum, l.Say(WhyTerm, "Points", p.Points, "Term", shorten(p.Term, 60)))
	}
	text := l.enumerate(sum, len(r.Match.Parts)-len(sum))
	if len(r.Match.Parts) != 1 {
		text += " = " + l.Decimal(r.Match.Score)
	}
	if len(sum) == 0 {
		text = l.Decimal(r.Match.Score)
	}
	if r.Topic.Threshold > 0 {
		return l.Say(WhyScoreOf, "Sum", HTML(text), "Threshold", r.Topic.Threshold)
	}
	return l.Say(WhyScore, "Sum", HTML(text))
}

func (r Reason) subscription(l *Locale) string {
	switch {
	case !r.Subscribed:
		return l.Say(WhyLeft)
	case r.Configured:
		return l.Say(WhyConfigured)
	}
	return l.Say(WhySubscribed, "Moment", HTML(l.Moment(r.Since)))
}

// words are the words that were found, as the article writes them, each with
// how often it stands in which part.
func (r Reason) words(l *Locale, a *news.Article) []string {
	type place struct {
		word  string
		field news.Field
	}
	count := map[place]int{}
	var order []string
	fields := map[string][]news.Field{}
	for _, h := range r.Match.Hits {
		text := a.Text(h.Field)
		if h.Start < 0 || h.Start >= h.End || h.End > len(text) {
			continue
		}
		word := shorten(text[h.Start:h.End], 60)
		if fields[word] == nil {
			order = append(order, word)
		}
		if count[place{word, h.Field}]++; count[place{word, h.Field}] == 1 {
			fields[word] = append(fields[word], h.Field)
		}
	}
	var words []string
	for _, word := range order {
		var where []string
		for _, f := range fields[word] {
			where = append(where, l.Label(fieldKey(f))+" "+l.Label(WhyTimes, "Count", count[place{word, f}]))
		}
		words = append(words, isolate(word)+" ("+strings.Join(where, l.Label(Comma))+")")
	}
	return words
}

func fieldKey(f news.Field) Key {
	switch f {
	case news.FieldTitle:
		return FieldTitle
	case news.FieldLead:
		return FieldLead
	}
	return FieldBody
}
