package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

var (
	severities  = []news.Severity{news.SeverityLow, news.SeverityNormal, news.SeverityHigh, news.SeverityCritical}
	usualScores = []float64{0, 1, 2, 3, 5, 8}
)

// What a button changes of a filter.
const (
	filterLang     = "l" // language, 1 or 0
	filterSource   = "s" // topicKey of the source, 1 or 0, page
	filterSeverity = "m" // severity
	filterScore    = "p" // points
)

// languages returns those that a filter can ask for: those of the sources, and
// those that it has.
func (b *Bot) languages(f news.Filter) []string {
	langs := slices.Clone(f.Langs)
	for _, s := range b.catalog().Sources {
		if lang, _, _ := strings.Cut(s.Lang, "-"); lang != "" {
			langs = append(langs, lang)
		}
	}
	slices.Sort(langs)
	return slices.Compact(langs)
}

// filterLines tell what a filter lets through.
func (b *Bot) filterLines(l *message.Locale, f news.Filter) []string {
	langs, sources := l.Label(message.FilterAll), l.Label(message.FilterAll)
	if len(f.Langs) > 0 {
		var names []string
		for _, lang := range f.Langs {
			names = append(names, l.LanguageOf(lang))
		}
		langs = string(l.List(names, 10))
	}
	if len(f.Sources) > 0 {
		var names []string
		for _, id := range f.Sources {
			names = append(names, b.catalog().Source(id).Name)
		}
		sources = string(l.List(names, 10))
	}
	return []string{
		l.Say(message.FilterLangs, "Langs", message.HTML(langs)),
		l.Say(message.FilterSources, "Sources", message.HTML(sources)),
		l.Say(message.FilterSeverity, "Severity", message.HTML(message.SeverityLabel(l, cmp.Or(f.MinSeverity, news.SeverityLow)))),
		l.Say(message.FilterScore, "Score", message.HTML(scoreName(l, f.MinScore))),
	}
}

// scoreName says what a score of so much or more is called.
func scoreName(l *message.Locale, score float64) string {
	if score == 0 {
		return l.Label(message.FilterAny)
	}
	return "≥ " + l.Decimal(score)
}

// drawFilter tells what a subscription lets through, with buttons for each
// language, severity and score.
func (b *Bot) drawFilter(ctx context.Context, t *talk, words []string) (sketch, error) {
	s, topic, err := b.subscriptionOf(ctx, t, words)
	if err != nil {
		return sketch{}, err
	}
	l, key, f := t.locale(), topicKey(topic.ID), s.Filter
	button := func(label string, on bool, words ...string) telegram.Button {
		return telegram.Button{Text: checked(label, on), Data: data(actFilter, append([]string{key}, words...)...)}
	}
	var langs, grave, scores []telegram.Button
	for _, lang := range b.languages(f) {
		on := slices.Contains(f.Langs, lang)
		langs = append(langs, button(l.LanguageOf(lang), on, filterLang, lang, switched(on)))
	}
	for _, sev := range severities {
		grave = append(grave, button(message.SeverityLabel(l, sev), sev == cmp.Or(f.MinSeverity, news.SeverityLow), filterSeverity, string(sev)))
	}
	for _, score := range usualScores {
		scores = append(scores, button(scoreName(l, score), score == f.MinScore, filterScore, strconv.FormatFloat(score, 'f', -1, 64)))
	}
	rows := slices.Collect(slices.Chunk(langs, 3))
	rows = append(rows, grave[:2], grave[2:], scores[:3], scores[3:],
		[]telegram.Button{way("📰 "+l.Label(message.ButtonOutlets), screenSources, "0", key), way("↩️ "+message.TopicLabel(l, topic), screenSubscription, key)})
	text := strings.Join(append([]string{l.Say(message.FilterTitle, "Topic", message.TopicLabel(l, topic))}, b.filterLines(l, f)...), "\n")
	return sketch{text, mirror(l, rows)}, nil
}

// switched says what a press on a switch makes of it.
func switched(on bool) string {
	if on {
		return "0"
	}
	return "1"
}

// drawSources is a page of the sources that a subscription can be narrowed to:
// the page and the key of the subscription are its words.
func (b *Bot) drawSources(ctx context.Context, t *talk, words []string) (sketch, error) {
	page, err := pageOf(words)
	if err != nil || len(words) < 2 {
		return sketch{}, errStale
	}
	s, topic, err := b.subscriptionOf(ctx, t, words[1:])
	if err != nil {
		return sketch{}, err
	}
	l, key := t.locale(), topicKey(topic.ID)
	sources := b.catalog().Sources
	page, shown := pageIn(sources, page)
	var rows [][]telegram.Button
	for pair := range slices.Chunk(shown, 2) {
		var row []telegram.Button
		for _, source := range pair {
			on := slices.Contains(s.Filter.Sources, source.ID)
			row = append(row, telegram.Button{
				Text: checked(sourceLabel(l, source), on),
				Data: data(actFilter, key, filterSource, topicKey(source.ID), switched(on), strconv.Itoa(page)),
			})
		}
		rows = append(rows, row)
	}
	rows = append(rows, pageKeys(l, len(sources), page, screenSources, key)...)
	rows = append(rows, []telegram.Button{way("↩️ "+l.Label(message.ButtonFilters), screenFilter, key)})
	return sketch{l.Say(message.FilterSourcesTitle, "Topic", message.TopicLabel(l, topic)), mirror(l, rows)}, nil
}

// sourceLabel is a source's name for a button.
func sourceLabel(l *message.Locale, s news.Source) string {
	return message.TopicLabel(l, news.Topic{ID: s.ID, Name: map[string]string{"en": s.Name}})
}

// pressFilter changes what a subscription lets through.
func (b *Bot) pressFilter(ctx context.Context, t *talk, words []string) (effect, error) {
	s, _, err := b.subscriptionOf(ctx, t, words)
	if err != nil {
		return effect{}, err
	}
	then := screen{screenFilter, words[:1]}
	change, err := b.filterChange(words[1:])
	if err != nil {
		return effect{}, err
	}
	if len(words) == 5 { // of a source, on a page
		if _, err := pageOf(words[4:]); err != nil {
			return effect{}, err
		}
		then = screen{screenSources, []string{words[4], words[0]}}
	}
	n, err := b.changeSubscriptions(ctx, t.to, s.Topic, func(s *news.Subscription) error {
		if change(&s.Filter); s.Filter.Validate() != nil {
			return errFilterFull
		}
		return nil
	})
	switch {
	case errors.Is(err, errFilterFull):
		return effect{notice: t.locale().Label(message.FilterFull)}, nil
	case err == nil && n == 0: // ended by another
		return effect{}, errStale
	}
	return effect{then: &then}, err
}

// errFilterFull is what comes of a choice beyond the most that a filter can have.
var errFilterFull = errors.New("the filter has as much as it can")

// filterChange reads from a button what is to be of a filter.
func (b *Bot) filterChange(words []string) (func(*news.Filter), error) {
	if len(words) < 2 {
		return nil, errStale
	}
	on := len(words) > 2 && words[2] == "1"
	switch what, value := words[0], words[1]; what {
	case filterLang:
		if len(value) == 0 || len(value) > 8 {
			return nil, errStale
		}
		return func(f *news.Filter) { f.Langs = with(f.Langs, value, on) }, nil
	case filterSource:
		sources := b.catalog().Sources
		i := slices.IndexFunc(sources, func(s news.Source) bool { return topicKey(s.ID) == value })
		if i < 0 {
			return nil, errStale
		}
		id := sources[i].ID // the catalog may be another by the time of the change
		return func(f *news.Filter) { f.Sources = with(f.Sources, id, on) }, nil
	case filterSeverity:
		if !slices.Contains(severities, news.Severity(value)) {
			return nil, errStale
		}
		return func(f *news.Filter) { f.MinSeverity = least(news.Severity(value)) }, nil
	case filterScore:
		score, err := strconv.ParseFloat(value, 64)
		if err != nil || (news.Filter{MinScore: score}).Validate() != nil {
			return nil, errStale
		}
		return func(f *news.Filter) { f.MinScore = score }, nil
	}
	return nil, errStale
}

// least is a severity as a filter has it: nothing for the least of all.
func least(s news.Severity) news.Severity {
	if s == news.SeverityLow {
		return ""
	}
	return s
}

// with returns a sorted list with a value, or without it.
func with(list []string, value string, on bool) []string {
	list = slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == value })
	if on {
		list = append(list, value)
		slices.Sort(list)
	}
	return list
}
