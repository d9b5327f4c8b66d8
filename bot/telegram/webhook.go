package telegram

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"regexp"
	"sync"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// A Webhook is the http.Handler to which Telegram brings updates, each by
// itself. It asks for the secret that SetWebhook gave, and hands every update
// on once, however often Telegram brings it: as long as the process lives, and
// no more than 10,000 others were taken since. A taker that must not do a thing
// twice after a restart either keeps the ID with what it did.
//
// An update is answered with 200 when the taker returned nil for it, and never
// before. Anything else makes Telegram bring it again, after ever longer
// times, for a day: 503 stands for a taker that failed, 401, 405, 413 and 415
// for a request that is not Telegram's. An update that cannot be read would be
// no better the next time, so it is handed on with its Err set like any other.
type Webhook struct {
	client *Client
	secret [sha256.Size]byte
	take   func(context.Context, Update) error

	mu   sync.Mutex
	seen map[int64]*outcome // updates under way, and the last ones taken
	done []int64            // those taken, oldest first
}

// An outcome is what came of an update; ended is closed once it did.
type outcome struct {
	ended  chan struct{}
	err    error
	gaveUp bool // err came with the end of the request's context
}

const (
	maxUpdate   = 4 << 20 // bytes; the largest messages take a few hundred thousand
	mostTaken   = 10_000  // updates that are remembered
	againAfter  = "1"     // seconds after which Telegram shall try again
	secretBytes = `^[A-Za-z0-9_-]{1,256}$`
)

// ErrSecret says that a webhook's secret is none that Telegram takes.
var ErrSecret = errors.New("a webhook's secret is 1 to 256 letters, digits, _ and -")

var secretForm = regexp.MustCompile(secretBytes)

// Webhook returns a handler for the updates of the client's bot. It calls take
// from many goroutines at a time, as the requests come: that those of a chat
// come in order, one after the other, is Telegram's doing. The context is that
// of the request, which Telegram gives up after a minute.
func (c *Client) Webhook(secret string, take func(context.Context, Update) error) (*Webhook, error) {
	if !secretForm.MatchString(secret) {
		return nil, ErrSecret
	}
	return &Webhook{client: c, secret: sha256.Sum256([]byte(secret)), take: take, seen: map[int64]*outcome{}}, nil
}

// ServeHTTP takes one update.
func (h *Webhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	given := sha256.Sum256([]byte(r.Header.Get("X-Telegram-Bot-Api-Secret-Token")))
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case subtle.ConstantTimeCompare(given[:], h.secret[:]) != 1:
		http.Error(w, "not the secret of this webhook", http.StatusUnauthorized)
		return
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "an update is posted", http.StatusMethodNotAllowed)
		return
	case kind != "application/json":
		http.Error(w, "an update is application/json", http.StatusUnsupportedMediaType)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
	if err != nil {
		http.Error(w, "an update that is too long, or broke off", http.StatusRequestEntityTooLarge)
		return
	}
	u, known := h.client.decodeUpdate(body)
	take := h.once
	if !known {
		take = h.try // again and again: it cannot be told from another
	}
	if err := take(r.Context(), u); err != nil {
		w.Header().Set("Retry-After", againAfter)
		http.Error(w, "not handled yet", http.StatusServiceUnavailable)
	}
}

// once hands an update on, unless that was done or is being done.
func (h *Webhook) once(ctx context.Context, u Update) error {
	for {
		o, first := h.begin(u.ID)
		if first {
			o.err = h.try(ctx, u)
			o.gaveUp = o.err != nil && ctx.Err() != nil
			h.note(u.ID, o.err == nil)
			close(o.ended)
			return o.err
		}
		select {
		case <-o.ended:
		case <-ctx.Done():
			return ctx.Err()
		}
		if !o.gaveUp {
			return o.err
		}
		// The first request was given up, which is no reason for this one.
	}
}

// begin returns the outcome of an update, and whether it is for the caller to
// bring it about.
func (h *Webhook) begin(id int64) (*outcome, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	o, known := h.seen[id]
	if !known {
		o = &outcome{ended: make(chan struct{})}
		h.seen[id] = o
	}
	return o, !known
}

// try hands an update on; a panic of the taker is an error.
func (h *Webhook) try(ctx context.Context, u Update) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("update %d: %s", u.ID, h.client.token.telling(fmt.Sprint(r), 300))
			h.client.log.Error("an update was not handled", "err", err)
		}
	}()
	return h.take(ctx, u)
}

// note remembers an update that was taken, and forgets one that was not.
func (h *Webhook) note(id int64, taken bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !taken {
		delete(h.seen, id)
		return
	}
	h.done = append(h.done, id)
	if len(h.done) > mostTaken {
		delete(h.seen, h.done[0])
		h.done = h.done[1:]
	}
}

// A WebhookInfo tells how Telegram brings updates to a webhook.
type WebhookInfo struct {
	URL     string `json:"url"` // empty when there is none
	Pending int    `json:"pending_update_count"`
	ErredAt int64  `json:"last_error_date"` // in Unix time, or 0
	Erred   string `json:"last_error_message"`
}

// SetWebhook has Telegram bring the updates of the allowed kinds to an https
// address, with the secret. It keeps those that wait.
func (c *Client) SetWebhook(ctx context.Context, address, secret string, allowed []string) error {
	if !secretForm.MatchString(secret) {
		return ErrSecret
	}
	if allowed == nil {
		allowed = []string{} // null would leave the server with its old list
	}
	p := tgbotapi.Params{"url": address, "secret_token": secret}
	if err := p.AddInterface("allowed_updates", allowed); err != nil {
		return err
	}
	return c.do(ctx, "setWebhook", p)
}

// WebhookInfo returns the webhook that Telegram knows.
func (c *Client) WebhookInfo(ctx context.Context) (WebhookInfo, error) {
	var i WebhookInfo
	if err := c.ask(ctx, "getWebhookInfo", nil, &i); err != nil {
		return WebhookInfo{}, err
	}
	i.Erred = c.token.telling(i.Erred, 300)
	return i, nil
}

// ErredSince reports whether Telegram could not bring an update after t.
func (i WebhookInfo) ErredSince(t time.Time) bool {
	return i.ErredAt != 0 && time.Unix(i.ErredAt, 0).After(t)
}
