package storetest

import (
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rasadnews/rasad/news"
)

var accessRules = []rule{
	{"GuestsAreKept", func(p *proof) {
		t0 := p.clock.Now()
		p.must(p.PutGuest(p.ctx, news.Guest{ID: 7, State: news.GuestDenied, At: t0.Add(-time.Hour)}))
		want := []news.Guest{
			{ID: -1002223334445, Name: hostile, By: 12345, At: t0, State: news.GuestAllowed},
			{ID: -5, At: t0, State: news.GuestDenied},
			{ID: 7, Name: "seven", At: t0, State: news.GuestAllowed},
		}
		for _, g := range want {
			g.At = time.Time{}
			p.must(p.PutGuest(p.ctx, g))
		}
		p.reopen()
		for _, g := range want {
			p.wantGuest(g)
		}
		if _, found, err := p.Guest(p.ctx, 8); found || err != nil {
			p.Errorf("Guest of an unknown ID = %v, %v, want none", found, err)
		}
		for _, size := range []int{1, 2, 5} {
			var got []news.Guest
			for after := int64(0); ; after = got[len(got)-1].ID {
				page, err := p.Guests(p.ctx, after, size)
				p.must(err)
				if len(page) == 0 {
					break
				}
				got = append(got, page...)
			}
			if !reflect.DeepEqual(got, want) {
				p.Errorf("Guests in pages of %d = %+v, want %+v", size, got, want)
			}
		}
	}},
	{"InvitationsAreKept", func(p *proof) {
		t0 := p.clock.Now()
		never := news.Invitation{ID: "a", By: 1, Uses: 9}
		late := news.Invitation{ID: "b", By: 1, For: hostile, Expires: t0.Add(time.Hour), Uses: 1}
		soon := news.Invitation{ID: "c", By: 2, Expires: t0.Add(time.Minute), Uses: 3}
		twin := news.Invitation{ID: "d", By: 2, Expires: t0.Add(time.Minute), Uses: 3}
		for _, i := range []news.Invitation{never, late, twin, soon} {
			p.must(p.PutInvitation(p.ctx, i))
		}
		p.reopen()
		p.wantInvitations(soon, twin, late, never)
		p.take("c", 50, news.Admitted)
		p.must(p.PutInvitation(p.ctx, soon)) // again: it is not filled up
		soon.Uses--
		for _, want := range []bool{true, false} {
			if found, err := p.DeleteInvitation(p.ctx, "d"); found != want || err != nil {
				p.Errorf("DeleteInvitation = %v, %v, want %v", found, err, want)
			}
		}
		p.wantInvitations(soon, late, never)
	}},
	{"AnInvitationIsTakenOnce", func(p *proof) {
		t0 := p.clock.Now()
		p.must(p.PutInvitation(p.ctx, news.Invitation{ID: "one", By: 12345, Expires: t0.Add(time.Hour), Uses: 1}))
		p.must(p.PutGuest(p.ctx, news.Guest{ID: 9, State: news.GuestDenied}))
		p.take("none", 1, news.AdmissionUnknown)
		p.take("one", 9, news.AdmissionRefused)
		for range 2 {
			p.take("one", 1, news.Admitted)
		}
		p.wantGuest(news.Guest{ID: 1, Name: "guest", By: 12345, At: t0, State: news.GuestAllowed})
		p.take("one", 2, news.AdmissionUsedUp)
		p.clock.Advance(time.Hour)
		p.take("one", 2, news.AdmissionExpired)
		p.take("one", 1, news.Admitted)
		if _, found, err := p.Guest(p.ctx, 2); found || err != nil {
			p.Errorf("Guest who was not let in = %v, %v, want none", found, err)
		}
	}},
	{"AnInvitationLetsInAsManyAsItHasUses", func(p *proof) {
		const uses, guests = 5, 20
		p.must(p.PutInvitation(p.ctx, news.Invitation{ID: "five", By: 1, Uses: uses}))
		var admitted atomic.Int64
		var wg sync.WaitGroup
		for id := range int64(guests) {
			wg.Go(func() {
				a, err := p.TakeInvitation(p.ctx, "five", news.Guest{ID: id + 1})
				if err != nil {
					p.Error(err)
				}
				if a == news.Admitted {
					admitted.Add(1)
				}
			})
		}
		wg.Wait()
		list, err := p.Guests(p.ctx, 0, guests)
		p.must(err)
		if admitted.Load() != uses || len(list) != uses {
			p.Errorf("%d were admitted and %d are guests, want %d", admitted.Load(), len(list), uses)
		}
	}},
	{"GuestsMigrate", func(p *proof) {
		t0 := p.clock.Now()
		p.must(p.PutGuest(p.ctx, news.Guest{ID: group, Name: "old", By: 1, State: news.GuestAllowed}))
		p.must(p.MigrateChat(p.ctx, group, supergroup))
		p.wantGuest(news.Guest{ID: supergroup, Name: "old", By: 1, At: t0, State: news.GuestAllowed})
		p.must(p.PutGuest(p.ctx, news.Guest{ID: 5, State: news.GuestDenied}))
		p.must(p.MigrateChat(p.ctx, supergroup, 5))
		list, err := p.Guests(p.ctx, 0, 10)
		if want := []news.Guest{{ID: 5, At: t0, State: news.GuestDenied}}; err != nil || !reflect.DeepEqual(list, want) {
			p.Errorf("Guests = %+v, %v, want %+v", list, err, want)
		}
	}},
}

func (p *proof) take(id string, guest int64, want news.Admission) {
	p.Helper()
	got, err := p.TakeInvitation(p.ctx, id, news.Guest{ID: guest, Name: "guest"})
	p.must(err)
	if got != want {
		p.Errorf("TakeInvitation(%s) by %d = %v, want %v", id, guest, got, want)
	}
}

func (p *proof) wantGuest(want news.Guest) {
	p.Helper()
	if got, found, err := p.Guest(p.ctx, want.ID); got != want || !found || err != nil {
		p.Errorf("Guest = %+v, %v, %v, want %+v", got, found, err, want)
	}
}

func (p *proof) wantInvitations(want ...news.Invitation) {
	p.Helper()
	if got, err := p.Invitations(p.ctx); err != nil || !reflect.DeepEqual(got, want) {
		p.Errorf("Invitations = %+v, %v, want %+v", got, err, want)
	}
}
