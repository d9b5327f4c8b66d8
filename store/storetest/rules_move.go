package storetest

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/move"
)

// moveRules are about what goes from one store to another.
var moveRules = []rule{
	{"WhatIsExportedAndImportedIsTheSame", func(p *proof) {
		Furnish(p, p.Store, p.clock.Now())
		for _, k := range move.Kinds() {
			if len(p.exported(p.Store, k, p.clock.Now())) == 0 {
				p.Errorf("there is nothing of %s that could be lost", k)
			}
		}
		for _, other := range []store.Store{p.file(), p.another()} {
			p.copyTo(other)
			p.wantSame(other, p.clock.Now())
		}
	}},
	{"WhatMovedGoesOn", func(p *proof) {
		Furnish(p, p.Store, p.clock.Now())
		other := p.another()
		p.copyTo(other)
		was, err := p.Counts(p.ctx)
		p.must(err)
		if p.keepsSeen() {
			was.Seen = 0
		}
		p.clock.Advance(time.Hour)
		p.Store = other
		p.wantCounts(was)
		p.must(p.Enqueue(p.ctx, "3a", news.Delivery{Recipient: news.Recipient{Chat: 3}, Text: "again"}))
		p.must(p.EnqueueAll(p.ctx, "all", news.Delivery{Text: "again"}, []int64{1, 6, 11}))
		p.wantCounts(was)
		lane, err := p.Waiting(p.ctx, 3, 10)
		p.must(err)
		if got := texts(lane); fmt.Sprint(got) != "[in doubt behind it]" || lane[0].Doubts != 1 || lane[0].Why != "timeout" {
			p.Errorf("the lane of chat 3 is %+v", lane)
		}
		p.begin(lane[0].ID, 0, news.InDoubt)
		lane, err = p.Waiting(p.ctx, 7, 1)
		p.must(err)
		p.begin(lane[0].ID, 0, news.InDoubt) // what was under way
		if d, err := p.DeliveriesOf(p.ctx, -1005, 501); err != nil || len(d) != 1 || d[0].Article != "sent" {
			p.Errorf("DeliveriesOf(-1005, 501) = %+v, %v, want what was sent", d, err)
		}
		buried, err := p.Buried(p.ctx, 0, 10)
		p.must(err)
		if len(buried) != 1 || buried[0].Why != "chat not found" {
			p.Errorf("Buried = %+v", buried)
		}
		p.must(p.Enqueue(p.ctx, "new", news.Delivery{Recipient: news.Recipient{Chat: 3}, Text: "new"}))
		lane, err = p.Waiting(p.ctx, 3, 10)
		p.must(err)
		if got := texts(lane); fmt.Sprint(got) != "[in doubt behind it new]" {
			p.Errorf("the lane of chat 3 is %q after another delivery", got)
		}
		p.must(p.Park(p.ctx, 2, time.Time{}))
		p.drain(2)
		if e, err := p.Outbox(p.ctx, 10); err != nil || len(e) > 0 {
			p.Errorf("Outbox = %v, %v, want nothing", e, err)
		}
	}},
	{"ImportMayBeRepeated", func(p *proof) {
		Furnish(p, p.Store, p.clock.Now())
		other := p.another()
		p.copyTo(other)
		was, err := other.Counts(p.ctx)
		p.must(err)
		p.copyTo(other)
		p.wantSame(other, p.clock.Now())
		if now, err := other.Counts(p.ctx); err != nil || now != was {
			p.Errorf("Counts = %+v, %v after another Import, want %+v", now, err, was)
		}
	}},
	{"ExportLeavesOutWhatHasExpired", func(p *proof) {
		Furnish(p, p.Store, p.clock.Now())
		for _, k := range []move.Kind{move.Notes, move.Parked, move.Keys} {
			now := len(p.exported(p.Store, k, p.clock.Now()))
			if then := len(p.exported(p.Store, k, p.clock.Now().Add(100*24*time.Hour))); then >= now {
				p.Errorf("of %s there are %d rows, and %d after 100 days", k, now, then)
			}
		}
		other := p.file()
		p.copyTo(other)
		for _, after := range []time.Duration{24 * time.Hour, 60 * 24 * time.Hour, 200 * 24 * time.Hour} {
			p.wantSame(other, p.clock.Now().Add(after))
		}
	}},
	{"MuchIsExportedSomeAtATime", func(p *proof) {
		const many = 3 * move.MostRows
		for i := range many {
			p.must(p.PutSetting(p.ctx, fmt.Sprint(i), "x"))
		}
		n, calls := 0, 0
		p.must(p.Export(p.ctx, move.Settings, p.clock.Now(), func(rows []move.Row) error {
			n, calls = n+len(rows), calls+1
			return nil
		}))
		if n != many || calls < many/move.MostRows {
			p.Errorf("%d rows were exported in %d calls, want %d in %d at least", n, calls, many, many/move.MostRows)
		}
		enough := errors.New("enough")
		if err := p.Export(p.ctx, move.Settings, p.clock.Now(), func([]move.Row) error { return enough }); !errors.Is(err, enough) {
			p.Errorf("Export = %v, want the error of use", err)
		}
	}},
	{"ImportRefusesWhatIsNoRow", func(p *proof) {
		for _, k := range move.Kinds() {
			if err := p.Import(p.ctx, k, []move.Row{{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}}); err == nil {
				p.Errorf("Import of %s took a row with ten columns", k)
			}
		}
		if err := p.Import(p.ctx, move.Seen, []move.Row{{move.Print(strings.Repeat("x", 16))}}); err == nil {
			p.Error("Import took a print of a seen key")
		}
		p.wantCounts(news.Counts{})
	}},
}

// file returns an empty store in a file.
func (p *proof) file() store.Store {
	p.Helper()
	s, err := store.Open(p.ctx, "sqlite:"+filepath.Join(p.TempDir(), "other.db"), store.Config{Clock: p.clock.Now})
	p.must(err)
	p.Cleanup(func() { s.Close() })
	return s
}

// another returns an empty store of the same kind.
func (p *proof) another() store.Store {
	p.Helper()
	s := p.fresh(p)(p, p.clock.Now)
	p.Cleanup(func() { s.Close() })
	return s
}

// keepsSeen tells whether what was seen cannot leave the store, being on a
// server.
func (p *proof) keepsSeen() bool {
	p.Helper()
	keys := false
	p.must(p.Export(p.ctx, move.Seen, p.clock.Now(), func(rows []move.Row) error {
		keys = !move.Whole(rows[0][0])
		return nil
	}))
	return keys
}

// copyTo gives all to another store, but for what was seen if it cannot leave.
func (p *proof) copyTo(other store.Store) {
	p.Helper()
	kept := p.keepsSeen()
	for _, k := range move.Kinds() {
		if k == move.Seen && kept {
			continue
		}
		p.must(p.Export(p.ctx, k, p.clock.Now(), func(rows []move.Row) error { return other.Import(p.ctx, k, rows) }))
	}
}

// wantSame checks that another store holds the same.
func (p *proof) wantSame(other store.Store, at time.Time) {
	p.Helper()
	kept := p.keepsSeen()
	for _, k := range move.Kinds() {
		if k == move.Seen && kept {
			continue
		}
		if want, got := p.exported(p.Store, k, at), p.exported(other, k, at); !reflect.DeepEqual(got, want) {
			p.Errorf("of %s the other store has\n%q\nwant\n%q", k, got, want)
		}
	}
}

// exported returns the rows of a kind, sorted, in the form in which engines are
// compared.
func (p *proof) exported(s store.Store, k move.Kind, at time.Time) []string {
	p.Helper()
	var rows []string
	p.must(s.Export(p.ctx, k, at, func(some []move.Row) error {
		for _, r := range some {
			if k == move.Seen {
				r = move.Row{move.Print(r[0])}
			}
			rows = append(rows, fmt.Sprintf("%q", r))
		}
		return nil
	}))
	slices.Sort(rows)
	return rows
}
