package news_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
	"github.com/rasadnews/rasad/store/storetest"
)

// crowd is how many chats subscribe in these tests: more than two chunks hold.
const crowd = 2*news.ChunkSize + 10

// listeners are those of the crowd that want every article: the first and last of
// each chunk. The others read another language.
var listeners = []int64{1, news.ChunkSize, news.ChunkSize + 1, 2 * news.ChunkSize, 2*news.ChunkSize + 1, crowd}

// gather subscribes the crowd.
func gather(t *testing.T, s store.Store) {
	t.Helper()
	var all sync.WaitGroup
	for chat := int64(1); chat <= crowd; chat++ {
		n := news.Subscription{Recipient: news.Recipient{Chat: chat}, Topic: "terror"}
		if !slices.Contains(listeners, chat) {
			n.Filter.Langs = []string{"ps"}
		}
		all.Go(func() {
			if err := s.PutSubscription(context.WithoutCancel(t.Context()), n); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// publish claims articles 0 to n-1, in Persian.
func publish(t *testing.T, s store.Store, n int) (ids []string) {
	t.Helper()
	for i := range n {
		id := fmt.Sprintf("article%02d", i)
		c := news.Claim{Keys: []string{id}, Article: news.Article{ID: id, Lang: "fa"}, Matches: []news.Match{{Topic: "terror"}}}
		if _, err := s.Claim(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

// wantLanes holds that every listener is told of articles, in their order.
func wantLanes(t *testing.T, s store.Store, want []string) {
	t.Helper()
	for _, chat := range listeners {
		waiting, err := s.Waiting(t.Context(), chat, len(want)+1)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range waiting {
			got = append(got, d.Article)
		}
		if !slices.Equal(got, want) {
			t.Errorf("chat %d is told of %v, want %v", chat, got, want)
		}
	}
}

// A raced ledger lets another desk be faster, once: between the look at the
// outbox and the first chunk.
type raced struct {
	news.Ledger
	once  sync.Once
	other func()
}

func (l *raced) FanOut(ctx context.Context, c news.Chunk) (bool, error) {
	l.once.Do(l.other)
	return l.Ledger.FanOut(ctx, c)
}

// A mortal ledger is that of a desk that dies after some chunks.
type mortal struct {
	news.Ledger
	left int
}

var errDead = errors.New("the desk is dead")

func (l *mortal) FanOut(ctx context.Context, c news.Chunk) (bool, error) {
	if l.left--; l.left < 0 {
		return false, errDead
	}
	return l.Ledger.FanOut(ctx, c)
}

// TestALostRaceKeepsTheOrder has a desk lose the race for an article to another
// one, which dies wherever it can: inside of the article, or of one behind it.
func TestALostRaceKeepsTheOrder(t *testing.T) {
	for engine, open := range map[string]func(*testing.T) store.Store{
		"sqlite": openSQLite,
		"redis":  func(t *testing.T) store.Store { return openStore(t, storetest.Redis(t).Address()) },
	} {
		for chunks := 1; chunks <= 7; chunks++ { // of nine
			t.Run(fmt.Sprintf("%s, after %d", engine, chunks), func(t *testing.T) {
				t.Parallel()
				s := open(t)
				gather(t, s)
				ids := publish(t, s, 3)
				dying := news.NewDesk(titles{}, &mortal{s, chunks}, news.DeskConfig{})
				d := news.NewDesk(titles{}, &raced{Ledger: s, other: func() {
					ctx, stop := context.WithTimeout(t.Context(), time.Minute)
					defer stop()
					if err := dying.Drain(ctx); !errors.Is(err, errDead) {
						t.Errorf("the desk that is to die: %v", err)
					}
				}}, news.DeskConfig{})
				if err := d.Drain(t.Context()); err != nil {
					t.Fatal(err)
				}
				wantLanes(t, s, ids)
			})
		}
	}
}

// An awakening ledger cannot be read for a while, and then fans out nothing at
// first.
type awakening struct {
	news.Ledger
	reads, chunks int // that fail
}

func (l *awakening) Outbox(ctx context.Context, limit int) ([]news.Entry, error) {
	if l.reads--; l.reads >= 0 {
		return nil, errShaky
	}
	return l.Ledger.Outbox(ctx, limit)
}

func (l *awakening) FanOut(ctx context.Context, c news.Chunk) (bool, error) {
	if l.chunks--; l.chunks >= 0 {
		return false, errShaky
	}
	return l.Ledger.FanOut(ctx, c)
}

// outlast publishes articles, runs a desk for hours over a ledger of which so many
// reads and then so many chunks fail, and has a check look at the store in the end.
// Meanwhile the desk claims articles of which nobody wants to be told, or none.
func outlast(t *testing.T, reads, chunks, articles int, claims bool, check func(t *testing.T, s store.Store, ids []string)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s, err := store.Open(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "rasad.db"), store.Config{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		gather(t, s)
		ids := publish(t, s, articles)
		ctx, end := context.WithTimeout(t.Context(), 2*time.Hour)
		defer end()
		d := news.NewDesk(titles{}, &awakening{s, reads, chunks}, news.DeskConfig{})
		var claiming sync.WaitGroup
		claiming.Go(func() {
			for i := 0; claims && ctx.Err() == nil; i++ {
				handle(t, d, news.Article{URL: fmt.Sprint("https://a.example/", i)}, news.NoMatch)
				time.Sleep(time.Minute / 7)
			}
		})
		if err := d.Run(ctx); err != nil {
			t.Fatal(err)
		}
		claiming.Wait()
		check(t, s, ids)
	})
}

// TestALongOutageKeepsTheOrder has a ledger that is away for an hour and then
// comes back by and by: that it could not be read is no fault of the first entry.
func TestALongOutageKeepsTheOrder(t *testing.T) { outlast(t, 3600, 2, 3, false, wantLanes) }

// TestAFullLedgerKeepsTheOrder has a ledger that can be read and not be written, as
// on a full disk, until so many chunks have failed, be that in the middle of a
// round.
func TestAFullLedgerKeepsTheOrder(t *testing.T) {
	for _, failures := range []int{2, 13, 22, 40} {
		t.Run(fmt.Sprint(failures), func(t *testing.T) { outlast(t, 0, failures, 6, false, wantLanes) })
	}
}

// TestALedgerThatTakesClaimsAlone has one that takes new articles, and no chunks:
// one article at most is told of too early.
func TestALedgerThatTakesClaimsAlone(t *testing.T) {
	for _, failures := range []int{2, 13, 22, 40} {
		t.Run(fmt.Sprint(failures), func(t *testing.T) { outlast(t, 0, failures, 6, true, wantOneEarly) })
	}
}

// wantOneEarly holds that a listener is told of all articles, and of one at most
// before an earlier one.
func wantOneEarly(t *testing.T, s store.Store, ids []string) {
	t.Helper()
	waiting, err := s.Waiting(t.Context(), listeners[0], len(ids)+1)
	if err != nil || len(waiting) != len(ids) {
		t.Fatalf("Waiting = %d deliveries, %v, want %d", len(waiting), err, len(ids))
	}
	early := 0
	for i, d := range waiting {
		if slices.ContainsFunc(waiting[i:], func(later news.Delivery) bool { return later.Article < d.Article }) {
			early++
		}
	}
	if early > 1 {
		t.Errorf("%d articles are told of before an earlier one", early)
	}
}

// A shaky ledger is far away: every call takes its time, and some fail, before
// they are done or after. The desk at it may die, or stand still for an hour.
type shaky struct {
	news.Ledger
	chance *chance
	die    func()
	stalls bool
	breaks int // how many more times it may fail
}

// A chance is a source of random numbers for many.
type chance struct {
	mu sync.Mutex
	r  *rand.Rand
}

func (c *chance) of(n int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.r.IntN(n)
}

var errShaky = errors.New("the line broke")

// call waits, as the line wants it, before or after a call, and may fail there.
func (l *shaky) call(ctx context.Context) error {
	wait := time.Duration(l.chance.of(40)) * time.Millisecond
	switch n := l.chance.of(100); {
	case n < 2 && l.stalls:
		wait = time.Hour
	case n < 4:
		l.die()
	case n < 10 && l.breaks > 0:
		l.breaks--
		return errShaky
	}
	select {
	case <-time.After(wait):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *shaky) Outbox(ctx context.Context, limit int) ([]news.Entry, error) {
	entries, err := l.Ledger.Outbox(ctx, limit)
	return entries, errors.Join(err, l.call(ctx))
}

func (l *shaky) FanOut(ctx context.Context, c news.Chunk) (bool, error) {
	if err := l.call(ctx); err != nil {
		return false, err
	}
	moved, err := l.Ledger.FanOut(context.WithoutCancel(ctx), c)
	return moved, errors.Join(err, l.call(ctx))
}

// TestManyDesksKeepTheOrder runs desks over one ledger, each of which is slow,
// breaks off and dies as chance has it, and is replaced then. All but one stand
// still at times, which holds up nobody.
func TestManyDesksKeepTheOrder(t *testing.T) {
	for seed := range uint64(3) {
		synctest.Test(t, func(t *testing.T) {
			s, err := store.Open(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "rasad.db"), store.Config{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			gather(t, s)
			ctx, end := context.WithCancel(t.Context())
			var desks sync.WaitGroup
			chance := &chance{r: rand.New(rand.NewPCG(seed, 5))}
			for i := range 3 {
				desks.Go(func() {
					for ctx.Err() == nil {
						runShaky(ctx, shaky{Ledger: s, chance: chance, stalls: i > 0})
					}
				})
			}
			ids, began := publish(t, s, 12), time.Now()
			for c := (news.Counts{Outbox: 1}); c.Outbox > 0; {
				time.Sleep(100 * time.Millisecond)
				if c, err = s.Counts(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if took := time.Since(began); took >= time.Hour {
				t.Errorf("with seed %d the outbox is empty after %v only", seed, took)
			}
			end()
			desks.Wait()
			wantLanes(t, s, ids)
		})
	}
}

// runShaky runs a desk until ctx ends or it dies. The ledger does not fail so
// often that the desk goes past an entry.
func runShaky(ctx context.Context, l shaky) {
	ctx, l.die = context.WithCancel(ctx)
	defer l.die()
	l.breaks = 2
	_ = news.NewDesk(titles{}, &l, news.DeskConfig{Every: 50 * time.Millisecond}).Run(ctx)
}
