package redis

import (
	"context"
	"fmt"
	"strconv"

	"github.com/rasadnews/rasad/news"
)

// Batch implements store.Queue. The scripts keep the counts.
func (e *Engine) Batch(ctx context.Context, key string) (news.Batch, error) {
	counts, err := e.client.HGetAll(ctx, e.prefix+"batch:"+key).Result()
	if err != nil {
		return news.Batch{}, fmt.Errorf("count what was enqueued under %s: %w", key, e.explain(err))
	}
	var b news.Batch
	for what, n := range map[string]*int64{"written": &b.Written, "waiting": &b.Waiting, "sent": &b.Sent, "dropped": &b.Dropped} {
		*n, _ = strconv.ParseInt(counts[what], 10, 64)
	}
	return b, nil
}
