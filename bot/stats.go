package bot

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/rasadnews/rasad/bot/chart"
	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/calendar"
	"github.com/rasadnews/rasad/news/text"
)

// spans are the numbers of days that buttons offer.
func spans() []int { return []int{7, 30, 90} }

// stats shows a chart of the chat's topics over the last days.
func (b *Bot) stats(ctx context.Context, t *talk, args string) error {
	days := cmp.Or(args, strconv.Itoa(spans()[0]))
	n, ok := daysNamed(days)
	if !ok || n > chart.MaxDays {
		return b.say(ctx, t, t.locale().Say(message.StatsHow, "Given", args))
	}
	return b.show(ctx, t, screenStats, strconv.Itoa(n))
}

// wholeNumber reads a number in any script's digits.
func wholeNumber(s string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(text.Fold(s)))
	return n, err == nil
}

// drawStats is a chart of matches by day and topic, and the busiest sources.
func (b *Bot) drawStats(ctx context.Context, t *talk, words []string) (picture, error) {
	days, err := pageOf(words)
	if err != nil || days < 1 || days > chart.MaxDays {
		return picture{}, errStale
	}
	s, err := b.count(ctx, t, days)
	if err != nil {
		return picture{}, err
	}
	l := t.locale()
	var row []telegram.Button
	for _, n := range spans() {
		sign := ""
		if n == days {
			sign = "✅ "
		}
		row = append(row, way(sign+l.Label(message.LastDays, "Count", n), screenStats, strconv.Itoa(n)))
	}
	c := s.chart(l)
	return picture{sketch{s.caption(l), mirror(l, [][]telegram.Button{row})}, &c}, nil
}

// A census is what was counted for a chat.
type census struct {
	first   time.Time // the midnight that begins the first day, by the chat's clock
	days    int
	zone    string
	all     bool // of all topics, as the chat chose none
	perDay  []int
	topics  []chart.Topic
	sources []chart.Source
}

// count counts what the archive holds over the last days of the topics and
// watches that the talk's recipient subscribed to.
func (b *Bot) count(ctx context.Context, t *talk, days int) (census, error) {
	ids, watches, all, err := b.topicsOf(ctx, t)
	if err != nil {
		return census{}, err
	}
	now := b.now().In(t.chat.Settings.Location(t.chat.Lang))
	name, offset := now.Zone()
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.FixedZone(name, offset))
	s := census{first: midnight.AddDate(0, 0, 1-days), days: days, zone: zoneCity(t.locale(), now.Location().String()), all: all, perDay: make([]int, days)}
	counted, err := b.store.Days(ctx, ids, s.first, midnight.AddDate(0, 0, 1), time.Duration(offset)*time.Second)
	if err != nil {
		return census{}, err
	}
	matches := map[string][]int{}
	for _, d := range counted {
		day := int(d.Start.Sub(s.first) / (24 * time.Hour))
		if day < 0 || day >= days {
			continue
		}
		s.perDay[day] = d.Articles
		for id, n := range d.Topics {
			if matches[id] == nil {
				matches[id] = make([]int, days)
			}
			matches[id][day] = n
		}
	}
	for _, id := range ids {
		if matches[id] != nil {
			s.topics = append(s.topics, chart.Topic{Name: message.TopicLabel(t.locale(), b.topicOr(id, watches)), Matches: matches[id]})
		}
	}
	busiest, err := b.store.TopSources(ctx, ids, s.first, midnight.AddDate(0, 0, 1), chart.MaxSources)
	for _, v := range busiest {
		s.sources = append(s.sources, chart.Source{Name: message.OutletName(b.catalog().Source(v.ID)), Matches: v.Articles})
	}
	return s, err
}

// topicsOf returns the topics that the talk's recipient subscribed to, sorted,
// and the watches among them; or all topics if there are none.
func (b *Bot) topicsOf(ctx context.Context, t *talk) (ids []string, watches []news.Watch, all bool, err error) {
	chosen, watches, err := b.interests(ctx, t)
	return append([]string{}, b.usual(chosen)...), watches, len(chosen) == 0, err
}

func (s census) chart(l *message.Locale) chart.Chart {
	last := s.first.AddDate(0, 0, s.days-1)
	return chart.Chart{
		Lang: l.Lang(), Title: l.Label(message.StatsTitle), Empty: l.Label(message.StatsEmpty),
		Note: l.Label(message.StatsSpan, "From", message.HTML(calendar.Format(s.first, l.Lang())),
			"To", message.HTML(calendar.Format(last, l.Lang())), "Zone", s.zone),
		Days: chart.Days{
			Title: l.Label(message.StatsDays), First: s.first, Len: s.days, Topics: s.topics, Rest: l.Label(message.StatsRest),
		},
		Sources: chart.Sources{Title: l.Label(message.StatsSources), Rows: s.sources},
	}
}

// caption tells the totals: of articles, while the chart shows matches, of which
// an article has one a topic.
func (s census) caption(l *message.Locale) string {
	total, peak := 0, 0
	for day, n := range s.perDay {
		total += n
		if n > s.perDay[peak] {
			peak = day
		}
	}
	span := message.HTML(l.Label(message.LastDays, "Count", s.days))
	lines := []string{l.Say(message.StatsTotal, "Count", total, "Days", span)}
	if s.all {
		lines = append(lines, l.Say(message.StatsAll))
	}
	if total == 0 {
		return strings.Join(append(lines, l.Say(message.StatsEmpty)), "\n")
	}
	most, of := "", -1
	for _, topic := range s.topics {
		if sum := sumOf(topic.Matches); sum > of {
			most, of = topic.Name, sum
		}
	}
	lines = append(lines, l.Say(message.StatsTop, "Name", most, "Count", of))
	day := calendar.Format(s.first.AddDate(0, 0, peak), l.Lang())
	lines = append(lines, l.Say(message.StatsPeak, "Day", message.HTML(day), "Count", s.perDay[peak]))
	if len(s.topics) > 1 {
		lines = append(lines, l.Say(message.StatsTwice))
	}
	return strings.Join(lines, "\n")
}

func sumOf(all []int) int {
	sum := 0
	for _, n := range all {
		sum += n
	}
	return sum
}
