package redis

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/rasadnews/rasad/news"
)

// Buried implements store.Queue. The chats that have graves are asked some at
// a time, so that the server stops for nobody. What cannot be read of a delivery is
// left out of it: that may be why it is buried.
func (e *Engine) Buried(ctx context.Context, before int64, limit int) ([]news.Delivery, error) {
	const some = 500
	from := "+inf"
	if before != 0 {
		from = fmt.Sprintf("(%d", before)
	}
	if limit <= 0 {
		return nil, nil
	}
	chats, err := e.client.SMembers(ctx, e.prefix+"graves").Result()
	if err != nil {
		return nil, fmt.Errorf("read what is buried: %w", e.explain(err))
	}
	var found []news.Delivery
	for part := range slices.Chunk(chats, some) {
		args := []any{e.now(), from, limit}
		for _, chat := range part {
			args = append(args, chat)
		}
		answer, err := e.run(ctx, "buried", args...)
		if err != nil {
			return nil, fmt.Errorf("read what is buried: %w", err)
		}
		list, _ := answer.([]any)
		read, unread := scanEach(list)
		found = append(found, read...)
		for _, d := range unread {
			if d.rest.ID != 0 {
				found = append(found, d.rest)
			}
		}
		slices.SortFunc(found, func(a, b news.Delivery) int { return cmp.Compare(b.ID, a.ID) })
		found = found[:min(limit, len(found))]
	}
	return found, nil
}

// Traces implements store.Directory.
func (e *Engine) Traces(ctx context.Context, chat int64) (news.Traces, error) {
	answer, err := e.run(ctx, "traces", code(chat), e.now())
	if err != nil {
		return news.Traces{}, fmt.Errorf("count what is kept of chat %d: %w", chat, err)
	}
	var n [4]int64
	list, _ := answer.([]any)
	if len(list) != len(n) {
		return news.Traces{}, fmt.Errorf("count what is kept of chat %d: answered %v", chat, answer)
	}
	for i, v := range list {
		n[i], _ = v.(int64)
	}
	return news.Traces{Waiting: n[0], Told: n[1], Votes: n[2], Notes: n[3]}, nil
}
