package bot

import (
	"context"
	"errors"
	"time"
)

// graceful returns a context that ends a while after ctx, or with it if the
// lease is lost.
func (b *Bot) graceful(ctx context.Context) (context.Context, context.CancelFunc) {
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		if errors.Is(context.Cause(ctx), errLost) {
			cancel()
			return
		}
		t := time.AfterFunc(b.config.Grace, cancel)
		context.AfterFunc(own, func() { t.Stop() })
	})
	return own, func() { stop(); cancel() }
}
