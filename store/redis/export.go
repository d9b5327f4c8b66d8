package redis

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"strconv"
	"time"

	"github.com/rasadnews/rasad/store/move"
	"github.com/redis/go-redis/v9"
)

// An exporter reads the rows of one kind.
type exporter struct {
	*Engine
	at    time.Time
	batch *move.Batch
}

// Export implements store.Mover. Where keys are not listed by others they are
// looked for; the server may name one twice then, and a field of a large hash as
// well, so that eight bytes of each are remembered.
func (e *Engine) Export(ctx context.Context, k move.Kind, at time.Time, use func([]move.Row) error) error {
	read, known := readers[k]
	if !known {
		return fmt.Errorf("export %s: there is no such kind", k)
	}
	x := &exporter{Engine: e, at: at, batch: move.NewBatch(use)}
	err := read(x, ctx)
	if err == nil {
		err = x.batch.Flush()
	}
	if refused := x.batch.Refused(); refused != nil {
		return refused
	}
	if err != nil {
		return fmt.Errorf("export %s: %w", k, err)
	}
	return nil
}

// readers are what reads each kind.
var readers = map[move.Kind]func(*exporter, context.Context) error{
	move.Seen:          (*exporter).seen,
	move.Articles:      (*exporter).articles,
	move.Outbox:        (*exporter).outbox,
	move.Deliveries:    (*exporter).deliveries,
	move.Told:          (*exporter).told,
	move.Subscriptions: (*exporter).subscriptions,
	move.Votes:         (*exporter).votes,
	move.Notes:         (*exporter).notes,
	move.Watches:       (*exporter).watches,
	move.WatchChanges:  (*exporter).watchChanges,
	move.Chats:         (*exporter).chats,
	move.Guests:        (*exporter).guestRows,
	move.Invitations:   (*exporter).invitations,
	move.Jobs:          (*exporter).jobs,
	move.Batches:       (*exporter).batches,
	move.Keys:          (*exporter).keys,
	move.Counters:      (*exporter).counters,
	move.ChatMoves: func(x *exporter, ctx context.Context) error {
		return x.fields(ctx, "moves", func(from, to string) error {
			a, err1 := decoded(from)
			b, err2 := decoded(to)
			return errors.Join(err1, err2, x.batch.Add(move.Row{a, b}))
		})
	},
	move.Parked: func(x *exporter, ctx context.Context) error {
		return x.fields(ctx, "parked", func(chat, until string) error {
			if us, err := strconv.ParseInt(until, 10, 64); err != nil || us <= micro(x.at) {
				return err
			}
			id, err := decoded(chat)
			return errors.Join(err, x.batch.Add(move.Row{id, until}))
		})
	},
	move.Sources: func(x *exporter, ctx context.Context) error {
		return x.fields(ctx, "sources", func(id, state string) error { return x.batch.Add(move.Row{id, state}) })
	},
	move.Settings: func(x *exporter, ctx context.Context) error {
		return x.fields(ctx, "settings", func(key, value string) error {
			if key == nameSetting {
				return nil
			}
			return x.batch.Add(move.Row{key, value})
		})
	},
}

// decoded returns the number of a code, in decimal.
func decoded(code string) (string, error) {
	n, err := decode(code)
	return strconv.FormatInt(n, 10), err
}

// scanned is how many names, or fields, are asked for at once, and articlesAtOnce
// how many articles.
const (
	scanned        = 500
	articlesAtOnce = 50
)

// names calls use with some of the names of keys behind a beginning, each once,
// until it had them all.
func (x *exporter) names(ctx context.Context, begin string, use func(names []string) error) error {
	seed, met := maphash.MakeSeed(), map[uint64]struct{}{}
	return x.eachKey(ctx, begin, func(names []string) error {
		var fresh []string
		for _, name := range names {
			h := maphash.String(seed, name)
			if _, twice := met[h]; !twice {
				met[h] = struct{}{}
				fresh = append(fresh, name)
			}
		}
		if len(fresh) == 0 {
			return nil
		}
		return use(fresh)
	})
}

// fields calls use with each field of a hash, once.
func (x *exporter) fields(ctx context.Context, key string, use func(field, value string) error) error {
	seed, met := maphash.MakeSeed(), map[uint64]struct{}{}
	for cursor := uint64(0); ; {
		page, next, err := x.client.HScan(ctx, x.prefix+key, cursor, "", scanned).Result()
		if err != nil {
			return x.explain(err)
		}
		for i := 0; i+1 < len(page); i += 2 {
			h := maphash.String(seed, page[i])
			if _, twice := met[h]; twice {
				continue
			}
			met[h] = struct{}{}
			if err := use(page[i], page[i+1]); err != nil {
				return err
			}
		}
		if cursor = next; cursor == 0 {
			return nil
		}
	}
}

// members calls use with the members of a sorted set and their scores, a page at a
// time, in their order.
func (x *exporter) members(ctx context.Context, key string, page int64, use func([]redis.Z) error) error {
	for from := int64(0); ; from += page {
		some, err := x.client.ZRangeWithScores(ctx, x.prefix+key, from, from+page-1).Result()
		if err != nil {
			return x.explain(err)
		}
		if len(some) == 0 {
			return nil
		}
		if err := use(some); err != nil {
			return err
		}
	}
}

// ask sends some commands together. That a key is not there is no error.
func (x *exporter) ask(ctx context.Context, commands func(p redis.Pipeliner)) error {
	_, err := x.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		commands(p)
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return x.explain(err)
	}
	return nil
}

// whole returns a score, which is a whole number, as text.
func whole(score float64) string { return strconv.FormatFloat(score, 'f', 0, 64) }

// orZero returns the text of a number, which is zero if there is none.
func orZero(text string) string {
	if text == "" {
		return "0"
	}
	return text
}

// hashes reads hashes whose keys begin alike.
func (x *exporter) hashes(ctx context.Context, begin string, keys []string) ([]map[string]string, error) {
	answers := make([]*redis.MapStringStringCmd, len(keys))
	err := x.ask(ctx, func(p redis.Pipeliner) {
		for i, key := range keys {
			answers[i] = p.HGetAll(ctx, x.prefix+begin+key)
		}
	})
	all := make([]map[string]string, len(keys))
	for i, a := range answers {
		all[i] = a.Val()
	}
	return all, err
}

// pages calls a script that returns records behind an ID, until it had all.
func (x *exporter) pages(ctx context.Context, script string, scan func(id string, f map[string]string) error, rest ...any) error {
	for from := "-"; ; {
		n := 0
		err := x.records(ctx, script, func(id string, f map[string]string) error {
			n, from = n+1, "("+id
			return scan(id, f)
		}, append(append([]any{from}, rest...), scanned)...)
		if err != nil || n < scanned {
			return err
		}
	}
}
