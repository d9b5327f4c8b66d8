package redis

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A miscount is a count that is wrong.
type miscount struct {
	key, field string // the field of a sum of votes is u for up or d for down, and a topic or a term
	is         string
	there      int64 // what it is to be
}

// String says which count is wrong.
func (m miscount) String() string {
	if m.key == "counts" {
		return fmt.Sprintf("the count of %s is %s, but there are %d", m.field, m.is, m.there)
	}
	way, name := m.field[:min(1, len(m.field))], m.field[min(1, len(m.field)):]
	of := fmt.Sprintf("topic %q", name)
	if topic, found := strings.CutPrefix(m.key, "approvals:"); found {
		of = fmt.Sprintf("term %q of topic %q", name, topic)
	}
	return fmt.Sprintf("the sum of votes (%s) on %s is %s, but there are %d", way, of, m.is, m.there)
}

// common returns what two looks have both found, sorted.
func common(first, again []miscount) []miscount {
	both := slices.DeleteFunc(slices.Clone(first), func(m miscount) bool { return !slices.Contains(again, m) })
	slices.SortFunc(both, func(a, b miscount) int { return strings.Compare(a.key+"\x00"+a.field, b.key+"\x00"+b.field) })
	return both
}

// mendCounts mends what is miscounted, as may come of records that are gone. It
// counts as an inspection does, so that nobody waits for it; and what is counted
// meanwhile would spoil that, so it tries some times, and else leaves it to the next
// purge.
func (e *Engine) mendCounts(ctx context.Context) error {
	const tries = 3
	for range tries {
		first, err := e.inspect(ctx, true)
		if err != nil {
			return err
		}
		switch {
		case !first.quiet:
			continue
		case len(first.miscounts) == 0:
			return nil
		}
		again, err := e.inspect(ctx, true)
		if err != nil {
			return err
		}
		for _, m := range common(first.miscounts, again.miscounts) {
			if _, err := e.run(ctx, "recount", m.key, m.field, m.is, m.there); err != nil {
				return err
			}
		}
	}
	return nil
}

// counted returns all that is counted in one text, which is another one once
// anything was.
func (e *Engine) counted(ctx context.Context) (string, error) {
	var all []string
	for _, key := range []string{"counts", "approvals"} {
		fields, err := e.client.HGetAll(ctx, e.prefix+key).Result()
		if err != nil {
			return "", e.explain(err)
		}
		for field, n := range fields {
			all = append(all, strconv.Quote(key+" "+field)+n)
		}
	}
	slices.Sort(all)
	return strings.Join(all, " "), nil
}

func (i *inspection) tally(key, field string) {
	if i.found[key] == nil {
		i.found[key] = map[string]int64{}
	}
	i.found[key][field]++
}

// recount compares what was found with what is counted, if that is what it was
// before.
func (i *inspection) recount(ctx context.Context, before string) error {
	for key, fields := range i.found {
		counts, err := i.client.HGetAll(ctx, i.prefix+key).Result()
		if err != nil {
			return i.explain(err)
		}
		if key != "counts" { // which counts what is over as well
			for field := range counts {
				fields[field] += 0
			}
		}
		for field, n := range fields {
			if is := orZero(counts[field]); is != strconv.FormatInt(n, 10) {
				i.miscounts = append(i.miscounts, miscount{key, field, is, n})
			}
		}
	}
	after, err := i.counted(ctx)
	if i.quiet = after == before; !i.quiet {
		i.miscounts = nil
	}
	return err
}
