package bot_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot"
	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
)

// TestSimulatedDay lets a day pass on which one call in twenty meets a fault of
// some kind, and the bot is restarted now and then: nothing is lost, every
// chat's order is kept, and no more arrives twice than was in doubt.
func TestSimulatedDay(t *testing.T) { simulateDay(t, 0.05) }

// TestTerribleDay is one on which every kind of fault meets one call in twenty,
// so that more than half of the calls fail. What was given up is redriven in
// the end, as an operator would: nothing is lost.
func TestTerribleDay(t *testing.T) {
	if !*long {
		t.Skip("it takes minutes; make simulate runs it")
	}
	simulateDay(t, 0.05*float64(len(dayFaults())))
}

// daySeed is what a day's chance begins with. In full size it is another every
// time, if none is given.
var daySeed = flag.Uint64("seed", 0, "the seed of the simulated days; 0 for any one when -long, else for the same")

func simulateDay(t *testing.T, rate float64) {
	seed := *daySeed
	if seed == 0 && *long {
		seed = 1 + rand.Uint64N(1_000_000)
	}
	simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
		t := s.T
		t.Logf("-seed %d", seed)
		r := rand.New(rand.NewPCG(seed, 12))
		places := s.places(size(3, 40))
		for i, f := range dayFaults() {
			f.Rate, f.Seed = rate/float64(len(dayFaults())), seed*1000+uint64(i)
			s.telegram.Fail(f)
		}
		s.start(bot.Config{})
		end := time.Now().Add(time.Duration(size(1, 24)) * time.Hour)
		for n := 0; time.Now().Before(end); {
			for range 1 + r.IntN(r.IntN(12)+1) { // a burst now and then
				n++
				class := []news.Class{news.ClassNormal, news.ClassNormal, news.ClassNormal, news.ClassUrgent, news.ClassBroadcast}[r.IntN(5)]
				s.publish(fmt.Sprintf("No %d.", n), class, places.recipients()...)
				places.published = n
			}
			if r.IntN(12) == 0 {
				s.stop()
				s.start(bot.Config{})
			}
			time.Sleep(time.Duration(r.ExpFloat64() * float64(5*time.Minute)))
		}
		s.settled(48 * time.Hour)
		for _, p := range places.list {
			p.checkOrder(t)
		}
		given := s.redrive()
		s.stop()
		doubts := s.doubts()
		repeats, digests := 0, 0
		for _, p := range places.list {
			again, joined := p.checkAll(t, places.published)
			repeats, digests = repeats+again, digests+joined
		}
		counts, err := s.store.Counts(s.Context())
		s.must(err)
		t.Logf("%d alerts to %d places: %d sent, %d in digests; %d calls met a fault, %d in doubt, %d alerts came again, %d were given up and redriven",
			places.published, len(places.list), counts.Sent, digests, s.faults(), doubts, repeats, given)
		if want := int64(places.published * len(places.list)); counts.Sent < want || given > 0 && rate < 0.1 {
			t.Errorf("%d sent, want %d and the greetings; %d given up", counts.Sent, want, given)
		}
		if repeats > doubts {
			t.Errorf("%d repeats, but %d messages in doubt", repeats, doubts)
		}
	})
}

// dayFaults are all that a call can meet which leaves its message worth
// sending.
func dayFaults() []telegramtest.Fault {
	return []telegramtest.Fault{
		{Kind: telegramtest.Flood, RetryAfter: 3},
		{Kind: telegramtest.Flood, RetryAfter: 45},
		{Kind: telegramtest.Gateway},
		{Kind: telegramtest.Gateway, Delivered: true},
		{Kind: telegramtest.Gateway, Status: http.StatusOK, Delivered: true},
		{Kind: telegramtest.Hang},
		{Kind: telegramtest.Hang, Delivered: true},
		{Kind: telegramtest.Reset},
		{Kind: telegramtest.Reset, Delivered: true},
		{Kind: telegramtest.Truncate},
		{Kind: telegramtest.Refuse, Status: http.StatusInternalServerError, Description: "Internal Server Error"},
		{Kind: telegramtest.Refuse, Status: http.StatusBadRequest, Description: `Bad Request: can't parse entities: Unsupported start tag "p" at byte offset 0`},
	}
}

// Places are where alerts go.
type places struct {
	list      []place
	published int
}

type place struct {
	chat   *telegramtest.Chat
	thread int
}

// places makes users, groups and forums with two topics, n of each.
func (s *simulation) places(n int) *places {
	var p places
	for _, u := range s.users(n) {
		p.list = append(p.list, place{u.Private(), 0})
		group := s.telegram.Supergroup("Group of "+u.Name(), u)
		group.AddBot(telegramtest.Admin)
		p.list = append(p.list, place{group, 0})
		forum := s.telegram.Supergroup("Forum of "+u.Name(), u)
		forum.AddBot(telegramtest.Admin)
		p.list = append(p.list, place{forum, forum.Topic("One")}, place{forum, forum.Topic("Two")})
	}
	return &p
}

func (p *places) recipients() []news.Recipient {
	var all []news.Recipient
	for _, one := range p.list {
		all = append(all, news.Recipient{Chat: one.chat.ID(), Thread: one.thread})
	}
	return all
}

// numbers finds the alerts that a message brings.
var numbers = regexp.MustCompile(`No (\d+)\.`)

// check holds that a place got all alerts in their order.
func (p place) check(t *testing.T, published int) {
	t.Helper()
	p.checkOrder(t)
	p.checkAll(t, published)
}

// checkOrder holds that what a message brings anew is later than all that came
// before it. What never came, as it was given up, breaks no order.
func (p place) checkOrder(t *testing.T) {
	t.Helper()
	came, last := map[int]bool{}, 0
	for _, m := range p.chat.Messages() {
		if !m.FromBot || m.Thread != p.thread {
			continue
		}
		newest := last
		for _, f := range numbers.FindAllStringSubmatch(m.Text, -1) {
			n, err := strconv.Atoi(f[1])
			if err != nil {
				t.Fatal(err)
			}
			if !came[n] && n < last {
				t.Errorf("%s, topic %d, got alert %d after %d:\n%s", p.chat.Title(), p.thread, n, last, m.Text)
				return
			}
			came[n], newest = true, max(newest, n)
		}
		last = newest
	}
}

// checkAll holds that a place got all alerts. It returns how many messages
// brought nothing but what had come before, and how many alerts came in
// digests.
func (p place) checkAll(t *testing.T, published int) (repeats, joined int) {
	t.Helper()
	came := map[int]bool{}
	for _, m := range p.chat.Messages() {
		found := numbers.FindAllStringSubmatch(m.Text, -1)
		if !m.FromBot || m.Thread != p.thread || len(found) == 0 {
			continue
		}
		before := len(came)
		for _, f := range found {
			n, err := strconv.Atoi(f[1])
			if err != nil {
				t.Fatal(err)
			}
			came[n] = true
		}
		if len(came) == before {
			repeats++
		}
		if len(found) > 1 {
			joined += len(found)
		}
	}
	if len(came) != published {
		t.Errorf("%s got %d of %d alerts", p.chat.Title(), len(came), published)
	}
	return repeats, joined
}

// redrive sends what was given up, until all is sent, and returns how many
// there were.
func (s *simulation) redrive() int {
	s.Helper()
	total := 0
	for {
		n, err := s.store.Redrive(s.Context())
		s.must(err)
		if n == 0 {
			return total
		}
		total += n
		s.settled(48 * time.Hour)
	}
}

// doubts counts the messages of which the bot could not know whether they
// arrived.
func (s *simulation) doubts() int {
	n := 0
	for _, c := range s.telegram.Calls() {
		if c.Method == "sendMessage" && c.Fault && c.Status != http.StatusTooManyRequests && c.Status != http.StatusBadRequest {
			n++
		}
	}
	return n
}

// faults counts the calls that met one.
func (s *simulation) faults() int {
	n := 0
	for _, c := range s.telegram.Calls() {
		if c.Fault {
			n++
		}
	}
	return n
}

// TestClockJumps sets the clock forward and back by an hour in the middle of a
// broadcast: nothing stands still, and nothing is lost.
func TestClockJumps(t *testing.T) {
	for _, jump := range []time.Duration{time.Hour, -time.Hour} {
		t.Run(jump.String(), func(t *testing.T) {
			simulate(t, telegramtest.Config{Limits: true}, func(s *simulation) {
				t := s.T
				p := s.places(3)
				s.telegram.Fail(telegramtest.Fault{Kind: telegramtest.Flood, RetryAfter: 20, Method: "sendMessage", Count: 2})
				s.start(bot.Config{})
				for n := 1; n <= 12; n++ {
					s.publish(fmt.Sprintf("No %d.", n), news.ClassNormal, p.recipients()...)
					if n == 6 {
						time.Sleep(3 * time.Second)
						s.shift.Store(int64(jump))
					}
				}
				s.settled(5 * time.Minute)
				s.stop()
				for _, one := range p.list {
					one.check(t, 12)
				}
			})
		})
	}
}
