package store_test

import (
	"errors"
	"fmt"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// delivery picks one of those met: its IDs in both stores.
func (d *duel) delivery() [2]int64 {
	if len(d.met[0]) == 0 {
		return [2]int64{}
	}
	i := d.pick(len(d.met[0]))
	return [2]int64{d.met[0][i], d.met[1][i]}
}

func (d *duel) enqueue() {
	d.enqueued += d.pick(3) / 2 // so that most keys come again
	key := fmt.Sprint(d.enqueued)
	n := news.Delivery{Recipient: d.recipient(), Text: key, Class: d.class(), Edits: []int{0, 0, 7, 8}[d.pick(4)]}
	if d.pick(4) == 0 {
		n.Expires = d.moment()
	}
	if d.pick(4) == 0 {
		n.NotBefore = d.moment()
	}
	d.both("Enqueue", func(_ int, s store.Store) (any, error) { return nil, s.Enqueue(d.Context(), key, n) })
}

func (d *duel) reserve() {
	limit := 1 + d.pick(6)
	var met [2][]int64
	d.both("Reserve", func(i int, s store.Store) (any, error) {
		found, err := s.Reserve(d.Context(), limit)
		for j := range found {
			met[i] = append(met[i], found[j].ID)
			found[j].ID = 0
			for k := range found[j].Parts {
				found[j].Parts[k].ID = 0
			}
		}
		return found, err
	})
	for i := range met {
		d.met[i] = append(d.met[i], met[i]...)
	}
}

func (d *duel) begin() {
	ids, token := d.delivery(), int64(d.pick(4))
	d.both("Begin", func(i int, s store.Store) (any, error) { return s.Begin(d.Context(), ids[i], token) })
}

func (d *duel) finish() {
	ids := d.delivery()
	d.both("Finish", func(i int, s store.Store) (any, error) { return nil, s.Finish(d.Context(), ids[i], 9) })
}

func (d *duel) retry() {
	ids, token, at, inDoubt := d.delivery(), int64(d.pick(4)), d.moment(), d.pick(2) == 0
	d.both("Retry", func(i int, s store.Store) (any, error) {
		return fenced(s.Retry(d.Context(), ids[i], token, at, inDoubt, "again"))
	})
}

func (d *duel) shorten() {
	ids, token := d.delivery(), int64(d.pick(4))
	d.both("Shorten", func(i int, s store.Store) (any, error) {
		return fenced(s.Shorten(d.Context(), ids[i], token, "the rest"))
	})
}

func (d *duel) bury() {
	ids, token := d.delivery(), int64(d.pick(4))
	d.both("Bury", func(i int, s store.Store) (any, error) {
		return fenced(s.Bury(d.Context(), ids[i], token, "poison"))
	})
}

// join joins all of a lane to its first delivery, or to its second.
func (d *duel) join() {
	chat, first, token := d.chatID(), d.pick(2), int64(d.pick(4))
	d.both("Join", func(_ int, s store.Store) (any, error) {
		ds, err := s.Waiting(d.Context(), chat, 10)
		if err != nil || len(ds) <= first {
			return nil, err
		}
		var ids []int64
		for _, one := range ds {
			ids = append(ids, one.ID)
		}
		return fenced(s.Join(d.Context(), ids[first], token, ids))
	})
}

// hold holds one of those met, or the head of a lane.
func (d *duel) hold() {
	ids, chat, token, until := d.delivery(), d.chatID(), int64(d.pick(4)), d.moment()
	head := d.pick(2) == 0
	d.both("Hold", func(i int, s store.Store) (any, error) {
		ds, err := s.Waiting(d.Context(), chat, 1)
		if err != nil {
			return nil, err
		}
		id := ids[i]
		if head && len(ds) > 0 {
			id = ds[0].ID
		}
		return fenced(s.Hold(d.Context(), id, token, until))
	})
}

func (d *duel) letGo() {
	chat, asked := d.chatID(), d.pick(2) == 0
	if asked {
		to := news.Recipient{Chat: chat, Thread: []int{0, 5}[d.pick(2)]}
		d.both("AskFor", func(_ int, s store.Store) (any, error) { return nil, s.AskFor(d.Context(), to) })
		return
	}
	d.both("LetGo", func(_ int, s store.Store) (any, error) { return nil, s.LetGo(d.Context(), chat) })
}

func (d *duel) drop() {
	ids, token := d.delivery(), int64(d.pick(4))
	d.both("Drop", func(i int, s store.Store) (any, error) {
		return fenced(s.Drop(d.Context(), ids[i], token, "muted"))
	})
}

func (d *duel) class() news.Class { return news.Class(d.pick(5) - 2) }

// fenced takes the error of one that was fenced off for an answer.
func fenced(err error) (any, error) {
	if errors.Is(err, news.ErrFenced) {
		return true, nil
	}
	return false, err
}

func (d *duel) redrive() {
	d.both("Redrive", func(_ int, s store.Store) (any, error) { return s.Redrive(d.Context()) })
}

func (d *duel) park() {
	chat, until := d.chatID(), d.moment()
	d.both("Park", func(_ int, s store.Store) (any, error) { return nil, s.Park(d.Context(), chat, until) })
}

// nameless returns deliveries without their IDs, which differ between stores.
func nameless(found []news.Delivery, err error) (any, error) {
	for i := range found {
		found[i].ID = 0
		for k := range found[i].Parts {
			found[i].Parts[k].ID = 0
		}
	}
	return found, err
}
