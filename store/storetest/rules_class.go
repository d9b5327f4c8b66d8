package storetest

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/rasadnews/rasad/news"
)

// classRules are about what goes first, what expires, and edits.
var classRules = []rule{
	{"TheBetterClassGoesFirst", func(p *proof) {
		for i, c := range []news.Class{news.ClassBroadcast, news.ClassNormal, news.ClassUrgent, news.ClassDigest, news.ClassAnswer, news.ClassUrgent} {
			p.put(int64(i+1), fmt.Sprint(c, " ", i), news.Delivery{Class: c})
		}
		p.wantTexts("-2 4", "-1 2", "-1 5", "0 1", "1 3", "2 0")
		p.reopen()
		p.wantTexts("-2 4", "-1 2", "-1 5", "0 1", "1 3", "2 0")
	}},
	{"ReserveIsLimitedByClass", func(p *proof) {
		for i := range 10 {
			p.put(int64(i+1), fmt.Sprint("urgent ", i), news.Delivery{Class: news.ClassUrgent})
			p.put(int64(i+101), fmt.Sprint("broadcast ", i), news.Delivery{Class: news.ClassBroadcast})
		}
		ds, err := p.Reserve(p.ctx, 2)
		p.must(err)
		if want := []string{"urgent 0", "urgent 1", "broadcast 0", "broadcast 1"}; !slices.Equal(texts(ds), want) {
			p.Errorf("Reserve(2) = %q, want %q", texts(ds), want)
		}
	}},
	{"ALaneHasTheBestClassInIt", func(p *proof) {
		p.put(1, "old broadcast", news.Delivery{Class: news.ClassBroadcast})
		p.put(1, "digest", news.Delivery{Class: news.ClassDigest})
		p.put(2, "normal", news.Delivery{})
		p.wantTexts("normal", "old broadcast")
		p.put(1, "urgent", news.Delivery{Class: news.ClassUrgent})
		p.wantTexts("old broadcast", "normal")
		if got := p.reserve()[0].Class; got != news.ClassUrgent {
			p.Errorf("the class is %d, want the lane's, %d", got, news.ClassUrgent)
		}
		p.reopen()
		for _, want := range []string{"old broadcast", "digest", "urgent"} {
			d := p.reserve()[0]
			if d.Text != want {
				p.Errorf("Reserve = %q, want %q: the order of a chat holds", d.Text, want)
			}
			p.send(d)
		}
		p.put(1, "another broadcast", news.Delivery{Class: news.ClassBroadcast})
		p.wantTexts("normal", "another broadcast")
		p.put(1, "an alert", news.Delivery{})
		p.send(p.reserve()[0]) // normal, of chat 2
		if got := p.next(); got.Text != "another broadcast" || got.Class != news.ClassNormal {
			p.Errorf("Reserve = %+v, want the broadcast in a normal lane", got)
		}
	}},
	{"ClassesSurviveStops", func(p *proof) {
		p.put(1, "urgent", news.Delivery{Class: news.ClassUrgent})
		p.must(p.StopChat(p.ctx, 1, "blocked"))
		p.must(p.SetState(p.ctx, 1, news.ChatActive, ""))
		p.put(1, "broadcast", news.Delivery{Class: news.ClassBroadcast})
		if got := p.next(); got.Class != news.ClassBroadcast {
			p.Errorf("the class is %d, want %d", got.Class, news.ClassBroadcast)
		}
		if n, err := p.Redrive(p.ctx); n != 1 || err != nil {
			p.Fatalf("Redrive = %d, %v", n, err)
		}
		if got := p.next(); got.Text != "urgent" || got.Class != news.ClassUrgent {
			p.Errorf("Reserve = %+v, want the urgent one", got)
		}
	}},
	{"AnExpiredDeliveryStaysBuried", func(p *proof) {
		p.put(1, "answer", news.Delivery{Expires: p.clock.Now().Add(time.Hour)})
		p.put(2, "in time", news.Delivery{Expires: p.clock.Now().Add(time.Hour)})
		p.enqueue(1, "behind it")
		p.reopen()
		d := p.reserve()[0]
		if want := p.clock.Now().Add(time.Hour); !d.Expires.Equal(want) || d.Expired(p.clock.Now()) {
			p.Errorf("Expires = %v, want %v", d.Expires, want)
		}
		p.must(p.Bury(p.ctx, p.reserve()[1].ID, 0, "poison"))
		p.clock.Advance(time.Hour)
		if d := p.reserve()[0]; !d.Expired(p.clock.Now()) {
			p.Errorf("%+v has not expired", d)
		}
		for range 2 {
			p.must(p.Bury(p.ctx, d.ID, 0, "expired"))
		}
		p.begin(d.ID, 0, news.Done)
		p.wantTexts("behind it")
		if n, err := p.Redrive(p.ctx); n != 0 || err != nil {
			p.Errorf("Redrive = %d, %v, want 0", n, err)
		}
		p.wantCounts(news.Counts{Expired: 1, Buried: 1, Pending: 1})
	}},
	{"TheLastEditCounts", func(p *proof) {
		p.put(1, "one", news.Delivery{Edits: 7})
		p.put(1, "other message", news.Delivery{Edits: 8})
		p.put(1, "two", news.Delivery{Edits: 7, Markup: "{}", EditOnly: true})
		p.put(1, "one", news.Delivery{Edits: 7}) // its key was used
		p.put(1, "two", news.Delivery{Edits: 7})
		p.put(2, "other chat", news.Delivery{Edits: 7})
		p.reopen()
		p.wantTexts("two", "other chat")
		d := p.reserve()[0]
		if d.Edits != 7 || d.Markup != "{}" || !d.EditOnly {
			p.Errorf("Reserve = %+v, want the later edit", d)
		}
		p.begin(d.ID, 0, news.Go)
		p.put(1, "three", news.Delivery{Edits: 7}) // the other may be done already
		p.must(p.Finish(p.ctx, d.ID, 7))
		p.wantTexts("other message", "other chat")
		p.send(p.reserve()[0])
		p.wantTexts("other chat", "three")
		p.wantCounts(news.Counts{Pending: 2, Sent: 2})
	}},
	{"AnEditHoldsUpNoMessage", func(p *proof) {
		p.put(1, "edit", news.Delivery{Edits: 7})
		p.enqueue(1, "message")
		p.enqueue(1, "another")
		p.wantTexts("message")
		p.send(p.next())
		p.send(p.next())
		d := p.next()
		p.begin(d.ID, 0, news.Go)
		p.must(p.Retry(p.ctx, d.ID, 0, p.clock.Now().Add(time.Hour), false, "429"))
		p.wantTexts()
		p.enqueue(1, "message past an edit")
		p.wantTexts("message past an edit")
		p.send(p.next())
		p.wantTexts()
		p.clock.Advance(time.Hour)
		p.wantTexts("edit")
	}},
	{"WaitingIsTheLane", func(p *proof) {
		p.put(1, "edit", news.Delivery{Edits: 7, Class: news.ClassAnswer})
		p.put(1, "one", news.Delivery{Class: news.ClassBroadcast})
		p.enqueue(1, "two")
		p.enqueue(2, "elsewhere")
		p.must(p.Park(p.ctx, 1, p.clock.Now().Add(time.Hour)))
		ds := p.waiting(1)
		if want := []string{"one", "two", "edit"}; !reflect.DeepEqual(texts(ds), want) {
			p.Errorf("Waiting = %q, want %q", texts(ds), want)
		}
		if ds[0].Class != news.ClassBroadcast || ds[1].Class != news.ClassNormal {
			p.Errorf("Waiting = %+v, want each with its own class", ds)
		}
		if ds, err := p.Waiting(p.ctx, 1, 1); len(ds) != 1 || err != nil {
			p.Errorf("Waiting(1) = %v, %v, want one", texts(ds), err)
		}
	}},
}

// put enqueues a text for a chat, with the text as key.
func (p *proof) put(chat int64, text string, d news.Delivery) {
	p.Helper()
	d.Chat, d.Text = chat, text
	p.must(p.Enqueue(p.ctx, fmt.Sprint(chat, text), d))
}

// waiting returns a chat's lane.
func (p *proof) waiting(chat int64) []news.Delivery {
	p.Helper()
	ds, err := p.Waiting(p.ctx, chat, 100)
	p.must(err)
	return ds
}
