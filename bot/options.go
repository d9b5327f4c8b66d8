package bot

import (
	"slices"
	"strconv"
	"strings"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/news"
)

// Options are what words after /subscribe say besides topics, such as
// "daily 08:00 lang:fa,en source:irna min:high min:2.5". What they don't say
// stays as it is.
type options struct {
	changes []func(*news.Subscription)
	unclear []string // what looks like an option and is none
}

// given tells whether there are any.
func (o options) given() bool { return len(o.changes) > 0 }

// apply changes a subscription as the options say.
func (o options) apply(s *news.Subscription) {
	for _, change := range o.changes {
		change(s)
	}
}

// optionNames are what options can be called, by what they are about.
var optionNames = map[string]string{
	"lang": "lang", "language": "lang", "زبان": "lang",
	"source": "source", "sources": "source", "منبع": "source",
	"min": "min", "severity": "min", "score": "min", "حداقل": "min", "دستکم": "min", "اهمیت": "min", "امتیاز": "min",
}

// cutOptions takes what is named with a colon out of words. The rest names
// topics and modes.
func (b *Bot) cutOptions(args string) (o options, rest string) {
	var left []string
	for _, word := range strings.Fields(args) {
		name, value, ok := strings.Cut(strings.ReplaceAll(word, "：", ":"), ":")
		about := optionNames[nameKey(name)]
		if !ok || about == "" {
			left = append(left, word)
			continue
		}
		change := b.option(about, value)
		if change == nil {
			o.unclear = append(o.unclear, word)
			continue
		}
		o.changes = append(o.changes, change)
	}
	return o, strings.Join(left, " ")
}

// option reads the value of an option, nil if it is none.
func (b *Bot) option(about, value string) func(*news.Subscription) {
	if about == "min" {
		return leastOption(value)
	}
	var ids []string
	for _, one := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == '،' }) {
		id, ok := filterLangNamed(one)
		if about == "source" {
			var found []news.Topic
			found, unknown := b.sourceFinder().find(one)
			if ok = len(found) == 1 && len(unknown) == 0; ok {
				id = found[0].ID
			}
		}
		switch {
		case everyName(one):
			continue
		case !ok:
			return nil
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) == 0 && !everyName(value) {
		return nil
	}
	return func(s *news.Subscription) {
		if about == "lang" {
			s.Filter.Langs = ids
		} else {
			s.Filter.Sources = ids
		}
	}
}

// leastOption reads the least severity, or the least score.
func leastOption(value string) func(*news.Subscription) {
	if sev, ok := severityNamed(value); ok {
		return func(s *news.Subscription) { s.Filter.MinSeverity = least(sev) }
	}
	score, err := strconv.ParseFloat(westernDigits(value), 64)
	if err != nil || (news.Filter{MinScore: score}).Validate() != nil {
		return nil
	}
	return func(s *news.Subscription) { s.Filter.MinScore = score }
}

// filterLangs are the languages of the articles that rasad reads.
var filterLangs = []string{"fa", "prs", "ps", "ar", "ur", "ru", "en"}

// filterLangNamed returns the language that a word means: its code, or its
// name in Persian or English.
func filterLangNamed(word string) (string, bool) {
	key := nameKey(word)
	for _, lang := range filterLangs {
		if key == lang || key == nameKey(message.In("en").LanguageOf(lang)) || key == nameKey(message.In("fa").LanguageOf(lang)) {
			return lang, true
		}
	}
	return languageNamed(word)
}

// mostRhythmWords are the most words in which somebody says when alerts shall
// arrive.
const mostRhythmWords = 8

// takeModes takes the modes with their times out of words that name no topic.
// What looks like a time beside them and is none is unclear.
func (o *options) takeModes(unknown []string) (left []string) {
	var odd []string
	taken, timed := false, false // timed is right behind a time
	for len(unknown) > 0 {
		n, mode, at := rhythmOfFirst(unknown)
		switch {
		case n > 0:
			o.changes = append(o.changes, func(s *news.Subscription) { s.Mode, s.At = mode, at })
			taken = true
		case timed || timely(unknown[0]):
			odd = append(odd, unknown[0])
			fallthrough
		default:
			left = append(left, unknown[0])
		}
		timed = n > 1 && mode == news.ModeDaily
		unknown = unknown[max(n, 1):]
	}
	if taken {
		o.unclear = append(o.unclear, odd...)
	}
	return left
}

// rhythmOfFirst reads when alerts shall arrive from as many of the first words
// as say it, n of them.
func rhythmOfFirst(words []string) (n int, mode news.Mode, at int) {
	_, _, starts := prefixed(modeWords, words)
	if !starts && !timely(words[0]) {
		return 0, "", 0
	}
	for n := min(mostRhythmWords, len(words)); n > 0; n-- {
		if mode, at, ok := rhythmNamed(strings.Join(words[:n], " ")); ok {
			return n, mode, at
		}
	}
	return 0, "", 0
}
