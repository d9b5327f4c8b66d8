package bot

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/news/calendar"
)

// The most that one export holds: Telegram takes files of 50 MB, and somebody
// waits for it.
const (
	exportRows  = 50_000
	exportBytes = 45 << 20
	exportPage  = 250 // articles that are read at once
	exportDays  = 3660
)

// export sends the chat's articles of a time as a table. Without words it
// offers some times.
func (b *Bot) export(ctx context.Context, t *talk, args string) error {
	if args == "" {
		return b.show(ctx, t, screenExport)
	}
	p, ok := readPeriod(args, b.now().In(t.chat.Settings.Location(t.chat.Lang)))
	if !ok {
		return b.say(ctx, t, t.locale().Say(message.ExportUnclear, "Given", args))
	}
	return b.sendExport(ctx, t, p)
}

// drawExport offers times.
func (b *Bot) drawExport(_ context.Context, t *talk, _ []string) (sketch, error) {
	l := t.locale()
	var row []telegram.Button
	for _, n := range spans() {
		row = append(row, telegram.Button{Text: l.Label(message.LastDays, "Count", n), Data: data(actExport, strconv.Itoa(n))})
	}
	return sketch{text: l.Say(message.ExportHow), keyboard: mirror(l, [][]telegram.Button{row, backToSettings(l)})}, nil
}

// pressExport sends the last days as a table.
func (b *Bot) pressExport(ctx context.Context, t *talk, words []string) (effect, error) {
	days, err := pageOf(words)
	if err != nil || days < 1 || days > exportDays {
		return effect{}, errStale
	}
	if tooOften := b.stint(t); tooOften != "" {
		return effect{notice: tooOften}, nil
	}
	return effect{}, b.sendExport(ctx, t, lastDays(days, b.now().In(t.chat.Settings.Location(t.chat.Lang))))
}

// sendExport writes the table to a file of its own, so that however much it is
// it never stands in memory and an upload can be made again, and sends it.
func (b *Bot) sendExport(ctx context.Context, t *talk, p period) (err error) {
	l := t.locale()
	f, err := os.CreateTemp("", "rasad-export-*.csv")
	if err != nil {
		return fmt.Errorf("make a file for an export: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close(), os.Remove(f.Name())) }()
	done, err := b.writeExport(ctx, t, p, f)
	if err != nil {
		return err
	}
	if done.rows == 0 {
		return b.say(ctx, t, l.Say(message.ExportNone))
	}
	if _, err := f.Seek(0, 0); err != nil {
		return fmt.Errorf("read an export: %w", err)
	}
	last := p.before.Add(-time.Second)
	m := telegram.Message{Chat: t.at.Chat, Thread: t.at.Thread, Text: l.Say(message.ExportDone, "Count", done.rows,
		"From", message.HTML(calendar.Format(p.since, l.Lang())), "To", message.HTML(calendar.Format(last, l.Lang())))}
	if done.cut {
		m.Text += "\n" + l.Say(message.ExportCut)
	}
	if done.left > 0 {
		m.Text += "\n" + l.Say(message.SearchLeft, "Count", int(done.left))
	}
	name := fmt.Sprintf("rasad-%s-%s.csv", p.since.Format("20060102"), last.Format("20060102"))
	return b.sendFile(ctx, t, m, func(m telegram.Message) error {
		_, err := b.api.SendDocument(ctx, m, telegram.FromReader(name, f))
		return err
	})
}

// exported is what became of an export.
type exported struct {
	rows int
	cut  bool  // there was more
	left int64 // articles that are not in the index yet
}

// writeExport writes the articles of the chat's topics, the newest first.
func (b *Bot) writeExport(ctx context.Context, t *talk, p period, f *os.File) (exported, error) {
	ids, watches, _, err := b.topicsOf(ctx, t)
	if err != nil {
		return exported{}, err
	}
	table := message.NewTable(f, t.locale())
	var done exported
	within := news.Search{Topics: ids, Since: p.since, Before: p.before, Limit: exportPage}
	for len(ids) > 0 {
		found, err := b.store.Search(ctx, within)
		if err != nil {
			return done, fmt.Errorf("read articles for an export: %w", err)
		}
		done.left = found.Left
		for _, a := range found.Articles {
			if done.rows == exportRows || table.Bytes() > exportBytes {
				done.cut = true
				return done, table.End()
			}
			table.Row(message.NewAlert(b.catalog(), a.Archived, ids, watches...), scoreOf(a.Archived, ids))
			done.rows++
		}
		if within.After = found.Next; within.After == 0 {
			break
		}
	}
	return done, table.End()
}

// scoreOf is the highest score of an article's matches of some topics.
func scoreOf(a news.Archived, topics []string) float64 {
	best := 0.0
	for _, id := range topics {
		best = max(best, a.Match(id).Score)
	}
	return best
}
