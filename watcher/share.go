package watcher

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/publicsuffix"

	"github.com/rasadnews/rasad/news"
)

// Leases say who may do what only one process at a time may do, as
// store.Leases does.
type Leases interface {
	Acquire(ctx context.Context, name, holder string, ttl time.Duration) (news.Lease, bool, error)
	Renew(ctx context.Context, l news.Lease, ttl time.Duration) (bool, error)
	Release(context.Context, news.Lease) error
	Held(ctx context.Context, names []string) ([]news.Lease, error)
}

// Processes share sources by lots: the site of a source says in which lot it
// is, and a process watches the lots of which it holds the lease. So all
// sources of a site are watched by one process, which is what keeps their
// requests apart. Which ones it should hold follows from who is there: each process
// holds the lease of a seat, and all of them deal the lots out to the seats that
// are taken, as deal does. One more than there are lots would find nothing to
// watch: it waits for a seat.
const (
	lots  = 128
	seats = lots
)

// A share is the part of the sources that this process watches. Only the
// watcher's own goroutine uses it, but for release.
type share struct {
	leases Leases // nil if there is nobody to share with
	holder string
	ttl    time.Duration
	log    *slog.Logger

	sitting *news.Lease // of the seat
	failing bool

	mu      sync.Mutex
	holds   map[int]*hold
	leaving map[int]bool // lots that are given back once their beats have ended
}

// alone is the lot of all sources where there is nobody to share with.
const alone = -1

func newShare(l Leases, holder string, ttl time.Duration, log *slog.Logger) *share {
	s := &share{leases: l, holder: holder, ttl: ttl, log: log, holds: make(map[int]*hold), leaving: make(map[int]bool)}
	if l == nil {
		s.holds[alone] = &hold{lot: alone}
	}
	return s
}

// lotOf returns the lot of a source.
func (s *share) lotOf(source news.Source) int {
	if s.leases == nil {
		return alone
	}
	h := fnv.New32a()
	io.WriteString(h, siteOf(source))
	return int(h.Sum32() % lots)
}

// siteOf returns what sources have in common that are to be asked by one
// process: the registered domain of their address, or their host if it has
// none.
func siteOf(s news.Source) string {
	name := strings.ToLower(hostOf(channelPage(s.URL)))
	if h, _, err := net.SplitHostPort(name); err == nil {
		name = h
	}
	if _, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		return name
	}
	if domain, err := publicsuffix.EffectiveTLDPlusOne(name); err == nil {
		return domain
	}
	return name
}

// holdOf returns the hold under which a source is watched, nil if this process
// doesn't watch it.
func (s *share) holdOf(source news.Source) *hold {
	s.mu.Lock()
	defer s.mu.Unlock()
	lot := s.lotOf(source)
	if s.leaving[lot] {
		return nil
	}
	return s.holds[lot]
}

// settle renews what is held, takes what is due to this process of the lots in
// which there are sources, and marks what is due to others as leaving: release
// is to be called once the beats of those have ended.
func (s *share) settle(ctx context.Context, occupied map[int]bool) (leaving []*hold) {
	if s.leases == nil {
		return nil
	}
	due, err := s.due(ctx, occupied)
	if err == nil {
		leaving = s.let(due)
		err = s.take(ctx, due)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for lot, h := range s.holds {
		if !h.valid(time.Now()) {
			delete(s.holds, lot)
		}
	}
	s.note(ctx, err)
	return leaving
}

// note tells the log once when leases can't be had, and once when they can.
func (s *share) note(ctx context.Context, err error) {
	switch {
	case ctx.Err() != nil:
	case err != nil && !s.failing:
		s.failing = true
		s.log.Error("sources can't be shared out; what is held is watched until its leases end", "err", err)
	case err == nil && s.failing:
		s.failing = false
		s.log.Info("sources are shared out again", "lots", len(s.holds))
	}
}

// due returns the lots that are this process's, as things stand.
func (s *share) due(ctx context.Context, occupied map[int]bool) (map[int]bool, error) {
	if err := s.sit(ctx); err != nil {
		return nil, err
	}
	if err := s.renew(ctx); err != nil {
		return nil, err
	}
	names := make([]string, seats)
	for n := range names {
		names[n] = seatName(n)
	}
	taken, err := s.leases.Held(ctx, names)
	if err != nil {
		return nil, err
	}
	there := []string{s.sitting.Name}
	for _, other := range taken {
		if other.Name != s.sitting.Name {
			there = append(there, other.Name)
		}
	}
	due := make(map[int]bool)
	for lot, seat := range deal(there) {
		if occupied[lot] && seat == s.sitting.Name {
			due[lot] = true
		}
	}
	return due, nil
}

func seatName(n int) string { return fmt.Sprintf("watch:seat:%d", n) }
func lotName(n int) string  { return fmt.Sprintf("watch:lot:%d", n) }

// sit takes a seat, or keeps the one that is held.
func (s *share) sit(ctx context.Context) error {
	if s.sitting != nil {
		kept, err := s.leases.Renew(ctx, *s.sitting, s.ttl)
		if err != nil || kept {
			return err
		}
		s.sitting = nil
	}
	for n := range seats {
		l, got, err := s.leases.Acquire(ctx, seatName(n), s.holder, s.ttl)
		if err != nil {
			return err
		}
		if got {
			s.sitting = &l
			return nil
		}
	}
	return fmt.Errorf("all %d seats of watching processes are taken: this one waits for one that ends", seats)
}

// renew renews the lots that are held. One that another process has by now is
// lost.
func (s *share) renew(ctx context.Context) error {
	s.mu.Lock()
	held := slices.Collect(maps.Values(s.holds))
	s.mu.Unlock()
	return atOnce(held, func(h *hold) error {
		began := time.Now()
		kept, err := s.leases.Renew(ctx, h.lease, s.ttl)
		switch {
		case err != nil:
			return err
		case kept:
			h.prolong(began, s.ttl)
		default:
			h.end()
		}
		return nil
	})
}

// let marks what is held and not due as leaving, and returns it.
func (s *share) let(due map[int]bool) (leaving []*hold) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for lot, h := range s.holds {
		if !due[lot] && !s.leaving[lot] {
			s.leaving[lot] = true
			leaving = append(leaving, h)
		}
	}
	return leaving
}

// take takes what is due and free.
func (s *share) take(ctx context.Context, due map[int]bool) error {
	s.mu.Lock()
	var missing []*hold
	for lot := range due {
		if s.holds[lot] == nil {
			missing = append(missing, &hold{lot: lot})
		}
	}
	s.mu.Unlock()
	return atOnce(missing, func(h *hold) error {
		began := time.Now()
		l, got, err := s.leases.Acquire(ctx, lotName(h.lot), s.holder, s.ttl)
		if err != nil || !got {
			return err
		}
		h.lease = l
		h.prolong(began, s.ttl)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.holds[h.lot] = h
		return nil
	})
}

// release gives a lot back whose beats have ended.
func (s *share) release(ctx context.Context, h *hold) {
	h.end()
	if err := s.leases.Release(ctx, h.lease); err != nil {
		s.log.Debug("lease not released; it ends by itself", "lease", h.lease.Name, "err", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.leaving, h.lot)
	if s.holds[h.lot] == h {
		delete(s.holds, h.lot)
	}
}

// leave gives everything back, when all beats have ended.
func (s *share) leave(ctx context.Context) {
	if s.leases == nil {
		return
	}
	_ = atOnce(slices.Collect(maps.Values(s.holds)), func(h *hold) error {
		s.release(ctx, h)
		return nil
	})
	if s.sitting == nil {
		return
	}
	if err := s.leases.Release(ctx, *s.sitting); err != nil {
		s.log.Debug("lease not released; it ends by itself", "lease", s.sitting.Name, "err", err)
	}
	s.sitting = nil
}
