package redis

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/move"
	"github.com/redis/go-redis/v9"
)

// periods returns the periods of thirty days, as lua/base.lua counts them, of
// which messages may be kept: the last ones, the present one, and the next, if
// the clock was set back.
func (e *Engine) periods() []any {
	const before, after = 4, 1
	present := e.clock().Unix() / int64(move.MessagePeriod/time.Second)
	var all []any
	for p := present - before; p <= present+after; p++ {
		all = append(all, p)
	}
	return all
}

// DeliveriesOf implements store.Queue.
func (e *Engine) DeliveriesOf(ctx context.Context, chat int64, messageID int) ([]news.Delivery, error) {
	var answers []*redis.StringCmd
	_, err := e.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for _, period := range e.periods() {
			key := fmt.Sprintf("%smessages:%d:%s", e.prefix, period, code(chat))
			answers = append(answers, p.HGet(ctx, key, strconv.Itoa(messageID)))
		}
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return nil, fmt.Errorf("read what message %d of chat %d brought: %w", messageID, chat, e.explain(err))
	}
	var found []news.Delivery
	for _, answer := range answers {
		some, err := scanBrought(answer.Val())
		if err != nil {
			return nil, fmt.Errorf("read what message %d of chat %d brought: %w", messageID, chat, err)
		}
		found = append(found, some...)
	}
	for i := range found {
		found[i].Chat, found[i].MessageID, found[i].State = chat, messageID, news.DeliverySent
	}
	slices.SortFunc(found, func(a, b news.Delivery) int { return cmp.Compare(a.ID, b.ID) })
	return found, nil
}

// scanBrought reads what lua/base.lua wrote of a message: for each delivery
// its ID, thread, article and body.
func scanBrought(text string) ([]news.Delivery, error) {
	var found []news.Delivery
	for list := json.NewDecoder(strings.NewReader(text)); ; {
		var f [4]string
		if err := list.Decode(&f); errors.Is(err, io.EOF) {
			return found, nil
		} else if err != nil {
			return nil, err
		}
		var b body
		var errs [3]error
		d := news.Delivery{Article: f[2]}
		d.ID, errs[0] = strconv.ParseInt(f[0], 10, 64)
		thread, err := decode(f[1])
		errs[1], errs[2] = err, json.Unmarshal([]byte(f[3]), &b)
		if err := errors.Join(errs[:]...); err != nil {
			return nil, err
		}
		d.Thread, d.Topics = int(thread), b.Topics
		found = append(found, d)
	}
}

// Forget implements store.Directory.
func (e *Engine) Forget(ctx context.Context, chat int64) error {
	if _, err := e.run(ctx, "forget", append([]any{e.now(), code(chat)}, e.periods()...)...); err != nil {
		return fmt.Errorf("forget chat %d: %w", chat, err)
	}
	return nil
}
