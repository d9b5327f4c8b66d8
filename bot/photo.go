package bot

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/rasadnews/rasad/bot/chart"
	"github.com/rasadnews/rasad/bot/message"
	"github.com/rasadnews/rasad/bot/telegram"
)

// photos remember by which file_id Telegram has a chart. Their zero value is
// ready.
type photos struct {
	mu    sync.Mutex
	known map[[sha256.Size]byte]string
}

const mostPhotos = 1000

func (p *photos) recall(key [sha256.Size]byte) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.known[key]
}

func (p *photos) keep(key [sha256.Size]byte, fileID string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known == nil || len(p.known) >= mostPhotos {
		p.known = map[[sha256.Size]byte]string{}
	}
	if fileID != "" {
		p.known[key] = fileID
	}
}

// forget drops a file_id that Telegram does not know any more.
func (p *photos) forget(key [sha256.Size]byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.known, key)
}

// withPhoto hands a chart to send, as a file that Telegram has if the same one
// was sent before, and else drawn.
func (b *Bot) withPhoto(c *chart.Chart, send func(telegram.File) (telegram.Sent, error)) error {
	same, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("name a chart: %w", err)
	}
	key := sha256.Sum256(same)
	if id := b.photos.recall(key); id != "" {
		_, err := send(telegram.File{ID: id})
		if !telegram.Is(err, telegram.KindFileID) {
			return err
		}
		b.photos.forget(key)
	}
	png, err := c.PNG()
	if err != nil {
		return fmt.Errorf("draw a chart: %w", err)
	}
	sent, err := send(telegram.FromReader("rasad.png", bytes.NewReader(png)))
	if err == nil {
		b.photos.keep(key, sent.FileID)
	}
	return err
}

// editPhoto puts a chart into the place of a message's photo.
func (b *Bot) editPhoto(ctx context.Context, id int, m telegram.Message, c *chart.Chart) error {
	return b.withPhoto(c, func(f telegram.File) (telegram.Sent, error) { return b.api.EditPhoto(ctx, id, m, f) })
}

// sendPhoto answers with a chart.
func (b *Bot) sendPhoto(ctx context.Context, t *talk, look picture) error {
	m := telegram.Message{Chat: t.at.Chat, Thread: t.at.Thread, Text: look.text, Keyboard: look.keyboard}
	return b.sendFile(ctx, t, m, func(m telegram.Message) error {
		return b.withPhoto(look.chart, func(f telegram.File) (telegram.Sent, error) { return b.api.SendPhoto(ctx, m, f) })
	})
}

// sendFile answers with a file under a text, when it is the chat's turn. The
// queue holds no files: if Telegram does not take it now, the reader is told to
// ask again, or that it may have arrived.
func (b *Bot) sendFile(ctx context.Context, t *talk, m telegram.Message, send func(telegram.Message) error) error {
	later := telegram.Message{Chat: t.at.Chat, Thread: t.at.Thread, Text: t.locale().Say(message.FileLater)}
	if down, _ := b.outage.wait(b.now()); down {
		return b.enqueueAnswer(ctx, t.key, later)
	}
	delay, ok := b.pace.reserve(t.at.Chat, b.now())
	if !ok {
		return b.enqueueAnswer(ctx, t.key, later)
	}
	if !b.await(ctx, delay) {
		return ctx.Err()
	}
	err := b.sendOnce(ctx, t, m, send)
	var e *telegram.Error
	if err == nil || !errors.As(err, &e) {
		return err
	}
	if e.InDoubt {
		b.outage.began(b.now())
		later.Text = t.locale().Say(message.FileDoubt)
		return b.enqueueAnswer(ctx, t.key, later)
	}
	return b.refused(ctx, t.key, later, e)
}

// sendOnce notes that a file is on its way until it is clear what came of that.
// Where the end of the process, or of its lease, came before, the update is
// handled again, and the file marked as a possible repeat.
func (b *Bot) sendOnce(ctx context.Context, t *talk, m telegram.Message, send func(telegram.Message) error) error {
	name := "file:" + t.key
	begun, err := b.noteOf(ctx, name)
	if err == nil && begun != "" {
		err = b.markRepeat(ctx, &m)
	}
	if err == nil {
		err = b.putNote(ctx, t.at.Chat, name, "begun", answerLife)
	}
	if err != nil {
		return fmt.Errorf("note that a file is sent: %w", err)
	}
	err = send(m)
	if ctx.Err() != nil {
		return err
	}
	if e := b.putNote(ctx, t.at.Chat, name, "", 0); e != nil {
		b.log.Warn("the note of a file that was sent stays for a while", "chat", t.at.Chat, "err", e)
	}
	return err
}
