package bot

import (
	"context"
	"strconv"
	"strings"

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
	text     string // Telegram HTML
	keyboard [][]telegram.Button
}

// The names of the screens. They stand in the data of buttons, where space is
// scarce.
const (
	screenStart    = "s"
	screenTopics   = "t" // page
	screenLanguage = "l"

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
)

// screens are what draws each screen. The words come from a button's data,
// which anyone can send: what makes no sense is errStale.
func screens() map[string]func(b *Bot, ctx context.Context, t *talk, words []string) (sketch, error) {
	return map[string]func(*Bot, context.Context, *talk, []string) (sketch, error){
		screenStart:    (*Bot).drawStart,
		screenTopics:   (*Bot).drawTopics,
		screenLanguage: (*Bot).drawLanguages,

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

// show sends a screen as a new message.
func (b *Bot) show(ctx context.Context, t *talk, name string, words ...string) error {
	look, err := b.draw(ctx, t, screen{name, words})
	if err != nil {
		return err
	}
	return b.say(ctx, t, look.text, look.keyboard...)
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
