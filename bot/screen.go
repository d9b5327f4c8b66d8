package bot

import (
	"context"
	"strconv"
	"strings"

	"github.com/rasadnews/rasad/bot/chart"
	"github.com/rasadnews/rasad/bot/telegram"
)

// A screen is a message that shows how things stand, and is drawn anew in its
// place when they change. Its name and words travel in the data of its
// buttons, so that a press can draw it again, whatever happened since.
type screen struct {
	name  string
	words []string
}

// A sketch is how a screen looks.
type sketch struct {
	text     string // Telegram HTML; empty for a screen that is a keyboard under what stands there
	keyboard [][]telegram.Button
}

// A picture is a sketch with a chart above its text, or without one.
type picture struct {
	sketch
	chart *chart.Chart
}

// The names of the screens. They stand in the data of buttons, where space is
// scarce.
const (
	screenStart    = "s"
	screenTopics   = "t" // page
	screenLanguage = "l"

	screenAlert   = "a"  // "mute" or nothing
	screenWatches = "w"  // page
	screenWatch   = "w1" // ID
	screenUnwatch = "wx" // ID
	screenDraft   = "wd" // name of what is kept
	screenFound   = "wf" // page, name of what is kept
	screenStats   = "ws" // days; a picture
	screenExport  = "we"
	screenOutlets = "wo" // page, name of what is kept
	screenShares  = "wh" // page
	screenLatest  = "wl" // page
	screenNewest  = "wp" // page, name of what is kept
	screenAsk     = "wq" // what to ask for: "watch" or "search"
)

// screens are what draws each screen. The words come from a button's data,
// which anyone can send: what makes no sense is errStale.
func screens() map[string]func(b *Bot, ctx context.Context, t *talk, words []string) (sketch, error) {
	return map[string]func(*Bot, context.Context, *talk, []string) (sketch, error){
		screenStart:    (*Bot).drawStart,
		screenTopics:   (*Bot).drawTopics,
		screenLanguage: (*Bot).drawLanguages,

		screenAlert:   (*Bot).drawAlertKeys,
		screenWatches: (*Bot).drawWatches,
		screenWatch:   (*Bot).drawWatch,
		screenUnwatch: (*Bot).drawUnwatch,
		screenDraft:   (*Bot).drawDraft,
		screenFound:   (*Bot).drawFound,
		screenExport:  (*Bot).drawExport,
		screenOutlets: (*Bot).drawOutlets,
		screenShares:  (*Bot).drawShares,
		screenLatest:  (*Bot).drawLatestTopics,
		screenNewest:  (*Bot).drawNewest,
		screenAsk:     (*Bot).drawAsk,
	}
}

// draw returns how a screen looks now.
func (b *Bot) draw(ctx context.Context, t *talk, s screen) (sketch, error) {
	paint, ok := screens()[s.name]
	if !ok {
		return sketch{}, errStale
	}
	return paint(b, ctx, t, s.words)
}

// paint returns the same with its chart, if it has one.
func (b *Bot) paint(ctx context.Context, t *talk, s screen) (picture, error) {
	if s.name == screenStats {
		return b.drawStats(ctx, t, s.words)
	}
	look, err := b.draw(ctx, t, s)
	return picture{sketch: look}, err
}

// show sends a screen as a new message.
func (b *Bot) show(ctx context.Context, t *talk, name string, words ...string) error {
	look, err := b.paint(ctx, t, screen{name, words})
	if err != nil {
		return err
	}
	if look.chart != nil {
		return b.sendPhoto(ctx, t, look)
	}
	return b.say(ctx, t, look.text, look.keyboard...)
}

// dearScreen tells whether it costs much to draw a screen.
func dearScreen(name string) bool {
	switch name {
	case screenFound, screenDraft, screenStats:
		return true
	}
	return false
}

// data writes what a button sends: an act and its words, at most 64 bytes.
// Words hold no colon.
func data(act string, words ...string) string {
	return strings.Join(append([]string{act}, words...), ":")
}

// way is a button that shows a screen in the place of its message.
func way(label, name string, words ...string) telegram.Button {
	return telegram.Button{Text: label, Data: data(actShow, append([]string{name}, words...)...)}
}

// pageOf reads the page that the first of words names, 0 if there is none.
func pageOf(words []string) (int, error) {
	if len(words) == 0 {
		return 0, nil
	}
	page, err := strconv.Atoi(words[0])
	if err != nil || page < 0 || page > 1_000_000 {
		return 0, errStale
	}
	return page, nil
}
