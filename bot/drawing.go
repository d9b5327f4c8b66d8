package bot

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
	"github.com/rasadnews/rasad/news"
)

// A drawing is a screen to be drawn anew in the place of an old message.
type drawing struct {
	talk   *talk
	id     int // of the message
	screen screen
	look   *picture // as it was drawn already, or nil
}

func (d drawing) key() [2]int64 { return [2]int64{d.talk.at.Chat, int64(d.id)} }

// Drawings wait for a moment that their chat can spare: of those of one
// message the latest counts, and what is drawn is how things stand by then. An
// edit never delays a message. Their zero value is ready.
type drawings struct {
	mu      sync.Mutex
	waiting map[[2]int64]drawing
}

// mostDrawings bounds what waits. What goes beyond is left out; the next press
// draws it.
const (
	mostDrawings = 1000
	drawTime     = 5 * time.Second
)

func (w *drawings) put(d drawing) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.waiting == nil {
		w.waiting = map[[2]int64]drawing{}
	}
	if _, waits := w.waiting[d.key()]; waits || len(w.waiting) < mostDrawings {
		w.waiting[d.key()] = d
	}
}

// putBack puts a drawing that failed back, unless a later one waits.
func (w *drawings) putBack(d drawing) {
	w.mu.Lock()
	_, later := w.waiting[d.key()]
	w.mu.Unlock()
	if !later {
		w.put(d)
	}
}

// next takes out a drawing that can be drawn now.
func (w *drawings) next(ready func(chat int64) bool) (drawing, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for key, d := range w.waiting {
		if ready(key[0]) {
			delete(w.waiting, key)
			return d, true
		}
	}
	return drawing{}, false
}

// keepDrawn draws what waits until ctx ends.
func (b *Bot) keepDrawn(ctx context.Context) {
	tick := time.NewTicker(min(b.config.Every, 200*time.Millisecond))
	defer tick.Stop()
	for ctx.Err() == nil {
		d, ok := b.drawings.next(func(chat int64) bool {
			down, _ := b.outage.wait(b.now())
			return !down && b.pace.spare(chat, b.now())
		})
		if ok {
			b.drawAnew(ctx, d)
			continue
		}
		select {
		case <-ctx.Done():
		case <-b.drawn:
		case <-tick.C:
		}
	}
}

// redraw sees to it that a message shows a screen: as it looked when it was
// drawn, or else as it is by then.
func (b *Bot) redraw(t *talk, id int, s screen, look *picture) {
	b.drawings.put(drawing{t, id, s, look})
	select {
	case b.drawn <- struct{}{}:
	default:
	}
}

// abreast returns a talk with its chat as it is now: it may have changed since
// the press. A chat that was forgotten has chosen nothing.
func (b *Bot) abreast(ctx context.Context, t *talk) (*talk, error) {
	chat, known, err := b.store.Chat(ctx, t.to.Chat)
	if err != nil {
		return nil, fmt.Errorf("read chat: %w", err)
	}
	now := *t
	if now.chat.Settings = (news.ChatSettings{}); known {
		now.chat = chat
	}
	return &now, nil
}

// putLook edits a message to show a screen: its text, its picture, or its
// keyboard alone where a screen is nothing else.
func (b *Bot) putLook(ctx context.Context, d drawing) error {
	if d.look == nil {
		t, err := b.abreast(ctx, d.talk)
		if err != nil {
			return err
		}
		look, err := b.paint(ctx, t, d.screen)
		if err != nil {
			return err
		}
		d.look = &look
	}
	to := d.talk.at
	m := telegram.Message{Chat: to.Chat, Thread: to.Thread, Text: d.look.text, Keyboard: d.look.keyboard}
	switch {
	case d.look.chart != nil:
		return b.editPhoto(ctx, d.id, m, d.look.chart)
	case m.Text == "":
		return b.api.EditMarkup(ctx, to.Chat, d.id, m.Keyboard)
	}
	err := b.api.EditMessageText(ctx, d.id, m)
	if telegram.Is(err, telegram.KindMessageGone) {
		return b.reply(ctx, d.talk.key, m)
	}
	return err
}

// drawAnew edits a message, or sends a new one if it is gone.
func (b *Bot) drawAnew(ctx context.Context, d drawing) {
	ctx, cancel := context.WithTimeout(ctx, drawTime)
	defer cancel()
	err := b.putLook(ctx, d)
	var e *telegram.Error
	switch {
	case err == nil || ctx.Err() != nil, errors.Is(err, errStale):
		return
	case !errors.As(err, &e): // the store's
		b.drawings.putBack(d)
	case e.Kind == telegram.KindGateway, e.Kind == telegram.KindNetwork:
		b.drawings.putBack(d)
		b.outage.began(b.now())
	case e.Kind == telegram.KindFlood:
		b.drawings.putBack(d)
		b.flooded(d.talk.at.Chat, e)
	}
	if err != nil {
		b.log.Warn("a keyboard could not be drawn anew", "chat", d.talk.at.Chat, "err", err)
	}
}
