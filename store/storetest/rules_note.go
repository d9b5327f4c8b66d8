package storetest

import (
	"fmt"
	"time"

	"github.com/rasadnews/rasad/news"
)

var noteRules = []rule{
	{"NotesAreKeptForAWhile", func(p *proof) {
		t0 := p.clock.Now()
		short := news.Note{Name: hostileID, Chat: -7, Text: hostileID, Expires: t0.Add(time.Minute)}
		long := news.Note{Name: "long", Chat: 7, Text: "", Expires: t0.Add(time.Hour)}
		stays := news.Note{Name: "stays", Chat: 7, Text: "1"}
		for range 2 {
			p.must(p.PutNote(p.ctx, short))
			p.must(p.PutNote(p.ctx, long))
			p.must(p.PutNote(p.ctx, stays))
		}
		p.reopen()
		p.wantNotes(short, long, stays)
		p.wantNoNotes("other", "")
		p.clock.Advance(time.Minute)
		p.wantNoNotes(short.Name)
		p.wantNotes(long, stays)
		p.clock.Advance(time.Hour)
		p.wantNoNotes(long.Name)
		p.wantNotes(stays)
		p.wantTraces(-7, news.Traces{})
		p.wantTraces(7, news.Traces{Notes: 1})
	}},
	{"ANoteTakesThePlaceOfOneOfItsName", func(p *proof) {
		t0 := p.clock.Now()
		p.must(p.PutNote(p.ctx, news.Note{Name: "n", Chat: 1, Text: "a"}))
		later := news.Note{Name: "n", Chat: 2, Text: "b", Expires: t0.Add(time.Hour)}
		p.must(p.PutNote(p.ctx, later))
		p.wantTraces(1, news.Traces{})
		p.wantTraces(2, news.Traces{Notes: 1})
		p.must(p.Forget(p.ctx, 1))
		p.wantNotes(later)
		later.Expires = t0
		p.must(p.PutNote(p.ctx, later)) // it has expired already
		p.wantNoNotes("n")
		p.wantTraces(2, news.Traces{})
	}},
	{"ADeletedNoteIsGone", func(p *proof) {
		p.must(p.PutNote(p.ctx, news.Note{Name: "n", Chat: 1, Text: "a"}))
		for range 2 {
			p.must(p.DeleteNote(p.ctx, "n"))
		}
		p.wantNoNotes("n")
		p.wantTraces(1, news.Traces{})
	}},
	{"NotesGoWithTheirChat", func(p *proof) {
		t0 := p.clock.Now()
		var all []news.Note
		for i, expires := range []time.Time{t0.Add(time.Minute), t0.Add(time.Hour), {}} {
			n := news.Note{Name: fmt.Sprint("note", i), Chat: group, Text: "words", Expires: expires}
			p.must(p.PutNote(p.ctx, n))
			n.Chat = supergroup
			all = append(all, n)
		}
		own := news.Note{Name: "own", Chat: supergroup, Text: "words"}
		p.must(p.PutNote(p.ctx, own))
		for range 2 {
			p.must(p.MigrateChat(p.ctx, group, supergroup))
		}
		p.must(p.Forget(p.ctx, group))
		p.wantNotes(append(all, own)...)
		p.wantTraces(supergroup, news.Traces{Notes: 4})
		p.clock.Advance(time.Minute)
		p.wantNoNotes("note0")
		p.must(p.Forget(p.ctx, supergroup))
		p.wantNoNotes("note1", "note2", "own")
		p.wantTraces(supergroup, news.Traces{})
	}},
	{"ManyNotesExpire", func(p *proof) {
		const many = 100
		for i := range many {
			p.must(p.PutNote(p.ctx, news.Note{Name: fmt.Sprint(i), Chat: 1, Text: "x", Expires: p.clock.Now().Add(time.Minute)}))
		}
		p.clock.Advance(time.Minute)
		for i := range many {
			p.must(p.PutNote(p.ctx, news.Note{Name: fmt.Sprint(many + i), Chat: 2, Text: "x", Expires: p.clock.Now().Add(time.Minute)}))
		}
		p.wantTraces(1, news.Traces{})
		p.wantTraces(2, news.Traces{Notes: many})
	}},
}

func (p *proof) wantNotes(want ...news.Note) {
	p.Helper()
	for _, n := range want {
		if got, found, err := p.Note(p.ctx, n.Name); got != n || !found || err != nil {
			p.Errorf("Note(%q) = %+v, %v, %v, want %+v", n.Name, got, found, err, n)
		}
	}
}

func (p *proof) wantNoNotes(names ...string) {
	p.Helper()
	for _, name := range names {
		if got, found, err := p.Note(p.ctx, name); found || err != nil {
			p.Errorf("Note(%q) = %+v, %v, want none", name, got, err)
		}
	}
}
