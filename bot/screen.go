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
	screenStart    = "s" // page of its topics
	screenTopics   = "t" // page
	screenLanguage = "l"
	screenHelp     = "h"
	screenID       = "i"
	screenStatus   = "st"

	screenSettings      = "o"
	screenSubscriptions = "u"  // page
	screenSubscription  = "u1" // key of the topic
	screenLeave         = "ux" // key of the topic
	screenFilter        = "uf" // key of the topic
	screenSources       = "us" // page, key of the topic
	screenDigest        = "g"
	screenQuiet         = "q"
	screenFormat        = "f"
	screenZone          = "z"
	screenMutes         = "m"  // page
	screenMuteWhat      = "mw" // page, kind
	screenMute          = "m1" // kind, key of the thing, or the article of a story

	screenPrivacy     = "p"
	screenForget      = "pf"
	screenForgotten   = "px"
	screenChannels    = "c"
	screenState       = "as"
	screenUsers       = "au" // the ID before the first, what is looked for
	screenUser        = "a1" // ID
	screenInvitations = "ai" // page
	screenBuried      = "ab" // the ID behind the first
	screenBroadcast   = "b"  // broadcast

	screenAlert   = "a"  // "mute" or nothing
	screenWatches = "w"  // page
	screenWatch   = "w1" // ID
	screenUnwatch = "wx" // ID
	screenUnasked = "wn"
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

// A painter draws a screen.
type painter func(b *Bot, ctx context.Context, t *talk, words []string) (sketch, error)

// forOperators shows a screen to admins of the configuration alone, in private.
func forOperators(paint painter) painter {
	return func(b *Bot, ctx context.Context, t *talk, words []string) (sketch, error) {
		if !t.private() || !b.operator(t) {
			return sketch{}, errStale
		}
		return paint(b, ctx, t, words)
	}
}

// screens are what draws each screen. The words come from a button's data,
// which anyone can send: what makes no sense is errStale.
func screens() map[string]painter {
	return map[string]painter{
		screenStart:    (*Bot).drawStart,
		screenTopics:   (*Bot).drawTopics,
		screenLanguage: (*Bot).drawLanguages,
		screenHelp:     (*Bot).drawHelp,
		screenID:       (*Bot).drawID,
		screenStatus:   (*Bot).drawStatus,

		screenSettings:      (*Bot).drawSettings,
		screenSubscriptions: (*Bot).drawSubscriptions,
		screenSubscription:  (*Bot).drawSubscription,
		screenLeave:         (*Bot).drawLeave,
		screenFilter:        (*Bot).drawFilter,
		screenSources:       (*Bot).drawSources,
		screenDigest:        (*Bot).drawDigest,
		screenQuiet:         (*Bot).drawQuiet,
		screenFormat:        (*Bot).drawFormats,
		screenZone:          (*Bot).drawZones,
		screenMutes:         (*Bot).drawMutes,
		screenMuteWhat:      (*Bot).drawMuteWhat,
		screenMute:          (*Bot).drawMute,

		screenPrivacy:     (*Bot).drawPrivacy,
		screenForget:      (*Bot).drawForget,
		screenForgotten:   (*Bot).drawForgotten,
		screenChannels:    (*Bot).drawChannels,
		screenState:       forOperators((*Bot).drawState),
		screenUsers:       forOperators((*Bot).drawUsers),
		screenUser:        forOperators((*Bot).drawUser),
		screenInvitations: forOperators((*Bot).drawInvitations),
		screenBuried:      forOperators((*Bot).drawBuried),
		screenBroadcast:   forOperators((*Bot).drawBroadcast),

		screenAlert:   (*Bot).drawAlertKeys,
		screenWatches: (*Bot).drawWatches,
		screenWatch:   (*Bot).drawWatch,
		screenUnwatch: (*Bot).drawUnwatch,
		screenUnasked: (*Bot).drawUnasked,
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
func (b *Bot) draw(ctx context.Context, t *talk, s screen) (picture, error) {
	if s.name == screenStats {
		return b.drawStats(ctx, t, s.words)
	}
	paint, ok := screens()[s.name]
	if !ok {
		return picture{}, errStale
	}
	look, err := paint(b, ctx, t, s.words)
	return picture{sketch: look}, err
}

// paint returns the same, dressed for where it is shown.
func (b *Bot) paint(ctx context.Context, t *talk, s screen) (picture, error) {
	look, err := b.draw(ctx, t, s)
	if err == nil {
		look.sketch = t.dress(look.sketch)
	}
	return look, err
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
	return b.utter(ctx, t, look.sketch)
}

// dearScreen tells whether it costs much to draw a screen.
func dearScreen(name string) bool {
	switch name {
	case screenFound, screenDraft, screenStats, screenNewest, screenChannels:
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
