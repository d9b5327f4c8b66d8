package bot

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/rasadnews/rasad/bot/telegram"
)

// A Webhook is where Telegram brings the bot's updates. With it the bot never
// asks for them.
//
// Of several processes any may be reached: the one that holds the lease
// answers, and the others say 503, so that Telegram comes again a second later
// and in the end, behind whatever shares requests out, to the right one.
// Updates that come while nobody leads wait at Telegram, for a day at most.
type Webhook struct {
	URL    string // https, as Telegram shall call it
	Secret string // 1 to 256 of A-Z, a-z, 0-9, _ and -, which Telegram shows
}

// webhookCheck is how often the webhook is looked at.
const webhookCheck = 5 * time.Minute

// errNotHandled makes Telegram bring an update again.
var errNotHandled = errors.New("not handled")

// A door lets updates in while the bot leads.
type door struct {
	mu  sync.Mutex
	ctx context.Context // of what is handled
	in  *inbox          // nil while it is shut
}

// WebhookHandler returns what stands at the address of the Config's webhook.
// It fails with telegram.ErrSecret.
func (b *Bot) WebhookHandler() (http.Handler, error) {
	h, err := b.api.Webhook(b.config.Webhook.Secret, b.admit)
	if err != nil {
		return nil, err // not a typed nil
	}
	return h, nil
}

// admit handles an update that Telegram brought, and returns when that is
// done, or an error when it is not. It waits even when Telegram does so no
// longer: what comes again meanwhile is answered as this is.
func (b *Bot) admit(_ context.Context, u telegram.Update) error {
	done := make(chan bool, 1)
	if !b.door.enter(errand{u, done}) || !<-done {
		return errNotHandled
	}
	return nil
}

// enter gives an update to the inbox, unless the door is shut.
func (d *door) enter(e errand) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.in == nil {
		return false
	}
	d.in.mu.Lock()
	defer d.in.mu.Unlock()
	d.in.queue(d.ctx, e)
	return true
}

// open lets updates into an inbox, to be handled until ctx ends.
func (d *door) open(ctx context.Context, in *inbox) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ctx, d.in = ctx, in
}

// shut lets none in any more.
func (d *door) shut() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.in = nil
}

// listen answers the updates that Telegram brings until ctx ends. Then what is
// under way is finished, and the webhook stays, so that the rest waits at
// Telegram for whoever leads next.
func (b *Bot) listen(ctx context.Context) {
	if !b.introduce(ctx) {
		return
	}
	in := b.newInbox()
	own, cancel := b.graceful(ctx)
	defer cancel()
	b.door.open(own, in)
	b.keepWebhook(ctx)
	b.door.shut()
	in.workers.Wait()
}

// keepWebhook sets the webhook, and again whenever it is found to be another,
// until ctx ends.
func (b *Bot) keepWebhook(ctx context.Context) {
	looked, failures := b.now(), 0
	for set := false; ctx.Err() == nil; {
		var info telegram.WebhookInfo
		var err error
		if set {
			info, err = b.api.WebhookInfo(ctx)
			set = err != nil || info.URL == b.config.Webhook.URL
		}
		if err == nil && !set {
			err = b.api.SetWebhook(ctx, b.config.Webhook.URL, b.config.Webhook.Secret, allowed)
			set = err == nil
		}
		if err != nil {
			failures++
			if ctx.Err() == nil {
				sleep(ctx, b.pollTrouble(ctx, err, failures))
			}
			continue
		}
		failures = 0
		if info.ErredSince(looked) {
			b.log.Warn("telegram cannot bring updates", "err", info.Erred, "waiting", info.Pending)
		}
		looked = b.now()
		sleep(ctx, webhookCheck)
	}
}
