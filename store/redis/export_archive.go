package redis

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/move"
	"github.com/redis/go-redis/v9"
)

// seen reads the prints of seen keys. In all levels and periods the number of a
// bucket tells the ten last bits of a key's first part: of all that share them,
// each is told once, though it may stand in two periods.
func (x *exporter) seen(ctx context.Context) error {
	const first, full = 1024, 200 // as in lua/seen.lua
	type level struct {
		key  string
		size int
	}
	var levels []level
	present, err := x.period(ctx)
	if err != nil {
		return err
	}
	for p := present - 1; p <= present; p++ {
		key := x.prefix + "seen:" + strconv.FormatInt(p, 10)
		text, err := x.client.HGet(ctx, key, "size").Result()
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
		err := x.ask(ctx, func(p redis.Pipeliner) {
			for _, l := range levels {
				for n := class; n < l.size; n += first {
					fields = append(fields, p.HKeys(ctx, l.key+strconv.Itoa(n)))
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

// articles reads the archive, in the order of claims.
func (x *exporter) articles(ctx context.Context) error {
	if err := x.index.archive.list(ctx); err != nil {
		return err
	}
	return x.members(ctx, "claimed", articlesAtOnce, func(some []redis.Z) error {
		fields, times := make([]*redis.SliceCmd, len(some)), make([]*redis.FloatCmd, len(some))
		err := x.ask(ctx, func(p redis.Pipeliner) {
			for i, z := range some {
				fields[i] = p.HMGet(ctx, x.prefix+"article:"+z.Member.(string), "article", "matches", "place")
			}
		})
		if err != nil {
			return err
		}
		err = x.ask(ctx, func(p redis.Pipeliner) {
			for i, f := range fields {
				place, _ := f.Val()[2].(string)
				times[i] = p.ZScore(ctx, x.prefix+"articles", place)
			}
		})
		if err != nil {
			return err
		}
		for i, f := range fields {
			article, there := f.Val()[0].(string)
			matches, _ := f.Val()[1].(string)
			if !there {
				continue
			}
			row := move.Row{whole(some[i].Score), some[i].Member.(string), whole(times[i].Val()), article, matches}
			if err := x.batch.Add(row); err != nil {
				return err
			}
		}
		return nil
	})
}

// keys reads the used keys of Enqueue. Of those that an older program wrote, since
// when follows from when they go.
func (x *exporter) keys(ctx context.Context) error {
	return x.names(ctx, "once:", func(keys []string) error {
		since, left := make([]*redis.StringCmd, len(keys)), make([]*redis.DurationCmd, len(keys))
		err := x.ask(ctx, func(p redis.Pipeliner) {
			for i, key := range keys {
				since[i] = p.Get(ctx, x.prefix+"once:"+key)
				left[i] = p.PTTL(ctx, x.prefix+"once:"+key)
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

func (x *exporter) counters(ctx context.Context) error {
	numbers := make([]*redis.StringCmd, len(counters))
	var counts *redis.MapStringStringCmd
	err := x.ask(ctx, func(p redis.Pipeliner) {
		i := 0
		for _, key := range counters {
			numbers[i] = p.Get(ctx, x.prefix+key)
			i++
		}
		counts = p.HGetAll(ctx, x.prefix+"counts")
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

func (x *exporter) jobs(ctx context.Context) error {
	return x.members(ctx, "jobs", scanned, func(some []redis.Z) error {
		works, late := make([]*redis.StringCmd, len(some)), make([]*redis.StringCmd, len(some))
		err := x.ask(ctx, func(p redis.Pipeliner) {
			for i, z := range some {
				works[i] = p.HGet(ctx, x.prefix+"work", z.Member.(string))
				late[i] = p.HGet(ctx, x.prefix+"late", z.Member.(string))
			}
		})
		if err != nil {
			return err
		}
		for i, z := range some {
			if err := x.batch.Add(move.Row{z.Member.(string), cmp.Or(late[i].Val(), whole(z.Score)), works[i].Val()}); err != nil {
				return err
			}
		}
		return nil
	})
}

func (x *exporter) batches(ctx context.Context) error {
	return x.names(ctx, "batch:", func(keys []string) error {
		all, err := x.hashes(ctx, "batch:", keys)
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
