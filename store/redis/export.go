package redis

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"strconv"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/move"
	"github.com/redis/go-redis/v9"
)

// An exporter reads the rows of one kind.
type exporter struct {
	*Engine
	ctx   context.Context
	at    time.Time
	batch *move.Batch
}

// Export implements store.Mover. Where keys are not listed by others they are
// looked for; the server may name one twice then, so that eight bytes of each
// are remembered.
func (e *Engine) Export(ctx context.Context, k move.Kind, at time.Time, use func([]move.Row) error) error {
	read, known := readers[k]
	if !known {
		return fmt.Errorf("export %s: there is no such kind", k)
	}
	x := &exporter{Engine: e, ctx: ctx, at: at, batch: move.NewBatch(use)}
	err := read(x)
	if err == nil {
		err = x.batch.Flush()
	}
	if err != nil {
		return fmt.Errorf("export %s: %w", k, err)
	}
	return nil
}

// readers are what reads each kind.
var readers = map[move.Kind]func(*exporter) error{
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
	move.ChatMoves: func(x *exporter) error {
		return x.fields("moves", func(from, to string) error {
			a, err1 := decoded(from)
			b, err2 := decoded(to)
			return errors.Join(err1, err2, x.batch.Add(move.Row{a, b}))
		})
	},
	move.Parked: func(x *exporter) error {
		return x.fields("parked", func(chat, until string) error {
			if us, err := strconv.ParseInt(until, 10, 64); err != nil || us <= micro(x.at) {
				return err
			}
			id, err := decoded(chat)
			return errors.Join(err, x.batch.Add(move.Row{id, until}))
		})
	},
	move.Sources: func(x *exporter) error {
		return x.fields("sources", func(id, state string) error { return x.batch.Add(move.Row{id, state}) })
	},
	move.Settings: func(x *exporter) error {
		return x.fields("settings", func(key, value string) error {
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
func (x *exporter) names(begin string, use func(names []string) error) error {
	seed, met := maphash.MakeSeed(), map[uint64]struct{}{}
	return x.eachKey(x.ctx, begin, func(names []string) error {
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
func (x *exporter) fields(key string, use func(field, value string) error) error {
	all := map[string]string{}
	for cursor := uint64(0); ; {
		page, next, err := x.client.HScan(x.ctx, x.prefix+key, cursor, "", scanned).Result()
		if err != nil {
			return x.explain(err)
		}
		for i := 0; i+1 < len(page); i += 2 {
			all[page[i]] = page[i+1]
		}
		if cursor = next; cursor == 0 {
			break
		}
	}
	for field, value := range all {
		if err := use(field, value); err != nil {
			return err
		}
	}
	return nil
}

// members calls use with the members of a sorted set and their scores, a page at a
// time, in their order.
func (x *exporter) members(key string, page int64, use func([]redis.Z) error) error {
	for from := int64(0); ; from += page {
		some, err := x.client.ZRangeWithScores(x.ctx, x.prefix+key, from, from+page-1).Result()
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
func (x *exporter) ask(commands func(p redis.Pipeliner)) error {
	_, err := x.client.Pipelined(x.ctx, func(p redis.Pipeliner) error {
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

func (x *exporter) counters() error {
	numbers := make([]*redis.StringCmd, len(counters))
	var counts *redis.MapStringStringCmd
	err := x.ask(func(p redis.Pipeliner) {
		i := 0
		for _, key := range counters {
			numbers[i] = p.Get(x.ctx, x.prefix+key)
			i++
		}
		counts = p.HGetAll(x.ctx, x.prefix+"counts")
	})
	if err != nil {
		return err
	}
	for what, key := range counters {
		for _, n := range numbers {
			if n.Args()[1] == x.prefix+key {
				if err := x.batch.Add(move.Row{what, orZero(n.Val())}); err != nil {
					return err
				}
			}
		}
	}
	for _, state := range []news.DeliveryState{news.DeliverySent, news.DeliveryDropped, news.DeliveryExpired} {
		if err := x.batch.Add(move.Row{string(state), orZero(counts.Val()[string(state)])}); err != nil {
			return err
		}
	}
	return nil
}

// keys reads the used keys of Enqueue. Of those that an older program wrote, since
// when follows from when they go.
func (x *exporter) keys() error {
	return x.names("once:", func(keys []string) error {
		since, left := make([]*redis.StringCmd, len(keys)), make([]*redis.DurationCmd, len(keys))
		err := x.ask(func(p redis.Pipeliner) {
			for i, key := range keys {
				since[i] = p.Get(x.ctx, x.prefix+"once:"+key)
				left[i] = p.PTTL(x.ctx, x.prefix+"once:"+key)
			}
		})
		if err != nil {
			return err
		}
		for i, key := range keys {
			if since[i].Err() != nil {
				continue // gone meanwhile
			}
			at, err := strconv.ParseInt(since[i].Val(), 10, 64)
			if since[i].Val() == "" {
				at, err = micro(x.clock().Add(left[i].Val()-move.KeysLast)), nil
			}
			if err != nil {
				return err
			}
			if at <= micro(x.at.Add(-move.KeysLast)) {
				continue
			}
			if err := x.batch.Add(move.Row{key, strconv.FormatInt(at, 10)}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (x *exporter) batches() error {
	return x.names("batch:", func(keys []string) error {
		all, err := x.hashes("batch:", keys)
		if err != nil {
			return err
		}
		for i, f := range all {
			row := move.Row{keys[i], orZero(f["written"]), orZero(f["waiting"]), orZero(f["sent"]), orZero(f["dropped"])}
			if err := x.batch.Add(row); err != nil {
				return err
			}
		}
		return nil
	})
}

// hashes reads hashes whose keys begin alike.
func (x *exporter) hashes(begin string, keys []string) ([]map[string]string, error) {
	answers := make([]*redis.MapStringStringCmd, len(keys))
	err := x.ask(func(p redis.Pipeliner) {
		for i, key := range keys {
			answers[i] = p.HGetAll(x.ctx, x.prefix+begin+key)
		}
	})
	all := make([]map[string]string, len(keys))
	for i, a := range answers {
		all[i] = a.Val()
	}
	return all, err
}

func (x *exporter) jobs() error {
	return x.members("jobs", scanned, func(some []redis.Z) error {
		works := make([]*redis.StringCmd, len(some))
		err := x.ask(func(p redis.Pipeliner) {
			for i, z := range some {
				works[i] = p.HGet(x.ctx, x.prefix+"work", z.Member.(string))
			}
		})
		if err != nil {
			return err
		}
		for i, z := range some {
			if err := x.batch.Add(move.Row{z.Member.(string), whole(z.Score), works[i].Val()}); err != nil {
				return err
			}
		}
		return nil
	})
}

// seen reads the prints of seen keys. In all levels and periods the number of a
// bucket tells the ten last bits of a key's first part: of all that share them,
// each is told once, though it may stand in two periods.
func (x *exporter) seen() error {
	const first, full = 1024, 200 // as in lua/seen.lua
	type level struct {
		key  string
		size int
	}
	var levels []level
	present := x.clock().Unix() / int64(period/time.Second)
	for p := present - 1; p <= present+1; p++ {
		key := x.prefix + "seen:" + strconv.FormatInt(p, 10)
		text, err := x.client.HGet(x.ctx, key, "size").Result()
		if err != nil && !errors.Is(err, redis.Nil) {
			return x.explain(err)
		}
		size, _ := strconv.Atoi(text)
		for l, buckets := 0, first; size > 0; l, buckets = l+1, buckets*4 {
			levels = append(levels, level{fmt.Sprintf("%s:%d:", key, l), buckets})
			size -= buckets * full
		}
	}
	for class := range first {
		var fields []*redis.StringSliceCmd
		err := x.ask(func(p redis.Pipeliner) {
			for _, l := range levels {
				for n := class; n < l.size; n += first {
					fields = append(fields, p.HKeys(x.ctx, l.key+strconv.Itoa(n)))
				}
			}
		})
		if err != nil {
			return err
		}
		met := map[string]bool{}
		for _, f := range fields {
			for _, hash := range f.Val() {
				if met[hash] {
					continue
				}
				met[hash] = true
				if err := x.batch.Add(move.Row{string([]byte{byte(class >> 8), byte(class)}) + hash}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// watchChanges reads the last change of each watch.
func (x *exporter) watchChanges() error {
	return x.members("changes", scanned, func(some []redis.Z) error {
		for _, z := range some {
			if err := x.batch.Add(move.Row{z.Member.(string), whole(z.Score)}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (x *exporter) watches() error {
	return x.members("changes", scanned, func(some []redis.Z) error {
		ids := make([]string, len(some))
		for i, z := range some {
			ids[i] = z.Member.(string)
		}
		values, err := x.client.HMGet(x.ctx, x.prefix+"watches", ids...).Result()
		if err != nil {
			return x.explain(err)
		}
		for i, value := range values {
			text, there := value.(string)
			if !there {
				continue // that one is gone
			}
			w, err := scanWatch(ids[i], text)
			if err != nil {
				return err
			}
			row := move.Row{w.ID, strconv.FormatInt(w.Chat, 10), strconv.Itoa(w.Thread), strconv.FormatInt(w.Author, 10),
				w.Name, w.Query, w.Lang, strconv.FormatInt(micro(w.Since), 10)}
			if err := x.batch.Add(row); err != nil {
				return err
			}
		}
		return nil
	})
}
