package message

import (
	"cmp"
	"slices"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/text"
)

// A story is alerts that tell of the same event, the newest first.
type story []Alert

// stories gathers alerts into stories, as far as the articles themselves tell:
// those of one article, of one text, and of nearly one headline belong together.
func stories(alerts []Alert) []story {
	var all []story
	var known []trait
	for _, a := range newestFirst(alerts) {
		t := traitOf(a)
		i := slices.IndexFunc(known, t.same)
		if i < 0 {
			all, known = append(all, story{a}), append(known, t)
			continue
		}
		all[i] = append(all[i], a)
	}
	slices.SortStableFunc(all, func(a, b story) int {
		x, y := a.topic(), b.topic()
		return cmp.Or(cmp.Compare(y.Severity.Rank(), x.Severity.Rank()), cmp.Compare(x.ID, y.ID))
	})
	return all
}

func newestFirst(alerts []Alert) []Alert {
	alerts = slices.Clone(alerts)
	slices.SortStableFunc(alerts, func(a, b Alert) int { return b.Article.Time().Compare(a.Article.Time()) })
	return alerts
}

// topic is the one under which a story is shown: the gravest of its alerts.
func (s story) topic() news.Topic {
	var topics []news.Topic
	for _, a := range s {
		topics = append(topics, a.Topics...)
	}
	if len(topics) == 0 {
		return news.Topic{}
	}
	return slices.MaxFunc(topics, func(x, y news.Topic) int {
		return cmp.Or(cmp.Compare(x.Severity.Rank(), y.Severity.Rank()), cmp.Compare(y.ID, x.ID))
	})
}

// SameStory reports whether two articles tell the same story, as far as they
// themselves tell.
func SameStory(a, b news.Article) bool {
	return traitOf(Alert{Article: a}).same(traitOf(Alert{Article: b}))
}

// A trait is what tells a story.
type trait struct {
	article string // its ID
	link    string
	body    string          // folded, empty if it is too short to tell
	words   map[string]bool // of the headline, folded
	numbers string          // of the headline: another number is other news
	time    time.Time
}

// The measures of sameness.
const (
	fewestLetters = 200 // bytes of a folded body that tell a story
	fewestWords   = 4   // of a headline that tells a story

	// sameNews is how far apart two headlines tell of one event: "The market
	// today" is another every day.
	sameNews = 12 * time.Hour
)

func traitOf(a Alert) trait {
	t := trait{article: a.Article.ID, link: a.link(), time: a.Article.Time(), words: map[string]bool{}}
	if t.body = text.Fold(a.Article.Body); len(t.body) < fewestLetters {
		t.body = ""
	}
	var title text.Text
	title.Scan(a.Article.Title)
	for _, token := range title.Tokens {
		word := title.Word(token)
		t.words[word] = true
		if token.Script == text.Digits {
			t.numbers += word + " "
		}
	}
	return t
}

// same reports whether two traits tell the same story. A headline may have a
// few words more than the other, but no word in the place of another: agencies
// write the same of one company after the other.
func (t trait) same(o trait) bool {
	switch {
	case t.article != "" && t.article == o.article, t.link != "" && t.link == o.link, t.body != "" && t.body == o.body:
		return true
	case t.numbers != o.numbers, t.time.Sub(o.time).Abs() > sameNews:
		return false
	}
	few, many := t.words, o.words
	if len(few) > len(many) {
		few, many = many, few
	}
	for word := range few {
		if !many[word] {
			return false
		}
	}
	return len(few) >= fewestWords && 10*len(few) >= 8*len(many)
}
