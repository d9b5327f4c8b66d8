package bot_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// An absent store has a master that is gone at times: what needs it is tried
// again and again for two seconds, and fails.
type absent struct {
	store.Store
	gone atomic.Bool
}

func (a *absent) try(ctx context.Context) error {
	for range 4 {
		if !a.gone.Load() {
			return nil
		}
		select {
		case <-time.After(500 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return errors.New("no master")
}

func (a *absent) Acquire(ctx context.Context, name, holder string, ttl time.Duration) (news.Lease, bool, error) {
	if err := a.try(ctx); err != nil {
		return news.Lease{}, false, err
	}
	return a.Store.Acquire(ctx, name, holder, ttl)
}

func (a *absent) Renew(ctx context.Context, l news.Lease, ttl time.Duration) (bool, error) {
	if err := a.try(ctx); err != nil {
		return false, err
	}
	return a.Store.Renew(ctx, l, ttl)
}

func (a *absent) Release(ctx context.Context, l news.Lease) error {
	if err := a.try(ctx); err != nil {
		return err
	}
	return a.Store.Release(ctx, l)
}

func (a *absent) Reserve(ctx context.Context, limit int) ([]news.Delivery, error) {
	if err := a.try(ctx); err != nil {
		return nil, err
	}
	return a.Store.Reserve(ctx, limit)
}

// TestSendingGoesOnSoonAfterAFailover takes the store away for longer than a
// lease can be trusted without it: the bot leads again, and sends, within two
// seconds of its coming back.
func TestSendingGoesOnSoonAfterAFailover(t *testing.T) {
	for _, outage := range []time.Duration{3 * time.Second, 8 * time.Second, 9 * time.Second, 11 * time.Second} {
		t.Run(outage.String(), func(t *testing.T) {
			simulate(t, telegramtest.Config{}, func(s *simulation) {
				books := &absent{Store: s.store}
				s.store = books
				u := s.users(1)[0]
				s.start(bot.Config{})
				time.Sleep(10 * time.Second)
				books.gone.Store(true)
				s.publish("Blast", news.ClassUrgent, news.Recipient{Chat: u.ID()})
				time.Sleep(outage)
				if _, ok := arrival(u.Private(), "Blast"); ok {
					t.Fatal("an alert was sent without a store")
				}
				books.gone.Store(false)
				time.Sleep(2 * time.Second)
				if _, ok := arrival(u.Private(), "Blast"); !ok {
					t.Error("the alert was not sent within two seconds of the store's return")
				}
				s.stop()
			})
		})
	}
}

// TestATroubleIsSaidOnce takes the store away for a minute: the log names each
// trouble once, and once that it is over, and that sending stops; when the store
// goes again, so again.
func TestATroubleIsSaidOnce(t *testing.T) {
	simulate(t, telegramtest.Config{}, func(s *simulation) {
		books, log := &absent{Store: s.store}, &lines{}
		s.store = books
		s.start(bot.Config{Logger: slog.New(slog.NewTextHandler(log, nil))})
		time.Sleep(10 * time.Second)
		for outages := 1; outages <= 2; outages++ {
			books.gone.Store(true)
			time.Sleep(time.Minute)
			books.gone.Store(false)
			time.Sleep(10 * time.Second)
			for _, trouble := range []string{"the store cannot tell who sends", "the lease to send could not be renewed", "the queue cannot be read"} {
				said := strings.Count(log.String(), `level=ERROR msg="`+trouble+`" err=`)
				over := strings.Count(log.String(), `msg="the trouble is over" trouble="`+trouble+`"`)
				if said != outages || over != outages {
					t.Errorf("after %d outages %q was said %d times, and %d times that it is over\n%s", outages, trouble, said, over, log)
				}
			}
			if stops := strings.Count(log.String(), `msg="sending stops"`); stops != outages {
				t.Errorf("after %d outages it was said %d times that sending stops\n%s", outages, stops, log)
			}
		}
		s.stop()
	})
}
