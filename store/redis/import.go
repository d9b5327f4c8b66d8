package redis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store/move"
	"github.com/redis/go-redis/v9"
)

// Import implements store.Mover. What stands by itself is written by plain
// commands that change nothing the second time; what others follow from, by
// scripts.
func (e *Engine) Import(ctx context.Context, k move.Kind, rows []move.Row) error {
	for _, row := range rows {
		if len(row) != len(k.Columns()) {
			return fmt.Errorf("import %s: a row has %d columns, not %d", k, len(row), len(k.Columns()))
		}
	}
	err := e.importRows(ctx, k, rows)
	if err != nil {
		return fmt.Errorf("import %s: %w", k, err)
	}
	return nil
}

func (e *Engine) importRows(ctx context.Context, k move.Kind, rows []move.Row) error {
	switch k {
	case move.Seen:
		return e.importSeen(ctx, rows)
	case move.Subscriptions:
		return e.importBy(ctx, "import_subscriptions", nil, rows, subscriptionArgs)
	case move.Votes:
		return e.importBy(ctx, "import_votes", nil, rows, voteArgs)
	case move.Notes:
		return e.importBy(ctx, "import_notes", []any{e.now()}, rows, noteArgs)
	case move.Deliveries:
		return e.importBy(ctx, "import_deliveries", []any{e.now()}, rows, deliveryArgs)
	case move.Told:
		return e.importBy(ctx, "import_told", nil, rows, toldArgs)
	case move.Parked:
		return e.importBy(ctx, "import_parked", []any{e.now()}, rows, parkedArgs)
	}
	put, known := plain[k]
	if !known {
		return errors.New("there is no such kind")
	}
	var wrong error
	err := e.fenced(ctx, func(p redis.Pipeliner) error {
		for _, row := range rows {
			wrong = errors.Join(wrong, put(e, ctx, p, row))
		}
		return wrong
	})
	if wrong != nil {
		return wrong
	}
	return err
}

// importBy runs a script with what args makes of each row, behind what stands
// first.
func (e *Engine) importBy(ctx context.Context, script string, first []any, rows []move.Row, args func(move.Row) ([]any, error)) error {
	all := first
	for _, row := range rows {
		some, err := args(row)
		if err != nil {
			return err
		}
		all = append(all, some...)
	}
	_, err := e.run(ctx, script, all...)
	return err
}

// importSeen marks as seen, in the present period: when a key in a file was last
// looked up is not known.
func (e *Engine) importSeen(ctx context.Context, rows []move.Row) error {
	const kept = 12
	var hashes strings.Builder
	for _, row := range rows {
		if !move.Whole(row[0]) {
			return errors.New("a server keeps too little of what was seen for another")
		}
		hashes.WriteString(row[0][:kept])
	}
	_, err := e.run(ctx, "seen_mark", e.serverNow(), hashes.String())
	return err
}

// coded returns the code of a decimal number.
func coded(decimal string) (string, error) {
	n, err := strconv.ParseInt(decimal, 10, 64)
	return code(n), err
}

// codedBoth returns the codes of two.
func codedBoth(a, b string) (string, string, error) {
	first, err1 := coded(a)
	second, err2 := coded(b)
	return first, second, errors.Join(err1, err2)
}

// plain are the kinds whose rows are written by plain commands.
var plain = map[move.Kind]func(*Engine, context.Context, redis.Pipeliner, move.Row) error{
	move.Articles:  (*Engine).putArticle,
	move.Chats:     (*Engine).putChatRow,
	move.Watches:   (*Engine).putWatchRow,
	move.Outbox:    (*Engine).putEntry,
	move.ChatMoves: (*Engine).putMove,
	move.Guests:    (*Engine).putGuestRow,
	move.Keys:      (*Engine).putKey,
	move.Counters:  (*Engine).putCounter,
	move.WatchChanges: func(e *Engine, ctx context.Context, p redis.Pipeliner, r move.Row) error {
		revision, err := strconv.ParseFloat(r[1], 64)
		p.ZAdd(ctx, e.prefix+"changes", redis.Z{Score: revision, Member: r[0]})
		return err
	},
	move.Invitations: func(e *Engine, ctx context.Context, p redis.Pipeliner, r move.Row) error {
		p.SAdd(ctx, e.prefix+"invitations", r[0])
		p.HSet(ctx, e.prefix+"invitation:"+r[0], "admin", r[1], "whom", r[2], "expires", r[3], "uses", r[4])
		return nil
	},
	move.Sources: func(e *Engine, ctx context.Context, p redis.Pipeliner, r move.Row) error {
		p.HSet(ctx, e.prefix+"sources", r[0], r[1])
		return nil
	},
	move.Settings: func(e *Engine, ctx context.Context, p redis.Pipeliner, r move.Row) error {
		p.HSet(ctx, e.prefix+"settings", r[0], r[1])
		return nil
	},
	move.Jobs: func(e *Engine, ctx context.Context, p redis.Pipeliner, r move.Row) error {
		due, err := strconv.ParseFloat(r[1], 64)
		p.ZAdd(ctx, e.prefix+"jobs", redis.Z{Score: due, Member: r[0]})
		p.HSet(ctx, e.prefix+"work", r[0], r[2])
		if math.Abs(due) >= 1<<53 { // as in lua/schedule.lua
			p.HSet(ctx, e.prefix+"late", r[0], r[1])
		}
		return err
	},
	move.Batches: func(e *Engine, ctx context.Context, p redis.Pipeliner, r move.Row) error {
		p.HSet(ctx, e.prefix+"batch:"+r[0], "written", r[1], "waiting", r[2], "sent", r[3], "dropped", r[4])
		p.Expire(ctx, e.prefix+"batch:"+r[0], remembered*time.Second)
		return nil
	},
}

func (e *Engine) putArticle(ctx context.Context, p redis.Pipeliner, r move.Row) error {
	number, err1 := strconv.ParseInt(r[0], 10, 64)
	at, err2 := strconv.ParseInt(r[2], 10, 64)
	var matches []news.Match
	err := errors.Join(err1, err2, json.Unmarshal([]byte(r[4]), &matches))
	topics := topicsOf(matches)
	list, wrong := encode(topics)
	place := fmt.Sprintf("%016d", number) + r[1]
	p.HSet(ctx, e.prefix+"article:"+r[1], "article", r[3], "matches", r[4], "topics", list, "place", place, "nonce", "")
	p.ZAdd(ctx, e.prefix+"articles", redis.Z{Score: float64(at), Member: place})
	p.ZAdd(ctx, e.prefix+"claimed", redis.Z{Score: float64(number), Member: r[1]})
	for _, topic := range topics {
		p.ZAdd(ctx, e.prefix+"articles:"+topic, redis.Z{Score: float64(at), Member: place})
	}
	return errors.Join(err, wrong)
}

func (e *Engine) putChatRow(ctx context.Context, p redis.Pipeliner, r move.Row) error {
	chat, err := coded(r[0])
	key := e.prefix + "chat:" + chat
	p.SAdd(ctx, e.prefix+"chats", chat)
	p.HSet(ctx, key, "kind", r[1], "title", r[2], "lang", r[3], "state", r[4], "why", r[5])
	if r[6] == "" {
		return err
	}
	p.HSet(ctx, key, "settings", r[6])
	settings, wrong := readSettings(r[6])
	if len(settings.Mutes) > 0 {
		mutes, wrongMutes := encode(settings.Mutes)
		p.HSet(ctx, e.prefix+"mutes", chat, mutes)
		wrong = errors.Join(wrong, wrongMutes)
	}
	return errors.Join(err, wrong)
}

func (e *Engine) putWatchRow(ctx context.Context, p redis.Pipeliner, r move.Row) error {
	chat, thread, err := codedBoth(r[1], r[2])
	rest, wrong := encode(wording{Name: r[4], Query: r[5], Lang: r[6]})
	p.HSet(ctx, e.prefix+"watches", r[0], chat+thread+r[7]+" "+r[3]+" "+string(rest))
	p.SAdd(ctx, e.prefix+"watches:"+chat, r[0])
	return errors.Join(err, wrong)
}

func (e *Engine) putEntry(ctx context.Context, p redis.Pipeliner, r move.Row) error {
	number, err := strconv.ParseFloat(r[0], 64)
	after := ""
	if r[4] != "0" || r[5] != "0" {
		chat, thread, wrong := codedBoth(r[4], r[5])
		after, err = chat+thread, errors.Join(err, wrong)
	}
	p.ZAdd(ctx, e.prefix+"outbox", redis.Z{Score: number, Member: r[1]})
	p.HSet(ctx, e.prefix+"entry:"+r[1], "topics", r[2], "chunk", r[3], "after", after)
	return err
}

func (e *Engine) putMove(ctx context.Context, p redis.Pipeliner, r move.Row) error {
	from, to, err := codedBoth(r[0], r[1])
	p.HSet(ctx, e.prefix+"moves", from, to)
	return err
}

func (e *Engine) putGuestRow(ctx context.Context, p redis.Pipeliner, r move.Row) error {
	id, err := coded(r[0])
	p.ZAdd(ctx, e.prefix+"guests", redis.Z{Member: id})
	p.HSet(ctx, e.prefix+"guest:"+id, "name", r[1], "admin", r[2], "at", r[3], "state", r[4])
	return err
}

func (e *Engine) putKey(ctx context.Context, p redis.Pipeliner, r move.Row) error {
	at, err := strconv.ParseInt(r[1], 10, 64)
	if left := moment(at).Add(remembered * time.Second).Sub(e.clock()); left >= time.Millisecond {
		p.Set(ctx, e.prefix+"once:"+r[0], r[1], left)
	}
	return err
}

// counters are where the numbers stand that are no field of counts.
var counters = map[string]string{"claims": "claims", "deliveries": "ids", "revisions": "revisions"}

func (e *Engine) putCounter(ctx context.Context, p redis.Pipeliner, r move.Row) error {
	if key, own := counters[r[0]]; own {
		if r[1] != "0" {
			p.Set(ctx, e.prefix+key, r[1], 0)
		}
		return nil
	}
	p.HSet(ctx, e.prefix+"counts", r[0], r[1])
	return nil
}
