//go:build unix

package chaos_test

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rasadnews/rasad/bot/telegramtest"
	"github.com/rasadnews/rasad/news"
	"github.com/rasadnews/rasad/store"
)

// A turn is a step of the protocol that not every alert meets, with what leads
// there.
type turn struct {
	step string
	join bool

	// before makes the worker come there, over a store that no worker holds, and
	// after undoes it. Each is about one reader, whose chat has alerts that wait.
	before, after func(w *world, books store.Store, chat int64) error
}

var turns = []turn{
	{step: stepRetry, before: refuse(telegramtest.Fault{Kind: telegramtest.Flood})},
	{step: stepPark, before: refuse(telegramtest.Fault{Kind: telegramtest.Refuse, Status: 400,
		Description: "Bad Request: not enough rights to send text messages to the chat"}), after: reopen},
	{step: stepBury, before: refuse(telegramtest.Fault{Kind: telegramtest.Refuse, Status: 400,
		Description: "Bad Request: message is poison", Count: 2})}, // as it is, and as plain text
	{step: stepShorten, before: writeLong},
	{step: stepJoin, join: true},
	{step: stepHold, before: settings(sleep), after: wake},
	{step: stepDrop, before: settings(mute), after: settings(unmute)},
}

// TestDeathAtEveryTurn lets the sender kill itself before and after the steps
// that not every alert meets. What was buried can be sent once it is redriven.
func TestDeathAtEveryTurn(t *testing.T) {
	engines(t, func(w *world) {
		deaths, inFlight := 0, 0
		for range times(1, 5) {
			for _, turn := range turns {
				for _, moment := range []string{"before ", "after "} {
					inFlight += w.dieAtTurn(turn, moment, w.readers[deaths%readers].ID())
					deaths++
				}
			}
		}
		w.finish(w.start(orders{}), 10)
		c, got := w.counts(), w.count(w.passed(), nil)
		if c.Buried == 0 || c.Dropped == 0 || got.lost > int(c.Buried+c.Dropped) || got.unmarked > 0 {
			w.Errorf("%d alerts are buried, %d dropped, and %d did not arrive; %d repeats are not marked as such",
				c.Buried, c.Dropped, got.lost, got.unmarked)
		}
		w.wantLetters(deaths)
		books := w.open()
		n, err := books.Redrive(w.Context())
		if err != nil || n != int(c.Buried) {
			w.Errorf("Redrive = %d, %v, want %d", n, err, c.Buried)
		}
		books.Close()
		p := w.start(orders{})
		w.until("what was buried", p, func() bool { return w.count(nil, nil).lost <= int(c.Dropped) })
		p.kill()
		table.add(w.T, row{fault: "sender dies before and after each step aside", engine: w.engine, times: deaths, counted: got.due - int(c.Dropped), what: "alerts",
			lost: max(0, w.count(nil, nil).lost-int(c.Dropped)), repeated: got.repeated, limit: inFlight, disorder: got.disorder, behind: got.behind, gap: w.gap()})
	})
}

// dieAtTurn has a sender die at a turn of a chat, over a queue that a desk has
// filled. It returns how many messages were in flight at its death, and that of
// the worker that goes on after it.
func (w *world) dieAtTurn(turn turn, moment string, chat int64) (inFlight int) {
	w.Helper()
	w.queue(ahead / 2)
	w.change(turn.before, chat)
	w.start(orders{Exit: moment + turn.step, Nth: 1, Only: onlySend, Join: turn.join}).await(w.T)
	inFlight = int(w.counts().Attempting)
	w.change(turn.after, chat)
	p := w.start(orders{})
	w.arrive(p, 2*readers)
	p.kill()
	return inFlight + int(w.counts().Attempting)
}

// queue has a desk queue alerts until so many wait for each reader.
func (w *world) queue(n int) {
	w.Helper()
	waiting := int(w.counts().Pending) / readers
	desk := w.start(orders{Only: onlyDesk})
	w.note(func() { w.wanted = w.done + n - waiting })
	w.until("a queue", desk, func() bool { return w.done >= w.wanted })
	desk.kill()
}

// change changes something in the store, if it is given.
func (w *world) change(do func(*world, store.Store, int64) error, chat int64) {
	w.Helper()
	if do == nil {
		return
	}
	books := w.open()
	defer books.Close()
	if err := do(w, books, chat); err != nil {
		w.Fatal(err)
	}
}

// refuse lets Telegram refuse a message.
func refuse(f telegramtest.Fault) func(*world, store.Store, int64) error {
	return func(w *world, _ store.Store, chat int64) error {
		f.Method, f.Chat = "sendMessage", chat
		w.telegram.Fail(f)
		return nil
	}
}

// reopen opens a lane, as news of the bot's rights would.
func reopen(w *world, books store.Store, chat int64) error {
	return books.Park(w.Context(), chat, time.Now())
}

// settings changes the settings of a chat.
func settings(change func(*news.ChatSettings)) func(*world, store.Store, int64) error {
	return func(w *world, books store.Store, chat int64) error {
		_, err := books.ChangeSettings(w.Context(), chat, func(s *news.ChatSettings) error { change(s); return nil })
		return err
	}
}

func sleep(s *news.ChatSettings) {
	now := time.Now().UTC().Hour() * 60
	s.Zone, s.Quiet = "UTC", news.Quiet{From: (now + 23*60) % (24 * 60), To: (now + 12*60) % (24 * 60)}
}

// wake ends quiet hours as the bot does.
func wake(w *world, books store.Store, chat int64) error {
	err := settings(func(s *news.ChatSettings) { s.Quiet = news.Quiet{} })(w, books, chat)
	return cmp.Or(err, books.LetGo(w.Context(), chat))
}

func mute(s *news.ChatSettings) {
	s.Mutes = []news.Mute{{Kind: news.MuteTopic, ID: topic}}
}

func unmute(s *news.ChatSettings) { s.Mutes = nil }

// writeLong enqueues a letter that is too long for one message.
func writeLong(w *world, books store.Store, chat int64) error {
	w.letters++
	var text strings.Builder
	for line := range letterLines {
		fmt.Fprintf(&text, "Letter %d, line %d of many that are much the same as this one.\n", w.letters, line)
	}
	return books.Enqueue(w.Context(), fmt.Sprint("letter", w.letters), news.Delivery{Recipient: news.Recipient{Chat: chat}, Text: text.String()})
}

const letterLines = 150

var letterLine = regexp.MustCompile(`Letter (\d+), line (\d+) of`)

// wantLetters holds that all lines of all long letters arrived in their order,
// and that no more messages came again than there were deaths.
func (w *world) wantLetters(deaths int) {
	w.Helper()
	next, again := map[string]int{}, 0
	for _, u := range w.readers {
		for _, m := range u.Private().Messages() {
			lines := letterLine.FindAllStringSubmatch(m.Text, -1)
			if len(lines) == 0 {
				continue
			}
			letter := lines[0][1]
			if first, _ := strconv.Atoi(lines[0][2]); first < next[letter] {
				again++
			} else if first > next[letter] {
				w.Errorf("letter %s: line %d is there, line %d is not", letter, first, next[letter])
			}
			last, _ := strconv.Atoi(lines[len(lines)-1][2])
			next[letter] = max(next[letter], last+1)
		}
	}
	for letter, n := range next {
		if n < letterLines {
			w.Errorf("letter %s ends with line %d", letter, n-1)
		}
	}
	if len(next) != w.letters || again > deaths {
		w.Errorf("%d letters arrived, want %d; %d parts came again, in %d deaths", len(next), w.letters, again, deaths)
	}
}
